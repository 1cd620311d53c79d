"""A delimited text file as a grid of records, streamed in flat memory.

Owns row numbers (records, as a spreadsheet counts them), physical lines, and quotes that went wrong. Knows no header
and no columns. Quoting is RFC 4180, with one mercy: quotes inside a quoted cell that nobody doubled.
"""

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import chain, count, repeat
from pathlib import Path
from typing import NoReturn

from lox24cli.errors import InputError
from lox24cli.model import Dialect
from lox24cli.tables.filetypes import refuse_unreadable
from lox24cli.tables.grid import NO_DIGITS, Block
from lox24cli.tables.text.delimiter import Delimiting, find_delimiting
from lox24cli.tables.text.encoding import TextForm, find_text_form
from lox24cli.tables.text.plain_lines import read_plainly
from lox24cli.tables.text.quotes import has_open_quote, has_phone, join_escaped, reads_like_rows, split_loosely
from lox24cli.translating import phrase
from lox24cli.wording import counted

_LONGEST_CELL = 1 << 20
_SAMPLE = 256 << 10
_BLOCK = 64 << 10
_BUFFER = 1 << 20
_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class DelimitedGrid:
    """The records of a text file; each call of `records` reads it anew."""

    path: Path
    name: str
    form: TextForm
    dialect: Dialect
    way: Delimiting
    notices: tuple[str, ...]
    mended: int = 0
    """Records of the last pass whose inner quotes were not doubled."""
    joined: int = 0
    r"""Records of the last pass with a `\\,` inside a cell."""
    hidden: int = 0
    """A text hides no row."""

    def blocks(self, width: int = 0, /) -> Iterator[Block]:
        """Every record in file order; `width` (cells of a full row) sharpens the search for lost quotes.

        Raises:
            InputError: a quote is never closed, a cell is over 1 MB, the file cannot be read on.
        """
        self.mended = self.joined = 0
        csv.field_size_limit(_LONGEST_CELL)
        try:
            with _open_text(self.path, self.form) as text:
                yield from self._blocks(text, width)
        except UnicodeDecodeError as problem:
            raise InputError(
                phrase("{name} changed while it was read", name=self.name), phrase("run the same command again")
            ) from problem
        except OSError as problem:
            refuse_unreadable(self.name, problem)

    @property
    def later_notices(self) -> tuple[str, ...]:
        """What the last pass counted, as sentences."""
        told = []
        if self.mended:
            told.append(
                phrase(
                    "{rows} with quotes inside a quoted cell that are not doubled; they were read as part of the text",
                    rows=counted(self.mended, "row"),
                )
            )
        if self.joined:
            told.append(
                phrase(
                    "{rows} with a backslash before a {delimiter} inside a cell",
                    rows=counted(self.joined, "row"),
                    delimiter=self.dialect.delimiter,
                )
            )
        return tuple(told)

    def close(self) -> None:
        """Nothing stays open between passes."""

    def _blocks(self, text: TextIOWrapper, width: int) -> Iterator[Block]:
        number = line = 1
        if self.dialect.sep_line:
            next(text, None)
            line = 2
        following = _without_nul(text) if self.form.has_nul else text
        while lines := text.readlines(_BLOCK):
            if self.form.has_nul:
                lines = list(_without_nul(lines))
            rows = read_plainly(lines, self.way)
            if rows is None:
                number, line = yield from self._read_singly(lines, following, number, line, width)
            else:
                yield list(zip(count(number), count(line), rows, repeat(NO_DIGITS), strict=False))
                number += len(rows)
                line += len(rows)

    def _read_singly(
        self, lines: list[str], following: Iterator[str], number: int, line: int, width: int
    ) -> Generator[Block, None, tuple[int, int]]:
        """Yield the records of the lines, the last one to its end; return the number and line of the next one."""
        current = [""]
        before = line - 1
        reader = self.way.reader(_watch(chain(lines, following), current))
        while reader.line_num < len(lines):
            try:
                cells = next(reader)
            except csv.Error as problem:
                end = before + reader.line_num
                cells = self._mend(current[0], line, end, width, problem)
            else:
                end = before + reader.line_num
                if end != line:
                    self._check_span(cells, line, end, width)
                if '"' in current[0] and has_open_quote(cells):
                    self._refuse_open(line, None)
                cells = self._join(cells, width) if self.way.escapes else cells
            yield [(number, line, cells, NO_DIGITS)]
            number, line = number + 1, end + 1
        return number, line

    def _mend(self, text: str, line: int, end: int, width: int, problem: csv.Error) -> list[str]:
        if "field limit" in str(problem):
            raise InputError(
                phrase("{name} has a cell of more than 1 MB that begins in line {line}", name=self.name, line=line),
                phrase("look for a quote in line {line} that is never closed", line=line),
                code="quote",
            ) from problem
        if "unexpected end" in str(problem):
            self._refuse_open(line, problem)
        if line != end:
            self._refuse_open(line, problem, end)
        cells = self._split_again(text, width)
        if cells is None:
            raise InputError(
                phrase(
                    "{name} has a quote in line {line} that is neither closed nor doubled", name=self.name, line=line
                ),
                phrase('in line {line}, write a quote inside a quoted cell twice ("")', line=line),
                code="quote",
            ) from problem
        self.mended += 1
        return cells

    def _split_again(self, line: str, width: int) -> list[str] | None:
        """Return the cells of a line whose quotes are not doubled; None if no way to split it gives a full row."""
        ways = [split_loosely(line, self.dialect.delimiter)]
        with suppress(csv.Error):
            ways.append(next(replace(self.way, behind_blanks=False).reader([line]), None))
        return next((cells for cells in ways if cells is not None and width in {0, len(cells)}), None)

    def _join(self, cells: list[str], width: int) -> list[str]:
        joined = join_escaped(cells, self.dialect.delimiter)
        if len(joined) == len(cells) or width not in {0, len(joined)}:
            return cells
        self.joined += 1
        return joined

    def _check_span(self, cells: list[str], line: int, end: int, width: int) -> None:
        """Refuse a cell that holds what look like rows of its own: nobody in them would be seen."""
        delimiter = self.dialect.delimiter
        for cell in cells:
            if "\n" not in cell and "\r" not in cell:
                continue
            lines = _ENDS.split(cell)
            rows = [text.split(delimiter) for text in lines if delimiter in text]
            is_row = any(len(row) == width and has_phone(row) for row in rows)
            is_torn = width > 1 and len(cells) != width and any(map(has_phone, rows))
            if is_row or is_torn:
                self._refuse_open(line, None, end)

    def _refuse_open(self, line: int, cause: csv.Error | None, end: int | None = None) -> NoReturn:
        opened = self._opening_line(line, end)
        until = phrase("line {end}", end=end) if end else phrase("the end of the file")
        raise InputError(
            phrase(
                "{name} has a quote in line {opened} that is not closed: it takes everything to {until} as one cell",
                name=self.name,
                opened=opened,
                until=until,
            ),
            phrase("close or remove the quote in line {opened}", opened=opened),
            code="quote",
        ) from cause

    def _opening_line(self, line: int, end: int | None) -> int:
        """Return the line in which the last cell of the record from `line` to `end` that has several lines begins."""
        record: list[str] = []
        length = 0
        with _open_text(self.path, self.form) as text:
            for number, content in enumerate(text, start=1):
                if number >= line:
                    record.append(content)
                    length += len(content)
                if number == end or length >= _LONGEST_CELL:
                    break
        cells: list[str] = next(self.way.reader(record, strict=False), [])
        opened = line
        for cell in cells:
            ends = len(_ENDS.findall(cell))
            if ends and (reads_like_rows(cell, self.dialect.delimiter) or cell is cells[-1]):
                return opened
            opened += ends
        return line


def open_delimited(path: Path, name: str, *, encoding: str | None, delimiter: str | None) -> DelimitedGrid:
    """Return the grid of a text file, after its encoding and delimiter were found.

    Raises:
        SettingsError: `encoding` or `delimiter` is none.
        InputError: the file cannot be decoded, or its columns not be told apart.
    """
    form = find_text_form(path, name, encoding)
    try:
        with _open_text(path, form) as text:
            sample = text.read(_SAMPLE)
    except OSError as problem:
        refuse_unreadable(name, problem)
    sample = sample.replace("\x00", "")
    found = find_delimiting(sample, whole=len(sample) < _SAMPLE, name=name, forced=delimiter)
    dialect = Dialect(
        encoding=form.encoding,
        bom=bool(form.mark),
        delimiter=found.delimiter,
        line_terminator=_first_end(sample, found),
        sep_line=found.sep_line,
    )
    return DelimitedGrid(path, name, form, dialect, found, form.notices)


def _open_text(path: Path, form: TextForm) -> TextIOWrapper:
    file = path.open("rb", buffering=_BUFFER)
    file.seek(len(form.mark))
    return TextIOWrapper(file, encoding=form.encoding, newline="")


def _first_end(sample: str, found: Delimiting) -> str:
    """Return how the first record ends; a line end inside its quotes is none."""
    current = [""]
    lines = _watch(io.StringIO(sample, newline=""), current)
    if found.sep_line:
        next(lines, None)
    with suppress(csv.Error):
        next(found.reader(lines, strict=False), None)
    end = _ENDS.search(current[0][-2:])
    return end.group() if end else "\n"


def _watch(text: Iterable[str], current: list[str]) -> Iterator[str]:
    """Return the same lines, less the Ctrl-Z that ends a file of DOS; the one read last stays in `current`."""
    for line in text:
        current[0] = line.removesuffix("\x1a")
        yield current[0]


def _without_nul(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        yield line.replace("\x00", "")
