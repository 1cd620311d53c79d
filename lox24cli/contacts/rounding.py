"""Whether a column's numbers were rounded: what scientific notation leaves behind once it is written out.

One number may end in four zeros by chance; a fifth of a column may not. Only cells written as a spreadsheet
writes a number (no +, no leading 0, no separators) count, so that round hotline numbers are not accused.
This module must not know what the digits mean.
"""

from collections import Counter

from lox24cli.contacts.readings import Notation

_MOST_ZEROS = 6
_SHORTEST = 7
_SINGLE = -1
"""The counter of numbers that a 32-bit floating point column can hold exactly."""
_SINGLE_BITS = 24

# Zeros at the end -> (cells, share of the column's plain numbers) from which on they are damage. By chance the
# share is 10 ** -zeros, so each limit is far from what an honest column shows.
_LIMITS: dict[int, tuple[tuple[int, float], ...]] = {
    6: ((1, 0.0),),
    5: ((1, 0.02),),
    4: ((3, 0.02), (1, 0.5)),
    3: ((3, 0.2), (2, 0.5)),
    2: ((4, 0.5),),
    1: ((10, 0.75),),
    _SINGLE: ((3, 0.2), (2, 0.5)),
}
_ALWAYS_OPEN = 3
_OPEN_SHARE = 0.3
"""One or two zeros are too common to wait for the column's end, unless the column has looked odd so far."""


class Rounding:
    """Counts one column's trailing zeros; memory does not grow with the column."""

    def __init__(self) -> None:
        self._plain = 0
        self._ending: Counter[int] = Counter()

    @property
    def count(self) -> int:
        """Numbers so far that are damaged by what the column shows so far."""
        exact = {zeros: self._ending[zeros] - self._ending[zeros + 1] for zeros in range(1, _MOST_ZEROS)}
        exact[_MOST_ZEROS] = self._ending[_MOST_ZEROS]
        return sum(cells for zeros, cells in exact.items() if self._are_damage(zeros))

    def note(self, notation: Notation) -> None:
        """Count one cell."""
        if _is_plain(notation):
            self._plain += 1
            for zeros in range(1, _count_zeros(notation.digits) + 1):
                self._ending[zeros] += 1
            self._ending[_SINGLE] += _is_single(notation.digits)

    def may_be_damage(self, notation: Notation) -> bool:
        """Tell, while the column is being read, whether its end must be awaited to know."""
        if not _is_plain(notation):
            return False
        zeros = _count_zeros(notation.digits)
        if zeros >= _ALWAYS_OPEN or _is_single(notation.digits):
            return True
        return zeros > 0 and self._ending[zeros] >= _OPEN_SHARE * self._plain

    def is_damage(self, notation: Notation) -> bool:
        """Tell, once the column is read, whether the cell's last digits are gone."""
        if not _is_plain(notation):
            return False
        if _is_single(notation.digits) and self._passes(_SINGLE):
            return True
        return self._are_damage(_count_zeros(notation.digits))

    def _are_damage(self, zeros: int) -> bool:
        return any(self._passes(fewer) for fewer in range(1, zeros + 1))

    def _passes(self, mark: int) -> bool:
        count = self._ending[mark]
        return any(count >= least and count >= share * self._plain for least, share in _LIMITS[mark])


def _is_plain(notation: Notation) -> bool:
    digits = notation.digits
    return notation.plain and not notation.plus and not digits.startswith("0") and len(digits) >= _SHORTEST


def _count_zeros(digits: str) -> int:
    return min(len(digits) - len(digits.rstrip("0")), _MOST_ZEROS)


def _is_single(digits: str) -> bool:
    """Tell whether the number has at most 24 significant bits, as by chance one of some thousands has."""
    number = int(digits)
    lost = number.bit_length() - _SINGLE_BITS
    return lost > _SINGLE_BITS // 3 and number % (1 << lost) == 0
