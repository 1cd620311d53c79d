"""A row's numbers are of the country that it names."""

import pytest

from lox24cli.model import Code, Contact, Draft, PhoneCell, Rejected
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import PhonePlace, RowCountry

AT = RowCountry("Land (B2)", "AT")
CODE_43 = RowCountry("Vorwahl (B2)", "AT", "43")
STRANGE = RowCountry("Land (B2)", problem='"Atlantis" in Land (B2) is not understood as one')


def judge(text: str, country: RowCountry | None, home: str | None = "DE") -> Contact | Rejected:
    draft = Draft(2, 2, 2, (PhoneCell(text, PhonePlace("Mobil", ("C",)), 2),), {}, country)
    validator = Validator(region=home)
    found = validator.examine(draft)
    return found if isinstance(found, Contact | Rejected) else validator.decide(draft)


def check(text: str, country: RowCountry | None, home: str | None = "DE") -> str:
    """Return the phone, or the code of the rejection."""
    match judge(text, country, home):
        case Contact(phone=phone):
            return phone
        case Rejected(code=code, message=message):
            assert "(B2)" in message or code is not Code.PHONE_COUNTRY_CONFLICT
            return code


@pytest.mark.parametrize("home", ["DE", "AT", None])
@pytest.mark.parametrize("text", ["0664 1234567", "6641234567", "436641234567", "+43 664 1234567"])
def test_a_number_is_read_in_its_rows_country(text: str, home: str | None) -> None:
    assert check(text, AT, home) == "+436641234567"


@pytest.mark.parametrize("text", ["0664 1234567", "664 1234567", "436641234567", "+43 664 1234567", "(0)664/1234567"])
def test_a_calling_code_of_the_row_stands_before_its_number(text: str) -> None:
    assert check(text, CODE_43) == "+436641234567"


def test_a_calling_code_makes_no_number_of_one_that_lacks_its_area_code() -> None:
    """`43 | 1 | 5123456`: the area stands in a column that nobody looks at."""
    assert check("5123456", RowCountry("Vorwahl (B2)", "DE", "49")) == Code.PHONE_AMBIGUOUS
    assert check("0512 123456", CODE_43) == "+43512123456"


def test_a_calling_code_of_the_row_leaves_no_other_reading() -> None:
    """`2015059640` is of the USA, and with a + of Egypt; the others of its column are written with their codes."""
    validator = Validator(region="US")
    for n in range(30):
        validator.examine(Draft(n, n, n, (PhoneCell(f"+4917612345{n:03}", PhonePlace("Mobil", ("C",)), 2),), {}))
    place = PhonePlace("Mobil", ("C",))
    row = Draft(99, 99, 99, (PhoneCell("2015059640", place, 2),), {}, RowCountry("Vorwahl (B2)", "US", "1"))
    found = validator.examine(row)
    found = found if isinstance(found, Contact | Rejected) else validator.decide(row)
    assert isinstance(found, Contact)
    assert found.phone == "+12015059640"


def test_a_country_that_dials_otherwise_is_read_as_it_dials() -> None:
    assert check("06 20 123 4567", RowCountry("Vorwahl (B2)", "HU", "36")) == "+36201234567"


@pytest.mark.parametrize("country", [AT, CODE_43, STRANGE])
@pytest.mark.parametrize("text", ["+49 171 2345678", "0049 171 2345678", "+49 (0)171 2345678"])
def test_a_signed_number_is_itself_whatever_the_row_names(text: str, country: RowCountry) -> None:
    assert check(text, country) == "+491712345678"


@pytest.mark.parametrize("text", ["0171 2345678", "0151 23456789"])
def test_digits_that_are_plainly_a_mobile_at_home_contradict_another_country(text: str) -> None:
    assert check(text, AT) == Code.PHONE_COUNTRY_CONFLICT


def test_a_country_that_is_not_understood_holds_the_row() -> None:
    assert check("0171 2345678", STRANGE) == Code.PHONE_COUNTRY_CONFLICT


def test_a_row_without_a_country_is_of_the_region() -> None:
    assert check("0171 2345678", None) == "+491712345678"
    assert check("0171 2345678", None, None) == Code.PHONE_COUNTRY_UNKNOWN


@pytest.mark.parametrize(("text", "note"), [("+49 171 2345679", "a number of DE"), ("0664 1234567", "")])
def test_a_number_of_another_country_than_the_row_names_is_told(text: str, note: str) -> None:
    found = judge(text, AT)
    assert isinstance(found, Contact)
    assert found.note == note
