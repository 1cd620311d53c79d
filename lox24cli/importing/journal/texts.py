"""What the file said in each row, a range of rows in one record: written once, taken apart only where a row is needed.

Beside the rows, not in them: most rows are counted, sent and reported without their cells, and a run that has ended
forgets all texts at once.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, cast

import orjson

TABLE = "CREATE TABLE texts (first INTEGER PRIMARY KEY, cells BLOB NOT NULL, exact BLOB, fields BLOB NOT NULL);"
_RANGE_OF = "FROM texts WHERE first <= ? ORDER BY first DESC LIMIT 1"
_NOTHING: Mapping[int, str] = MappingProxyType({})


class RowRecord(NamedTuple):
    """A row as prepare leaves it, less what the file said in it."""

    seq: int
    row: int
    line: int | None
    first_row: int | None
    input: str
    phone: str | None
    country: str
    mobile: bool
    status: str
    code: str
    message: str
    note: str = ""
    """What is to be said of the row even when all went well: how its number was decided."""


@dataclass(slots=True)
class Range:
    """Rows that follow one another in the file; each list has an item for each row."""

    records: list[tuple[object, ...]] = field(default_factory=list)
    """As RowRecord says."""
    cells: list[Sequence[str]] = field(default_factory=list)
    fields: list[bytes] = field(default_factory=list)
    """What is sent of each row besides its phone: JSON."""
    exact: dict[int, dict[str, str]] = field(default_factory=dict)
    """Workbooks only: place in the range -> column index -> all digits of a cell that the sheet shows shortened."""

    @property
    def texts(self) -> tuple[int, bytes, bytes | None, bytes]:
        """The range's line in the table."""
        exact = orjson.dumps({str(place): digits for place, digits in self.exact.items()}) if self.exact else None
        cells = b"\n".join(map(orjson.dumps, self.cells))
        return cast("int", self.records[0][0]), cells, exact, b"\n".join(self.fields)


class Texts:
    """Reads the texts of rows; those that are asked for in file order cost one look-up for a range."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._first = self._end = 0
        self._cells: list[bytes] = []
        self._exact: dict[str, dict[str, str]] = {}

    def cells(self, seq: int) -> tuple[tuple[str, ...], Mapping[int, str]]:
        """Return a row's cells, and the exact digits of those that are shown shortened; nothing once forgotten."""
        if not self._first <= seq < self._end:
            found = self._connection.execute(f"SELECT first, cells, exact {_RANGE_OF}", (seq,)).fetchone()
            if found is None:
                return (), _NOTHING
            self._first, cells, exact = found
            self._cells, self._exact = cells.split(b"\n"), orjson.loads(exact or b"{}")
            self._end = self._first + len(self._cells)
        place = seq - self._first
        exact = {int(index): digits for index, digits in self._exact.get(str(place), {}).items()}
        return tuple(orjson.loads(self._cells[place])), exact


def fields_of(connection: sqlite3.Connection, seqs: Iterable[int]) -> Iterator[bytes]:
    """Yield what is sent of rows besides their phones; `seqs` ascend."""
    first, fields = 0, list[bytes]()
    for seq in seqs:
        if seq >= first + len(fields):
            first, joined = connection.execute(f"SELECT first, fields {_RANGE_OF}", (seq,)).fetchone()
            fields = joined.split(b"\n")
        yield fields[seq - first]
