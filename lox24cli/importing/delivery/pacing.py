"""How fast and how patient: back-off, batches in flight, phones per second, waiting that the user sees.

Policy only; whoever calls passes `sleep`, `clock` and `rng`. Knows no network and no journal.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Self

from lox24cli.translating import phrase

BACK_OFF_CAP_SECONDS = 30.0
WORKING_SECONDS = 30.0
"""How long a batch without an answer may take to appear in the group, where the user says nothing else: longer than
the 30 s after which most servers give up a request of their own."""
DONE_SECONDS = 5.0
"""How long the group may lag behind a server that has answered, only not usably."""
_MOST_GROWTH = 2
_STEPS = 3


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
    """Batches in flight: one at first and one more with each success; halved on trouble, then slowly more."""

    def __init__(self, most: int) -> None:
        self.allowed = 1
        self._most = most
        self._troubled = False
        self._successes = 0

    def succeeded(self) -> None:
        """Count an answered batch."""
        if not self._troubled:
            self.allowed = min(self.allowed + 1, self._most)
            return
        self._successes += 1
        if self._successes >= 2 * self.allowed and self.allowed < self._most:
            self.allowed += 1
            self._successes = 0

    def troubled(self) -> None:
        """Count a 429, 503, timeout or lost connection."""
        self._troubled = True
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


@dataclass(frozen=True, slots=True)
class SettleWait:
    """How long a batch in doubt may take to appear in the group before it counts as not stored."""

    seconds: float
    reason: str = ""

    @classmethod
    def of(cls, asked_seconds: float | None, *, still_working: bool, failures: int = 1) -> Self:
        """Return the wait for a kind of doubt: what the user asked for (`--settle-wait`), else what is usual for it.

        `still_working` says that the server may not be done with the batch (it gave no answer, or we were killed).
        After several failures in a row it is slower than usual: the wait is doubled.
        """
        usual = WORKING_SECONDS if still_working else DONE_SECONDS
        seconds = (usual if asked_seconds is None else asked_seconds) * min(max(failures, 1), _MOST_GROWTH)
        why = (
            phrase("the gateway may still be storing a batch that it did not answer")
            if still_working
            else phrase("the group may lag behind a batch whose answer cannot be used")
        )
        return cls(
            seconds,
            phrase(
                "{why}; what is not in the group after {seconds:g} s is sent again (--settle-wait)",
                why=why,
                seconds=seconds,
            ),
        )

    def pauses(self) -> Iterator[float]:
        """Give the pauses between readings, each twice as long as the one before; together they are the wait."""
        if self.seconds:
            yield from (self.seconds * 2**step / (2**_STEPS - 1) for step in range(_STEPS))


NO_WAIT = SettleWait(0.0)
"""The group is read once."""
