"""Saved maps: the same mapping next week, and a word when the file has changed."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lox24cli.errors import ExitCode, MappingError, SettingsError
from lox24cli.mapping.column_names import name_column
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_file import load_map, save_map
from lox24cli.model import Column


def table(*headers: str) -> list[Column]:
    """Make columns with these headers."""
    return [Column(index, header) for index, header in enumerate(headers)]


def save(path: Path, headers: list[str], *requests: str) -> Path:
    """Map a file without rows and save the map."""
    columns = table(*headers)
    save_map(path, map_columns(columns, [], requests=requests), columns)
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Save a map of four columns."""
    headers = ["Anrede", "Nachname", "Mobil", "Notiz"]
    return save(tmp_path / "map.toml", headers, "a={Anrede} {Nachname}", "phone=Mobil")


def test_the_same_headers_give_the_same_map_without_a_word(saved: Path) -> None:
    """Every field stands in the file, so that nothing is mapped anew behind the user's back."""
    loaded = load_map(saved, table("Anrede", "Nachname", "Mobil", "Notiz"))
    assert loaded.notices == ()
    assert loaded.requests == (
        "phone=Mobil",
        "a={Anrede} {Nachname}",
        "b=",
        "c=",
        "d=",
        "e=",
        "callback_data=",
    )


def test_the_file_reads_as_its_documentation_says(saved: Path) -> None:
    """TOML that a person can edit."""
    text = saved.read_text(encoding="utf-8")
    assert 'phone = "Mobil"' in text
    assert 'a = "{Anrede} {Nachname}"' in text
    saved.write_text(text.replace('e = ""\n', ""), encoding="utf-8")
    columns = table("Anrede", "Nachname", "Mobil", "Notiz")
    column_map = map_columns(columns, [], requests=load_map(saved, columns).requests, group_columns={"e": "Notiz"})
    assert [mapped.field for mapped in column_map.fields] == ["phone", "a", "e"]


@pytest.mark.parametrize(
    ("headers", "notice"),
    [
        (["Anrede", "Nachname", "Mobil", "Notiz", "Telefon"], "new in this file and not in the map: E Telefon"),
        (["Neu", "Anrede", "Nachname", "Mobil", "Notiz"], "new in this file and not in the map: A Neu"),
        (["Anrede", "Nachname", "Mobil"], "no longer in the file: D Notiz"),
        (["Anrede", "Nachname", "Notiz", "Mobil"], "at another place than before: "),
    ],
)
def test_changed_headers_are_told(saved: Path, headers: list[str], notice: str) -> None:
    """What came, went or moved; the mapped columns are found by their names."""
    loaded = load_map(saved, table(*headers))
    assert [notice in sentence for sentence in loaded.notices] == [True]
    column_map = map_columns(table(*headers), [], requests=loaded.requests)
    assert [headers[index] for index in column_map.fields[0].columns] == ["Mobil"]


def test_other_spellings_of_the_headers_are_the_same_headers(saved: Path) -> None:
    """As everywhere."""
    assert load_map(saved, table("ANREDE", "nachname", "mobil", "Notiz ")).notices == ()


def test_a_mapped_column_that_is_missing_ends_the_run(saved: Path) -> None:
    """With the columns that are there, the closest first."""
    with pytest.raises(MappingError, match="needs the column 'Mobil', which the file does not have") as caught:
        load_map(saved, table("Anrede", "Nachname", "Mobile", "Notiz"))
    assert caught.value.hint == "its columns are: C Mobile, A Anrede, B Nachname, D Notiz"
    assert caught.value.exit_code is ExitCode.INPUT


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (["Name", "Mobil", "Mobil"], ["Name", "Fax", "Mobil"], "B"),
        (["Name", "Mobil", "Telefon"], ["Mobil", "Name", "Telefon"], "2"),
        (["Name", "Mobil", "Telefon"], ["Name", "Mobil", "B"], "B"),
        (["Name", "", "x"], ["Name", "neu", "", "x"], "B"),
        (["Name", "", "x"], ["Name", "", "x", "y"], "B"),
    ],
)
def test_a_letter_that_means_another_column_now_ends_the_run(
    tmp_path: Path, before: list[str], after: list[str], text: str
) -> None:
    """A number that went to the wrong people would be worse."""
    path = tmp_path / "map.toml"
    path.write_text(f'headers = {before!r}\n[fields]\nphone = "{text}"\n'.replace("'", '"'), encoding="utf-8")
    assert load_map(path, table(*before)).requests == (f"phone={text}",)
    with pytest.raises(MappingError, match="meant"):
        load_map(path, table(*after))


def test_a_saved_map_is_replaced_but_no_other_file(saved: Path, tmp_path: Path) -> None:
    """A slip of the keyboard does not cost the contacts."""
    save(saved, ["Handy"], "phone=Handy")
    assert load_map(saved, table("Handy")).requests[0] == "phone=Handy"
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("Name;Mobil\nEva;0176 1234567\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="is no column map"):
        save(contacts, ["Mobil"])
    assert contacts.read_text(encoding="utf-8").startswith("Name;Mobil")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["contacts.csv", "map.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "headers = 1\n[fields]\n",
        'headers = ["a"]\n',
        'headers = ["a"]\n[fields]\nphone = 3\n',
        "headers = [\n",
        f"headers = {'[' * 100_000}",
    ],
)
def test_a_file_that_is_no_map_is_a_wrong_setting(tmp_path: Path, text: str) -> None:
    """Exit code 2, whatever is wrong with it."""
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="is no column map") as caught:
        load_map(path, table("a"))
    assert caught.value.exit_code is ExitCode.USAGE


def test_a_binary_file_is_no_map(tmp_path: Path) -> None:
    """A workbook given by mistake."""
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(SettingsError, match="is no column map"):
        load_map(path, table("a"))


def test_a_file_that_cannot_be_read_or_written_is_a_wrong_setting(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(SettingsError, match=r"missing\.toml cannot be read"):
        load_map(tmp_path / "missing.toml", table("Mobil"))
    with pytest.raises(SettingsError, match=r"map\.toml cannot be written"):
        save(tmp_path / "no such folder" / "map.toml", ["Mobil"])


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip), min_size=1, max_size=5),
    st.data(),
)
@settings(max_examples=50)
def test_any_headers_come_back(tmp_path: Path, headers: list[str], data: st.DataObject) -> None:
    """Quotes, braces, bars, line breaks, doubled and blank headers: the loaded map means the same columns."""
    columns = table(*headers)
    column = columns[data.draw(st.integers(0, len(headers) - 1))]
    name = name_column(column, columns)
    # Headers such as B, B, 1 can shadow a column's letter and its number: then it has no name at all.
    assume(not any(header in {column.letter, str(column.index + 1)} for header in headers))
    column_map = map_columns(columns, [], requests=[f"phone={name}"], header=False)
    save_map(tmp_path / "map.toml", column_map, columns)
    loaded = load_map(tmp_path / "map.toml", columns)
    assert loaded.notices == ()
    again = map_columns(columns, [], requests=loaded.requests, header=False)
    assert again.fields[0].columns == column_map.fields[0].columns == (column.index,)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_a_map_that_never_ends_is_not_read_to_its_end() -> None:
    with pytest.raises(SettingsError, match="is no column map"):
        load_map(Path("/dev/zero"), table("a"))
