"""Which ready rows travel together: at most so many rows and so many bytes, in file order; and halving.

Knows no network. A batch that must be sent again comes before new rows, smaller halves behind their siblings, so that
a good half is stored before the guilty one is halved again.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lox24cli.importing.journal import Sendable

_BRACKETS_AND_COMMA = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that go into one POST."""

    rows: tuple[Sendable, ...]
    attempt: int = 0
    """How often these rows were sent before."""

    @property
    def seqs(self) -> tuple[int, ...]:
        """The rows' places in the file."""
        return tuple(row.seq for row in self.rows)

    @property
    def phones(self) -> tuple[str, ...]:
        """What is sent as `phone`, in order."""
        return tuple(row.phone for row in self.rows)


class Batches:
    """The stream of batches of one run: first what must be sent again, then new rows from `fetch(after, limit)`."""

    def __init__(self, fetch: Callable[[int, int], list[Sendable]], *, max_rows: int, max_bytes: int) -> None:
        self._fetch = fetch
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._again: deque[Batch] = deque()
        self._waiting: deque[Sendable] = deque()
        self._after = -1

    def next(self) -> Batch | None:
        """Return the next batch, or None when nothing is left to send now."""
        if self._again:
            return self._again.popleft()
        if len(self._waiting) < self._max_rows:
            fetched = self._fetch(self._after, 2 * self._max_rows)
            self._waiting.extend(fetched)
            if fetched:
                self._after = fetched[-1].seq
        rows: list[Sendable] = []
        size = _BRACKETS_AND_COMMA
        while self._waiting and len(rows) < self._max_rows:
            size += len(self._waiting[0].payload) + 1
            if rows and size > self._max_bytes:
                break
            rows.append(self._waiting.popleft())
        return Batch(tuple(rows)) if rows else None

    def repeat(self, batch: Batch, rows: Sequence[Sendable] | None = None) -> None:
        """Send a batch, or what is left of it, once more."""
        left = batch.rows if rows is None else tuple(rows)
        if left:
            self._again.append(Batch(left, batch.attempt + 1))

    def halve(self, batch: Batch, rows: Sequence[Sendable] | None = None) -> None:
        """Send a batch, or what is left of it, in two halves; one row is sent as it is."""
        left = batch.rows if rows is None else tuple(rows)
        middle = (len(left) + 1) // 2
        for half in (left[:middle], left[middle:]):
            if half:
                self._again.append(Batch(half, batch.attempt + 1 if len(left) == 1 else 0))

    def lower_limit(self, max_rows: int) -> None:
        """Make all further batches of new rows at most so long (after a 413)."""
        self._max_rows = max(1, min(self._max_rows, max_rows))
