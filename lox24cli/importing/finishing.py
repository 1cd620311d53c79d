"""How a prepared run ends: delivery, the books, the report, its journal closed.

Knows no terminal and no file format.
"""

from dataclasses import replace
from pathlib import Path

from lox24cli.errors import ExitCode, LimitReached, Lox24Error, TemporaryError
from lox24cli.importing.delivery.delivering import Delivering
from lox24cli.importing.delivery.settling import telling_doubt
from lox24cli.importing.delivery.verifying import compare_group
from lox24cli.importing.excluding import meet_newcomers
from lox24cli.importing.job import Job
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.facts import RunEnd, RunFacts, State, place_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import Books, count
from lox24cli.importing.journal.problems import list_problems
from lox24cli.importing.report.going_on import next_command
from lox24cli.importing.report.summary import Summary, check_balance, error_that_counts, exit_code_of
from lox24cli.importing.run import Line, Run
from lox24cli.model import Status
from lox24cli.translating import phrase


def deliver_and_report(run: Run, line: Line, *, settle_only: bool = False) -> Summary:
    """Deliver what is ready (or only settle what is in doubt) and report; what stops it is in the summary.

    Raises:
        UnknownOutcome: neither journal nor report can be written, and a batch is in doubt.
        TemporaryError: neither can be written, and none is.
    """
    error: Lox24Error | None = None
    try:
        run_folders.mark_open(run.journal)
        line = line.reading_as(run.journal)
        delivering = Delivering(run, line)
        # It stays so to the end: whoever stops us while the report is written is to get it, not "nothing was uploaded".
        run.world.stop.patient = True
        delivering.settle_what_was_left()
        if settle_only:
            run.journal.keep(not_sent_because=phrase("a newer import of the same file took this row's place"))
            delivering.meet_latecomers()
        else:
            if run.resumed:
                meet_newcomers(run, line)
            delivering.run()
            while delivering.has_lost_entries:
                meet_newcomers(run, line)
                delivering.run()
            compare_group(run, line)
    except Lox24Error as stopped:
        error = stopped
    with telling_doubt(run.journal):
        try:
            return report_run(run, error, superseded=settle_only)
        except TemporaryError as lost:
            return _summary_of(run, check_balance(count(run.journal)), error or lost)
        finally:
            run.files.discard()


def report_run(run: Run, error: Lox24Error | None, *, superseded: bool = False) -> Summary:
    """Balance the books, write the reports, close the journal; return the summary."""
    if error is not None and not run.is_dry:
        run.journal.keep(not_sent_because=phrase("not sent: {message}", message=error.message))
    books = check_balance(count(run.journal))
    problems = list_problems(run.journal)
    report, failed, unwritten = run.files.write(run.journal, run.source, run.phone_columns)
    error = error_that_counts(books, error) or unwritten
    exit_code = exit_code_of(books, error)
    end = RunEnd(
        report=str(report) if report else None,
        failed=str(failed) if failed else None,
        exit_code=int(exit_code),
        ended=run.world.now().isoformat(timespec="seconds"),
        counts=books.counts,
        deleted=books.of(Status.DELETED),
    )
    summary = replace(
        _summary_of(run, books, error),
        report=report,
        failed=failed,
        html=_page_of(run),
        problems=problems,
        next_command=next_command(run, books, failed) if error is None else None,
    )
    _end_journal(run, books, end, error, superseded=superseded, reported=unwritten is None)
    return summary


def _summary_of(run: Run, books: Books, error: Lox24Error | None) -> Summary:
    return Summary(
        run=run.journal.run_id,
        file=run.job.name,
        group=run.group.id if run.group else None,
        dry_run=run.is_dry,
        rows=books.rows,
        counts=books.counts,
        codes=books.codes,
        report=None,
        failed=None,
        elapsed_seconds=run.world.clock() - run.world.began - run.world.watcher.asked_seconds,
        exit_code=exit_code_of(books, error),
        error=error,
        deletions=books.deletions,
        undoes=run.undoes,
        destination=_destination(run),
    )


def _page_of(run: Run) -> Path | None:
    page = run.files.html.target if run.files.html else None
    return page if page and page.exists() else None


def _destination(run: Run) -> str:
    facts = run.journal.facts
    account = facts.identity.account if facts and facts.identity else ""
    place = f" ({place_of(account)})" if account else ""
    return phrase("group {id} {name}{place}", id=run.group.id, name=run.group.name, place=place) if run.group else ""


def _end_journal(
    run: Run, books: Books, end: RunEnd, error: Lox24Error | None, *, superseded: bool, reported: bool
) -> None:
    """Close the run for good when nothing of it is left to do; otherwise it stays open for `resume`."""
    open_rows = books.of(Status.UNKNOWN) or books.of(Status.FAILED)
    never_began = isinstance(error, LimitReached) and not run.journal.number("SELECT COUNT(*) FROM batches")
    settled = not books.of(Status.UNKNOWN) and (superseded or never_began)
    # A report that could not be written is work left: the journal still has what it needs.
    over = run.is_dry or ((not open_rows or settled) and (reported or not run_folders.is_open(run.journal.folder)))
    closed = over and (open_rows or superseded)
    if superseded and settled:
        run_folders.mark_superseded(run.journal)
    run.journal.keep(end=end, state=State.CLOSED if closed else State.FINISHED if over else State.STOPPED)
    if over:
        _close(run.journal)
    run.journal.close()


def _close(journal: Journal) -> None:
    if journal.state is State.FINISHED:
        run_folders.end_succession(journal)
    journal.forget_personal_data()
    journal.close()
    run_folders.mark_closed(journal.folder)


def close_ended(journal: Journal, facts: RunFacts, job: Job) -> Summary:
    """Close a run that had ended, but for the last step: its process died there. Return what it came to.

    Its report and failed file are there already, and cannot be written again: the journal has forgotten the cells.
    """
    books = check_balance(count(journal))
    exit_code = exit_code_of(books, None)
    problems, end = list_problems(journal), journal.end
    _close(journal)
    return Summary(
        run=journal.run_id,
        file=job.name,
        group=facts.group.id if facts.group else None,
        dry_run=False,
        rows=books.rows,
        counts=books.counts,
        codes=books.codes,
        report=Path(end.report) if end and end.report else None,
        failed=Path(end.failed) if end and end.failed else None,
        elapsed_seconds=0.0,
        exit_code=exit_code,
        problems=problems,
        deletions=books.deletions,
        undoes=facts.undoes,
    )


def declined(run: Run) -> Summary:
    """Return what a run came to that its user did not want after all: a dry run without a report, and no error."""
    summary = _summary_of(run, count(run.journal, dry=True), None)
    return replace(summary, run=None, dry_run=True, exit_code=ExitCode.OK, is_declined=True)


def close_run(run: Run) -> None:
    """Leave no trace of a run that the user did not want."""
    run.files.discard()
    run.journal.close()
    run_folders.discard(run.journal.folder)
