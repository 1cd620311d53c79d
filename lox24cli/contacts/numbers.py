"""What a phone cell means in a region: the only importer of phonenumbers, which says what is valid.

Valid is not right: bare digits are read in every way they may have been written before a spreadsheet took their
+ or 0, and a number comes out only if one reading is left. This module must not know rows, or the column.
"""

import functools

import phonenumbers
from phonenumbers import (
    CountryCodeSource,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from lox24cli.contacts.model import E164, Code
from lox24cli.contacts.notation import SEVERAL, read_notation
from lox24cli.contacts.readings import NoNumber, Notation, Number, Reading, TwoReadings, Way, choose
from lox24cli.contacts.refusals import (
    refuse_country,
    refuse_doubtful,
    refuse_length,
    refuse_plan,
    refuse_without_region,
)
from lox24cli.errors import SettingsError

__all__ = [
    "NoNumber",
    "Number",
    "Reading",
    "TwoReadings",
    "check_region",
    "interpret",
    "is_mobile_like",
    "is_phone_like",
    "read_number",
    "regions",
]

# Without it, lists of many countries take nine times as long (the pattern cache of `re` holds 512).
phonenumbers.enable_pattern_cache()

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_SHORT, _NEVER = 7, 99
_LONGEST = len("+") + 15
"""E.164 6.2.1; the patterns of some countries (Germany's landlines) allow for more."""
_LENGTH_CODES = {
    ValidationResult.TOO_SHORT: Code.PHONE_TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: Code.PHONE_TOO_SHORT,
    ValidationResult.TOO_LONG: Code.PHONE_TOO_LONG,
}


def regions() -> frozenset[str]:
    """Give the regions whose numbers are known, ISO 3166 alpha-2 in capitals."""
    return frozenset(phonenumbers.SUPPORTED_REGIONS)


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
    meant = f"did you mean {likely}? " if likely in phonenumbers.SUPPORTED_REGIONS else ""
    raise SettingsError(
        f"{region!r} is no region whose phone numbers are known",
        f"{meant}give the two letters of a country, such as DE, AT or CH",
    )


def read_number(text: str, region: str | None) -> Reading:
    """Give what one cell says alone, without its column.

    `read_number("0176 12345678", "DE")` is the Number +4917612345678.

    Args:
        text: The cell as it stands in the file.
        region: As `check_region` gives it; None reads only numbers with their country code.

    """
    notation = read_notation(text)
    return notation if isinstance(notation, NoNumber) else interpret(notation, region)


def interpret(notation: Notation, region: str | None) -> Reading:
    """Give what digits mean that are written so."""
    if any(_is_valid(first, region, notation) and _is_valid(second, region) for first, second in notation.halves):
        return SEVERAL
    readings = list({number.phone: number for number in _list_readings(notation, region)}.values())
    if notation.loose_end and any(number.mobile for number in readings):
        return NoNumber(Code.PHONE_SEVERAL, "ends in a second ending or an extension; keep one whole number")
    if region is not None and _lacks_digits(notation, readings, region):
        return refuse_doubtful(_calling_code(region))
    if not readings:
        return _explain(notation, region)
    if region is None:
        return choose(tuple(readings), "", is_zero_written=False)
    return choose(tuple(readings), _calling_code(region), is_zero_written=_writes_zero(region))


def is_phone_like(text: str, region: str | None) -> bool:
    """Tell whether a cell reads as one or more phones, of a country known or not."""
    notation = read_notation(text)
    if isinstance(notation, NoNumber):
        return notation.code is Code.PHONE_SEVERAL
    reading = interpret(notation, region)
    if not isinstance(reading, NoNumber):
        return True
    dialled = region is None and notation.digits.startswith("0")
    return reading.code is Code.PHONE_SEVERAL or (dialled and reading.code is Code.PHONE_COUNTRY_UNKNOWN)


def is_mobile_like(text: str, region: str | None) -> bool:
    """Tell whether a cell reads as a mobile, in at least one way where there are two."""
    match read_number(text, region):
        case Number(mobile=mobile):
            return mobile
        case TwoReadings(readings):
            return any(number.mobile for number in readings)
        case NoNumber():
            return False


def _list_readings(notation: Notation, region: str | None) -> list[Number]:
    """List the valid numbers that the digits can stand for; the same number may come twice."""
    digits = notation.digits
    if notation.plus or digits.startswith("00"):
        return _list_international(notation, region)
    if region is None:
        return []
    if notation.without_zero is not None and not digits.startswith("0"):  # 49 (0)176 …
        return _keep(_read_international(notation.without_zero, signed=True))
    own = _calling_code(region)
    national = _read_national(digits, region)
    if digits.startswith("0"):
        # 0 and a calling code: somebody put a 0 before a number that had lost its +.
        doubled = _read_international(digits[1:], signed=False) if digits.startswith(own, 1) else None
        mended = doubled is not None and doubled.mobile and national is not None and not national.mobile
        return _keep(national, doubled if mended else None)
    restored = _read_national("0" + digits, region, Way.ZERO_RESTORED) if _keeps_zero(region) else None
    international = _read_international(digits, signed=False, trunk=digits.startswith(own))
    return _keep(international, national, restored)


def _lacks_digits(notation: Notation, readings: list[Number], region: str) -> bool:
    """Tell whether the only reading is a landline that is rather a mobile of the region, its + and a digit lost."""
    own = _calling_code(region)
    if len(readings) != 1 or not notation.digits.startswith(own):
        return False
    only = readings[0]
    if only.mobile or only.signed or only.way is Way.INTERNATIONAL:
        return False
    return len(notation.digits) - len(own) >= min(_mobile_lengths(region), default=_NEVER) - 1


def _list_international(notation: Notation, region: str | None) -> list[Number]:
    """List the readings of a + or an international prefix; a region's own prefix may differ from 00."""
    readings = [
        _read_international(digits.removeprefix("00"), signed=True, trunk=True)
        for digits in (notation.digits, notation.without_zero)
        if digits
    ]
    if not notation.plus and region is not None and _dials_otherwise(region):
        readings.append(_read_national(notation.digits, region))
    return _keep(*readings)


def _read_international(digits: str, *, signed: bool, trunk: bool = False) -> Number | None:
    """Read a calling code and what follows, less a trunk 0 (`+49 0176`) where `trunk` allows for one."""
    parsed = _parse("+" + digits, None)
    number = _make(parsed, Way.INTERNATIONAL, signed=signed)
    if parsed is None or number is None:
        return None
    national = phonenumbers.national_significant_number(parsed)
    code = str(parsed.country_code)
    as_written = digits == code + national or (trunk and digits == code + "0" + national)
    return number if as_written else None


def _read_national(digits: str, region: str, way: Way = Way.NATIONAL) -> Number | None:
    """Read digits as they are dialled in the region, which may also be with a country code."""
    parsed = _parse(digits, region)
    if parsed is None:
        return None
    if parsed.country_code_source != CountryCodeSource.FROM_DEFAULT_COUNTRY:
        way = Way.INTERNATIONAL
    return _make(parsed, way, signed=digits.startswith("0") and way is not Way.ZERO_RESTORED)


def _make(parsed: PhoneNumber | None, way: Way, *, signed: bool) -> Number | None:
    # number_type says UNKNOWN exactly where is_valid_number says no, and is needed anyhow.
    if parsed is None or (kind := phonenumbers.number_type(parsed)) == PhoneNumberType.UNKNOWN:
        return None
    phone = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if len(phone) > _LONGEST:
        return None
    country = phonenumbers.region_code_for_number(parsed) or ""
    return Number(
        phone=E164(phone),
        country="" if country == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else country,
        calling_code=parsed.country_code or 0,
        mobile=kind in _MOBILE,
        mobile_only=kind == PhoneNumberType.MOBILE,
        way=way,
        signed=signed,
    )


def _parse(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region, keep_raw_input=True)
    except NumberParseException:
        return None


def _is_valid(digits: str, region: str | None, notation: Notation | None = None) -> bool:
    plus = notation is not None and notation.plus
    return bool(_list_readings(Notation(plus=plus, digits=digits, plain=True), region))


def _keep(*numbers: Number | None) -> list[Number]:
    return [number for number in numbers if number is not None]


@functools.cache
def _calling_code(region: str) -> str:
    return str(phonenumbers.country_code_for_region(region))


@functools.cache
def _writes_zero(region: str) -> bool:
    """Tell whether numbers of the region, mobile or fixed, are written with a leading 0."""
    examples = (
        phonenumbers.example_number_for_type(region, kind)
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    )
    written = (phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) for number in examples if number)
    return any(text.lstrip("(").startswith("0") for text in written)


@functools.cache
def _keeps_zero(region: str) -> bool:
    """Tell whether a leading 0 is part of the number (Italy) or of a longer prefix (Hungary's 06)."""
    return _writes_zero(region) and phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) != "0"


@functools.cache
def _mobile_lengths(region: str) -> tuple[int, ...]:
    """Give the digits that mobiles of the region have, without calling code and trunk 0."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    return metadata.mobile.possible_length if metadata and metadata.mobile else ()


@functools.cache
def _dials_otherwise(region: str) -> bool:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    return metadata is None or metadata.international_prefix != "00"


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
    code = _LENGTH_CODES.get(phonenumbers.is_possible_number_with_reason(parsed), Code.PHONE_INVALID)
    country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    if metadata is None or code is Code.PHONE_INVALID:
        return refuse_plan(country if metadata else "")
    count = len(phonenumbers.national_significant_number(parsed))
    behind = f"+{parsed.country_code}" if international else "the 0" if count == len(digits) - 1 else ""
    lengths = _mobile_lengths(country)
    return refuse_length(code, count, behind, country, lengths)


def _names_no_country(digits: str) -> bool:
    return digits.startswith("0") or not any(
        int(digits[:size]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for size in (1, 2, 3)
    )
