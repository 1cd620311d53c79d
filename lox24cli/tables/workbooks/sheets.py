"""What every kind of workbook gives: sheets, and rows of cells as the sheet shows them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
"""Of any sheet: what spreadsheet programs have room for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook that can hold a table."""

    name: str
    visible: bool
    part: str = ""
    """Where the workbook keeps it."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a sheet that has at least one cell."""

    number: int
    """As the spreadsheet shows it, from 1."""
    hidden: bool
    """By hand or by a filter."""
    cells: list[str]
    """From column A on, up to the row's last cell."""
    exact: Mapping[int, str]
    """Column index -> all digits of a number that its cell shows shortened."""
    errors: int = 0
    """Cells whose formula failed; they show `#DIV/0!` and the like."""


class Workbook(Protocol):
    """An open workbook of any kind."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """In the workbook's order, hidden ones included."""

    @property
    def later_notices(self) -> tuple[str, ...]:
        """What only the cells that were read can tell."""

    @property
    def joined_rows(self) -> int:
        """How many rows of the last whole pass a merged cell joins to the row above."""

    def rows(self, sheet: Sheet) -> Iterator[ShownRow]:
        """Return the sheet's rows in order, those without cells left out; each call starts over."""

    def close(self) -> None:
        """Close the file."""


def count_joined(merges: Iterable[tuple[int, int]], last: int) -> int:
    """Return how many rows up to `last` merged cells (first row, last row) join to the row above."""
    joined = reached = 0
    for first, end in sorted(merges):
        start, reached = max(first, reached), max(min(end, last), reached)
        joined += max(reached - start, 0)
    return joined
