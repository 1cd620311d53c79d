"""The kinds of cells that other people's suites try, with digits of our own.

The kinds: GOV.UK Notify's recipient validation (notifications-utils) and libphonenumber's parser and matcher tests.
What they take for a number and we hold (an extension, a vanity word) is no phone that an SMS reaches for certain.
"""

import pytest

from lox24cli.model import Code
from lox24cli.numbers.numbers import read_number
from lox24cli.numbers.values import NoNumber, Number

READ = {
    # GB: one mobile as Notify's users type it
    ("7400 512 346", "GB"): "+447400512346",
    ("07400512346", "GB"): "+447400512346",
    ("07400 512346", "GB"): "+447400512346",
    ("07400-512-346", "GB"): "+447400512346",
    ("00447400512346", "GB"): "+447400512346",
    ("00 44 7400512346", "GB"): "+447400512346",
    ("+44 7400 512 346", "GB"): "+447400512346",
    ("+44 (0)7400 512 346", "GB"): "+447400512346",
    ("\u200b\t\t+44 (0)7400 \ufeff 512 346 \r\n", "GB"): "+447400512346",
    ("447400512346", "GB"): "+447400512346",
    ("\u202a07400 512346\u202c", "GB"): "+447400512346",
    # abroad, from a British list
    ("+0012025550143", "GB"): "+12025550143",
    ("0012025550143", "GB"): "+12025550143",
    ("+1 (202) 555-0143", "GB"): "+12025550143",
    ("+230 5712 3456", "GB"): "+23057123456",
    ("+7 (8) 912 345-67-89", "GB"): "+79123456789",
    # what libphonenumber's parser takes, each in another country
    ("021 234 567", "NZ"): "+6421234567",
    ("+64 21 234 567", "NZ"): "+6421234567",
    ("0064 21 234 567", "NZ"): "+6421234567",
    ("011 64 21 234 567", "US"): "+6421234567",
    ("tel:+64-21-234-567", "NZ"): "+6421234567",
    ("tel:021-234-567", "NZ"): "+6421234567",
    ("\uff0b\uff16\uff14 \uff12\uff11 \uff12\uff13\uff14 \uff15\uff16\uff17", "NZ"): "+6421234567",
    ("\xa0+64\xa021\xa0234\xa0567", "NZ"): "+6421234567",
    ("1 650 555 0143", "US"): "+16505550143",
    ("(650) 555-0143", "US"): "+16505550143",
    ("650.555.0143", "US"): "+16505550143",
    ("+39 02-36618 305", "IT"): "+390236618305",
    ("02-36618 305", "IT"): "+390236618305",
    ("0343 15-555-1234", "AR"): "+5493435551234",
    ("+54 9 343 555 1234", "AR"): "+5493435551234",
    ("0 15 31 99876-1234", "BR"): "+5531998761234",
    ("Tel: 021 234 567", "NZ"): "+6421234567",
    ("[021] 234 567", "NZ"): "+6421234567",
}
HELD = {
    ("712345678910", "GB"): Code.PHONE_TOO_LONG,
    ("0044740051234610", "GB"): Code.PHONE_TOO_LONG,
    ("+44 (0)7400 512 346 10", "GB"): Code.PHONE_TOO_LONG,
    ("0740051234", "GB"): Code.PHONE_TOO_SHORT,
    ("+44 (0)7400 512 34", "GB"): Code.PHONE_TOO_SHORT,
    ("07400x12346", "GB"): Code.PHONE_INVALID,
    ("07400 512346...", "GB"): Code.PHONE_DAMAGED,
    ("07400 \u261f\u261c\u2b07\u2b06", "GB"): Code.PHONE_TOO_SHORT,
    ('07";DROP TABLE;"', "GB"): Code.PHONE_UNREADABLE,
    ("+44 07ab cde fgh", "GB"): Code.PHONE_UNREADABLE,
    ("ALPHANUM3R1C", "GB"): Code.PHONE_UNREADABLE,
    ("1-2345-12345-12345", "GB"): Code.PHONE_TOO_LONG,
    ("1800 SIX-FLAG", "US"): Code.PHONE_UNREADABLE,
    ("(650) 555-0143 x302", "US"): Code.PHONE_INVALID,
    ("(650) 555-0143 x302/x2303", "US"): Code.PHONE_INVALID,
    ("650-555-0143/650-555-0144", "US"): Code.PHONE_SEVERAL,
    ("+---", "NZ"): Code.PHONE_MISSING,
    ("+***", "NZ"): Code.PHONE_MISSING,
    ("This is no number", "NZ"): Code.PHONE_UNREADABLE,
    ("1 Still not", "NZ"): Code.PHONE_UNREADABLE,
    ("+210 3456 56789", "NZ"): Code.PHONE_COUNTRY_UNKNOWN,
    ("0044", "GB"): Code.PHONE_TOO_SHORT,
    ("6/12/2021", "US"): Code.PHONE_DAMAGED,
    ("2021-01-02 08:00", "US"): Code.PHONE_DAMAGED,
    ("1 page 211-227 (2003)", "US"): Code.PHONE_UNREADABLE,
    ("80.585 [79.964, 81.191]", "US"): Code.PHONE_SEVERAL,
    ("$1,234,567.89", "US"): Code.PHONE_UNREADABLE,
    ("192.168.1.254", "US"): Code.PHONE_INVALID,
    ("12345678901234567890", "US"): Code.PHONE_DAMAGED,
}
NOT_MOBILE = (("0808 157 0364", "GB"), ("0117 496 0860", "GB"), ("+44 20 7946 0991", "GB"), ("0900 234567", "NZ"))


@pytest.mark.parametrize(("cell", "region"), READ)
def test_what_a_person_would_read_is_read(cell: str, region: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, Number), reading
    assert reading.phone == READ[cell, region]


@pytest.mark.parametrize(("cell", "region"), HELD)
def test_what_is_no_whole_number_is_held_with_its_reason(cell: str, region: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, NoNumber), reading
    assert reading.code is HELD[cell, region]


@pytest.mark.parametrize(("cell", "region"), NOT_MOBILE)
def test_what_takes_no_sms_says_what_it_is(cell: str, region: str) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, Number)
    assert not reading.mobile
    assert reading.sort.kind
