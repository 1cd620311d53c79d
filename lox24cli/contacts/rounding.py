"""Whether a column's numbers were rounded: what scientific notation leaves behind once it is written out.

One number may end in four zeros by chance; a fifth of a column may not. Only cells written as a spreadsheet
writes a number (no +, no leading 0, no separators) count, so that round hotline numbers are not accused.
This module must not know what the digits mean.
"""

from collections import Counter, defaultdict

from lox24cli.contacts.readings import Notation

_MOST_ZEROS = 5
"""More are damage in any column: damage.EXPANDED_ZEROS."""
_SHORTEST = 7
_SINGLE = -1
"""Marks numbers that a 32-bit floating point column holds exactly, and so are what it makes of others."""
_SINGLE_BITS, _LEAST_BITS_LOST = 24, 5

# Zeros at the end -> (different numbers, share of the plain cells) from which on they are damage. By chance the
# share is 10 ** -zeros (of _SINGLE: a 32nd at most), so each limit is far from what an honest column shows.
_LIMITS: dict[int, tuple[tuple[int, float], ...]] = {
    5: ((1, 0.02),),
    4: ((3, 0.02), (1, 0.5)),
    3: ((3, 0.2), (2, 0.5)),
    2: ((4, 0.5),),
    1: ((10, 0.75),),
    _SINGLE: ((3, 0.5), (6, 0.25)),
}
_MOST_DIFFERENT = 10
"""More different numbers are not told apart: a phone that many rows share is one."""
_LEAST_ALIKE = 3
"""Fewer numbers of one length say nothing by themselves."""
_ALWAYS_OPEN = 2
_OPEN_SHARE = 0.3
"""One zero is too common to wait for the column's end, unless the column has looked odd so far."""
_MOSTLY = 0.5
_PARTLY, _LEAST_PARTLY = 0.15, 4
"""Share and different numbers ending in two zeros, fifteen times what chance makes: some cells were rounded, so any
other that ends so may have been, with as many digits left as it happens to have."""
_ALL = 0
"""The length that stands for all lengths."""


class Rounding:
    """Counts one column's trailing zeros; memory does not grow with the column.

    Rounding to so many digits leaves one zero more in a number that is one digit longer: each length is also
    judged by itself.
    """

    def __init__(self) -> None:
        self._plain: Counter[int] = Counter()
        self._marked: Counter[tuple[int, int]] = Counter()
        self._different: defaultdict[tuple[int, int], set[str]] = defaultdict(set)

    @property
    def count(self) -> int:
        """Numbers so far that are damaged by what the column shows so far, trailing zeros only."""
        lengths = [length for length in self._plain if length != _ALL]
        ending = {
            (length, zeros): self._marked[length, zeros] for length in lengths for zeros in range(1, _MOST_ZEROS + 2)
        }
        return sum(
            ending[length, zeros] - ending[length, zeros + 1]
            for length in lengths
            for zeros in range(1, _MOST_ZEROS + 1)
            if self._are_damage(length, zeros)
        )

    def note(self, notation: Notation) -> None:
        """Count one cell."""
        if not _is_plain(notation):
            return
        marks = _mark(notation.digits)
        for length in (_ALL, len(notation.digits)):
            self._plain[length] += 1
            for mark in marks:
                self._marked[length, mark] += 1
                if len(different := self._different[length, mark]) < _MOST_DIFFERENT:
                    different.add(notation.digits)

    def may_be_damage(self, notation: Notation) -> bool:
        """Tell, while the column is being read, whether its end must be awaited to know."""
        if not _is_plain(notation):
            return False
        marks = _mark(notation.digits)
        if not marks or _SINGLE in marks or _ALWAYS_OPEN in marks:
            return bool(marks)
        groups = (_ALL, len(notation.digits))
        return any(self._marked[group, mark] >= _OPEN_SHARE * self._plain[group] for group in groups for mark in marks)

    def is_damage(self, notation: Notation) -> bool:
        """Tell, once the column is read, whether the cell's last digits are gone."""
        if not _is_plain(notation):
            return False
        marks = _mark(notation.digits)
        length = len(notation.digits)
        if _SINGLE in marks and (self._passes(_ALL, _SINGLE) or self._passes(length, _SINGLE)):
            return True
        return self._are_damage(length, max(marks, default=0))

    def _are_damage(self, length: int, zeros: int) -> bool:
        """Tell whether numbers of this length that end in so many zeros were rounded."""
        if zeros < 1:
            return False
        mostly = any(self._passes(_ALL, mark) and self._share(mark) >= _MOSTLY for mark in range(2, _MOST_ZEROS + 1))
        partly = zeros > 1 and self._share(2) >= _PARTLY and len(self._different.get((_ALL, 2), ())) >= _LEAST_PARTLY
        alike = any(self._passes(group, mark) for mark in range(1, zeros + 1) for group in (_ALL, length))
        return mostly or partly or alike

    def _passes(self, length: int, mark: int) -> bool:
        different = len(self._different.get((length, mark), ()))
        share = self._marked[length, mark] / max(self._plain[length], 1)
        few = 0 if length == _ALL else _LEAST_ALIKE
        return any(different >= max(least, few) and share >= least_share for least, least_share in _LIMITS[mark])

    def _share(self, mark: int) -> float:
        return self._marked[_ALL, mark] / self._plain[_ALL]


def _is_plain(notation: Notation) -> bool:
    digits = notation.digits
    return notation.plain and not notation.plus and not digits.startswith("0") and len(digits) >= _SHORTEST


def _mark(digits: str) -> list[int]:
    """Give _SINGLE where it is true of the number, then 1, 2 … up to its zeros."""
    zeros = min(len(digits) - len(digits.rstrip("0")), _MOST_ZEROS)
    number = int(digits)
    lost = number.bit_length() - _SINGLE_BITS
    single = [_SINGLE] if lost >= _LEAST_BITS_LOST and number % (1 << lost) == 0 else []
    return [*single, *range(1, zeros + 1)]
