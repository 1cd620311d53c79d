"""The plan: what is asked for, what a header's or the group's name decides, and what a row becomes."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.errors import ExitCode, Lox24Error, MappingError, SettingsError
from lox24cli.mapping.column_map import ColumnMap, MappedField
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_option import combine_requests
from lox24cli.model import Column, Field, SourceRow
from lox24cli.tables.opening import ReadOptions, open_table


def table(*headers: str) -> list[Column]:
    """Columns with these headers."""
    return [Column(index, header) for index, header in enumerate(headers)]


def plan(headers: Sequence[str], *requests: str, group: dict[Field, str] | None = None) -> dict[str, str]:
    """Field -> what is shown for it, of a file without rows."""
    column_map = map_columns(table(*headers), [], requests=requests, group_columns=group or {}, region="DE")
    return {mapped.field: mapped.shown for mapped in column_map.fields}


def row(*cells: str) -> SourceRow:
    """Make a row of these cells."""
    return SourceRow(37, 37, cells)


def test_requests_name_columns_by_header_letter_number_and_template() -> None:
    """The plan shows each as a user types it."""
    shown = plan(
        ["Anrede", "Nachname", "Mobil", "Kundennr"], "phone=mobil", "a={Anrede} {Nachname}", "b=A", "callback_data=4"
    )
    assert shown == {"phone": "Mobil", "a": "{Anrede} {Nachname}", "b": "Anrede", "callback_data": "Kundennr"}


def test_the_phone_comes_first_and_the_fields_in_their_order() -> None:
    """Whatever the order of the requests."""
    assert list(plan(["x", "y", "Mobil"], "b=x", "a=y")) == ["phone", "a", "b"]


def test_evidence_of_a_request_is_the_option_and_what_the_cells_say() -> None:
    """The user sees that it was him, and whether it can be what he meant."""
    column_map = map_columns(table("Mobil", "a"), [], requests=["phone=Mobil"])
    assert column_map.fields == (
        MappedField("phone", (0,), "Mobil", "--map; its sampled cells are blank"),
        MappedField("a", (1,), "a", "header is the field's own name"),
    )


def test_an_empty_request_keeps_a_field_empty() -> None:
    """Also where a header or the group would fill it."""
    assert plan(["Mobil", "a", "Anrede"], "a=", "b=", group={"b": "Anrede"}) == {"phone": "Mobil"}


def test_the_groups_own_names_map_columns() -> None:
    """Compared loosely, and told as evidence."""
    column_map = map_columns(
        table("ANREDE", "Straße", "Mobil"), [], group_columns={"a": "Anrede", "d": "strasse", "e": ""}
    )
    assert [(mapped.field, mapped.columns, mapped.evidence) for mapped in column_map.fields[1:]] == [
        ("a", (0,), "the group's column name_a is Anrede"),
        ("d", (1,), "the group's column name_d is strasse"),
    ]


def test_a_fields_own_name_comes_before_the_groups() -> None:
    """A column `a` is field a, even when the group calls its field b so."""
    assert plan(["Mobil", "a"], group={"b": "a"}) == {"phone": "Mobil", "a": "a"}


def test_unmapped_columns_are_named_as_not_sent() -> None:
    """Nothing is mapped by a guess but the phone."""
    column_map = map_columns(table("Name", "Mobil", "E-Mail", "Spalte D"), [])
    assert [column.header for column in column_map.unused] == ["Name", "E-Mail"]


def test_a_column_asked_for_elsewhere_is_not_the_phone_as_well() -> None:
    """An explicit request takes its column out of the search."""
    assert plan(["Mobil", "Telefon"], "a=Mobil") == {"phone": "Telefon", "a": "Mobil"}


def test_a_column_may_feed_two_fields_when_asked() -> None:
    """As the user said."""
    assert plan(["Mobil"], "phone=Mobil", "a=Mobil") == {"phone": "Mobil", "a": "Mobil"}


def test_a_column_in_a_template_may_still_be_the_phone() -> None:
    """A template shows a column; it does not use it up."""
    assert plan(["Name", "Mobil"], "a={Name} {Mobil}")["phone"] == "Mobil"


def test_the_groups_phone_column_becomes_the_phone_when_it_is_the_only_one() -> None:
    """And is not sent twice."""
    assert plan(["Name", "Mobil"], group={"a": "Name", "b": "Mobil"}) == {"phone": "Mobil", "a": "Name"}


def test_the_groups_phone_column_and_another_one_are_a_question() -> None:
    """The group may want the mobile as a text and the other as the phone."""
    with pytest.raises(MappingError, match="2 columns may be the phone: Mobil"):
        plan(["Mobil", "Telefon"], group={"b": "Mobil"})
    assert plan(["Mobil", "Telefon"], group={"b": "Telefon"}) == {"phone": "Mobil", "b": "Telefon"}


def test_two_headers_of_one_fields_name_are_a_question() -> None:
    """Neither is taken silently."""
    with pytest.raises(MappingError, match="2 columns have the name of field a: B Anrede, C anrede") as caught:
        plan(["Mobil", "Anrede", "anrede"], group={"a": "Anrede"})
    assert caught.value.hint == ('choose --map "a=Anrede" or --map "a=anrede", or leave the field empty: --map "a="')


@pytest.mark.parametrize(
    ("headers", "phone"),
    [
        (["phone", "mobile"], "mobile"),
        (["phone", "mobile", "a"], "phone"),
        (["id", "phone", "Mobil", "callback_data"], "phone"),
        (["phone", "Telefon"], "phone"),
        (["PHONE"], "PHONE"),
    ],
)
def test_the_own_name_phone_wins_unless_a_mobile_stands_beside_it(headers: list[str], phone: str) -> None:
    """Odoo and Salesforce call their landlines phone; a file made for LOX24 shows other own names too."""
    assert plan(headers)["phone"] == phone


def test_several_equal_phones_are_a_question_with_the_lines_to_paste() -> None:
    """Each alone, and both in order."""
    with pytest.raises(MappingError) as caught:
        plan(["Kind", "Handy Mutter", "Handy Vater"])
    assert caught.value.message == "2 columns may be the phone: Handy Mutter (B), Handy Vater (C)"
    assert caught.value.hint == (
        'choose --map "phone=Handy Mutter" or --map "phone=Handy Vater"; '
        'or the first usable of each row: --map "phone=Handy Mutter|Handy Vater"'
    )
    assert (caught.value.exit_code, caught.value.code) == (ExitCode.INPUT, "phone-column-ambiguous")


def test_no_phone_column_lists_the_columns() -> None:
    """And shows the option."""
    with pytest.raises(MappingError, match="no phone column was found among: A Name, B E-Mail") as caught:
        plan(["Name", "E-Mail"])
    assert caught.value.hint == 'name the column, for example --map "phone=Name"'
    assert caught.value.code == "no-phone-column"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ("phone", "has no equals sign"),
        ("f=Name", "names no field"),
        ("=Name", "names no field"),
        ("phone=", "leaves phone empty"),
        ("a=Name|Mobil", "gives a two columns"),
        ("phone=Mobil|", "alternative without a name"),
        ("a={Name", "brace without a column"),
    ],
)
def test_a_request_that_cannot_be_read_is_wrong_usage(request_: str, message: str) -> None:
    """Exit code 2: the call has to be mended, not the file."""
    with pytest.raises(SettingsError, match=message) as caught:
        plan(["Name", "Mobil"], request_)
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("request_", ["a=Vorname", "a={Vorname} {Name}", "phone=Mobil|Vorname", "b=Z", "c=9"])
def test_a_request_for_a_column_that_is_not_there_lists_the_columns(request_: str) -> None:
    """Exit code 6: the file is not the one that was meant."""
    with pytest.raises(MappingError, match="the file has no column") as caught:
        plan(["Name", "Mobil"], request_)
    assert caught.value.hint is not None
    assert "A Name" in caught.value.hint


def test_a_field_mapped_twice_is_wrong_usage() -> None:
    """Two phone columns are written into one request."""
    with pytest.raises(SettingsError, match=r'maps phone twice; .* --map "phone=Mobil\|Telefon"'):
        plan(["Mobil", "Telefon"], "phone=Mobil", "phone=Telefon")


def test_requests_given_win_over_saved_ones_field_by_field() -> None:
    """The rest of the saved map stays."""
    assert combine_requests(["phone=Mobil", "a=Name", "e="], ["a=C"]) == ("phone=Mobil", "a=C", "e=")


@pytest.mark.parametrize("header", ["+49 176 12345678", "0176 12345678", "0049 (0)176 12345678"])
def test_a_phone_in_the_header_row_is_a_contact_that_would_be_lost(header: str) -> None:
    """The file has no headers; the option says so."""
    with pytest.raises(MappingError, match="header row holds a phone") as caught:
        plan(["Meier", header])
    assert "--no-header" in (caught.value.hint or "")


@pytest.mark.parametrize("headers", [["2023", "2024", "Mobil"], ["Mobil", "10001", "20240131"], ["Mobil", "0815"]])
def test_numbers_that_are_no_phones_may_be_headers(headers: list[str]) -> None:
    """Years, ids and dates."""
    assert plan(headers) == {"phone": "Mobil"}


def test_the_bare_name_of_a_field_comes_before_its_longer_ones() -> None:
    """`a` is field a even beside a column `Spalte A`."""
    assert plan(["Mobil", "Spalte A", "a"]) == {"phone": "Mobil", "a": "a"}


def test_a_column_named_twice_is_read_once() -> None:
    """By its header and by its letter."""
    assert plan(["Mobil"], "phone=Mobil|A") == {"phone": "Mobil"}


def test_without_headers_columns_are_named_by_letter() -> None:
    """Header cells, if any, are no names then."""
    column_map = map_columns(table("", ""), [row("Meier", "+4917612345678")], header=False, region="DE")
    assert column_map.fields[0].shown == "B"
    assert map_columns(table("", ""), [], requests=["phone=2", "a=A"], header=False).fields[1].shown == "A"


HEADERS = st.lists(
    st.sampled_from(
        ["Mobil", "Telefon", "a", "Anrede", "Name", "", "Phone 1 - Value", "Phone 1 - Label", "callback_data"]
    ),
    min_size=1,
    max_size=6,
)


def through_json(column_map: ColumnMap) -> ColumnMap:
    """The map as another process reads it from the journal."""
    text = json.dumps(msgspec.to_builtins(column_map.fields, enc_hook=str))
    return ColumnMap(msgspec.convert(json.loads(text), tuple[MappedField, ...]), column_map.columns)


@given(HEADERS, st.lists(st.sampled_from(["a={Name} ({Anrede})", "b=1", "phone=Mobil|A", "c=", "d=Name"]), unique=True))
def test_a_map_survives_the_journal(headers: list[str], requests: list[str]) -> None:
    """What is written as JSON comes back equal, and makes the same drafts; nothing but our errors is raised."""
    columns = table(*headers)
    try:
        column_map = map_columns(columns, [], requests=requests)
    except Lox24Error:
        return
    back = through_json(column_map)
    assert back == column_map
    cells = row(*[f"c{index}" for index in range(len(headers))])
    assert back.draft(cells) == column_map.draft(cells)
    used = {index for mapped in column_map.fields for index in mapped.columns}
    assert {column.index for column in column_map.unused} == set(range(len(headers))) - used
    assert len(column_map.draft(cells).phones) >= 1


def test_our_own_columns_may_stand_anywhere_in_a_failed_file(tmp_path: Path) -> None:
    """Somebody moved `lox24_row` to the front: the columns behind it are still the ones that their headers name."""
    path = tmp_path / "mended.csv"
    path.write_text("lox24_row;Name;lox24_code;Mobil;Fax;Ort\n5;Anna;x;0176 1;040 1;Ulm\n", encoding="utf-8")
    with open_table(path, ReadOptions()) as contacts:
        columns, (mended,) = contacts.source.columns, contacts.rows()
    for requests in ((), ("phone=Mobil",), ("phone=D",)):
        column_map = map_columns(columns, [mended], requests=(*requests, "a={Name} {Ort}"), region="DE")
        back = through_json(column_map)
        assert back == column_map
        draft = back.draft(mended)
        assert (draft.phones[0].text, draft.phones[0].address) == ("0176 1", "Mobil (D5)")
        assert draft.fields == {"a": "Anna Ulm"}
        assert [column.header for column in back.unused] == ["Fax"]
