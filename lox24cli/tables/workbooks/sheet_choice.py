"""A workbook as a grid of records: which sheet, and which of its rows.

Owns the choice of the sheet and the rule that hidden rows are left out. Knows no header and no columns.
"""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from lox24cli.errors import InputError
from lox24cli.model import HELD, NEVER_CALCULATED
from lox24cli.tables.filetypes import FileType
from lox24cli.tables.formats.conventions import conventions_of
from lox24cli.tables.grid import Block, Record
from lox24cli.tables.workbooks.limits import Budget
from lox24cli.tables.workbooks.ods import OdsWorkbook
from lox24cli.tables.workbooks.sheets import Sheet, Workbook
from lox24cli.tables.workbooks.xlsx import XlsxWorkbook
from lox24cli.translating import joined, phrase, plural

_MOST_SHEETS = 100
_CELLS_OF_BLOCK = 4000
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(slots=True)
class WorkbookGrid:
    """The records of one sheet."""

    book: Workbook
    sheet: Sheet
    name: str
    """The file, for messages."""
    hidden: int = 0
    """Rows of the last pass that were left out because the sheet hides them."""
    errors: int = 0
    """Cells of the last pass that show an error value."""
    size: int = 0
    """Bytes of the file."""
    held: Counter[str] = field(default_factory=Counter)
    """Cells of the last pass whose value cannot be taken, by the reason."""

    def blocks(self, _width: int = 0, /) -> Iterator[Block]:
        """Yield every visible row that has a cell.

        Raises:
            InputError: the sheet is damaged.
        """
        block: Block = []
        cells = 0
        for record in self._records():
            block.append(record)
            cells += len(record[2])
            if cells > _CELLS_OF_BLOCK:
                yield block
                block, cells = [], 0
        if block:
            yield block

    def _records(self) -> Iterator[Record]:
        self.hidden = self.errors = 0
        self.held.clear()
        shown = False
        budget = Budget(self.name, self.size)
        for row in self.book.rows(self.sheet):
            budget.spend(row.number, row.cells)
            if row.hidden:
                self.hidden += any(map(str.strip, row.cells))
                continue
            shown = shown or any(map(str.strip, row.cells))
            self.errors += row.errors
            if row.exact:
                self.held.update(value for value in row.exact.values() if value in HELD)
            yield row.number, None, row.cells, row.exact

        if self.hidden and not shown:
            _refuse_hidden(self.name, phrase("sheet {sheet!r}", sheet=self.sheet.name))

    @property
    def hidden_columns(self) -> AbstractSet[int]:
        """Columns, from 0, that the sheet hides; known with the first record."""
        return self.book.hidden_columns

    @property
    def later_notices(self) -> tuple[str, ...]:
        """What the last pass counted, as sentences."""
        told: list[str] = []
        if self.hidden:
            told.append(
                plural(
                    "{number} hidden row was left out; show them in the sheet to import them (a filter hides rows too)",
                    "{number} hidden rows were left out; show them in the sheet to import them "
                    "(a filter hides rows too)",
                    self.hidden,
                )
            )
        if self.book.joined_rows:
            told.append(
                plural(
                    "{number} row is joined to the row above by merged cells; their value is that of the first row "
                    "alone",
                    "{number} rows are joined to the row above by merged cells; their value is that of the first row "
                    "alone",
                    self.book.joined_rows,
                )
            )
        if self.errors:
            told.append(
                plural(
                    "{number} cell shows an error such as #N/A in place of a value",
                    "{number} cells show an error such as #N/A in place of a value",
                    self.errors,
                )
            )
        told += [_tell_held(reason, count) for reason, count in self.held.items()]
        return (*told, *self.book.later_notices)

    def close(self) -> None:
        """Close the file."""
        self.book.close()


def _tell_held(reason: str, count: int) -> str:
    if reason == NEVER_CALCULATED:
        return plural(
            "{number} cell holds a formula that was never calculated: open and save the file; until then such a cell "
            "counts as empty",
            "{number} cells hold formulas that were never calculated: open and save the file; until then such a cell "
            "counts as empty",
            count,
        )
    return plural(
        "{number:,} cell with the date 0, which is no date, was left out",
        "{number:,} cells with the date 0, which is no date, were left out",
        count,
    )


def open_workbook(path: Path, name: str, kind: FileType, *, sheet: str | None, region: str | None) -> WorkbookGrid:
    """Return the grid of the sheet that `sheet` names (its name, or its number from 1), else of the only one with data.

    Raises:
        InputError: the file is damaged, there is no such sheet, or several could be meant (code `sheet-choice`).
    """
    book = _open(path, name, kind, region)
    try:
        chosen = _named(book, sheet, name) if sheet else _only(book, name)
    except InputError:
        book.close()
        raise
    return WorkbookGrid(book, chosen, name, size=path.stat().st_size)


def _open(path: Path, name: str, kind: FileType, region: str | None) -> Workbook:
    conventions = conventions_of(region)
    match kind:
        case "ods":
            return OdsWorkbook.open(path, name, conventions)
        case "xls":
            from lox24cli.tables.workbooks.xls import open_xls  # noqa: PLC0415 - xlrd is for XLS files alone

            return open_xls(path, name, conventions)
        case _:
            return XlsxWorkbook.open(path, name, conventions)


def _named(book: Workbook, wanted: str, name: str) -> Sheet:
    exact = [sheet for sheet in book.sheets if sheet.name == wanted]
    folded = [sheet for sheet in book.sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    numbered = book.sheets[int(wanted) - 1 : int(wanted)] if _NUMBER.fullmatch(wanted) else ()
    for found in (exact, folded, numbered):
        if found:
            return found[0]
    names = ", ".join(repr(sheet.name) for sheet in book.sheets)
    raise InputError(
        phrase("{name} has no sheet {wanted!r}", name=name, wanted=wanted),
        phrase("it has: {names}", names=names),
        code="sheet-choice",
    )


def _only(book: Workbook, name: str) -> Sheet:
    visible = [sheet for sheet in book.sheets if sheet.visible]
    if len(visible) > _MOST_SHEETS:
        raise InputError(
            phrase("{name} has {visible:,} sheets", name=name, visible=len(visible)),
            phrase("name the one with the contacts with --sheet"),
            code="sheet-choice",
        )
    filled = [sheet for sheet in visible if len(visible) == 1 or _has_data(book, sheet)]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        if any(row.hidden for sheet in visible for row in book.rows(sheet)):
            _refuse_hidden(name, phrase("every visible sheet"))
        raise InputError(
            phrase("{name} has no visible sheet with contacts in it", name=name),
            phrase("name a hidden one with --sheet"),
        )
    names = ", ".join(repr(sheet.name) for sheet in filled)
    hints = joined(phrase(" or "), (f"--sheet {sheet.name!r}" for sheet in filled))
    raise InputError(
        phrase("{name} has several sheets with data: {names}", name=name, names=names),
        phrase("add {hints}", hints=hints),
        code="sheet-choice",
    )


def _refuse_hidden(name: str, where: str) -> NoReturn:
    raise InputError(
        phrase("{name}: all rows of {where} are hidden", name=name, where=where),
        phrase("show them in the sheet (a filter hides rows too) and save it"),
    )


def _has_data(book: Workbook, sheet: Sheet) -> bool:
    return any(not row.hidden and any(map(str.strip, row.cells)) for row in book.rows(sheet))
