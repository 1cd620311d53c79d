"""A date or time as the sheet shows it.

A workbook counts days from the end of 1899 (or from 1904) and holds the time of day as the fraction; its 1900 has a
29 February that never was (ECMA-376 part 1, 18.17.4.1). Knows no files.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from lox24cli.tables.formats.calendar_words import (
    MONTHS,
    POLISH_MONTHS_OF_DAYS,
    SHORT_MONTHS,
    SHORT_WEEKDAY_LETTERS,
    WEEKDAYS,
    Language,
)
from lox24cli.tables.formats.conventions import Conventions, date_separator_of
from lox24cli.tables.formats.format_codes import Section, Token, parse_code

EPOCH = date(1899, 12, 30)
_MIDNIGHT = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no time zone
_DAYS_TO_1904 = 1462
_END = 2_958_466  # the day after 31.12.9999
_FALSE_LEAP_DAY = 60
DAY_SECONDS = 86_400
_WEEKDAY_0 = 5  # day 0 is a Saturday, and the days before the false leap day are counted from it
_FLOAT_ERROR = 3  # places of a second that a float's own error does not reach
_CALENDAR, _CLOCK = frozenset("ymdeb"), frozenset("hns[a")
"""How the letters of a date's and of a clock's parts begin."""
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_LONG_DATES: dict[Language, str] = {
    "de": "dddd, d. mmmm yyyy",
    "en": "dddd, mmmm d, yyyy",
    "es": 'dddd, d "de" mmmm "de" yyyy',
    "fr": "dddd d mmmm yyyy",
    "it": "dddd d mmmm yyyy",
    "nl": "dddd d mmmm yyyy",
    "pl": "dddd, d mmmm yyyy",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a date format: letters to replace, or text to show."""

    letters: str
    """`yyyy`, `mm`, `nn` (minutes), `[h]`, `.00` (of a second), `am/pm`, `/`; empty for text."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A serial number, rounded to what is shown and taken apart."""

    total: Decimal
    """Seconds since day 0."""
    calendar: date
    day: int
    """Of the month; 29 on the false leap day, for which `calendar` is the day before."""

    def clock(self, unit: int, limit: int) -> int:
        """Hours (3600, 24), minutes (60, 60) or seconds (1, 60) of the clock."""
        return int(self.total) // unit % limit


def is_date(section: Section) -> bool:
    """Whether the section shows a date or a time and not digits."""
    return section.has("date", "elapsed", "half") or section.system is not None


def is_date_0(value: float, section: Section, *, epoch_1904: bool) -> bool:
    """Whether the section would show the day before the first, which is none: 00.01.1900 in Excel."""
    if epoch_1904 or not 0 <= value < 1:
        return False
    return section.system == "date" or any(part.letters[:1] in _CALENDAR for part in _parts(section))


def serial_of(moment: datetime) -> float:
    """Return the days that a workbook of the 1900 calendar counts up to the moment."""
    since = moment - _MIDNIGHT
    days = since.days - (0 < since.days <= _FALSE_LEAP_DAY)
    return days + since.seconds / DAY_SECONDS


def show_date(value: float, section: Section, conventions: Conventions, *, epoch_1904: bool) -> str | None:
    """Return the moment in the section's form; None where a spreadsheet shows `####` (negative, after 9999)."""
    language = section.language or conventions.language
    if section.system:
        section = parse_code(_LONG_DATES[language] if section.system == "date" else conventions.long_clock)[0]
    parts = _parts(section)
    # A clock is rounded to the second, and 23:59:59.9 is the next day's first; a date without a clock is not.
    fewest = 0 if any(part.letters[:1] in _CLOCK for part in parts) else _FLOAT_ERROR
    places = max((len(part.letters) - 1 for part in parts if part.letters.startswith(".")), default=fewest)
    moment = _moment(value + _DAYS_TO_1904 * epoch_1904, places)
    if moment is None:
        return None
    slash = date_separator_of(section.language) if section.language else conventions.date_separator
    has_half = any(part.letters in {"am/pm", "a/p"} for part in parts)
    fills = {"/": slash, ".": conventions.decimal}
    if language == "pl" and any(part.letters in {"d", "dd"} for part in parts):
        fills["mmmm"] = POLISH_MONTHS_OF_DAYS[moment.calendar.month - 1]
    return "".join(
        fills.get(part.letters) or _show_part(part, moment, language, has_half=has_half, decimal=conventions.decimal)
        for part in parts
    ).strip()


@lru_cache(maxsize=512)
def _parts(section: Section) -> tuple[_Part, ...]:
    """Return the parts of a date section, minutes told from months and fractions of a second put together."""
    tokens = section.tokens
    units = [index for index, token in enumerate(tokens) if token.kind in {"date", "elapsed"}]
    parts: list[_Part] = []
    for index, token in enumerate(tokens):
        letters = token.text.lower()
        if token.kind == "date":
            parts.append(_Part(letters.replace("m", "n") if _is_minutes(tokens, units, index) else letters))
        elif token.kind == "elapsed":
            parts.append(_Part(f"[{letters}]"))
        elif token.kind in {"half", "slash"}:
            parts.append(_Part(letters))
        elif token.kind == "point" and parts and parts[-1].letters.strip("[]") in {"s", "ss"}:
            parts.append(_Part("."))
        elif token.kind == "digit" and parts and parts[-1].letters.startswith("."):
            parts[-1] = _Part(parts[-1].letters + "0")
        else:
            parts.append(_Part("", token.text))
    return tuple(part if part.letters != "." else _Part("", ".") for part in parts)


def _is_minutes(tokens: tuple[Token, ...], units: list[int], index: int) -> bool:
    """`m` and `mm` are minutes right after hours or right before seconds, else months."""
    if tokens[index].text.lower() not in {"m", "mm"}:
        return False
    place = units.index(index)
    before = tokens[units[place - 1]].text.lower()[0] if place else ""
    after = tokens[units[place + 1]].text.lower()[0] if place + 1 < len(units) else ""
    return before == "h" or after == "s"


def _moment(value: float, places: int) -> _Moment | None:
    if not 0 <= value < _END:
        return None
    total = (Decimal(repr(value)) * DAY_SECONDS).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    day = int(total) // DAY_SECONDS
    if day >= _END:
        return None
    if day == _FALSE_LEAP_DAY:
        return _Moment(total, EPOCH + timedelta(days=day), 29)  # 28.02.1900, shown as the 29th
    calendar = EPOCH + timedelta(days=day + (day < _FALSE_LEAP_DAY))
    return _Moment(total, calendar, calendar.day)


def _show_part(part: _Part, moment: _Moment, language: Language, *, has_half: bool, decimal: str) -> str:
    letters = part.letters
    match letters[:1]:
        case "":
            shown = part.text
        case "y" | "e":
            shown = f"{moment.calendar.year % 100:02}" if letters in {"y", "yy"} else f"{moment.calendar.year:04}"
        case "b":
            shown = str(moment.calendar.year + 543)  # the Buddhist year
        case "m":
            shown = _show_month(letters, moment, language)
        case "d":
            shown = _show_day(letters, moment, language)
        case "[":
            shown = str(int(moment.total) // _SECONDS[letters[1]]).zfill(len(letters) - 2)
        case ".":
            shown = decimal + f"{moment.total % 1:.{len(letters) - 1}f}"[2:]
        case "a":
            halves = ("AM", "PM") if letters == "am/pm" else ("A", "P")
            shown = halves[moment.clock(43_200, 2)]
        case _:
            shown = _show_clock(letters, moment, has_half=has_half)
    return shown


def _show_month(letters: str, moment: _Moment, language: Language) -> str:
    month = moment.calendar.month
    match len(letters):
        case 1 | 2:
            return str(month).zfill(len(letters))
        case 3:
            return SHORT_MONTHS[language][month - 1]
        case 5:
            return MONTHS[language][month - 1][0].upper()
        case _:
            return MONTHS[language][month - 1]


def _show_day(letters: str, moment: _Moment, language: Language) -> str:
    name = WEEKDAYS[language][(int(moment.total) // DAY_SECONDS + _WEEKDAY_0) % 7]
    match len(letters):
        case 1 | 2:
            return str(moment.day).zfill(len(letters))
        case 3:
            return name[: SHORT_WEEKDAY_LETTERS[language]]
        case _:
            return name


def _show_clock(letters: str, moment: _Moment, *, has_half: bool) -> str:
    match letters[0]:
        case "h":
            hour = moment.clock(3600, 24)
            number = (hour % 12 or 12) if has_half else hour
        case "n":
            number = moment.clock(60, 60)
        case _:
            number = moment.clock(1, 60)
    return str(number).zfill(min(len(letters), 2))
