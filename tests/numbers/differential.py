"""Holds what is quick against its judges.

The compiled plans against phonenumbers: the same verdict, E.164, region and kind for the same digits. Cells read at one
look against the reading that looks at every sign: the same digits and the same reading for the same cell.

python -m tests.numbers.differential --numbers 1000000 [--seed 1]
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from random import Random

import phonenumbers
from phonenumbers import CountryCodeSource, NumberParseException, PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from lox24cli.numbers.compiled_plans import ValidNumber, find_international, find_national
from lox24cli.numbers.numbers import read_carefully, read_cell
from lox24cli.numbers.values import NoNumber, Notation, Number, Reading

_REGIONS = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
_TRUNKS = ("", "", "", "0", "00", "1", "8", "06", "15")
_BEHIND_CODE = ("", "", " ", " ", "-", " (0)", " (0) ", "(0)", "(0) ", " (0)0", "/", " - ")
_SEPARATORS = ("", "", " ", " ", "-", "-", "/", ".", " / ", "  ", ") ")
_NOISE = (*"0123456789+-/() .,x", " 0", "-0", " (2)", "(0)", " (0) ", "\xa0", "\u200b", "\u0661")
_MOST_SHOWN = 20
CellReading = tuple[Notation, Reading] | NoNumber
Question = tuple[str, str | None]
"""Digits, and the region in which they are dialled; None: they stand behind a +."""


@dataclass(slots=True)
class Comparison:
    """How often the two agreed, and where not."""

    asked: int = 0
    valid: int = 0
    different: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Example:
    """A number that exists, in its parts; numbers of no region are tried from Germany."""

    region: str
    code: str
    national: str
    trunk: str


def ask_library(digits: str, region: str | None) -> ValidNumber | None:
    """Give what phonenumbers says, by its public functions alone."""
    try:
        parsed = phonenumbers.parse(digits if region else "+" + digits, region, keep_raw_input=True)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    code = parsed.country_code or 0
    return ValidNumber(
        calling_code=code,
        national=phonenumbers.format_number(parsed, PhoneNumberFormat.E164).removeprefix(f"+{code}"),
        region=phonenumbers.region_code_for_number(parsed) or "",
        kind=phonenumbers.number_type(parsed),
        has_code=region is None or parsed.country_code_source != CountryCodeSource.FROM_DEFAULT_COUNTRY,
    )


def ask_plans(digits: str, region: str | None) -> ValidNumber | None:
    """Give what the compiled plans say."""
    return find_national(digits, region) if region else find_international(digits)


def draw_questions(rng: Random) -> Iterator[Question]:
    """Yield digits near the numbers of all regions and kinds, and some that are near none, without end."""
    while True:
        example = rng.choice(_examples())
        national, home = _mutate(example.national, rng), example.region
        region = home if rng.random() < 0.6 else rng.choice(_REGIONS)
        trunk = rng.choice((*_TRUNKS, example.trunk))
        chance = rng.random()
        if chance < 0.35:
            yield example.code + (trunk if rng.random() < 0.2 else "") + national, None
        elif chance < 0.45:
            yield rng.choice(("00", "00", "011", "0011", "810")) + example.code + national, region
        elif chance < 0.6:
            yield example.code + (trunk if rng.random() < 0.2 else "") + national, region
        elif chance < 0.95:
            yield trunk + national, region
        else:
            yield "".join(rng.choices("0123456789", k=rng.randrange(22))), rng.choice((None, region))


def compare_plans(count: int, seed: int) -> Comparison:
    """Ask both for so many digits."""
    phonenumbers.enable_pattern_cache()
    comparison = Comparison()
    for digits, region in islice(draw_questions(Random(seed)), count):
        expected, found = ask_library(digits, region), ask_plans(digits, region)
        comparison.asked += 1
        comparison.valid += expected is not None
        if found != expected:
            comparison.different.append(f"{digits} in {region}: {found} instead of {expected}")
    return comparison


def draw_cells(rng: Random) -> Iterator[Question]:
    """Yield cells as people write numbers of all regions, right and wrong, in one region or in none, without end."""
    while True:
        example = rng.choice(_examples())
        national = _mutate(example.national, rng) if rng.random() < 0.7 else example.national
        region = rng.choice((example.region, "DE", None, rng.choice(_REGIONS)))
        if rng.random() < 0.25:
            yield rng.choice(("", "", example.trunk, example.code, 2 * example.code)) + national, region
            continue
        if region != example.region or rng.random() < 0.5:
            start = rng.choice(("+", "+", "00", "")) + example.code + rng.choice(_BEHIND_CODE)
        else:
            start = rng.choice((*_TRUNKS, "0", example.trunk))
        text = start + _group(national, rng)
        if rng.random() < 0.3:
            place = rng.randrange(len(text) + 1)
            text = text[:place] + rng.choice(_NOISE) + text[place:]
        yield text, region


def compare_cells(count: int, seed: int) -> Comparison:
    """Read so many cells both ways; `valid` counts those that are one number."""
    comparison = Comparison()
    for text, region in islice(draw_cells(Random(seed)), count):
        expected, found = read_carefully(text, region), read_cell(text, region)
        comparison.asked += 1
        comparison.valid += not isinstance(found, NoNumber) and isinstance(found[1], Number)
        if _essence(found) != _essence(expected):
            comparison.different.append(f"{text!r} in {region}: {found} instead of {expected}")
    return comparison


def _essence(found: CellReading) -> object:
    """Give what counts: of the notation, the signs and digits."""
    return found if isinstance(found, NoNumber) else (found[0][:3], found[1])


def _group(digits: str, rng: Random) -> str:
    """Write the digits in groups, mostly with one sign between them."""
    sign, size = rng.choice(_SEPARATORS), rng.randrange(1, 7)
    written, rest = digits[:size], digits[size:]
    while rest:
        size = rng.choice((2, 3, 4, 5, 12))
        written += (sign if rng.random() < 0.9 else rng.choice(_SEPARATORS)) + rest[:size]
        rest = rest[size:]
    return written


@cache
def _examples() -> tuple[Example, ...]:
    found = []
    for region in _REGIONS:
        metadata = PhoneMetadata.metadata_for_region(region)
        trunk = (metadata and metadata.national_prefix) or ""
        kinds = (phonenumbers.example_number_for_type(region, kind) for kind in PhoneNumberType.values())
        found += [
            Example(region, str(number.country_code), phonenumbers.national_significant_number(number), trunk)
            for number in kinds
            if number
        ]
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        number = phonenumbers.example_number_for_non_geo_entity(code)
        if number:
            found.append(Example("DE", str(code), phonenumbers.national_significant_number(number), ""))
    return tuple(found)


def _mutate(national: str, rng: Random) -> str:
    """Change the number: its last digits, which mostly leaves it valid, or any, its length included."""
    if rng.random() < 0.6:
        kept = rng.randrange(1, len(national) + 1)
        return national[:kept] + "".join(rng.choices("0123456789", k=len(national) - kept))
    digits = list(national)
    for _ in range(rng.choice((1, 1, 2, 5))):
        place, digit = rng.randrange(len(digits)), rng.choice("0123456789")
        match rng.randrange(4):
            case 0:
                digits.insert(place, digit)
            case 1 if len(digits) > 1:
                del digits[place]
            case _:
                digits[place] = digit
    return "".join(digits)


def main() -> int:
    """Compare both, print the figures and return 1 if anything differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.numbers.differential", description=__doc__)
    parser.add_argument("--numbers", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    failed = 0
    for what, compare in (("digits", compare_plans), ("cells", compare_cells)):
        found = compare(options.numbers, options.seed)
        figures = f"{found.asked:,} {what}, {found.valid:,} valid numbers, {len(found.different):,} differ"
        sys.stdout.write("\n".join((f"seed {options.seed}: {figures}", *found.different[:_MOST_SHOWN])) + "\n")
        failed |= bool(found.different)
    return failed


if __name__ == "__main__":
    sys.exit(main())
