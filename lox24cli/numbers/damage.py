"""What spreadsheets and exports do to a number that cannot be undone, told from one cell alone.

Digits that are gone are never guessed. Damage that only the whole column shows (rounding that leaves fewer
zeros) is found in rounding.py. This module must not know regions or what makes a number valid.

Facts: Excel shows up to 11 characters in its General format, longer numbers in scientific notation, and keeps 15
digits of any (Microsoft KB 65903); a 32-bit database column ends at 2147483647.
"""

import functools
import re

from lox24cli.model import Code
from lox24cli.numbers.values import NoNumber
from lox24cli.translating import phrase

AGAIN = phrase("format the column as Text in the original list and export again")

DECIMAL = phrase("is a decimal number: the spreadsheet took the number for a quantity")
MASKED = phrase("is masked: digits are missing")
EXPANDED_ZEROS = 6
"""This many zeros at the end of bare digits are what scientific notation leaves when it is written out."""

_SPREADSHEET_DIGITS = 15

_SCIENTIFIC = re.compile(
    r"[+-]?\s*\d+(?:[.,]\d*)?\s*(?:e\s*[+-]?\s*\d{1,3}|[x\xd7*]\s*10\s*\^?\s*[+-]?\d{1,3})", re.IGNORECASE
)
_HASHES = re.compile(r"#{2,}")
_NEGATIVE = re.compile(r"-\s*[1-9][\d.,]*")
_FRACTION = re.compile(r"(?:0|[1-9]\d*)[.,]\d+")
_DOUBTFUL_TAIL = re.compile(r".*\d[ /()-].*[.,]0{1,2}|.*\d[.,'].*\d[.,]0", re.DOTALL)
_CUT = re.compile(r"(?:\.{2,}|…)|.*\d\s*(?:\.{2,}|…)|(?:\.{2,}|…)\s*[+\d].*", re.DOTALL)
_MASKED = re.compile(r"[+\d ()/.-]*\d[ ()/.-]*(?:\*{2,}|x{2,}|•{2,}|_{2,}|\?{2,})[*x•_?\d ()/.-]*", re.IGNORECASE)

_CLOCK = r"\d{1,4}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?"
_TIME = rf"(?:[T,\s]\s*{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?)?"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:18|19|20|21)\d\d|\d\d)"
_NAME = (
    r"(?:jan|feb|fév|fev|mär|mar|mrz|mrt|apr|avr|abr|may|mai|maj|mei|mag|jun|juin|giu|jul|juil|lug|aug|août|aou|ago|"
    r"sep|set|okt|oct|ott|out|nov|dec|dez|déc|dic|ene|gen|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru)[^\W\d_]*\.?"
)
_DATE = re.compile(
    rf"{_CLOCK}"
    rf"|{_DAY}([./-]){_MONTH}\1{_YEAR}{_TIME}|{_MONTH}([./-]){_DAY}\2{_YEAR}{_TIME}"
    rf"|(?:18|19|20|21)\d\d([./-]){_MONTH}\3{_DAY}{_TIME}"
    rf"|{_DAY}[./-]{_MONTH}\.?|{_MONTH}[./-](?:19|20)\d\d"
    rf"|(?:{_DAY}[\s./-]*)?{_NAME}[\s./,-]*(?:\d{{1,2}}|{_DAY}[\s,]+\d{{4}}|\d{{4}}){_TIME}|{_DAY}[\s./-]*{_NAME}",
    re.IGNORECASE,
)

_LIMITS = {
    "2147483647": "32-bit",
    "2147483648": "32-bit",
    "4294967295": "32-bit",
    "9223372036854775807": "64-bit",
    "9007199254740992": "53-bit",
}

_SIGNS = (
    (_HASHES, phrase("is what a spreadsheet shows when a column is too narrow: the number is not in this file")),
    (_SCIENTIFIC, phrase("is scientific notation: the spreadsheet rounded the number and its last digits are gone")),
    (_DATE, phrase("is a date or a time: the spreadsheet took the number for one")),
    (_NEGATIVE, phrase("is a negative number: the spreadsheet calculated with the dashes")),
    (_CUT, phrase("is cut off: digits are missing")),
    (_MASKED, MASKED),
    (_FRACTION, DECIMAL),
    (_DOUBTFUL_TAIL, phrase("ends like a decimal number: whether its last zero belongs to the phone cannot be told")),
)

_OTHER_THINGS = frozenset({_DATE, _NEGATIVE, _FRACTION})
"""Of these, what a column may be full of that never was one of phones."""


def find_damage(text: str) -> NoNumber | None:
    """Give why a cleaned cell has lost digits, or None; the reason is a clause with what to do."""
    if text.isdigit():
        return _find_in_digits(text)
    for sign, reason in _SIGNS:
        if sign.fullmatch(text):
            return damaged(reason, is_other_thing=sign in _OTHER_THINGS)
    return None


def find_rounding(digits: str) -> NoNumber | None:
    """Give why digits as a spreadsheet number has them (no sign, no leading 0) were rounded, or None."""
    if len(digits) > _SPREADSHEET_DIGITS and digits.endswith("0"):
        return damaged(phrase("has more digits than a spreadsheet keeps: those after the fifteenth were set to 0"))
    if len(digits) > EXPANDED_ZEROS and digits.endswith("0" * EXPANDED_ZEROS):
        return damaged(phrase("was scientific notation: the zeros at its end stand where digits were lost"))
    return None


@functools.cache
def damaged(reason: str, *, is_other_thing: bool = False) -> NoNumber:
    """Reject for digits that are gone, with what to do about it."""
    return NoNumber(Code.PHONE_DAMAGED, phrase("{reason}; {remedy}", reason=reason, remedy=AGAIN), is_other_thing)


def _find_in_digits(digits: str) -> NoNumber | None:
    if digits in _LIMITS:
        return damaged(
            phrase("is the largest number of a {bits} column: a database capped the phone there", bits=_LIMITS[digits])
        )
    return None if digits.startswith("0") else find_rounding(digits)
