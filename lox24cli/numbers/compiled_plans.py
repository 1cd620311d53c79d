"""What a run of digits is by libphonenumber's rules, twenty times as fast as asking it: E.164, region and type.

The rules are phonenumbers' own metadata, whatever release is installed, put together differently: one regular
expression for each calling code and length says region and type at once, and none of the work is done that only
punctuation, letters or extensions need. The order of the questions is that of `phonenumbers.parse`,
`region_code_for_number` and `number_type`; tests/numbers/differential.py holds every answer against theirs.
This module must not know cells, or which of several readings is right.
"""

import functools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberDesc, PhoneNumberType

_SPECIAL_KINDS = (
    (PhoneNumberType.PREMIUM_RATE, "premium_rate"),
    (PhoneNumberType.TOLL_FREE, "toll_free"),
    (PhoneNumberType.SHARED_COST, "shared_cost"),
    (PhoneNumberType.VOIP, "voip"),
    (PhoneNumberType.PERSONAL_NUMBER, "personal_number"),
    (PhoneNumberType.PAGER, "pager"),
    (PhoneNumberType.UAN, "uan"),
    (PhoneNumberType.VOICEMAIL, "voicemail"),
)
"""In the order in which `number_type` asks for them, before fixed lines and mobiles."""
_SHORTEST, _LONGEST = 2, 17
"""Digits behind a calling code that `parse` takes for a number."""
_NEVER = re.compile(r"(?!)")
Match = Callable[..., re.Match[str] | None]
"""What `re.Pattern.match` is: it takes a text and where to begin."""


class ValidNumber(NamedTuple):
    """What libphonenumber says of digits that are a valid number."""

    calling_code: int
    national: str
    """The national significant number, leading zeros of its own included."""
    region: str
    """As `region_code_for_number` gives it: `001` for numbers of no region."""
    kind: int
    """A PhoneNumberType."""
    has_code: bool
    """The calling code is among the digits."""


def find_international(digits: str) -> ValidNumber | None:
    """Give the valid number that `+` and these ASCII digits are; None where they are none."""
    if len(digits) <= _SHORTEST:
        return None
    plan = find_plan(digits[:3])
    return plan.find(digits[len(plan.code) :], plan.rules, has_code=True) if plan else None


def find_national(digits: str, region: str) -> ValidNumber | None:
    """Give the valid number that is dialled so in a supported region, also with its country code; None for none.

    Args:
        digits: ASCII digits.
        region: One of `phonenumbers.SUPPORTED_REGIONS`.

    """
    if len(digits) < _SHORTEST:
        return None
    rules = rules_of_region(region)
    abroad = rules.dialled_abroad.match(digits)
    if abroad and not digits.startswith("0", abroad.end()):
        return find_international(digits[abroad.end() :])
    plan = plan_of_code(rules.calling_code)
    if digits.startswith(plan.code):
        rest = rules.strip_prefix(digits[len(plan.code) :])
        if rules.is_too_long(digits) or (not rules.is_general(digits) and rules.is_general(rest)):
            return plan.find(rest, plan.rules, has_code=True)
    return plan.find(digits, rules, has_code=False)


class Rules:
    """How a region's numbers are dialled."""

    def __init__(self, metadata: PhoneMetadata) -> None:
        general = metadata.general_desc or PhoneNumberDesc()
        self.calling_code = metadata.country_code or 0
        self.dialled_abroad = re.compile(metadata.international_prefix or _NEVER)
        self.general = re.compile(general.national_number_pattern or _NEVER)
        self.is_general = self.general.fullmatch
        self.prefix = re.compile(metadata.national_prefix_for_parsing or _NEVER)
        self._replacement = metadata.national_prefix_transform_rule or ""
        self._lengths = frozenset(general.possible_length)
        self._longest = max(general.possible_length, default=0)

    def is_too_long(self, digits: str) -> bool:
        """Tell whether the region has no number of so many digits and more."""
        return len(digits) > self._longest

    def take_off_prefix(self, digits: str) -> str:
        """Give the digits without the prefix that is dialled inside the country, where what is left can be a number."""
        if not self.prefix.match(digits):
            return digits
        rest = self.strip_prefix(digits)
        return rest if self.may_stand_alone(len(rest)) else digits

    def may_stand_alone(self, length: int) -> bool:
        """Tell whether the prefix may be taken off so many digits."""
        return length in self._lengths or length > self._longest

    def strip_prefix(self, digits: str) -> str:
        """Give the digits without that prefix, unless only with it they look like a number of the region."""
        prefix = self.prefix.match(digits)
        if not prefix:
            return digits
        if self._replacement and prefix[self.prefix.groups] is not None:
            rest = self.prefix.sub(self._replacement, digits, count=1)
        else:
            rest = digits[prefix.end() :]
        return digits if self.is_general(digits) and not self.is_general(rest) else rest


class CodePlan:
    """The numbers of one calling code, in all its regions."""

    def __init__(self, calling_code: int) -> None:
        self.calling_code = calling_code
        self.code = str(calling_code)
        self._regions = [
            (region, metadata)
            for region in COUNTRY_CODE_TO_REGION_CODE[calling_code]
            if (metadata := PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region))
        ]
        self.rules = Rules(self._regions[0][1])
        self._by_length: dict[int, tuple[Match, list[tuple[str, int]]]] = {}

    def find(self, digits: str, rules: Rules, *, has_code: bool) -> ValidNumber | None:
        """Give the valid number that is dialled so by the rules of one of its regions."""
        national = rules.take_off_prefix(digits)
        match, meanings = self.of_length(len(national))
        found = match(national)
        if found is None:
            return None
        region, kind = meanings[(found.lastindex or 0) - 1]
        return ValidNumber(self.calling_code, national, region, kind, has_code)

    def of_length(self, length: int) -> tuple[Match, list[tuple[str, int]]]:
        """Give what matches all valid numbers of a length, and the region and kind that each of its groups means.

        A group is empty and stands at the end of its alternative: the last one that matched names region and kind.
        """
        found = self._by_length.get(length)
        if found is None:
            pattern, meanings = self._write_pattern(length)
            found = self._by_length[length] = re.compile(pattern).match, meanings
        return found

    def _write_pattern(self, length: int) -> tuple[str, list[tuple[str, int]]]:
        meanings: list[tuple[str, int]] = []
        if not _SHORTEST <= length <= _LONGEST:
            return _NEVER.pattern, meanings
        alternatives, not_before = [], ""
        for region, metadata in self._regions:
            kinds = list(_list_kinds(metadata, length))
            leading = f"(?={metadata.leading_digits})" if metadata.leading_digits else ""
            if kinds:
                any_kind = "|".join(rf"{pattern}\Z()" for pattern, _ in kinds)
                general = _pattern_of(metadata.general_desc, length)
                alternatives.append(rf"{not_before}{leading}(?={general}\Z)(?:{any_kind})")
                meanings.extend((region, kind) for _, kind in kinds)
            # The leading digits alone decide for a region: no later one is asked, even if this has no such number.
            if metadata.leading_digits:
                not_before += f"(?!{metadata.leading_digits})"
        return "|".join(alternatives) or _NEVER.pattern, meanings


def _list_kinds(metadata: PhoneMetadata, length: int) -> Iterator[tuple[str, int]]:
    """Yield what matches each kind of a region's numbers of a length, in the order in which they are tried."""
    if _pattern_of(metadata.general_desc, length) is None:
        return
    for kind, name in _SPECIAL_KINDS:
        if pattern := _pattern_of(getattr(metadata, name), length):
            yield pattern, kind
    fixed, mobile = (_pattern_of(desc, length) for desc in (metadata.fixed_line, metadata.mobile))
    if metadata.same_mobile_and_fixed_line_pattern:
        fixed, mobile, both = None, None, fixed
    else:
        both = rf"(?={fixed}\Z){mobile}" if fixed and mobile else None
    if both:
        yield both, PhoneNumberType.FIXED_LINE_OR_MOBILE
    if fixed:
        yield fixed, PhoneNumberType.FIXED_LINE
    if mobile:
        yield mobile, PhoneNumberType.MOBILE


def _pattern_of(desc: PhoneNumberDesc | None, length: int) -> str | None:
    """Give the pattern of a kind; None where it has no number of the length."""
    if desc is None or not desc.national_number_pattern:
        return None
    if desc.possible_length and length not in desc.possible_length:
        return None
    return f"(?:{desc.national_number_pattern})"


@functools.cache
def rules_of_region(region: str) -> Rules:
    """Give how a supported region's numbers are dialled."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        raise ValueError(f"{region!r} is no supported region")
    return Rules(metadata)


@functools.cache
def plan_of_code(calling_code: int) -> CodePlan:
    """Give the numbers of a calling code that exists."""
    return CodePlan(calling_code)


@functools.cache
def find_plan(start: str) -> CodePlan | None:
    """Give the plan of the calling code that these three digits begin with."""
    if start.startswith("0"):
        return None
    codes = (int(start[:size]) for size in (1, 2, 3))
    return next((plan_of_code(code) for code in codes if code in COUNTRY_CODE_TO_REGION_CODE), None)
