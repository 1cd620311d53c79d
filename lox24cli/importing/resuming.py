"""Going on with an earlier run: the one to resume, those to settle first, those whose place a new one takes.

The source file is not needed.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from lox24cli.errors import SettingsError
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.delivery.settling import settle, telling_doubt
from lox24cli.importing.finishing import close_ended, deliver_and_report
from lox24cli.importing.group_reading import preflight, read_group
from lox24cli.importing.job import Delivery, Job, Reports, Rules
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.identity import Identity
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.run_folders import find_run, is_open
from lox24cli.importing.locking import hold_group
from lox24cli.importing.report.summary import Summary
from lox24cli.importing.run import Line, Run


def find_unfinished(state: Path, run_id: str | None) -> Path:
    """Return the folder of that run, or of the newest unfinished one.

    Raises:
        SettingsError: there is none, or nothing of it is left to do.
    """
    folder = find_run(state, run_id)
    with Journal.open(folder) as journal:
        _check_open(journal)
    return folder


def _check_open(journal: Journal) -> None:
    if not is_open(journal.folder) or journal.get("state") == "closed":
        raise SettingsError(
            f"nothing of run {journal.run_id} is left to do", "lox24 runs list shows which runs are unfinished"
        )


def resume_found(folder: Path, delivery: Delivery, reports: Reports, line: Line) -> Summary:
    """Go on with the run in `folder`.

    Raises:
        SettingsError: it belongs to another account.
        UnknownOutcome: the gateway cannot be reached, and a batch is still in doubt.
        Lox24Error: the account or the lock says no.
    """
    with Journal.open(folder) as journal:
        identity = journal.get("identity")
        if identity["account"] != line.account:
            raise SettingsError(
                f"run {folder.name} belongs to another account or gateway",
                "use the token and the LOX24_BASE_URL that it began with",
            )
        group_id = str(identity["group_id"])
        with telling_doubt(journal):
            preflight(line.gateway, group_id, line.persistence)
        rules = Rules(
            region=journal.get("region"),
            on_existing=OnExisting(journal.get("on_existing")),
            include_opted_out=bool(journal.get("include_opted_out")),
        )
        name = str(journal.get("file"))
        job = Job(Path(journal.get("path") or name), name, group_id, rules, delivery, reports)
        with hold_group(line.world.state, line.account, group_id, line.world.now()):
            _check_open(journal)  # another process may have finished it meanwhile
            settle_other_runs(line, group_id, delivery, but=identity["path"])
            return resume_run(journal, job, line)


def resume_run(journal: Journal, job: Job, line: Line) -> Summary:
    """Settle and deliver what an earlier process left of a run; the source file is not needed.

    The caller holds the group's lock.
    """
    line.watcher.notice(f"run {journal.run_id} of the same file was not finished: it goes on where it stopped")
    if run_folders.has_ended(journal):
        return close_ended(journal, job)
    run = Run.reopen(journal, job, line.world)
    return deliver_and_report(run, line)


def settle_other_runs(line: Line, group_id: str, delivery: Delivery, *, but: str | None) -> None:
    """Settle what runs of other files left in doubt in this group, before anything is sent to it.

    A batch of theirs may still arrive, and may hold numbers that are about to be sent. Runs of the file `but` are left
    alone: they are gone on with or closed anyway. The caller holds the group's lock.

    Raises:
        UnknownOutcome: the group cannot be read.
    """
    for folder in run_folders.open_runs(line.world.state):
        with Journal.open(folder) as journal:
            facts = journal.get("identity") or {}
            if (facts.get("account"), facts.get("group_id")) != (line.account, group_id) or facts.get("path") == but:
                continue
            settle(
                journal,
                partial(read_group, line.gateway, group_id, journal.get("region")),
                line.persistence,
                wait_seconds=delivery.settle_wait_seconds,
                still_working=True,
            )


@contextmanager
def telling_doubts(line: Line, group_id: str | None) -> Iterator[None]:
    """Let no error of the block say that nothing is in doubt while an earlier run's batch for this group is."""
    with ExitStack() as stack:
        for folder in run_folders.open_runs(line.world.state):
            journal = stack.enter_context(Journal.open(folder))
            facts = journal.get("identity") or {}
            if (facts.get("account"), facts.get("group_id")) == (line.account, group_id):
                stack.enter_context(telling_doubt(journal))
        yield


def reopen_unfinished(identity: Identity, job: Job, line: Line) -> Journal | None:
    """Return the journal to go on with; settle and close the runs that the same path left under other circumstances."""
    for folder in run_folders.open_runs(line.world.state):
        with Journal.open(folder) as journal:
            facts = journal.get("identity") or {}
            if identity.is_same_run(facts) and journal.get("state") != "closed":
                return Journal.open(folder)
            if identity.is_same_place(facts):
                changed = "the file" if facts.get("sha256") != identity.sha256 else "the options"
                line.watcher.notice(
                    f"run {journal.run_id} was not finished, and {changed} changed since: it is settled and closed, "
                    "and the file is imported as it is now"
                )
                _close_superseded(journal, job, line)
    return None


def _close_superseded(journal: Journal, job: Job, line: Line) -> None:
    if run_folders.has_ended(journal):
        run_folders.mark_superseded(journal)
        close_ended(journal, job)
        return
    run = Run.reopen(journal, replace(job, reports=replace(job.reports, report=None, failed=None)), line.world)
    summary = deliver_and_report(run, line, settle_only=True)
    line.world.stop.patient = False
    if summary.error is not None:
        raise summary.error
