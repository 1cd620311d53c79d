"""The XML of a workbook's parts as events: names told by their namespace and never by a prefix, within limits.

What a document could grow into ends here: a document type (entities), elements nested for ever, a tag without end.
Knows no ZIP and no sheets.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from lox24cli.errors import InputError
from lox24cli.translating import phrase

Attributes = dict[str, str]
"""As expat gives them: `r`, or `namespace local` where the attribute has a prefix."""

SAVE_AGAIN = phrase("open it in a spreadsheet program and save it again")
DEEPEST = 256
"""Elements in elements."""
_LONGEST_TAG = 4 << 20
_MOST_NAMES = 4096
_ALTERNATIVES = "mc:AlternateContent", "mc:Choice"
_PREFIXES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "": "",
}
"""The namespaces of a workbook, transitional and strict (ECMA-376 parts 1 to 4); without one it is meant as well."""
_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_PREFIX = re.compile(rb"<(?:([^\s:/>]+):)?")


class _Names(dict[str, str]):
    """`namespace local` -> the local name in a workbook's own namespaces, empty in any other."""

    def __missing__(self, qualified: str) -> str:
        namespace, _, local = qualified.rpartition(" ")
        prefix = _PREFIXES.get(namespace)
        name = "" if prefix is None else prefix + local
        if len(self) < _MOST_NAMES:
            self[qualified] = name
        return name


_NAMES = _Names()


def relation_id(attributes: Attributes) -> str:
    """Return the `r:id` of an element, empty where it has none."""
    return next((attributes[name] for name in _RELATION_IDS if name in attributes), "")


def refuse_damaged(name: str, problem: Exception | str) -> NoReturn:
    """Raise InputError for a workbook that broke in `problem`."""
    cause = problem if isinstance(problem, Exception) else None
    raise InputError(
        phrase("{name} is a damaged workbook: {problem}", name=name, problem=problem), SAVE_AGAIN
    ) from cause


class XmlFeed:
    """A parser for UTF-8, the only encoding that workbooks are written in; its handlers are the caller's to set."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._fed = 0
        self.parser = parser = expat.ParserCreate("UTF-8", " ")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Parse the next bytes.

        Raises:
            InputError: the XML is broken, has a document type, or a tag without end.
        """
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as problem:
            refuse_damaged(self._name, problem)
        self._fed += len(chunk)
        if self._fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
            refuse_damaged(self._name, phrase("a tag of more than {most} MB", most=_LONGEST_TAG >> 20))

    def _refuse_doctype(self, *_: object) -> None:
        raise InputError(
            phrase("{name} has a document type definition in it, as no workbook does", name=self._name), SAVE_AGAIN
        )


class XmlReader(XmlFeed):
    """Elements of a workbook's own namespaces, each with its parent; the fallback of alternatives is left out.

    Args:
        name: The file, for messages.
        start: Takes local name, parent's local name (empty for a foreign one) and attributes.
        end: Takes the local name.
        text: Takes text between tags.

    """

    def __init__(
        self,
        name: str,
        start: Callable[[str, str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(name)
        self._start, self._end = start, end
        self._path = [""]
        self._fallback = 0  # depth in what is left out
        self.parser.StartElementHandler = self._on_start
        self.parser.EndElementHandler = self._on_end
        if text is not None:
            self._text = text
            self.parser.CharacterDataHandler = self._on_text

    def _on_start(self, qualified: str, attributes: Attributes) -> None:
        name, path = _NAMES[qualified], self._path
        if len(path) + self._fallback > DEEPEST:
            refuse_damaged(self._name, phrase("elements in elements, more than {most} deep", most=DEEPEST))
        if self._fallback or name == "mc:Fallback":
            self._fallback += 1
            return
        parent = path[-1]
        path.append(parent if name in _ALTERNATIVES else name)
        if name:
            self._start(name, parent, attributes)

    def _on_end(self, qualified: str) -> None:
        if self._fallback:
            self._fallback -= 1
            return
        self._path.pop()
        if self._end is not None and (name := _NAMES[qualified]):
            self._end(name)

    def _on_text(self, text: str) -> None:
        if not self._fallback:
            self._text(text)


@dataclass(frozen=True, slots=True)
class PartHead:
    """The beginning of a large part, up to the element that holds its entries."""

    opening: bytes
    """Up to the end of that element's tag."""
    rest: bytes
    """What was read behind it."""
    prefix: bytes
    """Of the workbook's namespace: `x:`, or nothing."""

    @property
    def is_empty(self) -> bool:
        """The element ends in its own tag."""
        return self.opening.endswith(b"/>")


class _Found(Exception):
    """The element begins: the parser stops, and nothing went wrong."""


def read_head(
    chunks: Iterable[bytes], name: str, wanted: str, on_start: Callable[[str, str, Attributes], None] | None = None
) -> PartHead | None:
    """Read a part up to the tag of the first element `wanted`, `on_start` taking what stands before; None without it.

    Raises:
        InputError: the XML is broken.
    """

    def start(element: str, parent: str, attributes: Attributes) -> None:
        if element == wanted:
            raise _Found(reader.parser.CurrentByteIndex)
        if on_start is not None:
            on_start(element, parent, attributes)

    reader = XmlReader(name, start)
    taken = b""
    for chunk in chunks:
        taken += chunk
        try:
            reader.feed(chunk)
        except _Found as found:
            place: int = found.args[0]
            end = taken.index(b">", place) + 1
            prefixed = _PREFIX.match(taken, place)
            prefix = prefixed[1] + b":" if prefixed and prefixed[1] else b""
            return PartHead(taken[:end], taken[end:], prefix)
        if len(taken) > _LONGEST_TAG:
            refuse_damaged(
                name,
                phrase("no {wanted} in the first {most} MB of a part", wanted=wanted, most=_LONGEST_TAG >> 20),
            )
    reader.feed(b"", final=True)
    return None
