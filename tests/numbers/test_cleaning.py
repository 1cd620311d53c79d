import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.numbers.cleaning import clean

CLEANED = {
    "0176 1234567": "0176 1234567",
    "  0176 1234567\t": "0176 1234567",
    "0176\xa01234567": "0176 1234567",
    "\u202a+49 176 1234567\u202c": "+49 176 1234567",
    "\ufeff01761234567": "01761234567",
    "0176\u200b1234567": "01761234567",
    "0176\xad1234567": "01761234567",
    "'01761234567": "01761234567",
    "''01761234567'": "01761234567",
    '="01761234567"': "01761234567",
    "=+491761234567": "+491761234567",
    "„0176 1234567“": "0176 1234567",
    "tel:+491761234567": "+491761234567",
    "callto://+491761234567": "+491761234567",
    "p:+491761234567": "+491761234567",
    "whatsapp: +491761234567": "+491761234567",
    "Mobil: 0176 1234567": "0176 1234567",
    "MOBIL 0176 1234567": "0176 1234567",
    "Mobil+491761234567": "+491761234567",
    "Handy-Nr.: 0176/1234567": "0176/1234567",
    "Tel. 2: 0176 1234567": "0176 1234567",
    "Tel. privat 0176 1234567": "0176 1234567",
    "0176 1234567 (privat)": "0176 1234567",
    "0176 1234567 - mobil": "0176 1234567",
    "0176 1234567, geschäftlich": "0176 1234567",
    "M: 0176 1234567": "0176 1234567",
    "(Handy) 0176 1234567": "0176 1234567",
    "📱 0176 1234567": "0176 1234567",
    "0️⃣176 1234567": "0176 1234567",
    "- 0176 1234567": "0176 1234567",
    "0176 1234567.": "0176 1234567",
    "0176 1234567;": "0176 1234567",
    "0176–1234567": "0176-1234567",
    "٠١٧٦١٢٣٤٥٦٧": "01761234567",
    "\uff0b\uff14\uff19\uff11\uff17\uff16\uff11\uff12\uff13": "+49176123",
    "०१७६ १२३४५६७": "0176 1234567",
    "01761234567.0": "01761234567",
    "4917612345678,00": "4917612345678",
    "4.917.612.345.678,00": "4.917.612.345.678",
    "": "",
}


@pytest.mark.parametrize(("cell", "cleaned"), CLEANED.items())
def test_what_is_no_part_of_a_number_is_taken_off(cell: str, cleaned: str) -> None:
    assert clean(cell) == cleaned


@pytest.mark.parametrize(
    "cell",
    [
        "0176 1234567.0",  # the zero may be a digit of the number
        "06.12.34.56.00",
        "030.00",
        "0176 1234567 Mama",
        "Fax 030 1234567",
        "-4917612345678",
        "+49176…",
        "01761234567¹",  # a footnote is no digit
        "0176 1234567\n0171 7654321",
    ],
)
def test_what_may_be_part_of_it_stays(cell: str) -> None:
    assert clean(cell) == cell


@given(st.text(alphabet=string.digits + " +-/().'\"\xa0\u200b", max_size=30))
def test_no_digit_is_lost_or_made_up(cell: str) -> None:
    """Cells without labels keep every digit in its place, but for the zeros of a float's tail."""

    def digits_of(text: str) -> str:
        return "".join(filter(str.isdigit, text))

    cleaned = digits_of(clean(cell))
    assert digits_of(cell).startswith(cleaned)
    assert set(digits_of(cell)[len(cleaned) :]) <= {"0"}


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(cell: str) -> None:
    once = clean(cell)
    assert clean(once) == once
