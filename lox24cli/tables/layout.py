"""Which columns a table has, once its header row is known, and from how many cells on a row has too many.

Knows no meaning of a header.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lox24cli.model import Column

OWN_PREFIX = "lox24_"
_STEADY = 0.9


@dataclass(frozen=True, slots=True)
class Layout:
    """The table's place in the grid."""

    header_row: int | None
    """The spreadsheet row of the headers; None without headers."""
    first_row: int
    """No data row has a smaller number than this."""
    columns: tuple[Column, ...]
    """Without our own columns and without blank ones at the end."""
    width: int
    """Cells of a full row, our own columns included."""
    named: int
    """Cells up to the last one that has a header or is filled in most rows."""
    usual: int
    """Cells of an ordinary record, blank ones at its end included: one with more may have moved cells."""
    own: dict[str, int]
    """Of a failed file: our own columns' names and places."""
    notices: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """The most cells of a record in which none can have moved."""
        return max(self.usual, self.named)


def reach(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one with content."""
    length = len(cells)
    while length and not cells[length - 1].strip():
        length -= 1
    return length


def is_blank(cells: Sequence[str]) -> bool:
    """Tell whether no cell has content."""
    return not (cells and cells[0].strip()) and not "".join(cells).strip()


def middle_of(counts: Iterable[int]) -> int:
    """Return the median, of two the lower; the library's own loads fractions, decimals and dice."""
    ordered = sorted(counts)
    return ordered[(len(ordered) - 1) // 2]


def bare_layout(data: Sequence[Sequence[str]]) -> Layout:
    """Return the layout of rows without headers: their columns are known by their letters alone."""
    width = max(map(reach, data))
    named = middle_of(map(reach, data))
    columns = tuple(Column(index, "") for index in range(width))
    return Layout(None, 1, columns, width, named, _usual_length(data, width), {})


def lay_out(number: int, cells: Sequence[str], data: Sequence[Sequence[str]], notices: tuple[str, ...]) -> Layout:
    """Return the layout of the rows `data` under the headers `cells`, which stand in the row `number`."""
    headers = [" ".join(cell.split()) for cell in cells]
    own = {header.lower(): index for index, header in enumerate(headers) if header.lower().startswith(OWN_PREFIX)}
    reaches = [reach(row) for row in data]
    named = max(reach(headers), middle_of(reaches) if reaches else 0)
    # A column without a header counts where the header row leaves room for it, or most rows have it.
    width = max(named, max((min(length, len(headers)) for length in reaches), default=0))
    headers += [""] * (width - len(headers))
    places = set(own.values())
    columns = tuple(Column(index, headers[index]) for index in range(width) if index not in places)
    return Layout(number, number + 1, columns, width, named, _usual_length([cells, *data], named), own, notices)


def _usual_length(records: Sequence[Sequence[str]], otherwise: int) -> int:
    """Return how many cells nearly all records have, blank ones included; `otherwise` where they differ.

    A program that ends each record with a delimiter leaves room for a note there, and a moved cell makes more of it.
    """
    (length, count), *_ = Counter(map(len, records)).most_common(1)
    return length if count >= _STEADY * len(records) else otherwise
