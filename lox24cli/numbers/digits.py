"""How a cleaned phone cell is written: one run of digits, or none, or several numbers side by side.

This module must not know regions: whether the digits are somebody's number is for numbers.py to say.
"""

import re

from lox24cli.model import Code
from lox24cli.numbers.cleaning import clean
from lox24cli.numbers.damage import find_damage
from lox24cli.numbers.refusals import refuse_inner_plus
from lox24cli.numbers.values import NoNumber, Notation
from lox24cli.translating import phrase

LONGEST_CELL = 250
"""Longer cells are no phone; what is read of shorter ones is bounded before phonenumbers sees it."""

LONGEST_RUN = 15 + 3
"""E.164's fifteen digits, a 00 before them and an optional 0 among them."""
PART = 6
"""From this many digits on, a piece beside another one is a number of its own."""
_AREA, _AREA_ABROAD = 6, 9
"""The most digits before a slash that belong to the digits behind it: 033203/…, +49 33203/…."""

# Nothing to take off and no damage to look for: a date does not begin with + and has no blanks.
_ORDINARY = re.compile(r"\+[0-9][0-9 -]{5,20}[0-9]|0[0-9][0-9 ]{4,20}[0-9]")
_EXTENSION = re.compile(
    r".*\d.*?(?:\b(?:ext|extn|extension|durchwahl|apparat|app|klappe|poste|interno|int|wew|nst|nebenstelle)\b"
    r"|(?<![^\W\d_])(?:x|xt|dw|kl|w)|#|;\s*ext\s*=)[\s.:=#]*\d{1,8}",
    re.IGNORECASE | re.DOTALL,
)
_JOINERS = re.compile(r"[^\d+()\[\] /.'_\\,~-]+")
_BREAKS = re.compile(r"[/\\,\n]+")
_GROUPS_OF_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?:'\d{3}){2,})")
_FIRST_GROUP = re.compile(r"(\d+)[^\d)\]]")
_THOUSANDS_APART = re.compile(r"[1-9]\d{0,2}(?: \d{3}){3,}")
_OPTIONAL_ZERO = re.compile(r"[(\[]\s*(?:0|8|06)\s*[)\]]")
_MAYBE_DECIMAL = re.compile(r"[1-9]\d\d\.\d{6,7}")
_PLACEHOLDER = re.compile(
    r"((?:(?:\+|00)\s*55[ -]*)?\(?)0?[ -]*(?:xx|\*\*|__)[ -]*([1-9]\d\D*\d[\d -]{6,})", re.IGNORECASE
)
_LOOSE_END = re.compile(
    r".*(?:\d{5,}\s*-\s*(\d{1,2})|\d{6,}\s*-\s*(\d{3})|\d{4,}[ .-]+(\d)|\d\s*[(\[]\s*(\d{1,3})\s*[)\]])", re.DOTALL
)
_LOOSE_BEGINNING = re.compile(r"[(\[ ]*[1-9]\d?[)\]]?[ /.:)\n-]+[ (\[]*(0\d.*)", re.DOTALL)
_NOT_A_DIGIT = re.compile(r"\D+")
_RESTART = re.compile(r"[ /.-]+(?=0\d)")

SEVERAL = NoNumber(Code.PHONE_SEVERAL, phrase("holds several numbers; keep one, or put each into a column of its own"))


def read_notation(text: str) -> Notation | NoNumber:
    """Give how a cell is written, or why it holds no number.

    Args:
        text: The cell as it stands in the file.

    """
    body = text.removeprefix("+")
    if body.isascii() and body.isdigit() and len(body) <= LONGEST_RUN:
        plus = body != text
        return (None if plus else find_damage(text)) or Notation(plus=plus, digits=body, plain=True)
    if _ORDINARY.fullmatch(text):
        return _read_signs(text)
    if len(text) > LONGEST_CELL and len(text.strip()) > LONGEST_CELL:
        return _unreadable(phrase("is too long for a phone"))
    return _read_cleaned(clean(text))


def _read_cleaned(cleaned: str) -> Notation | NoNumber:
    if carrier := _PLACEHOLDER.fullmatch(cleaned):
        return _mark(_read_signs(f"{carrier[1]}0{carrier[2]}"), placeholder=True)
    if _MAYBE_DECIMAL.fullmatch(cleaned):
        return _mark(_read_signs(cleaned), decimal=True)
    if damage := find_damage(cleaned):
        return damage
    if not any(character.isdigit() for character in cleaned):
        return _explain_no_digits(cleaned)
    return _refuse_words(cleaned) or _read_signs(cleaned)


def _explain_no_digits(text: str) -> NoNumber:
    if not any(character.isalpha() for character in text):
        return NoNumber(Code.PHONE_MISSING, phrase("holds no number"))
    if text.startswith("#"):
        return _unreadable(phrase("is a spreadsheet's error, not a number"))
    return _unreadable(phrase("is not a number"))


def _refuse_words(text: str) -> NoNumber | None:
    """Tell what else than a number the cell holds; None if nothing."""
    if not _JOINERS.search(text.replace("\n", " ")):
        return None
    pieces = [count for piece in _JOINERS.split(text) if (count := _count_digits(piece))]
    if sum(count >= PART for count in pieces) > 1:
        return SEVERAL
    if _EXTENSION.fullmatch(text):
        return NoNumber(Code.PHONE_INVALID, phrase("has an extension: an SMS cannot be sent to one"))
    if any(character.isalpha() for character in text):
        return _unreadable(phrase("has words or letters beside the digits; keep the number alone"))
    return _unreadable(phrase("has signs that no number has; keep the number alone"))


def _read_signs(text: str) -> Notation | NoNumber:
    grouped = _GROUPS_OF_THOUSANDS.fullmatch(text) is not None
    if grouped:
        text = _NOT_A_DIGIT.sub("", text)
        if damage := find_damage(text):
            return damage
    start = text.lstrip(" ([")
    plus = start.startswith("+")
    rest = start.lstrip("+ ") if plus else text
    before, inner, behind = rest.partition("+")
    if inner and "+" not in behind and _is_needless(_NOT_A_DIGIT.sub("", before), _NOT_A_DIGIT.sub("", behind)):
        return _mark(_read_signs("+" + behind), slip=phrase("read without what stands before its +"))
    if inner:
        return SEVERAL if _holds_several(rest.split("+")) else refuse_inner_plus()
    digits = _NOT_A_DIGIT.sub("", rest)
    if _are_apart(rest, abroad=plus or digits.startswith("00")):
        return SEVERAL
    if len(digits) > LONGEST_RUN:
        return (
            SEVERAL
            if find_halves(rest)
            else NoNumber(Code.PHONE_TOO_LONG, phrase("has {digits} digits", digits=len(digits)))
        )
    return Notation(
        plus=plus,
        digits=digits,
        plain=rest.isdigit(),
        lead=_count_lead(rest),
        without_zero=_leave_out_zero(rest),
        loose_end=len(_find_loose_end(rest)),
        behind_loose=_find_behind_loose(rest) if not plus else "",
        halves=find_halves(rest),
    )


def _mark(
    notation: Notation | NoNumber, *, slip: str = "", placeholder: bool = False, decimal: bool = False
) -> Notation | NoNumber:
    if isinstance(notation, NoNumber):
        return notation
    return notation._replace(slip=slip, placeholder=placeholder, decimal=decimal)


def _is_needless(before: str, behind: str) -> bool:
    """Tell whether digits before a + are the 0 or 00 of another way to write the same, or the country code again."""
    return before in {"0", "00"} or (0 < len(before) <= 3 and behind.startswith(before))  # noqa: PLR2004 - a country code


def _are_apart(text: str, *, abroad: bool) -> bool:
    """Tell whether a slash, comma or line end divides two numbers, not an area code or groups of digits."""
    counts = [count for piece in _BREAKS.split(text) if (count := _count_digits(piece))]
    if len(counts) < 2:  # noqa: PLR2004 - two pieces are what is asked for
        return False
    area = _AREA_ABROAD if abroad else _AREA
    if counts[0] > area:
        return True
    in_groups = all(2 <= count <= 4 for count in counts[1:])  # noqa: PLR2004 - 06/12/34/56/78
    return not (in_groups or (sum(counts[:-1]) <= area and counts[-1] > 2))  # noqa: PLR2004 - 0176/1234567/8


def find_halves(text: str) -> tuple[tuple[str, str], ...]:
    """Give where a second number with its own 0 may begin: `0176 1234567 0171 7654321`."""
    halves = (
        (_NOT_A_DIGIT.sub("", text[: gap.start()]), _NOT_A_DIGIT.sub("", text[gap.end() :]))
        for gap in _RESTART.finditer(text)
    )
    return tuple((first, second) for first, second in halves if len(first) >= PART and len(second) >= PART)


def _leave_out_zero(text: str) -> str | None:
    """Give the digits without a `(0)` that stands behind a country code; None without one."""
    zero = _OPTIONAL_ZERO.search(text)
    if zero is None or not _count_digits(text[: zero.start()]):
        return None
    return _NOT_A_DIGIT.sub("", text[: zero.start()] + text[zero.end() :])


def _count_lead(text: str) -> int | None:
    """Give the digits of the first group; 0 for one in brackets, None where there are no groups but of thousands."""
    if text.isdigit() or _THOUSANDS_APART.fullmatch(text):
        return None
    first = _FIRST_GROUP.match(text)
    return len(first[1]) if first else 0


def _find_loose_end(text: str) -> str:
    """Give the digits that stand apart at the end: `-8` of `1234567-8`, `(2)`."""
    found = _LOOSE_END.fullmatch(text)
    return found[found.lastindex or 0] if found else ""


def _find_behind_loose(text: str) -> str:
    """Give the digits from the 0 on, where one or two others stand apart before it: `2 0176 …`."""
    found = _LOOSE_BEGINNING.fullmatch(text)
    return _NOT_A_DIGIT.sub("", found[1]) if found else ""


def _holds_several(pieces: list[str]) -> bool:
    return sum(_count_digits(piece) >= PART for piece in pieces) > 1


def _count_digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _unreadable(reason: str) -> NoNumber:
    return NoNumber(Code.PHONE_UNREADABLE, reason)
