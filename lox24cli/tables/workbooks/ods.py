"""An ODS workbook: its sheets, and their rows as the sheet shows them.

OpenDocument keeps the shown text beside each value (OpenDocument 1.3 part 3, 9.1), so number formats are not read. Rows
are streamed. Knows no header and no columns' meaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lox24cli.errors import InputError
from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.workbooks.limits import Budget, check_count
from lox24cli.tables.workbooks.ods_cells import STYLE, TABLE
from lox24cli.tables.workbooks.ods_rows import OdsRows
from lox24cli.tables.workbooks.sheets import Sheet, SheetFacts, ShownRow, count_joined
from lox24cli.tables.workbooks.xml_parts import Attributes, XmlFeed
from lox24cli.tables.workbooks.zip_archive import Archive
from lox24cli.translating import phrase

_CONTENT = "content.xml"


@dataclass(slots=True)
class OdsWorkbook:
    """An open ODS file."""

    archive: Archive
    sheets: tuple[Sheet, ...]
    conventions: Conventions
    joined_rows: int = 0
    """Of the last whole pass."""
    hidden_columns: set[int] = field(default_factory=set)

    @classmethod
    def open(cls, path: Path, name: str, conventions: Conventions) -> Self:
        """Return the workbook at `path`.

        Raises:
            InputError: it is damaged, too large or protected by a password.
        """
        archive = Archive.open(path, name)
        try:
            _refuse_encrypted(archive)
            sheets = tuple(_read_sheets(archive))
        except InputError:
            archive.close()
            raise
        return cls(archive, sheets, conventions)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """None: the file holds what the sheet shows."""
        return ()

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def rows(self, sheet: Sheet) -> Iterator[ShownRow]:
        """Return the sheet's rows in order, those without a value left out; each call starts over.

        Raises:
            InputError: the XML is broken.
        """
        facts = SheetFacts()
        self.hidden_columns = facts.hidden_columns
        reader = OdsRows(
            self.archive.name, int(sheet.part), self.conventions, facts, Budget(self.archive.name, self.archive.size)
        )
        xml = XmlFeed(self.archive.name)
        xml.parser.StartElementHandler = reader.start
        xml.parser.EndElementHandler = reader.end
        xml.parser.CharacterDataHandler = reader.text
        last = self.joined_rows = 0
        for chunk in self.archive.chunks(_CONTENT):
            xml.feed(chunk)
            for row in reader.take():
                last = row.number
                yield row
            if reader.is_past:
                break
        self.joined_rows = count_joined(facts.merges, last)


def _refuse_encrypted(archive: Archive) -> None:
    manifest = "META-INF/manifest.xml"
    if archive.has(manifest) and any(b"encryption-data" in chunk for chunk in archive.chunks(manifest)):
        raise InputError(
            phrase("{name} is protected by a password", name=archive.name),
            phrase("open it, save it without a password and try again"),
        )


def _read_sheets(archive: Archive) -> list[Sheet]:
    """Return the tables of the document in order."""
    hidden: set[str] = set()
    sheets: list[Sheet] = []
    style = ""
    is_over = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal style, is_over
        if name == STYLE + "style":
            style = attributes.get(STYLE + "name", "")
        elif name == STYLE + "table-properties" and attributes.get(TABLE + "display") == "false":
            check_count(archive.name, phrase("hidden sheets"), len(hidden))
            hidden.add(style)
        elif name == TABLE + "dde-links":
            is_over = True
        elif name == TABLE + "table" and not is_over and attributes.get(TABLE + "is-sub-table") != "true":
            check_count(archive.name, phrase("sheets"), len(sheets))
            is_visible = attributes.get(TABLE + "style-name", "") not in hidden
            sheets.append(Sheet(attributes.get(TABLE + "name", ""), is_visible, str(len(sheets))))

    xml = XmlFeed(archive.name)
    xml.parser.StartElementHandler = start
    for chunk in archive.chunks(_CONTENT):
        xml.feed(chunk)
    xml.feed(b"", final=True)
    return sheets
