"""Rows of an XLSX worksheet by the XML parser: everything that ECMA-376 part 1, 18.3.1 allows.

Knows no styles and no shared strings: a cell is what stands in the file.
"""

import re
from dataclasses import dataclass

from lox24cli.errors import InputError
from lox24cli.tables.workbooks.limits import Budget
from lox24cli.tables.workbooks.sheets import LAST_COLUMN, LAST_ROW
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN, Attributes, XmlReader
from lox24cli.translating import phrase

Cell = tuple[int, str, str, str, bool]
"""Column from 0, style, type (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`), value, whether a formula gave it."""


_LONGEST_LETTERS = len("XFD")
_MOST_MERGES = LAST_ROW
_MERGED = re.compile(r"[A-Z]+([0-9]{1,7}):[A-Z]+([0-9]{1,7})")


class _Columns(dict[str, int]):
    """The place of a column by its letters, from 0; -1 for what is no column."""

    def __missing__(self, letters: str) -> int:
        if len(letters) > _LONGEST_LETTERS:
            return -1
        place = 0
        for letter in letters.upper():
            place = place * 26 + ord(letter) - ord("A") + 1
        is_column = letters.isascii() and letters.isalpha() and 0 < place <= LAST_COLUMN
        self[letters] = place = place - 1 if is_column else -1
        return place


COLUMNS = _Columns()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet."""

    number: int
    hidden: bool
    cells: list[Cell]
    """Those with a value or a formula."""


class RowParser:
    """Rows by the XML parser: for what is not plain.

    Args:
        name: The file, for messages.
        opening: The sheet's XML up to its first row, which says what prefixes mean.
        merges: Where the first and last row of each merged cell go.
        budget: For cells, the blank ones too.

    """

    def __init__(self, name: str, opening: bytes, merges: list[tuple[int, int]], budget: Budget) -> None:
        self.last = 0
        """The number of the row before."""
        self._merges = merges
        self._budget = budget
        self._name = name
        self._rows: list[SheetRow] = []
        self._cells: list[Cell] = []
        self._column = -1
        self._style = self._type = ""
        self._value: list[str] | None = None
        self._is_formula = False
        self._phonetic = 0
        self._takes_text = False
        self._reader = XmlReader(name, self._start, self._end, self._text)
        self._reader.feed(opening)

    def parse(self, fragment: bytes) -> list[SheetRow]:
        """Return the rows in the fragment, which is whole `<row>` elements, or what follows them."""
        self._reader.feed(fragment)
        rows, self._rows = self._rows, []
        return rows

    def finish(self) -> None:
        """Check that the XML ends well."""
        self._reader.feed(b"", final=True)

    def _start(self, name: str, parent: str, attributes: Attributes) -> None:
        match name:
            case "row" if parent == "sheetData":
                self._start_row(attributes)
            case "c" if parent == "row":
                self._budget.count(self.last, 1)
                self._column = column_of(attributes["r"], self._name) if "r" in attributes else self._column + 1
                self._style, self._type = attributes.get("s", ""), attributes.get("t", "n")
                self._value, self._is_formula = None, False
            case "f" if parent == "c":
                self._is_formula = True
            case "v" | "t":
                self._takes_text = not self._phonetic
            case "is":
                self._value = []
            case "rPh":
                self._phonetic += 1
            case "mergeCell" if len(self._merges) < _MOST_MERGES and (
                found := _MERGED.fullmatch(attributes.get("ref", ""))
            ):
                self._merges.append((int(found[1]), int(found[2])))
            case _:
                pass

    def _start_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        number = row_number(stated) if stated else self.last + 1
        if not self.last <= number <= LAST_ROW or number == 0:
            raise InputError(
                phrase("{name} is a damaged workbook: row {number} is out of order", name=self._name, number=number),
                SAVE_AGAIN,
            )
        self.last, self._column = number, -1
        self._cells = []
        self._rows.append(SheetRow(number, attributes.get("hidden") in {"1", "true"}, self._cells))

    def _text(self, text: str) -> None:
        if self._takes_text:
            if self._value is None:
                self._value = []
            self._value.append(text)

    def _end(self, name: str) -> None:
        match name:
            case "c":
                if (self._value is not None or self._is_formula) and 0 <= self._column < LAST_COLUMN:
                    value = "".join(self._value or ())
                    self._cells.append((self._column, self._style, self._type, value, self._is_formula))
            case "v" | "t":
                self._takes_text = False
            case "rPh":
                self._phonetic -= 1
            case _:
                pass


def row_number(stated: str) -> int:
    """Return the number of a row; one too many for what is none."""
    return int(stated) if re.fullmatch("[0-9]{1,8}", stated) else LAST_ROW + 1


def column_number(stated: str) -> int:
    """Return the number of a column, from 1; the last one for what is none."""
    return min(int(stated), LAST_COLUMN) if re.fullmatch("[0-9]{1,8}", stated) else LAST_COLUMN


def column_of(reference: str, name: str) -> int:
    """Return the column, from 0, of a cell reference such as `C5`.

    Raises:
        InputError: it is no reference.
    """
    place = COLUMNS[reference.rstrip("0123456789").replace("$", "")]
    if place < 0:
        raise InputError(
            phrase("{name} is a damaged workbook: there is no cell {reference!r}", name=name, reference=reference[:20]),
            SAVE_AGAIN,
        )
    return place
