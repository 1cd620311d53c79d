"""Numbers and dates as the sheet shows them, against what LibreOffice writes for the same cells."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
import xlsxwriter

from lox24cli.tables.formats.cell_formats import CellFormats
from lox24cli.tables.formats.conventions import conventions_of
from lox24cli.tables.formats.number_formats import show_number, write_exactly
from lox24cli.tables.opening import ReadOptions, open_table


class Case(TypedDict, total=False):
    """One cell: `en` and `de` are LibreOffice's own text under these locales (`de` only where it differs)."""

    code: str
    value: float
    en: str
    de: str


CASES: list[Case] = json.loads((Path(__file__).parent / "data" / "formats.json").read_text(encoding="utf-8"))
SOFFICE = shutil.which("soffice") or ""
AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,true,false,false,-1"


def write_cases(path: Path) -> None:
    """Write every case's number under its format, one a row."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.set_column(0, 0, 80)
    formats = {code: book.add_format({"num_format": code}) for code in {case["code"] for case in CASES}}
    for row, case in enumerate(CASES):
        sheet.write_number(row, 0, case["value"], formats[case["code"]])
        sheet.write_number(row, 1, row)
    book.close()


@pytest.mark.parametrize(("region", "key"), [("US", "en"), ("DE", "de")])
def test_numbers_are_shown_as_libreoffice_shows_them(region: str, key: str) -> None:
    """563 cells: leading zeros, plus signs, sections, thousands, exponents, dates, month names."""
    conventions = conventions_of(region)
    expected = [case.get("de", case["en"]) if key == "de" else case["en"] for case in CASES]
    shown = [show_number(float(case["value"]), case["code"], conventions).text for case in CASES]
    wrong = [
        (case["code"], case["value"], ours, theirs)
        for case, ours, theirs in zip(CASES, shown, expected, strict=True)
        if ours != theirs
    ]
    assert wrong == []


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_the_committed_values_are_what_libreoffice_writes_today(tmp_path: Path) -> None:
    write_cases(tmp_path / "cases.xlsx")
    subprocess.run(  # the profile is the test's own, so that no other office is disturbed
        [
            SOFFICE,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            AS_SHOWN,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "cases.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with (tmp_path / "cases-Sheet1.csv").open(encoding="utf-8", newline="") as file:
        written = [row[0].strip() for row in csv.reader(file, delimiter=";")]
    assert written == [case["en"] for case in CASES]


def test_a_workbook_gives_the_same_cells_as_its_formats_alone(tmp_path: Path) -> None:
    write_cases(tmp_path / "cases.xlsx")
    with open_table(tmp_path / "cases.xlsx", ReadOptions(header=False, region="US")) as table:
        shown = [row.cells[0] for row in table.rows()]
    assert shown == [case["en"] for case in CASES]


@pytest.mark.parametrize(
    ("value", "code", "text", "complete"),
    [
        (4917612345678.0, "General", "4917612345678", True),
        (4917612345678.0, r"\+0", "+4917612345678", True),
        (4917612345678.0, "0.00E+00", "4.92E+12", False),
        (4917612345678.0, "dd.mm.yyyy", "########", False),
        (17612345678.0, "000000000000", "017612345678", True),
        (17612345678.0, "#,##0", "17,612,345,678", True),
        (17612345678.6, "0", "17612345679", False),
        (17612345678.0, "0,", "17612346", False),
        (0.19, "0%", "19%", False),
        (1e22, "General", "1E+22", False),
        (-3.0, "dd.mm.yyyy", "########", False),
        (5.0, '"Tel. "', "Tel.", False),
    ],
)
def test_what_hides_digits_says_so(value: float, code: str, text: str, *, complete: bool) -> None:
    shown = show_number(value, code, conventions_of(None))
    assert (shown.text, shown.complete) == (text, complete)


@pytest.mark.parametrize(
    ("serial", "text"), [(1, "01.01.1900"), (59, "28.02.1900"), (60, "29.02.1900"), (61, "01.03.1900")]
)
def test_the_first_days_are_counted_as_excel_counts_them(serial: float, text: str) -> None:
    assert show_number(float(serial), "dd.mm.yyyy", conventions_of(None)).text == text


def test_the_epoch_of_1904_is_four_years_later() -> None:
    assert show_number(0.0, "dd.mm.yyyy", conventions_of(None), epoch_1904=True).text == "01.01.1904"


@pytest.mark.parametrize(
    ("value", "text"), [(4917612345678.0, "4917612345678"), (1.5, "1.5"), (1e21, "1" + 21 * "0"), (1e-7, "0.0000001")]
)
def test_exact_digits_have_no_exponent(value: float, text: str) -> None:
    assert write_exactly(value) == text


def test_more_prices_than_are_remembered_are_shown_alike() -> None:
    formats = CellFormats.of_styles(conventions_of("DE"), [0, 2], {}, epoch_1904=False)
    shown = [formats.show("1", f"{number / 4}")[0] for number in [*range(40_000), 1, 2]]
    assert shown[-2:] == shown[1:3] == ["0,25", "0,50"]
    assert shown[39_999] == "9999,75"
