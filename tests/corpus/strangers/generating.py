"""Every kind of strange file in its turn; the same seed gives the same files."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.corpus.strangers import (
    alone,
    consents,
    lands,
    letters,
    nations,
    oddities,
    quotes,
    shifts,
    titles,
    whose,
)
from tests.corpus.strangers.strange_file import Make, StrangeFile

KINDS: Sequence[Make] = (
    *whose.KINDS, *alone.KINDS, *lands.KINDS, *titles.KINDS, *shifts.KINDS, *quotes.KINDS, *oddities.KINDS,
    *nations.KINDS, *consents.KINDS, *letters.KINDS,
)  # fmt: skip


def generate(seed: int, count: int, kind: str = "") -> Iterator[StrangeFile]:
    """Make `count` files; each kind comes as often as every other, or only those whose name holds `kind`."""
    makes = [make for make in KINDS if kind in name_of(make)] if kind else KINDS
    if not makes:
        raise ValueError(f"no kind has {kind!r} in its name")
    for index in range(count):
        make = makes[index % len(makes)]
        yield make_file(make, f"{seed}.{index // len(makes)}")


def make_file(make: Make, seed: str) -> StrangeFile:
    """Make one file of a kind."""
    return replace(make(random.Random(f"{make.__module__} {make.__name__} {seed}")), seed=seed)


def name_of(make: Make) -> str:
    """Return the name of a kind, as files carry it."""
    return make_file(make, "0").kind
