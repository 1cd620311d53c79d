"""Files made to exhaust the machine, in small; `make fuzz` takes all of them."""

import random

import pytest

from tests.corpus.hostile import check_content, check_hostile
from tests.corpus.hostile_workbooks import HOSTILE, Hostile


@pytest.mark.parametrize(
    "kind",
    [
        "blanks behind tel: in a cell",
        "blanks before quotes",
        "a quote left open in 5 MB",
        "backslashes",
        "16,384 columns of phones",
        "2,000 columns named a",
        "long cells of wide characters",
    ],
)
def test_no_text_file_takes_long_or_much(kind: str) -> None:
    cost = check_hostile(kind)
    assert not cost.fault, cost.message


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_workbook_takes_long_or_much(kind: Hostile) -> None:
    cost = check_content(kind(random.Random(f"{kind.__name__} 0")))
    assert not cost.fault, cost.message
