"""A whole column of phones: written in one way, in many, or damaged, with people's mistakes strewn in."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.corpus.countries import PhoneNumber, draw_numbers
from tests.corpus.damages import DAMAGES, UNSEEN, Scene
from tests.corpus.notations import ABROAD, ALL, NATIONAL, SIGNED, junk_cells, write_cell
from tests.corpus.programs import Program
from tests.corpus.truths import Cell, Must, Truth
from tests.corpus.workbooks import NUMBER_CELLS, NumberCell

_FEW = 30
"""Fewer rows than this let no column speak for its doubtful cells."""
_OF_SEVERAL_FORMS = frozenset({"label"})
"""Written now nationally, now with a +: the column speaks for neither."""
_FACEBOOK = "Facebook lead ads"


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What is to happen to the column."""

    name: str
    ways: tuple[str, ...]
    """Names of notations, damages or number cells; each cell takes one of them."""
    region: str | None
    home: str
    """Where most of the numbers are from."""
    size: int
    junk: float
    foreign: float
    landlines: float

    @property
    def is_doubtful(self) -> bool:
        """Some cells can only be decided by the column, or not at all."""
        return any(way in DAMAGES or way in NUMBER_CELLS for way in self.ways) or self.region is None

    @property
    def hides_phones(self) -> bool:
        """Without a header, nobody would see that these are phones."""
        return self.is_doubtful or self.size < _FEW or len(self.ways) > 1 or self.landlines > 0


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """A phone cell: what is written into the file, and what must become of it."""

    shown: str | NumberCell
    cell: Cell


def draw_plan(program: Program, home: str, size: int, rng: random.Random, *, as_workbook: bool) -> ColumnPlan:
    """Draw what happens to the column."""
    region: str | None = home
    kind = rng.random()
    if program.name == _FACEBOOK and kind < 0.7:
        name, ways = _one(("p:",), rng)
    elif program.asks:
        name, ways = _one(SIGNED, rng)
    elif as_workbook and kind < 0.5:
        name, ways = _one(NUMBER_CELLS, rng)
    elif kind < 0.4:
        name, ways = _one(ALL, rng)
    elif kind < 0.5:
        name, ways = "many ways", tuple(ALL)
    elif kind < 0.8:
        name, ways = _one(DAMAGES, rng)
    elif kind < 0.95:
        name, ways = _half(rng)
    else:
        name, ways = _one(SIGNED, rng)
        region = None
    if size < _FEW and not UNSEEN.isdisjoint(ways):
        name, ways = _one(SIGNED, rng)
    lone = len(ways) == 1
    return ColumnPlan(
        name=name if region else f"{name}, no region",
        ways=ways,
        region=region,
        home=home,
        size=size,
        junk=rng.choice((0.0, 0.03, 0.08)),
        foreign=rng.choice((0.0, 0.0, 0.05, 0.2)),
        landlines=rng.choice((0.0, 0.0, 0.1))
        if lone and ways[0] in {*NATIONAL, *ABROAD, "plus lost", "zero lost"}
        else 0.0,
    )


def _one(ways: Iterable[str], rng: random.Random) -> tuple[str, tuple[str, ...]]:
    way = rng.choice(list(ways))
    return way, (way,)


def _half(rng: random.Random) -> tuple[str, tuple[str, ...]]:
    damaged = rng.choice(list(DAMAGES))
    whole = rng.choice(("national", "national spaces", "plus", "plus spaces", "plus lost", "zero lost", "float"))
    return f"half {damaged}, half {whole}", (damaged, whole)


def draw_column(plan: ColumnPlan, rng: random.Random) -> list[PhoneCell]:
    """Draw the column's cells; now and then somebody stands in it twice."""
    mobiles = draw_numbers(plan.home, rng, foreign=plan.foreign)
    landlines = draw_numbers(plan.home, rng, mobile=False)
    junk = junk_cells(plan.home, rng, draw_numbers(plan.home, rng))
    is_uniform = plan.size >= _FEW and len(plan.ways) == 1 and plan.ways[0] not in _OF_SEVERAL_FORMS
    scene = Scene(plan.region, is_uniform and not (plan.foreign and "zero lost" in plan.name), rng)
    drawn: list[PhoneCell] = []
    for _ in range(plan.size):
        if rng.random() < plan.junk and plan.region:
            cell = next(junk)
            drawn.append(PhoneCell(cell.text, cell))
        elif drawn and rng.random() < 0.01:
            drawn.append(rng.choice(drawn))
        else:
            numbers = landlines if rng.random() < plan.landlines else mobiles
            drawn.append(_draw_cell(plan, scene, numbers))
    return drawn


def _draw_cell(plan: ColumnPlan, scene: Scene, numbers: Iterator[PhoneNumber]) -> PhoneCell:
    number = next(numbers)
    way = scene.rng.choice(plan.ways)
    if way in NUMBER_CELLS:
        made = NUMBER_CELLS[way](number, scene)
        return PhoneCell(made, made.cell)
    if way in DAMAGES:
        cell = DAMAGES[way](number, scene)
        if not scene.uniform and cell.text.endswith("0") and any(other.startswith("typed") for other in plan.ways):
            cell = _doubt(cell)
    else:
        cell = write_cell(way, number, plan.region, scene.rng)
        reads_as_decimal = cell.text.count(".") == 1
        if _is_bare(cell.text, number) and (reads_as_decimal or not (scene.uniform and number.mobile)):
            cell = _doubt(cell)
    return PhoneCell(cell.text, cell)


def _doubt(cell: Cell) -> Cell:
    """Give the same cell where its column makes it doubtful; what is gone stays gone."""
    must = Must.HELD if cell.truth.must is Must.HELD else Must.EITHER
    return Cell(cell.text, Truth(must, cell.truth.phone), cell.way)


def _is_bare(text: str, number: PhoneNumber) -> bool:
    """Tell whether nothing in the cell shows where its number begins, or that it is one."""
    return not number.trunk and _shows_nothing(text)


def _shows_nothing(text: str) -> bool:
    """Tell whether the text has no + and no leading 0."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return "+" not in text and "\uff0b" not in text and not digits.startswith(("0", "\u0966"))
