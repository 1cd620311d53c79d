"""Cells that are written plainly and show their own way, read at one look.

Most cells of most lists: a +, 00 or 0, digits in groups with single signs between them, perhaps a (0). Nothing is to be
taken off such a cell and no damage is to be looked for. The answer is the one of digits.py and interpreting.py, which
read everything else; tests/numbers/differential.py holds them against each other.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from lox24cli.numbers.digits import LONGEST_RUN, PART, find_halves
from lox24cli.numbers.interpreting import NumberingPlan
from lox24cli.numbers.looks import Plain, look_abroad, look_at_home, look_behind_zero
from lox24cli.numbers.values import Notation, Way

# The last group is no loose end: it has four digits, or two or three behind a blank.
_GROUPS = rb"(?:[ -]9+)*(?:(?<=9{4})|(?<= 9{2})|(?<= 9{3}))"
_ABROAD = re.compile(rb"(?:\+|99)9+(?: ?\(9\) ?9+)?" + _GROUPS)
# Three digits are no day and no month; more than six before a slash are a number of their own.
_AT_HOME = re.compile(rb"9{3,6}/9{5,}|9{3,}" + _GROUPS)
_GAP = re.compile(rb"[ /-]")
_SIGNS = b"+ -/()"
_SHAPES = bytes(ord("9") if chr(sign).isdigit() else sign for sign in range(128)) + bytes(128)
_LONGEST = 30


class _Shape(NamedTuple):
    """What is to be known of a cell's signs, whatever its digits are."""

    abroad: bool
    """A plain way to write a number with its country's code."""
    at_home: bool
    """A plain way to write one without."""
    zero: int
    """How many digits stand before one in brackets; 0 where none does."""
    is_wide: bool
    """On both sides of a sign there are digits enough for a number each, if the second begins with a 0."""


def read_plain(text: str, plan: NumberingPlan) -> Plain | None:
    """Give the number of a cell where it and its way are plain to see; None to look more closely."""
    if not text.isascii() or len(text) > _LONGEST:
        return None
    raw = text.encode()
    abroad, at_home, zero, is_wide = _judge_shape(raw.translate(_SHAPES))
    digits = raw.translate(None, _SIGNS).decode()
    plain = None
    if abroad and text.startswith("+"):
        plain = _look_abroad(digits, text, zero)
    elif abroad and plan.dials_00 and digits.startswith("00"):
        plain = _look_abroad(digits[2:], text, zero - 2)
    elif at_home and plan.region and digits.startswith("0") and digits[1] != "0":
        plain = look_at_home(digits, plan.region)
    return None if is_wide and plain and _may_be_two(text, plain[1].way, plan) else plain


def notate_plain(text: str) -> Notation:
    """Give how a cell is written that is written plainly."""
    digits = text.encode().translate(None, _SIGNS).decode()
    return Notation(text.startswith("+"), digits, plain=text.removeprefix("+").isdigit())


def _look_abroad(digits: str, text: str, zero: int) -> Plain | None:
    if "(" not in text:
        return look_abroad(digits)
    return look_behind_zero(digits, zero) if "(0)" in text else None


def _may_be_two(text: str, way: Way, plan: NumberingPlan) -> bool:
    """Tell whether what stands before a 0 in the midst of the cell is a number, too."""
    if " 0" not in text and "-0" not in text and "/0" not in text:
        return False
    firsts = (first for first, _ in find_halves(text))
    if way is Way.NATIONAL:
        return any(map(plan.read_national, firsts))
    return any(plan.read_international(first.removeprefix("00"), signed=True, trunk=True) for first in firsts)


@lru_cache(maxsize=4096)
def _judge_shape(shape: bytes) -> _Shape:
    abroad, at_home = _ABROAD.fullmatch(shape) is not None, _AT_HOME.fullmatch(shape) is not None
    if not (abroad or at_home) or shape.count(b"9") > LONGEST_RUN:
        return _Shape(abroad=False, at_home=False, zero=0, is_wide=False)
    counts = [shape[: gap.start()].count(b"9") for gap in _GAP.finditer(shape)]
    is_wide = any(PART <= count <= shape.count(b"9") - PART for count in counts)
    before, bracket, _ = shape.partition(b"(")
    return _Shape(abroad, at_home, before.count(b"9") if bracket else 0, is_wide)
