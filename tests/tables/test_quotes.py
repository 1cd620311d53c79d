"""Under its own dialect the quotes of a file stand at the edges of cells: that tells which dialect it is."""

from pathlib import Path

import pytest

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions, open_table
from lox24cli.tables.text.quotes import Edges, find_edges, join_escaped


def read(tmp_path: Path, text: str, options: ReadOptions | None = None) -> list[tuple[str, ...]]:
    """The cells of all rows, without the blanks around them."""
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    with open_table(path, options or ReadOptions(), name="contacts.csv") as table:
        return [tuple(map(str.strip, row.cells)) for row in table.rows() if not row.problem]


def test_a_quote_behind_a_blank_opens_a_cell(tmp_path: Path) -> None:
    text = 'id; notiz; telefon\n1; "Chef; 0171 2345678"; 0151 23456780\n2; "ok"; 0151 23456781\n3; ; 0151 23456782\n'
    assert read(tmp_path, text) == [
        ("1", "Chef; 0171 2345678", "0151 23456780"),
        ("2", "ok", "0151 23456781"),
        ("3", "", "0151 23456782"),
    ]


def test_the_second_line_of_a_note_behind_a_blank_is_no_contact(tmp_path: Path) -> None:
    text = 'id, notiz, telefon\n1, "bitte\nMutter anrufen", 0151 23456780\n2, ok, 0151 23456781\n'
    assert read(tmp_path, text) == [("1", "bitte\nMutter anrufen", "0151 23456780"), ("2", "ok", "0151 23456781")]


def test_such_a_quote_is_read_too_where_the_beginning_of_the_file_has_none(tmp_path: Path) -> None:
    text = "id; notiz; telefon\n" + "1; ohne; 0151 23456780\n" * 20_000
    rows = read(tmp_path, text + '2; "Chef; 0171 2345678"; 0151 23456781\n3; "Kalle" Jr.; 0151 23456782\n')
    assert rows[-2:] == [("2", "Chef; 0171 2345678", "0151 23456781"), ("3", '"Kalle" Jr.', "0151 23456782")]


def test_a_quote_behind_a_blank_that_closes_no_cell_is_a_sign(tmp_path: Path) -> None:
    text = 'Name; Notiz; Telefon\nAda; "Kalle" Jr.; 0151 23456780\nBo; ok; 0151 23456781\n'
    assert read(tmp_path, text)[0] == ("Ada", '"Kalle" Jr.', "0151 23456780")


@pytest.mark.parametrize("blank", ["\t", "\u00a0", " \u2003"])
def test_a_quote_behind_other_white_space_that_stays_open_is_refused(tmp_path: Path, blank: str) -> None:
    text = f'id;notiz;telefon\n1;ok;0151 23456780\n2;{blank}"bitte\nMutter;0171 2345678;0171 2345679"\n'
    with pytest.raises(InputError, match="quote in line 3 that is not closed"):
        read(tmp_path, text)


@pytest.mark.parametrize(("own", "other"), [(",", ";"), (";", ","), ("\t", ";"), (",", "|")])
def test_a_delimiter_inside_quotes_is_none(tmp_path: Path, own: str, other: str) -> None:
    address = f'"Anschrift (Straße{other} PLZ{other} Ort)"'
    places = [f'0151 2345678{n}{own}"Hauptstr. {n}{other} 1011{n}{other} Berlin"\n' for n in range(3)]
    rows = read(tmp_path, f"Telefon{own}{address}\n" + "".join(places))
    assert [row[0] for row in rows] == ["0151 23456780", "0151 23456781", "0151 23456782"]


@pytest.mark.parametrize(("own", "other"), [(";", ","), ("|", ";")])
def test_nor_is_one_inside_quotes_behind_a_blank(tmp_path: Path, own: str, other: str) -> None:
    places = [f'0151 2345678{n}{own} "Hauptstr. {n}{other} 1011{n}{other} Berlin"\n' for n in range(3)]
    rows = read(tmp_path, f'Telefon{own} "Anschrift (Straße{other} PLZ{other} Ort)"\n' + "".join(places))
    assert [row[0] for row in rows] == ["0151 23456780", "0151 23456781", "0151 23456782"]


def test_one_inch_sign_before_another_delimiter_outweighs_nothing(tmp_path: Path) -> None:
    rows = [f'Meyer, A.;27", rot;0151 2345678{number}\n' for number in range(3)]
    assert read(tmp_path, "Name, Vorname;Rad;Telefon\n" + "".join(rows))[0] == (
        "Meyer, A.",
        '27", rot',
        "0151 23456780",
    )


def test_apostrophes_around_all_cells_are_quotes(tmp_path: Path) -> None:
    text = "'Name','Notiz','Mobil'\n'Groß','Chef, 0171 2345678','0151 23456780'\n'Löwe','ok','0151 23456781'\n"
    assert read(tmp_path, text) == [
        ("Groß", "Chef, 0171 2345678", "0151 23456780"),
        ("Löwe", "ok", "0151 23456781"),
    ]


def test_apostrophes_that_protect_numbers_are_none(tmp_path: Path) -> None:
    assert read(tmp_path, "'Name','Mobil'\nGroß,'0151 23456780\n")[0] == ("Groß", "'0151 23456780")


def test_a_backslash_takes_the_delimiter_into_the_cell_where_the_widths_agree(tmp_path: Path) -> None:
    text = "name,emergency,phone\nMeyer\\, Dr.,0171 2345678,0151 23456780\nBo,0171 2345679,0151 23456781\n"
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    with open_table(path, ReadOptions()) as table:
        rows = list(table.rows())
        assert table.later_notices == ("1 row with a backslash before a , inside a cell",)
    assert rows[0].cells == ("Meyer, Dr.", "0171 2345678", "0151 23456780")
    assert not rows[0].problem


@pytest.mark.parametrize(
    "moved",
    [
        "Meyer\\, Dr.,0171 2345678,0151 23456780,x\n",
        "Meyer\\, Dr.,0171 2345678,0151 23456780\nSchmidt\\, Dr.,x,0171 2345678,0151 23456780\n",
    ],
)
def test_a_backslash_that_one_row_contradicts_moves_nothing(tmp_path: Path, moved: str) -> None:
    text = "name,emergency,phone\n" + "Bo,0171 2345679,0151 23456781\n" * 4 + moved
    assert {row[2] for row in read(tmp_path, text)} == {"0151 23456781"}


def test_a_backslash_at_the_end_of_each_cell_is_part_of_it(tmp_path: Path) -> None:
    text = "Ordner,Telefon\n" + "".join(f"C:\\,0151 2345678{number}\n" for number in range(5))
    assert read(tmp_path, text)[0] == ("C:\\", "0151 23456780")


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ('"a";"b"\n', Edges(2, 2, 0)),
        ('a; "b;c" ;d\n', Edges(1, 1, 0)),
        ('"a ""b"" c";""\n', Edges(1, 1, 0)),
        ('a;27";b\n', Edges(0, 1, 0)),
        ('a "b" c;d\n', Edges(0, 0, 2)),
    ],
)
def test_quotes_are_counted_by_where_they_stand(text: str, edges: Edges) -> None:
    assert find_edges(text, ";", '"', behind_blanks=True) == edges


def test_an_even_number_of_backslashes_escapes_nothing() -> None:
    assert join_escaped(["a\\", "b\\\\", "c\\\\\\", "d"], ",") == ["a,b\\\\", "c\\\\,d"]
