"""How a phone is written when it is kept, and when two of them are the same. No rules of numbering.

The sandbox does not know what a valid number is (the documentation says of a group's phone only that it is
a string of up to 30 characters); where it normalises, it does what the documentation says of the
recipients of an SMS: a national number belongs to the account's country, Germany.
"""

import re
from typing import Literal

_NO_DIGIT = re.compile(r"[^0-9]+")


def digits_of(phone: str) -> str:
    """Return the digits of the international number; the phone itself where it has no digit."""
    if phone.startswith("+") and phone.isascii() and phone[1:].isdigit():
        return phone[1:]
    digits = _NO_DIGIT.sub("", phone)
    if phone.lstrip().startswith("+") or not digits:
        return digits or phone
    if digits.startswith("00"):
        return digits[2:] or phone
    return f"49{digits[1:]}" if digits.startswith("0") else digits


def spell(phone: str, how: Literal["verbatim", "e164", "bare", "national", "masked"]) -> str:
    """Return the phone as it is kept: as sent, `+` and digits, digits alone, Germany's with their 0, or masked."""
    if how == "verbatim":
        return phone
    digits = digits_of(phone)
    if how == "national" and digits.startswith("49"):
        return f"0{digits[2:]}"
    if how == "masked":
        return f"{digits[:-7]}*****{digits[-2:]}"
    return f"+{digits}" if how == "e164" and digits.isdigit() else digits
