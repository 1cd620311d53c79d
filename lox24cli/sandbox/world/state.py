"""Everything a running sandbox is made of: data, behaviour, faults, the guard, and what it was asked.

Knows no HTTP library. A test holds the same object as the server, and changes it while it runs.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lox24cli.sandbox.faults.faults import Faults
from lox24cli.sandbox.world.authentication import Guard
from lox24cli.sandbox.world.behaviour import Behaviour
from lox24cli.sandbox.world.store import Store

_REMEMBERED_REQUESTS = 100_000


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request to the API."""

    method: str
    path: str
    query: str
    status: int | None
    """What it was answered; None: it got no answer, or one that is no HTTP."""
    had_credentials: bool
    items: int | None
    """How many phones a batch held; None for other requests, and for bodies that are no list."""
    received_at: float
    """Unix time in seconds."""
    seconds: float
    """From the last byte of the request to the first of the answer."""
    request_id: str
    fault: str | None
    """The kind of the fault that it met, if any."""

    @property
    def is_batch(self) -> bool:
        """Whether it is a POST of a batch."""
        return self.method == "POST" and self.path.endswith("/batch")


class Sandbox:
    """The state behind the endpoints. Thread-safe."""

    def __init__(
        self,
        db: Path | None = None,
        behaviour: Behaviour | None = None,
        *,
        token: str | None = None,
        faults: Faults | None = None,
        clock: Callable[[], float] = time.time,
        log: Callable[[ReceivedRequest], None] | None = None,
    ) -> None:
        """Open the data.

        `token` is the one that is right; None: any of the form clientid:key. `log` is told each request.

        Raises:
            SettingsError: `db` cannot be used.
        """
        self.store = Store(db, clock)
        self.first_behaviour = behaviour or Behaviour()
        self.behaviour = self.first_behaviour
        self.faults = faults or Faults()
        self.guard = Guard(token, clock)
        self.clock = clock
        self._requests: deque[ReceivedRequest] = deque(maxlen=_REMEMBERED_REQUESTS)
        self._log = log

    @property
    def requests(self) -> list[ReceivedRequest]:
        """The requests to the API so far, in the order of their answers."""
        return list(self._requests)

    def record(self, request: ReceivedRequest) -> None:
        """Remember a request."""
        self._requests.append(request)
        if self._log is not None:
            self._log(request)

    def reset(self) -> None:
        """Begin anew: the first data and behaviour, no faults, no refusals, no requests."""
        self.store.reset()
        self.behaviour = self.first_behaviour
        self.faults.clear()
        self.guard.forgive()
        self._requests.clear()
