"""How far a delivery is, and how much of it may go wrong."""

from dataclasses import replace

from lox24cli.errors import LimitReached
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.report.summary import ErrorBudget
from lox24cli.importing.run import Run
from lox24cli.importing.watching import Progress
from lox24cli.model import Status, Verb

_TO_SEND = (Status.READY, Status.CREATED, Status.UPDATED, Status.DELETED, Status.REFUSED)


class Tally:
    """The counts of one run, told to the watcher as they grow: the same that the summary has in the end."""

    def __init__(self, run: Run) -> None:
        self._run, self._watcher = run, run.world.watcher
        self._is_shown = False
        self.take()

    def take(self) -> None:
        """Take the counts from the journal, where rows may have been settled, skipped or given up meanwhile."""
        books = count(self._run.journal, dry=True)
        self._error_budget = ErrorBudget(self._run.job.delivery.max_errors, books.rows, books.counts[Status.REJECTED])
        self._progress = Progress(
            total=sum(map(books.of, _TO_SEND)),
            created=books.of(Status.CREATED),
            updated=books.of(Status.UPDATED),
            deleted=books.of(Status.DELETED),
            refused=books.of(Status.REFUSED),
            skipped=books.counts[Status.SKIPPED],
            rejected=books.counts[Status.REJECTED],
            undoes=self._run.undoes is not None,
        )
        if self._is_shown:
            self._watcher.progress(self._progress)

    def advance(self, done: int, refused: int, verb: Verb) -> LimitReached | None:
        """Count rows that are done or refused; return the error that stops the run when too many are bad."""
        so_far = self._progress
        self._progress = replace(
            so_far,
            created=so_far.created + (done if verb is Verb.CREATE else 0),
            updated=so_far.updated + (done if verb is Verb.UPDATE else 0),
            deleted=so_far.deleted + (done if verb is Verb.DELETE else 0),
            refused=so_far.refused + refused,
        )
        self._watcher.progress(self._progress)
        self._is_shown = True
        return self._error_budget.overdrawn(self._progress.refused)
