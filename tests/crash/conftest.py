"""Drivers for the whole session: each has a process that has loaded everything."""

from collections.abc import Iterator

import pytest

from tests.crash.chaos import LANES
from tests.crash.driving import Driver


@pytest.fixture(scope="session")
def drivers() -> Iterator[list[Driver]]:
    """As many drivers as scenarios are played side by side."""
    made = [Driver() for _ in range(LANES)]
    yield made
    for driver in made:
        driver.close()


@pytest.fixture
def driver(drivers: list[Driver]) -> Driver:
    """One driver."""
    return drivers[0]
