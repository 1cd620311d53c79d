"""A list of the API taken apart while it arrives: items, and where the next page is.

Knows no HTTP. A bare array of any length is read in flat memory; a page in a JSON-LD object is read
whole, since what tells of the next page may stand behind the items. Shapes:
https://doc.lox24.eu/api/operations/api_groups_get_collection/ and
.../api_blocked_numbers_get_collection/ (`hydra:member` or `member`, `hydra:view`, `hydra:totalItems`).
"""

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Final

from lox24cli.gateway.batch_answer import find_items
from lox24cli.gateway.redacting import Redactor
from lox24cli.gateway.wire import NoJson, decode, read_text
from lox24cli.translating import phrase

_LONGEST_ITEM: Final = 2 * 1024 * 1024
"""Characters; five columns of 1530 characters, each written as two escapes, are under 100,000."""
_BLANK = " \t\r\n"
_scan = json.JSONDecoder().raw_decode


class Listing:
    """One page: iterate it once, then ask for `next_link` and `total`."""

    def __init__(self, chunks: Iterable[bytes], redactor: Redactor) -> None:
        self._chunks = iter(chunks)
        self._redactor = redactor
        self.next_link = ""
        """The address of the next page as the API writes it; empty where it names none."""
        self.total: int | None = None
        """How many items all pages have."""

    def __iter__(self) -> Iterator[object]:
        """Yield the items in order.

        Raises:
            NoJson: what came is no list, or broken, or cut; items may have been given before.
        """
        head = b""
        for chunk in self._chunks:
            head = (head + chunk).removeprefix(codecs.BOM_UTF8).lstrip()
            if len(head) >= len(codecs.BOM_UTF8):
                break
        if head.startswith(b"["):
            yield from _scan_array(_texts(head, self._chunks), self._redactor)
        else:
            yield from self._read_object(head + b"".join(self._chunks))

    def _read_object(self, body: bytes) -> Iterator[object]:
        page = decode(self._redactor.body(body))
        if isinstance(page, dict):
            view = page.get("hydra:view", page.get("view"))
            if isinstance(view, dict):
                self.next_link = read_text(view.get("hydra:next", view.get("next")))
            total = page.get("hydra:totalItems", page.get("totalItems"))
            self.total = total if isinstance(total, int) and not isinstance(total, bool) else None
        yield from find_items(page)


def _texts(head: bytes, chunks: Iterable[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        yield decoder.decode(head)
        for chunk in chunks:
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NoJson(phrase("it is not UTF-8")) from error


def _scan_array(texts: Iterator[str], redactor: Redactor) -> Iterator[object]:
    rest = next(texts)[1:].lstrip(_BLANK)
    first = True
    for text in texts:
        rest += text
        start, may_hold = 0, redactor.may_hold(rest)
        while True:
            found = _next_item(rest, start, first=first)
            if found is None:
                break
            item, start, first = *found, False
            if item is _END:
                _expect_blank(rest[start:], texts)
                return
            yield redactor.value(item) if may_hold else item
        rest = rest[start:].lstrip(_BLANK)
        if len(rest) > _LONGEST_ITEM:
            raise NoJson(phrase("an item is longer than any can be, or broken"))
    raise NoJson(phrase("it is cut off"))


_END: Final = object()


def _next_item(text: str, start: int, *, first: bool) -> tuple[object, int] | None:
    """Return the next item and where it ends; `_END` after the last one; None when more text is needed."""
    at = _skip_blank(text, start)
    if text.startswith("]", at):
        return _END, at + 1
    if not first:
        if at >= len(text):
            return None
        if text[at] != ",":
            raise NoJson(phrase("there is no comma between two items"))
        at = _skip_blank(text, at + 1)
    try:
        item, end = _scan(text, at)
    except RecursionError as error:
        raise NoJson(phrase("it is nested too deeply")) from error
    except ValueError:
        return None
    # A number at the end of a chunk may go on in the next one.
    return (item, end) if end < len(text) else None


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _expect_blank(rest: str, texts: Iterator[str]) -> None:
    if rest.strip(_BLANK) or any(text.strip(_BLANK) for text in texts):
        raise NoJson(phrase("something stands behind the list"))
