"""Which ready rows travel together: at most so many rows and bytes, in file order; and the search for a guilty row.

Knows no network. A batch that must be sent again comes before new rows. The search costs one request each time the
refused batch can be halved: one half is sent; if it is accepted, the other holds the guilty row and is halved unsent;
if it is refused, the other travels on with new rows.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lox24cli.importing.job import Delivery
from lox24cli.importing.journal.journal import Journal, Sendable
from lox24cli.model import Verb

_BRACKETS_AND_COMMA = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that go into one POST, or the one row of a PUT or DELETE."""

    rows: tuple[Sendable, ...]
    attempt: int = 0
    """How often these rows were sent before."""
    suspects: tuple[Sendable, ...] = ()
    """The other half of a refused batch, not sent: if these rows are accepted, one of those is to blame."""
    searched: int = 0
    """Rows of the refused batch that the search began with; 0: no search."""

    @property
    def seqs(self) -> tuple[int, ...]:
        """The rows' places in the file."""
        return tuple(row.seq for row in self.rows)

    @property
    def verb(self) -> Verb:
        """What is done about its rows; the same about all."""
        return self.rows[0].verb

    @property
    def phones(self) -> tuple[str, ...]:
        """What is sent as `phone`, in order."""
        return tuple(row.phone for row in self.rows)


class Batches:
    """The stream of batches of one run: first what must be sent again, then new rows from `fetch(after, limit)`."""

    def __init__(self, fetch: Callable[[int, int], list[Sendable]], *, max_rows: int, max_bytes: int) -> None:
        self._fetch = fetch
        self._wanted_rows = self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._again: deque[Batch] = deque()
        self._waiting: deque[Sendable] = deque()
        self._after = -1
        self._searching = 0
        """Batches of a search that are on their way."""
        self._most_accepted = 0
        """Rows of the longest batch that was accepted."""
        self._refusals = 0
        """Batches refused in a row, not counting those of a search."""
        self._stride = max_rows
        """Rows of the next batch of new rows: fewer where many are guilty, as a search finds only one."""
        self._probing = False

    def next(self) -> Batch | None:
        """Return the next batch, or None when nothing is left to send now.

        While a search is on its way, rows that fill no batch wait for those that it puts back.
        """
        if self._again:
            batch = self._again.popleft()
            self._searching += batch.searched > 0
            return batch
        most = min(self._max_rows, self._stride)
        if len(self._waiting) < most:
            fetched = self._fetch(self._after, 2 * self._max_rows)
            self._waiting.extend(fetched)
            if fetched:
                self._after = fetched[-1].seq
        if self._searching and len(self._waiting) < most:
            return None
        rows: list[Sendable] = []
        size = _BRACKETS_AND_COMMA
        while self._waiting and len(rows) < most:
            size += len(self._waiting[0].payload) + 1
            if rows and size > self._max_bytes:
                break
            rows.append(self._waiting.popleft())
        return Batch(tuple(rows)) if rows else None

    def repeat(self, batch: Batch, rows: Sequence[Sendable] | None = None) -> None:
        """Send a batch, or what is left of it, once more."""
        self._answered(batch)
        self._put_back(batch.suspects)
        left = batch.rows if rows is None else tuple(rows)
        if left:
            self._again.append(Batch(left, batch.attempt + 1))

    def halve(self, batch: Batch, rows: Sequence[Sendable] | None = None) -> None:
        """Send a batch, or what is left of it, in two halves; one row is sent as it is."""
        self._answered(batch)
        self._put_back(batch.suspects)
        left = batch.rows if rows is None else tuple(rows)
        for half in _halves(left):
            if half:
                self._again.append(Batch(half, batch.attempt + 1 if len(left) == 1 else 0))

    def probe(self, batch: Batch) -> None:
        """Send a refused batch row by row until one is accepted: perhaps it is no row that is to blame."""
        self._answered(batch)
        self._put_back((*batch.rows, *batch.suspects))
        self._stride = 1
        self._probing = True

    def refused(self, batch: Batch, rows: Sequence[Sendable] | None = None) -> None:
        """Search a batch of several rows, refused as a whole, or what is left of it, for the row to blame."""
        self._answered(batch)
        self._put_back(batch.suspects)
        left = batch.rows if rows is None else tuple(rows)
        if not left:
            return
        if not batch.searched:
            self._refusals += 1
            if self._refusals > 1:
                self._stride = max(1, len(batch.rows) // 2)
        self._search(left, batch.searched or len(batch.rows))

    def accepted(self, batch: Batch) -> None:
        """Go on with the search among the suspects, if there are any.

        Where even the last suspect is accepted, no row was to blame but the size: further batches are as long as the
        longest that was ever accepted. (If that is no shorter, it was a whim of the gateway's.)
        """
        self._answered(batch)
        self._most_accepted = max(self._most_accepted, len(batch.rows))
        if not batch.searched:
            self._refusals = 0
            self._stride = self._wanted_rows if self._probing else min(2 * self._stride, self._wanted_rows)
            self._probing = False
        if batch.suspects:
            self._search(batch.suspects, batch.searched)
        elif batch.searched and len(batch.rows) == 1:
            self.lower_limit(self._most_accepted)

    def forget(self, seqs: frozenset[int]) -> None:
        """Send these rows no more: they are in the group."""
        again, self._again = self._again, deque()
        for batch in again:
            if seqs.isdisjoint(row.seq for row in (*batch.rows, *batch.suspects)):
                self._again.append(batch)
                continue
            self._put_back(batch.suspects)
            if left := tuple(row for row in batch.rows if row.seq not in seqs):
                self._again.append(Batch(left, batch.attempt))
        self._waiting = deque(row for row in self._waiting if row.seq not in seqs)

    def _search(self, rows: tuple[Sendable, ...], searched: int) -> None:
        first, second = _halves(rows)
        self._again.append(Batch(first, suspects=second, searched=searched))

    def _answered(self, batch: Batch) -> None:
        self._searching -= batch.searched > 0

    def _put_back(self, rows: Sequence[Sendable]) -> None:
        self._waiting.extendleft(reversed(rows))

    def lower_limit(self, max_rows: int) -> None:
        """Make all further batches of new rows at most so long: their number, not a row, was refused."""
        self._max_rows = max(1, min(self._max_rows, max_rows))

    def restore_limit(self) -> None:
        """Make further batches as long as at first: one row alone was too large, not their number."""
        self._max_rows = self._wanted_rows


def _halves(rows: tuple[Sendable, ...]) -> tuple[tuple[Sendable, ...], tuple[Sendable, ...]]:
    middle = (len(rows) + 1) // 2
    return rows[:middle], rows[middle:]


def batches_of(journal: Journal, how: Delivery, verb: Verb) -> Batches:
    """Return the batches of the ready rows about which that is to be done; only creations travel together."""
    if verb is Verb.CREATE:
        return Batches(journal.ready_rows, max_rows=how.batch_size, max_bytes=how.batch_bytes)
    return Batches(partial(journal.ready_changes, verb), max_rows=1, max_bytes=how.batch_bytes)
