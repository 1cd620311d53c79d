"""The columns that may hold the phone: what header and cells of each say, and which of several is the better.

Knows no order of the search (phone_search.py) and no requests.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lox24cli.mapping.column_contents import PLAINLY, PLAINLY_NOT, SAMPLE_ROWS, Contents, is_dialled, read_contents
from lox24cli.mapping.header_meaning import Meaning, Says, Whose
from lox24cli.model import Column, SourceRow

_PREFIX = re.compile(r"['(]*\+?\d{1,6}[)/ -]*")
_FEW = 3
"""Filled cells that a column needs to win a tie by them."""


@dataclass(frozen=True)
class Candidate:
    """A column, what its header says and, read when first asked for, what its cells say."""

    column: Column
    meaning: Meaning
    sample: Sequence[SourceRow] = field(repr=False)
    region: str | None

    @cached_property
    def contents(self) -> Contents:
        """Of the sampled rows."""
        return read_contents(self.column, self.sample, self.region)

    @property
    def is_plain(self) -> bool:
        """The cells alone would make it the phone; a few bare mobiles do only below a header such as `SMS`."""
        contents = self.contents
        if self.meaning.says is Says.MOBILE and contents.is_few:
            return contents.mobile_share >= PLAINLY
        return contents.phone_share >= PLAINLY and contents.is_written_as_phones

    @property
    def is_plainly_not(self) -> bool:
        """The cells alone would rule it out: all blank, or hardly a phone among them."""
        return self.contents.phone_share <= PLAINLY_NOT

    @property
    def wins_ties(self) -> bool:
        """The cells are plainly mobiles."""
        contents = self.contents
        return contents.mobiles >= _FEW and contents.mobile_share >= PLAINLY and contents.is_written_as_phones

    @property
    def loses_ties(self) -> bool:
        """The cells are plainly no mobiles."""
        return self.contents.mobile_share <= PLAINLY_NOT

    @property
    def is_dialled(self) -> bool:
        """Half of the cells or more begin as one dials, with a + or a 0: their numbers are whole."""
        cells = [cell for cell in self._cells if cell]
        return 2 * sum(map(is_dialled, cells)) >= len(cells)

    @property
    def begins_numbers(self) -> bool:
        """The cells are short digits, as country and area codes are."""
        cells = [cell for cell in self._cells if cell]
        return bool(cells) and sum(map(bool, map(_PREFIX.fullmatch, cells))) >= PLAINLY * len(cells)

    @property
    def _cells(self) -> list[str]:
        return [row.cells[self.column.index].strip() for row in self.sample[:SAMPLE_ROWS]]

    @property
    def is_of_failed_file(self) -> bool:
        """The rows are those that an earlier import held back."""
        return any(row.first_number is not None for row in self.sample)

    @property
    def is_blank(self) -> bool:
        """There are rows, and no cell has content."""
        return self.contents.sampled > 0 and not self.contents.filled


def rank_headers(named: Sequence[Candidate]) -> list[Candidate]:
    """Return the best of columns whose headers say phone: one, or all that the headers leave equal."""
    certain = [found for found in named if found.meaning.is_certain] or list(named)
    own = [found for found in certain if found.meaning.whose < Whose.RELATIVE]
    relatives = [found for found in certain if found.meaning.whose is Whose.RELATIVE]
    best = _first_rank(own or relatives)
    if not own:
        return best
    if best[0].meaning.says is not Says.MOBILE:
        hinted = [c for c in named if c not in certain and c.meaning.says is Says.MOBILE]
        return [*best, *hinted, *relatives]
    if best[0].meaning.whose is Whose.FURTHER:
        plain = [c for c in own if c.meaning.says is Says.PHONE and c.meaning.whose <= Whose.CLOSE]
        return [*best, *plain]
    return best


def _first_rank(found: Sequence[Candidate]) -> list[Candidate]:
    first = min((c.meaning.says, c.meaning.whose) for c in found)
    return [c for c in found if (c.meaning.says, c.meaning.whose) == first]


def tell_apart(equals: Sequence[Candidate]) -> Candidate | None:
    """Return the one of plain mobiles while all others' cells are plainly none, few being enough if blank; or None."""
    filled = [found for found in equals if not found.is_blank]
    if len(filled) == 1 and filled[0].is_plain and filled[0].contents.mobile_share >= PLAINLY:
        return filled[0]
    winners = [found for found in equals if found.wins_ties]
    losers = [found for found in equals if found.loses_ties]
    return winners[0] if len(winners) == 1 and len(losers) == len(equals) - 1 else None


def certain_mobiles(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return those whose headers certainly say: the contact's own mobile."""
    return [
        found
        for found in candidates
        if found.meaning.says is Says.MOBILE and found.meaning.is_certain and found.meaning.whose < Whose.RELATIVE
    ]


def show(candidate: Candidate) -> str:
    """Return header and letter, as a person would point at the column."""
    header = candidate.column.header
    return f"{header} ({candidate.column.letter})" if header else f"column {candidate.column.letter}"


def describe(winner: Candidate) -> str:
    """Write the evidence: what the header says, and what the cells add or leave open."""
    kind = {Says.MOBILE: "mobile header", Says.LANDLINE: "landline header"}.get(winner.meaning.says, "phone header")
    known = "known " if winner.meaning.is_certain else ""
    contents = winner.contents
    parts = [f"{known}{kind} ({winner.meaning.language})", contents.describe()]
    if contents.blank > PLAINLY_NOT * contents.sampled:
        parts.append(f"blank in {contents.blank} of {contents.sampled} sampled rows")
    return "; ".join(parts)
