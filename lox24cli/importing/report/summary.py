"""The end of a run in numbers: the summary, the exit code, and the checks that keep both honest."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lox24cli.errors import ExitCode, Interrupted, LimitReached, Lox24Error
from lox24cli.importing.job import ErrorLimit, Job
from lox24cli.importing.journal.outcomes import Books
from lox24cli.importing.journal.problems import Problem
from lox24cli.model import COUNTED, Code, Status
from lox24cli.translating import phrase
from lox24cli.wording import counted


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to."""

    run: str | None
    file: str | None
    group: str | None
    dry_run: bool
    rows: int
    counts: Mapping[Status, int]
    codes: Mapping[Code, int]
    report: Path | None
    failed: Path | None
    elapsed_seconds: float
    exit_code: ExitCode
    error: Lox24Error | None = None
    html: Path | None = None
    """The report as a page, where one was wanted."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with which rows, grouped."""
    done_by: str | None = None
    """The run that imported the same file completely before (`--if-changed`): nothing was to do."""
    destination: str = ""
    """Which group, and at which gateway, as a person tells them apart; empty for a check."""
    idle: str | None = None
    """Why nothing was to do."""
    is_declined: bool = False
    """The user saw the plan and said no."""
    deletions: Mapping[Status, int] = field(default_factory=dict)
    """What became of the phones of the group that were to be deleted; no rows of the file."""
    undoes: str | None = None
    """The run that was taken back."""
    next_command: str | None = None
    """What to type once the failed file is corrected."""

    @property
    def deleted(self) -> int:
        """Return how many phones of the group were deleted."""
        return self.deletions.get(Status.DELETED, 0)

    @property
    def to_delete(self) -> int:
        """Return how many phones of the group are to be deleted and are not yet, or not surely."""
        return sum(self.deletions.values()) - self.deleted

    def of(self, status: Status) -> int:
        """Return how many rows and deletions have this status."""
        return self.counts.get(status, 0) + self.deletions.get(status, 0)

    @property
    def ok(self) -> bool:
        """Tell whether every row is where the user wants it."""
        return self.exit_code is ExitCode.OK


def without_rows(file: str | None, group: str | None, *, dry_run: bool) -> Summary:
    """Return the summary of a command that judged no row."""
    return Summary(
        run=None,
        file=file,
        group=group,
        dry_run=dry_run,
        rows=0,
        counts=dict.fromkeys(COUNTED, 0),
        codes={},
        report=None,
        failed=None,
        elapsed_seconds=0.0,
        exit_code=ExitCode.OK,
    )


def nothing_to_do(earlier: str, job: Job, group_id: str) -> Summary:
    """Return the summary of a run that was not needed: the run `earlier` imported the same file completely."""
    return replace(without_rows(job.name, group_id, dry_run=job.dry_run), done_by=earlier)


def idle(why: str) -> Summary:
    """Return the summary of a command that had nothing to do, which is no error."""
    return replace(without_rows(None, None, dry_run=False), idle=why)


def nothing_made(job: Job) -> Summary:
    """Return the summary of a run whose user did not want the group made that it needs."""
    return replace(without_rows(job.name, None, dry_run=True), is_declined=True)


class UnbalancedBooksError(AssertionError):
    """A bug of ours: a row was lost or counted twice. Better a traceback than a report that lies."""


def check_balance(books: Books) -> Books:
    """Return the books.

    Raises:
        UnbalancedBooksError: the counts do not add up to the rows.
    """
    if not books.balance:
        raise UnbalancedBooksError(
            f"{books.rows} rows, but counts of {dict(books.counts)} and codes of {dict(books.codes)}"
        )
    return books


def error_that_counts(books: Books, error: Lox24Error | None) -> Lox24Error | None:
    """Return the error; what came when no row was left to send is none, unless it is a limit of the user's.

    Otherwise its exit code would ask for the same command again, and `--on-existing add` would add everybody twice.
    """
    left = books.of(Status.UNKNOWN) or books.of(Status.FAILED)
    return error if left or isinstance(error, LimitReached) else None


def exit_code_of(books: Books, error: Lox24Error | None) -> ExitCode:
    """Return the one exit code: an interruption, rows in doubt, what stopped the run, rows to mend, all well."""
    if isinstance(error, Interrupted):
        return error.exit_code
    if books.of(Status.UNKNOWN):
        return ExitCode.UNKNOWN
    if error is not None:
        return error.exit_code
    if books.of(Status.FAILED):
        return ExitCode.TEMPORARY
    if books.of(Status.REJECTED) or books.of(Status.REFUSED):
        return ExitCode.ROWS
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """`--max-errors`: how many rows may be rejected or refused before the run stops."""

    limit: ErrorLimit | None
    rows: int
    rejected: int

    def overdrawn(self, refused: int) -> LimitReached | None:
        """Return the error that stops the run when more rows are bad than the user accepts."""
        errors = self.rejected + refused
        if self.limit is None or not self.limit.is_passed(errors, self.rows):
            return None
        return LimitReached(
            phrase(
                "{errors:,} of {rows} rejected or refused: more than --max-errors {limit}",
                errors=errors,
                rows=counted(self.rows, "row"),
                limit=self.limit,
            ),
            phrase("the report says which and why; mend them, or raise the limit"),
            code="max-errors",
        )
