"""What spreadsheets, databases and hasty people do to a column of phones, and what is left to know of each cell.

How a spreadsheet shows numbers: 15 digits are kept, 11 shown before scientific notation
(https://support.microsoft.com/office/keeping-leading-zeros-and-large-numbers-1bf7b935-36e1-4985-842f-5dfa51f85fe7).
"""

import random
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context

from tests.corpus.countries import PhoneNumber
from tests.corpus.notations import NATIONAL, divide, fill_digits
from tests.corpus.truths import Cell, either, held, right


@dataclass(frozen=True, slots=True)
class Scene:
    """What a damage knows of its column."""

    region: str | None
    """What `--region` says."""
    uniform: bool
    """The whole column went through it; else only half of its cells."""
    rng: random.Random


Damage = Callable[[PhoneNumber, Scene], Cell]


def _know_bare(text: str, number: PhoneNumber, scene: Scene, way: str, *, zero_lost: bool) -> Cell:
    """Tell what can be known of bare digits: mobiles of the region, with its code or in a column of their like."""
    if number.region == scene.region and number.mobile and (scene.uniform or (not zero_lost and number.trunk)):
        return right(text, number.e164, way)
    return either(text, number.e164, way)


def lose_plus(number: PhoneNumber, scene: Scene) -> Cell:
    """`+49176…` becomes `49176…`."""
    return _know_bare(number.digits, number, scene, "plus lost", zero_lost=False)


def lose_zero(number: PhoneNumber, scene: Scene) -> Cell:
    """`0176…` becomes `176…`; of another country, the + is lost."""
    if number.region != scene.region:
        return lose_plus(number, scene)
    text = (number.area + number.rest).lstrip("0")
    if not number.trunk and number.area.startswith("0"):
        return either(text, number.e164, "zero lost")
    return _know_bare(text, number, scene, "zero lost", zero_lost=True)


def _make_float(number: PhoneNumber, scene: Scene) -> Cell:
    tail = scene.rng.choice((".0", ".0", ".0", ",0", ".00", ",00"))
    return _know_bare(number.digits + tail, number, scene, "float", zero_lost=False)


def _make_national_float(number: PhoneNumber, scene: Scene) -> Cell:
    cell = lose_zero(number, scene)
    return Cell(cell.text + ".0", cell.truth, "national float")


def _make_signed_float(number: PhoneNumber, scene: Scene) -> Cell:
    national = number.national if number.trunk and number.region == scene.region else number.e164
    return right(f"{national}.0", number.e164, "text float")


def _make_spaced_float(number: PhoneNumber, scene: Scene) -> Cell:
    if number.region != scene.region:
        return right(number.e164, number.e164, "plus")
    return either(NATIONAL["national spaces"](number, scene.rng) + ".0", number.e164, "spaced float")


def _round(digits: str, significant: int) -> str:
    rounded = Context(prec=significant, rounding=ROUND_HALF_UP).create_decimal(digits)
    return str(int(rounded))


def _make_scientific(number: PhoneNumber, scene: Scene) -> Cell:
    digits = number.digits if scene.rng.random() < 0.5 else (number.area + number.rest).lstrip("0")
    rounded = _round(digits, scene.rng.randint(3, 6))
    mantissa = rounded.rstrip("0")
    mantissa = mantissa[0] + scene.rng.choice(".,") + (mantissa[1:] or "0")
    exponent = len(rounded) - 1
    form = scene.rng.choice(("{}E+{}", "{}E+{}", "{}e+{}", "{}E{}", "+{}E+{}", "{} E+{}"))
    return held(form.format(mantissa, exponent), number.e164, "scientific")


def _type_back(least: int, most: int, way: str) -> Damage:
    def damage(number: PhoneNumber, scene: Scene) -> Cell:
        text = _round(number.digits, scene.rng.randint(least, most))
        if text == number.digits:
            return either(text, number.e164, way)
        return held(text, number.e164, way)

    return damage


def _type_back_nationally(number: PhoneNumber, scene: Scene) -> Cell:
    digits = (number.area + number.rest).lstrip("0")
    text = _round(digits, scene.rng.randint(3, 6))
    if text == digits:
        return either(text, number.e164, "typed back nationally")
    return held(text, number.e164, "typed back nationally")


def _make_single(number: PhoneNumber, _: Scene) -> Cell:
    (value,) = struct.unpack("f", struct.pack("f", float(number.digits)))
    text = str(int(value))
    if text == number.digits:
        return either(text, number.e164, "single precision")
    return held(text, number.e164, "single precision")


def _glue(number: PhoneNumber, scene: Scene) -> Cell:
    text = number.digits + fill_digits(scene.rng, 9)
    return held(text[:15] + "0" * (len(text) - 15), number.e164, "fifteen digits")


def _hide(number: PhoneNumber, scene: Scene) -> Cell:
    return held("#" * scene.rng.randint(4, 12), number.e164, "hashes")


def _make_date(number: PhoneNumber, scene: Scene) -> Cell:
    rng = scene.rng
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2049)
    forms = (
        f"{day:02}.{month:02}.{year}",
        f"{month}/{day}/{year}",
        f"{year}-{month:02}-{day:02}",
        f"{year}-{month:02}-{day:02} 00:00:00",
        f"{day}. Mrz",
        f"{day:02}. Jan {year % 100:02}",
        f"Mai {year % 100:02}",
        f"{day}-Nov",
        f"{day:02}/{month:02}/{year % 100:02}",
    )
    return held(rng.choice(forms), number.e164, "date")


def _mark_as_text(number: PhoneNumber, scene: Scene) -> Cell:
    text = number.national if number.trunk and number.region == scene.region else number.e164
    return right(scene.rng.choice(("'", "'", "’", "´")) + text, number.e164, "apostrophe")


def _make_formula(number: PhoneNumber, scene: Scene) -> Cell:
    text = number.national if number.trunk and number.region == scene.region else number.e164
    forms = (f'="{text}"', f'="{number.e164}"', f"={number.e164}")
    return right(scene.rng.choice(forms), number.e164, "formula")


def _group_thousands(number: PhoneNumber, scene: Scene) -> Cell:
    sign = scene.rng.choice(".,' \u00a0")
    text = f"{int(number.digits):,}".replace(",", sign)
    return _know_bare(text, number, scene, "thousands", zero_lost=False)


def _cut(number: PhoneNumber, scene: Scene) -> Cell:
    """Leave fewer digits than any mobile has."""
    rng = scene.rng
    if rng.random() < 0.5:
        text = (number.e164, number.national if number.trunk else number.e164)[rng.randint(0, 1)]
        return held(text[: -rng.randint(3, 6)] + rng.choice(("...", "…", " ...")), number.e164, "cut with dots")
    return held(number.e164[: -rng.randint(5, 6)], number.e164, "cut")


def _cut_bare(number: PhoneNumber, scene: Scene) -> Cell:
    if number.region != scene.region:
        # What is left of a foreign number that nobody can see is foreign is somebody's landline.
        return right(number.e164, number.e164, "plus")
    return held(number.digits[: -scene.rng.randint(3, 6)], number.e164, "cut bare")


def _subtract(number: PhoneNumber, scene: Scene) -> Cell:
    pieces = divide(number, scene.rng, "-").split("-")
    if not number.trunk:
        return right(number.e164, number.e164, "plus")
    return held(str(int(number.area) - sum(map(int, pieces))), number.e164, "calculated")


def _divide(number: PhoneNumber, scene: Scene) -> Cell:
    value = int(number.area) / int(number.rest)
    text = scene.rng.choice((f"{value:.9f}", f"{value:.2E}", f"{value:.12f}")).replace(".", scene.rng.choice(".,"))
    return held(text, number.e164, "calculated")


def _cap(number: PhoneNumber, _: Scene) -> Cell:
    return held("2147483647", number.e164, "capped")


def _mask(number: PhoneNumber, scene: Scene) -> Cell:
    sign = scene.rng.choice(("*****", "xxxxx", "XXX", "•••••", "____"))
    return held(number.e164[:6] + sign + number.e164[-2:], number.e164, "masked")


def _plus_before_zero(number: PhoneNumber, _: Scene) -> Cell:
    return either("+0" + number.area + number.rest, number.e164, "plus before zero")


def _zero_before_code(number: PhoneNumber, scene: Scene) -> Cell:
    if number.region != scene.region:
        # 041 79… is a Swiss mobile to the one who typed it, and a landline near Hamburg to everybody else.
        return right(number.e164, number.e164, "plus")
    return either("0" + number.digits, number.e164, "zero before code")


def _trunk_behind_plus(number: PhoneNumber, _: Scene) -> Cell:
    if not number.trunk:
        return right(number.e164, number.e164, "plus")
    return right(f"+{number.code} {number.trunk}{number.area} {number.rest}", number.e164, "plus and trunk zero")


def _escape(number: PhoneNumber, scene: Scene) -> Cell:
    form = scene.rng.choice(("&#43;{}", "%2B{}", "\\+{}", "++{}", "+ {}", "(+){}", "+\u00c2\u00a0{}"))
    return either(form.format(number.digits), number.e164, "escaped")


def _widen_code(number: PhoneNumber, _: Scene) -> Cell:
    return either("+00" + number.digits, number.e164, "plus and 00")


WHOLE: Mapping[str, Damage] = {
    "plus lost": lose_plus,
    "zero lost": lose_zero,
    "float": _make_float,
    "national float": _make_national_float,
    "text float": _make_signed_float,
    "spaced float": _make_spaced_float,
    "apostrophe": _mark_as_text,
    "formula": _make_formula,
    "thousands": _group_thousands,
    "plus and trunk zero": _trunk_behind_plus,
    "plus before zero": _plus_before_zero,
    "zero before code": _zero_before_code,
    "escaped": _escape,
    "plus and 00": _widen_code,
}
"""All digits are still there."""
LOSSES: Mapping[str, Damage] = {
    "scientific": _make_scientific,
    "typed back": _type_back(3, 6, "typed back"),
    "typed back, 7 to 9 digits": _type_back(7, 9, "typed back, 7 to 9 digits"),
    "typed back, 10 digits": _type_back(10, 10, "typed back, 10 digits"),
    "typed back nationally": _type_back_nationally,
    "single precision": _make_single,
    "fifteen digits": _glue,
    "hashes": _hide,
    "date": _make_date,
    "cut": _cut,
    "cut bare": _cut_bare,
    "subtracted": _subtract,
    "divided": _divide,
    "capped": _cap,
    "masked": _mask,
}
"""Digits are gone."""
UNSEEN = frozenset({"typed back, 7 to 9 digits", "typed back, 10 digits", "typed back nationally", "single precision"})
"""No single cell shows it, only the column does: in a few rows nobody could know."""
DAMAGES = {**WHOLE, **LOSSES}
