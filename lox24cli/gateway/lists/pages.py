"""A list in full: following the links it gives, or asking for page after page until nothing new comes.

Knows no HTTP: whoever uses it opens the pages. Neither a page size nor a `page` parameter is documented
for the phones of a group (https://doc.lox24.eu/api/operations/api_phones_get_collection/), and the
platform's default is 30 a page (https://api-platform.com/docs/core/pagination/). So a page alone never
proves that it is all: a count that was read earlier may be the first page's by chance, and a total may be
the page's own. Where no link leads on, page 2 is asked for, and if it begins like page 1 it is dropped
after its first item.
"""

import re
from array import array
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Generic, TypeVar
from urllib.parse import urljoin, urlsplit

from lox24cli.gateway.lists.page import Listing
from lox24cli.gateway.outcomes import ReadRefused
from lox24cli.gateway.wire import NoJson
from lox24cli.translating import phrase

Item = TypeVar("Item")
OpenPage = Callable[[str], AbstractContextManager[Listing]]
"""Path with query -> the page; raises ReadRefused, NoAnswer or what ends the run."""

_MOST_PAGES: Final = 200_000
_PLAIN_TARGET = re.compile(r"/[!-~]*")


class Seen:
    """Which keys there were, in 8 bytes each, and in a set only once somebody asks.

    Keeps hashes of 64 bits: among a million keys, two that are taken for one are as likely as 1 to 30 million,
    and then the count does not fit, which is noticed.
    """

    def __init__(self) -> None:
        self._noted = array("q")
        self._known: set[int] | None = None

    def note(self, key: Hashable) -> None:
        """Remember `key`."""
        self._noted.append(hash(key))
        if self._known is not None:
            self._known.add(hash(key))

    def __contains__(self, key: Hashable) -> bool:
        if self._known is None:
            self._known = set(self._noted)
        return hash(key) in self._known


@contextmanager
def refusing_is_breaking() -> Iterator[None]:
    """Take a refusal for a break: the page was announced, so the list is there, and not whole without it.

    Raises:
        NoJson: in place of ReadRefused.
    """
    try:
        yield
    except ReadRefused as error:
        raise NoJson(phrase("a page that it leads to is refused ({status})", status=error.status)) from error


class Pages(Generic[Item]):
    """All items of a list, each once; iterate it once. `count` and `seen` grow while it is read."""

    def __init__(
        self,
        open_page: OpenPage,
        base_url: str,
        path: str,
        read_item: Callable[[object], Item],
        key: Callable[[Item], Hashable],
    ) -> None:
        self._open_page = open_page
        self._base = urlsplit(base_url)
        self._path = path
        self._read_item = read_item
        self._key = key
        self._first_key: Hashable = None
        self.seen = Seen()
        self.count = 0
        self.total: int | None = None
        """How many items there are, where the list says so."""
        self.ends_refused = False
        """Whether a page that nothing announced was refused: it may be past the end, or kept from us."""

    def __iter__(self) -> Iterator[Item]:
        """Yield the items page by page, in the API's order.

        Raises:
            NoJson: a page is no list, or the pages lead in a circle; items may have been given before.
            ReadRefused: the list itself is refused.
        """
        with self._open_page(self._path) as page:
            for entry in page:
                item = self._read_item(entry)
                if not self.count:
                    self._first_key = self._key(item)
                self._note(item)
                yield item
        self.total = page.total
        if page.next_link:
            yield from self._linked_pages(page.next_link)
        elif self.count:
            yield from self._numbered_pages()

    def _note(self, item: Item) -> None:
        self.seen.note(self._key(item))
        self.count += 1

    def _linked_pages(self, link: str) -> Iterator[Item]:
        path = self._path
        while link:
            path = self._resolve(path, link)
            before = self.count
            with refusing_is_breaking(), self._open_page(path) as page:
                for entry in page:
                    item = self._read_item(entry)
                    if self._key(item) not in self.seen:
                        self._note(item)
                        yield item
            link = page.next_link
            if link and self.count == before:
                raise NoJson(phrase("its pages lead in a circle"))

    def _numbered_pages(self) -> Iterator[Item]:
        for number in range(2, _MOST_PAGES):
            news = self._read_numbered(number)
            if not news:
                return
            for item in news:
                if self._key(item) not in self.seen:
                    self._note(item)
                    yield item
        raise NoJson(phrase("it has more pages than any list can have"))

    def _read_numbered(self, number: int) -> list[Item]:
        """Return the page's items, or none when it is past the end, refused, or one that was there before."""
        items: list[Item] = []
        news = False
        try:
            with self._open_page(f"{self._path}?page={number}") as page:
                for entry in page:
                    item = self._read_item(entry)
                    if not items and self._key(item) == self._first_key:
                        return []
                    news = news or self._key(item) not in self.seen
                    items.append(item)
        except ReadRefused:
            self.ends_refused = True
            return []
        return items if news else []

    def _resolve(self, path: str, link: str) -> str:
        # The API writes relative links ("/blocked_numbers?page=1"); the token goes to no other host.
        prefix = self._base.path
        try:
            parts = urlsplit(urljoin(f"{self._base.scheme}://{self._base.netloc}{prefix}{path}", link))
        except ValueError as error:
            raise NoJson(phrase("the link to its next page is no address")) from error
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if parts.hostname != self._base.hostname or not _PLAIN_TARGET.fullmatch(target):
            raise NoJson(phrase("the link to its next page leads elsewhere"))
        return target.removeprefix(prefix) if target.startswith(f"{prefix}/") else target
