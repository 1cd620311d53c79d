"""The rows of one ODS table, from XML events: repeated rows and cells, paragraphs, hidden rows.

Knows no ZIP and no other table (OpenDocument 1.3 part 3, 9.1).
"""

import re
from math import isfinite

from lox24cli.errors import InputError
from lox24cli.tables.formats.number_formats import write_exactly
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.sheets import LAST_COLUMN, LAST_ROW, ShownRow
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN, Attributes

OFFICE, TABLE, TEXT, STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{room}:1.0 " for room in ("office", "table", "text", "style")
)
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_TABLE, _ROW, _CELL, _COVERED = (TABLE + name for name in ("table", "table-row", "table-cell", "covered-table-cell"))
_PARAGRAPH, _BLANK_RUN, _TAB, _LINE_BREAK = (TEXT + name for name in ("p", "s", "tab", "line-break"))
_LONGEST_CELL = 1 << 20
_COUNT_DIGITS = 8
_CHILD = 2  # the depth of what stands right in a cell: its text, and not a comment's
_BLANKS = re.compile(r"[ \t\r\n]+")
_NO_DIGIT = re.compile(r"\D")
_NUMERIC = {"float", "percentage", "currency"}


class OdsRows:
    """Handlers for an XML parser; `take` gives the rows that are whole."""

    def __init__(self, name: str, wanted: int) -> None:
        self._name = name
        self._wanted = wanted
        self._table = -1
        self._depth = 0  # of elements inside a cell; 0 outside of cells
        self._nested = 0  # of tables
        self._rows: list[ShownRow] = []
        self._number = 0
        self._repeat = 1
        self._hidden = False
        self._cells: list[str] = []
        self._exact: dict[int, str] = {}
        self._errors = 0
        self._cell: Attributes = {}
        self._paragraphs: list[list[str]] = []
        self._in_paragraph = 0
        self.merges: list[tuple[int, int]] = []
        """First and last row of each cell that stands in several."""
        self.is_past = False
        """The wanted table has ended."""

    def take(self) -> list[ShownRow]:
        """Return the rows that ended since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element that begins; names are `namespace local`."""
        if self._depth:
            self._start_inside(name, attributes)
        elif name == _TABLE:
            self._nested += 1
            self._table += self._nested == 1
        elif self._table == self._wanted and self._nested == 1:
            if name == _ROW:
                self._repeat = _count(attributes, TABLE + "number-rows-repeated")
                self._hidden = attributes.get(TABLE + "visibility") in {"collapse", "filter"}
                self._cells, self._exact, self._errors = [], {}, 0
            elif name in {_CELL, _COVERED}:
                self._depth, self._cell, self._paragraphs = 1, attributes, []

    def end(self, name: str) -> None:
        """Take an element that ends."""
        if self._depth:
            self._depth -= 1
            if self._in_paragraph > self._depth:
                self._in_paragraph = 0
            if not self._depth:
                self._end_cell()
            return
        if name == _TABLE:
            self._nested -= 1
            self.is_past = self._nested == 0 and self._table == self._wanted
        elif name == _ROW and self._table == self._wanted and self._nested == 1:
            self._end_row()

    def text(self, text: str) -> None:
        """Take text between tags."""
        if self._in_paragraph:
            self._paragraphs[-1].append(_BLANKS.sub(" ", text))

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == _CHILD and name == _PARAGRAPH:
            self._paragraphs.append([])
            self._in_paragraph = 2
        elif self._in_paragraph:
            if name == _BLANK_RUN:
                self._paragraphs[-1].append(" " * min(_count(attributes, TEXT + "c"), _LONGEST_CELL))
            elif name == _TAB:
                self._paragraphs[-1].append("\t")
            elif name == _LINE_BREAK:
                self._paragraphs[-1].append("\n")

    def _end_cell(self) -> None:
        attributes = self._cell
        repeat = _count(attributes, TABLE + "number-columns-repeated")
        if (spanned := _count(attributes, TABLE + "number-rows-spanned")) > 1:
            self.merges.append((self._number + 1, self._number + spanned))
        text = "\n".join("".join(paragraph) for paragraph in self._paragraphs)
        kind = attributes.get(OFFICE + "value-type")
        digits = _digits(attributes) if kind in _NUMERIC else None
        if digits is not None and not self._paragraphs:  # a program that leaves the text out; else it is hidden
            text = digits
        elif kind == "string" and not text:
            text = attributes.get(OFFICE + "string-value", "")
        if not text and len(self._cells) + repeat >= LAST_COLUMN:
            return
        place = len(self._cells)
        if place + repeat > LAST_COLUMN:
            raise InputError(f"{self._name} is a damaged workbook: a row has too many cells", SAVE_AGAIN)
        self._cells += [text] * repeat
        self._errors += repeat * (attributes.get(_CALCEXT + "value-type") == "error" and text[:1] in {"#", "E"})
        if digits is not None and _hides(text, digits):
            self._exact.update(dict.fromkeys(range(place, place + repeat), digits))

    def _end_row(self) -> None:
        first, self._number = self._number + 1, self._number + self._repeat
        cells = self._cells
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if self._number > LAST_ROW:
            raise InputError(f"{self._name} is a damaged workbook: it has too many rows", SAVE_AGAIN)
        exact = self._exact or NO_DIGITS
        for number in range(first, self._number + 1):
            self._rows.append(ShownRow(number, self._hidden, list(cells), exact, self._errors))


def _hides(text: str, digits: str) -> bool:
    """Whether the text shows a number of which digits are missing, or nothing; TRUE and the like show none."""
    shown = _NO_DIGIT.sub("", text)
    return (bool(shown) or not text or text.startswith("#")) and _NO_DIGIT.sub("", digits) not in shown


def _count(attributes: Attributes, wanted: str) -> int:
    stated = attributes.get(wanted, "")
    return int(stated) if stated.isdecimal() and 0 < len(stated) <= _COUNT_DIGITS else 1


def _digits(attributes: Attributes) -> str | None:
    """All digits of the cell's number."""
    try:
        number = float(attributes.get(OFFICE + "value", ""))
    except ValueError:
        return None
    return write_exactly(number) if isfinite(number) else None
