"""Cells that are written plainly and show their own way, read at one look.

Most cells of most lists: a +, 00 or 0, digits in groups with single signs between them, perhaps a (0). Nothing is to be
taken off such a cell and no damage is to be looked for. The answer is the one of digits.py and interpreting.py, which
read everything else; tests/numbers/differential.py holds them against each other.
"""

import re

from lox24cli.numbers.digits import LONGEST_RUN, find_halves
from lox24cli.numbers.interpreting import NumberingPlan
from lox24cli.numbers.values import Notation, Number

# The last group is no loose end: it has four digits, or two or three behind a blank.
_GROUPS = r"(?:[ -][0-9]+)*(?:(?<=[0-9]{4})|(?<= [0-9]{2})|(?<= [0-9]{3}))"
_ABROAD = re.compile(rf"(?:\+|00)[1-9][0-9]*(?:( ?\(0\) ?)[1-9][0-9]*)?{_GROUPS}")
# Three digits are no day and no month; more than six before a slash are a number of their own.
_AT_HOME = re.compile(rf"0[1-9][0-9]{{1,4}}/[1-9][0-9]{{4,}}|0[1-9][0-9]+{_GROUPS}")
_SIGNS = b"+ -/()"


def read_plain(text: str, plan: NumberingPlan) -> tuple[Notation, Number] | None:
    """Give how a cell is written and its number, where both are plain to see; None to look more closely."""
    if text.startswith(("+", "00")):
        return _read_abroad(text, plan)
    return _read_at_home(text, plan) if plan.calling_code else None


def _read_abroad(text: str, plan: NumberingPlan) -> tuple[Notation, Number] | None:
    found = _ABROAD.fullmatch(text)
    digits = _take_digits(text) if found else ""
    plus = text.startswith("+")
    if found is None or not digits or not (plus or plan.dials_00):
        return None
    written = digits if plus else digits[2:]
    number = plan.read_international(written, signed=True, trunk=True)
    if zero := found[1]:
        with_zero, written = number, _take_digits(text.replace(zero, "")).removeprefix("00")
        number = plan.read_international(written, signed=True, trunk=True)
        if number is not None and with_zero not in (None, number):
            return None
    if number is None or (not number.mobile and written.startswith(2 * str(number.calling_code))):
        return None
    return Notation(plus, digits, plain=text.removeprefix("+").isdigit()), number


def _read_at_home(text: str, plan: NumberingPlan) -> tuple[Notation, Number] | None:
    digits = _take_digits(text) if _AT_HOME.fullmatch(text) else ""
    number = plan.read_national(digits) if digits else None
    if number is None or not (number.mobile or not digits.startswith(plan.calling_code, 1)):
        return None
    return Notation(plus=False, digits=digits, plain=text.isdigit()), number


def _take_digits(text: str) -> str:
    """Give all digits; none where they may be two numbers."""
    digits = text.encode().translate(None, _SIGNS).decode()
    is_halved = (" 0" in text or "-0" in text) and find_halves(text)
    return "" if is_halved or len(digits) > LONGEST_RUN else digits
