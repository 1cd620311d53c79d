"""An XLS workbook (Excel 97 to 2003 and older): its sheets, and their rows as Excel shows them.

The only importer of xlrd, which reads values, styles and hidden rows alike. A sheet has at most 65,536 rows and is held
in memory. Knows no header and no columns' meaning.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError
from xlrd.formula import FormulaError
from xlrd.sheet import Sheet as XlrdSheet

from lox24cli.errors import InputError
from lox24cli.tables.filetypes import OLE_MAGIC
from lox24cli.tables.formats.cell_formats import CellFormats
from lox24cli.tables.formats.conventions import Conventions, show_truth
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.ole_file import read_stream
from lox24cli.tables.workbooks.limits import refuse_large
from lox24cli.tables.workbooks.sheets import Sheet, ShownRow, Workbook, count_joined
from lox24cli.tables.workbooks.xls_decrypting import decrypt, is_encrypted
from lox24cli.tables.workbooks.xls_records import Records, clean
from lox24cli.tables.workbooks.xml_parts import refuse_damaged
from lox24cli.translating import phrase

_LARGEST = 32 << 20
_DATES_OF_REGION = {14, 22}
_BROKEN = (
    XLRDError,
    CompDocError,
    FormulaError,
    struct.error,
    AssertionError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
    NotImplementedError,
    MemoryError,
    RecursionError,
)
"""What xlrd raises on bytes that are no sound workbook."""


class XlsProblem(Exception):
    """Why xlrd cannot read a workbook."""


def open_xls(path: Path, name: str, conventions: Conventions) -> Workbook:
    """Return the XLS workbook at `path`, read by xlrd, or else by the second reader.

    Raises:
        InputError: it is damaged, protected by a password or too large.
    """
    if path.stat().st_size > _LARGEST:
        refuse_large(name, phrase("more than {most} MB, as no XLS sheet", most=_LARGEST >> 20))
    content = _read_content(path, name)
    if is_encrypted(content):
        opened = decrypt(content)
        if opened is None:
            raise InputError(
                phrase("{name} is protected by a password", name=name),
                phrase("open it in Excel, remove the password and save it again"),
            )
        content = opened
    records = clean(content, name)
    try:
        return XlsWorkbook.open(records, name, conventions)
    except XlsProblem as problem:
        from lox24cli.tables.workbooks.xls_second_reader import SecondReader  # noqa: PLC0415 - for damaged files alone

        return SecondReader.open(path, name, records, conventions, str(problem))


def _read_content(path: Path, name: str) -> bytes:
    """Return the workbook's records: all of the file in Excel 4 and older, a stream of it since."""
    with path.open("rb") as file:
        is_container = file.read(len(OLE_MAGIC)) == OLE_MAGIC
    return read_stream(path, name, ("Workbook", "Book")) if is_container else path.read_bytes()


@dataclass(slots=True)
class XlsWorkbook:
    """An open XLS file."""

    book: xlrd.Book
    name: str
    sheets: tuple[Sheet, ...]
    formats: CellFormats
    joined_rows: int = 0
    """Of the last whole pass."""
    hidden_columns: set[int] = field(default_factory=set)

    @classmethod
    def open(cls, records: Records, name: str, conventions: Conventions) -> Self:
        """Return the workbook of these records.

        Raises:
            XlsProblem: xlrd cannot read it.
        """
        try:
            book = xlrd.open_workbook(
                file_contents=bytes(records.content), logfile=io.StringIO(), formatting_info=True, ragged_rows=True
            )
            sheets = tuple(
                Sheet(sheet.name, sheet.visibility == 0, str(place)) for place, sheet in enumerate(book.sheets())
            )
            formats = _read_formats(book, conventions)
        except _BROKEN as problem:
            raise XlsProblem(str(problem) or type(problem).__name__) from problem
        return cls(book, name, sheets, formats)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """Whether dates were shown whose form the file leaves to the computer."""
        return self.formats.notices

    def close(self) -> None:
        """Close the file."""
        self.book.release_resources()

    def rows(self, sheet: Sheet) -> Iterator[ShownRow]:
        """Return the sheet's rows in order, those without a value left out; each call starts over.

        Raises:
            InputError: the sheet is damaged.
        """
        content = self.book.sheet_by_index(int(sheet.part))
        self.hidden_columns = {column for column, info in content.colinfo_map.items() if info.hidden or not info.width}
        self.joined_rows = count_joined(((first + 1, end) for first, end, _, _ in content.merged_cells), content.nrows)
        for index in range(content.nrows):
            try:
                row = self._show(content, index)
            except _BROKEN as problem:
                refuse_damaged(self.name, str(problem) or type(problem).__name__)
            if any(row.cells) or row.exact:
                yield row

    def _show(self, content: XlrdSheet, index: int) -> ShownRow:
        kinds, values = content.row_types(index), content.row_values(index)
        cells: list[str] = []
        exact: dict[int, str] = {}
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            style = str(content.cell_xf_index(index, column)) if kind in _STYLED else ""
            if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
                shown, digits = self.formats.show_number(style, float(value))
                cells.append(shown)
                if digits is not None:
                    exact[column] = digits
            else:
                cells.append(self._show_other(style, kind, value))
        info = content.rowinfo_map.get(index)
        errors = sum(kind == xlrd.XL_CELL_ERROR for kind in kinds)
        return ShownRow(index + 1, bool(info and info.hidden), cells, exact or NO_DIGITS, errors)

    def _show_other(self, style: str, kind: int, value: object) -> str:
        match kind:
            case xlrd.XL_CELL_TEXT:
                return self.formats.show_text(style, str(value))
            case xlrd.XL_CELL_BOOLEAN:
                return show_truth(self.formats.conventions, value=bool(value))
            case xlrd.XL_CELL_ERROR:
                return xlrd.error_text_from_code.get(int(str(value)), "#VALUE!")
            case _:
                return ""


_STYLED = frozenset({xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_TEXT})


def _read_formats(book: xlrd.Book, conventions: Conventions) -> CellFormats:
    """Return the number formats of the cell styles; the file's own short dates are the region's."""
    custom = {own.format_key: own.format_str for own in book.format_list if own.format_key not in _DATES_OF_REGION}
    styles = [style.format_key for style in book.xf_list]
    return CellFormats.of_styles(conventions, styles, custom, epoch_1904=book.datemode == 1)
