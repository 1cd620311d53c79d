"""Lines of a text read many at a time, where each is a record and nothing in it is odd.

What is odd is left to records.py, which looks at every line; lines that are read here are what it makes of them.
"""

import csv
from collections.abc import Sequence

from lox24cli.tables.text.delimiter import Delimiting

_END_OF_FILE = "\x1a"
_MOST = 1 << 20
"""Characters; more may be a single cell that takes in everything."""


def read_plainly(lines: Sequence[str], way: Delimiting) -> list[list[str]] | None:
    """Return the cells of each line; None where a record spans lines, or a quote or backslash may mean two things."""
    text = "".join(lines)
    if len(text) > _MOST or _END_OF_FILE in text or (way.escapes and "\\" in text):
        return None
    try:
        rows = list(way.reader(lines))
    except csv.Error:
        return None
    if len(rows) != len(lines):
        return None
    is_quoted = '"' in text and any('"' in "".join(cells) for cells in rows)
    return None if is_quoted else rows
