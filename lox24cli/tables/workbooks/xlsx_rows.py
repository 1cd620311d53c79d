"""The rows of one XLSX worksheet, streamed: `<row><c r="A1" s="3" t="s"><v>0</v></c></row>`.

A row written the plain way, as spreadsheet programs do, is taken apart by a regular expression that has to account for
its every character; any other row goes through the XML parser (xlsx_row_parser.py). Both give the same cells.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NoReturn

from lox24cli.errors import InputError
from lox24cli.tables.formats.cell_formats import CellFormats
from lox24cli.tables.formats.conventions import show_truth
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.sheets import LAST_ROW, ShownRow
from lox24cli.tables.workbooks.xlsx_row_parser import COLUMNS, Cell, RowParser
from lox24cli.tables.workbooks.xlsx_strings import Texts, unescape
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN, PartHead, read_head

_LONGEST_ROW = 32 << 20
FALSE = frozenset({"0", "false", ""})
"""How XML writes it; nothing at all is false too."""

_DECLARED = re.compile(rb"""encoding=["']([\w-]+)["']""")
_ROW = r'\s*<Xrow r="([0-9]{1,7})"([^<>]*[^/<>])?>'
_CELL = r'(<Xc r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?'
_VALUE = _CELL + r"(?:/>|><Xv>([^<]*)</Xv></Xc>))"
_FORMULA_OR_INLINE = _CELL + (
    r"(?:/>|>(?:<Xf(?: [^<>]*)?>[^<]*</Xf>|<Xf [^<>]*/>)?(?:<Xv>|<Xis><Xt(?: xml:space=\"preserve\")?>)?"
    r"([^<]*)(?:</Xv>|</Xt></Xis>)?</Xc>))"
)
_HIDDEN = re.compile(r'\shidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class _Plain:
    """How rows are written the plain way, under the prefix of the sheet's namespace (`x:`, mostly none)."""

    row: re.Pattern[str]
    cells: tuple[re.Pattern[str], ...]
    """Those with a value alone; those with formulas or texts of their own."""
    end: str


@lru_cache(maxsize=16)
def _plain_under(prefix: str) -> _Plain:
    own = re.escape(prefix)
    row, *cells = (re.compile(pattern.replace("X", own)) for pattern in (_ROW, _VALUE, _FORMULA_OR_INLINE))
    return _Plain(row, tuple(cells), f"</{prefix}row>")


@dataclass(slots=True)
class CellValues:
    """What cells show: the workbook's texts and its formats."""

    name: str
    strings: Texts
    formats: CellFormats

    def show(self, style: str, kind: str, value: str) -> str:
        """Return the text of a cell that is no number.

        Raises:
            InputError: the workbook has no such text.
        """
        match kind:
            case "s":
                try:
                    return self.formats.show_text(style, self.strings[int(value)])
                except (ValueError, IndexError) as problem:
                    self.refuse_text(problem)
            case "b":
                return show_truth(self.formats.conventions, value=value.strip().lower() not in FALSE)
            case "d":
                return self.formats.show_moment(style, value)
            case "e":
                return value
            case _:
                return self.formats.show_text(style, unescape(value))

    def refuse_text(self, problem: Exception) -> NoReturn:
        """Raise InputError for a cell that points at no text."""
        raise InputError(f"{self.name} is a damaged workbook: a cell's text is missing", SAVE_AGAIN) from problem


def stream_rows(
    chunks: Iterable[bytes], values: CellValues, merges: list[tuple[int, int]] | None = None
) -> Iterator[ShownRow]:
    """Return the rows of the sheet's XML that have a value, in order.

    Merged cells that follow them go into `merges`, each as its first and its last row.

    Raises:
        InputError: the XML is broken or rows are out of order.
    """
    chunks = iter(chunks)
    head = read_head(chunks, values.name, "sheetData")
    if head is None:
        raise InputError(f"{values.name} is a damaged workbook: a sheet has no cells section", SAVE_AGAIN)
    _check_encoding(head.opening, values.name)
    if head.is_empty:
        return
    parser = RowParser(values.name, head.opening)
    plain = _plain_under(head.prefix.decode())
    for fragment in _row_fragments(head, chunks, values.name):
        row = _read_plain(fragment, parser.last, plain, values)
        if row is not None:
            parser.last = row.number
            if row.cells:
                yield row
            continue
        for parsed in parser.parse(fragment):
            if parsed.cells:
                yield _show_row(parsed.number, parsed.cells, values, hidden=parsed.hidden)
    parser.finish()
    if merges is not None:
        merges += parser.merges


def _row_fragments(head: PartHead, chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Return the bytes of `<sheetData>`, cut after each row, and all that follows."""
    rest, ending, close = b"", b"</" + head.prefix + b"row>", b"</" + head.prefix + b"sheetData"
    for chunk in chain((head.rest,), chunks):
        rest += chunk
        *rows, rest = rest.split(ending)
        for row in rows:
            yield row + ending
        if close in rest:
            break
        _check_length(rest, name)
    else:
        raise InputError(f"{name} is a damaged workbook: a sheet is cut short", SAVE_AGAIN)
    yield rest
    yield from chunks


def _check_length(rest: bytes, name: str) -> None:
    if len(rest) > _LONGEST_ROW:
        raise InputError(f"{name} has a row of more than 32 MB: it is no contact list", SAVE_AGAIN)


def _check_encoding(opening: bytes, name: str) -> None:
    declared = _DECLARED.search(opening[:200])
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise InputError(f"{name} is a workbook written in {declared[1].decode()}", SAVE_AGAIN)


def _read_plain(fragment: bytes, last: int, plain: _Plain, values: CellValues) -> ShownRow | None:
    """Return the row, when plain cells fill the fragment to the last character; else None."""
    if b"&" in fragment or b"\r" in fragment:
        return None
    try:
        text = fragment.decode()
    except UnicodeDecodeError:
        return None
    head = plain.row.match(text)
    if head is None:
        return None
    number = int(head[1])
    if not last < number <= LAST_ROW:
        return None
    hidden = head[2] is not None and _HIDDEN.search(head[2]) is not None
    size = len(text) - head.end() - len(plain.end)
    for pattern in plain.cells:
        cells = pattern.findall(text, head.end())
        if sum([len(cell[0]) for cell in cells]) == size:
            try:
                return _show_plain(number, cells, values, hidden=hidden)
            except (ValueError, IndexError) as problem:
                values.refuse_text(problem)
    return None


def _show_plain(
    number: int, found: list[tuple[str, str, str, str, str]], values: CellValues, *, hidden: bool
) -> ShownRow | None:
    """Return the row of these cells (whole, column, style, type, value); None when columns are out of order."""
    cells: list[str] = []
    exact: dict[int, str] = {}
    errors = 0
    strings, show_number, styled = values.strings, values.formats.show, values.formats.texts
    for _, letters, style, kind, value in found:
        column = COLUMNS[letters]
        if column != len(cells):
            if column < len(cells):
                return None
            cells.extend([""] * (column - len(cells)))
        if not value:
            cells.append("")
        elif kind == "s" and not (styled and style in styled):
            cells.append(strings[int(value)])
        elif not kind or kind == "n":
            shown, digits = show_number(style, value)
            cells.append(shown)
            if digits is not None:
                exact[column] = digits
        else:
            errors += kind == "e"
            cells.append(values.show(style, kind, value))
    return ShownRow(number, hidden, cells, exact or NO_DIGITS, errors)


def _show_row(number: int, found: list[Cell], values: CellValues, *, hidden: bool) -> ShownRow:
    cells = [""] * (max(found)[0] + 1)
    exact: dict[int, str] = {}
    for column, style, kind, value in found:
        if kind == "n":
            cells[column], digits = values.formats.show(style, value.strip())
            if digits is not None:
                exact[column] = digits
        else:
            cells[column] = values.show(style, kind, value)
    errors = sum(cell[2] == "e" for cell in found)
    return ShownRow(number, hidden, cells, exact or NO_DIGITS, errors)
