"""What a person calls a column, and which column that is.

Knows columns only; nothing of phones or of cells.

A COLUMN is looked up in this order:

1. the header as it stands, then the header read loosely: capitals, umlauts (ä = ae), ß (= ss), accents,
   blanks, underscores and punctuation make no difference;
2. the letter of the spreadsheet, A … ZZ;
3. the number, from 1.

So a header named `C` beats the letter C, and a header `3` the number 3. A header that stands twice names
neither.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lox24cli.errors import MappingError
from lox24cli.model import Column
from lox24cli.translating import joined, phrase

_SPELLINGS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_LETTERS = re.compile(r"[A-Za-z]{1,2}")
_MOST_LISTED = 60
_UNSAFE_IN_SHELL = re.compile(r"[\"$`\\!|{}\n\r]")


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """Return the name as it is compared: letters and digits alone, in one spelling; empty without any."""
    return "".join(fold_words(name).split())


def fold_words(name: str) -> str:
    """Return the name in one spelling, its words apart by one blank each."""
    spelled = unicodedata.normalize("NFC", name).casefold().translate(_SPELLINGS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def find_column(name: str, columns: Sequence[Column]) -> Column:
    """Return the column that a person means by `name`, by the order of this module.

    Raises MappingError when there is none (close names first) or a header stands twice.
    """
    wanted = name.strip()
    exact = [column for column in columns if column.header and column.header == wanted]
    folded = fold(wanted)
    found = exact or [column for column in columns if folded and fold(column.header) == folded]
    if len(found) > 1:
        letters = joined(phrase(" or "), (column.letter for column in found))
        raise MappingError(
            phrase("the header {wanted!r} stands {number} times", wanted=wanted, number=len(found)),
            phrase("name the column by its letter: {letters}", letters=letters),
            code="column-ambiguous",
        )
    if not found and _LETTERS.fullmatch(wanted):
        found = [column for column in columns if column.letter == wanted.upper()]
    if not found and _NUMBER.fullmatch(wanted):
        found = [column for column in columns if column.index + 1 == int(wanted)]
    if not found:
        raise MappingError(
            phrase("the file has no column {wanted!r}", wanted=wanted),
            phrase("its columns are: {columns}", columns=list_columns(closest_first(wanted, columns))),
            code="column-unknown",
        )
    return found[0]


def column_at(index: int, columns: Iterable[Column]) -> Column:
    """Return the column with that index: in a failed file, our own columns may stand before and among the others."""
    return next(column for column in columns if column.index == index)


def closest_first(name: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """All columns, those whose header is most like `name` first."""

    def unlikeness(column: Column) -> float:
        ratio = difflib.SequenceMatcher(None, fold(name), fold(column.header)).ratio()
        return -ratio if ratio >= 0.6 else 0.0  # noqa: PLR2004 - difflib's own cutoff for a close match

    return tuple(sorted(columns, key=unlikeness))


def list_columns(columns: Iterable[Column]) -> str:
    """Write the columns for a message: `A Name, B Mobil, C (no header)`; of very many the first ones."""
    listed = list(columns)
    names = (joined(" ", (column.letter, column.header or phrase("(no header)"))) for column in listed[:_MOST_LISTED])
    shown, more = joined(", ", names), len(listed) - _MOST_LISTED
    return phrase("{shown} and {more:,} more", shown=shown, more=more) if more > 0 else shown


def name_column(column: Column, columns: Sequence[Column]) -> str:
    """Return what a user types to get this column from find_column: header, else letter, else number."""
    for name in (column.header, column.letter):
        if name and not _UNSAFE_IN_SHELL.search(name):
            try:
                if find_column(name, columns) == column:
                    return name
            except MappingError:
                continue
    return str(column.index + 1)


def write_request(field: str, chosen: Iterable[Column], columns: Sequence[Column]) -> str:
    """Write the option that maps these columns, ready to paste: `--map "phone=Handy Mutter|Handy Vater"`."""
    return f'--map "{field}={"|".join(name_column(column, columns) for column in chosen)}"'
