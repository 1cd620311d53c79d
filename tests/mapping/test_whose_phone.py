"""Whose number a column holds: the contact's own is taken, and where that cannot be known, it is asked."""

from collections.abc import Sequence

import pytest

from lox24cli.errors import MappingError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, SourceRow

OWN = ("0171 4938271", "0160 9182736", "0151 23456789", "0172 3344556", "0170 1122334")
OTHERS = ("0176 11223344", "0157 34455667", "0162 4455667", "0173 9988776", "0175 4433221")
LANDLINES = ("0651 778800", "0651 778801", "0651 778802", "0651 778803", "0651 778804")
CELLS = {"own": OWN, "others": OTHERS, "landlines": LANDLINES, "blank": ("",) * 5}


def find(headers: Sequence[str], *kinds: str) -> ColumnMap:
    """Map a file of names and columns of these kinds."""
    columns = [Column(index, header) for index, header in enumerate(("Name", *headers))]
    rows = [SourceRow(n + 2, n + 2, (f"N{n}", *(CELLS[kind][n] for kind in kinds))) for n in range(5)]
    return map_columns(columns, rows, region="DE")


@pytest.mark.parametrize(
    ("own", "other", "cells"),
    [
        ("Patient Phone", "Spouse Phone", "others"),
        ("Telefon Teilnehmer", "Rechnung Telefon", "others"),
        ("Guest phone", "Company phone", "others"),
        ("Handy Mieter", "Handy 2", "others"),
        ("Téléphone adhérent", "Autre téléphone", "others"),
        ("Handynummer\n(bitte mit Vorwahl)", "Telefonnummer der Eltern", "landlines"),
        ("Mobiltelefonnr.", "Telefonnr.", "landlines"),
        ("06-nummer", "Telefon", "landlines"),
    ],
)
def test_the_contacts_own_number_is_taken(own: str, other: str, cells: str) -> None:
    """The other header says plainly that it is another's or another number; in either order."""
    assert find([own, other], "own", cells).fields[0].shown == own.replace("\n", " ") or "\n" in own
    assert find([own, other], "own", cells).fields[0].columns == (1,)
    assert find([other, own], cells, "own").fields[0].columns == (2,)


@pytest.mark.parametrize(
    ("one", "cells", "two", "more"),
    [
        ("Handy Fahrer", "own", "Handy Disponent", "others"),
        ("Handy", "own", "Erreichbar", "others"),
        ("Telefon", "landlines", "Kontakt-Handy Lena", "own"),
        ("Telefon", "landlines", "Handy Mutter", "own"),
        ("Mieter Handy", "own", "Gast Handy", "others"),
        ("Mieter Handy", "own", "Vermieter Telefon", "landlines"),
    ],
)
def test_a_second_column_of_phones_is_a_question(one: str, cells: str, two: str, more: str) -> None:
    """Each answer is there to be typed."""
    with pytest.raises(MappingError) as caught:
        find([one, two], cells, more)
    assert caught.value.code == "phone-column-ambiguous"
    assert f'--map "phone={one}" or --map "phone={two}"' in (caught.value.hint or "")


@pytest.mark.parametrize(
    "header",
    ["Mobiltelefonnr.", "Kontakttelefonnummer", "Rückrufnummer", "Notfallhandynummer", "Text Reminder Number",
     "Mitgliedshandynummer", "Kontakt-Handy", "Fahrerhandynr."],
)  # fmt: skip
def test_a_header_of_unknown_words_above_mobiles_is_read(header: str) -> None:
    """A word for phone stands in it, and the cells agree."""
    assert find([header], "own").fields[0].columns == (1,)


@pytest.mark.parametrize("header", ["Kundennummer", "Rechnungsnr.", "Order number", "Member No."])
def test_another_kind_of_number_is_a_question_that_names_its_column(header: str) -> None:
    """Also when its cells are written as mobiles: header and cells say two things."""
    with pytest.raises(MappingError) as caught:
        find([header], "own")
    assert caught.value.hint == f'if {header} (B) holds the phones: --map "phone={header}"'


def test_the_hint_names_the_column_full_of_mobiles() -> None:
    """Not the first one."""
    with pytest.raises(MappingError) as caught:
        find(["Kundennummer", "Ort"], "own", "blank")
    assert 'phone=Kundennummer"' in (caught.value.hint or "")


def test_a_column_without_mobiles_is_told() -> None:
    """It is taken, as there is no other; the plan says what it is."""
    columns = find(["Telefon"], "landlines")
    assert columns.notices == (
        "the chosen column has no mobiles: Telefon (B), 0 of 5 sampled cells read as mobiles (0 %), 5 as other phones",
    )
    assert find(["Telefon"], "own").notices == ()
