"""Numbers and dates as the sheet shows them, against what LibreOffice writes for the same cells."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import TypedDict

import pytest
import xlsxwriter

from lox24cli.model import NO_DATE
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
    """549 cells: leading zeros, plus signs, sections, thousands, exponents, dates, month names.

    14 more in which LibreOffice differs from Excel (`5` under `0.##`, clocks cut off) were left out: Excel counts.
    """
    conventions = conventions_of(region)
    expected = [case.get("de", case["en"]) if key == "de" else case["en"] for case in CASES]
    shown = [show_number(float(case["value"]), case["code"], conventions).text for case in CASES]
    wrong = [
        (case["code"], case["value"], ours, theirs)
        for case, ours, theirs in zip(CASES, shown, expected, strict=True)
        if ours != theirs
    ]
    assert wrong == []


def test_numbers_are_shown_as_excel_shows_them() -> None:
    """4,665 cells under 434 format codes met in the wild; null where no witness is sure.

    Each text is what two independent renderers made for Excel agree on: SSF 0.11 of SheetJS and numfmt 4.0 of Borgar
    Thorsteinsson. They agreed on 5,078 of 7,406; of those, left out are 351 of a date 0 (held here), 21 whole numbers
    (in full here), 17 month names (in the format's own language here), 20 fractions and 4 weekdays before 1900.
    """
    table = json.loads((Path(__file__).parent / "data" / "formats_excel.json").read_text(encoding="utf-8"))
    conventions = conventions_of("US")
    expected = {
        (code, value): text
        for code, texts in table["texts"].items()
        for value, text in zip(table["values"], texts, strict=True)
        if text is not None
    }
    shown = {(code, value): show_number(float(value), code, conventions).text for code, value in expected}
    assert len(expected) == 4665
    assert {case: (shown[case], text) for case, text in expected.items() if shown[case] != text} == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (84.033613445378151, "84,03361345"),
        (-84.033613445378151, "-84,03361345"),
        (1234.5599999999979, "1234,56"),
        (1 / 3, "0,333333333"),
        (0.1 + 0.2, "0,3"),
        (0.0001234567, "0,000123457"),
        (0.00001234567, "1,23457E-05"),
        (0.000000001, "0,000000001"),
        (0.0000000001, "1E-10"),
        (1234567890.125, "1234567890"),
        (12345678901.5, "12345678902"),
        (123456789012.5, "1,23457E+11"),
        (4917612345678.0, "4917612345678"),
        (1e22, "1E+22"),
    ],
)
def test_general_has_11_places_and_whole_numbers_all_their_digits(value: float, text: str) -> None:
    assert show_number(value, "General", conventions_of("DE")).text == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (46350.678900000001, "hh:mm:ss", "16:17:37"),
        (46350.999995, "hh:mm:ss", "00:00:00"),
        (46350.999995, "dd.mm.yyyy hh:mm", "25.11.2026 00:00"),
        (46350.999995, "dd.mm.yyyy", "24.11.2026"),
        (46350.678900000001, "hh:mm", "16:17"),
        (46350.678900000001, "mm:ss.0", "17:37,0"),
        (0.0, "hh:mm:ss", "00:00:00"),
        (5.0, "#,##0.##", "5,"),
        (1.0, "dddd", "Sonntag"),
        (61.0, "dddd", "Donnerstag"),
    ],
)
def test_clocks_are_rounded_to_the_second_and_days_are_not(value: float, code: str, text: str) -> None:
    assert show_number(value, code, conventions_of("DE")).text == text


@pytest.mark.parametrize("code", ["dd.mm.yyyy", "m/d/yy h:mm", "mmm yy", "[$-F800]dddd", "yyyy"])
def test_a_date_0_is_held(code: str) -> None:
    for value in (0.0, 0.6):
        shown = show_number(value, code, conventions_of("DE"))
        assert (shown.text, shown.held) == ("", True)
    assert not show_number(0.0, code, conventions_of("DE"), epoch_1904=True).held


def test_digits_are_kept_where_a_point_stands_at_their_end() -> None:
    shown = show_number(4917612345678.0, "0.##", conventions_of(None))
    assert (shown.text, shown.complete) == ("4917612345678.", False)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1900-01-15", "15.01.1900"), ("1900-03-01", "01.03.1900"), ("2026-11-25T08:30:00", "25.11.2026")],
)
def test_a_cell_of_an_iso_date_shows_that_day(value: str, text: str) -> None:
    formats = CellFormats(conventions_of("DE"), {"1": "dd.mm.yyyy"})
    assert formats.show_moment("1", value) == text


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


def draw_value(rng: Random) -> str:
    """Return a number as a workbook writes it."""
    whole = str(rng.randrange(10 ** rng.randrange(1, 13)))
    part = str(rng.randrange(10 ** rng.randrange(1, 5)))
    return rng.choice((whole, f"{whole}.{part}", f"{whole}.{part}", f"-{whole}.{part}", f"0.{part}", f"{whole}.0"))


@pytest.mark.parametrize("region", ["DE", "CH", "US", None])
def test_numbers_that_are_shown_as_they_are_written_are_shown_as_all_others(region: str | None) -> None:
    rng = Random(7)
    conventions = conventions_of(region)
    own = [
        "#,##0.00 €",
        "0.0",
        "#,##0",
        "###0.00",
        "0.00;-0.00;-",
        "General",
        '"+"0',
        "#,##0,",
        "0.0#",
        "00.00",
        "0.00x0",
    ]
    codes = dict(enumerate([*sorted({case["code"] for case in CASES}), *own]))
    formats = CellFormats.of_styles(conventions, list(codes), codes, epoch_1904=False)
    for style, code in codes.items():
        for value in [draw_value(rng) for _ in range(40)]:
            expected = show_number(float(value), code, conventions)
            exact = NO_DATE if expected.held else None if expected.complete else write_exactly(float(value))
            assert formats.show(str(style), value) == (expected.text, exact), (code, value)
