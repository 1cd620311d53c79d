"""The different texts of an XLSX workbook (ECMA-376 part 1, 18.4), in little memory."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from sys import getsizeof
from typing import Protocol

from lox24cli.tables.workbooks.limits import refuse_large
from lox24cli.tables.workbooks.xml_parts import Attributes, PartHead, XmlReader, read_head, refuse_damaged
from lox24cli.translating import phrase

_MOST_UNPACKED = 1_000_000
_MOST_UNPACKED_LENGTH = 32 << 20
_MOST_PACKED = 150 << 20
_LONGEST_ENTRY = 1 << 20
_BLOCK_BITS = 10
_BLOCK = 1 << _BLOCK_BITS
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


class Texts(Protocol):
    """Texts by their place."""

    def __getitem__(self, place: int, /) -> str: ...

    def __len__(self) -> int: ...


class TextTooLong(LookupError):
    """The text was left out: no cell may have it."""


class _WithoutLong:
    """Texts of which some were left out."""

    def __init__(self, texts: Texts, too_long: set[int]) -> None:
        self._texts, self._too_long = texts, too_long

    def __getitem__(self, place: int) -> str:
        if place in self._too_long:
            raise TextTooLong(place)
        return self._texts[place]

    def __len__(self) -> int:
        return len(self._texts)


class _PackedTexts:
    """Texts joined in blocks of 1024: a fraction of the memory of as many strings, and slower to look up."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, array[int]]] = []
        self._open: list[str] = []
        self.size = 0
        """Bytes of memory."""

    def extend(self, texts: Sequence[str]) -> None:
        """Add texts at the end."""
        self._open += texts
        while len(self._open) >= _BLOCK:
            block = self._open[:_BLOCK]
            del self._open[:_BLOCK]
            text, ends = "".join(block), array("L", accumulate(map(len, block), initial=0))
            self._blocks.append((text, ends))
            self.size += getsizeof(text) + getsizeof(ends)

    def __getitem__(self, place: int) -> str:
        number = place >> _BLOCK_BITS
        inner = place & (_BLOCK - 1)
        if number == len(self._blocks):
            return self._open[inner]
        text, ends = self._blocks[number]
        return text[ends[inner] : ends[inner + 1]]

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._open)


def read_texts(chunks: Iterable[bytes], name: str, *, most_unpacked: int = _MOST_UNPACKED) -> Texts:
    """Return the texts of the workbook's `sst` part; packed when there are more than `most_unpacked`.

    Raises:
        InputError: the XML is broken.
    """
    chunks = iter(chunks)
    head = read_head(chunks, name, "sst")
    if head is None or head.is_empty:
        return ()
    texts: list[str] = []
    packed: _PackedTexts | None = None
    reader = _TextReader(name, head)
    length = 0
    for found in reader.read_all(chain((head.rest,), chunks)):
        texts += found
        length += sum(map(len, found))
        if packed is not None or len(texts) > most_unpacked or length > _MOST_UNPACKED_LENGTH:
            packed = packed or _PackedTexts()
            packed.extend(texts)
            texts.clear()
            if packed.size > _MOST_PACKED:
                refuse_large(name, phrase("more than {most} MB of texts", most=_MOST_PACKED >> 20))
    whole: Texts = texts if packed is None else packed
    return _WithoutLong(whole, reader.too_long) if reader.too_long else whole


class _TextReader:
    """Entries that are plain are cut out by a regular expression; all others go through the XML parser."""

    def __init__(self, name: str, head: PartHead) -> None:
        self._name = name
        prefix = re.escape(head.prefix)
        self._plain = re.compile(rb'(<Xsi><Xt(?: xml:space="preserve")?>([^<&\r]*)</Xt></Xsi>)'.replace(b"X", prefix))
        self._entry_end = b"</" + head.prefix + b"si>"
        self._rest = b""
        self._count = 0
        self._is_skipping = False
        self.too_long: set[int] = set()
        """Places of texts that were left out, blank in their stead."""
        self._texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._phonetic = 0
        self._reader = XmlReader(name, self._start, self._end, self._text)
        self._reader.feed(head.opening)

    def read_all(self, chunks: Iterable[bytes]) -> Iterator[list[str]]:
        """Return all texts in order, some at a time."""
        for chunk in chunks:
            found = self._read(self._rest + chunk)
            self._count += len(found)
            if len(self._rest) > _LONGEST_ENTRY:
                self._is_skipping = True
                self.too_long.add(self._count)
            yield found
        if self._is_skipping:
            refuse_damaged(self._name, phrase("a text is cut short"))
        self._reader.feed(self._rest, final=True)
        yield self._take()

    def _read(self, content: bytes) -> list[str]:
        """Return the texts of all entries that end in the content."""
        if self._is_skipping:
            _, end, after = content.partition(self._entry_end)
            if not end:
                self._rest = content[1 - len(self._entry_end) :]
                return []
            self._is_skipping = False
            return ["", *self._read(after)]
        whole, end, self._rest = content.rpartition(self._entry_end)
        entries = whole + end
        plain = self._plain.findall(entries)
        if entries and b"_x" not in entries and sum(len(entry) for entry, _ in plain) == len(entries):
            return [self._decode(text) for _, text in plain]
        for entry in entries.split(self._entry_end)[:-1]:
            self._parse(entry + self._entry_end)
        return self._take()

    def _take(self) -> list[str]:
        found, self._texts = self._texts, []
        return found

    def _parse(self, entry: bytes) -> None:
        plain = self._plain.fullmatch(entry)
        if plain and b"_x" not in entry:
            self._texts.append(self._decode(plain[2]))
        else:
            self._reader.feed(entry)

    def _decode(self, text: bytes) -> str:
        try:
            return text.decode()
        except UnicodeDecodeError as problem:
            refuse_damaged(self._name, problem)

    def _start(self, name: str, _: str, __: Attributes) -> None:
        match name:
            case "si":
                self._parts = []
            case "t":
                self._is_text = not self._phonetic
            case "rPh":
                self._phonetic += 1
            case _:
                pass

    def _text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def _end(self, name: str) -> None:
        match name:
            case "si":
                self._texts.append(unescape("".join(self._parts)))
            case "t":
                self._is_text = False
            case "rPh":
                self._phonetic -= 1
            case _:
                pass


def unescape(text: str) -> str:
    """Return the text with `_x000D_` and the like turned into the characters they stand for (18.3.1.53, ST_Xstring)."""
    return _ESCAPED.sub(_unescape_run, text) if "_x" in text else text


def _unescape_run(found: re.Match[str]) -> str:
    """Return the characters, which are UTF-16 units; half a pair stays as it is written."""
    try:
        return bytes.fromhex(found[0].replace("_x", "").replace("_", "")).decode("utf-16-be")
    except UnicodeDecodeError:
        return found[0]
