"""Which of the first rows holds the headers, in a grid of cells from any file, delimited or workbook.

Two witnesses name it: words that are understood as headers, and cells under them that are phones. Where no word is
understood, the shape of the rows does. Knows no encodings, no phone rules beyond "this looks like digits", and no
meaning of a header: which words are understood comes from above (`Understand`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from lox24cli.errors import InputError
from lox24cli.tables.header_words import Understand, understand_nothing
from lox24cli.tables.joined_headers import join_above, join_below, join_rows
from lox24cli.tables.layout import Layout, bare_layout, lay_out, middle_of, reach
from lox24cli.tables.top_rows import TopRows, reads_like_phone
from lox24cli.translating import Message, phrase, plural

_MOST_TITLES = 12
_MOST_TRAINERS = 3
"""Rows with phones above the headers that are told; more of them may be contacts, and are asked about."""
_MOST_COLUMNS = 16_384
"""As many as a sheet has in Excel and LibreOffice."""
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """The headers that the user named: spreadsheet rows, the first and the last of those that are read as one."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class _Header:
    """The headers, and which of the top rows they stand in."""

    first: int
    last: int
    cells: Sequence[str]


def find_layout(
    sample: Sequence[tuple[int, Sequence[str]]],
    *,
    name: str,
    header: bool = True,
    asked: HeaderRows | None = None,
    understand: Understand = understand_nothing,
) -> Layout:
    """Return the layout of a table whose first records (row number, cells) are `sample`.

    Raises:
        InputError: there is not one cell with content, a phone number stands where the headers should be, or rows
            above the headers may be contacts.
    """
    filled = [(number, cells) for number, cells in sample if any(map(str.strip, cells))]
    if not filled:
        raise InputError(
            phrase("{name} has no rows: every line or cell is blank", name=name), phrase("export the contacts again")
        )
    width = max(reach(cells) for _, cells in filled)
    if width > _MOST_COLUMNS:
        raise InputError(
            phrase("{name} has {width:,} columns, more than any sheet", name=name, width=width),
            phrase("name a file with one contact in each row"),
        )
    if not header:
        return bare_layout([cells for _, cells in filled])
    rows = TopRows(filled, understand)
    found = _rows_asked_for(rows, asked, name) if asked else _find_header(rows, name)
    notices = () if asked else (*_tell_joined(rows, found), *_tell_titles(rows, found))
    return lay_out(rows.numbers[found.last], found.cells, rows.cells[found.last + 1 :], notices)


def _rows_asked_for(rows: TopRows, asked: HeaderRows, name: str) -> _Header:
    places = [place for place, number in enumerate(rows.numbers) if asked.first <= number <= asked.last]
    if not places or rows.numbers[places[-1]] != asked.last:
        raise InputError(
            phrase(
                "--header-row {asked}: row {last} of {name} is blank, or not among the first rows",
                asked=asked,
                last=asked.last,
                name=name,
            ),
            phrase("its first rows with content are: {rows}", rows=", ".join(map(str, rows.numbers[:_SHOWN]))),
            code="header-row",
        )
    cells = rows.cells[places[0]]
    for place in places[1:]:
        cells = join_rows(cells, rows.cells[place])
    return _Header(places[0], places[-1], cells)


def _find_header(rows: TopRows, name: str) -> _Header:
    place = _by_words(rows)
    if place is None:
        place = _by_shape(rows)
        place = next((later for later in range(place, place + 3) if rows.is_known(later)), place)
    _refuse_phone(rows, place, name)
    _refuse_contacts_above(rows, place, name)
    cells = rows.cells[place]
    first = last = place
    if place and (joined := join_above(rows, place)):
        first, cells = place - 1, joined
    elif joined := join_below(rows, place):
        last, cells = place + 1, joined
    return _Header(first, last, cells)


def _by_words(rows: TopRows) -> int | None:
    """Return the first row of understood headers with phones under one that says phone."""
    places = range(min(len(rows.cells), 1 + _MOST_TITLES))
    return next((place for place in places if rows.is_fit(place)), None)


def _by_shape(rows: TopRows) -> int:
    """Return the place of the first row, or of the first full one below title lines."""
    counts = [sum(1 for cell in cells if cell.strip()) for cells in rows.cells]
    below = list(dropwhile((1).__eq__, counts[: _MOST_TITLES * 8]))
    usual = middle_of(below or counts)
    titles = [
        count == 1 or count * 2 < usual or (count < usual and rows.holds_date(index))
        for index, count in enumerate(counts[: _MOST_TITLES + 1])
    ]
    for place, is_title in enumerate(titles):
        # `Telefonliste 2024` is a title where a row of headers follows, and `Telefon` a header where contacts do.
        full = next((index for index in range(place + 1, len(titles)) if not titles[index]), None)
        is_above_headers = full is not None and rows.says_phone(full) and not rows.holds_phone(full)
        if usual == 1 or not is_title or (rows.says_phone(place) and not is_above_headers):
            return 0 if place and rows.holds_phone(place) else place
    return 0


def _refuse_phone(rows: TopRows, place: int, name: str) -> None:
    phone = next(filter(reads_like_phone, rows.cells[place]), None)
    if phone is not None:
        raise InputError(
            phrase(
                "{name} has no header row: row {row} holds {phone!r}",
                name=name,
                row=rows.numbers[place],
                phone=phone.strip(),
            ),
            phrase("add --no-header, name the row of the headers with --header-row N, or put one on top"),
            code="no-header",
        )


def _refuse_contacts_above(rows: TopRows, place: int, name: str) -> None:
    """Ask about many phones above the headers: a trainer is none of the team, but these may be contacts."""
    above = [rows.numbers[index] for index in range(place) if rows.holds_phone(index)]
    if not above:
        return
    below = sum(map(rows.holds_phone, range(place + 1, len(rows.cells))))
    if len(above) >= min(_MOST_TRAINERS + 1, below):
        number = rows.numbers[place]
        raise InputError(
            phrase(
                "the headers of {name} seem to stand in row {number}, but {rows} above hold phones too",
                name=name,
                number=number,
                rows=_list_rows(above),
            ),
            phrase(
                "--header-row {number} leaves them out; move the headers to the top if they are contacts", number=number
            ),
            code="header-row",
        )


def _tell_titles(rows: TopRows, found: _Header) -> tuple[str, ...]:
    if not found.first:
        return ()
    left = rows.numbers[: found.first]
    phones = [rows.numbers[index] for index in range(found.first) if rows.holds_phone(index)]
    also = phrase(", also the phone in {rows}", rows=_list_rows(phones)) if phones else ""
    told = plural(
        "the headers stand in row {row}; {rows} is taken for a title and left out{also}",
        "the headers stand in row {row}; {rows} are taken for a title and left out{also}",
        len(left),
        row=rows.numbers[found.first],
        rows=_list_rows(left),
        also=also,
    )
    return (told,)


def _tell_joined(rows: TopRows, found: _Header) -> tuple[str, ...]:
    if found.first == found.last:
        return ()
    lower = [" ".join(cell.split()) for cell in rows.cells[found.last]]
    joined = [cell for cell, part in zip(found.cells, lower, strict=False) if part and cell != part][:_SHOWN]
    told = phrase(
        "rows {first} and {last} are read as one row of headers: {headers}",
        first=rows.numbers[found.first],
        last=rows.numbers[found.last],
        headers=", ".join(joined),
    )
    return (told,)


def _list_rows(numbers: Sequence[int]) -> Message:
    if len(numbers) == 1:
        return phrase("row {row}", row=numbers[0])
    return phrase("rows {first} to {last}", first=numbers[0], last=numbers[-1])
