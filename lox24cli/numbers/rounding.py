"""Whether a column's numbers were rounded: what scientific notation leaves behind once it is written out.

One number may end in four zeros by chance; a fifth of a column may not. Only cells written as a spreadsheet
writes a number (no +, no leading 0, no separators) count, so that round hotline numbers are not accused.
This module must not know what the digits mean.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from lox24cli.numbers.values import Notation

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
_LIMITS_OF_MOBILES = ((10, 0.5), (20, 0.3))
"""The same for one zero among mobiles alone: they end in 0 by chance only, landlines where a switchboard is."""
_MOST_DIFFERENT = 20
"""More different numbers are not told apart: a phone that many rows share is one."""
_LEAST_ALIKE = 3
"""Fewer numbers of one length say nothing by themselves."""
_MOSTLY = 0.5
_PARTLY, _LEAST_PARTLY = 0.15, 4
"""Share and different numbers ending in two zeros, fifteen times what chance makes: some cells were rounded, so any
other that ends so may have been, with as many digits left as it happens to have."""
_Group = tuple[int, bool]
"""Numbers of one length, 0 standing for all; only the mobiles among them, or all."""
_ALL: _Group = (0, False)
_MOBILES: _Group = (0, True)


class Rounding:
    """Counts one column's trailing zeros; memory does not grow with the column.

    Rounding to so many digits leaves one zero more in a number that is one digit longer: each length is also
    judged by itself.
    """

    def __init__(self) -> None:
        self._plain: Counter[_Group] = Counter()
        self._marked: Counter[tuple[_Group, int]] = Counter()
        self._different: defaultdict[tuple[_Group, int], set[str]] = defaultdict(set)

    @property
    def count(self) -> int:
        """Numbers so far that are damaged by what the column shows so far, trailing zeros only."""
        lengths = [length for length, mobile in self._plain if length and not mobile]
        return sum(
            self._count_ending(length, zeros, mobile=mobile)
            for length in lengths
            for zeros in range(1, _MOST_ZEROS + 1)
            for mobile in (True, False)
            if self._are_damage(length, zeros, mobile=mobile)
        )

    def note(self, notation: Notation, *, mobile: bool) -> None:
        """Count one cell, whose number is a mobile or not."""
        if not _is_plain(notation):
            return
        marks = _mark(notation.digits)
        for group in [(size, kind) for size in (0, len(notation.digits)) for kind in {False, mobile}]:
            self._plain[group] += 1
            for mark in marks:
                self._marked[group, mark] += 1
                if len(different := self._different[group, mark]) < _MOST_DIFFERENT:
                    different.add(notation.digits)

    def may_be_damage(self, notation: Notation) -> bool:
        """Tell, while the column is being read, whether its end must be awaited to know."""
        return _is_plain(notation) and bool(_mark(notation.digits))

    def is_damage(self, notation: Notation, *, mobile: bool) -> bool:
        """Tell, once the column is read, whether the cell's last digits are gone."""
        if not _is_plain(notation):
            return False
        marks = _mark(notation.digits)
        length = len(notation.digits)
        if _SINGLE in marks and (self._passes(_ALL, _SINGLE) or self._passes((length, False), _SINGLE)):
            return True
        return self._are_damage(length, max(marks, default=0), mobile=mobile)

    def _count_ending(self, length: int, zeros: int, *, mobile: bool) -> int:
        """Count the numbers with so many zeros at the end and no more that are mobiles, or that are none."""
        counts = [
            self._marked[(length, kind), zeros] - self._marked[(length, kind), zeros + 1] for kind in (True, False)
        ]
        return counts[0] if mobile else counts[1] - counts[0]

    def _are_damage(self, length: int, zeros: int, *, mobile: bool) -> bool:
        """Tell whether numbers of this length that end in so many zeros were rounded."""
        if zeros < 1:
            return False
        mostly = any(self._passes(_ALL, mark) and self._share(mark) >= _MOSTLY for mark in range(2, _MOST_ZEROS + 1))
        partly = zeros > 1 and self._share(2) >= _PARTLY and len(self._different.get((_ALL, 2), ())) >= _LEAST_PARTLY
        alike = any(self._passes(_ALL, mark) for mark in range(1, zeros + 1))
        of_one_length = any(self._passes((length, False), mark) for mark in range(2, zeros + 1))
        among_mobiles = mobile and any(
            self._exceeds(group, 1, _LIMITS_OF_MOBILES) for group in (_MOBILES, (length, True))
        )
        return mostly or partly or alike or of_one_length or among_mobiles

    def _passes(self, group: _Group, mark: int) -> bool:
        few = 0 if group == _ALL else _LEAST_ALIKE
        return self._exceeds(group, mark, [(max(least, few), share) for least, share in _LIMITS[mark]])

    def _exceeds(self, group: _Group, mark: int, limits: Iterable[tuple[int, float]]) -> bool:
        different = len(self._different.get((group, mark), ()))
        share = self._marked[group, mark] / max(self._plain[group], 1)
        return any(different >= least and share >= least_share for least, least_share in limits)

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
