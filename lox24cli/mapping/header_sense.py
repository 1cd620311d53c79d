"""What a cell says when it is read as a header: for finding the row of headers, before any column is known."""

from lox24cli.mapping import header_words as words
from lox24cli.mapping.column_names import fold_words
from lox24cli.mapping.header_meaning import Says, name_field, read_header
from lox24cli.model import HeaderSense

_MOST_DIGITS = 3
_QUALIFIERS = words.PARTICULAR | words.FURTHER | words.RELATIVE | words.EMERGENCY | words.CLOSE | words.LANDLINE


def sense_header(text: str) -> HeaderSense:
    """Return what the text says as a header; a text with a date, a number or an address in it says nothing."""
    parts = fold_words(text).split()
    if sum(map(str.isdigit, text)) > _MOST_DIGITS or "@" in text or not any(map(str.isalpha, text)):
        return "unknown"
    says = read_header(text).says
    if says <= Says.LANDLINE or name_field(text) == "phone":
        return "phone"
    if all(part in _QUALIFIERS or part in words.NEUTRAL for part in parts):
        return "qualifier"
    return "other" if says is Says.OTHER or name_field(text) else "unknown"
