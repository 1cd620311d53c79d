"""What a phone cell can mean: a number, two numbers, or none and why.

Values only. This module must not know how a cell is taken apart (digits.py), what makes a number valid
(numbers.py) or what the rest of the column says (column_vote.py).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lox24cli.model import E164, Code


class Way(StrEnum):
    """How the digits of a cell are to be read."""

    INTERNATIONAL = "international"
    """They begin with a country's calling code."""
    NATIONAL = "national"
    """They are dialled so inside the region."""
    ZERO_RESTORED = "zero-restored"
    """The region's numbers keep their leading 0 (Italy), and the cell has lost it."""


class Loss(StrEnum):
    """What a cell must have lost to be read so; no sign in it shows that it has."""

    AREA = "area"
    """Its area code, not its 0: it is so short."""
    ZERO = "zero"
    """The 0 that the region's landlines are dialled with."""
    PLUS = "plus"
    """The + before another country's code."""
    CODE = "code"
    """The country code between its + and its 0; or the + is a slip."""


@dataclass(frozen=True, slots=True, eq=False)
class Sort:
    """What all numbers of a kind of a region have in common that are read in the same way: one object for all."""

    country: str
    """ISO 3166 alpha-2; empty for numbers of no region."""
    calling_code: int
    mobile: bool
    """Of a kind that can take an SMS (mobile, or a plan that does not tell mobile from fixed)."""
    mobile_only: bool
    """Of a kind that is nothing but mobile."""
    kind: str
    """What else than a mobile it is, in words; empty for a mobile."""
    way: Way
    signed: bool
    """The cell itself shows the way: a +, a 00, a leading 0."""


class Number(NamedTuple):
    """A valid number, and how it was read."""

    phone: E164
    sort: Sort
    loss: Loss | None = None
    """What the reading supposes that the cell has lost: its column must bear that out."""
    witnesses: tuple[str, ...] = ()
    """What in the cell alone speaks for such a reading, in words."""
    note: str = ""
    """What was taken for a slip of the hand, in words; empty for a cell that is written as it ought to be."""
    rivals: tuple["Number", ...] = ()
    """Other valid readings that lost only because they are no mobiles: the column may object."""

    @property
    def country(self) -> str:
        """As its Sort says."""
        return self.sort.country

    @property
    def calling_code(self) -> int:
        """As its Sort says."""
        return self.sort.calling_code

    @property
    def mobile(self) -> bool:
        """As its Sort says."""
        return self.sort.mobile

    @property
    def mobile_only(self) -> bool:
        """As its Sort says."""
        return self.sort.mobile_only

    @property
    def way(self) -> Way:
        """As its Sort says."""
        return self.sort.way

    @property
    def signed(self) -> bool:
        """As its Sort says."""
        return self.sort.signed


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """Several valid numbers, none of them the only mobile; the column decides."""

    readings: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class NoNumber:
    """No number that may be used."""

    code: Code
    reason: str
    """What follows the quoted cell in a message: `is scientific notation: …`."""
    is_other_thing: bool = False
    """The cell has all its digits, and is rather a date or a quantity than a phone."""


Reading = Number | TwoReadings | NoNumber


class Notation(NamedTuple):
    """A cell with everything taken off that is no part of its number; no telling yet whether it is one."""

    plus: bool
    digits: str
    """All of them in order, a leading 0 or 00 included."""
    plain: bool
    """Nothing but digits (and a plus), or a spreadsheet's regular groups of thousands."""
    lead: int | None = None
    """How many digits people wrote as the first group, none if it is in brackets; None where nobody grouped them."""
    without_zero: str | None = None
    """The digits less an optional `(0)`, where the cell has one behind its country code."""
    slip: str = ""
    """What was left out of the cell as a slip of the hand, in words: the digits must be a mobile then."""
    decimal: bool = False
    """A point stands where a decimal number may have it: `347.1234567`."""
    placeholder: bool = False
    """Two letters stand where Brazilians choose a carrier: `(0xx11) …`."""
    loose_end: int = 0
    """How many digits stand apart at the end (`1234567-8`, `1234567 (2)`): an extension, another number's ending."""
    behind_loose: str = ""
    """The digits from their 0 on, where one or two stand apart before them (`2 0176 …`, `(1) 0176 …`)."""
    halves: tuple[tuple[str, str], ...] = ()
    """Where a later group begins with 0 and is long enough for a second number: the digits before and from it."""
