"""Numbers that a format shows as they are written, digit by digit: most of those in a sheet.

What is here gives the text that number_formats.py gives, without taking the number apart; all else is left to it.
"""

import re
from dataclasses import dataclass

from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.formats.date_formats import is_date
from lox24cli.tables.formats.format_codes import parse_code
from lox24cli.tables.formats.number_formats import choose_section

_KINDS = {"digit": "d", "literal": "l", "general": "g", "comma": "c", "point": "p"}
_WHOLE = re.compile(r"(l*)(g|d+)(l*)")
_AMOUNT = re.compile(r"(l*)(d(?:[dc]*d)?)(pd+)?(l*)")
_MOST_DIGITS = 15
"""That a spreadsheet keeps of a number."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """A format of positive numbers, such as `#,##0.00 €`."""

    prefix: str
    group: str
    """What stands between thousands; empty for nothing."""
    point: str
    places: int
    """Behind the point."""
    suffix: str

    def show(self, value: str) -> str | None:
        """Return what a number shows that is written without an exponent; None where it is rounded, or below 1."""
        whole, _, part = value.partition(".")
        if not (
            value.isascii()
            and whole.isdigit()
            and whole[0] != "0"
            and len(part) <= self.places
            and len(value) <= _MOST_DIGITS
        ):
            return None
        if part and not part.isdigit():
            return None
        grouped = f"{int(whole):,}".replace(",", self.group)
        return f"{self.prefix}{grouped}{self.point}{part.ljust(self.places, '0')}{self.suffix}"


def affixes_of(code: str) -> tuple[str, int, str] | None:
    r"""Return what stands before a positive whole number, its fewest digits, and what stands after.

    `\+0` -> ("+", 1, ""); `00000` -> ("", 5, ""); General -> ("", 1, ""); None for a code that shows it otherwise.
    """
    found = _match(_WHOLE, code)
    if found is None:
        return None
    prefix, whole, suffix = found
    digits = "0" if whole.isalpha() else whole.lstrip("#")
    if digits.strip("0"):  # a place that may stay empty behind one that may not
        return None
    return prefix.lstrip(), len(digits), suffix.rstrip()


def amounts_of(code: str, conventions: Conventions) -> Amounts | None:
    """Return how the code shows amounts; None for a code that is none of amounts."""
    found = _match(_AMOUNT, code)
    if found is None:
        return None
    prefix, whole, part, suffix = found
    if whole.replace(",", "").lstrip("#") != "0" or part.strip(".0"):
        return None
    group = conventions.group if "," in whole else ""
    point = conventions.decimal if part else ""
    return Amounts(prefix.lstrip(), group, point, max(len(part) - 1, 0), suffix.rstrip())


def _match(form: re.Pattern[str], code: str) -> tuple[str, ...] | None:
    """Return the texts of the parts of the section for positive numbers; None where it has another form."""
    section = choose_section(parse_code(code), 1)
    if section is None or is_date(section) or any(one.condition for one in parse_code(code)):
        return None
    kinds = "".join(_KINDS.get(token.kind, "x") for token in section.tokens)
    found = form.fullmatch(kinds)
    if found is None:
        return None
    texts = [token.text for token in section.tokens]
    return tuple("".join(texts[slice(*found.span(group))]) for group in range(1, form.groups + 1))
