"""How whole countries write numbers beside what libphonenumber knows, and slips of the hand with one reading left.

Asked only where digits are no number as they stand; what is found must be one mobile of the region, or nothing is.
This module must not know how a number is checked.
"""

from collections.abc import Iterator

from lox24cli.numbers.damage import DECIMAL, MASKED, damaged
from lox24cli.numbers.interpreting import NumberingPlan
from lox24cli.numbers.refusals import refuse_inner_plus
from lox24cli.numbers.values import Loss, Notation, Number, Reading, Way
from lox24cli.translating import phrase

_OLD_TRUNKS = {
    **dict.fromkeys(("AM", "AZ", "GE", "KG", "MD", "TJ", "UA", "UZ"), ("8",)),
    "CL": ("0",),
    "MX": ("044", "045", "01"),
}
"""What was dialled before a number until some years ago, and still stands in lists: the Soviet Union's 8; Mexico's 01,
044 and 045 (given up in 2019, IFT); Chile's 0 (2016, SUBTEL)."""
_OLD_TRUNKS_ABROAD = {"36": ("06",), "52": ("1", "01", "044", "045")}
"""The same behind the country's code, with Mexico's 1 for mobiles called from abroad; Hungary's 06 is still dialled."""
_CARRIERS = "BR"
"""Where one chooses the company that carries a call, and writes `xx` for its code."""
_NATIONAL_BEHIND_CODE = frozenset({"AR"})
"""Where people write what they dial at home behind the code: Argentina's 15 before a mobile."""


def read_otherwise(notation: Notation, plan: NumberingPlan) -> Number | None:
    """Give the mobile that the digits are if they are written in one of those ways; None for none or several."""
    found = {
        number.phone: number._replace(note=how)
        for number, how in _list_readings(notation, plan)
        if number is not None and number.mobile
    }
    return next(iter(found.values())) if len(found) == 1 else None


def confirm(notation: Notation, reading: Reading, plan: NumberingPlan) -> Reading:
    """Give the reading, unless the cell is something else for all that it shows; a slip is noted in the number."""
    mobile = reading if isinstance(reading, Number) and reading.mobile else None
    if notation.placeholder and plan.region != _CARRIERS and not (notation.plus and notation.digits.startswith("55")):
        return damaged(MASKED)
    if notation.decimal:
        # A spreadsheet takes zeros off the end of a quantity: what is left would be shorter than the longest mobile.
        is_whole = len(notation.digits) == max(plan.mobile_lengths, default=0)
        return mobile if mobile and mobile.way is Way.NATIONAL and is_whole else damaged(DECIMAL, is_other_thing=True)
    if not notation.slip:
        return reading
    return mobile._replace(note=notation.slip) if mobile else refuse_inner_plus()


def _list_readings(notation: Notation, plan: NumberingPlan) -> Iterator[tuple[Number | None, str]]:
    digits, own = notation.digits, plan.calling_code
    if notation.plus or digits.startswith("00"):
        if digits.startswith("0") and not digits.startswith("00"):
            yield _suppose_slip(plan.read_national(digits), plan), phrase("read without the + before its 0")
        yield from _list_behind_code(digits.removeprefix("00"), plan)
        return
    if own and digits.startswith("0" + own):
        yield plan.read_international(digits[1:], signed=True), phrase("read without the 0 before its country code")
    for trunk in _OLD_TRUNKS.get(plan.region or "", ()):
        if digits.startswith(trunk):
            yield plan.read_national(digits.removeprefix(trunk)), ""
    if own and digits.startswith(own):
        yield from _list_behind_code(digits, plan)


def _list_behind_code(digits: str, plan: NumberingPlan) -> Iterator[tuple[Number | None, str]]:
    for code, trunks in _OLD_TRUNKS_ABROAD.items():
        for trunk in trunks:
            if digits.startswith(code + trunk):
                yield plan.read_international(code + digits.removeprefix(code + trunk), signed=True), ""
    if plan.region in _NATIONAL_BEHIND_CODE and digits.startswith(plan.calling_code):
        yield plan.read_national(digits.removeprefix(plan.calling_code)), ""


def _suppose_slip(number: Number | None, plan: NumberingPlan) -> Number | None:
    """Leave to the column what may be of another country, whose code was forgotten."""
    return number and number._replace(
        loss=Loss.CODE, witnesses=(phrase("it is a mobile in {region}", region=plan.region),)
    )
