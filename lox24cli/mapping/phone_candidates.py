"""The columns that may hold the phone: what the header and the cells of each say.

Looks at one column at a time; which of two is the better is phone_preference.py's business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lox24cli.mapping.column_contents import Contents, is_dialled, read_contents
from lox24cli.mapping.column_names import fold
from lox24cli.mapping.header_meaning import Meaning, Says, Whose, name_field
from lox24cli.mapping.thresholds import FEW_FOR_A_TIE, HALF, NEARLY_ALL, PLAINLY, PLAINLY_NOT, SAMPLE_ROWS
from lox24cli.model import Column, SourceRow
from lox24cli.translating import phrase

_PREFIX = re.compile(r"['(]*\+?\d{1,6}[)/ -]*")


@dataclass(frozen=True)
class Candidate:
    """A column, what its header says and, read when first asked for, what its cells say."""

    column: Column
    meaning: Meaning
    sample: Sequence[SourceRow] = field(repr=False)
    region: str | None
    is_claimed: bool = False
    """The group's own names give the column to another field."""

    @cached_property
    def contents(self) -> Contents:
        """Of the sampled rows."""
        return read_contents(self.column, self.sample, self.region)

    @property
    def says_phone(self) -> bool:
        """The header has a word for phone."""
        return self.meaning.says <= Says.LANDLINE

    @property
    def is_own(self) -> bool:
        """The header says in known words: a phone of the contact's own."""
        is_sure = self.meaning.is_certain or (self.meaning.is_all_known and self.speaks)
        return self.says_phone and is_sure and not self.is_anothers

    @property
    def is_role(self) -> bool:
        """The header says so by the contact's role, a patient's or a guest's."""
        return self.is_own and self.meaning.whose is Whose.ROLE

    @property
    def is_anothers(self) -> bool:
        """The header says plainly: somebody else's number."""
        return self.meaning.whose >= Whose.RELATIVE

    @property
    def is_unclear(self) -> bool:
        """Neither is said."""
        return not self.is_own and not self.is_anothers

    @property
    def is_second(self) -> bool:
        """An own number that stands behind another: of the payer's, the second or older one, the firm's."""
        return self.is_own and self.meaning.whose in {Whose.CLOSE, Whose.FURTHER}

    @property
    def rank(self) -> tuple[int, bool, int, bool]:
        """Of own numbers: the smaller, the nearer to the one to send to. The field's own name breaks a tie."""
        is_hint = not self.meaning.is_certain
        return (self.meaning.says, is_hint, self.meaning.whose, name_field(self.column.header) != "phone")

    @cached_property
    def speaks(self) -> bool:
        """The cells alone say that it is a column of phones."""
        contents = self.contents
        if (self.says_phone or self.meaning.is_about_phone) and contents.mobile_share >= PLAINLY:
            return True
        if self.meaning.is_number:
            return contents.mobile_share >= NEARLY_ALL and contents.is_formatted and contents.is_written_as_phones
        is_plain = contents.phone_share >= PLAINLY
        if not self.says_phone:
            is_plain = (is_plain or contents.mobile_share >= HALF) and (contents.is_formatted or not self.column.header)
        return is_plain and contents.is_written_as_phones

    @cached_property
    def holds_phones(self) -> bool:
        """There is something in it that one could send to by mistake."""
        if self.is_unseen:
            return self.says_phone and self.meaning.is_certain
        contents = self.contents
        if contents.filled <= PLAINLY_NOT * contents.sampled:
            return False
        if self.says_phone:
            return contents.phone_share > PLAINLY_NOT
        return self.speaks and (contents.is_formatted or not self.column.header)

    @property
    def may_hold_phones(self) -> bool:
        """There may be, for all that anyone can tell: bare digits that some header does not explain."""
        return self.holds_phones or (self.contents.mobile_share >= PLAINLY and not self.contents.is_few)

    @property
    def has_mobiles(self) -> bool:
        """The cells are plainly mobiles, or were before a spreadsheet shortened them."""
        contents = self.contents
        whole = contents.filled - contents.damaged
        return contents.mobiles >= PLAINLY * whole if contents.filled else False

    @property
    def has_no_mobiles(self) -> bool:
        """The cells are plainly no mobiles."""
        contents = self.contents
        return contents.mobiles + contents.damaged <= PLAINLY_NOT * contents.filled

    @property
    def wins_ties(self) -> bool:
        """Enough cells, and plainly mobiles, not counted-up numbers that read as such."""
        contents = self.contents
        is_plain = contents.mobiles >= FEW_FOR_A_TIE and contents.mobile_share >= PLAINLY
        return is_plain and contents.is_written_as_phones

    @property
    def repeats(self) -> bool:
        """The same numbers stand in many rows, as those of a trainer or of a firm do."""
        contents = self.contents
        return self.speaks and not contents.is_few and contents.distinct <= HALF * contents.filled

    @property
    def contradicts_itself(self) -> bool:
        """The header says phone, and the cells are something else, or nothing."""
        return not self.is_unseen and self.contents.phone_share <= PLAINLY_NOT

    @property
    def is_blank(self) -> bool:
        """There are rows, and no cell has content."""
        return self.contents.sampled > 0 and not self.contents.filled

    @property
    def is_of_failed_file(self) -> bool:
        """The rows are those that an earlier import held back: bad cells say nothing against their column."""
        return any(row.first_number is not None for row in self.sample)

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
    def is_unseen(self) -> bool:
        """There are no cells to judge a known header by."""
        return not self.contents.sampled or (self.meaning.is_certain and self.is_of_failed_file)

    @property
    def _cells(self) -> list[str]:
        return [row.cells[self.column.index].strip() for row in self.sample[:SAMPLE_ROWS]]


_KINDS = {Says.MOBILE: phrase("mobile header"), Says.LANDLINE: phrase("landline header")}

_LANGUAGES = {
    "Dutch": phrase("Dutch"),
    "English": phrase("English"),
    "French": phrase("French"),
    "German": phrase("German"),
    "German and Polish": phrase("German and Polish"),
    "Italian": phrase("Italian"),
    "Polish": phrase("Polish"),
    "Portuguese": phrase("Portuguese"),
    "Spanish": phrase("Spanish"),
    "Spanish and Italian": phrase("Spanish and Italian"),
    "several languages": phrase("several languages"),
    "a way to reach somebody": phrase("a way to reach somebody"),
}


def show(candidate: Candidate) -> str:
    """Return header and letter, as a person would point at the column."""
    header = candidate.column.header
    letter = candidate.column.letter
    return f"{header} ({letter})" if header else phrase("column {letter}", letter=letter)


def describe_header(candidate: Candidate) -> str:
    """Write what the header says: `known mobile header (German)`."""
    meaning = candidate.meaning
    if fold(candidate.column.header) == "phone":
        return phrase("header is the field's own name")
    kind = _KINDS.get(meaning.says, phrase("phone header"))
    said = phrase("known {header}", header=kind) if meaning.is_certain else kind
    return phrase("{header} ({language})", header=said, language=_LANGUAGES.get(meaning.language, meaning.language))


def describe_cells(candidate: Candidate) -> str:
    """Write what the cells say, and how many of them are blank."""
    contents = candidate.contents
    if contents.filled and contents.blank > PLAINLY_NOT * contents.sampled:
        return phrase(
            "{cells}; blank in {blank} of {sampled} sampled rows",
            cells=contents.describe(),
            blank=contents.blank,
            sampled=contents.sampled,
        )
    return contents.describe()
