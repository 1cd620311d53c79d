"""Where the quotes of a text stand: under its own dialect, at the edges of cells. And lines in which they do not.

Knows no files and no headers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lox24cli.tables.top_rows import reads_like_phone

_ENDS = re.compile(r"\r\n|\r|\n")
_BACKSLASHES = re.compile(r"\\+\Z")


@dataclass(frozen=True, slots=True)
class Edges:
    """How many quotes open cells, close cells, and stand in the midst of one."""

    opening: int
    closing: int
    stray: int

    @property
    def is_sound(self) -> bool:
        """All quotes stand in pairs at the edges of cells, and there are some."""
        return self.opening == self.closing > 0 == self.stray


def find_edges(text: str, delimiter: str, quote: str, *, behind_blanks: bool) -> Edges:
    """Count where the quotes stand when the delimiter is this one; `behind_blanks` says that they may open a cell."""
    if quote not in text:
        return Edges(0, 0, 0)
    bare = text.replace(2 * quote, "")  # a doubled quote is a sign of the cell; both of an empty cell are at its edges
    sign, mark, blanks = re.escape(delimiter), re.escape(quote), " *" if behind_blanks else ""
    opening = {found.end() for found in re.finditer(rf"(?:^|(?<=[\r\n])|{sign}){blanks}{mark}", bare)}
    closing = {found.start() + 1 for found in re.finditer(rf"{mark}(?= *(?:{sign}|[\r\n]|$))", bare)}
    return Edges(len(opening), len(closing), bare.count(quote) - len(opening | closing))


def split_loosely(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of a line in which a quote closes a cell only before a delimiter or the end."""
    sign = re.escape(delimiter)
    # A possessive quantifier would say it shorter, but Python 3.11.2 (Debian 12) does not match it rightly.
    cell = re.compile(rf'(?: *"([^"]*(?:"(?! *(?:{sign}|$))[^"]*)*)" *|([^{sign}]*))({sign}|$)')
    cells, place, line = [], 0, line.rstrip("\r\n")
    while found := cell.match(line, place):
        quoted, plain, end = found.groups()
        if quoted is None and '"' in plain:
            return None  # nobody can know which of the quotes closed the cell before
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        if not end:
            return cells
        place = found.end()
    return None


def join_escaped(cells: Iterable[str], delimiter: str) -> list[str]:
    r"""Return the cells as a program means them that writes a delimiter inside a cell as `\,`."""
    joined: list[str] = []
    is_open = False
    for cell in cells:
        if is_open:
            joined[-1] = joined[-1][:-1] + delimiter + cell
        else:
            joined.append(cell)
        backslashes = _BACKSLASHES.search(cell)
        is_open = backslashes is not None and len(backslashes.group()) % 2 == 1
    return joined


def has_open_quote(cells: Iterable[str]) -> bool:
    """Whether a bare cell begins with a quote behind white space and does not close it: it may reach into others."""
    return any(cell[:1].isspace() and cell.lstrip().startswith('"') and cell.count('"') % 2 for cell in cells)


def reads_like_rows(cell: str, delimiter: str) -> bool:
    """Whether a cell of several lines holds delimiters and a phone number, as rows do."""
    return any(has_phone(line.split(delimiter)) for line in _ENDS.split(cell) if delimiter in line)


def has_phone(cells: Iterable[str]) -> bool:
    """Whether one of the cells reads like a phone, in quotes or not."""
    return any(reads_like_phone(cell.strip(' "')) for cell in cells)
