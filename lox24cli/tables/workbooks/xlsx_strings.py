"""The different texts of an XLSX workbook (ECMA-376 part 1, 18.4), in little memory."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Protocol

from lox24cli.tables.workbooks.xml_parts import Attributes, PartHead, XmlReader, read_head, refuse_damaged

_MOST_UNPACKED = 1_000_000
_BLOCK_BITS = 10
_BLOCK = 1 << _BLOCK_BITS
_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")


class Texts(Protocol):
    """Texts by their place."""

    def __getitem__(self, place: int, /) -> str: ...

    def __len__(self) -> int: ...


class _PackedTexts:
    """Texts joined in blocks of 1024: a fraction of the memory of as many strings, and slower to look up."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, array[int]]] = []
        self._open: list[str] = []

    def extend(self, texts: Sequence[str]) -> None:
        """Add texts at the end."""
        self._open += texts
        while len(self._open) >= _BLOCK:
            block = self._open[:_BLOCK]
            del self._open[:_BLOCK]
            self._blocks.append(("".join(block), array("L", accumulate(map(len, block), initial=0))))

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
    for found in reader.read_all(chain((head.rest,), chunks)):
        texts += found
        if packed is not None or len(texts) > most_unpacked:
            packed = packed or _PackedTexts()
            packed.extend(texts)
            texts.clear()
    return texts if packed is None else packed


class _TextReader:
    """Entries that are plain are cut out by a regular expression; all others go through the XML parser."""

    def __init__(self, name: str, head: PartHead) -> None:
        self._name = name
        prefix = re.escape(head.prefix)
        self._plain = re.compile(rb'(<Xsi><Xt(?: xml:space="preserve")?>([^<&\r]*)</Xt></Xsi>)'.replace(b"X", prefix))
        self._entry_end = b"</" + head.prefix + b"si>"
        self._rest = b""
        self._texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._phonetic = 0
        self._reader = XmlReader(name, self._start, self._end, self._text)
        self._reader.feed(head.opening)

    def read_all(self, chunks: Iterable[bytes]) -> Iterator[list[str]]:
        """Return all texts in order, some at a time."""
        for chunk in chunks:
            yield self._read(chunk)
        self._reader.feed(self._rest, final=True)
        yield self._take()

    def _read(self, chunk: bytes) -> list[str]:
        """Return the texts of all entries that end in the chunk."""
        whole, end, self._rest = (self._rest + chunk).rpartition(self._entry_end)
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
