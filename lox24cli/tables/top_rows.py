"""The first rows of a table, and what speaks for each of them being the headers.

Knows no meaning of a header beyond what it is told (`Understand`), and of a phone how its digits look.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lox24cli.tables.header_words import Understand

_DIGITS_OF_PHONE = 7
_PHONE = re.compile(r"['’]?(?:tel:)?\s*[+＋]?[\d\s()/.–-]*", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d[/–-](?:19|20)\d\d"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST_PHONE = 60
_LOOKED_AT = 60
"""Rows below a header that tell whether its cells fit."""
_SHORT = 6


def reads_like_phone(cell: str) -> bool:
    """Whether the cell is digits, seven or more, with nothing but the signs of phone numbers between them; no date."""
    text = cell.strip()
    return (
        _DIGITS_OF_PHONE <= len(text) <= _LONGEST_PHONE
        and sum(map(str.isdigit, text)) >= _DIGITS_OF_PHONE
        and _PHONE.fullmatch(text) is not None
        and _DATE.fullmatch(text) is None
    )


class TopRows:
    """The first rows with content, in order: their spreadsheet numbers and cells."""

    def __init__(self, filled: Sequence[tuple[int, Sequence[str]]], understand: Understand) -> None:
        self.numbers = [number for number, _ in filled]
        self.cells = [cells for _, cells in filled]
        self._understand = lru_cache(maxsize=4096)(understand)

    def holds_phone(self, place: int) -> bool:
        """Whether a cell of the row is a phone: then it holds no headers."""
        return any(map(reads_like_phone, self.cells[place]))

    def holds_date(self, place: int) -> bool:
        """Whether a cell of the row has a day or a year in it, as titles have."""
        return any(map(_YEAR.search, self.cells[place]))

    def says_phone(self, place: int) -> bool:
        """Whether a cell of the row says phone, as a header does."""
        return any(self.sense(cell) == "phone" for cell in self.cells[place])

    def is_known(self, place: int) -> bool:
        """Whether the row has two or more cells that are understood as headers, no phone, and no more other cells."""
        if place >= len(self.cells) or self.holds_phone(place):
            return False
        filled = [cell for cell in self.cells[place] if cell.strip()]
        known = sum(self.sense(cell) != "unknown" for cell in filled)
        return known >= min(2, len(filled)) and known * 2 >= len(filled)

    def is_fit(self, place: int) -> bool:
        """Whether half of the row's cells are understood as headers, and one that says phone stands over phones."""
        filled = [cell for cell in self.cells[place] if cell.strip()]
        known = sum(self.sense(cell) != "unknown" for cell in filled)
        if known * 2 < len(filled) or self.holds_phone(place):
            return False
        return any(self.sense(cell) == "phone" and self.is_over_phones(place, at) for at, cell in self.filled(place))

    def is_over_phones(self, place: int, column: int) -> bool:
        """Whether half or more of the filled cells below, in the same column, are phones."""
        below = [cells[column] for cells in self.cells[place + 1 : place + 1 + _LOOKED_AT] if column < len(cells)]
        filled = [cell for cell in below if cell.strip()]
        return bool(filled) and 2 * sum(map(_has_digits, filled)) >= len(filled)

    def filled(self, place: int) -> Iterator[tuple[int, str]]:
        """Each cell of the row with content, and its column."""
        return ((at, cell) for at, cell in enumerate(self.cells[place]) if cell.strip())

    def sense(self, cell: str) -> str:
        """Return what the cell says as a header; a longer text than any header says nothing."""
        return self._understand(" ".join(cell.split())) if len(cell) <= 2 * _LONGEST_PHONE else "unknown"


def _has_digits(cell: str) -> bool:
    return reads_like_phone(cell) or (
        sum(map(str.isdigit, cell)) >= _SHORT and "@" not in cell and _DATE.fullmatch(cell.strip()) is None
    )
