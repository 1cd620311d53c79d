"""Files made to exhaust the machine, in small; `make fuzz` takes all of them."""

import random

import pytest

from tests.corpus.hostile import check_content, check_hostile
from tests.corpus.hostile_workbooks import HOSTILE, Hostile


@pytest.mark.parametrize(
    "kind",
    [
        "blanks behind tel: in a header",
        "blanks behind tel: in a cell",
        "blanks before quotes",
        "quotes in one cell",
        "a quote left open in 5 MB",
        "a quote left open in 1 MB",
        "backslashes",
        "16,384 columns of phones",
        "16,384 columns of one name",
        "2,000 columns named a",
        "2,000 phones",
        "empty lines",
        "a header of accents",
        "long cells of wide characters",
    ],
)
def test_no_text_file_takes_long_or_much(kind: str) -> None:
    cost = check_hostile(kind)
    assert not cost.fault, cost.message


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_workbook_takes_long_or_much(kind: Hostile, seed: int) -> None:
    cost = check_content(kind(random.Random(f"{kind.__name__} {seed}")))
    assert not cost.fault, cost.message
