"""Workbooks of every kind are read as the sheet shows them: sheets, offsets, formats, hidden rows, errors."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import ExitCode, InputError
from lox24cli.tables.opening import ReadOptions, open_table
from lox24cli.tables.workbooks.xlsx_strings import read_texts
from tests.tables.workbooks import HEADERS, write_contacts

DATA = Path(__file__).parent / "data"


@pytest.fixture(params=["xlsx", "ods", "xls"])
def contacts(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same workbook in each format."""
    kind: str = request.param
    if kind != "xlsx":
        return DATA / f"kontakte.{kind}"
    path = tmp_path / "kontakte.xlsx"
    write_contacts(path)
    return path


def book_of(path: Path, *sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    """An XLSX file with these sheets of cells."""
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def rewritten(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """A copy of the workbook with one member changed."""
    copy = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()).encode() if name == member else content)
    return copy


def rows_of(path: Path, options: ReadOptions | None = None) -> list[tuple[int, tuple[str, ...], dict[int, str]]]:
    """Number, cells and exact digits of every row."""
    with open_table(path, options or ReadOptions()) as table:
        return [(row.number, row.cells, dict(row.exact)) for row in table.rows()]


def test_the_table_is_found_where_it_stands(contacts: Path) -> None:
    """Title in B2, headers in B4: letters and row numbers are the spreadsheet's."""
    with open_table(contacts, ReadOptions()) as table:
        source = table.source
    assert source.kind == contacts.suffix[1:]
    assert source.sheet == "Kontakte 2024"
    assert source.header_row == 4
    assert [(column.letter, column.header) for column in source.columns if column.header] == list(
        zip("BCDEF", HEADERS, strict=True)
    )
    assert "row 2 is taken for a title" in " ".join(source.notices)


def test_cells_are_what_the_sheet_shows(contacts: Path) -> None:
    formula = "0" if contacts.suffix == ".xls" else "an Eva Łoś"  # LibreOffice saved 0 as this formula's last value
    assert rows_of(contacts) == [
        (5, ("", "+49 176 1111111", "Müller & Söhne <1>", "31.12.1999", "1,234.50", "zwei\nZeilen"), {}),
        (6, ("", "+4917622222222", "Eva Łoś", "", "", formula), {}),
        (9, ("", "4.92E+12", "TRUE", "#DIV/0!", "19%", ""), {1: "4917644444444", 4: "0.19"}),
        (10, ("", "4917655555555", "", "", "", "18:00"), {}),
    ]


def test_hidden_rows_and_error_cells_are_counted_and_told(contacts: Path) -> None:
    with open_table(contacts, ReadOptions()) as table:
        list(table.rows())
        told = " ".join(table.later_notices)
    assert "1 hidden row was left out" in told
    assert "1 cell shows an error" in told


def test_rows_joined_by_merged_cells_are_counted_and_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_column("A1", ["Name", "Max", "", "", "Eva"])
    sheet.write_column("B1", ["Telefon", "0176 1", "0176 2", "", "0176 4"])
    sheet.merge_range("A2:A4", "Max")
    sheet.merge_range("B3:B4", "0176 2")
    sheet.merge_range("A5:A900", "Eva")
    book.close()
    assert "2 rows are joined to the row above by merged cells" in told_of(tmp_path / "k.xlsx")


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_merged_cells_of_other_formats_are_told(kind: str) -> None:
    """Made by LibreOffice: A2:A3 and B5:B6 are merged."""
    assert "2 rows are joined to the row above by merged cells" in told_of(DATA / f"verbunden.{kind}")


def told_of(path: Path) -> str:
    """What a full pass tells."""
    with open_table(path, ReadOptions()) as table:
        list(table.rows())
        return " ".join(table.later_notices)


def test_a_sheet_with_more_links_than_rows_is_read(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon"], ["0176 1"]]))
    links = "".join(f'<hyperlink ref="A{row}" location="B1"/>' for row in range(900_000))
    merged = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    linked = rewritten(
        path, SHEET, lambda xml: xml.replace("</sheetData>", f"</sheetData><hyperlinks>{links}</hyperlinks>{merged}")
    )
    assert rows_of(linked) == [(2, ("0176 1",), {})]
    assert "1 row is joined" in told_of(linked)


def test_a_hidden_sheet_is_read_only_when_it_is_named(contacts: Path) -> None:
    assert rows_of(contacts, ReadOptions(sheet="Alt")) == [(2, ("0176 9999999",), {})]
    assert rows_of(contacts, ReadOptions(sheet="2")) == [(2, ("0176 9999999",), {})]


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(contacts: Path) -> None:
    with pytest.raises(InputError, match="no sheet 'Neu'") as refused:
        open_table(contacts, ReadOptions(sheet="Neu"))
    assert refused.value.code == "sheet-choice"
    assert "'Kontakte 2024', 'Alt', 'Leer'" in str(refused.value.hint)


def test_rows_start_over_with_each_call(contacts: Path) -> None:
    with open_table(contacts, ReadOptions()) as table:
        assert list(table.rows()) == list(table.rows())


def test_several_sheets_with_data_are_a_choice_for_the_user(tmp_path: Path) -> None:
    data: list[list[object]] = [["Telefon"], ["0176 1"]]
    path = book_of(tmp_path / "k.xlsx", ("Kunden", data), ("Leer", []), ("Alte", data), ("Weg", data), hidden=("Weg",))
    with pytest.raises(InputError, match="several sheets with data: 'Kunden', 'Alte'") as refused:
        open_table(path, ReadOptions())
    assert refused.value.hint == "add --sheet 'Kunden' or --sheet 'Alte'"


@pytest.mark.parametrize(
    ("region", "cells"),
    [
        (None, ("2024-12-31", "1234.5", "TRUE", "31-Dec-24", "8:05", "(1,234.50)", "1,234.50")),
        ("DE", ("31.12.2024", "1234,5", "WAHR", "31. Dez 24", "08:05", "-1.234,50 €", "1.234,50 €")),
        ("US", ("12/31/2024", "1234.5", "TRUE", "31-Dec-24", "8:05", "($1,234.50)", "$1,234.50")),
        ("GB", ("31/12/2024", "1234.5", "TRUE", "31-Dec-24", "08:05", "-£1,234.50", "£1,234.50")),
    ],
)
def test_what_the_file_leaves_to_the_computer_follows_the_region(
    tmp_path: Path, region: str | None, cells: tuple[str, ...]
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Datum", "Zahl", "Wahr", "Kurz", "Zeit", "Soll", "Haben"])
    sheet.write_number(1, 0, 45657, book.add_format({"num_format": 14}))
    sheet.write_number(1, 1, 1234.5)
    sheet.write_boolean(1, 2, True)
    for column, (value, number) in enumerate([(45657, 15), (485 / 1440, 20), (-1234.5, 8), (1234.5, 44)], 3):
        sheet.write_number(1, column, value, book.add_format({"num_format": number}))
    book.close()
    with open_table(tmp_path / "k.xlsx", ReadOptions(region=region)) as table:
        assert [row.cells for row in table.rows()] == [cells]
        assert bool(table.later_notices) == (region is None)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace("<c ", "<c  "), id="spaces"),
        pytest.param(lambda xml: xml.replace("><v>", ">\n <v>").replace("</row>", "\n</row>"), id="indented"),
        pytest.param(lambda xml: re.sub(r'(r="\w+") s="(\d+)"', r"s='\2' \1", xml), id="attributes in another order"),
        pytest.param(
            lambda xml: re.sub("<(/?)(row|c|v|f|is|t|sheetData)([ />])", r"<\1x:\2\3", xml).replace(
                "<worksheet ", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            ),
            id="prefixed",
        ),
        pytest.param(lambda xml: re.sub(r"<v>(\d+)</v>", r"<v><![CDATA[\1]]></v>", xml), id="cdata"),
    ],
)
def test_rows_written_in_any_style_give_the_same_cells(tmp_path: Path, change: Callable[[str], str]) -> None:
    """The quick way through plain rows and the XML parser agree."""
    path = tmp_path / "k.xlsx"
    write_contacts(path)
    assert rows_of(rewritten(path, SHEET, change)) == rows_of(path)


def test_rows_and_cells_without_references_are_counted(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"]]))
    bare = rewritten(path, SHEET, lambda xml: re.sub(r'<(row|c) r="\w+"', r"<\1", xml))
    assert rows_of(bare) == rows_of(path) == [(2, ("0176 1", "Max"), {})]


def test_inline_and_escaped_texts_are_read(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon"], ["X"]]))
    inline = '<c r="A2" t="inlineStr"><is><t xml:space="preserve"> M&#252;ller_x000A_&amp; Co</t></is></c>'
    changed = rewritten(path, SHEET, lambda xml: re.sub(r'<c r="A2".*?</c>', lambda _: inline, xml))
    assert rows_of(changed) == [(2, (" Müller\n& Co",), {})]


@pytest.mark.parametrize("size", [7, 1000, 1 << 18])
def test_more_texts_than_fit_unpacked_are_found_again(size: int) -> None:
    """Lists of very many texts are held packed; entries may be cut anywhere between two pieces."""
    texts = [f"Łoś & {number}" if number % 5 else f"Eva {number}" for number in range(3000)]
    entries = "".join(f"<si><t>{text.replace('&', '&amp;')}</t></si>" for text in texts)
    xml = f"<sst>{entries}</sst>".encode()
    pieces = [xml[start : start + size] for start in range(0, len(xml), size)]
    packed = read_texts(pieces, "k.xlsx", most_unpacked=10)
    assert [packed[place] for place in range(len(packed))] == texts


def test_phonetic_hints_and_escapes_in_texts(tmp_path: Path) -> None:
    """A reading aid is no part of the text, in a cell as in the list of texts; _x0041_ is an A."""
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["X", "Y"]]))
    aid = "<r><t>M_x0041_</t></r><r><t>x</t></r><rPh sb='0' eb='1'><t>no</t></rPh>"
    listed = rewritten(
        path, "xl/sharedStrings.xml", lambda xml: xml.replace("<t>X</t>", aid).replace(">Y<", ">_x0042_<")
    )
    assert rows_of(listed) == [(2, ("MAx", "B"), {})]
    plain = rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace(">Y<", ">_x0042_<"))
    assert rows_of(plain) == [(2, ("X", "B"), {})]
    emoji = rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace(">Y<", ">_xD83D__xDE00_ _xD83D_<"))
    assert rows_of(emoji) == [(2, ("X", "\U0001f600 _xD83D_"), {})]
    cell = f'<c r="A2" t="inlineStr"><is>{aid}</is></c>'
    inline = rewritten(path, SHEET, lambda xml: re.sub(r'<c r="A2".*?</c>', lambda _: cell, xml))
    assert rows_of(inline) == [(2, ("MAx", "Y"), {})]


@pytest.mark.parametrize("declared", [None, 1000])
def test_an_archive_bomb_is_refused_at_once(tmp_path: Path, declared: int | None) -> None:
    """60 MB of blanks in a few kilobytes; or more bytes than the archive declares."""
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon"], ["0176 1"]]))
    swollen = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            with target.open(name, "w") as member:
                if name == SHEET:
                    for _ in range(60 if declared is None else 4):
                        member.write(b" " * 1_000_000)
                member.write(content)
    data = swollen.getvalue()
    if declared is not None:
        with zipfile.ZipFile(swollen) as archive:
            size = archive.getinfo(SHEET).file_size
        data = data.replace(size.to_bytes(4, "little"), declared.to_bytes(4, "little"))
    path.write_bytes(data)
    start = time.monotonic()
    with pytest.raises(InputError) as refused, open_table(path, ReadOptions()) as table:
        list(table.rows())
    assert refused.value.exit_code is ExitCode.INPUT
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace('<row r="5"', '<row r="2"'),
        lambda xml: xml.replace('<c r="B5"', '<c r="ZZZZ5"'),
        lambda xml: xml.replace("<v>0</v>", "<v>999999</v>"),
        lambda xml: xml.replace("<sheetData>", "<sheetData><!DOCTYPE x>"),
        lambda xml: "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + xml,
        lambda xml: xml.replace("sheetData", "sheetDate"),
        lambda _: "",
    ],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, change: Callable[[str], str]) -> None:
    path = tmp_path / "k.xlsx"
    write_contacts(path)
    with pytest.raises(InputError) as refused, open_table(rewritten(path, SHEET, change), ReadOptions()) as table:
        list(table.rows())
    assert refused.value.hint


@pytest.mark.parametrize("text", ["Y\ud83d", "Y&amp;\ud83d", "Y_x0041_\ud83d"])
def test_a_text_that_is_no_utf_8_is_a_damaged_workbook(tmp_path: Path, text: str) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["X", "Y"]]))
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            changed = content.replace(b">Y<", b">" + text.encode("utf-8", "surrogatepass") + b"<")
            target.writestr(name, changed if name == "xl/sharedStrings.xml" else content)
    with pytest.raises(InputError, match="damaged"):
        rows_of(broken)


def test_an_ods_with_a_password_is_named(tmp_path: Path) -> None:
    path = tmp_path / "k.ods"
    path.write_bytes((DATA / "kontakte.ods").read_bytes())
    locked = rewritten(
        path, "META-INF/manifest.xml", lambda xml: xml.replace("/>", "><manifest:encryption-data/></x>", 1)
    )
    with pytest.raises(InputError, match="password"):
        open_table(locked, ReadOptions())


def test_repeated_and_filtered_ods_rows(tmp_path: Path) -> None:
    path = tmp_path / "k.ods"
    path.write_bytes((DATA / "kontakte.ods").read_bytes())
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    row = "<table:table-row{}>" + cell + "</table:table-row>"
    rows = (
        row.format("", "Telefon")
        + row.format(
            ' table:number-rows-repeated="2"',
            '0176<text:s text:c="2"/>1</text:p><office:annotation><text:p>no</text:p></office:annotation><text:p>',
        )
        + row.format(' table:visibility="filter"', "0176 2")
        + row.format(' table:number-rows-repeated="1000"', "")
        + row.format("", "<text:span>0176</text:span> 3</text:p><text:p>zwei")
    )

    def change(xml: str) -> str:
        start, end = xml.index("<table:table-row"), xml.index("</table:table>")
        return xml[:start] + rows + xml[end:]

    changed = rewritten(path, "content.xml", change)
    assert rows_of(changed) == [(2, ("0176  1\n",), {}), (3, ("0176  1\n",), {}), (1005, ("0176 3\nzwei",), {})]


@pytest.mark.parametrize(("shown", "cell"), [("", "4917612345678"), ("<text:p/>", "")])
def test_an_ods_number_shows_as_nothing_only_where_its_format_says_so(tmp_path: Path, shown: str, cell: str) -> None:
    path = tmp_path / "k.ods"
    path.write_bytes((DATA / "kontakte.ods").read_bytes())
    number = f'<table:table-cell office:value-type="float" office:value="4917612345678">{shown}</table:table-cell>'
    text = '<table:table-cell office:value-type="string"><text:p>Telefon</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (text + text, number + text))
    changed = rewritten(
        path,
        "content.xml",
        lambda xml: xml[: xml.index("<table:table-row")] + rows + xml[xml.index("</table:table>") :],
    )
    assert rows_of(changed) == [(2, (cell, "Telefon"), {} if cell else {0: "4917612345678"})]


def test_memory_does_not_follow_the_number_of_columns_that_one_stray_cell_claims(tmp_path: Path) -> None:
    """A cell in the last corner costs one row, not a sheet."""
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Telefon"])
    sheet.write_row(1, 0, ["0176 1"])
    sheet.write(1_048_575, 0, "0176 2")
    book.close()
    assert [number for number, _, _ in rows_of(tmp_path / "k.xlsx")] == [2, 1_048_576]


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"]]))
    with open_table(path, ReadOptions()) as table:
        assert list(table.rows()) == []
        assert [column.header for column in table.source.columns] == ["Telefon", "Name"]
