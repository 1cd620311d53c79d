"""How fast and how patient: back-off, batches in flight, phones per second, waiting that the user sees.

Policy only; whoever calls passes `sleep`, `clock` and `rng`. Knows no network and no journal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

BACK_OFF_CAP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class BackOff:
    """Capped exponential back-off with jitter: half of each step is certain, half is random."""

    first_seconds: float
    rng: Random

    def delay_seconds(self, failures: int, asked_seconds: float | None = None) -> float:
        """Return the wait before the next try after `failures` in a row (from 1); never less than the server asked."""
        step = min(BACK_OFF_CAP_SECONDS, self.first_seconds * 2.0 ** min(failures - 1, 30))
        return max(step * self.rng.uniform(0.5, 1.0), asked_seconds or 0.0)


class Concurrency:
    """Batches that may be in flight: one until the first success, then `most`; halved on trouble, then slowly more."""

    def __init__(self, most: int) -> None:
        self.allowed = 1
        self._most = most
        self._started = False
        self._successes = 0

    def succeeded(self) -> None:
        """Count an answered batch."""
        if not self._started:
            self._started = True
            self.allowed = self._most
            return
        self._successes += 1
        if self._successes >= 2 * self.allowed and self.allowed < self._most:
            self.allowed += 1
            self._successes = 0

    def troubled(self) -> None:
        """Count a 429, 503, timeout or lost connection."""
        self.allowed = max(1, self.allowed // 2)
        self._successes = 0


class Rate:
    """At most so many phones per second, evenly: `delay_seconds` says how long the next batch must wait."""

    def __init__(self, phones_per_second: float | None, clock: Callable[[], float]) -> None:
        self._per_second = phones_per_second
        self._clock = clock
        self._free_at = clock()

    def delay_seconds(self, phones: int) -> float:
        """Return the wait before a batch of so many phones, and book it."""
        if self._per_second is None:
            return 0.0
        now = self._clock()
        start = max(now, self._free_at)
        self._free_at = start + phones / self._per_second
        return start - now


class Patience:
    """What `--max-wait` still allows to wait for a 429 to pass."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def spend(self, seconds: float) -> bool:
        """Tell whether a wait fits, and book it if it does."""
        if seconds > self._left:
            return False
        self._left -= seconds
        return True
