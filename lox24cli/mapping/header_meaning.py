"""What a header says: the field's own name, a mobile, a phone, another thing, or nothing known.

Looks at one header at a time; comparing columns is phone_search.py's business, cells are column_contents.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from lox24cli.mapping import header_words as words
from lox24cli.mapping.column_names import fold
from lox24cli.mapping.header_splitting import split_header
from lox24cli.model import FIELDS, TEXT_FIELDS, Column, Field

_COLUMN_WORDS = ("col", "column", "spalte", "colonne", "columna", "colonna", "kolumna", "kolom")
_FIELD_BY_NAME: dict[str, Field] = {fold(field): field for field in FIELDS} | {
    f"{word}{field}": field for field in TEXT_FIELDS if len(field) == 1 for word in _COLUMN_WORDS
}


_VOCABULARY = frozenset().union(
    words.MOBILE, words.PHONE, words.HINTS, words.MESSAGES, words.LANDLINE, words.NEUTRAL,
    words.FILLERS, words.ROLE, words.CLOSE, words.PARTICULAR, words.FURTHER, words.RELATIVE, words.EMERGENCY,
)  # fmt: skip
"""Of phone headers: a header of other words besides is uncertain."""


class Says(IntEnum):
    """What a header says of its column; the smaller, the likelier the phone."""

    MOBILE = 1
    PHONE = 2
    LANDLINE = 3
    NOTHING = 4
    OTHER = 5
    """Another thing, or a number that must not be used (a fax)."""


class Whose(IntEnum):
    """Which of a person's numbers, or of whose; the smaller, the nearer to the contact's own first number."""

    PLAIN = 0
    ROLE = 1
    """The patient's, the guest's: the contact's own, as long as no other role's stands beside it."""
    PARTICULAR = 2
    CLOSE = 3
    """The payer's, or a default one."""
    FURTHER = 4
    RELATIVE = 5
    ELSEWHERE = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one header says."""

    says: Says
    whose: Whose = Whose.PLAIN
    language: str = ""
    """Of the word that says it, for the evidence."""
    is_all_known: bool = True
    """No word stands beside it that is not known."""
    is_hint: bool = False
    """The word for phone may mean a consent or a person as well: `SMS`, `Kontakt`."""
    is_fax: bool = False
    """A fax, pager or office number: never the phone, whatever its cells."""
    is_about_phone: bool = False
    """It may hold a fact about the phone (`Phone Type`), and a phone after all (`Verified phone`)."""
    is_number: bool = False
    """It names some number that nobody knows (`Zählernummer`): its cells alone hardly make it the phone."""

    @property
    def is_certain(self) -> bool:
        """The header needs no cells that agree."""
        return self.is_all_known and not self.is_hint


def name_field(header: str) -> Field | None:
    """Return the field whose own name the header is (`phone`, `A`, `col_b`, `Spalte C`), else None.

    LOX24's own export writes `id, phone, <name_a or col_A> …, callback_data`
    (https://doc.lox24.eu/api/operations/group_export_to_file/).
    """
    return _FIELD_BY_NAME.get(fold(header))


@lru_cache(maxsize=1024)
def read_header(header: str) -> Meaning:
    """Read the header by the words of header_words.py."""
    parts = split_header(header)
    known = set(parts)
    if known & words.NEVER or any(part.startswith("fax") or part.endswith("fax") for part in parts):
        return Meaning(Says.OTHER, is_fax=True)
    mobile = next((words.MOBILE[part] for part in parts if part in words.MOBILE), None)
    phone = next((words.PHONE[part] for part in parts if part in words.PHONE), None)
    hint = next((words.HINTS[part] for part in parts if part in words.HINTS), None)
    reaches = bool(known & words.REACH and not known & words.OTHER)
    contact_number = bool(known & words.NUMBER and known & ({"contact", "kontakt"} | words.EMERGENCY))
    is_landline = bool(known & words.LANDLINE)
    if not (mobile or phone or hint or reaches or contact_number or is_landline):
        return _read_silent(parts)
    if known & words.NOT_THE_NUMBER and not _ends_in_phone(parts):
        return Meaning(Says.OTHER, is_about_phone=bool(mobile or phone or contact_number))
    is_for_messages = bool(known & words.MESSAGES)
    says = Says.PHONE if not is_landline else Says.LANDLINE
    if mobile or is_for_messages:
        says = Says.MOBILE
    is_known = bool(mobile or phone or is_landline or (is_for_messages and known & words.NUMBER))
    is_worded = bool(is_known or hint or contact_number)
    is_all_known = is_worded and all(part in _VOCABULARY for part in parts)
    is_hint = not is_known
    language = mobile or phone or hint or ("German" if is_landline else "a way to reach somebody")
    return Meaning(says, _whose(known), language, is_all_known=is_all_known, is_hint=is_hint)


def read_prefix(header: str) -> str | None:
    """Return what is to be written before the cells of a column of prefixes: + for country codes, else nothing.

    None for a header that names no prefix.
    """
    known = set(split_header(header))
    abroad = bool(known & words.COUNTRY)
    if not (known & words.PREFIX or ("code" in known and (abroad or known & {"area", "dial", "dialing", "calling"}))):
        return None
    return "+" if abroad else ""


def label_columns(columns: Sequence[Column]) -> dict[int, int]:
    """Pair each phone value column with the column whose cell names the kind of number in each row.

    Google Contacts writes `Phone 1 - Label,Phone 1 - Value` (`Phone 1 - Type` before 2024): the header says
    only how many, the row says `Mobile`, `Home` or `Work Fax`.
    """
    named = {split_header(column.header): column.index for column in columns}
    pairs = {}
    for column in columns:
        value = split_header(column.header)
        if value[-1:] not in {("value",), ("wert",)} or read_header(column.header).says > Says.PHONE:
            continue
        for label in ("label", "type", "typ", "bezeichnung"):
            if (*value[:-1], label) in named:
                pairs[column.index] = named[(*value[:-1], label)]
    return pairs


def read_label(label: str) -> Says:
    """Read a row's label of its number: MOBILE, OTHER (a fax or pager), else PHONE."""
    meaning = read_header(label)
    if meaning.is_fax or meaning.says is Says.MOBILE:
        return meaning.says
    return Says.PHONE


def _ends_in_phone(parts: Sequence[str]) -> bool:
    """Tell whether the header is of a phone after all: `Verified mobile no.`, unlike `Mobile verified`."""
    last = next((part for part in reversed(parts) if part not in words.NUMBER), "")
    return last in words.MOBILE or last in words.PHONE


def _whose(known: set[str]) -> Whose:
    for whose, vocabulary in (
        (Whose.ELSEWHERE, words.EMERGENCY),
        (Whose.RELATIVE, words.RELATIVE),
        (Whose.FURTHER, words.FURTHER),
        (Whose.CLOSE, words.CLOSE),
        (Whose.PARTICULAR, words.PARTICULAR),
        (Whose.ROLE, words.ROLE),
    ):
        if known & vocabulary:
            return whose
    return Whose.PLAIN


def _read_silent(parts: Sequence[str]) -> Meaning:
    """Read a header without a word for phone: another thing, some number, or nothing known."""
    known = set(parts)
    names_number = bool(known & words.NUMBER) and len(parts) > 1
    if names_number and known & (words.ROLE | words.CUSTOMER) and not known & words.OTHER:
        return Meaning(Says.OTHER, is_number=True)
    if known & words.OTHER or any(part.endswith(("datum", "date")) for part in parts):
        return Meaning(Says.OTHER)
    return Meaning(Says.NOTHING, _whose(known), is_all_known=False, is_number=names_number)
