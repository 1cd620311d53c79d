"""Whole columns: what is read quickly behind their first cells is what the careful reading makes of all of them."""

from random import Random

import pytest

from lox24cli.model import Contact
from lox24cli.numbers.column_vote import PhoneColumn
from lox24cli.numbers.numbers import read_carefully
from lox24cli.numbers.values import NoNumber
from tests.numbers.columns import check_cells
from tests.numbers.differential import draw_cells
from tests.numbers.phone_forms import make_mobile

CELLS = 700
"""More than the window in which cells are read carefully in any case."""


def draw_column(region: str, rng: Random) -> list[str]:
    """Return cells of which most are written in one or two ways, some are anything, and some were rounded."""
    strange = draw_cells(rng)
    ways = rng.sample(("bare", "bare", "zero", "plus", "code", "strange", "rounded", "short"), 3)
    weights = (rng.choice((1, 8, 20)), 2, 1)
    cells = []
    for way in rng.choices(ways, weights, k=CELLS):
        mobile = make_mobile(region, rng)
        match way:
            case "bare":
                cells.append(mobile.significant)
            case "zero":
                cells.append(mobile.dialled)
            case "plus":
                cells.append(mobile.spaced)
            case "code":
                cells.append(mobile.e164[1:])
            case "short":
                cells.append(mobile.e164[1:-1])
            case "rounded":
                zeros = rng.choice((1, 2, 6))
                cells.append(mobile.significant[:-zeros] + zeros * "0")
            case _:
                cells.append(next(strange)[0])
    return cells


def judge_cells(cells: list[str], region: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Return each cell's phone or code by the careful reading alone, how it was decided, and what the column told."""
    column = PhoneColumn("Phone")
    readings = [read_carefully(cell, region) for cell in cells]
    for found in readings:
        if not isinstance(found, NoNumber):
            column.note(*found)
    settled = [(found, "") if isinstance(found, NoNumber) else column.settle(*found) for found in readings]
    told = [(str(one.code) if isinstance(one, NoNumber) else one.phone, how) for one, how in settled]
    return told, tuple(column.describe())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("region", ["DE", "AT", "PL", "IT", "US", "GB"])
def test_a_column_is_read_as_if_each_cell_were_read_carefully(region: str, seed: int) -> None:
    cells = draw_column(region, Random(f"{region} {seed}"))
    verdicts, told = check_cells(cells, region)
    found = [(one.phone, one.note) if isinstance(one, Contact) else (one.code, "") for one in verdicts]
    expected, evidence = judge_cells(cells, region)
    different = [
        (cell, one, other)
        for cell, one, other in zip(cells, found, expected, strict=True)
        if one[0] != other[0] or not one[1].startswith(other[1])
    ]
    assert not different, different[:10]
    assert told == evidence
