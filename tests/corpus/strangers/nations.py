"""Whole countries' own ways of writing, and slips that leave one reading."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.invented import national
from tests.corpus.strangers.notations import HABITS, at_home, habits_of
from tests.corpus.strangers.people import last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile


def one_way(rng: random.Random) -> StrangeFile:
    """One country, one way."""
    region = rng.choice((*sorted(HABITS), "BY", "RU", "BR", "HU", "KZ"))
    sheet = Sheet("nation: one way", region, rng, phone=1)
    sheet.line("name", "phone")
    habit = rng.choice(habits_of(sheet.numbers.mobile(region), region))
    for _ in range(rng.choice((4, 25))):
        number = sheet.numbers.mobile(region)
        sheet.contact((last_name(rng), at_home(number, region, rng, habit)), number, must=True)
    return sheet.done()


def all_ways(rng: random.Random) -> StrangeFile:
    """One country, all its ways in one column."""
    region = rng.choice(sorted(HABITS))
    sheet = Sheet("nation: all ways", region, rng, phone=1)
    sheet.line("name", "mobile")
    for _ in range(rng.choice((12, 40))):
        number = sheet.numbers.mobile(region)
        sheet.contact((last_name(rng), at_home(number, region, rng)), number, must=True)
    return sheet.done()


_CODES = {"DE": "49", "AT": "43", "CH": "41", "GB": "44", "NL": "31", "FR": "33", "BE": "32", "SE": "46", "IE": "353"}
SLIPS = (
    "0+{code}{nsn}",
    "+0{nsn}",
    "0{code}{nsn}",
    "+{code}0{nsn}",
    "00{code}0{nsn}",
    "+{code} (0){nsn}",
    "+00{code}{nsn}",
    "++{code}{nsn}",
    "0 0{code} {nsn}",
    "(0{code}) {nsn}",
    "{code} (0) {nsn}",
    "{code}-{nsn}",
    "+{code}+{nsn}",
    "o{nsn}",
    "'+{code}{nsn}",
)


def slips(rng: random.Random) -> StrangeFile:
    """A slip of the hand, in a few cells or in all; read aright or held, never as another number."""
    region = rng.choice(sorted(_CODES))
    sheet = Sheet("nation: slips", region, rng, phone=1)
    sheet.line("name", "mobile")
    slip = rng.choice(SLIPS)
    share = rng.choice((0.1, 0.1, 1.0))
    for _ in range(rng.choice((10, 40))):
        number = sheet.numbers.mobile(region)
        is_slip = rng.random() < share
        text = slip.format(code=_CODES[region], nsn=national(number)) if is_slip else at_home(number, region, rng)
        sheet.contact((last_name(rng), text), number, must=not is_slip)
    return sheet.done()


def carriers(rng: random.Random) -> StrangeFile:
    """Brazil's carrier codes and Mexico's and Argentina's old mobile prefixes."""
    region = rng.choice(("BR", "MX", "AR"))
    sheet = Sheet("nation: carrier codes", region, rng, phone=1)
    sheet.line("nombre", "celular")
    for _ in range(rng.choice((6, 25))):
        number = sheet.numbers.mobile(region)
        nsn = national(number)
        match region:
            case "BR":
                text = rng.choice((f"0 15 {nsn[:2]} {nsn[2:]}", f"021{nsn[:2]}{nsn[2:]}", f"0 xx {nsn[:2]} {nsn[2:]}"))
            case "MX":
                text = rng.choice((f"044 {nsn[:2]} {nsn[2:]}", f"045 {nsn}", f"+52 1 {nsn}", f"+521{nsn}"))
            case _:
                text = rng.choice((f"+54 9 {nsn[1:]}", f"0{nsn[1:3]} 15 {nsn[3:]}", f"9{nsn[1:]}"))
        sheet.contact((last_name(rng), text), number)
    return sheet.done()


def no_region_of_its_own(rng: random.Random) -> StrangeFile:
    """The whole list is another country's than `--region` says, signs and all: then each is itself."""
    region, other = rng.choice((("DE", "AT"), ("GB", "IE"), ("FR", "BE"), ("RU", "KZ"), ("US", "GB"), ("ES", "IT")))
    sheet = Sheet("nation: another's list, signed", region, rng, phone=1)
    sheet.line("name", "mobile")
    for _ in range(rng.choice((6, 30))):
        number = sheet.numbers.mobile(other)
        text = rng.choice((number, f"00{number[1:]}" if region != "US" else number, f"{number[:3]} {number[3:]}"))
        sheet.contact((last_name(rng), text), number, must=True)
    return sheet.done()


KINDS: Sequence[Make] = (one_way, all_ways, slips, carriers, no_region_of_its_own)
