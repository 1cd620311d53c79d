"""Contacts that lie in no file: a private copy for the length of the call, as they are read more than once.

It lies in the state folder, in a folder that its process holds: what a killed one left is deleted by the next call.
"""

import csv
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, time
from itertools import chain
from math import isnan
from numbers import Integral, Real
from pathlib import Path
from typing import BinaryIO

from lox24cli.errors import InputError, TemporaryError
from lox24cli.importing.journal.holding import Hold, is_left
from lox24cli.tables.opening import spool_stdin
from lox24cli.translating import phrase

_PLACE = "piped"
_EXACT = 2.0**53
"""From here on a float may stand for several whole numbers (IEEE 754)."""
_MISSING_VALUES = frozenset({"NAType", "NaTType"})
"""What data frames have in place of a value that is missing, besides NaN."""


@contextmanager
def keep_piped(stream: BinaryIO, state: Path, what: str) -> Iterator[Path]:
    """Give the file that holds what `stream` brought.

    Raises:
        TemporaryError: the disk does not take it.
    """
    with _keep(state, what, lambda folder: spool_stdin(stream, folder)) as copy:
        yield copy


@contextmanager
def keep_rows(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str] | None, state: Path, what: str
) -> Iterator[Path]:
    """Give the CSV file (UTF-8, commas) that holds `rows` under the headers `columns`, or the keys of the first row.

    Raises:
        InputError: there is no row, or one has a key that is no column, or a value that is no text, number or date.
        TemporaryError: the disk does not take it.
    """
    with _keep(state, what, lambda folder: _write_rows(rows, columns, folder, what)) as copy:
        yield copy


def _write_rows(rows: Iterable[Mapping[str, object]], columns: Sequence[str] | None, folder: Path, what: str) -> Path:
    path, left = folder / "rows.csv", iter(rows)
    first = next(left, None)
    if first is None:
        raise InputError(phrase("{what} has no rows", what=what), phrase("nothing was done"), code="no-rows")
    names = tuple(first) if columns is None else tuple(columns)
    known = frozenset(names)
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        for number, row in enumerate(chain([first], left), start=2):
            if unknown := row.keys() - known:
                raise InputError(
                    phrase(
                        "row {number} of {what} has {strange!r}, which is no column",
                        number=number,
                        what=what,
                        strange=min(unknown, key=str),
                    ),
                    phrase("name all columns, columns=[…]: otherwise they are those of the first row"),
                    code="column-unknown",
                )
            try:
                writer.writerow([_cell(row.get(name), number, name) for name in names])
            except UnicodeEncodeError:
                raise InputError(
                    phrase("row {number} of {what} has half a character", number=number, what=what),
                    phrase("give whole ones"),
                    code="encoding",
                ) from None
    return path


def _cell(value: object, number: int, column: str) -> str:
    """Return a value as a cell: no text is lost, and a number has no decimals that nobody gave it.

    Raises:
        InputError: it is none that a cell can show.
    """
    if value is None or type(value).__name__ in _MISSING_VALUES:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        if isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    # A float of 32 bits has seven digits: what it was made of is lost, and nobody sees it.
    if isinstance(value, Iterable) or (isinstance(value, Real) and not isinstance(value, Integral)):
        kind = type(value).__name__
        raise InputError(
            phrase("row {number}: {column} is a {kind}", number=number, column=column, kind=kind),
            phrase("give text, numbers, dates or None"),
        )
    return str(value)


@contextmanager
def _keep(state: Path, what: str, fill: Callable[[Path], Path]) -> Iterator[Path]:
    place = state / _PLACE
    with ExitStack() as undo:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in filter(is_left, place.iterdir()):
                shutil.rmtree(left, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(dir=place))
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            undo.callback(Hold(folder).release)
            copy = fill(folder)
        except OSError as error:
            raise TemporaryError(
                phrase(
                    "the contacts from {what} cannot be kept in {place}: {strerror}",
                    what=what,
                    place=place,
                    strerror=error.strerror,
                ),
                phrase(
                    "make room on the disk or set LOX24_STATE_DIR to another folder, then run the same command again"
                ),
            ) from error
        yield copy
