"""What the sampled cells of a column say: how many read as mobiles, how many as phones, how many as neither.

The only place of the mapping that asks numbers.py. It knows no headers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from lox24cli.mapping.thresholds import (
    DIFFERENT_STARTS,
    FEW,
    FIRST_DIGITS,
    MAX_DIGITS,
    MIN_DIGITS,
    MOST_LETTERS,
    ONE_WAY,
    SAMPLE_ROWS,
    UNIX_TIMES,
    YEAR,
)
from lox24cli.model import Code, Column, SourceRow
from lox24cli.numbers.digits import LONGEST_CELL
from lox24cli.translating import phrase

_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")
_PRICE = re.compile(r"[-+]?\d{1,3}(?:[.,\s]\d{3})*[.,]\d{1,2}|[-+]?\d+[.,]\d{1,2}")
_FLOAT = re.compile(r"\+?\d{9,}[.,]0{1,2}")
"""A whole number of nine digits or more that a program wrote as a float: rather a phone than a price."""
_DAMAGED = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][+-]?\d+|#{3,}")
_DIGIT_OR_DAMAGE = re.compile(r"[\d#]")
_GROUPS = re.compile(r"\d[ /()-]+\d")
_BEFORE_NUMBER = re.compile(r"\A[^\d+(]*")
_SEVERAL = re.compile(r"\s*(?:[;,\n|]|:::|\boder\b|\bor\b)\s*")


class Reading(Enum):
    """What one cell reads as."""

    BLANK = auto()
    MOBILE = auto()
    PHONE = auto()
    """A phone, but no mobile, or one whose country is not known."""
    DAMAGED = auto()
    """Perhaps a phone before a spreadsheet shortened it."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Contents:
    """What the sampled cells of one column read as."""

    sampled: int
    mobiles: int
    phones: int
    """Mobiles included."""
    damaged: int
    blank: int
    is_written_as_phones: bool
    """Not like running numbers: a plus, a zero in front, groups of digits, or a wide spread."""
    distinct: int = 0
    """Different texts among the filled cells."""
    is_formatted: bool = False
    """Half of the cells or more begin as one dials, or have their digits in groups."""

    @property
    def filled(self) -> int:
        """Cells that are not blank."""
        return self.sampled - self.blank

    @property
    def is_few(self) -> bool:
        """Too few cells to tell phones from running numbers by their spread."""
        return self.filled < FEW

    @property
    def mobile_share(self) -> float:
        """Of the filled cells, 0 to 1; 0 without any."""
        return self.mobiles / self.filled if self.filled else 0.0

    @property
    def phone_share(self) -> float:
        """Of the filled cells, 0 to 1, damaged ones counted as phones; 0 without any."""
        return (self.phones + self.damaged) / self.filled if self.filled else 0.0

    @property
    def lacks_mobiles(self) -> bool:
        """There are phones in it, and not one takes an SMS."""
        return self.phones > 0 and not self.mobiles

    def describe(self) -> str:
        """`412 of 500 sampled cells read as mobiles (82 %), 50 as other phones`."""
        if not self.filled:
            return phrase("its sampled cells are blank")
        others = phrase(", {count} as other phones", count=count) if (count := self.phones - self.mobiles) else ""
        share = round(100 * self.mobile_share)
        return phrase(
            "{mobiles} of {filled} sampled cells read as mobiles ({share} %){others}",
            mobiles=self.mobiles,
            filled=self.filled,
            share=share,
            others=others,
        )


def read_contents(column: Column, sample: Sequence[SourceRow], region: str | None) -> Contents:
    """Read the column's cells in the sampled rows."""
    texts = [row.exact.get(column.index, row.cells[column.index]).strip() for row in sample[:SAMPLE_ROWS]]
    filled = [text for text in texts if text]
    different = Counter(filled)
    readings: Counter[Reading] = Counter()
    for text, count in different.items():
        readings[read_cell(text, region)] += count
    mobiles = readings[Reading.MOBILE]
    has_phones = bool(mobiles or readings[Reading.PHONE] or readings[Reading.DAMAGED])
    return Contents(
        sampled=len(texts),
        mobiles=mobiles,
        phones=mobiles + readings[Reading.PHONE],
        damaged=readings[Reading.DAMAGED],
        blank=len(texts) - len(filled),
        is_written_as_phones=has_phones and _are_written_as_phones(filled, mobiles),
        distinct=len(different),
        is_formatted=has_phones and _are_formatted(filled),
    )


def read_cell(text: str, region: str | None) -> Reading:
    """Read one trimmed cell; ids, IBANs, dates, postcodes and prices are OTHER."""
    if not text:
        return Reading.BLANK
    if len(text) > LONGEST_CELL or not _DIGIT_OR_DAMAGE.search(text):
        return Reading.OTHER
    if _DAMAGED.fullmatch(text):
        return Reading.DAMAGED
    first = next((part for part in _SEVERAL.split(text) if _count_digits(part) >= MIN_DIGITS), "")
    letters = sum(char.isalpha() for char in first)
    if not first or _count_digits(first) > MAX_DIGITS + 1 or letters > MOST_LETTERS or "@" in text:
        return Reading.OTHER
    if _DATE.fullmatch(first) or (_PRICE.fullmatch(text) and not _FLOAT.fullmatch(text)):
        return Reading.OTHER
    return _read_number(first, region)


def _read_number(text: str, region: str | None) -> Reading:
    # Start-up must not pay for phonenumbers' tables.
    from lox24cli.numbers.numbers import read_number  # noqa: PLC0415 - as said
    from lox24cli.numbers.values import NoNumber, Number, TwoReadings  # noqa: PLC0415 - as said

    match read_number(text, region):
        case Number(mobile=mobile):
            return Reading.MOBILE if mobile else Reading.PHONE
        case TwoReadings(readings=readings):
            return Reading.MOBILE if all(number.mobile for number in readings) else Reading.PHONE
        case NoNumber(code=Code.PHONE_DAMAGED):
            return Reading.DAMAGED
        case NoNumber(code=Code.PHONE_SEVERAL | Code.PHONE_COUNTRY_UNKNOWN):
            return Reading.PHONE
        case NoNumber():
            return Reading.OTHER


def is_dialled(text: str) -> bool:
    """Tell whether the text begins as one dials, behind a label (`tel:`) or not: with a plus, a zero or a bracket."""
    return _BEFORE_NUMBER.sub("", text, count=1).startswith(("+", "0", "("))


def _are_formatted(texts: Sequence[str]) -> bool:
    formatted = sum(is_dialled(text) or bool(_GROUPS.search(text)) for text in texts)
    return bool(texts) and 2 * formatted >= len(texts)


def _count_digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _are_written_as_phones(texts: Sequence[str], mobiles: int) -> bool:
    digits = ["".join(char for char in text if char.isdecimal()) for text in texts]
    dialled = sum(map(is_dialled, texts))
    if 2 * dialled >= len(texts):
        # Running numbers may be filled up with zeros: 0150000001, 0150000002 …
        return len(texts) < FEW or _spread_widely(digits) or any(text.startswith("+") for text in texts)
    if 2 * mobiles < len(texts) or len(texts) < FEW:
        return False
    values = [int(text[: MAX_DIGITS + 1]) for text in digits if text]
    begin_alike = len({text[:YEAR] for text in digits}) == 1
    is_numbered = begin_alike or _run_up_or_down(values) or _are_unix_times(values)
    return _spread_widely(digits) and not is_numbered


def _run_up_or_down(values: Sequence[int]) -> bool:
    rising = sum(1 for left, right in pairwise(values) if left < right)
    steps = len(values) - 1
    return rising >= ONE_WAY * steps or rising <= (1 - ONE_WAY) * steps


def _are_unix_times(values: Sequence[int]) -> bool:
    return all(value in UNIX_TIMES for value in values)


def _spread_widely(digits: Sequence[str]) -> bool:
    """Tell phones of several networks from running numbers, which share their first digits."""
    return len({text[:FIRST_DIGITS] for text in digits}) >= DIFFERENT_STARTS
