"""How much of a workbook is read: what a small file could grow into ends before it is built, with the cell's name.

A cell of a contact list is a number, a name, a note: Excel has room for 32,767 characters in one, the fields that are
sent for 1,530. The limits follow the file's size, so no honest list meets them.
"""

from collections.abc import Sequence
from typing import NoReturn

from lox24cli.errors import InputError
from lox24cli.model import Column
from lox24cli.translating import phrase

LONGEST_CELL = 1 << 16
"""Characters."""
_LONGEST_ROW = 1 << 17
_LEAST_CELLS = 2_000_000
_LEAST_ROWS = 100_000
_BYTES_OF_ROW = 4
_LEAST_TEXT = 20_000_000
_TEXT_OF_BYTE = 20
_MOST_PARTS = 65_536


class Budget:
    """The cells and characters that a pass may give, for a file of so many bytes."""

    __slots__ = ("_cells", "_name", "_rows", "_text")

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._rows = _LEAST_ROWS + size // _BYTES_OF_ROW
        self._cells = _LEAST_CELLS + size
        self._text = _LEAST_TEXT + _TEXT_OF_BYTE * size

    def spend(self, row: int, cells: Sequence[str]) -> None:
        """Count a row.

        Raises:
            InputError: one cell, the row or the whole is more than any contact list has.
        """
        length = sum(map(len, cells))
        if length > LONGEST_CELL:
            self._check_row(row, cells, length)
        self._rows -= 1
        self._cells -= len(cells)
        self._text -= length
        if self._rows < 0 or self._cells < 0 or self._text < 0:
            refuse_large(self._name, phrase("more up to row {row:,} than a file of its size can mean", row=row))

    def count(self, row: int, cells: int) -> None:
        """Count cells that may be blank, before there is a row of them."""
        self._cells -= cells
        if self._cells < 0:
            refuse_large(self._name, phrase("more cells up to row {row:,} than a file of its size can mean", row=row))

    def _check_row(self, row: int, cells: Sequence[str], length: int) -> None:
        column, longest = max(enumerate(cells), key=lambda found: len(found[1]))
        if len(longest) > LONGEST_CELL:
            refuse_cell(self._name, row, column)
        if length > _LONGEST_ROW:
            refuse_large(self._name, phrase("{length:,} characters in row {row:,}", length=length, row=row))


def check_count(name: str, what: str, count: int) -> None:
    """Raise InputError for more styles, formats or sheets than a spreadsheet program takes (65,490 styles in Excel)."""
    if count > _MOST_PARTS:
        refuse_large(name, phrase("more than {most:,} {what}", most=_MOST_PARTS, what=what))


def refuse_cell(name: str, row: int, column: int) -> NoReturn:
    """Raise InputError for a cell with too much text; the column counts from 0."""
    refuse_large(
        name,
        phrase(
            "more than {most:,} characters in cell {letter}{row}",
            most=LONGEST_CELL,
            letter=Column(column, "").letter,
            row=row,
        ),
    )


def refuse_large(name: str, what: str) -> NoReturn:
    """Raise InputError for a file that has too much of something."""
    raise InputError(
        phrase("{name} has {what}: it is no contact list", name=name, what=what),
        phrase("save the sheet with the contacts as CSV UTF-8 and import that"),
        code="file-too-large",
    )
