"""The rows of one XLSX worksheet, streamed: `<row><c r="A1" s="3" t="s"><v>0</v></c></row>`.

Cuts the XML after each row. A row may come in pieces, even with one `<row>` for each cell.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from lox24cli.errors import InputError
from lox24cli.model import NEVER_CALCULATED, Column
from lox24cli.tables.grid import NO_DIGITS
from lox24cli.tables.workbooks.limits import Budget, refuse_large
from lox24cli.tables.workbooks.sheets import SheetFacts, ShownRow
from lox24cli.tables.workbooks.xlsx_plain_rows import PlainRows
from lox24cli.tables.workbooks.xlsx_row_parser import RowParser, SheetRow, column_number
from lox24cli.tables.workbooks.xlsx_values import FALSE, CellValues
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN, Attributes, PartHead, read_head, refuse_damaged
from lox24cli.translating import phrase

_LONGEST_ROW = 8 << 20
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3}[0-9]{1,7})["']""")
_DECLARED = re.compile(rb"""encoding=["']([\w-]+)["']""")


def stream_rows(chunks: Iterable[bytes], values: CellValues, facts: SheetFacts, budget: Budget) -> Iterator[ShownRow]:
    """Return the rows of the sheet's XML that have a value, in order; what stands around them goes into `facts`.

    Raises:
        InputError: the XML is broken or rows are out of order.
    """
    chunks = iter(chunks)

    def start(name: str, parent: str, attributes: Attributes) -> None:
        if name == "col" and parent == "cols" and _is_hidden(attributes):
            first, last = (column_number(attributes.get(end, "")) for end in ("min", "max"))
            facts.hide(first - 1, last - first + 1)

    head = read_head(chunks, values.name, "sheetData", start)
    if head is None:
        refuse_damaged(values.name, phrase("a sheet has no cells section"))
    _check_encoding(head.opening, values.name)
    if head.is_empty:
        return
    parser = RowParser(values.name, head.opening, facts.merges, budget)
    pending: ShownRow | None = None
    for row in _read_pieces(_row_fragments(head, chunks, values.name), parser, head.prefix, values):
        if pending is None:
            pending = row
        elif row.number == pending.number:
            pending = _join(pending, row, values.name)
        else:
            yield pending
            pending = row
    if pending is not None:
        yield pending
    parser.finish()


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get("hidden", "0").lower() not in FALSE or attributes.get("width") == "0"


def _read_pieces(
    fragments: Iterator[bytes], parser: RowParser, prefix: bytes, values: CellValues
) -> Iterator[ShownRow]:
    """Return each `<row>` with a value; some may have the number of the one before."""
    plain = PlainRows(prefix.decode(), values)
    for fragment in fragments:
        row = plain.read(fragment, parser.last)
        if row is not None:
            parser.last = row.number
            if row.cells:
                yield row
            continue
        for parsed in parser.parse(fragment):
            if parsed.cells:
                yield _show_row(parsed, values)


def _join(first: ShownRow, second: ShownRow, name: str) -> ShownRow:
    """Return a row that came in two pieces."""
    width = max(len(first.cells), len(second.cells))
    cells = first.cells + [""] * (width - len(first.cells))
    for column, cell in enumerate(second.cells):
        if cell or column in second.exact:
            if cells[column] or column in first.exact:
                _refuse_double(name, first.number, column)
            cells[column] = cell
    return replace(
        first,
        hidden=first.hidden or second.hidden,
        cells=cells,
        exact={**first.exact, **second.exact},
        errors=first.errors + second.errors,
    )


def _refuse_double(name: str, row: int, column: int) -> None:
    refuse_damaged(name, phrase("cell {letter}{row} is there twice", letter=Column(column, "").letter, row=row))


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
        refuse_damaged(name, phrase("a sheet is cut short"))
    yield rest
    yield from chunks


def _check_length(rest: bytes, name: str) -> None:
    if len(rest) > _LONGEST_ROW:
        cell = next(iter(_CELL.findall(rest[rest.rfind(b"<c ") :], 0, 1000)), b"").decode()
        where = phrase("cell {cell}", cell=cell) if cell else phrase("a row")
        refuse_large(name, phrase("more than {most} MB in {where}", most=_LONGEST_ROW >> 20, where=where))


def _check_encoding(opening: bytes, name: str) -> None:
    declared = _DECLARED.search(opening[:200])
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise InputError(
            phrase("{name} is a workbook written in {encoding}", name=name, encoding=declared[1].decode()), SAVE_AGAIN
        )


def _show_row(parsed: SheetRow, values: CellValues) -> ShownRow:
    number = parsed.number
    cells = [""] * (max(parsed.cells)[0] + 1)
    exact: dict[int, str] = {}
    seen: set[int] = set()
    for column, style, kind, value, is_formula in parsed.cells:
        if column in seen:
            _refuse_double(values.name, number, column)
        seen.add(column)
        if is_formula and not values.was_calculated(kind, value):
            exact[column] = NEVER_CALCULATED
        elif kind == "n":
            cells[column], digits = values.formats.show(style, value.strip())
            if digits is not None:
                exact[column] = digits
        else:
            try:
                cells[column] = values.show(style, kind, value)
            except (ValueError, LookupError) as problem:
                values.refuse_text(number, column, problem)
    errors = sum(cell[2] == "e" for cell in parsed.cells)
    return ShownRow(number, parsed.hidden, cells, exact or NO_DIGITS, errors)
