"""How far a delivery is, and how much of it may go wrong."""

from dataclasses import replace

from lox24cli.errors import LimitReached
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.report.summary import ErrorBudget
from lox24cli.importing.run import Run
from lox24cli.importing.watching import Progress
from lox24cli.model import Status, Verb


class Tally:
    """The counts of one delivery, told to the watcher as they grow."""

    def __init__(self, run: Run) -> None:
        books = count(run.journal, dry=True)
        bad = books.counts[Status.REJECTED] + books.counts[Status.REFUSED]
        self._watcher = run.world.watcher
        self._error_budget = ErrorBudget(run.job.delivery.max_errors, books.rows, bad)
        self._progress = Progress(books.of(Status.READY), skipped=books.counts[Status.SKIPPED], bad=bad)

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
        return self._error_budget.overdrawn(self._progress.refused)
