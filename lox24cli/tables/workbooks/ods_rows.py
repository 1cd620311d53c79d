"""The rows of one ODS table, from XML events: repeated rows and cells, paragraphs, hidden rows.

Knows no ZIP and no other table (OpenDocument 1.3 part 3, 9.1).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.limits import LONGEST_CELL, Budget, refuse_cell, refuse_large
from lox24cli.tables.workbooks.ods_cells import TABLE, TEXT, show_cell
from lox24cli.tables.workbooks.sheets import LAST_COLUMN, LAST_ROW, SheetFacts, ShownRow
from lox24cli.tables.workbooks.xml_parts import DEEPEST, Attributes, refuse_damaged
from lox24cli.translating import phrase

_TABLE, _ROW, _CELL, _COVERED = (TABLE + name for name in ("table", "table-row", "table-cell", "covered-table-cell"))
_COLUMN = TABLE + "table-column"
_HIDDEN = {"collapse", "filter"}
_PARAGRAPH, _BLANK_RUN, _TAB, _LINE_BREAK = (TEXT + name for name in ("p", "s", "tab", "line-break"))
_COUNT_DIGITS = 8
_MOST_REPEATED = 10_000
_CHILD = 2  # the depth of what stands right in a cell: its text, and not a comment's
_BLANKS = re.compile(r"[ \t\r\n]+")


class OdsRows:
    """Handlers for an XML parser; `take` gives the rows that are whole."""

    def __init__(self, name: str, wanted: int, conventions: Conventions, facts: SheetFacts, budget: Budget) -> None:
        self._name = name
        self._conventions = conventions
        self._wanted = wanted
        self._table = -1
        self._depth = 0  # of elements inside a cell; 0 outside of cells
        self._nested = 0  # of tables
        self._rows: list[tuple[int, ShownRow]] = []
        self._number = 0
        self._repeat = 1
        self._hidden = False
        self._cells: list[str] = []
        self._reach = 0  # cells up to the last one that is not blank
        self._exact: dict[int, str] = {}
        self._errors = 0
        self._cell: Attributes = {}
        self._paragraphs: list[list[str]] = []
        self._in_paragraph = 0
        self._facts = facts
        self._budget = budget
        self._length = 0  # characters of the cell
        self._open = 0  # elements
        self._columns = 0
        self.is_past = False
        """The wanted table has ended."""

    def take(self) -> Iterator[ShownRow]:
        """Return the rows that ended since the last call, a repeated one again and again."""
        rows, self._rows = self._rows, []
        for repeat, row in rows:
            yield row
            for number in range(row.number + 1, row.number + repeat):
                yield replace(row, number=number, cells=list(row.cells))

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an element that begins; names are `namespace local`."""
        self._open += 1
        if self._open > DEEPEST:
            refuse_damaged(self._name, phrase("elements in elements, more than {most} deep", most=DEEPEST))
        if self._depth:
            self._start_inside(name, attributes)
        elif name == _TABLE:
            self._nested += 1
            self._table += self._nested == 1
        elif self._table == self._wanted and self._nested == 1:
            if name == _ROW:
                self._repeat = _count(attributes, TABLE + "number-rows-repeated")
                self._hidden = attributes.get(TABLE + "visibility") in _HIDDEN
                self._cells, self._reach, self._exact, self._errors = [], 0, {}, 0
            elif name == _COLUMN:
                count = _count(attributes, TABLE + "number-columns-repeated")
                if attributes.get(TABLE + "visibility") in _HIDDEN:
                    self._facts.hide(self._columns, count)
                self._columns += count
            elif name in {_CELL, _COVERED}:
                self._depth, self._cell, self._paragraphs, self._length = 1, attributes, [], 0

    def end(self, name: str) -> None:
        """Take an element that ends."""
        self._open -= 1
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
            self._add(_BLANKS.sub(" ", text))

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_CELL:
            refuse_cell(self._name, self._number + 1, len(self._cells))
        self._paragraphs[-1].append(text)

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == _CHILD and name == _PARAGRAPH:
            self._paragraphs.append([])
            self._add("")
            self._length += 1
            self._in_paragraph = 2
        elif self._in_paragraph:
            if name == _BLANK_RUN:
                self._add(" " * min(_count(attributes, TEXT + "c"), LONGEST_CELL + 1))
            elif name == _TAB:
                self._add("\t")
            elif name == _LINE_BREAK:
                self._add("\n")

    def _end_cell(self) -> None:
        attributes, place = self._cell, len(self._cells)
        repeat = _count(attributes, TABLE + "number-columns-repeated")
        if (spanned := _count(attributes, TABLE + "number-rows-spanned")) > 1:
            self._facts.merges.append((self._number + 1, self._number + spanned))
        shown = show_cell(attributes, ["".join(paragraph) for paragraph in self._paragraphs], self._conventions)
        is_blank = not shown.text and shown.exact is None
        if is_blank and place + repeat >= LAST_COLUMN:
            return
        if place + repeat > LAST_COLUMN:
            refuse_damaged(self._name, phrase("row {number} has too many cells", number=self._number + 1))
        self._budget.count(self._number + 1, repeat)
        self._cells += [shown.text] * repeat
        if not is_blank:
            self._reach = place + repeat
        self._errors += repeat * shown.is_error
        if shown.exact is not None:
            self._exact.update(dict.fromkeys(range(place, place + repeat), shown.exact))

    def _end_row(self) -> None:
        first, self._number = self._number + 1, self._number + self._repeat
        del self._cells[self._reach :]
        if not self._cells:
            return
        if self._number > LAST_ROW:
            refuse_damaged(self._name, phrase("row {first} is beyond the last row that a sheet can have", first=first))
        if self._repeat > _MOST_REPEATED:
            refuse_large(
                self._name,
                phrase("{repeat:,} times the same in row {first:,} and below", repeat=self._repeat, first=first),
            )
        exact = self._exact or NO_DIGITS
        self._rows.append((self._repeat, ShownRow(first, self._hidden, self._cells, exact, self._errors)))


def _count(attributes: Attributes, wanted: str) -> int:
    stated = attributes.get(wanted, "")
    return int(stated) if stated.isdecimal() and 0 < len(stated) <= _COUNT_DIGITS else 1
