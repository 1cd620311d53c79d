"""Rows with more cells than the table has columns: nobody can know which cell stands under its own header."""

from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.model import SourceRow
from lox24cli.tables.opening import ReadOptions, open_table

HEADED = "Name;Notruf;Telefon\n"
ORDINARY = "Bo;0171 1111111;0151 2222222\n" * 3


def read(path: Path, options: ReadOptions | None = None) -> tuple[list[SourceRow], tuple[str, ...]]:
    """The file's rows, and what was told after reading them."""
    with open_table(path, options or ReadOptions()) as table:
        return list(table.rows()), table.later_notices


def held(tmp_path: Path, text: str, options: ReadOptions | None = None) -> list[int]:
    """The numbers of the rows that must be held."""
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    return [row.number for row in read(path, options)[0] if row.problem]


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ("Meyer; Dr.;0171 3333333;0151 4444444\n", [2]),
        ("Meyer; Dr.;;0151 4444444;;\n", [2]),
        ("Ada;0171 3333333;0151 4444444;;;\n", []),
        ("Ada;;0151 4444444\nMeyer; Dr.; med.;0171 3333333;0151 4444444\n", [3]),
    ],
)
def test_a_row_with_a_cell_too_many_is_held(tmp_path: Path, rows: str, numbers: list[int]) -> None:
    assert held(tmp_path, HEADED + rows + ORDINARY) == numbers


def test_the_reason_names_both_counts_and_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Name\tTelefon\nMeyer\tDr.\t0151 4444444\nBo\t0151 2222222\nCy\t0151 3333333\n", encoding="utf-8")
    moved, *_ = read(path)[0]
    assert moved.problem == "3 cells in 2 columns: a tab inside one of them must stand in quotes, or the others move"
    assert moved.cells == ("Meyer", "Dr.", "0151 4444444")


def test_where_most_rows_are_as_long_the_header_is_what_is_short(tmp_path: Path) -> None:
    text = "Name;Telefon\n" + "Bo;0151 2222222;Trier\n" * 5 + "Ada;0151 3333333\n" + "Meyer; Dr.;0151 4444444;Ulm\n"
    assert held(tmp_path, text) == [8]


def test_a_delimiter_after_each_row_leaves_room_for_a_note_but_for_no_cell_that_moved(tmp_path: Path) -> None:
    text = "Name;Telefon;\n" + "Bo;0151 2222222;\n" * 9 + "Ada;0151 3333333;verzogen\n" + "Meyer; Dr.;0151 4444444;\n"
    assert held(tmp_path, text) == [12]


def test_without_headers_a_row_is_held_where_all_others_are_alike(tmp_path: Path) -> None:
    headless = ReadOptions(header=False)
    assert held(tmp_path, "Bo;0151 2222222\n" * 12 + "Meyer; Dr.;0151 4444444\n", headless) == [13]
    assert held(tmp_path, "Bo;0151 2222222\n" * 3 + "Ada;0151 4444444;ruft an\n" * 2, headless) == []


def test_in_a_sheet_a_note_beside_the_table_is_no_moved_cell(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(
        (
            ["Name", "Notruf", "Telefon"],
            ["Bo", "0171 1111111", "0151 2222222"],
            ["Cy", "0171 1111112", "0151 2222223", "", "zieht um"],
            ["Meyer", "Dr.", "0171 1111113", "0151 2222224"],
            ["Di", "0171 1111114", "0151 2222225"],
        )
    ):
        sheet.write_row(number, 0, row)
    book.close()
    rows, told = read(path)
    assert [(row.number, row.problem) for row in rows if row.problem] == [
        (4, "4 cells, up to column D, in 3 columns: they may have moved under other headers")
    ]
    assert told == ("1 row with a note beside the table, which is not sent",)


@pytest.mark.parametrize(
    "text",
    [
        "Name;Handy\nBo;0151 2222222;\nAda;0151 3333333;;;\nCy;0151 4444444;;;;\nDi;0151 5555555;;\n",
        "Name;Handy;Ort;Info\nBo;0151 2222222\nAda;0151 3333333;Ulm\nCy;0151 4444444;Bonn;ok\nDi;0151 5555555;Ulm\n",
    ],
)
def test_rows_that_differ_in_blank_cells_at_their_end_are_of_one_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    rows, _ = read(path)
    assert [row.cells[1] for row in rows if not row.problem] == [f"0151 {digit * 7}" for digit in "2345"]
