"""The headers are the row whose words are understood and whose cells below fit; what stands above is no contact."""

from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import InputError
from lox24cli.mapping.header_sense import sense_header
from lox24cli.tables.header_row import HeaderRows
from lox24cli.tables.opening import ReadOptions, Table, open_table

HEADERS = ["Name", "Vorname", "Handy"]
DATA = "Groß;Änne;0171 4938271\nLöwe;Kurt;0160 9182736\nZorn;Ute;0151 23456789\n"
PEOPLE = "Groß;0171 123456;Eva;0171 4938271\nLöwe;;Ute;0160 9182736\nZorn;0171 123457;Ida;0151 23456789\n"
PHONES = "Groß;Trier;0651 123456;0171 4938271\nLöwe;Ulm;;0160 9182736\nZorn;Bonn;0651 123457;0151 23456789\n"


def opened(tmp_path: Path, text: str, asked: HeaderRows | None = None) -> Table:
    """The table of a file with this content."""
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    return open_table(path, ReadOptions(header_rows=asked), name="contacts.csv", understand=sense_header)


def headers(table: Table) -> list[str]:
    """The headers of the table's columns."""
    return [column.header for column in table.source.columns]


@pytest.mark.parametrize(
    "titles",
    [
        "Mitgliederliste;;Stand 1. März 2026\n",
        "SV Blau-Weiß;;01.03.2026\n",
        "Saison;2025/2026;\n",
        "Export;2026-03-01;2026-03-31\n",
        "SV Blau-Weiß e.V.;Hauptstr. 1;54290 Trier\nTel. 0651 123456;info@sv.example;\n",
        "SV Blau-Weiß;;0651 1234567\n",
        ";;\n;Logo;\n;;\n",
        "Anzahl;3;\n",
        "Telefon- und Adressliste;;Stand 2026\n",
        "Kurs;Yoga;\nLeitung;Eva Blum;\nTelefon;0171 2222222;\n\n",
        "Name des Vereins: SV Blau;;Ort: Trier\n",
        "Liste;SV Blau-Weiß;intern\n",
        "Trainer;Kurt Maier;0171 1111111\nCo-Trainer;Eva Blum;0171 2222222\n;;\n",
    ],
)
def test_what_stands_above_the_headers_is_told_and_no_contact(tmp_path: Path, titles: str) -> None:
    with opened(tmp_path, titles + "Name;Vorname;Handy\n" + DATA) as table:
        assert headers(table) == HEADERS
        assert [row.cells[0] for row in table.rows()] == ["Groß", "Löwe", "Zorn"]
        assert "the headers stand in row" in table.source.notices[0]


def test_a_phone_above_the_headers_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, "Trainer;Maier;0171 1111111\nName;Vorname;Handy\n" + DATA) as table:
        assert table.source.notices[0].endswith("taken for a title and left out, also the phone in row 1")


def test_headers_of_unknown_words_below_a_dated_title_are_found_by_their_shape(tmp_path: Path) -> None:
    with opened(tmp_path, "Mitglieder;;Stand 1.3.2026\nWer;Von wo;Erreichbar unter\n" + DATA) as table:
        assert headers(table) == ["Wer", "Von wo", "Erreichbar unter"]


def test_headers_of_known_words_above_no_phones_are_found_by_their_words(tmp_path: Path) -> None:
    with opened(tmp_path, "Liste;Blau;intern\nName;Vorname;Handy\nGroß;Eva;\nLöwe;Ute;\n") as table:
        assert headers(table) == HEADERS


def test_a_cell_that_names_a_phone_among_contacts_is_no_header(tmp_path: Path) -> None:
    text = "Name;Ort;Wie erreichbar\nBo;Ulm;0171 4938272\nAda;Bonn;Telefon folgt\n" + DATA
    with opened(tmp_path, text) as table:
        assert headers(table) == ["Name", "Ort", "Wie erreichbar"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Name;Ort;Telefon;\n;;privat;mobil\n" + PHONES, ["Name", "Ort", "Telefon privat", "Telefon mobil"]),
        ("Name;Ort;Telefon;\n;;Vater;Mutter\n" + PHONES, ["Name", "Ort", "Telefon Vater", "Telefon Mutter"]),
        ("Name;Ort;Kontakt;\n;;Festnetz;Handy\n" + PHONES, ["Name", "Ort", "Kontakt Festnetz", "Kontakt Handy"]),
        (
            "Vater;;Mutter;\nName;Handy;Name;Handy\n" + PEOPLE,
            ["Vater Name", "Vater Handy", "Mutter Name", "Mutter Handy"],
        ),
        ("Mieter;;Wirt;\nName;Handy;Name;Handy\n" + PEOPLE, ["Mieter Name", "Mieter Handy", "Wirt Name", "Wirt Handy"]),
        (
            "Kind;;Vater;\nName;Handy;Vorname;Tel.\n" + PEOPLE,
            ["Kind Name", "Kind Handy", "Vater Vorname", "Vater Tel."],
        ),
    ],
)
def test_two_rows_of_headers_are_joined(tmp_path: Path, text: str, joined: list[str]) -> None:
    with opened(tmp_path, "Liste 2026;;;\n" + text) as table:
        assert headers(table) == joined
        assert len(list(table.rows())) == 3
        assert table.source.notices[0].startswith("rows 2 and 3 are read as one row of headers: ")


def test_merged_headers_of_a_sheet_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name"])
    sheet.merge_range("B1:C1", "Telefon")
    sheet.write_row(1, 1, ["privat", "mobil"])
    for number in range(3):
        sheet.write_row(2 + number, 0, ["Groß", f"0651 12345{number}", f"0171 493827{number}"])
    book.close()
    with open_table(path, ReadOptions(), understand=sense_header) as table:
        assert headers(table) == ["Name", "Telefon privat", "Telefon mobil"]


@pytest.mark.parametrize(
    "text",
    [
        "Name;Handy;\nGroß;keins;Mobil geht nicht\nLöwe;0160 9182736;\nZorn;0151 23456789;\n",
        "Name;Vorname;Handy\nPflichtfeld;;nur Ziffern\n" + DATA,
        "Kontakt;;\nName;Vorname;Handy\n" + DATA,
        "Name;Vorname;Handy\nMutter;Änne;folgt\n" + DATA,
    ],
)
def test_nothing_else_is_joined(tmp_path: Path, text: str) -> None:
    with opened(tmp_path, text) as table:
        assert headers(table)[:2] in (["Name", "Handy"], ["Name", "Vorname"])


def test_many_phones_above_the_headers_are_asked_about(tmp_path: Path) -> None:
    text = DATA + "Alt;Bo;0171 4938272\nName;Vorname;Handy\n" + DATA
    with pytest.raises(InputError) as asked:
        opened(tmp_path, text)
    assert "row 5, but rows 1 to 4 above hold phones too" in str(asked.value)
    assert "--header-row 5 leaves them out" in (asked.value.hint or "")
    with opened(tmp_path, text, HeaderRows(5, 5)) as table:
        assert (headers(table), len(list(table.rows()))) == (HEADERS, 3)


def test_the_rows_that_the_user_names_are_the_headers(tmp_path: Path) -> None:
    text = "Irgendwas;;\nWer;Tel;\n;eins;zwei\n" + DATA
    with opened(tmp_path, text, HeaderRows(2, 3)) as table:
        assert headers(table) == ["Wer", "Tel eins", "Tel zwei"]
        assert (table.source.header_row, table.source.notices) == (3, ())
    with pytest.raises(InputError, match="--header-row 9: row 9 of contacts"):
        opened(tmp_path, text, HeaderRows(9, 9))


def test_no_date_reads_like_a_phone(tmp_path: Path) -> None:
    with opened(tmp_path, "Name;Eintritt;Nummer hier\nBo;01.03.2026;ja\n") as table:
        assert headers(table) == ["Name", "Eintritt", "Nummer hier"]
    with opened(tmp_path, "Name;seit 2026;Stand\nBo;0171 2345678;01.03.2026\n") as table:
        assert headers(table) == ["Name", "seit 2026", "Stand"]
    with opened(tmp_path, "Eva;01.03.2026\nName;Mobil\nBo;0171 2345678\nCy;0171 2345679\n") as table:
        assert not any("phone" in notice for notice in table.source.notices)
    with pytest.raises(InputError, match="has no header row"):
        opened(tmp_path, "Bo;0171 2345678\n")
