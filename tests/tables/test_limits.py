"""What is too large is refused before it is built, and the refusal says which cell or row."""

import re
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions, open_table
from lox24cli.tables.workbooks.limits import LONGEST_CELL, Budget
from lox24cli.tables.workbooks.sheets import SheetFacts
from tests.tables.test_workbook import SHEET, book_of, rewritten, rows_of
from tests.tables.test_workbook_values import cell, ods_of, text

LONG = "0123456789" * (LONGEST_CELL // 10 + 1)
CELLS: list[list[object]] = [["Telefon", "a"], ["0176 1", "Max"]]


def stored(path: Path, *parts: tuple[str, str]) -> Path:
    """A copy of the workbook with parts replaced, not packed, so that its size is honest."""
    copy = path.with_name(f"stored-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        changed = dict(parts)
        for name in source.namelist():
            target.writestr(name, changed.get(name) or source.read(name))
    return copy


def part_of(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def refusal_of(path: Path) -> str:
    with pytest.raises(InputError) as refused, open_table(path, ReadOptions()) as table:
        list(table.rows())
    assert refused.value.code == "file-too-large"
    return refused.value.message


@pytest.mark.parametrize("length", [LONGEST_CELL + 1, 3_000_000])
def test_a_shared_text_that_is_too_long_is_told_with_its_cell(tmp_path: Path, length: int) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [*CELLS, ["0176 2", "Eva"]]))
    strings = part_of(path, "xl/sharedStrings.xml").replace(">Max<", f">{'0123456789' * (length // 10 + 1)}<")
    assert "more than 65,536 characters in cell B2" in refusal_of(stored(path, ("xl/sharedStrings.xml", strings)))


def test_a_long_text_that_no_cell_has_does_no_harm(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS))
    strings = part_of(path, "xl/sharedStrings.xml").replace("</sst>", f"<si><t>{'x' * 3_000_000}</t></si></sst>")
    assert rows_of(stored(path, ("xl/sharedStrings.xml", strings))) == [(2, ("0176 1", "Max"), {})]


@pytest.mark.parametrize(
    ("length", "told"), [(100_000, "65,536 characters in cell B2"), (9_000_000, "8 MB in cell B2")]
)
def test_a_long_text_in_the_sheet_is_told_with_its_cell(tmp_path: Path, length: int, told: str) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS))
    inline = f'<c r="B2" t="inlineStr"><is><t>{"x" * length}</t></is></c>'
    sheet = re.sub('<c r="B2".*?</c>', inline, part_of(path, SHEET))
    assert told in refusal_of(stored(path, (SHEET, sheet)))


@pytest.mark.parametrize(
    "shown", [f"<text:p>{LONG}</text:p>", '<text:p><text:s text:c="99999"/></text:p>', "<text:p/>" * 70_000]
)
def test_a_long_text_of_an_ods_is_told_with_its_cell(tmp_path: Path, shown: str) -> None:
    path = ods_of(
        tmp_path / "k.ods", [text("Telefon"), text("a")], [text("0176 1"), cell("string", 'string-value=""', shown)]
    )
    assert "more than 65,536 characters in cell B2" in refusal_of(path)


def test_a_row_repeated_a_million_times_is_told(tmp_path: Path) -> None:
    path = ods_of(tmp_path / "k.ods", [text("Telefon")], [text("0176 1")])
    repeated = rewritten(
        path,
        "content.xml",
        lambda xml: xml.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048000">'),
    )
    assert "1,048,000 times the same in row 1 and below" in refusal_of(repeated)


def test_a_row_is_repeated_as_often_as_it_says(tmp_path: Path) -> None:
    path = ods_of(tmp_path / "k.ods", [text("Telefon")], [text("0176 1")])
    once = '<table:table-row><table:table-cell office:value-type="string"><text:p>0176'
    often = once.replace("-row>", '-row table:number-rows-repeated="9000">')
    repeated = rewritten(path, "content.xml", lambda xml: xml.replace(once, often))
    assert [row for row, _, _ in rows_of(repeated)] == list(range(2, 9002))


@pytest.mark.parametrize(
    ("rows", "width", "length"), [(100_001, 1, 1), (200, 10_100, 1), (400, 1, 60_000)], ids=["rows", "cells", "text"]
)
def test_a_small_file_gives_no_more_than_its_size_can_mean(rows: int, width: int, length: int) -> None:
    def spend(budget: Budget) -> None:
        for row in range(1, rows + 1):
            budget.spend(row, cells)

    cells = ["x" * length] * width
    with pytest.raises(InputError, match=r"more up to row [0-9,]+ than a file of its size can mean"):
        spend(Budget("k.xlsx", 0))
    spend(Budget("k.xlsx", 10 << 20))


def test_a_row_of_many_long_cells_is_told() -> None:
    with pytest.raises(InputError, match="180,000 characters in row 7"):
        Budget("k.xlsx", 0).spend(7, ["x" * 60_000] * 3)


def test_blank_cells_count_before_there_is_a_row_of_them(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS))
    rows = ("<row>" + "<c/>" * 16_000 + "</row>") * 150
    blank = rewritten(path, SHEET, lambda xml: xml.replace("</sheetData>", rows + "</sheetData>"))
    assert "than a file of its size can mean" in refusal_of(blank)


def test_a_number_format_without_end_is_refused_and_a_long_one_carried_out(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Telefon", "a"])
    sheet.write_number(1, 1, 1e300, book.add_format({"num_format": "0.0"}))
    book.close()
    for code, fits in (("0." + "0" * 500 + "%" * 500, True), ("0" + ".0" * 30_000, False)):
        path = rewritten(tmp_path / "k.xlsx", "xl/styles.xml", lambda xml, c=code: xml.replace('"0.0"', f'"{c}"'))  # type: ignore[misc]
        if fits:
            assert rows_of(path)[0][1][1].endswith("%" * 500)
        else:
            with pytest.raises(InputError, match="a number format of 60,001 characters"):
                rows_of(path)


def test_a_sheet_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS), ("L", CELLS))
    twice = rewritten(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("sheet2.xml", "sheet1.xml"))
    with pytest.raises(InputError, match="two of its sheets are one"):
        rows_of(twice)


def test_among_more_than_a_hundred_sheets_the_user_names_one(tmp_path: Path) -> None:
    empty: list[tuple[str, list[list[object]]]] = [(f"S{number}", []) for number in range(100)]
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS), *empty)
    with pytest.raises(InputError, match="has 101 sheets") as refused:
        rows_of(path)
    assert refused.value.code == "sheet-choice"
    assert rows_of(path, ReadOptions(sheet="K")) == [(2, ("0176 1", "Max"), {})]


def test_an_archive_with_a_list_of_members_that_fills_the_memory_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS))
    content = path.read_bytes()
    end = content.rindex(b"PK\x05\x06")
    path.write_bytes(content[: end + 12] + struct.pack("<I", 5 << 20) + content[end + 16 :])
    assert "an archive of more files than a workbook has" in refusal_of(path)


def test_hidden_columns_are_told_once_and_not_a_million_times() -> None:
    facts = SheetFacts()
    for _ in range(100):
        facts.hide(0, 16_384)
    facts.hide(0, 5)
    assert len(facts.hidden_columns) == 16_384


@pytest.mark.parametrize(
    "shown", ["A &amp; B", "&lt;b&gt;", "&quot;x&quot; &apos;", "&amp;lt;", "&#228;", "&amp;#228;"]
)
def test_signs_written_as_names_are_read_in_plain_rows(tmp_path: Path, shown: str) -> None:
    """The quick way and the XML parser agree."""
    path = book_of(tmp_path / "k.xlsx", ("K", CELLS))
    inline = f'<c r="B2" t="str"><f>"A"&amp;"B"</f><v>{shown}</v></c>'
    plain = rewritten(path, SHEET, lambda xml: re.sub('<c r="B2".*?</c>', lambda _: inline, xml))
    parsed = rewritten(plain, SHEET, lambda xml: xml.replace("<c ", "<c  "))
    assert rows_of(plain) == rows_of(parsed)
    broken = rewritten(plain, SHEET, lambda xml: xml.replace("&amp;", "&amq;"))
    with pytest.raises(InputError, match="damaged"):
        rows_of(broken)
