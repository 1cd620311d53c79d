"""Whose number a column holds: the contact's own is taken, and where that cannot be known, it is asked."""

import csv
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from lox24cli.errors import MappingError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.header_meaning import Says, read_header
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, SourceRow

OWN = ("0171 4938271", "0160 9182736", "0151 23456789", "0172 3344556", "0170 1122334")
OTHERS = ("0176 11223344", "0157 34455667", "0162 4455667", "0173 9988776", "0175 4433221")
LANDLINES = ("0651 778800", "0651 778801", "0651 778802", "0651 778803", "0651 778804")
CELLS = {"own": OWN, "others": OTHERS, "landlines": LANDLINES, "blank": ("",) * 5}


PAIRS = list(csv.DictReader(Path(__file__).with_name("phone_pairs.csv").read_text(encoding="utf-8").splitlines()))
SINGLE = Path(__file__).with_name("phone_headers.txt").read_text(encoding="utf-8").splitlines()


def find(headers: Sequence[str], *kinds: str) -> ColumnMap:
    """Map a file of names and columns of these kinds."""
    columns = [Column(index, header) for index, header in enumerate(("Name", *headers))]
    rows = [SourceRow(n + 2, n + 2, (f"N{n}", *(CELLS[kind][n] for kind in kinds))) for n in range(5)]
    return map_columns(columns, rows, region="DE")


def ways(pair: dict[str, str], own: str, other: str) -> list[tuple[list[str], list[str], int]]:
    """Headers, kinds of cells and the place of the contact's own column, in either order."""
    return [([pair["own"], pair["other"]], [own, other], 1), ([pair["other"], pair["own"]], [other, own], 2)]


def answer(headers: list[str], kinds: list[str], place: int) -> str:
    """Say what became of it: `own`, `other` or `ask`."""
    try:
        return "own" if find(headers, *kinds).fields[0].columns[0] == place else "other"
    except MappingError:
        return "ask"


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


@pytest.mark.parametrize("header", SINGLE)
def test_a_header_alone_above_mobiles_is_read(header: str) -> None:
    """Whatever words stand around the one for phone, or without any."""
    assert find([header], "own").fields[0].columns == (1,)


@pytest.mark.parametrize("header", ["Automobil", "Hotel", "Mobiliar", "Telefonkosten", "Mittel"])
def test_a_word_that_merely_sounds_like_phone_says_nothing(header: str) -> None:
    """Without cells that read as phones it is none."""
    assert not read_header(header).says <= Says.LANDLINE


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['own']} or {pair['other']}")
def test_of_two_columns_the_contacts_own_is_taken_or_it_is_asked(pair: dict[str, str]) -> None:
    """Seven languages, six trades; the same in either order."""
    for headers, kinds, place in ways(pair, pair["cells"], pair["other_cells"]):
        assert answer(headers, kinds, place) == pair["answer"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['own']} or {pair['other']}")
def test_whatever_the_cells_are_nothing_goes_to_somebody_else(pair: dict[str, str]) -> None:
    """Mobiles, landlines or nobody's numbers in the contact's own column."""
    for own, other in product(("own", "landlines", "blank"), ("others", "landlines", "blank")):
        for headers, kinds, place in ways(pair, own, other):
            assert answer(headers, kinds, place) in {"own", "ask"}


def test_numbers_that_repeat_are_rather_somebody_elses() -> None:
    """A trainer's number stands in every row of his group: a header that nobody knows does not settle it."""
    columns = [Column(0, "Name"), Column(1, "Trainer-Handy")]
    rows = [SourceRow(n + 2, n + 2, (f"N{n}", OTHERS[n % 3])) for n in range(12)]
    with pytest.raises(MappingError, match="only 3 of 12 cells of Trainer-Handy") as caught:
        map_columns(columns, rows, region="DE")
    assert caught.value.hint == 'if they are the contacts\' own: --map "phone=Trainer-Handy"'
    assert map_columns([columns[0], Column(1, "Handy")], rows, region="DE").fields[0].columns == (1,)


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


@pytest.mark.parametrize(("request_", "is_told"), [("phone=C", True), ("phone=B|C", False), ("phone={C}", False)])
def test_a_column_without_mobiles_is_told_when_it_was_asked_for(request_: str, *, is_told: bool) -> None:
    """Also where the user has named it; where others stand beside it, they may have some."""
    columns = [Column(index, header) for index, header in enumerate(("Name", "Handy", "Telefon"))]
    rows = [SourceRow(n + 2, n + 2, (f"N{n}", OWN[n], LANDLINES[n])) for n in range(5)]
    assert bool(map_columns(columns, rows, requests=[request_], region="DE").notices) is is_told


def test_the_evidence_says_why_the_other_column_was_left() -> None:
    """The plan shows it: there a slip is still seen."""
    for other, why in (
        ("Spouse Phone", "somebody else's"),
        ("Notfallnummer", "for other occasions"),
        ("Handy 2", "a second number"),
    ):
        evidence = find(["Patient Mobile", other], "own", "others").fields[0].evidence
        assert evidence == (
            f"known mobile header (English); 5 of 5 sampled cells read as mobiles (100 %); not {other} (C): {why}"
        )
    assert "not" not in find(["Mobil", "Spouse Phone"], "own", "landlines").fields[0].evidence
