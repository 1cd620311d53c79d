"""Taking a run back, as far as nothing has changed since; the undoing is a run itself.

What it created is deleted, what it changed is changed back, what it deleted is put back under a new id. What has
changed since is left alone and named. Knows no terminal and no file format.
"""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lox24cli.errors import SettingsError
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.wire import Group
from lox24cli.importing.delivery.settling import meet_latecomers
from lox24cli.importing.discarding import close_given_up
from lox24cli.importing.excluding import skip_blocked
from lox24cli.importing.finishing import close_run, declined, deliver_and_report, report_run
from lox24cli.importing.group_reading import preflight, region_of_group
from lox24cli.importing.job import Delivery, Job, Reports, Rules
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.deeds import count_deeds, deeds
from lox24cli.importing.journal.facts import Identity, RunFacts
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.past_runs import undone_runs
from lox24cli.importing.journal.undo_lines import add_lines
from lox24cli.importing.journal.verdicts import keep_group
from lox24cli.importing.locking import hold_group
from lox24cli.importing.planning import make_plan
from lox24cli.importing.report.files import ReportFiles
from lox24cli.importing.report.summary import Summary, idle
from lox24cli.importing.resuming import resume_run, settle_other_runs, telling_doubts
from lox24cli.importing.run import Line, Run, World
from lox24cli.importing.watching import GroupFacts
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Verb
from lox24cli.translating import phrase
from lox24cli.wording import counted


@dataclass(frozen=True, slots=True)
class HowToUndo:
    """How the changes travel, and where the report goes."""

    delivery: Delivery
    reports: Reports
    dry_run: bool = False


def undo_run(asked: str, how: HowToUndo, world: World, gateway: Gateway, account: str) -> Summary:
    """Take the run back that is meant (its id, the beginning of one, or `last`); go on where an undoing was stopped.

    Raises:
        SettingsError: there is no such run, or it belongs to another account.
        Lox24Error: nothing was sent: the account, the lock or the user says no.
    """
    folder = run_folders.find_undoable(world.state, asked)
    with ExitStack() as stack:
        earlier = stack.enter_context(Journal.open(folder))
        facts, identity = _identify(earlier, account)
        rules = Rules(region=region_of_group(earlier, facts.rules.region))
        line = Line.join(gateway, account, identity.group_id, rules.region, how.delivery, world)
        job = _job(facts, identity.group_id, rules, how)
        with telling_doubts(world.state, account, identity.group_id):
            group = preflight(gateway, identity.group_id, line.persistence)
        if how.dry_run:
            run = _prepare(earlier, facts, job, group, line, world)
            world.watcher.confirm(make_plan(run))
            return report_run(run, None)
        stack.enter_context(hold_group(world.state, account, group.id, world.now()))
        undoing = Identity.of(account, group.id, None, folder.name, rules, None, {})
        run_folders.sweep(world.state, account, group.id)
        settle_other_runs(undoing, job, world, line)
        if (unfinished := _find_unfinished(undoing, world, line)) is not None:
            return resume_run(stack.enter_context(unfinished), job, world, line, None)
        if (by := undone_runs(world.state).get(folder.name)) is not None:
            return idle(phrase("run {name} was undone already, by run {by}", name=folder.name, by=by))
        if run_folders.is_open(folder):
            meet_latecomers(earlier, line.read_group, line.persistence)
        if not count_deeds(earlier):
            return idle(
                phrase(
                    "run {name} created, changed and deleted nothing; lox24 runs list shows the others",
                    name=folder.name,
                )
            )
        return _confirm_and_deliver(_prepare(earlier, facts, job, group, line, world, undoing), earlier, line)


def _identify(earlier: Journal, account: str) -> tuple[RunFacts, Identity]:
    facts = earlier.facts
    if facts is None or facts.identity is None:
        raise SettingsError(phrase("run {run_id} was to send nothing: there is nothing to undo", run_id=earlier.run_id))
    if facts.identity.account != account:
        raise SettingsError(
            phrase("run {run_id} belongs to another account or gateway", run_id=earlier.run_id),
            phrase("use the token and the LOX24_BASE_URL that it began with"),
        )
    return facts, facts.identity


def _job(facts: RunFacts, group_id: str, rules: Rules, how: HowToUndo) -> Job:
    is_copy = facts.path is None
    return Job(
        _place(facts), facts.name, group_id, rules, how.delivery, how.reports, dry_run=how.dry_run, is_copy=is_copy
    )


def _place(facts: RunFacts) -> Path:
    """Return where the run's file is, beside which the report goes; the working folder where that is gone."""
    path = Path(facts.path or facts.name)
    return path if os.path.isdir(path.parent) else Path.cwd() / path.name  # noqa: PTH112  closed to us: gone


def _find_unfinished(undoing: Identity, world: World, line: Line) -> Journal | None:
    for journal, other in run_folders.open_journals(world.state, line.account, line.group_id):
        facts = journal.facts
        if facts is not None and facts.undoes == undoing.sha256 and undoing.is_same_group(other):
            return Journal.open(journal.folder)
    return None


def _prepare(
    earlier: Journal,
    facts: RunFacts,
    job: Job,
    group: Group,
    line: Line,
    world: World,
    undoing: Identity | None = None,
) -> Run:
    """Prepare the undoing into a new journal; leave nothing behind when that fails."""
    with ExitStack() as undo:
        if undoing is None:
            run_folders.sweep(world.state)
        journal = run_folders.new_run(world.state, world.now(), world.rng)
        undo.callback(run_folders.discard, journal.folder)
        undo.callback(journal.close)
        files = ReportFiles(journal.run_id, job, facts.source, world.state)
        undo.callback(files.discard)
        run_folders.mark_preparing(journal, undoing, files.temporary)
        held = line.persistence.ask(lambda: keep_group(journal, line.read_group(opt_outs=True, contents=True)))
        add_lines(journal, deeds(earlier), earlier.run_id)
        journal.index_phones()
        run = Run(
            journal,
            job,
            facts.source,
            ColumnMap(facts.fields, facts.source.columns),
            GroupFacts(group.id, group.name, held),
            files,
            world,
            notices=(*_tell_doubts(earlier), *skip_blocked(journal, line, (Verb.CREATE,))),
            undoes=earlier.run_id,
        )
        run.keep_facts(undoing, ())
        undo.pop_all()
    return run


def _tell_doubts(earlier: Journal) -> list[str]:
    doubted = earlier.number(
        "SELECT COUNT(*) FROM rows WHERE status = 'ready' AND batch IN (SELECT id FROM batches WHERE state = 'sent')"
    )
    if not doubted:
        return []
    return [
        phrase(
            "{rows} of run {run_id} may be stored or not; they are left as they are",
            rows=counted(doubted, "row"),
            run_id=earlier.run_id,
        )
    ]


def _confirm_and_deliver(run: Run, earlier: Journal, line: Line) -> Summary:
    with ExitStack() as undo:
        undo.callback(close_run, run)
        if not run.world.watcher.confirm(make_plan(run)):
            return declined(run)
        if run_folders.is_open(earlier.folder):
            close_given_up(earlier, phrase("not sent: the run was undone"))
        run_folders.end_succession(earlier)
        undo.pop_all()
    return deliver_and_report(run, line)
