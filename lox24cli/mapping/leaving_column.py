"""Where a list says when somebody left: told, never decided: nobody here knows what it is kept for."""

import re
from collections.abc import Sequence
from datetime import date

from lox24cli.mapping import consent_words as words
from lox24cli.mapping.consent_search import split
from lox24cli.model import Column

_DAY = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[ T].*)?")
_CENTURY = 2000
_YEARS = range(1900, 2200)


def find_leaving(columns: Sequence[Column]) -> Column | None:
    """Return the column whose header says in known words alone when somebody left."""
    for column in columns:
        known = set(split(column.header))
        if known & words.LEAVING and known <= words.LEAVING | words.LEAVING_FILLERS:
            return column
    return None


def is_past(text: str, today: date) -> bool:
    """Tell whether the cell holds a day before today, in whatever order day and month are written."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return False
    first, middle, last = map(int, found.groups())
    if first in _YEARS:
        days = [(first, middle, last)]
    else:
        year = last if last in _YEARS else _CENTURY + last
        days = [(year, middle, first), (year, first, middle)]
    dates = [day for parts in days if (day := _date(*parts)) is not None]
    return bool(dates) and all(day < today for day in dates)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
