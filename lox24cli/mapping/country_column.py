"""The country that each row names: the columns it stands in, and what they say there."""

from collections.abc import Sequence
from dataclasses import dataclass

from lox24cli.mapping.column_names import column_at
from lox24cli.mapping.countries import read_country
from lox24cli.model import Column, SourceRow
from lox24cli.row_facts import RowCountry
from lox24cli.translating import phrase
from lox24cli.wording import quote

_BLANKS = frozenset({"", "-", "–", "—"})
_LONGEST = 100
"""Characters that are looked at: no country has a longer name, and no longer text is to be kept."""


@dataclass(frozen=True, slots=True)
class MappedRegion:
    """Where a row's country stands, a line of the plan."""

    columns: tuple[int, ...]
    """Indexes; the first that is filled counts. None at all: nobody is to look."""
    shown: str
    """As a user types it after `--map region=`."""
    evidence: str
    equals: int = 1
    """So many of the first columns must agree: a row in which they differ is held."""


class CountryReader:
    """Reads the country that a row names; called for every row of a file that has such a column."""

    __slots__ = ("_columns", "_equals")

    def __init__(self, mapped: MappedRegion, columns: Sequence[Column]) -> None:
        used = [column_at(index, columns) for index in mapped.columns]
        self._columns = tuple((column.index, column.label, column.letter) for column in used)
        self._equals = frozenset(mapped.columns[: mapped.equals])

    def read(self, row: SourceRow) -> RowCountry | None:
        """Return what the row names; None where it is blank."""
        filled = [place for place in self._columns if row.cells[place[0]].strip() not in _BLANKS]
        if not filled:
            return None
        index, label, letter = filled[0]
        text, address = row.cells[index].strip()[:_LONGEST], f"{label} ({letter}{row.shown_number})"
        country = read_country(text)
        if country is None:
            return RowCountry(
                address,
                problem=phrase("{text} in {address} is not understood as one", text=quote(text), address=address),
            )
        for other, its_label, its_letter in filled[1:]:
            its_text = row.cells[other].strip()[:_LONGEST]
            second = read_country(its_text) if other in self._equals else country
            if second is None or country.region != second.region:
                said = phrase(
                    "{text} in {address}, {its_text} in {its_label} ({its_letter}{row})",
                    text=quote(text),
                    address=address,
                    its_text=quote(its_text),
                    its_label=its_label,
                    its_letter=its_letter,
                    row=row.shown_number,
                )
                return RowCountry(address, problem=said, is_divided=True)
        return RowCountry(address, country.region, country.calling_code)
