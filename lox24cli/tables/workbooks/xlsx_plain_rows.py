"""Rows of an XLSX worksheet written the plain way, as spreadsheet programs do, by regular expressions.

An expression has to account for a row's every character; a row that is written otherwise is left to the XML parser
(xlsx_row_parser.py), which gives the same cells.
"""

import re
from dataclasses import replace

from lox24cli.model import NEVER_CALCULATED
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.sheets import LAST_ROW, ShownRow
from lox24cli.tables.workbooks.xlsx_row_parser import COLUMNS
from lox24cli.tables.workbooks.xlsx_values import CellValues

_ROW = r'\s*<Xrow r="([0-9]{1,7})"([^<>]*[^/<>])?>'
_CELL = r'(<Xc r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?'
_VALUE = _CELL + r"(?:/>|><Xv>([^<]*)</Xv></Xc>))"
_FORMULA_OR_INLINE = _CELL + (
    r"(?:/>|>(?:<Xf(?: [^<>]*)?>[^<]*</Xf>|<Xf [^<>]*/>)?(?:<Xv>|<Xis><Xt(?: xml:space=\"preserve\")?>)?"
    r"([^<]*)(?:</Xv>|</Xt></Xis>)?</Xc>))"
)
_HIDDEN = re.compile(r'\shidden="(?:1|true)"')

_SIGNS = ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")
"""The last one last: `&amp;lt;` is `&lt;`."""
_ENTITY = re.compile(b"&(?:lt|gt|quot|apos|amp);")

_Found = tuple[str, str, str, str, str]
"""A cell as it is written, its column's letters, style, type and value."""


class PlainRows:
    """Reads the plain rows of one sheet.

    Args:
        prefix: Of the sheet's namespace: `x:`, mostly none.
        values: What the cells show.

    """

    __slots__ = ("_end", "_formula", "_patterns", "_row", "_values")

    def __init__(self, prefix: str, values: CellValues) -> None:
        row, *cells = (re.compile(form.replace("X", re.escape(prefix))) for form in (_ROW, _VALUE, _FORMULA_OR_INLINE))
        self._row, self._patterns = row, tuple(cells)
        self._end = len(f"</{prefix}row>")
        self._formula = f"<{prefix}f"
        self._values = values

    def read(self, fragment: bytes, last: int) -> ShownRow | None:
        """Return the row, when plain cells fill the fragment to the last character; else None.

        Raises:
            InputError: the workbook has no such text.
        """
        if b"\r" in fragment or (b"&" in fragment and b"&" in _ENTITY.sub(b"", fragment)):
            return None
        try:
            text = fragment.decode()
        except UnicodeDecodeError:
            return None
        head = self._row.match(text)
        if head is None:
            return None
        number = int(head[1])
        if not (last or 1) <= number <= LAST_ROW:
            return None
        hidden = head[2] is not None and _HIDDEN.search(head[2]) is not None
        start = head.end()
        size = len(text) - start - self._end
        for pattern in self._patterns:
            cells = pattern.findall(text, start)
            if sum([len(cell[0]) for cell in cells]) == size:
                if b"&" in fragment:
                    cells = [(*cell[:4], _read_entities(cell[4])) for cell in cells]
                row = _show(number, cells, self._values, hidden=hidden)
                return row if pattern is self._patterns[0] or row is None else self._hold(row, cells)
        return None

    def _hold(self, row: ShownRow, found: list[_Found]) -> ShownRow:
        """Return the row without the cells of formulas that have no result."""
        held = [
            COLUMNS[letters]
            for whole, letters, _, kind, value in found
            if (not value or value == "0") and self._formula in whole and not self._values.was_calculated(kind, value)
        ]
        if not held:
            return row
        for column in held:
            row.cells[column] = ""
        return replace(row, exact={**row.exact, **dict.fromkeys(held, NEVER_CALCULATED)})


def _read_entities(value: str) -> str:
    if "&" not in value:
        return value
    for name, sign in _SIGNS:
        value = value.replace(name, sign)
    return value


def _show(number: int, found: list[_Found], values: CellValues, *, hidden: bool) -> ShownRow | None:
    """Return the row of these cells; None when columns are out of order."""
    cells: list[str] = []
    exact: dict[int, str] = {}
    errors = column = 0
    strings, show_number, styled = values.strings, values.formats.show, values.formats.texts
    try:
        for _, letters, style, kind, value in found:
            column = COLUMNS[letters]
            if column != len(cells):
                if column < len(cells):
                    return None
                cells.extend([""] * (column - len(cells)))
            if not value:
                cells.append("")
            elif kind == "s" and value.isdecimal() and not (styled and style in styled):
                cells.append(strings[int(value)])
            elif not kind or kind == "n":
                shown, digits = show_number(style, value)
                cells.append(shown)
                if digits is not None:
                    exact[column] = digits
            else:
                errors += kind == "e"
                cells.append(values.show(style, kind, value))
    except (ValueError, LookupError) as problem:
        values.refuse_text(number, column, problem)
    return ShownRow(number, hidden, cells, exact or NO_DIGITS, errors)
