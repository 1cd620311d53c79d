"""Rows of an XLSX worksheet by the XML parser: everything that ECMA-376 part 1, 18.3.1 allows.

Knows no styles and no shared strings: a cell is what stands in the file.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from lox24cli.errors import InputError
from lox24cli.tables.workbooks.sheets import LAST_COLUMN, LAST_ROW
from lox24cli.tables.workbooks.zip_archive import SAVE_AGAIN, Attributes, local_name, new_parser, refuse_damaged

Cell = tuple[int, str, str, str]
"""Column from 0, style, type (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`), value."""


_LONGEST_LETTERS = len("XFD")


class _Columns(dict[str, int]):
    """The place of a column by its letters, from 0; -1 for what is no column."""

    def __missing__(self, letters: str) -> int:
        if len(letters) > _LONGEST_LETTERS:
            return -1
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - ord("A") + 1
        is_column = letters.isascii() and letters.isalpha() and letters.isupper() and 0 < place <= LAST_COLUMN
        self[letters] = place = place - 1 if is_column else -1
        return place


COLUMNS = _Columns()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet."""

    number: int
    hidden: bool
    cells: list[Cell]
    """Those with a value."""


@dataclass(slots=True)
class RowParser:
    """Rows by the XML parser: for what is not plain."""

    name: str
    last: int = 0
    """The number of the row before."""
    _rows: list[SheetRow] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)
    _column: int = -1
    _style: str = ""
    _type: str = ""
    _value: list[str] | None = None
    _phonetic: int = 0
    _takes_text: bool = False

    def parse(self, fragment: bytes) -> list[SheetRow]:
        """Return the rows in the fragment, which is whole `<row>` elements."""
        self._rows = []
        parser = new_parser(self.name)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(b"<rows>" + fragment + b"</rows>", True)
        except expat.ExpatError as problem:
            refuse_damaged(self.name, problem)
        return self._rows

    def _start(self, name: str, attributes: Attributes) -> None:
        match local_name(name):
            case "row":
                stated = attributes.get("r", "")
                number = row_number(stated) if stated else self.last + 1
                if not self.last < number <= LAST_ROW:
                    raise InputError(f"{self.name} is a damaged workbook: row {number} is out of order", SAVE_AGAIN)
                self.last, self._column = number, -1
                self._cells = []
                self._rows.append(SheetRow(number, attributes.get("hidden") in {"1", "true"}, self._cells))
            case "c":
                self._column = column_of(attributes["r"], self.name) if "r" in attributes else self._column + 1
                self._style, self._type = attributes.get("s", ""), attributes.get("t", "n")
                self._value = None
            case "v" | "t":
                self._takes_text = not self._phonetic
            case "is":
                self._value = []
            case "rPh":
                self._phonetic += 1
            case _:
                pass

    def _text(self, text: str) -> None:
        if self._takes_text:
            if self._value is None:
                self._value = []
            self._value.append(text)

    def _end(self, name: str) -> None:
        match local_name(name):
            case "c":
                if self._value is not None and 0 <= self._column < LAST_COLUMN:
                    self._cells.append((self._column, self._style, self._type, "".join(self._value)))
            case "v" | "t":
                self._takes_text = False
            case "rPh":
                self._phonetic -= 1
            case _:
                pass


def row_number(stated: str) -> int:
    """Return the number of a row; one too many for what is none."""
    return int(stated) if re.fullmatch("[0-9]{1,8}", stated) else LAST_ROW + 1


def column_of(reference: str, name: str) -> int:
    """Return the column, from 0, of a cell reference such as `C5`.

    Raises:
        InputError: it is no reference.
    """
    place = COLUMNS[reference.rstrip("0123456789").replace("$", "")]
    if place < 0:
        raise InputError(f"{name} is a damaged workbook: there is no cell {reference[:20]!r}", SAVE_AGAIN)
    return place
