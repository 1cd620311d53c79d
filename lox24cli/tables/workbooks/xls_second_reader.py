"""An XLS workbook that xlrd cannot read, by a second reader (xls_values.py): values without their number formats.

That reader makes a grid of all cells up to the last one, so the grid has a limit first, and the reader one of time.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import orjson

from lox24cli.tables.formats.conventions import Conventions, show_truth
from lox24cli.tables.formats.number_formats import Shown, show_number, write_exactly
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.sheets import Sheet, ShownRow
from lox24cli.tables.workbooks.xls_records import Records
from lox24cli.tables.workbooks.xml_parts import refuse_damaged
from lox24cli.translating import phrase

_MOST_PLACES = 1_000_000
_MOST_COLUMNS = 256  # of any sheet of an XLS workbook
_LONGEST_SECONDS = 15
_Value = str | bool | float | list[str | float]


@dataclass(slots=True)
class SecondReader:
    """The sheets of a workbook that the first reader gave up."""

    sheets: tuple[Sheet, ...]
    values: dict[str, list[list[_Value]]]
    """Rows by the sheet's part."""
    hidden: dict[int, set[int]]
    conventions: Conventions
    reason: str
    joined_rows: int = 0
    """Not known to this reader."""
    hidden_columns: frozenset[int] = frozenset()

    @classmethod
    def open(cls, path: Path, name: str, records: Records, conventions: Conventions, reason: str) -> Self:
        """Return the workbook at `path`; `reason` is what the first reader said.

        Raises:
            InputError: it is damaged for this reader too, or its cells are too far apart.
        """
        places = 0
        for sheet, width in records.width.items():
            places += width * records.height[sheet]
            if width > _MOST_COLUMNS or places > _MOST_PLACES:
                refuse_damaged(name, reason)
        command = [sys.executable, "-P", "-m", "lox24cli.tables.workbooks.xls_values", str(path)]
        try:
            done = subprocess.run(  # noqa: S603 - our own module, and the path is one argument
                command, capture_output=True, timeout=_LONGEST_SECONDS, check=True
            )
        except (subprocess.SubprocessError, OSError):
            refuse_damaged(name, reason)
        found = orjson.loads(done.stdout)
        sheets = tuple(Sheet(title, visible, str(place)) for place, title, visible, _ in found)
        values = {str(place): rows for place, _, _, rows in found}
        return cls(sheets, values, records.hidden, conventions, reason)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """That the second reader read it, and what it does not know."""
        told = phrase(
            "one reader of XLS workbooks gave this one up ({reason}) and another read it, which knows no number "
            "formats (leading zeros, how dates are written): look at the first rows of the report",
            reason=self.reason,
        )
        return (told,)

    def close(self) -> None:
        """Let go of the rows."""
        self.values.clear()

    def rows(self, sheet: Sheet) -> Iterator[ShownRow]:
        """Return the sheet's rows in order, those without a value left out; each call starts over."""
        hidden = self.hidden.get(int(sheet.part), set())
        for index, row in enumerate(self.values[sheet.part]):
            shown = [self._show(value) for value in row]
            if any(cell.text for cell in shown):
                exact = {column: cell for column, cell in enumerate(map(_digits, row, shown)) if cell is not None}
                yield ShownRow(index + 1, index in hidden, [cell.text for cell in shown], exact or NO_DIGITS)

    def _show(self, value: _Value) -> Shown:
        own = self.conventions
        if isinstance(value, str):
            return Shown(value)
        if isinstance(value, bool):
            return Shown(show_truth(own, value=value))
        if isinstance(value, list):
            kind, serial = value
            codes = {"date": own.short_date, "moment": f"{own.short_date} {own.clock}"}
            return show_number(float(serial), codes.get(str(kind), "[hh]:mm:ss"), own)
        return show_number(float(value), "General", own)


def _digits(value: _Value, shown: Shown) -> str | None:
    return write_exactly(float(value)) if isinstance(value, float) and not shown.complete else None
