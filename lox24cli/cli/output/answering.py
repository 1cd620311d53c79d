"""How a command answers: the summary on stdout, or one JSON object, on failure too; and the exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lox24cli.cli.output.console import Console, show_line, write, write_error
from lox24cli.errors import AnswerLost, ExitCode, Lox24Error
from lox24cli.translating import joined, phrase
from lox24cli.wording import figure

if TYPE_CHECKING:
    from lox24cli.importing.report.summary import Summary


@contextmanager
def answering(console: Console, file: str | None, group: str | None, *, dry_run: bool) -> Iterator[None]:
    """Answer a run that ended before its first row was judged, as every other: text or JSON, and an exit code."""
    from lox24cli.cli.variables import telling_origins  # noqa: PLC0415  knows the options, which know the console

    try:
        with telling_origins():
            yield
    except Lox24Error as error:
        if console.json:
            from lox24cli.cli.output.summary import failure_as_json  # noqa: PLC0415  loads the importer

            console.answer(failure_as_json(error, file=file, group=group, dry_run=dry_run))
        if console.silent:
            write(_dated(phrase("{file}: {what}", file=file, what=error.message)), sys.stderr)
        else:
            write_error(error)
        raise Answered(error.exit_code) from error


class Answered(Exception):
    """The user has been told everything; only the exit code is left to give."""

    def __init__(self, exit_code: ExitCode) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


def finish(summary: "Summary", console: Console) -> None:
    """Print the answer and end with its exit code."""
    from lox24cli.cli.output.summary import go_on_hint  # noqa: PLC0415  loads the importer

    try:
        _print_summary(summary, console)
    except AnswerLost as lost:
        if not summary.exit_code:
            raise
        write_error(lost)
    if summary.error is not None and not console.silent:
        write_error(summary.error, run_hint=go_on_hint(summary))
    if summary.exit_code:
        raise Answered(summary.exit_code)


def _print_summary(summary: "Summary", console: Console) -> None:
    from lox24cli.cli.output.summary import as_json, as_text  # noqa: PLC0415  loads the importer

    if console.json:
        console.answer(as_json(summary))
    elif console.silent:
        if not summary.ok:
            what = summary.error.message if summary.error else _dated_counts(summary)
            write(
                _dated(phrase("{file}: {what}; report: {report}", file=summary.file, what=what, report=summary.report)),
                sys.stderr,
            )
    elif not console.quiet:
        files = (summary.report, summary.html, summary.failed)
        console.answer(as_text(summary), links=[path for path in files if path is not None])


def _dated(text: str) -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC lox24: {show_line(text)}"


def _dated_counts(summary: "Summary") -> str:
    from lox24cli.importing.report.explaining import STATUSES  # noqa: PLC0415  loads the importer

    return joined(", ", (figure(number, STATUSES[status]) for status, number in summary.counts.items() if number))
