"""What must become of a cell, as the one who made it knows."""

from dataclasses import dataclass
from enum import StrEnum


class Must(StrEnum):
    """What the import owes a row."""

    RIGHT = "right"
    """The number can be known: it must be uploaded."""
    HELD = "held"
    """The number is not in the file any more, or there never was one."""
    EITHER = "either"
    """People would differ: held back, or right; never another number."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One row's truth."""

    must: Must
    phone: str
    """The person's real number in E.164, even where it is lost; empty for nobody's."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A phone cell as it stands in the file."""

    text: str
    truth: Truth
    way: str
    """How it was written or damaged, for the table of the judge."""


def right(text: str, phone: str, way: str) -> Cell:
    """Give a cell whose number can be known."""
    return Cell(text, Truth(Must.RIGHT, phone), way)


def held(text: str, phone: str, way: str) -> Cell:
    """Give a cell whose number is gone."""
    return Cell(text, Truth(Must.HELD, phone), way)


def either(text: str, phone: str, way: str) -> Cell:
    """Give a cell of which a careful importer may go either way."""
    return Cell(text, Truth(Must.EITHER, phone), way)
