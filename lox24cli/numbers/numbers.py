"""What a phone cell means in a region; phonenumbers says what is valid, mostly through compiled_plans.py.

Valid is not right: which of several valid readings may be used is decided in interpreting.py and column_vote.py. This
module must not know rows, or the rest of the column.
"""

import functools
from dataclasses import dataclass

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from lox24cli.errors import SettingsError
from lox24cli.model import E164, Code
from lox24cli.numbers.bare_cells import BareCells, is_bare
from lox24cli.numbers.compiled_plans import ValidNumber, find_international, find_national
from lox24cli.numbers.digits import LONGEST_CELL, read_notation
from lox24cli.numbers.interpreting import NumberingPlan, interpret
from lox24cli.numbers.own_ways import confirm, read_otherwise
from lox24cli.numbers.plain_cells import notate_plain, read_plain
from lox24cli.numbers.refusals import (
    refuse_country,
    refuse_length,
    refuse_plan,
    refuse_without_region,
)
from lox24cli.numbers.sorts import find_sort, mobile_lengths
from lox24cli.numbers.thresholds import LONGEST_LOCAL
from lox24cli.numbers.values import NoNumber, Notation, Number, Reading, TwoReadings, Way
from lox24cli.translating import phrase

__all__ = [
    "NoNumber",
    "Number",
    "Reading",
    "TwoReadings",
    "bare_cells",
    "check_region",
    "plan_of",
    "read_carefully",
    "read_cell",
    "read_notated",
    "read_number",
    "read_stored",
]

# Without it, lists of many countries take nine times as long (the pattern cache of `re` holds 512).
phonenumbers.enable_pattern_cache()

_SHORT = 7
_FILLING = "234567890123"
"""Digits that any mobile may end in, to see whether one was begun."""
_LENGTH_CODES = {
    ValidationResult.TOO_SHORT: Code.PHONE_TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Code.PHONE_TOO_SHORT,
    ValidationResult.TOO_LONG: Code.PHONE_TOO_LONG,
}


def check_region(region: str) -> str:
    """Give the region in capitals: `de` is `DE`.

    Raises:
        SettingsError: It is no region whose numbers are known; the hint names the likely one.

    """
    wanted = region.strip().upper()
    if wanted in phonenumbers.SUPPORTED_REGIONS:
        return wanted
    code = wanted.lstrip("+0")
    likely = {"UK": "GB"}.get(wanted) or (
        phonenumbers.region_code_for_country_code(int(code)) if code.isdecimal() else "ZZ"
    )
    hint = phrase("give the two letters of a country, such as DE, AT or CH")
    if likely in phonenumbers.SUPPORTED_REGIONS:
        hint = phrase("did you mean {likely}? give the two letters of a country, such as DE, AT or CH", likely=likely)
    raise SettingsError(phrase("{region!r} is no region whose phone numbers are known", region=region), hint)


def read_number(text: str, region: str | None) -> Reading:
    """Give what one cell says alone, without its column.

    `read_number("0176 12345678", "DE")` is the Number +4917612345678.

    Args:
        text: The cell as it stands in the file.
        region: As `check_region` gives it; None reads only numbers with their country code.

    """
    found = read_cell(text, region)
    return found if isinstance(found, NoNumber) else found[1]


def read_cell(text: str, region: str | None) -> tuple[Notation, Reading] | NoNumber:
    """Give how a cell is written and what it says alone, or why it holds no number's digits."""
    plain = read_plain(text, plan_of(region))
    if plain is not None:
        return notate_plain(text), Number(*plain)
    if is_bare(text) and (meaning := bare_cells(region).read(text)):
        return Notation(plus=False, digits=text, plain=True), bare_cells(region).fill(meaning, text)
    return (_read_often if len(text) <= LONGEST_CELL else read_carefully)(text, region)


def read_carefully(text: str, region: str | None) -> tuple[Notation, Reading] | NoNumber:
    """Give what `read_cell` gives, in any case by the way of all signs and readings: its judge in the tests."""
    notation = read_notation(text)
    if isinstance(notation, NoNumber):
        return notation
    return notation, read_notated(notation, region)


# What stands for no number (blanks, `keine`, `-`) does so in many rows.
_read_often = functools.lru_cache(maxsize=1024)(read_carefully)


def read_stored(text: str, region: str | None) -> tuple[Number, ...]:
    """Give the numbers that a phone may be which somebody stored elsewhere, the likeliest first; none if unreadable.

    The gateway takes `49151…` for `+49151…` (https://doc.lox24.eu/api/, `sms_post`), so bare digits that begin with a
    country's code are read so first; no column stands beside them that could say otherwise.
    """
    signed = "+" + text.strip()
    bare = text.strip().isdigit() and not text.strip().startswith("0")
    readings = [read_number(signed, region), read_number(text, region)] if bare else [read_number(text, region)]
    found: dict[E164, Number] = {}
    for reading in readings:
        match reading:
            case Number():
                found |= {number.phone: number for number in (reading, *reading.rivals)}
            case TwoReadings():
                found |= {number.phone: number for number in reading.readings}
            case NoNumber():
                continue
    return tuple(found.values())


def read_notated(notation: Notation, region: str | None) -> Reading:
    """Give what a cell says that is written so."""
    plan = plan_of(region)
    reading = interpret(notation, plan) or read_otherwise(notation, plan) or _explain(notation, region)
    return confirm(notation, reading, plan)


@dataclass(frozen=True, slots=True)
class _NumberingPlan:
    """A region's plan as libphonenumber knows it; see interpreting.NumberingPlan."""

    region: str | None
    calling_code: str
    writes_zero: bool
    keeps_zero: bool
    dials_00: bool
    longest_local: int
    mobile_lengths: tuple[int, ...]

    def read_international(self, digits: str, *, signed: bool, trunk: bool = False) -> Number | None:
        found = find_international(digits)
        if found is None:
            return None
        code = str(found.calling_code)
        as_written = digits == code + found.national or (trunk and digits == f"{code}0{found.national}")
        return _make(found, Way.INTERNATIONAL, signed=signed) if as_written else None

    def read_national(self, digits: str, way: Way = Way.NATIONAL) -> Number | None:
        found = find_national(digits, self.region) if self.region else None
        if found is None:
            return None
        if found.has_code:
            way = Way.INTERNATIONAL
        return _make(found, way, signed=digits.startswith("0") and way is not Way.ZERO_RESTORED)


@functools.cache
def plan_of(region: str | None) -> NumberingPlan:
    """Give what is known of a region's numbers; without a region, of international ones."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region) if region else None
    if region is None or metadata is None:
        return _NumberingPlan(
            None, "", writes_zero=False, keeps_zero=False, dials_00=True, longest_local=0, mobile_lengths=()
        )
    examples = (
        phonenumbers.example_number_for_type(region, kind)
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    )
    written = (phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) for number in examples if number)
    landlines = metadata.fixed_line.possible_length if metadata.fixed_line else ()
    writes_zero = any(text.lstrip("(").startswith("0") for text in written)
    return _NumberingPlan(
        region,
        str(metadata.country_code),
        writes_zero=writes_zero,
        keeps_zero=writes_zero and metadata.national_prefix != "0",
        dials_00=metadata.international_prefix == "00",
        longest_local=LONGEST_LOCAL if writes_zero and min(landlines, default=0) < LONGEST_LOCAL else 0,
        mobile_lengths=mobile_lengths(region),
    )


@functools.cache
def bare_cells(region: str | None) -> BareCells:
    """Give what reads bare digits in the region."""
    return BareCells(plan_of(region))


def _make(found: ValidNumber, way: Way, *, signed: bool) -> Number | None:
    sort = find_sort(found.calling_code, found.region, found.kind, len(found.national), way, signed=signed)
    return Number(E164(f"+{found.calling_code}{found.national}"), sort) if sort else None


def _parse(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region, keep_raw_input=True)
    except NumberParseException:
        return None


def _explain(notation: Notation, region: str | None) -> NoNumber:
    """Say why no number is in the digits, as far as possible in digits that the user can count."""
    international = notation.plus or notation.digits.startswith("00")
    if not international and region is None:
        return refuse_without_region(len(notation.digits))
    digits = notation.digits.removeprefix("00") if international else notation.digits
    parsed = _parse("+" + digits, None) if international else _parse(digits, region)
    if parsed is None:
        if international and _names_no_country(digits):
            return refuse_country(digits)
        code = Code.PHONE_TOO_SHORT if len(digits) < _SHORT else Code.PHONE_TOO_LONG
        return refuse_length(code, len(digits), "", "", ())
    country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    plan, national = plan_of(country), phonenumbers.national_significant_number(parsed)
    fault = _find_length_fault(parsed, plan, national)
    if fault is None or not plan.calling_code:
        return refuse_plan(country if plan.calling_code else "")
    behind = f"+{parsed.country_code}" if international else phrase("the 0") if len(national) == len(digits) - 1 else ""
    # Counted as it is written: of +7 8916… libphonenumber takes the 8, with which Russians dial, off the number.
    written = digits.removeprefix(str(parsed.country_code)) if international else national
    count = len(national) if written.startswith("0") else len(written)
    return refuse_length(fault, count, behind, country, plan.mobile_lengths)


def _find_length_fault(parsed: PhoneNumber, plan: NumberingPlan, national: str) -> Code | None:
    """Tell whether the number is too short or too long, for its country or for the mobile it begins like."""
    if code := _LENGTH_CODES.get(phonenumbers.is_possible_number_with_reason(parsed)):
        return code
    for length in plan.mobile_lengths:
        alike = (national + _FILLING)[:length]
        number = plan.read_international(f"{parsed.country_code}{alike}", signed=True)
        if number is not None and number.mobile:
            return Code.PHONE_TOO_SHORT if length > len(national) else Code.PHONE_TOO_LONG
    return None


def _names_no_country(digits: str) -> bool:
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return not digits or digits.startswith("0") or not any(int(digits[:size]) in codes for size in (1, 2, 3))
