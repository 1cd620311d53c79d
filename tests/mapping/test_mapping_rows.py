"""What a row becomes: its phone cells in order of preference, its texts, and where they stand."""

import pytest

from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, PhoneCell, SourceRow
from lox24cli.row_facts import PhonePlace


def table(*headers: str) -> list[Column]:
    """Make columns with these headers."""
    return [Column(index, header) for index, header in enumerate(headers)]


def row(*cells: str) -> SourceRow:
    """Make row 37 of these cells."""
    return SourceRow(37, 37, cells)


def test_a_row_becomes_a_draft() -> None:
    """Blanks around cells go, those inside stay, blank fields are left out, the phone stays as it stands."""
    column_map = map_columns(table("Mobil", "Text", "Leer"), [], requests=["a=Text", "b=Leer", "c={Leer} {Text}"])
    draft = column_map.draft(row(" 0176 / 123 ", "  line 1\n line  2 ", " "))
    assert draft.phones == (PhoneCell(" 0176 / 123 ", PhonePlace("Mobil", ("A",)), 37),)
    assert draft.phones[0].address == "Mobil (A37)"
    assert draft.fields == {"a": "line 1\n line  2", "c": "line 1\n line  2"}
    assert (draft.number, draft.line, draft.shown_number) == (37, 37, 37)


def test_phone_cells_keep_the_order_of_preference() -> None:
    """The order in which the columns were named."""
    column_map = map_columns(table("Telefon", "Mobil"), [], requests=["phone=Mobil|Telefon"])
    assert [cell.address for cell in column_map.draft(row("1", "2")).phones] == ["Mobil (B37)", "Telefon (A37)"]


def test_the_phone_is_read_with_all_its_digits_and_texts_as_shown() -> None:
    """A workbook's numeric cell is shown shortened."""
    column_map = map_columns(table("Mobil", "a"), [], requests=["phone=Mobil", "a=Mobil", "b=a"])
    cells = SourceRow(2, None, ("4,91764E+12", "1,5"), exact={0: "4917640123456", 1: "1.5000001"})
    draft = map_columns(table("Mobil", "a"), []).draft(cells)
    assert draft.phones[0].text == "4917640123456"
    assert draft.fields == {"a": "1,5"}
    assert column_map.unused == ()


def test_a_failed_files_rows_are_named_as_in_the_first_file() -> None:
    """The address in a message is that of the file the contact came from."""
    column_map = map_columns(table("Mobil"), [])
    draft = column_map.draft(SourceRow(2, 2, ("1",), first_number=814))
    assert (draft.phones[0].address, draft.shown_number, draft.number) == ("Mobil (A814)", 814, 2)


def test_a_phone_of_two_columns_is_whole_or_blank() -> None:
    """Half a number may be somebody else's."""
    column_map = map_columns(table("Vorwahl", "Nummer"), [], requests=["phone={Vorwahl} {Nummer}"])
    (cell,) = column_map.draft(row("0176", "1234567")).phones
    assert (cell.text, cell.address, cell.place.index) == ("0176 1234567", "Vorwahl + Nummer (A37, B37)", 1)
    assert column_map.draft(row("", "1234567")).phones[0].text == ""


GOOGLE = table("Name", "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value")


@pytest.mark.parametrize(
    ("cells", "phones"),
    [
        (["Home", "1", "* Mobile", "2"], ["2", "1"]),
        (["Mobile", "1", "Work", "2"], ["1", "2"]),
        (["Work Fax", "1", "Home", "2"], ["2"]),
        (["Handy", "1", "Mobil", "2"], ["1", "2"]),
        (["", "", "Mobile", "2"], ["2"]),
        (["Work Fax", "1", "", ""], [""]),
        (["", "", "", ""], [""]),
        (["Arbeit", "1", "Pager", "2"], ["1"]),
    ],
)
def test_google_labels_choose_in_each_row(cells: list[str], phones: list[str]) -> None:
    """A mobile first, then the others in order, a fax or pager never."""
    column_map = map_columns(GOOGLE, [])
    assert [cell.text for cell in column_map.draft(row("Eva", *cells)).phones] == phones


def test_google_labels_hold_for_a_named_column_too() -> None:
    """A saved map of a Google file does what the automatic one did."""
    column_map = map_columns(GOOGLE, [], requests=["phone=Phone 1 - Value|Phone 2 - Value"])
    assert [cell.text for cell in column_map.draft(row("Eva", "Home", "1", "Mobile", "2")).phones] == ["2", "1"]
