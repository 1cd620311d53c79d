"""What every kind of workbook gives: sheets, and rows of cells as the sheet shows them."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol

_MOST_TOLD = 1_000_000
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


@dataclass(slots=True)
class SheetFacts:
    """What a pass over a sheet finds beside its rows."""

    merges: list[tuple[int, int]] = field(default_factory=list)
    """First and last row of each merged cell; known at the end."""
    hidden_columns: set[int] = field(default_factory=set)
    """From 0; known before the first row."""
    _told: int = 0

    def hide(self, first: int, count: int) -> None:
        """Note columns, the first counted from 0, that the sheet hides."""
        self._told += count
        if self._told > _MOST_TOLD:
            return  # the same columns again and again
        self.hidden_columns.update(range(max(first, 0), min(first + count, LAST_COLUMN)))


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

    @property
    def hidden_columns(self) -> AbstractSet[int]:
        """Columns, from 0, that the sheet of the last pass hides; known with its first row."""

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
