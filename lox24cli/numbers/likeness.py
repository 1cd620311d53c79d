"""Which numbers a cell may have meant of which no number could be made: a typo, a part, a rest of digits.

Generous by purpose: it is asked before somebody is deleted whom the file may still name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_SCIENTIFIC = re.compile(r"\s*\+?(\d+)(?:[.,](\d*))?\s*[eE]\s*\+?(\d{1,2})\s*")
_BETWEEN_NUMBERS = re.compile(r"[/;,|&]|\boder\b|\bor\b|\bund\b|\band\b|\s{2,}", re.IGNORECASE)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_HASHES = re.compile(r"\s*#+\s*")
_FEWEST = 4
"""Digits that may be the beginning of a number; fewer say nothing."""
_FEWEST_AT_THE_END = 6
"""Digits that may be a number without its area code."""
_FEWEST_IN_THE_MIDDLE = 8
"""Digits of a number that are no accident among others: another number, an extension or an hour stands beside it."""
_LONGEST_TYPO = 2
"""Neighbouring digits that are missing, too many, other ones or the wrong way round."""
_LOST_ZEROS = 3
_LONGEST_CODE = 3


class Doubtful:
    """Cells of which no number could be made."""

    def __init__(self, cells: Iterable[str]) -> None:
        self._hides_any = False
        self._digits: set[str] = set()
        self._rounded: set[tuple[str, int]] = set()
        """The digits that are left of a number, and how many it had."""
        for cell in cells:
            self._add(cell)

    def may_mean(self, phone: str) -> bool:
        """Tell whether one of the cells may have meant `phone` (`+digits`)."""
        return self._hides_any or any(self._may_be(form) for form in _forms(phone))

    def _add(self, cell: str) -> None:
        if _HASHES.fullmatch(cell):
            self._hides_any = True
        elif found := _SCIENTIFIC.fullmatch(cell):
            whole, rest, exponent = found[1], found[2] or "", int(found[3])
            self._rounded.add(((whole + rest).rstrip("0"), len(whole) + exponent))
        else:
            for piece in (cell, *_BETWEEN_NUMBERS.split(cell)):
                digits = _digits_of(piece)
                self._digits |= {digits, digits.lstrip("0")}
                kept = digits.rstrip("0")
                if len(digits) - len(kept) >= _LOST_ZEROS:
                    self._rounded.add((kept.lstrip("0"), len(digits.lstrip("0"))))
        self._digits -= {digits for digits in self._digits if len(digits) < _FEWEST}

    def _may_be(self, form: str) -> bool:
        # The last digit that is shown of a rounded number may be one too high.
        if any(len(form) == length and form.startswith(kept[:-1]) for kept, length in self._rounded):
            return True
        return any(_is_like(digits, form) for digits in self._digits)


def _digits_of(text: str) -> str:
    text = _TRUNK.sub("", text)
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)


def _forms(phone: str) -> Iterator[str]:
    """Yield the number's digits with its country code and without: how long that is does not matter here."""
    digits = phone.lstrip("+")
    for length in range(_LONGEST_CODE + 1):
        yield digits[length:]


def _is_like(digits: str, form: str) -> bool:
    if form in digits and len(form) >= _FEWEST_IN_THE_MIDDLE:
        return True
    if form.startswith(digits) or (len(digits) >= _FEWEST_AT_THE_END and form.endswith(digits)):
        return True
    if abs(len(digits) - len(form)) > _LONGEST_TYPO or len(digits) < _FEWEST_AT_THE_END:
        return False
    shorter = min(len(digits), len(form))
    begin = 0
    while begin < shorter and digits[begin] == form[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and digits[-1 - end] == form[-1 - end]:
        end += 1
    return max(len(digits), len(form)) - begin - end <= _LONGEST_TYPO
