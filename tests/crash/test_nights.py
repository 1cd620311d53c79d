"""A few of the nights that `python -m tests.crash.nights` plays a year of."""

import os

import pytest

from tests.crash.nights import play, summarise
from tests.zygote import Zygote

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the zygote forks, and the kills are POSIX signals")


@pytest.mark.parametrize("seed", [1])
def test_after_each_night_the_group_is_what_the_file_says(seed: int) -> None:
    with Zygote() as zygote:
        figures = play(seed, 6, zygote)
    assert not figures.wrong, "\n".join(summarise(figures))
    assert figures.created
    assert figures.updated
    assert figures.deleted
    assert figures.exact
