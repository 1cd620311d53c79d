"""An XLSX workbook: its sheets, and their rows as Excel shows them.

Owns the parts of the package and how they hang together (ECMA-376 part 1, 12 and 18.2). Rows are streamed; only the
workbook's different texts are held, packed. Knows no header and no columns' meaning.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lox24cli.errors import InputError
from lox24cli.tables.formats.cell_formats import CellFormats
from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.workbooks.limits import Budget, check_count
from lox24cli.tables.workbooks.sheets import Sheet, SheetFacts, ShownRow, count_joined
from lox24cli.tables.workbooks.xlsx_rows import stream_rows
from lox24cli.tables.workbooks.xlsx_strings import Texts, read_texts
from lox24cli.tables.workbooks.xlsx_values import FALSE, CellValues
from lox24cli.tables.workbooks.xml_parts import Attributes, refuse_damaged, relation_id
from lox24cli.tables.workbooks.zip_archive import Archive
from lox24cli.translating import phrase

_ID_DIGITS = 9
_MAIN = "xl/workbook.xml"


@dataclass(slots=True)
class XlsxWorkbook:
    """An open XLSX or XLSM file."""

    archive: Archive
    sheets: tuple[Sheet, ...]
    formats: CellFormats
    strings_part: str
    recalculates: bool
    joined_rows: int = 0
    """Of the last whole pass."""
    hidden_columns: set[int] = field(default_factory=set)
    _values: CellValues | None = None

    @classmethod
    def open(cls, path: Path, name: str, conventions: Conventions) -> Self:
        """Return the workbook at `path`.

        Raises:
            InputError: it is damaged, too large, or has no sheet.
        """
        archive = Archive.open(path, name)
        try:
            parts = _read_parts(archive)
            formats = _read_formats(archive, parts, conventions)
        except InputError:
            archive.close()
            raise
        return cls(archive, tuple(parts.sheets), formats, parts.strings, parts.recalculates)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """Whether dates were shown whose form the file leaves to the computer."""
        return self.formats.notices

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def rows(self, sheet: Sheet) -> Iterator[ShownRow]:
        """Return the sheet's rows in order, those without a value left out; each call starts over."""
        if self._values is None:
            self._values = CellValues(self.archive.name, self._read_strings(), self.formats, self.recalculates)
        budget = Budget(self.archive.name, self.archive.size)
        facts = SheetFacts()
        self.hidden_columns = facts.hidden_columns
        last = self.joined_rows = 0
        for row in stream_rows(self.archive.chunks(sheet.part), self._values, facts, budget):
            last = row.number
            yield row
        self.joined_rows = count_joined(facts.merges, last)

    def _read_strings(self) -> Texts:
        if not self.archive.has(self.strings_part):
            return ()
        return read_texts(self.archive.chunks(self.strings_part), self.archive.name)


@dataclass(slots=True)
class _Parts:
    """Where the parts of the package are."""

    main: str
    sheets: list[Sheet] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The parts of those sheets."""
    styles: str = ""
    strings: str = ""
    epoch_1904: bool = False
    recalculates: bool = False
    """The program that wrote the file left its formulas to be calculated by the next one."""


def _read_parts(archive: Archive) -> _Parts:
    mains = _targets(_read_relations(archive, ""), "officeDocument")
    parts = _Parts(next((main for main in reversed(mains) if archive.has(main)), _MAIN))
    relations = _read_relations(archive, parts.main)
    parts.styles = next(reversed(_targets(relations, "styles")), "")
    parts.strings = next(reversed(_targets(relations, "sharedStrings")), "")

    def start(name: str, parent: str, attributes: Attributes) -> None:
        if name == "workbookPr" and parent == "workbook":
            parts.epoch_1904 = _is_true(attributes, "date1904")
        elif name == "calcPr" and parent == "workbook":
            parts.recalculates = _is_true(attributes, "fullCalcOnLoad")
        elif name == "sheet" and parent == "sheets":
            kind, target = relations.get(relation_id(attributes), ("", ""))
            is_visible = attributes.get("state", "visible") == "visible"
            check_count(archive.name, phrase("sheets"), len(parts.sheets))
            if kind == "worksheet":
                if target in parts.seen:
                    refuse_damaged(archive.name, phrase("two of its sheets are one"))
                parts.seen.add(target)
                parts.sheets.append(Sheet(attributes.get("name", ""), is_visible, target))

    archive.walk(parts.main, start)
    return parts


def _targets(relations: dict[str, tuple[str, str]], wanted: str) -> list[str]:
    return [target for kind, target in relations.values() if kind == wanted]


def _read_relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: id -> (kind, target part); the package's own for the empty name."""
    folder, file = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, _: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(place).lstrip("/"))

    if archive.has(member):
        archive.walk(member, start)
    return found


def _read_formats(archive: Archive, parts: _Parts, conventions: Conventions) -> CellFormats:
    """Return the number formats of the cell styles (ECMA-376 part 1, 18.8.10 and 18.8.30)."""
    custom: dict[int, str] = {}
    styles: list[int] = []

    def start(name: str, parent: str, attributes: Attributes) -> None:
        if name == "numFmt" and parent == "numFmts":  # a conditional format (dxf) has one of its own
            check_count(archive.name, phrase("number formats"), len(custom))
            custom[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and parent == "cellXfs":
            check_count(archive.name, phrase("cell styles"), len(styles))
            styles.append(_number(attributes.get("numFmtId")))

    if archive.has(parts.styles):
        archive.walk(parts.styles, start)
    try:
        return CellFormats.of_styles(conventions, styles, custom, epoch_1904=parts.epoch_1904)
    except ValueError as problem:
        refuse_damaged(archive.name, problem)


def _is_true(attributes: Attributes, name: str) -> bool:
    return attributes.get(name, "0").lower() not in FALSE


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _ID_DIGITS else 0
