"""What became of batches that were sent and not answered: read the group back and compare. Never a blind second POST.

A batch in doubt costs one reading of the group when all of it is there, four when some of it is missing, and some more
for each reading that still finds new phones.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from lox24cli.errors import Interrupted, IpBlocked, Lox24Error, TemporaryError, UnknownOutcome
from lox24cli.gateway.outcomes import GatewayDown, GatewayRefused, Trouble
from lox24cli.importing.delivery.pacing import BACK_OFF_CAP_SECONDS, BackOff, Patience, SettleWait
from lox24cli.importing.journal.changes import changes_in_doubt, confirm_change
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import (
    GroupLine,
    close_settled,
    confirm_late,
    count_creations_in_doubt,
    count_unattributed,
    keep_group,
    settle_by_comparison,
)
from lox24cli.importing.watching import Stop, Watcher
from lox24cli.model import Status
from lox24cli.translating import phrase
from lox24cli.wording import counted

MOST_READINGS = 50
_SHORTEST_BLOCK_SECONDS = 1.0
"""Of a 429 that asks for no wait at all: it would be asked again at once, for ever."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Persistence:
    """How a question to the gateway is asked again: with back-off, within the user's patience, in the user's sight."""

    sleep: Callable[[float], None]
    back_off: BackOff
    retries: int
    patience: Patience
    watcher: Watcher

    def ask(self, question: Callable[[], _T]) -> _T:
        """Return the answer to a question that changes nothing (a GET).

        Raises:
            Lox24Error: the account said no, or nothing came after all retries.
        """
        failures = 0
        while True:
            try:
                return question()
            except IpBlocked as error:
                self.outlast(error)
            except GatewayRefused:
                raise
            except TemporaryError as error:
                failures += 1
                if failures > self.retries or (isinstance(error, GatewayDown) and not error.retryable):
                    raise
                asked = error.retry_after if isinstance(error, GatewayDown) else None
                self.back_off_after(failures, asked or 0.0, error.message)

    def back_off_after(self, failures: int, asked_seconds: float, reason: str) -> None:
        """Wait before the next try after so many failures in a row: as long as is polite, and as the gateway asks.

        Raises:
            GatewayDown: it asks for more than a usual back-off, and for more than `--max-wait` allows.
        """
        if asked_seconds > BACK_OFF_CAP_SECONDS and not self.patience.spend(asked_seconds):
            raise GatewayDown(
                phrase("{reason}; it asks to wait {asked_seconds:.0f} s", reason=reason, asked_seconds=asked_seconds),
                phrase(
                    "run the same command then, or let it wait itself: --max-wait {asked_seconds:.0f}",
                    asked_seconds=asked_seconds,
                ),
                kind=Trouble.SERVER_ERROR,
            )
        self.wait(self.back_off.delay_seconds(failures, asked_seconds), reason)

    def outlast(self, block: IpBlocked) -> None:
        """Wait for a 429 to pass, if the user allows so much.

        Raises:
            IpBlocked: it lasts longer than `--max-wait` allows.
        """
        seconds = max(block.wait_seconds, _SHORTEST_BLOCK_SECONDS)
        if not self.patience.spend(seconds):
            raise block
        self.wait(seconds, block.message)

    def pause(self, seconds: float, stop: Stop) -> bool:
        """Wait between two batches; return False when the user wants to stop: the answers under way come first."""
        if seconds > 0:
            try:
                self.sleep(seconds)
            except Interrupted as wish:
                if wish is not stop.wish:  # the second one, which is obeyed at once
                    raise
                return False
        return True

    def wait(self, seconds: float, reason: str) -> None:
        """Wait in the user's sight: what is left of it is told every second.

        Raises:
            Interrupted: the user wants to stop.
        """
        left = seconds
        while left > 0:
            self.watcher.waiting(left, reason)
            self.sleep(min(left, 1.0))
            left -= 1.0


class Reader(Protocol):
    """What can be read of the group."""

    def read_group(self) -> Iterator[GroupLine]:
        """Stream the phones that it holds now."""

    def read_entry(self, phone_id: str) -> GroupLine | None:
        """Return one of them; None where there is no such entry."""


@contextmanager
def telling_doubt(journal: Journal) -> Iterator[None]:
    """Let no error of the block say that nothing is in doubt while a batch is.

    Raises:
        UnknownOutcome: in place of a TemporaryError, with its words.
    """
    try:
        yield
    except TemporaryError as error:
        if journal.batches_in_doubt():
            raise UnknownOutcome(error.message, error.hint, code=error.code) from error
        raise


def settle(
    journal: Journal,
    reader: Reader,
    persistence: Persistence,
    wait: SettleWait,
) -> list[list[int]]:
    """Settle every batch in doubt; return the `seq`s that are certainly not stored, a list for each such batch.

    `wait` says how long what was sent may take to arrive: a row to be created counts as not stored only after so many
    readings agree. How long ago it was sent does not count: the time of day may have jumped. A change of one entry is
    settled by reading that entry, and may be sent again at once: it is the same change.

    Raises:
        UnknownOutcome: the group cannot be read now, or goes on growing; the batches stay in doubt.
        Interrupted: the user wants to stop; the batches stay in doubt.
    """
    if not journal.batches_in_doubt():
        return []
    _settle_changes(journal, reader, persistence)
    left = count_creations_in_doubt(journal)
    if left:
        left = _compare(journal, reader, persistence)
    readings, pauses = 1, wait.pauses()
    if left and wait.seconds:
        persistence.watcher.waiting(wait.seconds, wait.reason)
    while left and (pause := next(pauses, None)) is not None:
        if readings == MOST_READINGS:
            raise UnknownOutcome(
                phrase("rows in flight go on arriving in the group: {rows} may still come", rows=counted(left, "row")),
                phrase("run lox24 runs resume {run_id} later; nothing is sent twice", run_id=journal.run_id),
            )
        persistence.wait(pause, wait.reason)
        before, left = left, _compare(journal, reader, persistence)
        readings += 1
        if left < before:
            pauses = wait.pauses()
    _refuse_unattributed(journal, left)
    return close_settled(journal)


def _refuse_unattributed(journal: Journal, left: int) -> None:
    """Rather leave rows in doubt than send them again while the group has grown by what may be them."""
    if left and (grown := count_unattributed(journal)):
        raise UnknownOutcome(
            phrase(
                "the group has grown by {numbers} that cannot be read, so it is not known whether {rows} "
                "in flight arrived",
                numbers=counted(grown, "number"),
                rows=counted(left, "row"),
            ),
            phrase(
                "compare the group with the rows that the report calls unknown; once what does not "
                "belong there is deleted, lox24 runs resume {run_id} goes on",
                run_id=journal.run_id,
            ),
        )


def _settle_changes(journal: Journal, reader: Reader, persistence: Persistence) -> None:
    for doubt in changes_in_doubt(journal):
        with _telling_unread(journal):
            entry = persistence.ask(partial(reader.read_entry, doubt.target))
        if doubt.is_done(entry.stored if entry else None):
            confirm_change(journal, doubt)


def _compare(journal: Journal, reader: Reader, persistence: Persistence) -> int:
    with _telling_unread(journal):
        persistence.ask(lambda: keep_group(journal, reader.read_group(), "seen"))
    return settle_by_comparison(journal)


@contextmanager
def _telling_unread(journal: Journal) -> Iterator[None]:
    try:
        yield
    except TemporaryError as error:
        raise UnknownOutcome(
            phrase(
                "the group cannot be read back, so it is not known what became of the rows in flight: {message}",
                message=error.message,
            ),
            phrase("run lox24 runs resume {run_id} later; nothing is sent twice", run_id=journal.run_id),
        ) from error
    except Lox24Error as error:
        error.hint = error.hint or phrase("then run lox24 runs resume {run_id}", run_id=journal.run_id)
        raise


def meet_latecomers(
    journal: Journal, read_group: Callable[[], Iterator[GroupLine]], persistence: Persistence
) -> frozenset[int]:
    """Return the `seq`s of rows that arrived after their batch was settled as not stored; they are created now.

    The group is read only where there are rows that may have.

    Raises:
        TemporaryError: it cannot be read.
    """
    doubted = "SELECT seq FROM rows WHERE doubted AND batch IS NULL AND status = ?"
    waiting = {seq for (seq,) in journal.query(doubted, Status.READY)}
    if not waiting:
        return frozenset()
    persistence.ask(lambda: keep_group(journal, read_group(), "seen"))
    confirm_late(journal)
    return frozenset(waiting - {seq for (seq,) in journal.query(doubted, Status.READY)})
