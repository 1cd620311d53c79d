"""Valid mobiles of a region, the ways people write them, and what spreadsheets do to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

REGIONS = ("DE", "AT", "CH", "FR", "ES", "IT", "PL", "NL", "GB", "US")
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that exists, in the two forms that everything else is made from."""

    e164: str
    national: str
    """As libphonenumber formats it inside the region."""
    code: str
    significant: str

    @property
    def dialled(self) -> str:
        """The digits of the national form, a leading 0 included."""
        return re.sub(r"\D", "", self.national)

    @property
    def spaced(self) -> str:
        """As it is written abroad: +49 176 12345678."""
        return phonenumbers.format_number(phonenumbers.parse(self.e164), PhoneNumberFormat.INTERNATIONAL)


def make_mobile(region: str, rng: Random) -> Phone:
    """Give a valid mobile of the region: the example's first digits, random others."""
    metadata = PhoneMetadata.metadata_for_region(region)
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    assert metadata is not None
    assert metadata.mobile is not None
    assert example is not None
    start = str(example.national_number)
    while True:
        kept = rng.choice((0, 1, 2, 3))
        length = rng.choice(metadata.mobile.possible_length)
        digits = start[:kept] + "".join(rng.choices("0123456789", k=length - kept))
        number = phonenumbers.parse(f"+{metadata.country_code}{digits}")
        is_whole = phonenumbers.national_significant_number(number) == digits
        # Fewer than nine digits: Austria's plan has mobiles that nobody has had for decades. Italy's 39x have ten.
        is_in_use = length > 8 and not (length == 9 and digits.startswith("39"))
        if is_whole and phonenumbers.number_type(number) in _MOBILE and not digits.endswith("000") and is_in_use:
            return Phone(
                phonenumbers.format_number(number, PhoneNumberFormat.E164),
                phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
                str(number.country_code),
                digits,
            )


def _grouped(digits: str, separator: str) -> str:
    """Groups of thousands, as a spreadsheet's number format makes them."""
    return f"{int(digits):,}".replace(",", separator)


def _fold_to(zero: str) -> Callable[[str], str]:
    table = str.maketrans("0123456789", "".join(chr(ord(zero) + digit) for digit in range(10)))
    return lambda text: text.translate(table)


WRITINGS: dict[str, Callable[[Phone], str]] = {
    "E.164": lambda phone: phone.e164,
    "international": lambda phone: phone.spaced,
    "00": lambda phone: "00" + phone.e164[1:],
    "00 spaced": lambda phone: "00 " + phone.spaced[1:],
    "dashes": lambda phone: phone.spaced.replace(" ", "-"),
    "dots": lambda phone: phone.spaced.replace(" ", "."),
    "slash behind the country code": lambda phone: phone.spaced.replace(" ", "/", 1),
    "parentheses": lambda phone: f"(+{phone.code}) {phone.significant}",
    "no-break spaces": lambda phone: phone.spaced.replace(" ", "\xa0"),
    "bidi marks": lambda phone: f"\u202a{phone.spaced}\u202c",
    "tel:": lambda phone: "tel:" + phone.e164,
    "p:": lambda phone: "p:" + phone.e164,
    "label ahead": lambda phone: f"Mobil: {phone.spaced}",
    "label behind": lambda phone: f"{phone.spaced} (privat)",
    "Arabic digits": lambda phone: _fold_to("\u0660")(phone.spaced),
    "fullwidth": lambda phone: _fold_to("\uff10")(phone.e164).replace("+", "\uff0b"),
    "Devanagari digits": lambda phone: _fold_to("\u0966")(phone.spaced),
    "formula": lambda phone: f'="{phone.e164}"',
    "quoted": lambda phone: f"„{phone.spaced}“",
    "apostrophe": lambda phone: "'" + phone.e164,
    "float": lambda phone: phone.e164 + ".0",
}
"""Ways that show the country: always the same number."""

NATIONAL_WRITINGS: dict[str, Callable[[Phone], str]] = {
    "national": lambda phone: phone.national,
    "digits": lambda phone: phone.dialled,
    "dashes": lambda phone: phone.national.replace(" ", "-"),
    "label": lambda phone: f"Tel. {phone.national}",
    "formula": lambda phone: f'="{phone.dialled}"',
    "apostrophe": lambda phone: "'" + phone.dialled,
    "no-break spaces": lambda phone: phone.national.replace(" ", "\u202f"),
    "float": lambda phone: phone.dialled + ".0",
}
"""Ways of the region: the same number, or held back where another reading is as good."""

HARMLESS_DAMAGE: dict[str, Callable[[Phone], str]] = {
    "lost plus": lambda phone: phone.e164[1:],
    "lost plus, float": lambda phone: phone.e164[1:] + ".0",
    "lost plus, comma float": lambda phone: phone.e164[1:] + ",00",
    "lost plus, German thousands": lambda phone: _grouped(phone.e164[1:], "."),
    "lost plus, English thousands": lambda phone: _grouped(phone.e164[1:], ","),
    "lost plus, Swiss thousands": lambda phone: _grouped(phone.e164[1:], "'"),
    "lost zero": lambda phone: str(int(phone.dialled)),
    "lost zero, float": lambda phone: str(int(phone.dialled)) + ".0",
    "lost zero, thousands": lambda phone: _grouped(phone.dialled, "."),
}
"""All digits but a leading 0 are there: the same number, or held back."""


def round_to(digits: str, places: int) -> str:
    """Give the digits in scientific notation with so many significant ones."""
    return f"{Decimal(digits):.{places - 1}E}"


def _round_abroad(places: int, sign: str) -> Callable[[Phone], str]:
    return lambda phone: round_to(phone.e164[1:], places).replace(".", sign)


FATAL_DAMAGE: dict[str, Callable[[Phone], str]] = {
    **{f"scientific {places}{sign}": _round_abroad(places, sign) for places in (2, 4, 6, 7, 11) for sign in ".,"},
    "small e": lambda phone: round_to(phone.dialled, 6).lower(),
    "scientific with a plus": lambda phone: "+" + round_to(phone.e164[1:], 6),
    "expanded": lambda phone: f"{Decimal(round_to(phone.e164[1:] + '00', 6)) / 100:.0f}"[:-6] + "000000",
    "rounded at fifteen": lambda phone: str(int(phone.e164[1:] + "12345"))[:15] + "000",
    "hashes": lambda _: "########",
    "date": lambda phone: (
        f"{int(phone.dialled[-4:-2]) % 28 + 1:02}.0{int(phone.dialled[-3]) % 9 + 1}.19{phone.dialled[-2:]}"
    ),
    "month": lambda phone: f"Jan {phone.dialled[-2:]}",
    "ISO date": lambda phone: f"20{phone.dialled[-2:]}-01-02",
    "cut with dots": lambda phone: phone.e164[:-3] + "...",
    "cut with an ellipsis": lambda phone: phone.spaced[:-2] + "…",
    "masked": lambda phone: phone.e164[:6] + "*****" + phone.e164[-2:],
    "negative": lambda phone: "-" + phone.significant.lstrip("0"),
    "fraction": lambda phone: f"{int(phone.dialled)}.5",
    "float behind blanks": lambda phone: phone.national[:4] + " " + phone.national[4:] + ".0",
    "two numbers": lambda phone: f"{phone.spaced} / {phone.spaced}",
    "extension": lambda phone: phone.spaced + " ext. 12",
}
"""Digits are gone or others are there: never a number."""
