"""How a table becomes an XLSX file: phones as text, or as numbers in the formats that spreadsheets give them."""

import datetime as dt
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.corpus.countries import PhoneNumber
from tests.corpus.damages import Scene, lose_plus, lose_zero
from tests.corpus.truths import Cell, Must, held, right

_MADE = dt.datetime(2024, 2, 1)  # noqa: DTZ001  a workbook knows no zone
Value = str | float | dt.date


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A phone in a workbook that is no text: its value, its format, and what must become of it."""

    value: Value
    number_format: str
    cell: Cell
    formula: str = ""


Make = Callable[[PhoneNumber, Scene], NumberCell]


def _numeric(number_format: str, way: str) -> Make:
    def make(number: PhoneNumber, scene: Scene) -> NumberCell:
        cell = lose_plus(number, scene)
        return NumberCell(int(number.digits), number_format, Cell(cell.text, cell.truth, way))

    return make


def _with_plus(number: PhoneNumber, scene: Scene) -> NumberCell:
    form = scene.rng.choice(("\\+0", '"+"0', "\\+00 000 000000", "+0"))
    return NumberCell(int(number.digits), form, right(number.e164, number.e164, "number, format \\+0"))


def _with_zeros(number: PhoneNumber, scene: Scene) -> NumberCell:
    if not number.trunk or number.region != scene.region:
        return _with_plus(number, scene)
    form = scene.rng.choice(("0" * len(number.national), '"0"0', "0000 " + "0" * (len(number.national) - 4)))
    return NumberCell(int(number.national), form, right(number.national, number.e164, "number, format 00000000000"))


def _without_zero(number: PhoneNumber, scene: Scene) -> NumberCell:
    cell = lose_zero(number, scene)
    return NumberCell(int(cell.text), "General", Cell(cell.text, cell.truth, "number, zero lost"))


def _in_brackets(number: PhoneNumber, scene: Scene) -> NumberCell:
    if number.region != scene.region or number.region != "US":
        return _with_plus(number, scene)
    value = int(number.national)
    return NumberCell(value, "(000) 000-0000", right(number.national, number.e164, "number, format (000) 000-0000"))


def _rounded(number: PhoneNumber, scene: Scene) -> NumberCell:
    keep = scene.rng.randint(3, 6)
    value = round(int(number.digits), keep - len(number.digits))
    return NumberCell(value, scene.rng.choice(("General", "0", "0.00E+00")), held(str(value), number.e164, "rounded"))


def _dated(number: PhoneNumber, scene: Scene) -> NumberCell:
    date = dt.date(scene.rng.randint(1950, 2049), scene.rng.randint(1, 12), scene.rng.randint(1, 28))
    form = scene.rng.choice(("dd.mm.yyyy", "m/d/yyyy", "yyyy-mm-dd", "d. mmm", "mmm yy"))
    return NumberCell(date, form, held("date", number.e164, "date cell"))


def _calculated(number: PhoneNumber, _: Scene) -> NumberCell:
    cell = right(number.e164, number.e164, "formula cell")
    return NumberCell(number.e164, "General", cell, formula=f'="+"&"{number.digits}"')


NUMBER_CELLS: Mapping[str, Make] = {
    "number": _numeric("General", "number"),
    "number, format 0": _numeric("0", "number, format 0"),
    "number, format #,##0": _numeric("#,##0", "number, format #,##0"),
    "number, format 0.00E+00": _numeric("0.00E+00", "number, format 0.00E+00"),
    "number, format 0.0": _numeric("0.0", "number, format 0.0"),
    "number, format \\+0": _with_plus,
    "number, format 00000000000": _with_zeros,
    "number, zero lost": _without_zero,
    "number, format (000) 000-0000": _in_brackets,
    "rounded": _rounded,
    "date cell": _dated,
    "formula cell": _calculated,
}
LAYOUTS = (
    "plain",
    "titled",
    "hidden rows",
    "hidden sheet",
    "empty sheet",
    "several sheets",
    "blank rows",
    "text format",
)


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """An XLSX file, and the rows where its people stand."""

    content: bytes
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Pen:
    sheet: Worksheet
    formats: Mapping[str, Format]

    def write(self, row: int, column: int, value: str | NumberCell, text_format: Format | None) -> None:
        if isinstance(value, str):
            if value:
                self.sheet.write_string(row, column, value, text_format)
            return
        form = self.formats[value.number_format]
        if value.formula:
            self.sheet.write_formula(row, column, value.formula, form, value.value)
        elif isinstance(value.value, dt.date):
            self.sheet.write_datetime(row, column, dt.datetime.combine(value.value, dt.time()), form)
        elif isinstance(value.value, str):
            self.sheet.write_string(row, column, value.value, form)
        else:
            self.sheet.write_number(row, column, value.value, form)


def write_workbook(
    headers: Sequence[str], rows: Sequence[Sequence[str | NumberCell]], layout: str, rng: random.Random
) -> WrittenBook:
    """Write the table into the sheet `Kontakte`."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"created": _MADE})  # else the same seed gives other bytes a second later
    wanted = {cell.number_format for row in rows for cell in row if isinstance(cell, NumberCell)}
    formats = {form: book.add_format({"num_format": form}) for form in sorted(wanted)}
    text_format = book.add_format({"num_format": "@"}) if layout == "text format" else None
    pen = _Pen(book.add_worksheet("Kontakte"), formats)
    first = 0
    if layout == "titled":
        pen.sheet.merge_range(0, 0, 0, max(len(headers) - 1, 1), "Kontaktliste 2024")
        pen.sheet.write_string(1, 0, "Stand: Mai")
        first = 3
    pen.sheet.freeze_panes(first + 1, 0)
    for column, header in enumerate(headers):
        pen.write(first, column, header, None)
    places = []
    at = first
    for row in rows:
        at += 1
        while layout in {"hidden rows", "blank rows"} and rng.random() < 0.1:
            if layout == "hidden rows":
                pen.sheet.write_string(at, 0, "Versteckt")
                pen.sheet.set_row(at, None, None, {"hidden": True})
            at += 1
        for column, cell in enumerate(row):
            pen.write(at, column, cell, text_format)
        places.append(at + 1)
    _add_sheets(book, layout)
    book.close()
    return WrittenBook(target.getvalue(), tuple(places))


def _add_sheets(book: Workbook, layout: str) -> None:
    if layout in {"hidden sheet", "several sheets"}:
        other = book.add_worksheet("Alte Liste")
        other.write_row(0, 0, ["Name", "Mobil"])
        other.write_row(1, 0, ["Altmann", "+4915112345678"])
        if layout == "hidden sheet":
            other.hide()
    if layout == "empty sheet":
        book.add_worksheet("Tabelle2")


def is_to_ask(layout: str) -> bool:
    """Tell whether several sheets could be meant."""
    return layout == "several sheets"


def owes(cell: NumberCell) -> Must:
    """What the import owes the row of the cell."""
    return cell.cell.truth.must
