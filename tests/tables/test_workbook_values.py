"""Values that a workbook holds and no text: dates and times of ODS, results of formulas, the number of a text."""

import re
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import InputError
from lox24cli.model import NEVER_CALCULATED, NO_DATE
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.tables.opening import ReadOptions, open_table
from tests.conftest import Lox24
from tests.tables.test_workbook import DATA, SHEET, book_of, rewritten, rows_of, told_of
from tests.tables.test_workbook_names import FIXTURES, GERMAN


def ods_of(path: Path, *rows: list[str]) -> Path:
    """An ODS file with these cells (attributes, then what is in the cell, as XML)."""
    path.write_bytes((DATA / "kontakte.ods").read_bytes())
    made = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    return rewritten(
        path,
        "content.xml",
        lambda xml: xml[: xml.index("<table:table-row")] + made + xml[xml.index("</table:table>") :],
    )


def cell(kind: str = "", value: str = "", shown: str = "", more: str = "") -> str:
    """A cell of this type and value; `shown` is its text as XML."""
    attributes = f' office:value-type="{kind}" office:{value}' if kind else ""
    return f"<table:table-cell{attributes} {more}>{shown}</table:table-cell>"


def text(shown: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'


def test_dates_times_and_truths_without_their_text_are_shown() -> None:
    assert rows_of(FIXTURES / "date-without-text.ods", GERMAN) == [
        (2, ("+4915123456789", "Erna", "25.11.2026", "14:30:00", "WAHR"), {})
    ]


@pytest.mark.parametrize(
    ("kind", "value", "german", "english"),
    [
        ("date", 'date-value="2026-11-05"', "05.11.2026", "11/5/2026"),
        ("date", 'date-value="2026-11-05T14:30:00"', "05.11.2026 14:30:00", "11/5/2026 14:30:00"),
        ("date", 'date-value="1899-12-30T14:30:00"', "14:30:00", "14:30:00"),
        ("date", 'date-value="spring"', "spring", "spring"),
        ("date", 'date-value="1900-01-15"', "15.01.1900", "1/15/1900"),
        ("date", 'date-value="1871-03-05"', "1871-03-05", "1871-03-05"),
        ("time", 'time-value="PT02H05M09.5S"', "02:05:09", "02:05:09"),
        ("time", 'time-value="PT30H"', "30:00:00", "30:00:00"),
        ("time", 'time-value="-PT90M"', "-01:30:00", "-01:30:00"),
        ("boolean", 'boolean-value="false"', "FALSCH", "FALSE"),
        ("float", 'value="1234.5"', "1234,5", "1234.5"),
        ("percentage", 'value="0.075"', "7,5%", "7.5%"),
        ("currency", 'value="19.9"', "19,9", "19.9"),
        ("string", 'string-value="Max"', "Max", "Max"),
    ],
)
def test_a_value_without_its_text_is_shown_as_the_region_has_it(
    tmp_path: Path, kind: str, value: str, german: str, english: str
) -> None:
    path = ods_of(tmp_path / "k.ods", [text("Telefon"), text("a")], [text("0176 1"), cell(kind, value)])
    for region, shown in (("DE", german), ("US", english)):
        assert [cells for _, cells, _ in rows_of(path, ReadOptions(region=region))] == [("0176 1", shown)]


@pytest.mark.parametrize("shown", ["<text:p/>", "<text:p>Advent</text:p>"])
def test_a_text_that_is_there_is_what_the_sheet_shows(tmp_path: Path, shown: str) -> None:
    dated = cell("date", 'date-value="2026-11-25"', shown)
    path = ods_of(tmp_path / "k.ods", [text("Telefon"), text("a")], [text("0176 1"), dated])
    assert [cells for _, cells, _ in rows_of(path)] == [("0176 1", "Advent" if "Advent" in shown else "")]


@pytest.mark.parametrize("shown", ["", "<text:p>30.12.1899</text:p>"])
def test_the_date_0_of_an_ods_is_held_and_its_clock_is_not(tmp_path: Path, shown: str) -> None:
    dated = cell("date", 'date-value="1899-12-30"', shown)
    clock = cell("date", 'date-value="1899-12-30T00:00:00"', "<text:p>00:00</text:p>")
    path = ods_of(tmp_path / "k.ods", [text("Telefon"), text("a"), text("b")], [text("0176 1"), dated, clock])
    assert rows_of(path) == [(2, ("0176 1", "", "00:00"), {1: NO_DATE})]
    assert "1 cell with the date 0, which is no date, was left out" in told_of(path)


def test_the_sheet_shows_general_clocks_and_no_date_0() -> None:
    path = FIXTURES / "shown.xlsx"
    (row,) = rows_of(path, GERMAN)
    assert row[1] == ("+4915123456789", "1234,56", "84,03361345", "16:17:37", "", "5,")
    assert row[2][4] == NO_DATE
    assert "1 cell with the date 0, which is no date, was left out" in told_of(path)


def test_formulas_without_a_result_are_held_and_told() -> None:
    path = FIXTURES / "formula.xlsx"
    assert [(row, cells[1], exact) for row, cells, exact in rows_of(path)] == [
        (number, "", {1: NEVER_CALCULATED}) for number in (2, 3, 4)
    ]
    assert "3 cells hold formulas that were never calculated: open and save the file" in told_of(path)


@pytest.mark.parametrize(
    ("cell", "on_load", "shown"),
    [
        ('<c r="B2"><f>C2</f><v>0</v></c>', True, None),
        ('<c r="B2"><f>C2</f><v>0</v></c>', False, "0"),
        ('<c r="B2" t="n"><f>C2</f><v>0</v></c>', True, None),
        ('<c r="B2" t="str"><f>C2</f><v>0</v></c>', True, "0"),
        ('<c r="B2"><f>C2</f><v>7</v></c>', True, "7"),
        ('<c r="B2"><f t="shared" si="0"/></c>', False, None),
        ('<c r="B2"><f>C2</f></c>', False, None),
        ('<c r="B2"><f>C2</f><v></v></c>', False, None),
        ('<c r="B2"><f>C2</f><v/></c>', False, None),
        ('<c r="B2" t="str"><f>C2</f><v></v></c>', False, ""),
        ('<c r="B2" t="str"><f>C2</f><v></v></c>', True, None),
        ('<c r="B2"/>', True, ""),
        ('<c r="B2"><v>0</v></c>', True, "0"),
    ],
)
@pytest.mark.parametrize("way", ["plain", "parsed"])
def test_a_result_is_none_where_the_file_says_so(
    tmp_path: Path, cell: str, shown: str | None, way: str, *, on_load: bool
) -> None:
    def change(xml: str) -> str:
        xml = re.sub(r'<c r="B2".*?</c>', cell, xml)
        return xml.replace("<c ", "<c  ") if way == "parsed" else xml

    path = rewritten(book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "a"], ["0176 1", "Max"]])), SHEET, change)
    if not on_load:
        path = rewritten(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    held = {1: NEVER_CALCULATED} if shown is None else {}
    assert rows_of(path) == [(2, ("0176 1", shown or ""), held)]


def test_a_formula_of_an_ods_without_a_value_is_held(tmp_path: Path) -> None:
    formula = cell(more='table:formula="of:=1+1"')
    path = ods_of(tmp_path / "k.ods", [text("Telefon"), text("a")], [formula, formula])
    assert rows_of(path) == [(2, ("", ""), {0: NEVER_CALCULATED, 1: NEVER_CALCULATED})]


def test_nothing_of_a_formula_without_a_result_is_sent(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """The phone's row is rejected, a field and a text made with it are left out; both with the reason."""
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["Telefon", "Anrede", "Name"])
    sheet.write_row("A2", ["+4915123456789", "", "Muster"])
    sheet.write_formula("B2", '="Frau "&C2')
    sheet.write_formula("A3", '="+49151"&"23456780"')
    sheet.write_row("B3", ["Herr", "Probe"])
    book.close()
    maps = ("--map", "a=Anrede", "--map", "b={Anrede} {Name}", "--map", "c=Name")
    done = lox24("phones", "import", "k.xlsx", "--group", "7116", "--json", "--report", "r.csv", *maps)
    assert done.exit_code == 3
    (stored,) = sandbox.store.phones(7116)
    assert (stored.phone, stored.a, stored.b, stored.c) == ("+4915123456789", None, None, "Muster")
    report = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert "B2 holds a formula that was never calculated: open and save the file" in report
    assert "A3 holds a formula that was never calculated: open and save the file" in report
    assert "2 cells hold formulas that were never calculated" in done.stdout + done.stderr


@pytest.mark.parametrize("way", ["plain", "parsed"])
@pytest.mark.parametrize("place", ["-1", "-2", "99", "1_0", "", "+1", "1e0", "9" * 5000])
def test_no_cell_takes_the_text_of_another(tmp_path: Path, place: str, way: str) -> None:
    """`-1` is the last text: another contact's."""
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"], ["0176 2", "Eva"]]))

    def change(xml: str) -> str:
        xml = re.sub(r'(<c r="B3" t="s">)<v>\d+</v>', rf"\1<v>{place}</v>", xml)
        return xml.replace("<c ", "<c  ") if way == "parsed" else xml

    changed = rewritten(path, SHEET, change)
    if not place:
        assert rows_of(changed)[1][1] == ("0176 2", "")
        return
    with pytest.raises(InputError, match="the text of cell B3 is missing"):
        rows_of(changed)


def test_references_may_be_in_lower_case(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"]]))
    lower = rewritten(path, SHEET, lambda xml: re.sub(r'<c r="(\w+)"', lambda found: found[0].lower(), xml))
    assert rows_of(lower) == rows_of(path)


def test_a_row_may_come_in_pieces(tmp_path: Path) -> None:
    """One `<row>` for each cell, as some programs write it."""
    path = tmp_path / "k.xlsx"
    path.write_bytes(
        book_of(tmp_path / "whole.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"], [1.5, "Eva"]])).read_bytes()
    )

    def cut(xml: str) -> str:
        return re.sub(r'(<row r="(\d+)"[^>]*>)(<c .*?</c>)(<c .*?</c>)</row>', r'\1\3</row><row r="\2">\4</row>', xml)

    pieces = rewritten(path, SHEET, cut)
    assert rows_of(pieces) == rows_of(path)
    assert len(rows_of(path)) == 2


@pytest.mark.parametrize("double", ['<row r="2"><c r="A2"><v>5</v></c></row>', '<c r="A2"><v>5</v></c>'])
def test_a_cell_that_is_there_twice_is_refused(tmp_path: Path, double: str) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"]]))
    place = "</sheetData>" if double.startswith("<row") else "</row></sheetData>"
    doubled = rewritten(path, SHEET, lambda xml: xml.replace(place, double + place))
    with pytest.raises(InputError, match="cell A2 is there twice"), open_table(doubled, ReadOptions()) as table:
        list(table.rows())
