"""Equal problems of a run, grouped, with the rows they are in: what a summary says before anyone opens the report."""

from dataclasses import dataclass, field

from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import problem_rows
from lox24cli.model import Code, Status

MOST_RANGES = 6


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


@dataclass(slots=True)
class _Gathering:
    status: Status
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
    """Return the problems in the order of their first rows; memory does not grow with the file."""
    found: dict[Code, _Gathering] = {}
    for row, status, code in problem_rows(journal):
        found.setdefault(code, _Gathering(status)).add(row)
    return tuple(
        Problem(gathered.status, code, gathered.count, tuple(gathered.ranges), gathered.has_more)
        for code, gathered in found.items()
    )
