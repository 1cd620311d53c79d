"""The records of an XLS workbook: what no table needs is blanked before anybody reads it, and cells are counted.

A record is its kind, its length and its data ([MS-XLS] 2.1.4). Names, drawings, notes, links and conditions hold no
cell, and are where readers stumble. Knows no values.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lox24cli.errors import InputError
from lox24cli.translating import phrase

_BOFS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF = 0x000A
_BOUNDSHEET = 0x0085
_ROW = 0x0208
_ROW_HIDDEN = 0x20
_MULBLANK, _MULRK = 0x00BE, 0x00BD
_CELLS = {
    **dict.fromkeys(
        (0x0006, 0x0206, 0x0406, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0001, 0x0002), 0
    ),
    **dict.fromkeys((0x0003, 0x0004, 0x0005), 0),
    _MULBLANK: 2,
    _MULRK: 6,
}
"""Kind of a record with cells -> bytes of each; 0 where it holds one cell."""
_MOST_CELLS = 3_000_000
_UNUSED = frozenset(
    {
        *(0x0018, 0x0218, 0x0023, 0x0223, 0x0016, 0x0017, 0x01AE),  # names, and where they point
        *(0x005D, 0x00EC, 0x01B6, 0x001C, 0x0872, 0x015F),  # drawings, notes, features, labels
        *(0x01B8, 0x0800, 0x01B0, 0x01B1, 0x005C),  # links, conditions, who wrote the file
    }
)
IGNORED = 0x00FF
"""A kind that readers pass over (EXTSST)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record's place."""

    kind: int
    start: int
    """Of its data; its kind stands four bytes before."""
    length: int
    sheet: int
    """The place of its sheet, from 0; -1 for the workbook's own."""


@dataclass(slots=True)
class Records:
    """A workbook's records, blanked in place."""

    content: bytearray
    hidden: dict[int, set[int]] = field(default_factory=dict)
    """Place of the sheet -> its hidden rows, from 0."""
    width: dict[int, int] = field(default_factory=dict)
    height: dict[int, int] = field(default_factory=dict)
    """Place of the sheet -> columns and rows up to its last cell."""

    def blank(self, record: Record) -> None:
        """Make readers pass over the record."""
        struct.pack_into("<H", self.content, record.start - 4, IGNORED)


def walk(content: bytes | bytearray) -> Iterator[Record]:
    """Return the records of the workbook and of each of its sheets, as far as they are sound."""
    places: list[int] = []
    for record in _walk_part(content, 0, -1):
        if record.kind == _BOUNDSHEET and record.length >= 4:  # noqa: PLR2004 - the place of the sheet's part
            places.append(struct.unpack_from("<I", content, record.start)[0])
        yield record
    for sheet, place in enumerate(places):
        yield from _walk_part(content, place, sheet)


def _walk_part(content: bytes | bytearray, place: int, sheet: int) -> Iterator[Record]:
    """Return the records from a beginning (BOF) to the end that belongs to it."""
    depth = 0
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        place += 4
        depth += (kind in _BOFS) - (kind == _EOF)
        if place + length > len(content) or (depth == 0 and kind != _EOF):
            return
        yield Record(kind, place, length, sheet)
        if depth == 0:
            return
        place += length


def clean(content: bytes, name: str) -> Records:
    """Return the records without those that no table needs.

    Raises:
        InputError: there are more cells than anybody's list has, or two sheets in one place.
    """
    records = Records(bytearray(content))
    seen: set[int] = set()
    cells = 0
    for record in walk(content):
        if record.kind in _BOFS:
            if record.start in seen:
                raise InputError(
                    phrase("{name} is a damaged workbook: two of its sheets are one", name=name),
                    phrase("open it in a spreadsheet program and save it as .xlsx"),
                )
            seen.add(record.start)
        if record.kind in _UNUSED:
            records.blank(record)
        elif record.kind in _CELLS and record.length >= 4:  # noqa: PLR2004 - its row and its column
            cells += _note_cells(records, record)
            if cells > _MOST_CELLS:
                raise InputError(
                    phrase(
                        "{name} has more than {most:,} cells: it is no contact list",
                        name=name,
                        most=_MOST_CELLS,
                    ),
                    phrase("save the sheet with the contacts as CSV UTF-8 and import that"),
                    code="file-too-large",
                )
        elif record.kind == _ROW and record.length >= 14:  # noqa: PLR2004 - its flags
            row, flags = struct.unpack_from("<H10xH", records.content, record.start)
            if flags & _ROW_HIDDEN:
                records.hidden.setdefault(record.sheet, set()).add(row)
    return records


def _note_cells(records: Records, record: Record) -> int:
    row, column = struct.unpack_from("<HH", records.content, record.start)
    size = _CELLS[record.kind]
    count = (record.length - 6) // size if size else 1
    records.height[record.sheet] = max(records.height.get(record.sheet, 0), row + 1)
    records.width[record.sheet] = max(records.width.get(record.sheet, 0), column + count)
    return count
