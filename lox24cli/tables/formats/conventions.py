"""How regions write dates and decimals where a workbook leaves it to the reader's computer.

Facts are those of Excel under each region's settings; a region that is not listed, and no region, get ISO dates, a
decimal point and English words. Knows no files and no format codes beyond the dates listed here.
"""

import re
from dataclasses import dataclass

from lox24cli.tables.formats.calendar_words import _TRUTHS, Language


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a spreadsheet takes from the computer and not from the file."""

    language: Language = "en"
    short_date: str = "yyyy-mm-dd"
    date_separator: str = "/"
    decimal: str = "."
    group: str = ","
    is_known: bool = False
    """The region was named and is listed; else the ISO default holds."""
    named_date: str = "d-mmm-yy"
    clock: str = "h:mm"
    money: str = "#,##0"
    """An amount in the region's currency, as a format code."""
    brackets: bool = False
    """Round a negative amount, in place of a minus."""

    @property
    def long_clock(self) -> str:
        """The computer's time of day with seconds, as a format code."""
        return f"{self.clock}:ss AM/PM" if self.brackets else f"{self.clock}:ss"


_GERMAN = Conventions("de", "dd.mm.yyyy", ".", ",", ".", True, "dd. mmm yy", "hh:mm", "#,##0 €")
_SWISS = Conventions("de", "dd.mm.yyyy", ".", ".", "’", True, "dd. mmm yy", "hh:mm", '"CHF" #,##0')
_BY_REGION: dict[str, Conventions] = {
    "DE": _GERMAN,
    "AT": Conventions("de", "dd.mm.yyyy", ".", ",", "\u00a0", True, "dd.mmm.yy", "hh:mm", "€ #,##0"),
    "CH": _SWISS,
    "LI": _SWISS,
    "LU": Conventions("fr", "dd/mm/yyyy", "/", ",", "\u00a0", True, "dd-mmm-yy", "hh:mm", "#,##0 €"),
    "FR": Conventions("fr", "dd/mm/yyyy", "/", ",", "\u202f", True, "dd-mmm-yy", "hh:mm", "#,##0 €"),
    "BE": Conventions("nl", "d/mm/yyyy", "/", ",", ".", True, "d/mmm/yy", "h:mm", "#,##0 €"),
    "NL": Conventions("nl", "d-m-yyyy", "-", ",", ".", True, "d-mmm-yy", "h:mm", "€ #,##0"),
    "ES": Conventions("es", "dd/mm/yyyy", "/", ",", ".", True, "dd-mmm-yy", "h:mm", "#,##0 €"),
    "IT": Conventions("it", "dd/mm/yyyy", "/", ",", ".", True, "dd-mmm-yy", "h:mm", "€ #,##0"),
    "PL": Conventions("pl", "dd.mm.yyyy", ".", ",", "\u00a0", True, "dd-mmm-yy", "hh:mm", "#,##0 zł"),
    "GB": Conventions("en", "dd/mm/yyyy", "/", ".", ",", True, "dd-mmm-yy", "hh:mm", "£#,##0"),
    "IE": Conventions("en", "dd/mm/yyyy", "/", ".", ",", True, "dd-mmm-yy", "hh:mm", "€#,##0"),
    "US": Conventions("en", "m/d/yyyy", "/", ".", ",", True, "d-mmm-yy", "h:mm", "$#,##0", brackets=True),
}
ISO = Conventions()

_LANGUAGES: dict[int, Language] = {0x07: "de", 0x09: "en", 0x0A: "es", 0x0C: "fr", 0x10: "it", 0x13: "nl", 0x15: "pl"}
_LANGUAGE_BITS = 0x3FF
_SEPARATORS: dict[Language, str] = {"de": ".", "en": "/", "es": "/", "fr": "/", "it": "/", "nl": "-", "pl": "."}


def conventions_of(region: str | None) -> Conventions:
    """Return the conventions of a region (ISO 3166 alpha-2), or the ISO default."""
    return _BY_REGION.get(region.upper(), ISO) if region else ISO


def language_of(locale: str) -> Language | None:
    """Return the language that a format's locale names: `407` or `C0A` (hexadecimal Windows codes) or `de-DE`."""
    if re.fullmatch("[0-9A-Fa-f]{3,8}", locale):
        return _LANGUAGES.get(int(locale, 16) & _LANGUAGE_BITS)
    tag = locale[:2].lower()
    return next((language for language in _SEPARATORS if language == tag), None)


def date_separator_of(language: Language) -> str:
    """Return what `/` in a date format stands for in the language."""
    return _SEPARATORS[language]


def show_truth(conventions: Conventions, *, value: bool) -> str:
    """Return TRUE or FALSE in the region's language, as the sheet shows it."""
    return _TRUTHS[conventions.language][value]
