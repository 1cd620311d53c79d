"""Whether a column's numbers were rounded: what scientific notation leaves behind once it is written out.

One number may end in four zeros by chance; a fifth of a column may not. Only cells written as a spreadsheet
writes a number (no +, no leading 0, no separators) count, so that round hotline numbers are not accused. A single
zero says something of mobiles alone, which end in one by chance: a switchboard always does.
This module must not know what the digits mean.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from lox24cli.numbers.thresholds import MOST_DIFFERENT, ROUNDED, ROUNDED_TO_SINGLES
from lox24cli.numbers.values import Notation

_MOST_ZEROS = 5
"""More are damage in any column: damage.EXPANDED_ZEROS."""
_SHORTEST = 7
_ODD = "13579"
"""Neither a zero nor a number of which a power of two is lost ends in one."""
_SINGLE = -1
"""Marks numbers that a 32-bit floating point column holds exactly, and so are what it makes of others."""
_SINGLE_BITS, _LEAST_BITS_LOST = 24, 5
_LIMITS = {**ROUNDED, _SINGLE: ROUNDED_TO_SINGLES}


class Rounding:
    """Counts one column's trailing zeros; memory does not grow with the column."""

    def __init__(self) -> None:
        self._plain: Counter[bool] = Counter()
        """Of mobiles, and of what else there is."""
        self._marked: Counter[int] = Counter()
        self._different: defaultdict[int, set[str]] = defaultdict(set)

    @property
    def count(self) -> int:
        """Numbers so far that are damaged by what the column shows so far, trailing zeros only."""
        return max((self._marked[zeros] for zeros in range(1, _MOST_ZEROS + 1) if self._passes(zeros)), default=0)

    def note(self, notation: Notation, *, mobile: bool) -> None:
        """Count one cell, whose number is a mobile or not."""
        if _is_plain(notation):
            self.note_bare(notation.digits, mobile=mobile)

    def note_bare(self, digits: str, *, mobile: bool) -> None:
        """Count a cell of seven bare digits or more."""
        self._plain[mobile] += 1
        for mark in _mark(digits, mobile=mobile):
            self._marked[mark] += 1
            if len(different := self._different[mark]) < MOST_DIFFERENT:
                different.add(digits)

    def may_be_damage(self, notation: Notation) -> bool:
        """Tell, while the column is being read, whether its end must be awaited to know."""
        return _is_plain(notation) and is_marked(notation.digits)

    def is_damage(self, notation: Notation, *, mobile: bool) -> bool:
        """Tell, once the column is read, whether the cell's last digits are gone."""
        return _is_plain(notation) and self.is_damage_of_bare(notation.digits, mobile=mobile)

    def is_damage_of_bare(self, digits: str, *, mobile: bool) -> bool:
        """Tell the same of a cell of seven bare digits or more."""
        return self._are_damage(_mark(digits, mobile=mobile))

    def _are_damage(self, marks: Iterable[int]) -> bool:
        return any(self._passes(mark) for mark in marks)

    def _passes(self, mark: int) -> bool:
        cells = self._plain[True] if mark == 1 else self._plain.total()
        different, share = len(self._different[mark]), self._marked[mark] / max(cells, 1)
        return any(different >= least and share >= least_share for least, least_share in _LIMITS.get(mark, ()))


def is_marked(digits: str) -> bool:
    """Tell whether bare digits may be rounded ones."""
    return bool(_mark(digits, mobile=True))


def _is_plain(notation: Notation) -> bool:
    digits = notation.digits
    return notation.plain and not notation.plus and not digits.startswith("0") and len(digits) >= _SHORTEST


def _mark(digits: str, *, mobile: bool) -> list[int]:
    """Give _SINGLE where it is true of the number, then 2, 3 … up to its zeros; of a mobile, 1 as well."""
    if digits[-1] in _ODD:
        return []
    zeros = min(len(digits) - len(digits.rstrip("0")), _MOST_ZEROS)
    number = int(digits)
    lost = number.bit_length() - _SINGLE_BITS
    single = [_SINGLE] if lost >= _LEAST_BITS_LOST and number % (1 << lost) == 0 else []
    return [*single, *range(1 if mobile else 2, zeros + 1)]
