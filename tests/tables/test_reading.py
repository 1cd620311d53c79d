"""Text files as people have them: rows, numbers, lines, ragged rows, quotes, titles, failed files, standard input."""

import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lox24cli.errors import InputError
from lox24cli.mapping.header_sense import sense_header
from lox24cli.model import SourceRow
from lox24cli.tables.opening import ReadOptions, open_table, spool_stdin

HEADED = "Telefon;Name;Ort\n"


def read(tmp_path: Path, text: str | bytes, options: ReadOptions | None = None) -> list[SourceRow]:
    """All rows of a file with this content."""
    path = tmp_path / "contacts.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with open_table(path, options or ReadOptions(), name="contacts.csv", understand=sense_header) as table:
        return list(table.rows())


def refusal(tmp_path: Path, text: str | bytes, options: ReadOptions | None = None) -> InputError:
    """The error that ends the reading of this content."""
    with pytest.raises(InputError) as refused:
        read(tmp_path, text, options)
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_rows_and_lines_are_those_of_the_spreadsheet_and_of_the_file(tmp_path: Path, sign: str, end: str) -> None:
    """Quoted newlines make a record longer than a line; blank records count for the row number only."""
    lines = ["Telefon{}Name", '1{}"zwei', 'Zeilen ""x"" {}"', "", "2{}b", " {} ", '3{}"c{}d"', "4{}e"]
    text = end.join(line.replace("{}", sign) for line in lines)
    rows = read(tmp_path, text)
    assert [(row.number, row.line) for row in rows] == [(2, 2), (4, 5), (6, 7), (7, 8)]
    assert [row.cells for row in rows] == [
        ("1", f'zwei{end}Zeilen "x" {sign}'),
        ("2", "b"),
        ("3", f"c{sign}d"),
        ("4", "e"),
    ]


def test_the_source_says_how_the_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(b'\xef\xbb\xbfsep=;\r\n" Telefon\r\nmobil ";Name;;\r\n1;Max;;\r\n')
    with open_table(path, ReadOptions()) as table:
        source = table.source
        assert [(row.number, row.line) for row in table.rows()] == [(2, 4)]
    assert source.dialect is not None
    assert (source.dialect.encoding, source.dialect.bom, source.dialect.delimiter) == ("utf-8", True, ";")
    assert (source.dialect.line_terminator, source.dialect.sep_line) == ("\r\n", True)
    assert [column.header for column in source.columns] == ["Telefon mobil", "Name"]
    assert (source.header_row, source.kind, len(source.sha256)) == (1, "csv", 64)


def test_short_rows_are_filled_and_blank_cells_at_the_end_cut_off(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADED + "1\n2;b;c;;\n")
    assert [row.cells for row in rows] == [("1", "", ""), ("2", "b", "c")]


def test_titles_above_the_header_are_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("Kundenliste 2024\n\n" + HEADED + "0176 1111111;Max;Ulm\n")
    with open_table(path, ReadOptions()) as table:
        assert table.source.header_row == 3
        assert [row.number for row in table.rows()] == [4]
        assert "row 1 is taken for a title" in table.source.notices[0]


def test_titles_above_a_table_of_one_row_are_told_too(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("Mitglieder 2024;;;\n\nStand: 01.02.2024;;;\nNr;Name;Ort;Mobil\n1;Max;Ulm;0171 1234567\n")
    with open_table(path, ReadOptions()) as table:
        assert [column.header for column in table.source.columns] == ["Nr", "Name", "Ort", "Mobil"]
        assert [row.number for row in table.rows()] == [5]


@pytest.mark.parametrize("title", ["Titel", "Telefonliste 2024", "Hotel Sonne\nStand: Mai"])
def test_a_title_that_sounds_like_a_phone_column_is_a_title(tmp_path: Path, title: str) -> None:
    path = tmp_path / "k.csv"
    path.write_text(f"{title}\nName;Mobil\nMax;0176 1111111\n")
    with open_table(path, ReadOptions()) as table:
        assert [column.header for column in table.source.columns] == ["Name", "Mobil"]
        assert [row.cells for row in table.rows()] == [("Max", "0176 1111111")]


def test_a_sparse_header_is_no_title(tmp_path: Path) -> None:
    rows = read(tmp_path, "Telefon;;\n;Max;Ulm\n0176 1111112;Eva;Bonn\n")
    assert [row.number for row in rows] == [2, 3]


def test_a_hotel_and_an_automobile_say_no_phone(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "Hotelliste der Automobilfreunde;;\nHaus;Ort;Nr\nKrone;Ulm;0176 1111112\nPost;Bonn;0176 1111113\n"
    )
    assert [row.number for row in rows] == [3, 4]


def test_a_file_without_headers_is_not_robbed_of_its_first_contact(tmp_path: Path) -> None:
    text = "+49 176 1111111;Max\n+49 176 2222222;Eva\n"
    refused = refusal(tmp_path, text)
    assert refused.code == "no-header"
    assert "--no-header" in str(refused.hint)
    rows = read(tmp_path, text, ReadOptions(header=False))
    assert [(row.number, row.line) for row in rows] == [(1, 1), (2, 2)]


def test_a_list_of_phones_alone_is_a_table_of_one_column(tmp_path: Path) -> None:
    assert [row.cells for row in read(tmp_path, "phone\n0176 1111111\n(0176) 2222222\n")] == [
        ("0176 1111111",),
        ("(0176) 2222222",),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Telefon,Name\n1,a\n2,"b\n0176 3333333,c\n4,d\n', 3),
        ('Telefon,Name\n1,a\n2,"b\n0176 3333333,c\n4,d",e\n5,f\n', 3),
        ('Telefon,Name\n1,a\n2,"b\n3,c\n4,"d"\n', 3),
        ('Telefon,Name\n1,"zwei\nZeilen"\n2,"b\n0176 3333333,c\n', 4),
        ('"Telefon,Name\n1,a\n2,b\n3,c\n', 1),
    ],
)
def test_a_quote_that_swallows_rows_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    refused = refusal(tmp_path, text)
    assert refused.code == "quote"
    assert f"line {line} " in refused.message


def test_quotes_nobody_doubled_are_text(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text('Telefon,Name\n1,"Hotel "Adler" GmbH"\n2,"a ""b"" c"\n3,27" Rad\n')
    with open_table(path, ReadOptions()) as table:
        assert [row.cells[1] for row in table.rows()] == ['Hotel "Adler" GmbH', 'a "b" c', '27" Rad']
        assert table.later_notices[0].startswith("1 row with quotes")
    assert refusal(tmp_path, 'Telefon,Name\n1,"Hotel "Adler", Ulm"\n').code == "quote"


def test_a_quote_that_swallows_many_short_lines_is_named_in_no_time(tmp_path: Path) -> None:
    text = 'Telefon;Name\n0176 1;"Max\n' + "x\n" * 100_000 + "0176 2;Eva\n"
    assert "a quote in line 2 " in refusal(tmp_path, text).message


def test_a_line_of_more_cells_than_any_sheet_has_is_no_table(tmp_path: Path) -> None:
    text = "Telefon" + ";" * 16_384 + "x\n0176 1\n"
    assert "16,385 columns" in refusal(tmp_path, text).message
    assert "16,385 columns" in refusal(tmp_path, text, ReadOptions(header=False)).message


def test_an_endless_cell_is_an_error_of_the_file(tmp_path: Path) -> None:
    assert "more than 1 MB" in refusal(tmp_path, 'a,b\n1,"' + "x" * 1_100_000 + '"\n').message


def test_a_few_nul_characters_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(b"Telefon;Name\n0176 1;Ma\x00x\n0176 2;Eva\n")
    with open_table(path, ReadOptions()) as table:
        assert [row.cells[1] for row in table.rows()] == ["Max", "Eva"]
        assert "1 NUL" in table.source.notices[0]


@pytest.mark.parametrize("last", ["Eva", '"Eva"', "Eva\r\n", "Eva\r\n\r\n"])
def test_the_ctrl_z_that_ends_a_file_of_dos_is_no_row_and_no_text(tmp_path: Path, last: str) -> None:
    rows = read(tmp_path, f"Telefon;Name\r\n0176 1;Max\r\n0176 2;{last}\x1a")
    assert [row.cells for row in rows] == [("0176 1", "Max"), ("0176 2", "Eva")]


def test_a_failed_file_keeps_the_first_files_row_numbers_and_cells(tmp_path: Path) -> None:
    """Our own columns are no columns of the table, wherever they stand; an index is the place in the file."""
    path = tmp_path / "k.failed.csv"
    path.write_text(
        "LOX24_ROW;Telefon;Name;lox24_code;lox24_message\n7;'+49 176 1;''x;c;m\n12;'0176;'=1+1;c;m\n;'1;y;;\n"
    )
    with open_table(path, ReadOptions()) as table:
        assert [(column.index, column.header) for column in table.source.columns] == [(1, "Telefon"), (2, "Name")]
        rows = list(table.rows())
    assert [(row.number, row.first_number, row.shown_number) for row in rows] == [(2, 7, 7), (3, 12, 12), (4, None, 4)]
    assert [row.cells for row in rows] == [
        ("", "+49 176 1", "'x", "", ""),
        ("", "0176", "=1+1", "", ""),
        ("", "1", "y", "", ""),
    ]


def test_standard_input_is_copied_for_the_user_alone(tmp_path: Path) -> None:
    path = spool_stdin(io.BytesIO(b"Telefon\n0176 1\n"), tmp_path)
    assert path.read_bytes() == b"Telefon\n0176 1\n"
    assert path.parent == tmp_path
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff")
    | st.sampled_from("\r\n\t,;\"'"),
    max_size=8,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_every_record_comes_back_once_in_order(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, str]]
) -> None:
    """Whatever is in the cells, a well written file gives each non-blank record with its number."""
    path = tmp_path_factory.getbasetemp() / "property.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in record) for record in records]
    path.write_bytes("\r\n".join(["Telefon,Name", *quoted]).encode())
    with open_table(path, ReadOptions(delimiter=",")) as table:
        rows = list(table.rows())
    expected = [(place, record) for place, record in enumerate(records, start=2) if "".join(record).strip()]
    assert [(row.number, row.cells) for row in rows] == expected
