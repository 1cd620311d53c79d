"""Numbers that nobody was asked for: drawn, valid in their country, never the same twice in a file."""

import random

import phonenumbers
from phonenumbers import PhoneNumberType

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
LANDLINE = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE})

_STARTS = {
    "DE": ("1511", "1512", "1514", "1516", "1517", "1520", "1522", "1573", "1577", "1590", "160", "162", "170", "171",
           "172", "173", "175", "176", "179"),
    "AT": ("660", "664", "676", "699"),
    "CH": ("76", "77", "78", "79"),
    "FR": ("61", "62", "66", "68", "75", "78"),
    "NL": ("61", "62", "63", "65"),
    "IT": ("320", "328", "333", "335", "338", "340", "347", "349", "392"),
    "ES": ("612", "626", "636", "654", "661", "677", "722"),
    "PL": ("501", "512", "601", "605", "660", "693", "784", "886"),
    "GB": ("7400", "7700", "7788", "7810", "7911", "7973"),
    "US": ("212", "305", "312", "415", "617", "713"),
    "BR": ("11", "21", "31", "41", "51", "61"),
    "RU": ("903", "916", "921", "926", "985"),
    "BY": ("25", "29", "33", "44"),
}  # fmt: skip


class Numbers:
    """Draws numbers for one file."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def mobile(self, region: str) -> str:
        """Return a mobile of the country, as E.164."""
        return self._draw(region, PhoneNumberType.MOBILE, _STARTS.get(region, ()))

    def landline(self, region: str) -> str:
        """Return a landline of the country, as E.164."""
        return self._draw(region, PhoneNumberType.FIXED_LINE, ())

    def _draw(self, region: str, kind: int, starts: tuple[str, ...]) -> str:
        wanted = MOBILE if kind == PhoneNumberType.MOBILE else LANDLINE
        example = phonenumbers.example_number_for_type(region, kind)
        assert example is not None
        digits = phonenumbers.national_significant_number(example)
        code = phonenumbers.country_code_for_region(region)
        for _ in range(5000):
            start = self._rng.choice(starts) if starts else digits[:3]
            size = len(digits)
            if region == "DE" and kind == PhoneNumberType.MOBILE:
                size = 10 if len(start) == 3 else 11
            number = f"+{code}{start}" + "".join(self._rng.choices("0123456789", k=size - len(start)))
            if number not in self._used and kind_of(number) in wanted and is_valid(number, region):
                self._used.add(number)
                return number
        raise AssertionError(f"no number of {region} can be drawn")


def national(number: str) -> str:
    """Return the digits after the country's code."""
    return phonenumbers.national_significant_number(phonenumbers.parse(number))


def is_valid(text: str, region: str) -> bool:
    """Tell whether the digits are a number of that country, as anyone there would dial them."""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, region)


def kind_of(text: str, region: str | None = None) -> int:
    """Return libphonenumber's type of it."""
    try:
        return phonenumbers.number_type(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return int(PhoneNumberType.UNKNOWN)
