"""The contact lists that are timed: always the same, hardly a number twice, as people have them and no easier.

`european`: three quarters German, the rest of sixteen other countries, six ways of writing, three in a hundred junk.
`worldwide`: every region and kind that libphonenumber has an example of. `bare`: German mobiles and landlines as a
spreadsheet leaves them, without + and 0, so that only the whole column can decide many of them; `clear`: with 0.
A workbook holds the European ones beside a date and an amount under formats.
"""

import csv
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from xlsxwriter import Workbook

HEADER = ("Telefon", "Anrede", "Vorname", "Nachname", "Ort", "Firma", "id")
REGION = "DE"
_OTHERS = ("AT", "CH", "FR", "ES", "IT", "PL", "NL", "GB", "BE", "DK", "SE", "NO", "CZ", "PT", "IE", "HU")
_MOBILES = (PhoneNumberType.MOBILE,)
_BOTH = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
_JUNK = ("keine", "0176", "n/a", "+49 176 12", "0171/12345678901234", "siehe Notiz")
_NAMES = ("Jürgen", "Anna", "Björn", "Käthe", "Uwe", "Sören", "Zoë", "Heike")
_PLACES = ("Köln", "Bern", "Wien", "Łódź", "Málaga", "Aix-en-Provence")


def write_list(path: Path, kind: str, rows: int) -> None:
    """Write a CSV of so many rows: a phone, five texts and an id."""
    rng = random.Random(f"names of {kind}")  # noqa: S311  the same list every time
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, phone in zip(range(rows), PHONES[kind](random.Random(kind)), strict=False):  # noqa: S311
            title, name, place = rng.choice(("Frau", "Herr")), rng.choice(_NAMES), rng.choice(_PLACES)
            writer.writerow((phone, title, name, f"Müller{number % 977}", place, f"Muster {number % 83} GmbH", number))


def write_workbook(path: Path, rows: int) -> None:
    """Write an XLSX of so many rows and eight columns, its texts shared as Excel's are."""
    rng = random.Random("workbook")  # noqa: S311  the same list every time
    book = Workbook(path)
    sheet = book.add_worksheet("Kontakte")
    date, amount = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, (*HEADER[:5], "id", "Kunde seit", "Umsatz"))
    for number, phone in zip(range(1, rows + 1), _european(rng), strict=False):
        texts = (phone, rng.choice(("Frau", "Herr")), rng.choice(_NAMES), f"Müller{number % 977}", rng.choice(_PLACES))
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text)
        sheet.write_number(number, 5, number)
        sheet.write_number(number, 6, rng.randrange(36_526, 45_000), date)
        sheet.write_number(number, 7, rng.randrange(10_000_000) / 100, amount)
    book.close()


def _european(rng: random.Random) -> Iterator[str]:
    numbers = {region: _draw(region, _MOBILES, rng) for region in (REGION, *_OTHERS)}
    while True:
        chance = rng.random()
        if chance < 0.03:  # noqa: PLR2004  three in a hundred
            yield rng.choice(_JUNK)
        elif chance < 0.78:  # noqa: PLR2004  three quarters
            yield rng.choice((*_ABROAD, *_AT_HOME))(next(numbers[REGION]))
        else:
            yield rng.choice(_ABROAD)(next(numbers[rng.choice(_OTHERS)]))


def _worldwide(rng: random.Random) -> Iterator[str]:
    sources = [
        _draw(region, (kind,), rng)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for kind in PhoneNumberType.values()
        if phonenumbers.example_number_for_type(region, kind)
    ]
    while True:
        yield rng.choice(_ABROAD[:3])(next(rng.choice(sources)))


def _bare(rng: random.Random) -> Iterator[str]:
    return (phonenumbers.national_significant_number(number) for number in _draw(REGION, _BOTH, rng))


def _clear(rng: random.Random) -> Iterator[str]:
    return ("0" + phonenumbers.national_significant_number(number) for number in _draw(REGION, _BOTH, rng))


PHONES: dict[str, Callable[[random.Random], Iterator[str]]] = {
    "european": _european,
    "worldwide": _worldwide,
    "bare": _bare,
    "clear": _clear,
}
"""Phones without end."""


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _spaced(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _national(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


def _with_00(number: PhoneNumber) -> str:
    return "00" + _spaced(number)[1:]


def _with_optional_zero(number: PhoneNumber) -> str:
    return _spaced(number).replace(" ", " (0)", 1)


def _slashed(number: PhoneNumber) -> str:
    digits = re.sub(r"\D", "", _national(number))
    return f"{digits[:4]}/{digits[4:]}"


_ABROAD = (_e164, _spaced, _with_00, _with_optional_zero)
_AT_HOME = (_national, _slashed)


def _draw(region: str, kinds: tuple[int, ...], rng: random.Random) -> Iterator[PhoneNumber]:
    """Yield valid numbers of the region: an example of each kind, with other last digits while there are such."""
    examples = [example for kind in kinds if (example := phonenumbers.example_number_for_type(region, kind))]
    while True:
        example = rng.choice(examples)
        digits = phonenumbers.national_significant_number(example)
        for kept in range(rng.choice((2, 3, 4)), len(digits)):
            drawn = digits[:kept] + "".join(rng.choices("0123456789", k=len(digits) - kept))
            number = phonenumbers.parse(f"+{example.country_code}{drawn}")
            if phonenumbers.is_valid_number(number) and phonenumbers.national_significant_number(number) == drawn:
                example = number
                break
        yield example
