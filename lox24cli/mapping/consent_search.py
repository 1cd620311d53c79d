"""Which columns say who wants messages: header and answers agree, or it is asked. Never a silent yes.

A header speaks of messages to a phone, or of consent as such, and not of another way of reaching somebody; the answers
below it are yes and no in some language, marks or days. Knows no requests.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lox24cli.errors import MappingError
from lox24cli.mapping import consent_words as words
from lox24cli.mapping.column_names import fold_words, name_column
from lox24cli.mapping.consent_column import Answer, MappedConsent, read_answer, wants
from lox24cli.mapping.thresholds import HALF, PLAINLY, SAMPLE_ROWS
from lox24cli.model import Column, SourceRow
from lox24cli.translating import joined, phrase
from lox24cli.wording import counted, figure

_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ANSWERS = re.compile(
    r"(?i)\b(?:ja|j|yes|y|oui|o|s[iíì]|tak|t|true|wahr|1|x)\s*(?:[/|,-]|\bo[rudf]?e?r?\b|\blub\b)\s*"
    r"(?:nein|n|non?|nie|nee|false|falsch|f|0)\b|\b[01jnx]\s*=\s*\w+"
)
"""A remark on how to answer: `(ja/nein)`, `1=yes`."""
_JOINED = (
    (re.compile(r"\be mail"), "email"),
    (re.compile(r"\bsms(?=[a-z]{3})"), "sms "),
    (re.compile(r"\bopt(?:ed)? ?in\b"), "optin"),
    (re.compile(r"\bopt(?:ed)? ?out\b"), "optout"),
    (re.compile(r"\b(?:do not|don t)\b"), "donot"),
    (re.compile(r"\btext messag"), "sms messag"),
)
_FIRST = frozenset({"no"})
"""Turns the meaning at the beginning only: `No enviar SMS`, but `SMS No` is a number."""
_MOST_DIGITS = 6
_MOST_SHOWN = 3


class Sure(IntEnum):
    """How surely a header speaks of who wants messages."""

    NOT = 0
    PERHAPS = 1
    """It names messages or a lock, and words that are not known: the answers cannot say what is asked."""
    BY_ANSWERS = 2
    """It names messages alone: it is a consent if yes and no stand below it."""
    YES = 3


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says of messages."""

    sure: Sure
    is_negative: bool = False


def read_consent_header(header: str) -> Header:
    """Return whether the header speaks of who wants messages, and whether of those who want none."""
    parts = split(header)
    known = set(parts)
    is_negative = bool(known & words.NEGATIVE) or bool(parts and parts[0] in _FIRST and len(parts) > 1)
    if known & words.ABOUT - _FIRST or "no" in parts[1:]:
        return Header(Sure.NOT)
    is_strange = not known <= words.SMS | words.CONSENT | words.NEGATIVE | words.FILLERS | words.ELSEWHERE | _FIRST
    is_asked = is_negative or bool(known & words.CONSENT)
    if is_strange and known & words.SPERRE:
        return Header(Sure.YES, is_negative)
    if known & words.ONLY_SMS or (known & words.SMS and is_asked):
        plainly = Sure.YES if is_asked else Sure.BY_ANSWERS
        is_divided = bool(known & words.SPERRE and known & words.CONSENT)
        return Header(Sure.PERHAPS if is_strange or is_divided else plainly, is_negative)
    if known & words.ELSEWHERE:
        return Header(Sure.NOT)
    return Header(_judge_general(known, is_asked=is_asked, is_strange=is_strange), is_negative)


def _judge_general(known: set[str], *, is_asked: bool, is_strange: bool) -> Sure:
    """Judge a header that names no way of reaching somebody."""
    is_clear = bool(known & (words.CLEAR | words.SPERRE)) or (is_asked and bool(known & words.CONTEXT))
    if is_clear:
        is_divided = bool(known & words.SPERRE and known & words.CONSENT)
        return Sure.PERHAPS if is_strange or is_divided else Sure.YES
    if is_strange:
        return Sure.NOT
    if known & words.LOCK:
        return Sure.PERHAPS
    return Sure.BY_ANSWERS if known and known <= words.ADVERTISING else Sure.NOT


def split(header: str) -> list[str]:
    """Return the folded words of a header."""
    header = fold_words(_CAMEL.sub(" ", _ANSWERS.sub(" ", header)))
    for pattern, word in _JOINED:
        header = pattern.sub(word, header)
    return header.split()


def find_consents(columns: Sequence[Column], sample: Sequence[SourceRow]) -> tuple[MappedConsent, ...]:
    """Return the columns that say who wants messages.

    Raises MappingError when that cannot be known, with the options that decide.
    """
    found = []
    for column in columns:
        header = read_consent_header(column.header)
        texts = [row.cells[column.index].strip() for row in sample[:SAMPLE_ROWS]] if header.sure else []
        if header.sure and _is_consent(header, column, texts, columns):
            found.append(consent_of(column, texts, columns, is_negative=header.is_negative))
    return tuple(found)


def consent_of(
    column: Column, texts: Iterable[str], columns: Sequence[Column], *, is_negative: bool, why: str = ""
) -> MappedConsent:
    """Return the column as a line of the plan; `why` stands for what the header says."""
    counts = Counter(_name_wish(read_answer(text), is_negative=is_negative) for text in texts)
    kind = phrase("header of those who want no messages") if is_negative else phrase("header of consents")
    names = (phrase("yes"), phrase("no"), phrase("blank"), phrase("not understood"))
    said = joined(", ", (figure(counts[name], name) for name in names if counts[name]))
    return MappedConsent(
        column.index,
        is_negative,
        name_column(column, columns),
        phrase("{why}; {said} to messages", why=why or kind, said=said or phrase("no rows")),
    )


def _name_wish(answer: Answer, *, is_negative: bool) -> str:
    if answer is Answer.BLANK:
        return "blank"
    wish = wants(answer, is_negative=is_negative)
    return phrase("not understood") if wish is None else "yes" if wish else "no"


def _is_consent(header: Header, column: Column, texts: Sequence[str], columns: Sequence[Column]) -> bool:
    filled = [text for text in texts if read_answer(text) is not Answer.BLANK]
    understood = [text for text in filled if read_answer(text) is not Answer.STRANGE]
    is_plain = len(understood) >= PLAINLY * len(filled)
    numbers = sum(sum(char.isdigit() for char in text) > _MOST_DIGITS for text in filled if text not in understood)
    if filled and numbers > HALF * len(filled):
        return False
    if header.sure is Sure.YES:
        if not is_plain:
            strange = [text for text in filled if text not in understood]
            raise _ask(
                column,
                columns,
                phrase(
                    "{answers} in {share} is neither yes nor no", answers=_list(strange), share=_share(strange, filled)
                ),
            )
        return True
    if not filled or not is_plain:
        return False
    if header.sure is Sure.BY_ANSWERS:
        return True
    answers = {read_answer(text) for text in understood}
    if answers <= {Answer.WANTED, Answer.UNWANTED}:
        return True
    if not header.is_negative or any(wants(answer, is_negative=True) is False for answer in answers):
        raise _ask(column, columns, phrase("what its header asks is not known"))
    return False


def _list(texts: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(texts[:_MOST_SHOWN]))


def _share(some: Sequence[str], filled: Sequence[str]) -> str:
    return phrase("{number:,} of {cells}", number=len(some), cells=counted(len(filled), "cell"))


def _ask(column: Column, columns: Sequence[Column], why: str) -> MappingError:
    name = name_column(column, columns)
    return MappingError(
        phrase(
            "{label} ({letter}) may say who wants messages, but {why}",
            label=column.label,
            letter=column.letter,
            why=why,
        ),
        phrase(
            'if a yes there welcomes messages: --consent "{name}"; if it wants none: --consent "not '
            '{name}"; who is not plainly welcome is not sent to; to send to all the same: '
            "--ignore-consent --yes",
            name=name,
        ),
        code="consent-column-ambiguous",
    )
