"""Whom a cell may have meant of which no number could be made; the numbers are invented."""

import pytest

from lox24cli.numbers.likeness import Doubtful

PHONE = "+4917139123456"
_ARABIC = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}


@pytest.mark.parametrize(
    "cell",
    [
        "0171 39123456",
        "+49 (0)171 39123456",
        "0049 171 39123456 privat",
        "0171 3912345",
        "0171 391234567",
        "0171 39124356",
        "0171 39723456",
        "0171 3912",
        "39123456",
        "0172 11111111 / 0171 39123456",
        "0172 11111111, 0171 39123465",
        "4,91714E+12",
        "1.713912346E+10",
        "4917139120000",
        "####",
        "0171 39123456 0172 11111111",
        "0172 11111111 - 0171 39123456 - 55",
        "0171 39123456".translate(_ARABIC),
    ],
)
def test_a_number_with_a_typo_a_part_or_lost_digits_may_be_meant(cell: str) -> None:
    assert Doubtful([cell]).may_mean(PHONE)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "nix", "n/a", "12", "0171 55", "0172 39123456 7890", "0151 99999999", "0171 98765432"),
        *("4,9151E+12", "4,91714E+11", "56", "1.2.2026", "4915139120000"),
    ],
)
def test_another_number_is_not_meant(cell: str) -> None:
    assert not Doubtful([cell]).may_mean(PHONE)


def test_one_of_many_cells_is_enough() -> None:
    assert Doubtful(["", "0151 99999999", "0171 39123457"]).may_mean(PHONE)
    assert not Doubtful([]).may_mean(PHONE)
