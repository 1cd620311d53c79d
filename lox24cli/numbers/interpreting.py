"""Which numbers a cell's digits can stand for in a region, and whether one of them is left.

Bare digits are read in every way they may have been written before a spreadsheet took their + or 0. This module
must not know how a number is checked: a NumberingPlan tells.
"""

from collections.abc import Iterator
from typing import Protocol

from lox24cli.model import Code
from lox24cli.numbers.digits import SEVERAL
from lox24cli.numbers.refusals import refuse_doubtful
from lox24cli.numbers.thresholds import LONGEST_LOCAL_ABROAD
from lox24cli.numbers.values import Loss, NoNumber, Notation, Number, Reading, TwoReadings, Way
from lox24cli.translating import phrase

_NEVER = 99


class NumberingPlan(Protocol):
    """What must be known of a region's numbers; without a region, only of international ones."""

    @property
    def region(self) -> str | None:
        """ISO 3166 alpha-2."""

    @property
    def calling_code(self) -> str:
        """Without +; empty without a region."""

    @property
    def writes_zero(self) -> bool:
        """Its numbers, mobile or fixed, are written with a leading 0."""

    @property
    def keeps_zero(self) -> bool:
        """That 0 is part of the number (Italy) or of a longer prefix (Hungary's 06)."""

    @property
    def dials_00(self) -> bool:
        """Calls abroad begin with 00 and nothing else."""

    @property
    def longest_local(self) -> int:
        """The most digits that people may write without the area code; 0 where what is left is no valid number."""

    @property
    def mobile_lengths(self) -> tuple[int, ...]:
        """The digits of its mobiles, without calling code and trunk 0."""

    def read_international(self, digits: str, *, signed: bool, trunk: bool = False) -> Number | None:
        """Read a calling code and what follows, less a trunk 0 (`49 0176`) where `trunk` allows for one."""

    def read_national(self, digits: str, way: Way = Way.NATIONAL) -> Number | None:
        """Read digits as they are dialled in the region, which may also be with a country code."""


def interpret(notation: Notation, plan: NumberingPlan) -> Reading | None:
    """Give what digits mean that are written so; None where they are no valid number in any way."""
    halves = (
        (Notation(notation.plus, first, plain=True), Notation(plus=False, digits=second, plain=True))
        for first, second in notation.halves
    )
    if any(_list_readings(first, plan) and _list_readings(second, plan) for first, second in halves):
        return SEVERAL
    readings = [
        suppose_loss(number, len(notation.digits), plan)
        for number in {number.phone: number for number in _list_readings(notation, plan)}.values()
    ]
    if readings and (loose := _find_loose_digits(notation, readings, plan)):
        return loose
    if _lacks_digits(notation, readings, plan):
        return refuse_doubtful(plan.calling_code)
    return choose(tuple(readings), plan.calling_code, is_zero_written=plan.writes_zero) if readings else None


def _find_loose_digits(notation: Notation, readings: list[Number], plan: NumberingPlan) -> NoNumber | None:
    """Refuse a number that is one only with digits that stand apart: they count it, or belong to another."""
    phones = {number.phone for number in readings}
    behind = notation.behind_loose and _list_readings(
        Notation(plus=False, digits=notation.behind_loose, plain=True), plan
    )
    if behind and not phones & {number.phone for number in behind}:
        return NoNumber(Code.PHONE_UNREADABLE, phrase("has other digits in front of the number; keep the number alone"))
    if not notation.loose_end:
        return None
    rest = notation._replace(digits=notation.digits[: -notation.loose_end], without_zero=None)
    if any(number.mobile for number in (*readings, *_list_readings(rest, plan))):
        return NoNumber(Code.PHONE_SEVERAL, phrase("ends in a second ending or an extension; keep one whole number"))
    return None


def _list_readings(notation: Notation, plan: NumberingPlan) -> list[Number]:
    """List the valid numbers that the digits can stand for; the same number may come twice."""
    digits, own = notation.digits, plan.calling_code
    if notation.plus or digits.startswith("00"):
        return _list_international(notation, plan)
    if not own:
        return []
    if digits.startswith("0"):
        return _list_dialled(digits, plan)
    if notation.without_zero is not None:  # 49 (0)176 …
        return _keep(plan.read_international(notation.without_zero, signed=True))
    international = _read_bare(notation, plan)
    return _keep(
        international,
        _read_doubled(digits, international, plan),
        plan.read_national(digits),
        plan.read_national("0" + digits, Way.ZERO_RESTORED) if plan.keeps_zero else None,
    )


def _read_bare(notation: Notation, plan: NumberingPlan) -> Number | None:
    """Read digits that may have lost their +; another country's only where nothing shows that they are none.

    Digits that somebody grouped are grouped as they are dialled: behind the country's code, or not abroad at all.
    """
    digits, own = notation.digits, plan.calling_code
    number = plan.read_international(digits, signed=False, trunk=digits.startswith(own))
    if number is None or str(number.calling_code) == own:
        return number
    is_grouped_otherwise = notation.lead is not None and notation.lead != len(str(number.calling_code))
    return None if is_grouped_otherwise or len(digits) <= LONGEST_LOCAL_ABROAD else number


def _list_dialled(digits: str, plan: NumberingPlan) -> list[Number]:
    """List the readings of digits with their leading 0."""
    national = plan.read_national(digits)
    if national is None or national.mobile or not digits.startswith(plan.calling_code, 1):
        return _keep(national)
    # 0 and the region's own calling code: somebody may have put a 0 before a mobile that had lost its +.
    doubled = plan.read_international(digits[1:], signed=False)
    return _keep(national, doubled if doubled is not None and doubled.mobile else None)


def _list_international(notation: Notation, plan: NumberingPlan) -> list[Number]:
    """List the readings of a + or an international prefix; a region's own prefix may differ from 00."""
    written = [digits.removeprefix("00") for digits in (notation.digits, notation.without_zero) if digits]
    readings = [plan.read_international(digits, signed=True, trunk=True) for digits in written]
    readings.append(_read_doubled(written[-1], readings[-1], plan))
    if not notation.plus and plan.calling_code and not plan.dials_00:
        readings.append(plan.read_national(notation.digits))
    return _keep(*readings)


def _read_doubled(digits: str, landline: Number | None, plan: NumberingPlan) -> Number | None:
    """Read a mobile before which a cell's format (`"+49 "0`) puts the calling code that it has already."""
    if landline is None or landline.mobile:
        return None
    code = str(landline.calling_code)
    if not digits.startswith(2 * code):
        return None
    doubled = plan.read_international(digits.removeprefix(code), signed=True)
    return doubled if doubled is not None and doubled.mobile else None


def _lacks_digits(notation: Notation, readings: list[Number], plan: NumberingPlan) -> bool:
    """Tell whether the digits are rather a mobile of the region that has lost its + and some of its digits."""
    own, digits = plan.calling_code, notation.digits
    if not readings or not own or not digits.startswith(own):
        return False
    if any(number.signed or number.way is Way.INTERNATIONAL for number in readings):
        return False
    if any(number.mobile for number in readings):  # of nine digits, say, where nearly all have ten (Italy)
        return notation.plain and len(digits) < max(plan.mobile_lengths)
    # Where a landline is written without a 0 (48 123 45 67 in Poland), a short one may well begin like the code.
    return plan.writes_zero or len(digits) - len(own) >= min(plan.mobile_lengths, default=_NEVER) - 1


def _keep(*numbers: Number | None) -> list[Number]:
    return [number for number in numbers if number is not None]


def suppose_loss(number: Number, length: int, plan: NumberingPlan) -> Number:
    """Note what a cell of so many digits must have lost if it means this number, where no sign in it shows it."""
    loss, witnesses = None, tuple[str, ...]()
    if number.signed:
        return number
    if number.way is Way.INTERNATIONAL:
        if str(number.calling_code) != plan.calling_code:
            loss, witnesses = Loss.PLUS, tuple(_witness_abroad(number, length, plan))
    elif number.mobile:
        return number
    elif number.way is Way.NATIONAL and length <= plan.longest_local:
        loss = Loss.AREA
    elif plan.writes_zero:
        loss = Loss.ZERO
    return number._replace(loss=loss, witnesses=witnesses) if loss else number


def _witness_abroad(number: Number, length: int, plan: NumberingPlan) -> Iterator[str]:
    if number.mobile_only:
        yield phrase("it is a mobile there")
    if plan.mobile_lengths and length > max(plan.mobile_lengths):
        yield phrase("it has more digits than a mobile in {region}", region=plan.region)


def choose(readings: tuple[Number, ...], own_code: str, *, is_zero_written: bool) -> Number | TwoReadings:
    """Prefer the only mobile of different valid numbers, but never overrule a sign that the cell shows.

    Args:
        readings: One or more, each of another number.
        own_code: The region's own calling code; empty without a region.
        is_zero_written: People of the region write numbers with a leading 0, so that one without has lost it.

    """
    if len(readings) == 1:
        return readings[0]
    mobiles = [number for number in readings if number.mobile]
    if len(mobiles) != 1 or any(number.signed for number in readings):
        return TwoReadings(readings)
    (mobile,) = mobiles
    rivals = tuple(number for number in readings if number is not mobile)
    if mobile.way is Way.INTERNATIONAL:
        if str(mobile.calling_code) == own_code:
            # The rival is a landline that begins with the region's own calling code and has two digits or more
            # beyond what the region's landlines have: there is none such.
            return mobile
        if not (mobile.mobile_only and is_zero_written):
            return TwoReadings(readings)
    elif any(rival.way is Way.INTERNATIONAL and str(rival.calling_code) == own_code for rival in rivals):
        return TwoReadings(readings)
    return mobile._replace(rivals=rivals)
