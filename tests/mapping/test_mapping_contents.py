"""The phone by its cells: when headers do not tell, tell twice, or tell against the cells."""

import random
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lox24cli.errors import MappingError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.header_meaning import Says, Whose, read_header
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, SourceRow

RNG = random.Random()
MOBILE_NETWORKS = ("151", "152", "157", "159", "160", "162", "163", "170", "171", "172", "175", "176", "179")


@pytest.fixture(autouse=True)
def seed() -> None:
    """Start every test with the same numbers, whatever ran before it."""
    RNG.seed(20261123)


def subscriber() -> str:
    """Make the national part of a German mobile."""
    network = RNG.choice(MOBILE_NETWORKS)
    length = 8 if network in {"151", "152", "157", "159", "176"} else 7
    return f"{network}{RNG.randrange(10 ** (length - 1), 10**length)}"


def iban() -> str:
    """Make something that looks like a German IBAN."""
    return f"DE{RNG.randrange(10, 99)} " + " ".join(str(RNG.randrange(1000, 9999)) for _ in range(4)) + " 00"


KINDS: dict[str, Callable[[int], str]] = {
    "mobile": lambda _: re.sub(r"(...)", r"0\1 / ", subscriber(), count=1),
    "mobile +49": lambda _: f"+49{subscriber()}",
    "mobile 49": lambda _: f"49{subscriber()}",
    "mobile lost zero": lambda _: subscriber(),
    "mobile in thousands": lambda _: f"{int('49' + subscriber()):,}",
    "mobiles": lambda _: f"0{subscriber()}; 0{subscriber()}",
    "mobile and half landline": lambda n: f"0{subscriber()}" if n % 2 else f"0731 {RNG.randrange(100_000, 999_999)}",
    "landline": lambda _: f"0731 {RNG.randrange(100_000, 999_999)}",
    "scientific": lambda _: f"4,91{RNG.randrange(10, 99)}E+12",
    "blank": lambda _: "",
    "name": lambda _: RNG.choice(["Meier", "Öztürk", "Nguyễn", "O'Neill"]),
    "mail": lambda n: f"eva{n}@example.org",
    "running number": lambda n: str(1_700_000_000 + n),
    "running number with wide steps": lambda n: str(17_600_000_000 + 1_500_000 * n),
    "running number with zeros": lambda n: f"01700000{n:03}",
    "short id": lambda n: str(10_000 + 7 * n),
    "unix time": lambda _: str(RNG.randrange(1_600_000_000, 1_760_000_000)),
    "ean": lambda _: str(RNG.randrange(4_000_000_000_000, 4_400_000_000_000)),
    "iban": lambda _: iban(),
    "date": lambda _: f"0{RNG.randrange(1, 10)}.{RNG.randrange(1, 13):02}.{RNG.randrange(1950, 2010)}",
    "iso date": lambda _: f"{RNG.randrange(1950, 2010)}-0{RNG.randrange(1, 9)}-{RNG.randrange(10, 29)}",
    "compact date": lambda _: f"{RNG.randrange(1950, 2026)}0{RNG.randrange(1, 9)}{RNG.randrange(10, 29)}",
    "date and time": lambda _: f"2026-0{RNG.randrange(1, 9)}-12 1{RNG.randrange(0, 9)}:45:12",
    "postcode": lambda _: f"{RNG.randrange(1_000, 99_999):05}",
    "price": lambda _: f"{RNG.randrange(1, 9)}.{RNG.randrange(100, 999)},{RNG.randrange(10, 99)}",
    "high price": lambda _: f"{RNG.randrange(1, 9)}.{RNG.randrange(100, 999)}.{RNG.randrange(100, 999)},00",
    "ip address": lambda _: ".".join(str(RNG.randrange(100, 256)) for _ in range(3)) + f".{RNG.randrange(10, 99)}",
    "coordinate": lambda _: f"5{RNG.randrange(0, 4)}.{RNG.randrange(1_000_000, 9_999_999)}",
    "order": lambda _: f"2026-{RNG.randrange(100_000, 999_999)}",
    "tax id": lambda _: f"DE{RNG.randrange(100_000_000, 999_999_999)}",
    "yes": lambda _: RNG.choice(["ja", "nein"]),
}
NOT_PHONES = [kind for kind in KINDS if not kind.startswith(("mobile", "landline"))]


def rows(*kinds: str, count: int = 60) -> list[SourceRow]:
    """Make rows whose columns are of these kinds."""
    return [SourceRow(n + 2, n + 2, tuple(KINDS[kind](n) for kind in kinds)) for n in range(count)]


def find(headers: Sequence[str], sample: Sequence[SourceRow], region: str | None = "DE") -> ColumnMap:
    """Map a file of these headers; all blank ones mean that it has no header row."""
    columns = [Column(index, header) for index, header in enumerate(headers)]
    return map_columns(columns, sample, region=region, header=any(headers))


@pytest.mark.parametrize(
    "kind", ["mobile", "mobile +49", "mobile 49", "mobile lost zero", "mobile and half landline", "landline"]
)
def test_the_only_column_of_phones_is_the_phone(kind: str) -> None:
    """However the numbers are written, beside everything that is no phone."""
    others = ["name", "mail", "postcode", "date", "iban", "short id", "price", "yes"]
    column_map = find([""] * 9, rows(*others[:4], kind, *others[4:]))
    assert column_map.fields[0].columns == (4,)
    assert len(column_map.fields) == 1


@pytest.mark.parametrize("kind", NOT_PHONES)
@pytest.mark.parametrize("region", ["DE", "US", None])
def test_columns_that_are_no_phones_are_never_taken_for_them(kind: str, region: str | None) -> None:
    """Ids, IBANs, dates, postcodes, prices, order numbers and the like, in a file without headers."""
    with pytest.raises(MappingError) as caught:
        find(["", ""], rows("name", kind), region)
    assert caught.value.code == "no-phone-column"


@pytest.mark.parametrize("header", ["Kundennummer", "Rechnungsnr.", "Fax", "IBAN", "Assistant's Phone"])
def test_a_header_that_says_another_thing_is_believed(header: str) -> None:
    """Its cells may look like mobiles as they like."""
    with pytest.raises(MappingError):
        find(["Name", header], rows("name", "mobile +49"))
    assert find([header, "Erreichbar"], rows("mobile +49", "mobile")).fields[0].shown == "Erreichbar"


def test_the_evidence_of_cells_is_counted() -> None:
    """How many of how many, and the share."""
    sample = [*rows("name", "mobile", count=41), *rows("name", "mail", count=9), *rows("name", "blank", count=10)]
    (phone,) = find(["Name", "Wert"], sample).fields
    assert phone.evidence == (
        "41 of 50 sampled cells read as mobiles (82 %); blank in 10 of 60 sampled rows; no other column holds phones"
    )


def test_of_several_numbers_in_a_cell_the_first_tells_what_the_column_is() -> None:
    (phone,) = find(["Name", "Mobil"], rows("name", "mobiles")).fields
    assert "60 of 60 sampled cells read as mobiles" in phone.evidence


def test_two_columns_of_mobiles_are_a_question() -> None:
    """Also when one has a few more."""
    sample = [*rows("name", "mobile", "mobile", count=50), *rows("name", "mobile", "landline", count=20)]
    with pytest.raises(MappingError, match="2 columns may be the phone: column B, column C") as caught:
        find(["", "", ""], sample)
    assert '--map "phone=B|C"' in (caught.value.hint or "")


def test_mobiles_win_over_landlines_by_their_cells() -> None:
    """A column of landlines is no rival for one of mobiles."""
    assert find(["", "", ""], rows("name", "landline", "mobile")).fields[0].columns == (2,)


def test_equal_headers_are_told_apart_by_plain_cells_only() -> None:
    """One plainly mobile, the others plainly not; else it is a question."""
    headers = ["Name", "Telefon privat", "Telefon dienstlich"]
    phone = find(headers, rows("name", "mobile", "landline")).fields[0]
    assert phone.shown == "Telefon privat"
    assert "60 of 60 sampled cells read as mobiles (100 %)" in phone.evidence
    assert find(headers, rows("name", "blank", "mobile")).fields[0].shown == "Telefon dienstlich"
    for kinds in (("mobile", "mobile"), ("mobile", "mobile and half landline"), ("landline", "landline")):
        with pytest.raises(MappingError, match="2 columns may be the phone"):
            find(headers, rows("name", *kinds))


@pytest.mark.parametrize("count", [1, 2, 60])
def test_an_equal_header_without_a_cell_is_no_rival(count: int) -> None:
    """`iPhone` in an address book of people who have none; a few rows are enough to see it."""
    assert find(["Name", "Mobil", "iPhone"], rows("name", "mobile", "blank", count=count)).fields[0].shown == "Mobil"
    assert find(["Name", "Mobil", "iPhone"], rows("name", "landline", "blank", count=count)).fields[0].shown == "Mobil"


def test_a_header_that_may_say_mobile_is_believed_with_a_few_bare_mobiles() -> None:
    """Brevo exports `SMS` without plus; the same digits below a header that says nothing stay a question."""
    headers = ["CONTACT ID", "EMAIL", "SMS", "ADDED_TIME"]
    assert find(headers, rows("short id", "mail", "mobile 49", "date", count=2)).fields[0].shown == "SMS"
    with pytest.raises(MappingError) as caught:
        find(headers, rows("mobile 49", "mail", "yes", "date", count=2))
    assert caught.value.code == "no-phone-column"
    with pytest.raises(MappingError):
        find(["Name", "Wert"], rows("name", "mobile 49", count=2))


def test_the_hint_names_the_column_that_its_header_makes_likely() -> None:
    """Not one whose header says that it holds ids, however they read."""
    with pytest.raises(MappingError) as caught:
        find(["CONTACT ID", "EMAIL", "SMS"], rows("mobile 49", "mail", "yes", count=30))
    assert caught.value.hint == 'if SMS (C) holds the phones: --map "phone=SMS"'


@pytest.mark.parametrize("label", ["tel:", "p:", "Tel. "])
def test_a_few_numbers_behind_labels_are_written_as_phones(label: str) -> None:
    """What they are is told by the number, not by the word in front of it."""
    sample = [SourceRow(2, 2, ("Eva", f"{label}+491761234567", "12345"))]
    assert find(["", "", ""], sample).fields[0].columns == (1,)


def test_where_nobody_has_filled_the_mobile_column_the_other_phone_column_is_taken_behind_it() -> None:
    """As HubSpot and Outlook export: a mobile column for everyone, and the numbers in the other."""
    phone = find(["Name", "Mobil", "Telefon"], rows("name", "blank", "mobile")).fields[0]
    assert (phone.columns, phone.shown) == ((1, 2), "Mobil|Telefon")
    assert "then Telefon (C): known phone header" in phone.evidence
    with pytest.raises(MappingError, match="Telefon privat"):
        find(["Mobil", "Telefon privat", "Telefon dienstlich"], rows("blank", "mobile", "mobile"))


@pytest.mark.parametrize("kind", ["mail", "yes"])
def test_a_header_against_its_cells_is_a_question(kind: str) -> None:
    """The header says phone, the cells say where: neither is followed."""
    with pytest.raises(MappingError, match=r"the header of Mobil \(B\) says phone, but") as caught:
        find(["Name", "Mobil", "Telefon"], rows("name", kind, "mobile"))
    assert 'phone=Telefon"' in (caught.value.hint or "")
    assert 'phone=Mobil|Telefon"' in (caught.value.hint or "")


@pytest.mark.parametrize("kind", ["blank", "mail", "scientific"])
def test_in_a_failed_file_the_column_of_bad_cells_stays_the_phone(kind: str) -> None:
    """Its rows are there because of that column: as long as they are not mended, they get the same verdicts."""
    bad = [row._replace(first_number=row.number + 7) for row in rows("name", kind, "landline", count=5)]
    assert find(["Name", "Mobil", "Telefon"], bad).fields[0].shown == "Mobil"


@pytest.mark.parametrize("kind", ["blank", "mail"])
def test_the_fields_own_name_is_not_believed_against_the_cells_either(kind: str) -> None:
    """A column `phone` without phones beside one full of them."""
    with pytest.raises(MappingError, match=r"the header of phone \(A\) says phone, but"):
        find(["phone", "Nummer"], rows(kind, "mobile"))


def test_a_header_without_phones_is_believed_when_no_other_column_has_any() -> None:
    """Each row is then rejected by itself, with its reason."""
    assert find(["Name", "Mobil"], rows("name", "mail")).fields[0].shown == "Mobil"


def test_damaged_numbers_are_still_the_phone_column() -> None:
    """Scientific notation is a matter of the rows; another column of phones changes nothing."""
    assert find(["Name", "Mobil", "Telefon"], rows("name", "scientific", "mobile")).fields[0].shown == "Mobil"


def test_blank_cells_of_the_chosen_column_are_told() -> None:
    """The plan shows what the header does not."""
    sample = [*rows("mobile", count=40), *rows("blank", count=20)]
    assert find(["Mobil"], sample).fields[0].evidence == (
        "known mobile header (German); 40 of 40 sampled cells read as mobiles (100 %); blank in 20 of 60 sampled rows"
    )


def test_uncertain_headers_count_with_their_cells_only() -> None:
    """SMS may be a consent; a question may be anything."""
    assert find(["SMS", "WHATSAPP"], rows("mobile 49", "mobile 49")).fields[0].shown == "SMS"
    assert find(["SMS", "Telefon"], rows("yes", "mobile")).fields[0].shown == "Telefon"
    assert find(["Name", "Wie lautet deine Handynummer?"], rows("name", "mobile")).fields[0].columns == (1,)
    with pytest.raises(MappingError, match="2 columns may be the phone"):
        find(["Handy von Lena", "Telefon"], rows("mobile", "mobile"))


def test_an_emergency_number_is_the_last_resort() -> None:
    """It counts only when nothing else does, and its cells read as phones."""
    assert find(["Name", "Notfallnummer"], rows("name", "mobile")).fields[0].shown == "Notfallnummer"
    assert find(["Wert", "Notfallnummer"], rows("mobile", "mobile")).fields[0].shown == "Wert"
    with pytest.raises(MappingError):
        find(["Name", "Notfallnummer"], rows("name", "short id"))


def test_a_landline_column_is_taken_when_nothing_else_is_there() -> None:
    """And the evidence says what it is."""
    phone = find(["Name", "Festnetz"], rows("name", "landline")).fields[0]
    assert phone.shown == "Festnetz"
    assert phone.evidence == (
        "known landline header (German); 0 of 60 sampled cells read as mobiles (0 %), 60 as other phones"
    )


def test_a_list_of_bare_numbers_is_one_column_of_phones() -> None:
    """A file of one column needs no other sign."""
    evidence = find([""], rows("mobile 49", count=3)).fields[0].evidence
    assert evidence == "3 of 3 sampled cells read as mobiles (100 %); no other column holds phones"


def test_a_few_bare_digits_beside_other_columns_are_a_question() -> None:
    """Seven long numbers may be anything; the hint names the column."""
    with pytest.raises(MappingError) as caught:
        find(["", ""], rows("name", "mobile 49", count=7))
    assert caught.value.hint == 'if column B holds the phones: --map "phone=B"'


def test_without_a_region_national_numbers_still_show_the_column() -> None:
    """The rows then say that the country is unknown, and how to name it."""
    assert find(["", ""], rows("name", "mobile"), region=None).fields[0].columns == (1,)


def test_a_workbooks_exact_digits_are_read_not_the_shortened_ones() -> None:
    """A numeric cell is shown as 4,91764E+12 and holds all digits."""
    sample = [SourceRow(n, None, ("Meier", "4,91764E+12"), exact={1: f"49{subscriber()}"}) for n in range(2, 40)]
    assert find(["", ""], sample).fields[0].columns == (1,)


def test_a_tie_needs_more_than_two_cells_and_more_than_most() -> None:
    """Two rows, or two thirds of the cells, are no plain difference."""
    headers = ["Telefon privat", "Telefon dienstlich"]
    for sample in (
        rows("mobile", "landline", count=2),
        [*rows("mobile", "landline", count=40), *rows("landline", "landline", count=20)],
        [*rows("mobile", "landline", count=50), *rows("mobile", "mobile", count=10)],
    ):
        with pytest.raises(MappingError, match="2 columns may be the phone"):
            find(headers, sample)
    assert find(headers, [*rows("mobile", "landline", count=58), *rows("mobile", "mobile", count=2)]).fields[0].columns


def test_a_few_stray_phones_do_not_save_a_column_of_mails() -> None:
    """Up to a tenth counts as none."""
    sample = [*rows("mail", "mobile", count=57), *rows("mobile", "mobile", count=3)]
    with pytest.raises(MappingError, match="the header of Mobil"):
        find(["Mobil", "Telefon"], sample)
    sample = [*rows("mail", "mobile", count=40), *rows("mobile", "mobile", count=20)]
    assert find(["Mobil", "Telefon"], sample).fields[0].shown == "Mobil"


@pytest.mark.parametrize("header", ["callback_data", "a", "Spalte C"])
def test_another_fields_own_column_is_never_the_phone(header: str) -> None:
    """It may hold numbers that look like mobiles."""
    with pytest.raises(MappingError):
        find(["Name", header], rows("name", "mobile +49"))


def test_a_column_that_the_group_names_is_not_taken_for_its_cells() -> None:
    """The group says what it is."""
    columns = [Column(0, "Name"), Column(1, "Wert")]
    with pytest.raises(MappingError):
        map_columns(columns, rows("name", "mobile +49"), region="DE", group_columns={"b": "wert"})


def test_a_further_mobile_and_a_plain_phone_are_a_question() -> None:
    """The alternative number may be the only mobile, or the one not to use."""
    with pytest.raises(MappingError, match="2 columns may be the phone"):
        find(["Alternative Handynummer", "Telefon"], rows("mobile", "mobile"))


def test_a_relatives_number_does_not_stand_in_for_a_blank_one() -> None:
    """It reaches somebody else."""
    with pytest.raises(MappingError, match="the header of Mobil"):
        find(["Mobil", "Handy Mutter"], rows("blank", "mobile"))


ANY_HEADER = (
    "Name|Mobil|Handy Mutter|Telefon|Telefon privat|Fax|Mobilfax|Kundennummer|IBAN|Wert|Notfallnummer|Festnetz|SMS|"
    "Phone Type|Assistant's Phone|Handy von Lena|phone|Info|Mobil 2|Datum"
)
SOME_KINDS = ["mobile", "mobile +49", "mobile 49", "landline", "blank", "mail", "short id", "running number", "date"]


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(ANY_HEADER.split("|")), st.sampled_from(SOME_KINDS)), min_size=1, max_size=5))
def test_no_mix_of_headers_and_cells_makes_a_wrong_column_the_phone(table: list[tuple[str, str]]) -> None:
    """Never a fax or another thing; never one of two equal headers; never a guess against a mobile header."""
    headers = [header for header, _ in table]
    try:
        index, *rest = find(headers, rows(*[kind for _, kind in table], count=12)).fields[0].columns
    except MappingError:
        return
    for second in map(read_header, (headers[place] for place in rest)):
        assert second.says <= Says.LANDLINE
        assert second.whose < Whose.RELATIVE
    chosen = read_header(headers[index])
    assert chosen.says is not Says.OTHER
    if chosen.says <= Says.PHONE and chosen.is_certain and headers.count(headers[index]) > 1:
        others = [kind for place, (header, kind) in enumerate(table) if header == headers[index] and place != index]
        assert table[index][1].startswith("mobile") or not {k for k in others if k.startswith(("mobile", "landline"))}
    if "Mobil" in headers and "phone" not in headers:
        assert headers[index] == "Mobil"
    if chosen.whose is Whose.ELSEWHERE:
        assert not {"Mobil", "Telefon", "phone", "Telefon privat"} & set(headers)
    if chosen.says is Says.NOTHING and len(table) > 1:
        assert table[index][1].startswith(("mobile", "landline"))


class TestNumbersInTwoColumns:
    """Half a number reads as a number of somebody else's."""

    @pytest.mark.parametrize(
        ("headers", "rows", "request_", "phone"),
        [
            (
                ("Name", "Vorwahl", "Rufnummer"),
                [("A", "0171", "2345678"), ("B", "0160", "9876543")],
                "phone={Vorwahl} {Rufnummer}",
                "0171 2345678",
            ),
            (
                ("Name", "Ländervorwahl", "Handy"),
                [("A", "43", "6641234567"), ("B", "49", "1712345678")],
                "phone=+{Ländervorwahl} {Handy}",
                "+43 6641234567",
            ),
            (
                ("Country Code", "Area Code", "Phone"),
                [("49", "171", "2345678"), ("43", "664", "1234567")],
                "phone=+{Country Code} {Area Code} {Phone}",
                "+49 171 2345678",
            ),
        ],
    )
    def test_the_hint_puts_them_together(
        self, headers: tuple[str, ...], rows: list[tuple[str, ...]], request_: str, phone: str
    ) -> None:
        columns = [Column(index, header) for index, header in enumerate(headers)]
        sample = [SourceRow(number, number, cells) for number, cells in enumerate(rows, start=2)]
        with pytest.raises(MappingError) as error:
            map_columns(columns, sample, region="DE")
        assert f'--map "{request_}"' in str(error.value.hint)
        assert map_columns(columns, sample, requests=[request_], region="DE").draft(sample[0]).phones[0].text == phone

    @pytest.mark.parametrize(
        ("prefix", "cells"),
        [
            ("Ländervorwahl", ("49", "01712345678")),
            ("Country Code", ("49", "+491712345678")),
            ("Country Code", ("DE", "1712345678")),
            ("Vorwahl", ("", "1712345678")),
            ("PLZ", ("10115", "1712345678")),
        ],
    )
    def test_whole_numbers_are_taken(self, prefix: str, cells: tuple[str, str]) -> None:
        columns = [Column(0, prefix), Column(1, "Handy")]
        sample = [SourceRow(number, number, cells) for number in range(2, 6)]
        assert map_columns(columns, sample, region="DE").fields[0].columns == (1,)
