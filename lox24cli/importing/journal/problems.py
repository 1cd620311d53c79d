"""What is wrong with which rows: one problem for each code, with an example. Memory does not grow with the file.

Knows no file format and no terminal.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import problem_rows
from lox24cli.model import Code, Status
from lox24cli.translating import recalled

MOST_RANGES = 6
CELL = re.compile(r"\(([A-Z]{1,3}[1-9][0-9]{0,6})\)")
"""How a message names the cell that it is about."""


class Example(NamedTuple):
    """The first row of a problem."""

    row: int
    """As the spreadsheet shows it."""
    is_own: bool
    """It is a row of this very file: those of a failed file bear the numbers of the file before."""
    cell: str
    """`D37`; empty where the problem is not a cell's."""
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One code, and the rows that have it."""

    status: Status
    code: Code
    count: int
    ranges: tuple[tuple[int, int], ...]
    """First and last row, as the spreadsheet shows them, of the first runs of neighbouring rows."""
    has_more: bool
    """There are more rows than the ranges name."""
    example: Example


@dataclass(slots=True)
class _Gathering:
    status: Status
    seq: int
    count: int = 0
    ranges: list[tuple[int, int]] = field(default_factory=list)
    has_more: bool = False

    def add(self, row: int) -> None:
        self.count += 1
        if self.ranges and not self.has_more and row == self.ranges[-1][1] + 1:
            self.ranges[-1] = (self.ranges[-1][0], row)
        elif len(self.ranges) < MOST_RANGES:
            self.ranges.append((row, row))
        else:
            self.has_more = True


def list_problems(journal: Journal) -> tuple[Problem, ...]:
    """Return the problems in the order of their first rows."""
    found: dict[Code, _Gathering] = {}
    for seq, row, status, code in problem_rows(journal):
        found.setdefault(code, _Gathering(status, seq)).add(row)
    return tuple(
        Problem(g.status, code, g.count, tuple(g.ranges), g.has_more, _example(journal, g.seq))
        for code, g in found.items()
    )


def _example(journal: Journal, seq: int) -> Example:
    sql = "SELECT COALESCE(first_row, row), first_row IS NULL, message, input FROM rows WHERE seq = ?"
    ((row, is_own, kept, value),) = journal.query(sql, seq)
    message = recalled(kept)
    cell = CELL.search(message)
    return Example(row, bool(is_own), cell[1] if cell else "", value, message)
