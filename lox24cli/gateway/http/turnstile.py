"""Requests of several threads begin one after another, evenly: a refusal of the credentials is known before the next.

A burst would carry a key that was just revoked as often as there are threads, and the fourth time blocks the IP
(https://doc.lox24.eu/api/, "IP blocking"). Evenly spread, requests are as many a second as in bursts.
"""

import threading
from collections.abc import Callable

_NEW_WEIGHT = 0.2
_COSTS_NOTHING = 0.025
"""Seconds: 40 batches a second are more than an import makes, and a refusal is rarely so slow."""


class Turnstile:
    """Lets the next request begin once the last one is answered, or has been under way for its share of the time."""

    def __init__(self, lanes: int, clock: Callable[[], float]) -> None:
        self._lanes = lanes
        self._clock = clock
        self._changed = threading.Condition()
        self._last = 0
        self._began = clock()
        self._is_answered = True
        self._usual_seconds = 0.0

    def begin(self) -> int:
        """Wait for one's turn; return its number."""
        with self._changed:
            while not self._is_answered and (left := self._began + self._share() - self._clock()) > 0:
                self._changed.wait(left)
            self._last += 1
            self._began, self._is_answered = self._clock(), False
            return self._last

    def end(self, number: int, seconds: float, *, proves: bool) -> None:
        """Note that request `number` is over; one that `proves` says how long they usually take."""
        with self._changed:
            if proves:
                usual = self._usual_seconds
                self._usual_seconds = usual + (seconds - usual) * (_NEW_WEIGHT if usual else 1.0)
            if number == self._last:
                self._is_answered = True
                self._changed.notify_all()

    def _share(self) -> float:
        usual = self._usual_seconds
        return max(usual / self._lanes, min(usual, _COSTS_NOTHING))
