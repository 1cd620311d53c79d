"""Hundreds of imports under random faults and kills; `make chaos` plays thousands."""

import gc
import os
import sys

import pytest

from tests.crash.chaos import play_all, show
from tests.crash.driving import Driver

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the zygote forks, and the kills are POSIX signals"),
    # A server that dies in the middle of accepting leaves a socket to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

RUNS = 120
_CHUNK = 12


@pytest.mark.parametrize("first", range(0, RUNS, _CHUNK))
def test_nobody_is_lost_or_uploaded_twice_whatever_is_killed_or_breaks(drivers: list[Driver], first: int) -> None:
    verdicts = play_all(range(first, first + _CHUNK), drivers)
    gc.collect()
    wrong = [show(verdict) for verdict in verdicts if verdict.complaints]
    assert not wrong, "\n".join(wrong)
    sys.stdout.write("\n".join(show(verdict) for verdict in verdicts))
