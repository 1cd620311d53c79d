"""Which valid numbers may be used for an SMS at all, and what is to be known of each sort of them."""

import functools

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType

from lox24cli.numbers.values import Sort, Way
from lox24cli.translating import phrase

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_KINDS = {
    PhoneNumberType.FIXED_LINE: phrase("fixed line"),
    PhoneNumberType.TOLL_FREE: phrase("toll-free number"),
    PhoneNumberType.PREMIUM_RATE: phrase("premium-rate number"),
    PhoneNumberType.SHARED_COST: phrase("shared-cost number"),
    PhoneNumberType.VOIP: phrase("internet phone"),
    PhoneNumberType.PERSONAL_NUMBER: phrase("personal number"),
    PhoneNumberType.PAGER: phrase("pager"),
    PhoneNumberType.UAN: phrase("company's number for the whole country"),
}
_MOST_DIGITS = 15
"""E.164 6.2.1; the patterns of some countries (Germany's landlines) allow for more."""
_SHORTEST_MOBILES = {"AT": 9, "AX": 8, "FI": 8, "ZA": 9}
"""Where libphonenumber takes still shorter ones, though nobody has them: cut off, a number would be another's.

Austria: 6xx and six digits or more (RTR, KEM-V); Finland: 4x or 50 and six or more (Traficom); South Africa: nine.
"""


@functools.cache
def find_sort(calling_code: int, region: str, kind: int, length: int, way: Way, *, signed: bool) -> Sort | None:
    """Give the sort of valid numbers; None where no SMS may go to them.

    Args:
        calling_code: Of a country, or of none.
        region: As `region_code_for_number` gives it.
        kind: A PhoneNumberType.
        length: Of the national significant number, in digits.
        way: How it was read.
        signed: Whether the cell shows that way.

    """
    # A voicemail box is a mobile with digits too many (Italy): nobody's phone, and what a slip of the hand makes.
    if len(str(calling_code)) + length > _MOST_DIGITS or kind == PhoneNumberType.VOICEMAIL:
        return None
    if kind == PhoneNumberType.MOBILE and length < _SHORTEST_MOBILES.get(region, 0):
        return None
    return _make_sort(calling_code, region, kind, way, signed)


@functools.cache
def mobile_lengths(region: str) -> tuple[int, ...]:
    """Give the digits that mobiles of the region have, without calling code and trunk 0."""
    metadata = PhoneMetadata.metadata_for_region(region)
    lengths: tuple[int, ...] = metadata.mobile.possible_length if metadata and metadata.mobile else ()
    return tuple(length for length in lengths if length >= _SHORTEST_MOBILES.get(region, 0))


@functools.cache
def _make_sort(calling_code: int, region: str, kind: int, way: Way, signed: bool) -> Sort:  # noqa: FBT001  cached
    country = "" if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region
    mobile_only = kind == PhoneNumberType.MOBILE
    return Sort(country, calling_code, kind in _MOBILE, mobile_only, _KINDS.get(kind, ""), way, signed)
