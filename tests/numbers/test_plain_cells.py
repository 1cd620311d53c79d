import pytest

from lox24cli.numbers.numbers import read_carefully, read_cell
from tests.numbers.differential import compare_cells


def test_cells_of_all_regions_read_at_one_look_are_what_the_careful_reading_makes_of_them() -> None:
    comparison = compare_cells(50_000, seed=1)
    assert not comparison.different, "\n".join(comparison.different[:20])
    assert comparison.valid > 20_000


@pytest.mark.parametrize(
    "text",
    [
        "+49 176 12345678",
        "+49 4917612345678",  # a format has put the code before a number that has it
        "+49 (0)176 12345678",
        "+39 (0)6 69812345",  # Italy keeps its 0
        "+3681 (0)1 623567",  # a 0 that is not behind the country's code
        "+147(0)88 013320",
        "00937 (0)2032123 41",
        "+34 (0)612 345 678",  # Spain knows no such 0
        "+49 (8)176 12345678",
        "0049 1512 0218482",  # what stands before a 0 is too short for a number
        "+44 20 7946 0018 020 7946 0958",
        "+352 271234 0271 234",  # and here it is one: two of Luxembourg
        "+49 176 1234567-8",  # two endings
        "+49 176 1234567 8",
        "+49 176 12345678 0171 7654321",
        "0049 176 12345678",
        "0176 12345678",
        "0176/12345678",
        "01761234567/0171765432",  # two numbers
        "0301234/56789",
        "0176 12345 - 67",
        "04917612345678",  # a 0 before a mobile that lost its +
        "01-02-2024",  # a date
        "010 02 2024",
        "0176 1234567 0171 7654321",
        "06 12 34 56 78",
    ],
)
@pytest.mark.parametrize("region", ["DE", "IT", "US", "FR", None])
def test_what_only_looks_plain_is_read_carefully(text: str, region: str | None) -> None:
    expected, found = read_carefully(text, region), read_cell(text, region)
    assert found[1:] == expected[1:] if isinstance(found, tuple) and isinstance(expected, tuple) else found == expected
