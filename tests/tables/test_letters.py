"""Letters that another program lost or decoded wrongly, old code pages of few words, and escape sequences."""

from pathlib import Path

import pytest

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions, open_table


def notices(tmp_path: Path, content: bytes, options: ReadOptions | None = None) -> tuple[str, ...]:
    """What is told of a file with this content, before and after its rows."""
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)
    with open_table(path, options or ReadOptions(), name="contacts.csv") as table:
        list(table.rows())
        list(table.rows())
        return (*table.source.notices, *table.later_notices)


def listed(*names: str) -> str:
    """A file of these names."""
    return "Telefon;Name\n" + "".join(f"0151 2345678{number};{name}\n" for number, name in enumerate(names))


@pytest.mark.parametrize(
    ("name", "page"),
    [
        *[
            (name, page)
            for name in ("Groß", "Änne", "Löwe", "Müller", "René", "Núñez")
            for page in ("cp1252", "latin-1")
        ],
        *[(name, "cp1250") for name in ("Groß", "Löwe", "Müller")],
        *[(name, "mac-roman") for name in ("Groß", "Löwe", "René")],
        ("Groß", "cp850"),
        ("Москва", "cp1251"),
        ("d’Or", "cp1252"),
    ],
)
def test_letters_that_were_decoded_wrongly_are_told(tmp_path: Path, name: str, page: str) -> None:
    wrong = name.encode().decode(page)
    told = notices(tmp_path, listed("Bo", wrong).encode())
    assert told[0].startswith("1 cell with letters that were decoded wrongly, in this file or before: B3 ")


def test_the_first_cells_are_shown_and_all_counted(tmp_path: Path) -> None:
    told = notices(tmp_path, listed("GroÃŸ", "LÃ¶we", "MÃ¼ller", "JÃ¤ger", "Gro\ufffd").encode())
    assert [sentence.partition(": ")[2].partition(";")[0] for sentence in told] == [
        'B2 "GroÃŸ", B3 "LÃ¶we", B4 "MÃ¼ller"',
        'B6 "Gro\ufffd"',
    ]
    assert [sentence[:6] for sentence in told] == ["4 cell", "1 cell"]


@pytest.mark.parametrize(
    "name",
    ["Groß", "JOÃO", "ORĂŞTIE", "Łoś", "Şahin", "Ångström", "Łódź", "Âge", "Ірина Річ", "Δημήτρης", "渡辺", "„GRÖßE“"],
)
def test_no_word_of_a_language_is_told(tmp_path: Path, name: str) -> None:
    assert notices(tmp_path, listed("Bo", name).encode()) == ()


def test_an_encoding_that_makes_wrong_letters_is_told(tmp_path: Path) -> None:
    told = notices(tmp_path, listed("Groß").encode(), ReadOptions(encoding="cp1252"))
    assert told[0] == "the file is valid UTF-8, and is read as cp1252 by --encoding all the same"
    assert told[1].startswith("1 cell with letters that were decoded wrongly")


def test_several_encodings_are_named_as_that_and_no_option_is_offered(tmp_path: Path) -> None:
    content = listed("Groß", "Löwe").encode() + "0151 23456789;Müller\n".encode("cp1252")
    with pytest.raises(InputError, match="has several encodings: other lines are UTF-8: line 4") as refused:
        notices(tmp_path, content)
    assert "--encoding" not in str(refused.value.hint)


def test_escape_sequences_of_japanese_mail_are_read(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(listed("渡辺", "ｱｲ").encode("iso2022_jp_ext"))
    with open_table(path, ReadOptions()) as table:
        assert [row.cells[1] for row in table.rows()] == ["渡辺", "ｱｲ"]
        assert table.source.notices == ("read as ISO-2022-JP, by its escape sequences",)
    with pytest.raises(InputError, match="not valid ISO2022_JP"):
        notices(tmp_path, b"Telefon;Name\n1;\x1b$B\x7f\x7f\x1b(B\n")


@pytest.mark.parametrize(
    "names", ["Szűcs", "Gyűrű", "Hegedűs Balázs", "Kovács Erdős Fűzfa", "Węgrzyn", "Kuźma Stęplewski"]
)
def test_few_words_of_the_east_are_asked_about_and_not_read_as_of_the_west(tmp_path: Path, names: str) -> None:
    content = listed(*names.split())
    try:
        told = notices(tmp_path, content.encode("cp1250"))
    except InputError as asked:
        assert "--encoding cp1250" in str(asked.hint)  # noqa: PT017 - one of both is right
    else:
        assert told[0].startswith(("read as cp1250", "read as iso8859-2"))


@pytest.mark.parametrize(
    "names", ["Goût", "Prêtre", "Sørensen Bjørn", "Muñoz", "João", "René März", "Kürzel Schwärzer"]
)
def test_few_words_of_the_west_are_not_asked_about(tmp_path: Path, names: str) -> None:
    assert "read as cp1252" in notices(tmp_path, listed(*names.split()).encode("cp1252"))[0]
