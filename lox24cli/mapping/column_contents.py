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
    MIN_DIGITS,
    ONE_WAY,
    SAMPLE_ROWS,
    UNIX_TIMES,
    YEAR,
)
from lox24cli.model import Code, Column, SourceRow
from lox24cli.numbers.digits import LONGEST_CELL
from lox24cli.translating import phrase

_DIGIT_OR_DAMAGE = re.compile(r"[\d#]")
_GROUPS = re.compile(r"\d[ /()-]+\d")
_BEFORE_NUMBER = re.compile(r"\A[^\d+(]*")
_SEVERAL = re.compile(r"\s*(?:[;,\n|]|:::|\boder\b|\bor\b)\s*")


class CellKind(Enum):
    """What one cell is, for telling what its column is."""

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
    kinds: Counter[CellKind] = Counter()
    for text, count in different.items():
        kinds[judge_cell(text, region)] += count
    mobiles = kinds[CellKind.MOBILE]
    has_phones = bool(mobiles or kinds[CellKind.PHONE] or kinds[CellKind.DAMAGED])
    return Contents(
        sampled=len(texts),
        mobiles=mobiles,
        phones=mobiles + kinds[CellKind.PHONE],
        damaged=kinds[CellKind.DAMAGED],
        blank=len(texts) - len(filled),
        is_written_as_phones=has_phones and _are_written_as_phones(filled, mobiles),
        distinct=len(different),
        is_formatted=has_phones and _are_formatted(filled),
    )


def judge_cell(text: str, region: str | None) -> CellKind:
    """Judge one trimmed cell by what `numbers.read_number` makes of it; ids, dates, postcodes and prices are OTHER."""
    if not text:
        return CellKind.BLANK
    if len(text) > LONGEST_CELL or not _DIGIT_OR_DAMAGE.search(text):
        return CellKind.OTHER
    kind = _judge(text, region)
    is_short = kind is not CellKind.DAMAGED and _count_digits(text) < MIN_DIGITS
    return CellKind.OTHER if is_short else kind


def _judge(text: str, region: str | None) -> CellKind:
    # Start-up must not pay for phonenumbers' tables.
    from lox24cli.numbers.numbers import read_number  # noqa: PLC0415 - as said
    from lox24cli.numbers.values import NoNumber, Number, TwoReadings  # noqa: PLC0415 - as said

    match read_number(text, region):
        case Number(mobile=mobile):
            return CellKind.MOBILE if mobile else CellKind.PHONE
        case TwoReadings(readings=readings):
            return CellKind.MOBILE if all(number.mobile for number in readings) else CellKind.PHONE
        case NoNumber(code=Code.PHONE_DAMAGED, is_other_thing=is_other_thing):
            return CellKind.OTHER if is_other_thing else CellKind.DAMAGED
        case NoNumber(code=Code.PHONE_SEVERAL):
            first, *others = _SEVERAL.split(text, maxsplit=1)
            return _judge(first, region) if others else CellKind.PHONE
        case NoNumber(code=Code.PHONE_COUNTRY_UNKNOWN):
            return CellKind.PHONE
        case NoNumber():
            return CellKind.OTHER


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
    values = [int(text[:LONGEST_CELL]) for text in digits if text]
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
