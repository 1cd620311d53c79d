"""Two rows of headers read as one: `Telefon` over `privat | mobil` says `Telefon privat | Telefon mobil`.

In a sheet the upper cell is merged over its columns, in a text file blanks follow it.
"""

from collections.abc import Sequence

from lox24cli.tables.layout import reach
from lox24cli.tables.top_rows import TopRows

_MOST_WORDS = 3


def join_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return one header for each column; an upper cell spreads to its right over filled lower cells."""
    joined: list[str] = []
    group = ""
    for at in range(max(len(upper), len(lower))):
        above, below = (" ".join(row[at].split()) if at < len(row) else "" for row in (upper, lower))
        group = above or (group if below else "")
        joined.append(" ".join(filter(None, (group, below))))
    return joined


def join_below(rows: TopRows, place: int) -> list[str] | None:
    """Return the headers of this row and the next, where that one parts what this one names; else None.

    Three witnesses, as a contact must not be taken for headers: it has a cell where this row has none, it is made of
    words, and of those one says phone over phones, or says which phone.
    """
    if place + 1 >= len(rows.cells) or not _are_neighbours(rows, place):
        return None
    upper, lower = rows.cells[place], rows.cells[place + 1]
    parts = list(rows.filled(place + 1))
    if any(any(map(str.isdigit, cell)) or "@" in cell for _, cell in parts):
        return None
    parted = [at for at, _ in parts if not _cell(upper, at) and any(map(str.strip, upper[:at]))]
    is_said = any(
        rows.sense(cell) in {"phone", "qualifier"} and rows.is_over_phones(place + 1, at) for at, cell in parts
    )
    return join_rows(upper, lower) if parted and is_said else None


def join_above(rows: TopRows, place: int) -> list[str] | None:
    """Return the headers of the row above and this one, where that one names groups of these columns; else None.

    It does when all its cells are understood as headers, or, with two or more of them, when these headers repeat.
    """
    if not _are_neighbours(rows, place - 1) or rows.holds_phone(place - 1):
        return None
    upper, lower = rows.cells[place - 1], rows.cells[place]
    groups = list(rows.filled(place - 1))
    starts = [at for at, _ in groups]
    spread = [at for at in starts if _cell(lower, at) and not _cell(upper, at + 1) and _cell(lower, at + 1)]
    is_title = len(groups) == 1 and not any(map(str.strip, lower[: starts[0]]))
    if is_title or not spread or reach(upper) > reach(lower):
        return None
    names = [" ".join(cell.split()).casefold() for _, cell in rows.filled(place)]
    is_repeated = len(groups) > 1 and len(set(names)) < len(names)
    is_known = all(_names_group(rows, cell) for _, cell in groups)
    return join_rows(upper, lower) if is_known or is_repeated else None


def _names_group(rows: TopRows, cell: str) -> bool:
    """Whether the cell is a word or a few of headers; `Name: SV Blau` is a title of the file."""
    return rows.sense(cell) != "unknown" and ":" not in cell and len(cell.split()) <= _MOST_WORDS


def _are_neighbours(rows: TopRows, place: int) -> bool:
    return rows.numbers[place] + 1 == rows.numbers[place + 1]


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""
