"""A number as the sheet shows it: the format codes of workbooks, carried out.

Rounding, places and signs are ECMA-376 part 1, 18.8.30 and 18.8.31. Dates go to date_formats.py. Knows no files.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import floor

from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.formats.date_formats import is_date, is_date_0, show_date
from lox24cli.tables.formats.format_codes import Section, Token, parse_code

_FULL_INTEGER = 1e21  # from here on nobody could read all the digits
_GENERAL_PLACES = 11  # characters of a number under General, without its sign
_LEAST_POWER = -4  # smaller numbers are written with an exponent where they do not fit
_SIGNIFICANT_OF_EXPONENT = 5  # digits behind the point
_SIGNIFICANT = 15  # digits that a spreadsheet keeps
_OVERFLOW = "########"
_PLACES_IN_GROUP = 3
_SIGNED = 2  # sections: positive and negative; a third is for zero
_GENERAL = Section((Token("general", ""),))


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell's text, and whether every digit of its number can be read in it."""

    text: str
    complete: bool = True
    held: bool = False
    """It is the date 0, which is none: nothing can be shown."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A section with places for digits, sorted out."""

    whole: tuple[Token, ...]
    part: tuple[Token, ...]
    tail: tuple[Token, ...]
    """What follows the exponent or the fraction."""
    has_point: bool
    may_dangle: bool
    """The point may stand at the end: `5.` under `0.##`, as Excel shows it."""
    decimals: int
    groups: bool
    percents: int
    thousands: int
    """Commas at the end: each divides by a thousand."""
    exponent: str
    """`E+`, `E-` or empty."""
    exponent_places: int
    is_fraction: bool


def show_number(value: float, code: str, conventions: Conventions, *, epoch_1904: bool = False) -> Shown:
    """Return the number under the format code; `########` where a spreadsheet could not show it either."""
    section = choose_section(parse_code(code), value)
    if section is None:
        return Shown(_OVERFLOW, complete=False)
    if section.has("general"):
        shown = show_general(abs(value), conventions)
        around = [shown if token.kind == "general" else token.text for token in section.tokens]
        sign = "-" if value < 0 and not section.drops_sign else ""
        return Shown(sign + "".join(around), complete=_says_all(sign + shown, value))
    if is_date(section):
        if is_date_0(value, section, epoch_1904=epoch_1904):
            return Shown("", complete=False, held=True)
        date = show_date(value, section, conventions, epoch_1904=epoch_1904)
        return Shown(_OVERFLOW, complete=False) if date is None else Shown(date)
    return _show_digits(value, section, conventions)


def show_text(value: str, code: str) -> str:
    """Return the text under the format code: only a section with `@` changes it."""
    for section in parse_code(code):
        if section.is_text:
            return "".join(value if token.kind == "text" else token.text for token in section.tokens)
    return value


def show_general(value: float, conventions: Conventions) -> str:
    """Return the number under General: whole numbers with all their digits, others in 11 places as Excel has them."""
    if value % 1 == 0 and abs(value) < _FULL_INTEGER:
        return str(int(value))
    exact = Decimal(f"{abs(value):.{_SIGNIFICANT}g}")
    power = exact.adjusted()
    text = f"{exact:f}"
    if _LEAST_POWER <= power < _GENERAL_PLACES and len(text) > _GENERAL_PLACES:
        text = f"{_round(exact, max(_GENERAL_PLACES - 2 - max(power, 0), 0)):f}"
    elif len(text) > _GENERAL_PLACES:
        mantissa, _, exponent = f"{exact:.{_SIGNIFICANT_OF_EXPONENT}E}".partition("E")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"
    if "." in text and "E" not in text:
        text = text.rstrip("0").rstrip(".")
    return ("-" if value < 0 else "") + text.replace(".", conventions.decimal)


def write_exactly(value: float) -> str:
    """All digits of the number without exponent: whole numbers without `.0`, others in the shortest form."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def _says_all(shown: str, value: float) -> bool:
    return "E" not in shown and shown.replace(",", ".") == write_exactly(value)


def choose_section(sections: tuple[Section, ...], value: float) -> Section | None:
    """Return the section that applies to the number: by its condition, else positive; negative; zero."""
    numeric = [section for section in sections if not section.is_text]
    if not numeric:
        return _GENERAL
    if any(section.condition for section in numeric):
        return next((section for section in numeric if not section.condition or section.condition.holds(value)), None)
    if value < 0 and len(numeric) > 1:
        return numeric[1]
    if value == 0 and len(numeric) > _SIGNED:
        return numeric[2]
    return numeric[0]


def _show_digits(value: float, section: Section, conventions: Conventions) -> Shown:
    if not section.has("digit"):
        return Shown("".join(token.text for token in section.tokens if token.kind == "literal").strip(), complete=False)
    form = _form(section)
    exact = Decimal(f"{abs(value):.{_SIGNIFICANT}g}")
    sign = "-" if value < 0 and not section.drops_sign else ""
    if form.is_fraction:
        return Shown((sign + _show_fraction(exact, form)).strip(), complete=False)
    if form.exponent:
        return Shown((sign + _show_scientific(exact, form, conventions)).strip(), complete=False)
    scaled = exact.scaleb(2 * form.percents - 3 * form.thousands)
    rounded = _round(scaled, form.decimals)
    text = _fill(form, rounded, conventions)
    is_open = form.may_dangle and rounded % 1 == 0
    is_exact = rounded == abs(Decimal(repr(value)))
    return Shown(((sign if rounded else "") + text).strip(), complete=is_exact and not is_open)


@lru_cache(maxsize=512)
def _form(section: Section) -> _Form:
    tokens = section.tokens
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    power = next((index for index, token in enumerate(tokens) if token.kind == "exponent"), len(tokens))
    slash = next((index for index, token in enumerate(tokens) if token.kind == "slash"), None)
    is_fraction = slash is not None and digits[0] < slash and power == len(tokens)
    last_whole = max((index for index in digits if index < min(point, power)), default=-1)
    commas = [index for index, token in enumerate(tokens) if token.kind == "comma" and index > digits[0]]
    groups = any(index < last_whole for index in commas)
    after = [token for token in tokens[power + 1 :] if token.kind == "digit"]
    part = tokens[point + 1 : power]
    return _Form(
        whole=tokens if is_fraction else _shown(tokens[: min(point, power)]),
        part=_shown(part),
        tail=tuple(token for token in _shown(tokens[power + 1 :]) if token.kind != "digit"),
        has_point=point < power,
        may_dangle=point < power and all(token.text == "#" for token in part if token.kind == "digit"),
        decimals=sum(token.kind == "digit" for token in part),
        groups=groups,
        percents=sum(token.kind == "percent" for token in tokens),
        thousands=sum(index > max(index for index in digits if index < power) for index in commas if index < power)
        if not after
        else 0,
        exponent=tokens[power].text.upper() if power < len(tokens) else "",
        exponent_places=len(after),
        is_fraction=is_fraction,
    )


def _shown(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the places and the signs that show; commas have done their work."""
    return tuple(
        token if token.kind == "digit" else Token("literal", token.text) for token in tokens if token.kind != "comma"
    )


def _round(value: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = 5000  # 309 digits of the largest float, and as many percents and places as a code has room for
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _fill(form: _Form, rounded: Decimal, conventions: Conventions) -> str:
    """Return the digits put into the form's places; literals stay where they stand."""
    whole, _, part = f"{rounded:f}".partition(".")
    left = _fill_whole(form.whole, whole.lstrip("0"), conventions.group if form.groups else "")
    right = _fill_part(form.part, part)
    return left + (conventions.decimal if form.has_point else "") + right


def _fill_whole(tokens: tuple[Token, ...], digits: str, group: str) -> str:
    """Places take digits from the right; the leftmost place takes all that is left."""
    first = next((index for index, token in enumerate(tokens) if token.kind == "digit"), None)
    if first is None:
        return "".join(token.text for token in tokens) + digits
    out: list[str] = []
    taken = 0
    for index in reversed(range(len(tokens))):
        token = tokens[index]
        if token.kind != "digit":
            out.append(token.text)
            continue
        count = max(len(digits) - taken, 1) if index == first else 1
        for _ in range(count):
            sign = digits[-1 - taken] if taken < len(digits) else {"0": "0", "?": " "}.get(token.text, "")
            if sign and group and taken and taken % _PLACES_IN_GROUP == 0:
                out.append(group)
            out.append(sign)
            taken += 1
    return "".join(reversed(out))


def _fill_part(tokens: tuple[Token, ...], digits: str) -> str:
    """Places after the point; `#` at the end drops zeros, `?` turns them into blanks."""
    places = [token.text for token in tokens if token.kind == "digit"]
    shown = list(digits)
    for index in reversed(range(len(shown))):
        if shown[index] != "0" or places[index] == "0":
            break
        shown[index] = "" if places[index] == "#" else " "
    digit = iter(shown)
    return "".join(next(digit) if token.kind == "digit" else token.text for token in tokens)


def _show_scientific(value: Decimal, form: _Form, conventions: Conventions) -> str:
    places = max(sum(token.kind == "digit" for token in form.whole), 1)
    power = value.adjusted() if value else 0
    power -= power % places if places > 1 else 0
    mantissa = _round(value.scaleb(-power), form.decimals)
    if mantissa >= 10**places:
        power += places
        mantissa = _round(value.scaleb(-power), form.decimals)
    mark = "-" if power < 0 else form.exponent.removeprefix("E").replace("-", "")
    tail = "".join(token.text for token in form.tail)
    return f"{_fill(form, mantissa, conventions)}E{mark}{str(abs(power)).zfill(form.exponent_places)}{tail}"


def _show_fraction(value: Decimal, form: _Form) -> str:
    """`1 1/2`: the nearest fraction whose denominator has the places that the form gives it."""
    slash = next(index for index, token in enumerate(form.whole) if token.kind == "slash")
    below = "".join(token.text for token in form.whole[slash + 1 :]).strip()
    has_whole = any(token.kind == "literal" for token in form.whole[:slash])
    whole = int(value) if has_whole else 0
    rest = Fraction(value) - whole
    if below.isdigit() and int(below):
        top, bottom = floor(rest * int(below) + Fraction(1, 2)), int(below)
    else:
        near = rest.limit_denominator(10 ** min(max(len(below), 1), 6) - 1)
        top, bottom = near.numerator, near.denominator
    if has_whole and top in {0, bottom}:
        return str(whole + (top == bottom and top > 0))
    return f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"
