"""Which country a cell names: ISO 3166 codes, names in seven languages and its own, signs on cars, calling codes.

The names are CLDR's, from Babel; loaded when the first cell is to be understood. Knows no columns.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lox24cli.mapping.column_names import fold
from lox24cli.mapping.everyday_names import CAR_SIGNS, OTHER_NAMES
from lox24cli.numbers.regions import has_plan, list_regions, region_of_code

LANGUAGES = ("de", "en", "fr", "it", "es", "nl", "pl")
_CALLING_CODE = re.compile(r"(?:\+|00)?\s*([1-9]\d{0,2})(?:\.0)?")
_BREAK = re.compile(r"[()\[\]/|,;:–—]|\s-\s|\s\+|(?<=\b[A-Z]{2})-")
_ARTICLE = re.compile(r"(?i)(?:the|die|les?|la|los|las|el|il|de|het|lo)\s+|l['’]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A = 0x1F1E6
"""REGIONAL INDICATOR SYMBOL LETTER A: two of them are a flag."""
_LONGEST = 60
_ALPHA_3 = 3
_EDGES = " \t\n\r\xa0'\"-./"
_MISSING = "na"
"""Rather "not available" than Namibia, which has three letters and a name besides."""


@dataclass(frozen=True, slots=True)
class Country:
    """What a cell names."""

    region: str
    """ISO 3166 alpha-2; of a calling code that several share, the main one."""
    calling_code: str = ""
    """The digits, where the cell is a calling code."""
    is_name: bool = False
    """It is a name, not a code that may mean another thing elsewhere."""


@functools.lru_cache(maxsize=4096)
def read_country(text: str) -> Country | None:
    """Return the country that the cell names; None for a blank cell, or one that names none or several.

    `read_country("Österreich")`, `read_country("AUT")` and `read_country("AT - Austria")` are AT, `"+43"` is AT by its
    calling code.
    """
    text = _FLAG.sub(_spell_flag, text).strip(_EDGES)
    if not text or len(text) > _LONGEST:
        return None
    if found := _read_whole(text):
        return found
    parts = [_read_whole(part.strip(_EDGES)) for part in _BREAK.split(text) if part.strip(_EDGES)]
    regions = {part.region if part else "" for part in parts}
    return parts[0] if len(parts) > 1 and len(regions) == 1 else None


def _read_whole(text: str) -> Country | None:
    if code := _CALLING_CODE.fullmatch(text):
        region = region_of_code(int(code[1]))
        return Country(region, calling_code=code[1]) if region else None
    # Punctuation makes another thing of a code: n/a, s.o.
    if region := _codes().get(text.casefold()):
        return Country(region)
    for name in (fold(text), fold(_ARTICLE.sub("", text, count=1))):
        if region := _names().get(name) or _native_names().get(name):
            return Country(region, is_name=True)
    return None


def _spell_flag(flag: re.Match[str]) -> str:
    """Return the ISO code that a flag is made of."""
    return "".join(chr(ord("A") + ord(sign) - _FLAG_A) for sign in flag[0]) + "/"


@functools.cache
def _codes() -> Mapping[str, str]:
    """Return alpha-2, alpha-3 and other codes, and signs on cars: folded code -> region."""
    from babel.core import get_global  # noqa: PLC0415  only a file with a country column needs it

    aliases = get_global("territory_aliases")
    # Those of two letters are of countries that are no more, and cantons' and states' today (VD, NH).
    long = {code.casefold(): found[0] for code, found in aliases.items() if len(code) == _ALPHA_3 and len(found) == 1}
    own = {region.casefold(): region for region in list_regions() if region.casefold() != _MISSING}
    known = {**CAR_SIGNS, "uk": "GB", **long, **own}
    return {code: region for code, region in known.items() if code.isalpha() and has_plan(region)}


@functools.cache
def _names() -> Mapping[str, str]:
    clear = _keep_clear(pair for language in LANGUAGES for pair in _list_names(language))
    return {**clear, **OTHER_NAMES}


@functools.cache
def _native_names() -> Mapping[str, str]:
    """Return what each country is called in its own languages: takes a second, for names that are not known so far."""
    from babel.languages import get_official_languages  # noqa: PLC0415  as above

    own = ((language, region) for region in list_regions() for language in get_official_languages(region))
    found = _keep_clear(
        (name, region) for language, region in own for name, one in _list_names(language) if one == region
    )
    return {name: region for name, region in found.items() if name not in _names()}


@functools.cache
def _list_names(language: str) -> tuple[tuple[str, str], ...]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  as above

    try:
        territories = Locale.parse(language).territories
    except UnknownLocaleError:
        return ()
    return tuple(
        (name, region) for region, text in territories.items() if has_plan(region) for name in _list_forms(text)
    )


def _list_forms(text: str) -> Iterator[str]:
    """Yield a name, and the name less what stands in brackets behind it: `Myanmar (Burma)`."""
    yield fold(text)
    if " (" in text:
        yield fold(text.partition(" (")[0])


def _keep_clear(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return the names that mean one country in all languages."""
    found: dict[str, set[str]] = {}
    for name, region in pairs:
        found.setdefault(name, set()).add(region)
    return {name: next(iter(regions)) for name, regions in found.items() if len(regions) == 1 and name}
