"""Where the table stands in a grid of cells: its header row and its columns.

Works on the first records of any file, delimited or workbook. Knows no encodings, no phone rules beyond "this looks
like digits", and no meaning of a header.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile
from statistics import median_low

from lox24cli.errors import InputError
from lox24cli.tables.layout import Layout, bare_layout, lay_out, reach

_DIGITS_OF_PHONE = 7
_PHONE = re.compile(r"['’]?(?:tel:)?\s*[+＋]?[\d\s()/.–-]*", re.IGNORECASE)
_PHONE_WORD = re.compile(r"tel|phone|mobil|handy|nummer|number|rufnr|cell|natel|gsm|sms|whatsapp", re.IGNORECASE)
_MOST_TITLES = 12
_MOST_COLUMNS = 16_384
"""As many as a sheet has in Excel and LibreOffice."""
_LONGEST_HEADER = 40


def reads_like_phone(cell: str) -> bool:
    """Whether the cell is digits, seven or more, with nothing but the signs of phone numbers between them."""
    return sum(map(str.isdigit, cell)) >= _DIGITS_OF_PHONE and _PHONE.fullmatch(cell.strip()) is not None


def find_layout(sample: Sequence[tuple[int, Sequence[str]]], *, header: bool, name: str) -> Layout:
    """Return the layout of a table whose first records (row number, cells) are `sample`.

    Raises:
        InputError: there is not one cell with content, or a phone number stands where the headers should be.
    """
    filled = [(number, cells) for number, cells in sample if any(map(str.strip, cells))]
    if not filled:
        raise InputError(f"{name} has no rows: every line or cell is blank", "export the contacts again")
    width = max(reach(cells) for _, cells in filled)
    if width > _MOST_COLUMNS:
        raise InputError(
            f"{name} has {width:,} columns, more than any sheet", "name a file with one contact in each row"
        )
    if not header:
        return bare_layout([cells for _, cells in filled])
    place = _find_header(filled)
    number, cells = filled[place]
    phone = next((cell for cell in cells if reads_like_phone(cell)), None)
    if phone is not None:
        raise InputError(
            f"{name} has no header row: row {number} holds {phone.strip()!r}",
            "add --no-header, or put a row with the columns' names on top",
            code="no-header",
        )
    notices = _tell_titles([filled[index][0] for index in range(place)], number)
    return lay_out(number, cells, [row for _, row in filled[place + 1 :]], notices)


def _find_header(filled: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the place of the header in the rows with content: the first, or the first full one below title lines."""
    rows = [cells for _, cells in filled]
    counts = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    below = list(dropwhile((1).__eq__, counts[: _MOST_TITLES * 8]))
    usual = median_low(below or counts)
    titles = [count == 1 or count * 2 < usual for count in counts[: _MOST_TITLES + 1]]
    for place, is_title in enumerate(titles):
        # `Telefonliste 2024` is a title where a row of headers follows, and `Telefon` a header where contacts do.
        full = next((index for index in range(place + 1, len(titles)) if not titles[index]), None)
        is_above_headers = full is not None and _names_phone(rows[full]) and not any(map(reads_like_phone, rows[full]))
        if usual == 1 or not is_title or (_names_phone(rows[place]) and not is_above_headers):
            return 0 if place and any(map(reads_like_phone, rows[place])) else place
    return 0


def _names_phone(cells: Sequence[str]) -> bool:
    return any(_PHONE_WORD.search(cell) and len(cell) <= _LONGEST_HEADER for cell in cells)


def _tell_titles(titles: Sequence[int], number: int) -> tuple[str, ...]:
    if not titles:
        return ()
    rows = f"row {titles[0]} is" if len(titles) == 1 else f"rows {titles[0]} to {titles[-1]} are"
    return (f"the headers stand in row {number}; {rows} taken for a title and left out",)
