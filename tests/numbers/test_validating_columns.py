"""Whole columns, written one way or several, damaged or not: never another number than the true one."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

import pytest

from lox24cli.model import Contact, Draft, PhoneCell, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import PhonePlace
from tests.numbers.phone_forms import (
    FATAL_DAMAGE,
    HARMLESS_DAMAGE,
    NATIONAL_WRITINGS,
    REGIONS,
    WRITINGS,
    Phone,
    make_mobile,
    round_to,
)

Form = Callable[[Phone], str]
HELD = "held back"


@cache
def mobiles(region: str) -> tuple[Phone, ...]:
    rng = Random(f"columns of {region}")
    return tuple(make_mobile(region, rng) for _ in range(150))


def count_verdicts(cells: Sequence[tuple[str, str]], region: str) -> Counter[str]:
    """Count right, held back and wrong contacts of (cell, true number) in a file of one column."""
    validator = Validator(region=region)
    drafts = [
        Draft(row, row, row, (PhoneCell(cell, PhonePlace("Mobil", ("A",)), row),), {})
        for row, (cell, _) in enumerate(cells, start=2)
    ]
    examined = [validator.examine(draft) for draft in drafts]
    counts: Counter[str] = Counter()
    for verdict, (cell, true) in zip(examined, cells, strict=True):
        final = validator.decide(verdict.draft) if isinstance(verdict, Undecided) else verdict
        if isinstance(final, Contact):
            counts["right" if final.phone == true else f"wrong: {cell} is {true}, not {final.phone}"] += 1
        else:
            counts[HELD] += 1
    return counts


@pytest.mark.parametrize("region", REGIONS)
def test_a_column_written_in_one_way_is_read_whole(region: str) -> None:
    forms = WRITINGS | {f"national {name}": form for name, form in NATIONAL_WRITINGS.items()} | HARMLESS_DAMAGE
    for name, form in forms.items():
        counts = count_verdicts([(form(phone), phone.e164) for phone in mobiles(region)[:80]], region)
        # A number in 500 ends like a rounded one.
        assert set(counts) <= {"right", HELD}, name
        assert counts[HELD] <= 1, (name, counts)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("region", REGIONS)
def test_a_mixed_column_has_no_wrong_number(region: str, seed: int) -> None:
    """Any forms side by side in any shares, neighbours' numbers among them, in files of any length."""
    rng = Random(f"{region} {seed}")
    own = rng.sample([*WRITINGS.values(), *NATIONAL_WRITINGS.values(), *HARMLESS_DAMAGE.values()], 3)
    foreign = [*rng.sample(list(WRITINGS.values()), 2), HARMLESS_DAMAGE["lost plus"]]
    fatal = list(FATAL_DAMAGE.values())
    share = rng.choice((0.0, 0.1, 0.5))
    weights = [rng.choice((1, 5, 20)) for _ in own]
    cells = []
    for _ in range(rng.choice((3, 15, 40, 150))):
        if rng.random() < share:
            phone, form = rng.choice(mobiles(rng.choice(REGIONS))), rng.choice(foreign)
        else:
            phone, form = rng.choice(mobiles(region)), rng.choices(own, weights)[0]
        cells.append(((rng.choice(fatal) if rng.random() < 0.05 else form)(phone), phone.e164))
    assert set(count_verdicts(cells, region)) <= {"right", HELD}


@pytest.mark.parametrize("places", [5, 6, 7, 8])
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("lost", ["lost plus", "lost zero"])
def test_a_column_of_rounded_numbers_typed_out_again_gives_none(region: str, places: int, lost: str) -> None:
    """A number that the rounding leaves as it was may pass."""
    cells = []
    for phone in mobiles(region):
        rounded = round_to(HARMLESS_DAMAGE[lost](phone), places)
        cells.append((f"{float(rounded):.0f}", phone.e164))
    assert set(count_verdicts(cells, region)) <= {"right", HELD}
