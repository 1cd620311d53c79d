"""What a row itself says of messages: the columns with consents and blocks, and what each answer means."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from lox24cli.mapping import consent_words as words
from lox24cli.mapping.column_names import column_at, fold, fold_words
from lox24cli.model import Column, SourceRow
from lox24cli.row_facts import Skip
from lox24cli.translating import phrase
from lox24cli.wording import quote

_BLANKS = frozenset({"", "-", "–", "—", "."})
_DATE = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T,].*)?|\d{1,2}\.? \w{3,9}\.? \d{4}.*|\w{3,9} \d{1,2},? \d{4}.*"
)
"""A day stands for a yes: on it somebody agreed, or objected, as the header says."""


_SHORT = frozenset({"n", "f", "0", "aus"})
"""Inside a sentence they are something else."""


_LONGEST = 100
"""Characters of an answer that are looked at: what is longer is none, and none is to be kept."""


class Answer(Enum):
    """What a cell of such a column says."""

    BLANK = auto()
    YES = auto()
    """To what the header says."""
    NO = auto()
    WANTED = auto()
    """Of messages, whatever the header says."""
    UNWANTED = auto()
    STRANGE = auto()


@functools.lru_cache(maxsize=4096)
def read_answer(text: str) -> Answer:
    """Return what a cell says; `nein danke` is a no, `ja, aber nicht sonntags` is strange."""
    text = text.strip()
    if text in _BLANKS:
        return Answer.BLANK
    if set(text) <= words.MARKED | {"\ufe0f"}:
        return Answer.YES
    if set(text) <= words.UNMARKED | {"\ufe0f"}:
        return Answer.NO
    if _DATE.fullmatch(text):
        return Answer.YES
    whole, parts = fold(text), fold_words(text).split()
    for answer, vocabulary in (
        (Answer.UNWANTED, words.UNWANTED),
        (Answer.WANTED, words.WANTED),
        (Answer.YES, words.YES),
        (Answer.NO, words.NO),
    ):
        if whole in vocabulary:
            return answer
    return _read_sentence(parts)


def _read_sentence(parts: Sequence[str]) -> Answer:
    if not parts:
        return Answer.STRANGE
    known, is_denied = set(parts), parts[0] in words.NO
    if known & words.UNWANTED:
        return Answer.STRANGE if is_denied else Answer.UNWANTED
    if is_denied or known & words.NO - _SHORT:
        if known & words.WANTED:
            return Answer.UNWANTED
        return Answer.NO if is_denied or not known & words.YES else Answer.STRANGE
    return Answer.YES if parts[0] in words.YES else Answer.STRANGE


@dataclass(frozen=True, slots=True)
class MappedConsent:
    """A column that says who wants messages, a line of the plan."""

    column: int
    """Its index."""
    is_negative: bool
    """Its header speaks of those who want none: a yes below it is a no to messages."""
    shown: str
    """As a user types it after `--consent`."""
    evidence: str


def wants(answer: Answer, *, is_negative: bool) -> bool | None:
    """Return whether messages are wanted; None where that is not said, or not understood."""
    match answer:
        case Answer.WANTED:
            return True
        case Answer.UNWANTED:
            return False
        case Answer.YES:
            return not is_negative
        case Answer.NO:
            return is_negative
        case Answer.BLANK | Answer.STRANGE:
            return None


class ConsentReader:
    """Reads what rows say of messages; called for every row of a file that has such a column."""

    __slots__ = ("_columns", "_unsubscribed")

    def __init__(
        self, consents: Sequence[MappedConsent], columns: Sequence[Column], unsubscribed: int | None = None
    ) -> None:
        """Read these columns; `unsubscribed` is where an exported group has the day on which somebody opted out."""
        used = [(column_at(one.column, columns), one.is_negative) for one in consents]
        self._columns = tuple((c.index, is_negative, c.label, c.letter) for c, is_negative in used)
        self._unsubscribed = unsubscribed

    def read(self, row: SourceRow) -> Skip | None:
        """Return why nobody is to send to the row; None where nothing in it says no."""
        if self._unsubscribed is not None and (day := row.cells[self._unsubscribed].strip()):
            reason = phrase(
                "the exported group says that this number unsubscribed: {day} in lox24_unsubscribed_at", day=quote(day)
            )
            return Skip(phrase("row {row}: {reason}", row=row.shown_number, reason=reason), is_opt_out=True)
        strange = None
        for index, is_negative, label, letter in self._columns:
            text = row.cells[index][:_LONGEST]
            answer = read_answer(text)
            is_no = wants(answer, is_negative=is_negative) is False
            if not is_no and answer is not Answer.STRANGE:
                continue
            where = phrase(
                "row {row}, {label} ({letter}{row}): {value}",
                row=row.shown_number,
                label=label,
                letter=letter,
                value=quote(text.strip()),
            )
            if is_no:
                return Skip(phrase("{where} says no to messages", where=where), index)
            said = phrase(
                "{where} is not understood, so nobody is sent to; write yes or no, or leave it blank", where=where
            )
            strange = Skip(said, index, is_understood=False)
        return strange
