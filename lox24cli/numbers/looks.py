"""Digits that are a number at one look: what compiled_plans.py finds in several steps, where one of them is enough.

Taken are only digits from which no prefix can be taken off, or nothing but the 0 before a national number; all others
are left. What is taken is what compiled_plans.py says, and has no other reading. This module must not know the signs
between the digits.
"""

import functools
import re

from lox24cli.model import E164
from lox24cli.numbers.compiled_plans import CodePlan, Match, Rules, find_plan, plan_of_code, rules_of_region
from lox24cli.numbers.sorts import find_sort
from lox24cli.numbers.values import Sort, Way

_TAKES_ZERO = re.compile(r"(?:[1-9][0-9?]*\|)*0(?:\|[1-9][0-9?]*)*")
"""A national prefix that takes a 0 and no more off what begins with 0."""
Plain = tuple[E164, Sort]
"""A number that needs no column to bear it out: less than a Number, and made in a fifth of the time."""
Bare = tuple[Sort | None, Sort | None]
"""What bare digits are with a country's code, and what they are in the region."""


def look_abroad(digits: str) -> Plain | None:
    """Give the number that is a calling code and a national number behind it."""
    looks = _looks_behind(digits[:3], signed=True)
    if looks is None or looks.has_prefix(digits, looks.start):
        return None
    return looks.read(digits, looks.start)


def look_behind_zero(digits: str, place: int) -> Plain | None:
    """Give the number that is a calling code, a 0 that is dialled only inside the country, and a national number.

    The 0 stands at the place. With the 0 the digits are the same number or none, so that there is one way to read them.
    """
    looks = _looks_behind(digits[:3], signed=True)
    if looks is None or looks.start != place or not looks.is_zero_alone(digits, place):
        return None
    return None if looks.has_prefix(digits, place + 1) else looks.read(digits, place + 1)


def look_at_home(digits: str, region: str) -> Plain | None:
    """Give the number that is dialled so in the region, the first digit being a 0."""
    looks = _looks_in(region, signed=True)
    if looks.dials_abroad(digits):
        return None
    if looks.takes_zero:
        return looks.read(digits, 1) if looks.is_zero_alone(digits, 0) else None
    # A number that keeps its 0 may still be one with a 0 before its country's code.
    if looks.has_prefix(digits, 0) or digits.startswith(looks.code, 1):
        return None
    return looks.read(digits, 0)


def look_bare(digits: str, region: str) -> Bare | None:
    """Give what digits without + and 0 are behind a calling code, and in the region; None where more must be asked.

    They do not begin with the region's own calling code.
    """
    abroad = _looks_behind(digits[:3], signed=False)
    home = _looks_in(region, signed=False)
    if (abroad and abroad.has_prefix(digits, abroad.start)) or home.dials_abroad(digits) or home.has_prefix(digits, 0):
        return None
    sort = abroad.find(digits, abroad.start) if abroad else None
    if abroad and sort and abroad.is_doubled(digits, abroad.start, sort):
        return None
    return sort, home.find(digits, 0)


class _Looks:
    """The numbers of one calling code that are written in one way, by the rules of one of its regions."""

    def __init__(self, plan: CodePlan, rules: Rules, way: Way, *, signed: bool) -> None:
        self.code, self.start = plan.code, len(plan.code)
        self.has_prefix = rules.prefix.match
        self.dials_abroad = rules.dialled_abroad.match
        self.takes_zero = _TAKES_ZERO.fullmatch(rules.prefix.pattern) is not None
        self._plan, self._rules, self._way, self._signed = plan, rules, way, signed
        self._by_length: dict[int, tuple[Match, tuple[Sort | None, ...]]] = {}

    def read(self, digits: str, start: int) -> Plain | None:
        """Give the number whose national digits begin there; None where that is none, or no SMS may go to it."""
        sort = self.find(digits, start)
        if sort is None or self.is_doubled(digits, start, sort):
            return None
        return E164(f"+{self.code}{digits[start:]}"), sort

    def find(self, digits: str, start: int) -> Sort | None:
        """Give the sort of that number."""
        length = len(digits) - start
        try:
            match, sorts = self._by_length[length]
        except KeyError:
            match, sorts = self._by_length[length] = self._sort(length)
        found = match(digits, start)
        return sorts[(found.lastindex or 0) - 1] if found else None

    def is_doubled(self, digits: str, start: int, sort: Sort) -> bool:
        """Tell whether a landline begins with its calling code once more: it may be a mobile with two of them."""
        return not sort.mobile and digits.startswith(self.code, start)

    def is_zero_alone(self, digits: str, place: int) -> bool:
        """Tell whether the digits with the 0 there are the number that they are without it, or none."""
        rest = len(digits) - place - 1
        if self.takes_zero:
            return self._rules.may_stand_alone(rest) and not self._rules.general.fullmatch(digits, place)
        return not self.has_prefix(digits, place) and not self._plan.of_length(rest + 1)[0](digits, place)

    def _sort(self, length: int) -> tuple[Match, tuple[Sort | None, ...]]:
        match, meanings = self._plan.of_length(length)
        code, way, signed = self._plan.calling_code, self._way, self._signed
        return match, tuple(find_sort(code, region, kind, length, way, signed=signed) for region, kind in meanings)


@functools.cache
def _looks_behind(beginning: str, *, signed: bool) -> _Looks | None:
    plan = find_plan(beginning)
    return _looks_of(plan.calling_code, signed=signed) if plan else None


@functools.cache
def _looks_of(calling_code: int, *, signed: bool) -> _Looks:
    plan = plan_of_code(calling_code)
    return _Looks(plan, plan.rules, Way.INTERNATIONAL, signed=signed)


@functools.cache
def _looks_in(region: str, *, signed: bool) -> _Looks:
    rules = rules_of_region(region)
    return _Looks(plan_of_code(rules.calling_code), rules, Way.NATIONAL, signed=signed)
