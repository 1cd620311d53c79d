"""No form of a known number, written or damaged in whatever way, ever reads as another number."""

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from lox24cli.numbers.numbers import read_number
from lox24cli.numbers.values import NoNumber, Number, TwoReadings
from tests.numbers.phone_forms import (
    FATAL_DAMAGE,
    HARMLESS_DAMAGE,
    NATIONAL_WRITINGS,
    REGIONS,
    WRITINGS,
    Phone,
    make_mobile,
)

COUNT = 25
Form = Callable[[Phone], str]


@cache
def mobiles(region: str) -> tuple[Phone, ...]:
    rng = Random(f"mobiles of {region}")
    return tuple(make_mobile(region, rng) for _ in range(COUNT))


@pytest.mark.parametrize("default", ["DE", "US", None])
@pytest.mark.parametrize("region", REGIONS)
def test_a_number_with_its_country_code_is_always_itself(region: str, default: str | None) -> None:
    for name, write in WRITINGS.items():
        for phone in mobiles(region):
            reading = read_number(write(phone), default)
            assert isinstance(reading, Number), (name, write(phone), reading)
            assert reading.phone == phone.e164, (name, write(phone))


@pytest.mark.parametrize("region", [region for region in REGIONS if region != "IT"])
def test_an_optional_zero_changes_nothing(region: str) -> None:
    """Italian mobiles apart: there the 0 makes a landline of them, and both are held back."""
    for phone in mobiles(region):
        for cell in (f"+{phone.code} (0){phone.significant}", f"00{phone.code}(0) {phone.significant}"):
            reading = read_number(cell, "DE")
            assert isinstance(reading, Number), (cell, reading)
            assert reading.phone == phone.e164


@pytest.mark.parametrize("region", ["DE", "AT", "CH", "FR", "NL", "GB"])
def test_a_number_with_its_leading_zero_is_always_itself(region: str) -> None:
    for name, write in NATIONAL_WRITINGS.items():
        for phone in mobiles(region):
            reading = read_number(write(phone), region)
            assert isinstance(reading, Number), (name, write(phone), reading)
            assert reading.phone == phone.e164, (name, write(phone))


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_that_lost_its_sign_is_itself_or_one_of_two(region: str) -> None:
    for name, damage in (NATIONAL_WRITINGS | HARMLESS_DAMAGE).items():
        for phone in mobiles(region):
            cell = damage(phone)
            match read_number(cell, region):
                case Number(phone=found):
                    assert found == phone.e164, (name, cell)
                case TwoReadings(readings):
                    assert phone.e164 in {number.phone for number in readings}, (name, cell)
                case NoNumber(code=code):
                    pytest.fail(f"{name}: {cell} is {code}")


@pytest.mark.parametrize("region", REGIONS)
def test_a_lost_plus_is_read_abroad_as_at_home(region: str) -> None:
    for phone in mobiles(region):
        for default in REGIONS:
            reading = read_number(phone.e164[1:], default)
            found = reading.readings if isinstance(reading, TwoReadings) else (reading,)
            assert phone.e164 in {number.phone for number in found if isinstance(number, Number)}, (phone, default)


@pytest.mark.parametrize("default", ["DE", "US", None])
@pytest.mark.parametrize("region", REGIONS)
def test_a_number_whose_digits_are_gone_is_never_one(region: str, default: str | None) -> None:
    for name, damage in FATAL_DAMAGE.items():
        for phone in mobiles(region):
            reading = read_number(damage(phone), default)
            assert isinstance(reading, NoNumber), (name, damage(phone), reading)
