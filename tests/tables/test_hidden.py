"""What a sheet hides is told: columns that are used, and rows when there are no others."""

from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions, open_table
from tests.conftest import Lox24
from tests.tables.test_workbook import DATA, SHEET, book_of, rewritten
from tests.tables.test_workbook_names import FIXTURES, prefixed


def hidden_in(path: Path) -> list[str]:
    """The letters of the hidden columns."""
    with open_table(path, ReadOptions()) as table:
        return [column.letter for column in table.source.columns if column.hidden]


def test_a_sheet_whose_rows_are_all_hidden_is_told() -> None:
    with pytest.raises(InputError, match="all rows of sheet 'Kontakte' are hidden") as refused:
        open_table(FIXTURES / "allhidden.xlsx", ReadOptions())
    assert "show them in the sheet" in str(refused.value.hint)


def test_several_sheets_whose_rows_are_all_hidden_are_told(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    for name in ("A", "B"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Telefon"])
        sheet.set_row(0, None, None, {"hidden": True})
    book.close()
    with pytest.raises(InputError, match="all rows of every visible sheet are hidden"):
        open_table(tmp_path / "k.xlsx", ReadOptions())


def test_hidden_columns_are_known_in_xlsx(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "a", "b", "c"], ["0176 1", "Max", "Eva", "Ida"]]))
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="0"/><col min="1" max="1"/></cols>'
    path = rewritten(path, SHEET, lambda xml: xml.replace("<sheetData>", columns + "<sheetData>"))
    assert hidden_in(path) == ["B", "C", "D"]
    assert hidden_in(rewritten(path, SHEET, prefixed)) == ["B", "C", "D"]


def test_hidden_columns_are_known_in_ods(tmp_path: Path) -> None:
    path = tmp_path / "k.ods"
    path.write_bytes((DATA / "kontakte.ods").read_bytes())
    columns = (
        '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
        '<table:table-column table:visibility="filter"/>'
    )

    def change(xml: str) -> str:
        start = xml.index("<table:table-column", xml.index("<table:table "))
        return xml[:start] + columns + xml[xml.index("<table:table-row", start) :]

    assert hidden_in(rewritten(path, "content.xml", change)) == ["B", "C", "D"]


def test_hidden_columns_are_known_in_xls(tmp_path: Path) -> None:
    content = (FIXTURES / "name.xls").read_bytes()
    info = b"\x7d\x00\x0c\x00" + b"\x01\x00\x01\x00" + b"\x00\x0a\x00\x00" + b"\x01\x00\x00\x00"
    (tmp_path / "k.xls").write_bytes(content[:-4] + info + content[-4:])
    assert hidden_in(tmp_path / "k.xls") == ["B"]


def test_a_hidden_column_that_is_used_is_told(offline: Lox24, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "k.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Telefon", "b", "Notiz"])
    sheet.write_row(1, 0, ["Max", "+4915123456789", "Eva", "x"])
    sheet.set_column(1, 3, None, None, {"hidden": True})
    book.close()
    done = offline("phones", "check", "k.xlsx", "--map", "b=b")
    told = " ".join((done.stdout + done.stderr).split())
    assert "column B (Telefon) is hidden in the sheet and is used for phone" in told
    assert "column C (b) is hidden in the sheet and is used for b" in told
    assert "column D" not in told


@pytest.mark.parametrize("start", ['<?xml version="1.0" encoding="UTF-8"?>\n', ""])
def test_a_flat_opendocument_sheet_is_named(tmp_path: Path, start: str) -> None:
    root = (
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    )
    (tmp_path / "k.fods").write_text(start + root, encoding="utf-8")
    with pytest.raises(InputError, match=r"a flat OpenDocument sheet \(\.fods\)"):
        open_table(tmp_path / "k.fods", ReadOptions())
