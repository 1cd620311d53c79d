"""A few odd cells among many clear ones, and damage that all cells share."""

import random
from collections.abc import Iterator, Sequence

import phonenumbers

from tests.corpus.strangers.invented import is_valid
from tests.corpus.strangers.notations import at_home, habits_of
from tests.corpus.strangers.people import digits, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

_HOMES = ("DE", "US", "IT", "FR", "GB", "ES", "PL", "NL", "AT", "CH")
_HEADERS = {"DE": "Handy", "US": "phone", "IT": "Cellulare", "FR": "Portable", "GB": "Mobile", "ES": "Móvil",
            "PL": "Telefon", "NL": "Mobiel", "AT": "Handy", "CH": "Natel"}  # fmt: skip
_SHORT = ("CK", "NO", "DK", "IS", "FO", "SG", "EE", "LU", "MT", "PA", "GT", "SV", "TO", "FJ", "NC", "LV")


def _clear(sheet: Sheet, count: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Numbers of the region, all written in one way."""
    habit = rng.choice(habits_of(sheet.numbers.mobile(sheet.region), sheet.region))
    for _ in range(count):
        number = sheet.numbers.mobile(sheet.region)
        yield number, at_home(number, sheet.region, rng, habit)


def _foreign_short(home: str, rng: random.Random, sizes: Sequence[int]) -> str | None:
    """Digits that are a whole number of some small country with its code, and none of the region."""
    for _ in range(300):
        region = rng.choice(_SHORT)
        code = str(phonenumbers.country_code_for_region(region))
        size = rng.choice(sizes)
        text = code + digits(rng, size - len(code))
        if is_valid(f"+{text}", region) and not is_valid(text, home):
            return text
    return None


def _grouped(text: str, home: str, rng: random.Random) -> str:
    if home == "US" and len(text) == 10:
        form = rng.choice(("({}) {}-{}", "{}-{}-{}", "{}.{}.{}"))
        return form.format(text[:3], text[3:6], text[6:])
    form = rng.choice(("{} {}", "{}-{}", "{}/{}", "{}{}"))
    return form.format(text[: len(text) // 2], text[len(text) // 2 :])


def _with_odd(kind: str, rng: random.Random, sizes: Sequence[int]) -> StrangeFile:
    home = rng.choice(_HOMES)
    sheet = Sheet(kind, home, rng, phone=1)
    sheet.line("Name", _HEADERS[home])
    rows: list[tuple[str, str | None]] = [(text, number) for number, text in _clear(sheet, 60, rng)]
    for _ in range(rng.randint(1, 4)):
        odd = _foreign_short(home, rng, sizes)
        if odd:
            rows.insert(rng.randint(0, len(rows)), (_grouped(odd, home, rng), None))
    for text, truth in rows:
        sheet.contact((last_name(rng), text), truth, must=truth is not None)
    return sheet.done()


def short_foreign(rng: random.Random) -> StrangeFile:
    """Local numbers without their area, which some island could own."""
    return _with_odd("odd: short foreign readings", rng, (7, 8))


def long_foreign(rng: random.Random) -> StrangeFile:
    """Ten digits that another country owns, bracketed or grouped as at home."""
    return _with_odd("odd: grouped as at home", rng, (9, 10))


def mistyped(rng: random.Random) -> StrangeFile:
    """A few cells with digits too many, too few or unreadable: nothing goes up of them."""
    home = rng.choice(_HOMES)
    sheet = Sheet("odd: mistyped cells", home, rng, phone=1)
    sheet.line("Name", _HEADERS[home])
    for index, (number, text) in enumerate(_clear(sheet, 60, rng)):
        if index % 20 != 7:
            sheet.contact((last_name(rng), text), number, must=True)
            continue
        cut = text[: -rng.randint(2, 4)]
        broken = rng.choice((cut, text + digits(rng, 2), text.replace(text[-3], "?", 1), f"{text}x", f"{cut}..."))
        truth = number if "x" in broken else None
        if truth is None and is_valid(broken, home):
            broken = f"{broken}???"
        sheet.contact((last_name(rng), broken), truth)
    return sheet.done()


def others_plain(rng: random.Random) -> StrangeFile:
    """Numbers of other countries with their sign, among those of the region: each is itself."""
    home = rng.choice(_HOMES)
    sheet = Sheet("odd: signed foreign numbers", home, rng, phone=1)
    sheet.line("Name", _HEADERS[home])
    for index, (number, text) in enumerate(_clear(sheet, 60, rng)):
        if index % 15 == 4:
            abroad = sheet.numbers.mobile(rng.choice(("NO", "DK", "PT", "FI", "IE", "RO", "TR")))
            shown = abroad if home == "US" else rng.choice((abroad, f"00{abroad[1:]}"))
            sheet.contact((last_name(rng), shown), abroad, must=True)
        else:
            sheet.contact((last_name(rng), text), number, must=True)
    return sheet.done()


def zero_too_many(rng: random.Random) -> StrangeFile:
    """Every cell has a 0 more at its end: nobody knows where the numbers were broken."""
    home = rng.choice(("DE", "DE", "AT", "IT", "FR", "ES", "PL", "NL", "GB"))
    sheet = Sheet("damage: a zero at every end", home, rng, phone=1)
    sheet.line("Name", _HEADERS[home])
    way = rng.choice(("home", "+", "00", "bare", "spaces"))
    for number, text in _clear(sheet, rng.choice((20, 40, 60)), rng):
        shown = {"home": text, "+": number, "00": f"00{number[1:]}", "bare": number[1:]}.get(
            way, f"{number[:3]} {number[3:6]} {number[6:]}"
        )
        sheet.contact((last_name(rng), f"{shown}0"), None)
    return sheet.done()


def cut_short(rng: random.Random) -> StrangeFile:
    """A field of ten characters has cut every number."""
    sheet = Sheet("damage: cut short", "DE", rng, phone=1)
    sheet.line("Name", "Handy")
    width = rng.choice((9, 10))
    for _ in range(40):
        number = sheet.numbers.mobile("DE")
        shown = rng.choice((f"0{number[3:]}", number))[:width]
        sheet.contact((last_name(rng), shown), None)
    return sheet.done()


def spreadsheet(rng: random.Random) -> StrangeFile:
    """What a spreadsheet made of numbers: digits lost are lost, signs lost are not."""
    sheet = Sheet("damage: spreadsheet", "DE", rng, phone=1)
    sheet.line("Name", "Handy")
    way = rng.choice(("scientific", "rounded", "lost plus", "lost zero", "float", "hashes", "dates", "thousands"))
    for _ in range(40):
        number = sheet.numbers.mobile("DE")
        bare = number[1:]
        truth: str | None = number
        match way:
            case "scientific":
                shown, truth = f"{bare[0]},{bare[1:6]}E+{len(bare) - 1}", None
            case "rounded":
                shown, truth = bare[:6] + "0" * (len(bare) - 6), None
            case "lost plus":
                shown = bare
            case "lost zero":
                shown = bare[2:]
            case "float":
                shown = f"{bare}.0"
            case "hashes":
                shown, truth = "#" * rng.randint(5, 9), None
            case "dates":
                shown, truth = f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(1999, 2030)}", None
            case _:
                shown = f"{int(bare):,}".replace(",", ".")
        sheet.contact((last_name(rng), shown), truth, must=way in {"lost plus", "float"})
    return sheet.done()


def several(rng: random.Random) -> StrangeFile:
    """Two people's numbers in one cell, in words of other languages."""
    home = rng.choice(("DE", "FR", "IT", "ES", "PL", "NL"))
    sheet = Sheet("odd: several in a cell", home, rng, phone=1)
    sheet.line("Name", _HEADERS[home])
    between = {"DE": " bzw. ", "FR": " ou bien ", "IT": " oppure ", "ES": " o si no ", "PL": " lub ", "NL": " of "}
    for index, (number, text) in enumerate(_clear(sheet, 30, rng)):
        if index % 6 == 2:
            other = at_home(sheet.numbers.mobile(home), home, rng)
            sign = rng.choice((between[home], " / ", ", ", "; ", " - ", "  ", "\n", " (Mutter) "))
            sheet.contact((last_name(rng), text + sign + other), None)
        else:
            sheet.contact((last_name(rng), text), number, must=True)
    return sheet.done()


KINDS: Sequence[Make] = (
    short_foreign, long_foreign, mistyped, others_plain, zero_too_many, cut_short, spreadsheet, several,
)  # fmt: skip
