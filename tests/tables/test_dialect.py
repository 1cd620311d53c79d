"""The delimiter is the one that gives a steady number of columns, and one column is never taken for a table of more."""

from pathlib import Path

import pytest

from lox24cli.errors import InputError, SettingsError
from lox24cli.tables.opening import ReadOptions, open_table


def found(tmp_path: Path, text: str, options: ReadOptions | None = None) -> tuple[str, int]:
    """The delimiter and the number of columns."""
    path = tmp_path / "k.csv"
    path.write_bytes(text.encode())
    with open_table(path, options or ReadOptions()) as table:
        assert table.source.dialect is not None
        return table.source.dialect.delimiter, len(table.source.columns)


@pytest.mark.parametrize(
    ("text", "delimiter", "columns"),
    [
        ("Telefon;Preis\n" + "1;2,5\n" * 5, ";", 2),
        ("Telefon;Preis;Ort\n" + "1;2,5;K\n" * 20 + "1;2,5\n" * 8, ";", 3),
        ("Name, Vorname;Telefon\n" + "Müller, Max;1\n" * 5, ";", 2),
        ('Name;Telefon\n"a;b,c,d";1\n"e;f,g";2\n', ";", 2),
        ("Telefon;Preis\n" + "1;2,5\n" * 18 + "1;2,5;x\n" * 2, ";", 2),
        ("Liste, Stand 1,2\nTelefon;Preis;Ort\n" + "1;2,5;K\n" * 5, ";", 3),
        ("a;b;c\n1;2;3\n" * 3 + "x,y,z,w\n", ";", 3),
        ("a\tb\n1, 2; 3\t4\n", "\t", 2),
        ("a|b|c\n1|2|3\n", "|", 3),
        ("a,b\n1,\n", ",", 2),
        ("sep=|\na;b|c\n1;2|3\n", "|", 2),
        ('"sep=,"\na;b,c\n1;2,3\n', ",", 2),
        ("Telefon\n0176 1\n", ",", 1),
        ("Telefon,Name\n", ",", 2),
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, text: str, delimiter: str, columns: int) -> None:
    assert found(tmp_path, text) == (delimiter, columns)


@pytest.mark.parametrize("sign", ["^", ":", "~", "¦"])
def test_an_unusual_delimiter_is_not_taken_for_one_column(tmp_path: Path, sign: str) -> None:
    text = f"Telefon{sign}Name\n1{sign}a\n2{sign}b\n"
    with pytest.raises(InputError) as refused:
        found(tmp_path, text)
    assert refused.value.code == "one-column"
    assert f"--delimiter '{sign}'" in str(refused.value.hint)
    assert found(tmp_path, text, ReadOptions(delimiter=sign)) == (sign, 2)


def test_records_that_hardly_agree_on_their_columns_are_not_taken_for_one_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no steady number of columns"):
        found(tmp_path, "Name;Telefon\n" + "Ada 0171 2345678\n" * 6 + "Bo;0171 2345678\n" * 2)


def test_the_option_goes_before_everything(tmp_path: Path) -> None:
    assert found(tmp_path, "sep=;\na;b,c\n1;2,3\n", ReadOptions(delimiter=",")) == (",", 2)
    assert found(tmp_path, "a;b\tc\n1;2\t3\n", ReadOptions(delimiter="tab")) == ("\t", 2)


@pytest.mark.parametrize("option", ["", ";;", '"', "\n"])
def test_a_delimiter_is_one_character(tmp_path: Path, option: str) -> None:
    with pytest.raises(SettingsError):
        found(tmp_path, "a;b\n1;2\n", ReadOptions(delimiter=option))
