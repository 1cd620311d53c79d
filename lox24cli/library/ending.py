"""How a call ends: with its summary, or with what stopped the run."""

from lox24cli.errors import ExitCode, Lox24Error, TemporaryError, UnknownOutcome
from lox24cli.importing.report.summary import Summary
from lox24cli.model import Status
from lox24cli.translating import phrase
from lox24cli.wording import counted

_AGAIN = phrase("call it again: nothing is sent twice")


def end(summary: Summary, *, raises: bool) -> Summary:
    """Return the summary; with `raises` not one of a run with rows left to send or to settle, or stopped by a limit.

    Raises:
        Lox24Error: what stopped it, with the summary.
    """
    if not raises or summary.exit_code in (ExitCode.OK, ExitCode.ROWS):
        return summary
    error = summary.error or _what_is_left(summary)
    error.summary = summary
    raise error


def _what_is_left(summary: Summary) -> Lox24Error:
    if unknown := summary.of(Status.UNKNOWN):
        said = phrase("{rows} sent, and it is not known whether they are stored", rows=counted(unknown, "row"))
        return UnknownOutcome(said, _AGAIN)
    return TemporaryError(phrase("{rows} not sent", rows=counted(summary.of(Status.FAILED), "row")), _AGAIN)
