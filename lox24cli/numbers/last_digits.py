"""Whether the numbers of a column all end in the same digit, however they are written: one was added to each.

A tenth of them does so by chance. Landlines are no evidence: a switchboard's number ends in 0. Only the first cells
of a column are looked at, so that the rows behind them need not wait for its end. This module must not know regions.
"""

from collections import Counter

from lox24cli.numbers.thresholds import LEAST_ENDING_ALIKE, SHARE_ENDING_ALIKE, WINDOW
from lox24cli.numbers.values import Notation, Number, Reading
from lox24cli.translating import phrase

_SHORTEST = 7


class LastDigits:
    """Counts the last digits of a column's first cells."""

    def __init__(self) -> None:
        self._cells = 0
        self._different: set[str] = set()
        self._ends: Counter[str] = Counter()
        self._shared: str | None = None

    def note(self, notation: Notation, reading: Reading) -> None:
        """Count one cell."""
        if self._cells >= WINDOW:
            return
        self._cells += 1
        is_landline = isinstance(reading, Number) and not reading.mobile
        if is_landline or len(notation.digits) < _SHORTEST or notation.digits in self._different:
            return
        self._different.add(notation.digits)
        self._ends[notation.digits[-1]] += 1
        ((digit, count),) = self._ends.most_common(1)
        is_shared = count >= LEAST_ENDING_ALIKE and count >= SHARE_ENDING_ALIKE * len(self._different)
        self._shared = digit if is_shared else None

    def may_be_added(self, notation: Notation) -> bool:
        """Tell, while the column is being read, whether its first cells must be awaited to know."""
        return self._cells < WINDOW or self.is_added(notation)

    @property
    def say_nothing(self) -> bool:
        """Whether enough cells were counted, and no digit was added to them."""
        return self._cells >= WINDOW and self._shared is None

    def is_added(self, notation: Notation) -> bool:
        """Tell whether the cell ends in the digit that its column shares."""
        return self._shared is not None and notation.digits.endswith(self._shared)

    def describe(self) -> str:
        """Give what all share, in words: `59 of 60 numbers end in 0`; empty where they share nothing."""
        if self._shared is None:
            return ""
        return phrase(
            "{number:,} of the first {total:,} numbers end in {shared}",
            number=self._ends[self._shared],
            total=len(self._different),
            shared=self._shared,
        )
