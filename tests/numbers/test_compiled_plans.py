import pytest

from lox24cli.numbers.compiled_plans import ValidNumber, find_international, find_national
from tests.numbers.differential import ask_library, compare_plans


def test_digits_of_all_regions_are_what_phonenumbers_says_of_them() -> None:
    comparison = compare_plans(50_000, seed=1)
    assert not comparison.different, "\n".join(comparison.different[:20])
    assert comparison.valid > 15_000


def test_a_number_is_known_with_its_region_and_kind() -> None:
    assert find_international("447400123456") == ValidNumber(44, "7400123456", "GB", kind=1, has_code=True)
    assert find_international("447781123456") == ValidNumber(44, "7781123456", "GG", kind=1, has_code=True)


@pytest.mark.parametrize(
    ("digits", "region"),
    [
        ("", None),
        ("0", "DE"),
        ("49", None),
        ("0478565440", None),  # no calling code begins with 0
        ("00", "DE"),
        ("0049", "DE"),
        ("00491761234567", "DE"),
        ("0176123", "DE"),  # too short with its 0, too short without
        ("78001234567", None),  # 8 is dialled before a Russian number, and begins this one
        ("0347123456789", "AR"),  # 15 is taken out of the middle, 9 put in front
        ("92215123456", "AR"),
        ("3477123456", "AR"),
        ("0236618300", None),
        ("390236618300", None),  # Italy keeps its 0
        ("12425551234", "DE"),
        ("2425551234", "BS"),
        ("5551234", "BS"),  # the area code of the island is put in front
        ("80012345678", None),  # of no region
        ("1" * 300, "US"),
    ],
)
def test_peculiar_digits_are_what_phonenumbers_says_of_them(digits: str, region: str | None) -> None:
    found = find_national(digits, region) if region else find_international(digits)
    assert found == ask_library(digits, region)


def test_an_unknown_region_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no supported region"):
        find_national("0176 12345678", "XX")
