"""The headers that contact programs write, and the column that must become the phone.

An export that must be asked about has no expected column: a wrong column would be worse than a question.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from lox24cli.errors import MappingError
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, SourceRow


@dataclass(frozen=True, slots=True)
class Export:
    """A program's headers, `|` between them."""

    program: str
    phone: str
    """The expected column or columns, `|` between them; empty: the user must be asked."""
    headers: str


def read_exports() -> list[Export]:
    """Read the table of programs, headers and expected columns."""
    table = Path(__file__).with_name("headers_of_exports.csv").read_text(encoding="utf-8")
    return [Export(**line) for line in csv.DictReader(table.splitlines())]


EXPORTS = read_exports()
BY_PROGRAM = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.program)


def columns_of(export: Export) -> list[Column]:
    """Give the export its columns."""
    return [Column(index, header) for index, header in enumerate(export.headers.split("|"))]


def rows_of(export: Export) -> list[SourceRow]:
    """Forty rows: mobiles in the expected columns, landlines in other phone-like ones, ids and words elsewhere."""
    expected = export.phone.split("|")
    rows = []
    for n in range(40):
        cells = []
        for header in export.headers.split("|"):
            if "kosten" in header:
                cells.append(f"{n},50")
            elif header in expected or (not export.phone and header.startswith(("Handy", "Mobil", "Cell", "Telefon"))):
                cells.append(f"+49 17{n % 10} {1234567 + 98765 * n}")
            elif any(word in header.lower() for word in ("tel", "phone", "fax")):
                cells.append(f"+49 731 {200100 + 731 * n}")
            elif any(word in header.lower() for word in ("id", "nr", "nummer", "iban", "#")):
                cells.append(str(1_000_000_100 + n))
            else:
                cells.append("ja" if n % 2 else "nein")
        rows.append(SourceRow(n + 2, n + 2, tuple(cells)))
    return rows


def phones_of(export: Export, sample: list[SourceRow]) -> str:
    """Give the phone columns that were found, `|` between them; empty when the user is asked."""
    try:
        column_map = map_columns(columns_of(export), sample, region="DE")
    except MappingError:
        return ""
    headers = export.headers.split("|")
    return "|".join(headers[index] for index in column_map.fields[0].columns)


@BY_PROGRAM
def test_export_finds_its_phone_column_in_real_looking_rows(export: Export) -> None:
    """With cells as such a file has them, the phone column is the expected one, or the user is asked."""
    assert phones_of(export, rows_of(export)) == export.phone


@BY_PROGRAM
def test_export_is_never_mapped_wrongly_by_its_headers_alone(export: Export) -> None:
    """Without a single row to look at, a column is found rightly or not at all."""
    assert phones_of(export, []) in {export.phone, ""}


def test_headers_alone_are_enough_for_all_but_few_exports() -> None:
    """Only headers that may mean consents as well (Brevo's SMS) need the cells."""
    asked = [export.program for export in EXPORTS if export.phone and not phones_of(export, [])]
    assert asked == ["Brevo"]


@BY_PROGRAM
def test_export_sends_nothing_but_the_phone_unless_a_header_is_a_fields_own_name(export: Export) -> None:
    """Names, mails and ids of a file stay where they are until somebody maps them."""
    if not export.phone:
        return
    column_map = map_columns(columns_of(export), rows_of(export), region="DE")
    own = {"col_B", "col_C", "col_D", "col_E", "callback_data"}
    sent = {export.headers.split("|")[mapped.columns[0]] for mapped in column_map.fields[1:]}
    assert sent <= own
