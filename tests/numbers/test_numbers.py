import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.errors import SettingsError
from lox24cli.model import Code
from lox24cli.numbers.numbers import check_region, read_number
from lox24cli.numbers.values import NoNumber, Number, TwoReadings

GERMAN = {
    "0176 12345678": "+4917612345678",
    "0176/12345678": "+4917612345678",
    "(0176) 12345678": "+4917612345678",
    "0176-12 34 56 78": "+4917612345678",
    "0176.12345678": "+4917612345678",
    "0176\n12345678": "+4917612345678",
    "+49 (0)176 12345678": "+4917612345678",
    "+49 0176 12345678": "+4917612345678",
    "0049 (0)176/12345678": "+4917612345678",
    "49 (0)176 12345678": "+4917612345678",
    "+00 49 176 12345678": "+4917612345678",
    "4917612345678": "+4917612345678",
    "49 176 12345678": "+4917612345678",
    "4901761234567": "+491761234567",
    "17612345678": "+4917612345678",
    "4.917.612.345.678": "+4917612345678",
    "4917612345678.0": "+4917612345678",
    "01761234567.0": "+491761234567",
    "436641234567": "+436641234567",
    "41791234567": "+41791234567",
    "030/12345-67": "+49301234567",
    "030 12345-0": "+4930123450",
    "+390612345678": "+390612345678",
    "+39 (0)2 1234567": "+39021234567",
    "0800 1000000": "+498001000000",
    "+49 89 1000000": "+49891000000",
}


@pytest.mark.parametrize(("cell", "phone"), GERMAN.items())
def test_a_cell_reads_as_its_number_in_germany(cell: str, phone: str) -> None:
    reading = read_number(cell, "DE")
    assert isinstance(reading, Number)
    assert reading.phone == phone


@pytest.mark.parametrize(
    ("cell", "region", "phone"),
    [
        ("6641234567", "AT", "+436641234567"),
        ("791234567", "CH", "+41791234567"),
        ("612345678", "FR", "+33612345678"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("612345678", "ES", "+34612345678"),
        ("612345678", "NL", "+31612345678"),
        ("601234567", "PL", "+48601234567"),
        ("7911123456", "GB", "+447911123456"),
        ("447911123456", "GB", "+447911123456"),
        ("(212) 555-1234", "US", "+12125551234"),
        ("1-212-555-1234", "US", "+12125551234"),
        ("011 49 176 12345678", "US", "+4917612345678"),
        ("0049 176 12345678", "US", "+4917612345678"),
        ("3331234567", "IT", "+393331234567"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("6201234567", "HU", "+36201234567"),
        ("712345678", "CI", "+2250712345678"),
    ],
)
def test_each_region_is_read_by_its_own_rules(cell: str, region: str, phone: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, Number)
    assert reading.phone == phone


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", Code.PHONE_MISSING),
        ("  \xa0", Code.PHONE_MISSING),
        ("-", Code.PHONE_MISSING),
        ("–", Code.PHONE_MISSING),
        ("+", Code.PHONE_MISSING),
        ("keine", Code.PHONE_UNREADABLE),
        ("n/a", Code.PHONE_UNREADABLE),
        ("#N/A", Code.PHONE_UNREADABLE),
        ("#REF!", Code.PHONE_UNREADABLE),
        ("0800-FLOWERS", Code.PHONE_UNREADABLE),
        ("0176 1234567 Mama", Code.PHONE_UNREADABLE),
        ("Fax 030 12345678", Code.PHONE_UNREADABLE),
        ("0176 1234567 €", Code.PHONE_UNREADABLE),
        ("491761234567+", Code.PHONE_UNREADABLE),
        ("1" * 400, Code.PHONE_UNREADABLE),
        ("0176 1234", Code.PHONE_TOO_SHORT),
        ("110", Code.PHONE_TOO_SHORT),
        ("0", Code.PHONE_TOO_SHORT),
        ("+49 176 123", Code.PHONE_TOO_SHORT),
        ("0176 123456789", Code.PHONE_TOO_LONG),
        ("+49 176 1234567890", Code.PHONE_TOO_LONG),
        ("+49 198 1234567", Code.PHONE_INVALID),
        ("+7 8 916 123-45-67", Code.PHONE_TOO_LONG),  # the 8 that Russians dial at home is no 0
        ("0176 1234567 ext. 12", Code.PHONE_INVALID),
        ("030 12345 DW 12", Code.PHONE_INVALID),
        ("0176 1234567 x12", Code.PHONE_INVALID),
        ("0176 1234567;ext=12", Code.PHONE_INVALID),
        ("+999 1234567", Code.PHONE_COUNTRY_UNKNOWN),
        ("+030 1234567", Code.PHONE_COUNTRY_UNKNOWN),
        ("00", Code.PHONE_COUNTRY_UNKNOWN),
        ("0176 1234567 / 0171 7654321", Code.PHONE_SEVERAL),
        ("01761234567/01717654321", Code.PHONE_SEVERAL),
        ("0176 1234567; 0171 7654321", Code.PHONE_SEVERAL),
        ("01761234567,01717654321", Code.PHONE_SEVERAL),
        ("0176 1234567\n0171 7654321", Code.PHONE_SEVERAL),
        ("0176 1234567 oder 0171 7654321", Code.PHONE_SEVERAL),
        ("0176 1234567 privat 0171 7654321", Code.PHONE_SEVERAL),
        ("0176 1234567 0171 7654321", Code.PHONE_SEVERAL),
        ("030 123456 0176 1234567", Code.PHONE_SEVERAL),
        ("030 1234 030 5678", Code.PHONE_SEVERAL),  # a valid landline if read as one
        ("+49 176 1234567 +49 171 7654321", Code.PHONE_SEVERAL),
        ("0176 1234567-8", Code.PHONE_SEVERAL),
        ("0176/1234567/8", Code.PHONE_SEVERAL),
        ("030 12345/67", Code.PHONE_SEVERAL),
        ("49176123456", Code.PHONE_AMBIGUOUS),  # a digit of a mobile is missing, or a landline's 0
        ("49177447", Code.PHONE_AMBIGUOUS),  # the same with more digits missing
    ],
)
def test_a_cell_without_a_usable_number_says_why(cell: str, code: Code) -> None:
    reading = read_number(cell, "DE")
    assert isinstance(reading, NoNumber)
    assert reading.code is code


@pytest.mark.parametrize(
    ("cell", "region", "code"),
    [
        ("0681 594 2", "AT", Code.PHONE_TOO_SHORT),
        ("+43 681 594 2", "DE", Code.PHONE_TOO_SHORT),
        ("040 1234", "FI", Code.PHONE_TOO_SHORT),
        ("333 1234567 2", "IT", Code.PHONE_TOO_LONG),  # a voicemail box to libphonenumber
        ("+39 349 61666390", "DE", Code.PHONE_TOO_LONG),
        ("393924983", "IT", Code.PHONE_AMBIGUOUS),  # nine digits of an Italian mobile, or seven behind +39
        ("3938803", "IT", Code.PHONE_AMBIGUOUS),
    ],
)
def test_a_number_cut_off_or_too_long_is_no_other_number(cell: str, region: str, code: Code) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, NoNumber)
    assert reading.code is code


def test_a_landline_that_is_written_without_a_zero_may_begin_like_the_country_code() -> None:
    reading = read_number("481234567", "PL")
    assert isinstance(reading, Number)
    assert reading.phone == "+48481234567"


@pytest.mark.parametrize(
    ("cell", "region", "phones"),
    [
        ("15123456789", "DE", {"+15123456789", "+4915123456789"}),
        ("6807751234", "AT", {"+6807751234", "+436807751234"}),
        ("6598123456", "US", {"+6598123456", "+16598123456"}),
        ("0491 51 23456789", "DE", {"+494915123456789", "+4915123456789"}),
        ("+49 4915123456789", "DE", {"+494915123456789", "+4915123456789"}),
        ("494915123456789", "DE", {"+494915123456789", "+4915123456789"}),
        ("+49 491724362200", "US", {"+49491724362200", "+491724362200"}),
        ("0049 (0)4915123456789", "DE", {"+494915123456789", "+4915123456789"}),
        ("+39 (0)331 1234567", "DE", {"+3903311234567", "+393311234567"}),
        ("0081 90 9432 0576", "SG", {"+819094320576", "+19094320576"}),
    ],
)
def test_two_numbers_as_good_as_each_other_are_both_given(cell: str, region: str, phones: set[str]) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, TwoReadings)
    assert {number.phone for number in reading.readings} == phones


@pytest.mark.parametrize(
    ("cell", "phone"), [("+49 176 12345678", "+4917612345678"), ("0049 176 12345678", "+4917612345678")]
)
def test_without_a_region_a_country_code_is_enough(cell: str, phone: str) -> None:
    reading = read_number(cell, None)
    assert isinstance(reading, Number)
    assert reading.phone == phone


@pytest.mark.parametrize("cell", ["4917612345678", "0176 12345678", "17612345678", "2125551234"])
def test_without_a_region_other_digits_are_of_no_known_country(cell: str) -> None:
    reading = read_number(cell, None)
    assert isinstance(reading, NoNumber)
    assert reading.code is Code.PHONE_COUNTRY_UNKNOWN
    assert "--region" in reading.reason


@pytest.mark.parametrize(
    ("cell", "country", "mobile"),
    [
        ("+4917612345678", "DE", True),
        ("+493012345678", "DE", False),
        ("+12125551234", "US", True),  # a plan that does not tell mobile from fixed
        ("+498001000000", "DE", False),
        ("+80012345678", "", False),
        ("+447781123456", "GG", True),
    ],
)
def test_the_country_and_whether_it_takes_sms_are_told(cell: str, country: str, mobile: bool) -> None:  # noqa: FBT001 - a row of the table
    reading = read_number(cell, None)
    assert isinstance(reading, Number)
    assert (reading.country, reading.mobile) == (country, mobile)


def test_a_length_is_told_in_digits_that_can_be_counted() -> None:
    reading = read_number("0176 1234", "DE")
    assert isinstance(reading, NoNumber)
    assert reading.reason == "has 7 digits after the 0, a mobile in DE has 10 or 11"


def test_no_number_is_longer_than_e164_allows() -> None:
    """Germany's landline pattern takes fifteen digits behind the country code."""
    assert isinstance(read_number("030 1234567890123", "DE"), NoNumber)


@given(
    st.text(max_size=40) | st.text(alphabet="0123456789+-/(). ,;'\n\xa0eExX#", max_size=300),
    st.sampled_from([None, "DE", "US", "IT"]),
)
def test_any_text_has_a_reading(cell: str, region: str | None) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, Number | TwoReadings | NoNumber)


def test_a_region_may_be_given_in_small_letters() -> None:
    assert check_region(" de ") == "DE"


@pytest.mark.parametrize(("region", "meant"), [("UK", "GB"), ("49", "DE"), ("+41", "CH")])
def test_a_wrong_region_is_told_with_the_one_that_was_meant(region: str, meant: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_region(region)
    assert caught.value.hint is not None
    assert meant in caught.value.hint


@pytest.mark.parametrize("region", ["", "Germany", "XX", "001", "999"])
def test_no_region_is_made_up(region: str) -> None:
    with pytest.raises(SettingsError):
        check_region(region)


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("2 0176 12345678", "DE"),
        ("(2) 0176/12345678", "DE"),
        ("99. 0171 8906828", "DE"),
        ("4\n0151 12345678", "DE"),
        ("5) 0650 1222834", "AT"),
        ("0171 1234567 2", "DE"),
        ("0171 1234567 (2)", "DE"),
        ("0664 1234567 (12)", "AT"),
    ],
)
def test_digits_that_stand_apart_make_no_longer_number(cell: str, region: str) -> None:
    """Somebody counts the numbers of a contact: with the count's digit, each is another valid number."""
    reading = read_number(cell, region)
    assert isinstance(reading, NoNumber)
    assert reading.code in {Code.PHONE_UNREADABLE, Code.PHONE_SEVERAL}


@pytest.mark.parametrize(
    ("cell", "region", "phone"),
    [
        ("Handy 2 0176 12345678", "DE", "+4917612345678"),
        ("Tel. 1 +49 176 12345678", "DE", "+4917612345678"),
        ("Tél. : 06 12 34 56 78", "FR", "+33612345678"),
        ("dienstl. 0176 12345678", "DE", "+4917612345678"),
        ("49 0176 12345678", "DE", "+4917612345678"),
        ("1 02 03 04 05", "FR", "+33102030405"),
        ("6 12 34 56 78", "FR", "+33612345678"),
        ("0711 123456 0", "DE", "+497111234560"),
    ],
)
def test_digits_of_a_label_and_of_the_number_are_told_apart(cell: str, region: str, phone: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, Number)
    assert reading.phone == phone
