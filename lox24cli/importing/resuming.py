"""Going on with an earlier run: the one to resume, those to settle first, those whose place a new one takes.

The source file is not needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lox24cli.errors import NothingLeft, SettingsError, TemporaryError, UnknownOutcome
from lox24cli.gateway.client import Gateway
from lox24cli.importing.delivery.pacing import SettleWait
from lox24cli.importing.delivery.settling import settle, telling_doubt
from lox24cli.importing.finishing import close_ended, deliver_and_report
from lox24cli.importing.group_reading import preflight, region_of_group
from lox24cli.importing.job import Delivery, Job, Reports
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.facts import Identity, RunFacts, State
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.run_folders import find_run, is_open
from lox24cli.importing.locking import hold_group
from lox24cli.importing.report.summary import Summary
from lox24cli.importing.run import Line, Run, World
from lox24cli.importing.suppress_list import SuppressList
from lox24cli.translating import joined, phrase


def find_unfinished(state: Path, run_id: str | None) -> Path:
    """Return the folder of that run, or of the newest unfinished one.

    Raises:
        SettingsError: there is none, or nothing of it is left to do.
    """
    folder = find_run(state, run_id, unfinished=True)
    with Journal.open(folder) as journal:
        _left_to_do(journal)
    return folder


def _left_to_do(journal: Journal) -> tuple[RunFacts, Identity]:
    facts = journal.facts
    if not is_open(journal.folder) or journal.state is State.CLOSED or facts is None or facts.identity is None:
        raise NothingLeft(
            phrase("nothing of run {run_id} is left to do", run_id=journal.run_id),
            phrase("lox24 runs list shows which runs are unfinished"),
        )
    return facts, facts.identity


def resume_found(
    folder: Path, delivery: Delivery, reports: Reports, world: World, gateway: Gateway, account: str
) -> Summary:
    """Go on with the run in `folder`.

    Raises:
        SettingsError: it belongs to another account, or its list of `--suppress` is gone.
        UnknownOutcome: the gateway cannot be reached, and a batch is still in doubt.
        Lox24Error: the account or the lock says no.
    """
    with Journal.open(folder) as journal:
        facts, identity = _left_to_do(journal)
        suppressed = _read_suppressed_again(facts, identity, journal.run_id, world)
        if identity.account != account:
            raise SettingsError(
                phrase("run {name} belongs to another account or gateway", name=folder.name),
                phrase("use the token and the LOX24_BASE_URL that it began with"),
            )
        line = Line.join(gateway, account, identity.group_id, facts.rules.region, delivery, world)
        with telling_doubt(journal):
            preflight(gateway, identity.group_id, line.persistence)
        place, is_copy = Path(facts.path or facts.name), facts.path is None
        job = Job(place, facts.name, identity.group_id, facts.rules, delivery, reports, is_copy=is_copy)
        with hold_group(world.state, account, identity.group_id, world.now()):
            _left_to_do(journal)  # another process may have finished it meanwhile
            settle_other_runs(identity, job, world, line)
            return resume_run(journal, job, world, line, suppressed)


def _read_suppressed_again(facts: RunFacts, identity: Identity, run_id: str, world: World) -> SuppressList | None:
    if facts.rules.suppress is None:
        return None
    suppressed = SuppressList.read_again(facts.rules.suppress, run_id)
    if suppressed.sha256 != identity.suppressed:
        world.watcher.notice(
            phrase(
                "the list {suppress} has changed since the run began: whoever it names now is not sent "
                "to, nor is whoever it named then",
                suppress=facts.rules.suppress,
            )
        )
    return suppressed


def resume_run(journal: Journal, job: Job, world: World, line: Line, suppressed: SuppressList | None) -> Summary:
    """Settle and deliver what an earlier process left of a run; the source file is not needed.

    Nobody of `suppressed` as it is now is sent to. The caller holds the group's lock.
    """
    facts, _ = _left_to_do(journal)
    what = phrase(", undoing run {undoes},", undoes=facts.undoes) if facts.undoes else phrase(" of the same file")
    world.watcher.notice(
        phrase("run {run_id}{what} was not finished: it goes on where it stopped", run_id=journal.run_id, what=what)
    )
    if journal.state.is_over:
        return close_ended(journal, facts, job)
    return deliver_and_report(Run.reopen(journal, facts, job, world, suppressed), line)


def settle_other_runs(identity: Identity, job: Job, world: World, line: Line) -> None:
    """Settle what runs of other files left in doubt in this group, before anything is sent to it.

    A batch of theirs may still arrive, and may hold numbers that are about to be sent. Runs of the same file are left
    alone: they are gone on with or closed anyway. The caller holds the group's lock.

    Raises:
        UnknownOutcome: the group cannot be read.
    """
    for journal, other in run_folders.open_journals(world.state, line.account, line.group_id):
        if not (identity.is_same_place(other) or identity.is_same_run(other)):
            settle(
                journal,
                replace(line, region=region_of_group(journal, other.rules.region)),
                line.persistence,
                SettleWait.of(job.delivery.settle_wait_seconds, still_working=True),
            )


@contextmanager
def telling_doubts(state: Path, account: str, group_id: str) -> Iterator[None]:
    """Let no error of the block say that nothing is in doubt while an earlier run's batch for this group is.

    Raises:
        UnknownOutcome: in place of a TemporaryError, with its words.
    """
    try:
        yield
    except TemporaryError as error:
        if any(journal.batches_in_doubt() for journal, _ in run_folders.open_journals(state, account, group_id)):
            raise UnknownOutcome(error.message, error.hint, code=error.code) from error
        raise


def reopen_unfinished(identity: Identity, job: Job, world: World, line: Line) -> Journal | None:
    """Return the journal to go on with; settle and close the runs that the same path left under other circumstances."""
    for journal, earlier in run_folders.open_journals(world.state, line.account, line.group_id):
        if identity.is_same_run(earlier) and journal.state is not State.CLOSED:
            return Journal.open(journal.folder)
        if identity.is_same_place(earlier):
            changed = joined(phrase(" and "), identity.changes_since(earlier))
            why = phrase("{changed} changed since", changed=changed) if changed else phrase("was given up since")
            world.watcher.notice(
                phrase(
                    "run {run_id} was not finished, and {why}: it is settled and closed, and the file is "
                    "imported as it is now",
                    run_id=journal.run_id,
                    why=why,
                )
            )
            _close_superseded(journal, job, world, line)
    return None


def _close_superseded(journal: Journal, job: Job, world: World, line: Line) -> None:
    facts, _ = _left_to_do(journal)
    if journal.state.is_over:
        run_folders.mark_superseded(journal)
        close_ended(journal, facts, job)
        return
    places = replace(job.reports, report=None, failed=None)
    run = Run.reopen(journal, facts, replace(job, reports=places), world)
    summary = deliver_and_report(run, line, settle_only=True)
    world.stop.patient = False
    if summary.error is not None:
        raise summary.error
