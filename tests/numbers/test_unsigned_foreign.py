"""Digits without a sign that are no number of the region do not become another country's by themselves."""

import pytest

from lox24cli.model import Code, Contact, Rejected
from lox24cli.numbers.numbers import read_number
from lox24cli.numbers.values import NoNumber, Number
from tests.numbers.columns import check_cells, phones

AMERICAN = [f"(212) 555-{row:04}" for row in range(1000, 1060)]
GERMAN = [f"0171 12345{row:02}" for row in range(60)]
ITALIAN = [f"347 {row}7022{row % 10}" for row in range(10, 70)]
POLISH = [f"601 234 5{row}" for row in range(10, 70)]
SIGNED = [f"+49 171 12345{row:02}" for row in range(60)]


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("(478) 123-4567", "US"),  # Norway's 47 and eight digits
        ("455-234-3451", "US"),
        ("683-7992", "US"),
        ("49/69/2013", "US"),
        ("6827 8113", "DE"),
        ("2909 5994", "DE"),
        ("68278113", "DE"),
        ("455.234.3451", "US"),
        ("(65) 6234 5678", "DE"),
        ("687575976", "DE"),
        ("298212345", "US"),
    ],
)
def test_digits_grouped_as_at_home_or_few_are_no_number_abroad(cell: str, region: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, NoNumber) or (isinstance(reading, Number) and reading.country == region)


@pytest.mark.parametrize(
    ("cells", "odd", "region"),
    [
        (AMERICAN, "6421234567", "US"),  # ten digits of a New Zealand mobile
        (AMERICAN, "4552343451", "US"),
        (GERMAN, "687 575976", "DE"),
        (GERMAN, "41791234567", "DE"),
        (POLISH, "4552343451", "PL"),
        (SIGNED, "687 575976", "DE"),
        (SIGNED, "30 1234567", "DE"),
        ([], "41791234567", "DE"),  # as many digits as a German mobile
        ([], "4552343451", "US"),
        (ITALIAN, "312 345 678", "IT"),  # a landline that has lost its 0, where nothing else has
        (GERMAN, "30 1234567", "DE"),
    ],
)
def test_a_reading_that_nothing_bears_out_is_held_and_the_others_are_read(
    cells: list[str], odd: str, region: str
) -> None:
    verdicts, evidence = check_cells([*cells, odd], region)
    assert None not in phones(verdicts[:-1])
    assert isinstance(verdicts[-1], Rejected)
    assert verdicts[-1].code is Code.PHONE_AMBIGUOUS
    assert any("1 cell in Phone may lack the" in said for said in evidence)


@pytest.mark.parametrize(
    ("cells", "region", "phone"),
    [
        (["436641234567"], "DE", "+436641234567"),  # a mobile, and longer than any German one
        (["43 664 1234567"], "DE", "+436641234567"),
        ([*SIGNED, "41791234567"], "DE", "+41791234567"),
        (["4917612345678", "41791234567"], "DE", "+41791234567"),
        ([f"417912345{row}" for row in range(10, 40)], "DE", "+41791234539"),
        ([*(f"491712345{row}8" for row in range(10, 40)), "12125551234"], "DE", "+12125551234"),
        ([*GERMAN[:10], "30 1234567"], "DE", "+49301234567"),
        ([*GERMAN, *(f"30 12345{row}" for row in range(10, 20))], "DE", "+49301234519"),
        ([f"612345{row:02}" for row in range(12, 30)], "IT", "+39061234529"),
    ],
)
def test_two_witnesses_bear_it_out(cells: list[str], region: str, phone: str) -> None:
    verdicts, _ = check_cells(cells, region)
    assert phones(verdicts)[-1] == phone


def test_the_reason_names_the_number_and_what_speaks_against_it() -> None:
    verdicts, evidence = check_cells([*GERMAN, "41791234567"], "DE")
    assert isinstance(verdicts[-1], Rejected)
    assert verdicts[-1].message == (
        'row 62, Phone (A62): "41791234567" would be +41791234567 (CH) if it has lost its +, but 60 of 60 clear cells '
        "of its column are written nationally; write it with + and the country code"
    )
    assert evidence == (
        "1 cell in Phone may lack the + before another country's code, which the column does not bear out",
    )


def test_one_odd_cell_is_no_witness_against_the_others() -> None:
    """Each Italian mobile beside it could be a landline of Sondrio or Varese that has lost its 0."""
    mobiles = [f"33112345{row}" for row in range(10, 40)]
    verdicts, _ = check_cells([*mobiles, "612345678"], "IT")
    assert None not in phones(verdicts[:-1])
    unclear, _ = check_cells([*GERMAN, "41791234567", "15123456789"], "DE")
    assert phones(unclear)[-1] == "+4915123456789"


def test_a_few_in_a_long_column_are_slips_each() -> None:
    verdicts, _ = check_cells([*ITALIAN, "612345678", "623456789", "634567890"], "IT")
    assert phones(verdicts)[-3:] == [None] * 3


def test_a_spreadsheets_groups_of_thousands_are_nobodys_grouping() -> None:
    reading = read_number("436 641 234 567", "DE")
    assert isinstance(reading, Number)
    assert reading.phone == "+436641234567"


def test_many_are_witnesses() -> None:
    unclear, _ = check_cells([*GERMAN, *(f"4179123456{row}" for row in range(10)), "15123456789"], "DE")
    assert phones(unclear)[-1] is None


def test_a_number_abroad_and_one_that_takes_no_sms_say_so_in_their_row() -> None:
    (abroad, landline, own), _ = check_cells(["+47 21 23 45 67", "030 1234567", "0171 1234567"], "DE")
    assert isinstance(abroad, Contact)
    assert isinstance(landline, Contact)
    assert isinstance(own, Contact)
    assert abroad.note == "a number of NO; fixed line: cannot take an SMS"
    assert landline.note == "fixed line: cannot take an SMS"
    assert own.note == ""
