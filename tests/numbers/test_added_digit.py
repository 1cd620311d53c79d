"""A digit too many at the end of every cell: nobody knows the numbers any more, however they are written."""

from random import Random

import pytest

from lox24cli.model import Code, Contact, Draft, PhoneCell, Rejected, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import PhonePlace
from tests.numbers.columns import check_cells, phones
from tests.numbers.phone_forms import NATIONAL_WRITINGS, WRITINGS, make_mobile

COUNT = 40


def numbers(region: str, digit: str, count: int = COUNT) -> list[tuple[str, str]]:
    """Give mobiles as they are dialled and as abroad, in groups, each with the digit behind it."""
    rng = Random(f"{region} {digit}")
    found = (make_mobile(region, rng) for _ in range(count))
    return [(NATIONAL_WRITINGS["national"](one) + digit, WRITINGS["00 spaced"](one) + digit) for one in found]


@pytest.mark.parametrize("digit", ["0", "1", "7"])
@pytest.mark.parametrize("region", ["DE", "AT", "FR", "ES", "IT", "PL", "NL", "GB", "US", "FI"])
def test_a_digit_added_to_every_cell_leaves_no_number(region: str, digit: str) -> None:
    for cells in zip(*numbers(region, digit), strict=True):
        verdicts, _ = check_cells(cells, region)
        assert set(phones(verdicts)) == {None}


def test_it_is_told_in_each_row_and_for_the_column() -> None:
    verdicts, evidence = check_cells([f"0171 {row}765430" for row in range(10, 40)], "DE")
    assert isinstance(verdicts[0], Rejected)
    assert verdicts[0].code is Code.PHONE_DAMAGED
    assert "seems to have a digit too many: 30 of the first 30 numbers end in 0" in verdicts[0].message
    assert evidence == ("in Phone, 30 of the first 30 numbers end in 0: one digit too many was added to each",)


def test_cells_that_were_mended_by_hand_are_read() -> None:
    verdicts, _ = check_cells([*(f"0171 {row}765430" for row in range(10, 60)), "0171 7654321", "0160 1234567"], "DE")
    assert phones(verdicts)[-2:] == ["+491717654321", "+491601234567"]
    assert set(phones(verdicts)[:-2]) == {None}


@pytest.mark.parametrize(
    "cells",
    [
        [f"0171 {row}765430" for row in range(10, 29)],
        [f"0171 {row}765430" for row in range(10, 40)] + [f"0171 {row}7654{row}" for row in range(11, 30)],
        [f"030 {row}76540" for row in range(10, 60)],
        ["0171 7654320"] * 60,
        [f"0171 76{row:05}" for row in range(500)] + [f"0171 {row}65430" for row in range(10, 99)],
    ],
    ids=["too few", "not all", "switchboards", "one phone", "further down"],
)
def test_chance_switchboards_and_one_phone_of_many_rows_are_no_damage(cells: list[str]) -> None:
    verdicts, _ = check_cells(cells, "DE")
    assert None not in phones(verdicts)


def test_rows_behind_the_first_cells_need_not_wait() -> None:
    validator = Validator(region="DE")
    verdicts = [
        validator.examine(Draft(row, row, row, (PhoneCell(f"0171 {row:07}", PhonePlace("Phone", ("A",)), row),), {}))
        for row in range(1000)
    ]
    assert isinstance(verdicts[0], Undecided)
    assert all(isinstance(verdict, Contact) for verdict in verdicts[500:])
