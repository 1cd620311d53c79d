"""From a path to a stream of rows: the one door to every kind of contact file.

    with open_table(path, ReadOptions()) as table:
        for row in table.rows(): ...

Knows no meaning of a column, no phone rules and no terminal.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NoReturn, Self

from lox24cli.errors import InputError, Lox24Error
from lox24cli.model import HELD, SURPLUS_COLUMN, UNSUBSCRIBED_COLUMN, Column, Source, SourceRow
from lox24cli.tables.filetypes import FileType, recognise
from lox24cli.tables.grid import Block, Grid
from lox24cli.tables.header_row import HeaderRows, find_layout
from lox24cli.tables.header_words import Understand, understand_nothing
from lox24cli.tables.layout import Layout, is_blank, reach
from lox24cli.tables.mojibake import LetterFaults, has_faults
from lox24cli.tables.safe_cells import restore
from lox24cli.tables.text.records import open_delimited
from lox24cli.translating import phrase
from lox24cli.wording import counted

_SAMPLE_ROWS, _SAMPLE_CELLS = 300, 300_000
_MOST_BLANK = 1 << 20
"""As many rows as a sheet has."""
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv", ".tab"}
_WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user said of the file; everything else is found out."""

    sheet: str | None = None
    """Name of a sheet, or its number from 1."""
    header: bool = True
    header_rows: HeaderRows | None = None
    """Where the headers stand; found when nobody says it."""
    delimiter: str | None = None
    """One character, or `tab`."""
    encoding: str | None = None
    """A Python codec name."""
    region: str | None = None
    """Whose way of writing dates and decimals workbook cells are shown in (DE: 31.12.2024, 1,5)."""


@dataclass(slots=True)
class Table:
    """An open contact file."""

    source: Source
    layout: Layout
    grid: Grid
    beside: int = 0
    """Rows of the last pass with a note beside the table."""
    letters: LetterFaults = field(default_factory=LetterFaults)
    """What the last pass found of them."""

    def rows(self) -> Iterator[SourceRow]:
        """Every data row in file order; each call starts over.

        `cells` has one cell for each place of the file, so that `Column.index` is its index; the places of our own
        columns hold "", but for the day on which somebody opted out. Rows of a failed file carry their first file's
        row number, and cells as they first were.

        Raises:
            InputError: the file turns out to be broken further down.
        """
        rows = self._plain_rows()
        return map(self._restored, rows) if self.layout.own else rows

    def _plain_rows(self) -> Iterator[SourceRow]:
        self.beside = 0
        self.letters = LetterFaults()
        last = self.layout.first_row - 1
        for block in self.grid.blocks(self.layout.width):
            if self._is_even(block):
                last = block[-1][0]
                yield from [SourceRow(number, line, tuple(cells), exact) for number, line, cells, exact in block]
            else:
                last = yield from self._show_singly(block, last)

    def _is_even(self, block: Block) -> bool:
        """Tell whether all records are full rows of the table, and none is blank or has wrong letters."""
        width = self.layout.width
        rows = [cells for _, _, cells, _ in block]
        if block[0][0] < self.layout.first_row or width > self.layout.most or set(map(len, rows)) != {width}:
            return False
        blank = [cells for cells in rows if not cells[0].strip()]
        return not any(is_blank(cells) for cells in blank) and not has_faults(chain.from_iterable(rows))

    def _show_singly(self, block: Block, last: int) -> Generator[SourceRow, None, int]:
        """Yield the rows among the records; return the number of the last one so far."""
        width, most = self.layout.width, self.layout.most
        for number, line, cells, exact in block:
            if number < self.layout.first_row:
                continue
            if is_blank(cells) and HELD.keys().isdisjoint(exact.values()):
                if number - last > _MOST_BLANK:
                    self._refuse_blank(last)
                continue
            last = number
            self.letters.look(number, cells)
            length = len(cells)
            if length > most and (problem := self._tell_surplus(cells)):
                yield SourceRow(number, line, (*cells, *[""] * (width - length)), exact, None, problem)
            elif length == width:
                yield SourceRow(number, line, tuple(cells), exact)
            else:
                yield SourceRow(number, line, (*cells[:width], *[""] * (width - length)), exact)
        return last

    def _refuse_blank(self, last: int) -> NoReturn:
        raise InputError(
            phrase("{name} has over a million blank rows behind row {last:,}", name=self.source.name, last=last),
            phrase("delete the blank lines behind row {last:,}", last=last),
        )

    def _tell_surplus(self, cells: list[str]) -> str | None:
        """Return why the cells of a row may stand under other headers than their own; None when only blanks are more.

        In a text file a delimiter that nobody quoted moves all cells behind it. In a sheet each has its place, and
        what stands apart from the table is a note beside it.
        """
        named, filled = self.layout.named, reach(cells)
        if filled <= named:
            return None
        dialect = self.source.dialect
        if dialect is None and not cells[named].strip():
            self.beside += 1
            return None
        columns = counted(named - len(self.layout.own), "column")
        if dialect is None:
            where = Column(filled - 1, "").letter
            return phrase(
                "{filled:,} cells, up to column {where}, in {columns}: they may have moved under other headers",
                filled=filled,
                where=where,
                columns=columns,
            )
        sign = {"\t": "tab"}.get(dialect.delimiter, dialect.delimiter)
        return phrase(
            "{filled:,} cells in {columns}: a {sign} inside one of them must stand in quotes, or the others move",
            filled=filled,
            columns=columns,
            sign=sign,
        )

    def _restored(self, row: SourceRow) -> SourceRow:
        own = self.layout.own
        cells = [restore(cell) for cell in row.cells]
        for name, place in own.items():
            if name != UNSUBSCRIBED_COLUMN:
                cells[place] = ""
        first = row.cells[own["lox24_row"]].strip() if "lox24_row" in own else ""
        number = int(first) if _ROW_NUMBER.fullmatch(first) else None
        problem = row.problem
        if SURPLUS_COLUMN in own and (surplus := restore(row.cells[own[SURPLUS_COLUMN]])).strip():
            cells.append(surplus)
            problem = phrase("put its cells under their own headers, and empty {column}", column=SURPLUS_COLUMN)
        return SourceRow(row.number, row.line, tuple(cells), row.exact, number, problem)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """What only a full pass over `rows` shows: counted oddities, as sentences."""
        told = phrase("{rows} with a note beside the table, which is not sent", rows=counted(self.beside, "row"))
        return (*((told,) if self.beside else ()), *self.letters.notices, *self.grid.later_notices)

    def refuse_changed(self, path: Path) -> None:
        """Refuse what was read if the file at the path is another by now: part of it may be missing, or be of two.

        Raises:
            InputError: its bytes are not those that were read first.
        """
        try:
            is_same = _digest(path) == self.source.sha256
        except OSError:
            is_same = False
        if not is_same:
            raise InputError(
                phrase("{name} changed while it was read", name=self.source.name),
                phrase("wait until it is complete, and run the same again"),
            )

    def close(self) -> None:
        """Close what was opened."""
        self.grid.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_table(
    path: Path, options: ReadOptions, *, name: str | None = None, understand: Understand = understand_nothing
) -> Table:
    """Return the table in the file, with its columns and how it was read; `name` stands for the path in messages.

    `understand` says which cells are words of headers.

    Raises:
        SettingsError: `delimiter` or `encoding` is none.
        InputError: the file is no table, cannot be read, or leaves a choice to the user (the hint says which option).
    """
    shown = name or str(path)
    kind = recognise(path, shown)
    if kind == "text":
        return _open_text(path, options, shown, understand)
    from lox24cli.tables.workbooks.sheet_choice import open_workbook  # noqa: PLC0415  most files are text

    grid = open_workbook(path, shown, kind, sheet=options.sheet, region=options.region)
    try:
        layout = _find_layout(grid, options, shown, understand)
        digest = _digest(path)
    except Lox24Error:
        grid.close()
        raise
    source = Source(
        name=shown,
        kind=kind,
        sha256=digest,
        columns=tuple(replace(column, hidden=column.index in grid.hidden_columns) for column in layout.columns),
        sheet=grid.sheet.name,
        header_row=layout.header_row,
        notices=(*_tell_suffix(path, kind), *layout.notices),
    )
    return Table(source, layout, grid)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open_text(path: Path, options: ReadOptions, name: str, understand: Understand) -> Table:
    grid = open_delimited(path, name, encoding=options.encoding, delimiter=options.delimiter)
    layout = _find_layout(grid, options, name, understand)
    source = Source(
        name=name,
        kind="csv",
        sha256=grid.form.sha256,
        columns=layout.columns,
        dialect=grid.dialect,
        header_row=layout.header_row,
        notices=(*_tell_suffix(path, "text"), *grid.notices, *layout.notices),
    )
    return Table(source, layout, grid)


def _find_layout(grid: Grid, options: ReadOptions, name: str, understand: Understand) -> Layout:
    sample: list[tuple[int, list[str]]] = []
    total = 0
    for number, _, cells, _ in islice(chain.from_iterable(grid.blocks()), _SAMPLE_ROWS):
        sample.append((number, cells))
        total += len(cells)
        if total > _SAMPLE_CELLS:
            break
    return find_layout(sample, name=name, header=options.header, asked=options.header_rows, understand=understand)


def _tell_suffix(path: Path, kind: FileType) -> tuple[str, ...]:
    """Return what the file is, where its name says otherwise."""
    suffix = path.suffix.lower()
    if kind == "text" and suffix in _WORKBOOK_SUFFIXES:
        return (phrase("the file is named {suffix} but holds text; it was read as CSV", suffix=suffix),)
    if kind != "text" and suffix in _TEXT_SUFFIXES:
        return (
            phrase(
                "the file is named {suffix} but is a workbook; it was read as {kind}",
                suffix=suffix,
                kind=kind.upper(),
            ),
        )
    return ()


def spool_stdin(stream: BinaryIO, folder: Path) -> Path:
    """Return a private copy (mode 0600) of the stream in `folder`, as reading passes over a file more than once."""
    handle, path = tempfile.mkstemp(prefix="stdin-", dir=folder)
    with os.fdopen(handle, "wb") as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
    return Path(path)
