"""The ways in which people and programs write a phone that is whole."""

import random
from collections.abc import Callable, Iterator, Mapping

from tests.corpus.countries import COUNTRIES, PhoneNumber
from tests.corpus.truths import Cell, Must, either, held, right

Write = Callable[[PhoneNumber, random.Random], str]


def divide(number: PhoneNumber, rng: random.Random, sign: str) -> str:
    """Divide what follows the area into groups."""
    rest, pieces = number.rest, []
    for size in rng.choice(COUNTRIES[number.region].groups):
        if len(rest) - size < 2:
            break
        pieces.append(rest[:size])
        rest = rest[size:]
    return sign.join((*pieces, rest))


def _national(sign: str, groups: str) -> Write:
    return lambda number, rng: number.trunk + number.area + sign + divide(number, rng, groups)


def _brackets(number: PhoneNumber, rng: random.Random) -> str:
    return f"({number.trunk}{number.area}){rng.choice((' ', ''))}{divide(number, rng, rng.choice((' ', '-')))}"


def _abroad(prefix: str, sign: str, groups: str) -> Write:
    return lambda number, rng: prefix + number.code + sign + number.area + sign + divide(number, rng, groups)


def _optional_zero(form: str) -> Write:
    def write(number: PhoneNumber, rng: random.Random) -> str:
        zero = number.trunk or "0"
        return form.format(code=number.code, zero=zero, area=number.area, rest=divide(number, rng, " "))

    return write


def _labelled(number: PhoneNumber, rng: random.Random) -> str:
    label = rng.choice(COUNTRIES[number.region].labels)
    text = rng.choice((NATIONAL["national spaces"], ABROAD["plus spaces"]))(number, rng)
    return rng.choice((f"{label} {text}", f"{label}{text}" if label[-1] in ".:" else f"{label}: {text}"))


def _with_note(number: PhoneNumber, rng: random.Random) -> str:
    return ABROAD["plus spaces"](number, rng) + rng.choice((" (privat)", " (mobil)", " privat", " (work)", " (M)"))


def _replaced(old: str, new: str, write: Write) -> Write:
    return lambda number, rng: write(number, rng).replace(old, new)


def _wrapped(start: str, write: Write, end: str = "") -> Write:
    return lambda number, rng: start + write(number, rng) + end


def _in_script(zero: str, write: Write) -> Write:
    digits = {ord(str(value)): chr(ord(zero) + value) for value in range(10)}
    return lambda number, rng: write(number, rng).translate(digits)


NATIONAL: Mapping[str, Write] = {
    "national": lambda number, _: number.national,
    "national spaces": _national(" ", " "),
    "national slash": _national("/", ""),
    "national slash spaces": _national(" / ", " "),
    "national dash": _national("-", "-"),
    "national dash spaces": _national(" - ", ""),
    "national dots": _national(".", "."),
    "national brackets": _brackets,
}
ABROAD: Mapping[str, Write] = {
    "plus": lambda number, _: number.e164,
    "plus spaces": _abroad("+", " ", " "),
    "plus dashes": _abroad("+", "-", "-"),
    "plus dots": _abroad("+", ".", "."),
    "00": lambda number, _: "00" + number.digits,
    "00 spaces": _abroad("00", " ", " "),
    "00 slash": lambda number, rng: f"00{number.code} {number.area}/{divide(number, rng, '')}",
    "plus brackets": lambda number, rng: f"(+{number.code}) {number.area} {divide(number, rng, ' ')}",
    "plus area brackets": lambda number, rng: f"+{number.code} ({number.area}) {divide(number, rng, ' ')}",
}
OPTIONAL_ZERO: Mapping[str, Write] = {
    "plus (0)": _optional_zero("+{code} ({zero}){area} {rest}"),
    "plus (0) tight": _optional_zero("+{code}({zero}){area}{rest}"),
    "00 (0)": _optional_zero("00{code} ({zero}) {area} {rest}"),
    "plus (0) slash": _optional_zero("+{code} ({zero}) {area} / {rest}"),
}
ODD: Mapping[str, Write] = {
    "label": _labelled,
    "note": _with_note,
    "tel:": _wrapped("tel:", ABROAD["plus dashes"]),
    "p:": _wrapped("p:", ABROAD["plus"]),
    "quotes": _wrapped('"', ABROAD["plus"], '"'),
    "blanks": _wrapped("  ", ABROAD["plus spaces"], " "),
    "nbsp": _replaced(" ", "\u00a0", ABROAD["plus spaces"]),
}
BEYOND_LATIN: Mapping[str, Write] = {
    "zero-width": _replaced(" ", "\u200b", ABROAD["plus spaces"]),
    "narrow nbsp": _replaced(" ", "\u202f", ABROAD["plus spaces"]),
    "bidi": _wrapped("\u202a", ABROAD["plus spaces"], "\u202c"),
    "thin dash": _replaced("-", "\u2011", NATIONAL["national dash"]),
    "fullwidth": _in_script("\uff10", _replaced("+", "\uff0b", ABROAD["plus"])),
    "arabic digits": _in_script("\u0660", ABROAD["plus"]),
    "devanagari digits": _in_script("\u0966", NATIONAL["national spaces"]),
    "emoji": _wrapped("📱 ", ABROAD["plus spaces"]),
}
SIGNED = {**ABROAD, **ODD}
"""Show their country by themselves."""
ALL = {**NATIONAL, **ABROAD, **OPTIONAL_ZERO, **ODD, **BEYOND_LATIN}


def write_cell(way: str, number: PhoneNumber, region: str | None, rng: random.Random) -> Cell:
    """Write the number that way; one of another country, which nobody writes nationally, with its +."""
    is_abroad = number.region != region
    if is_abroad and (way in NATIONAL or way in {"label", "thin dash", "devanagari digits"}):
        way = "plus spaces"
    if way in OPTIONAL_ZERO and not number.trunk:
        way = "plus spaces"
    text = ALL[way](number, rng)
    return right(text, number.e164, way)


def junk_cells(region: str, rng: random.Random, numbers: Iterator[PhoneNumber]) -> Iterator[Cell]:
    """Draw cells that hold no one number, without end."""
    while True:
        first, second = next(numbers), next(numbers)
        one, two = NATIONAL["national spaces"](first, rng), NATIONAL["national spaces"](second, rng)
        if first.region != region or second.region != region:
            one, two = first.e164, second.e164
        written = rng.choice(("national spaces", "plus spaces"))
        whole = ALL[written](first, rng)
        yield rng.choice(
            (
                held("", "", "blank"),
                held("-", "", "dash"),
                held(rng.choice(("keine", "n/a", "unbekannt", "siehe Notiz", "NULL", "None", "nan")), "", "word"),
                held("0", "", "zero"),
                held("max@example.org", "", "e-mail"),
                held(f"{one} / {two}", first.e164, "several"),
                held(f"{one}, {two}", first.e164, "several"),
                held(f"{one} oder {two}", first.e164, "several"),
                held(f"{first.e164} ::: {second.e164}", first.e164, "several"),
                held(f"{one}\n{two}", first.e164, "several"),
                held(f"{whole} ext. {rng.randint(10, 99)}", first.e164, "extension"),
                held(whole[: -rng.randint(5, 6)], first.e164, "too short"),
                held(whole + fill_digits(rng, 6), first.e164, "too long"),
                either("O" + whole[1:], first.e164, "letter O"),
            )
        )


def fill_digits(rng: random.Random, count: int) -> str:
    """Draw digits."""
    return "".join(rng.choices("0123456789", k=count))


def is_knowable(cell: Cell) -> bool:
    """Tell whether the import owes the row its number."""
    return cell.truth.must is Must.RIGHT
