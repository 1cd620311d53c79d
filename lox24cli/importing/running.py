"""The straight line of an import, in the order in which things happen.

    open the file -> preflight -> map -> prepare -> sift -> plan -> deliver -> report

An error that stops a run after its rows were prepared ends in a summary and a report, not in nothing.
Knows no terminal; all that waits, asks the time or shuffles comes in with `Surroundings`.
"""

from contextlib import ExitStack
from dataclasses import replace
from itertools import islice

from lox24cli.gateway.wire import Group
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.excluding import read_suppressed, sift_by_account
from lox24cli.importing.finishing import close_run, declined, deliver_and_report, report_run
from lox24cli.importing.group_reading import preflight
from lox24cli.importing.job import Job, Surroundings
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.identity import Identity
from lox24cli.importing.journal.verdicts import skip_created, suppress
from lox24cli.importing.locking import hold_group
from lox24cli.importing.planning import find_limit, make_plan
from lox24cli.importing.preparing import prepare
from lox24cli.importing.report.files import ReportFiles
from lox24cli.importing.report.summary import Summary, nothing_to_do
from lox24cli.importing.resuming import reopen_unfinished, resume_run, settle_other_runs, telling_doubts
from lox24cli.importing.run import Line, Run
from lox24cli.importing.watching import GroupFacts, Watcher
from lox24cli.mapping.column_contents import SAMPLE_ROWS
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_file import load_map, save_map
from lox24cli.mapping.map_option import combine_requests
from lox24cli.tables.opening import Table, open_table


def check_contacts(job: Job, world: Surroundings, watcher: Watcher) -> Summary:
    """Prepare alone, offline: say what would be uploaded and what not.

    Raises:
        InputError: the file cannot be read, or no phone column can be found.
    """
    with open_table(job.file, job.rules.read, name=job.title) as table:
        job, told = _with_saved_map(job, table)
        run = _prepare_run(job, table, None, None, world, watcher, told=told)
        watcher.confirm(make_plan(run))
        return report_run(run, find_limit(run))


def import_contacts(job: Job, line: Line) -> Summary:
    """Bring the file's contacts into the group, each once; continue where an earlier run of the same was stopped.

    Raises:
        Lox24Error: nothing was sent: the file, the account, the lock or the user says no.
    """
    with ExitStack() as stack:
        table = stack.enter_context(open_table(job.file, job.rules.read, name=job.title))
        job, told = _with_saved_map(job, table)
        with telling_doubts(line, job.group_id):
            group = preflight(line.gateway, job.group_id or "", line.persistence)
        if job.dry_run:
            run = _prepare_run(job, table, group, line, line.world, line.watcher, told=told)
            line.watcher.confirm(make_plan(run))
            return report_run(run, find_limit(run))
        stack.enter_context(hold_group(line.world.state, line.account, group.id, line.world.now()))
        path = "-" if job.name == "-" else str(job.file.absolute())
        identity = Identity.of(line.account, group.id, path, table.source.sha256, job.rules)
        if job.if_changed and (earlier := run_folders.was_imported(line.world.state, identity)):
            return nothing_to_do(earlier, job, group.id)
        run_folders.sweep(line.world.state, line.account, group.id)
        settle_other_runs(line, group.id, job.delivery, but=path)
        if (journal := reopen_unfinished(identity, job, line)) is not None:
            return resume_run(stack.enter_context(journal), job, line)
        run = _prepare_run(job, table, group, line, line.world, line.watcher, identity, told)
        return _confirm_and_deliver(run, line)


def _confirm_and_deliver(run: Run, line: Line) -> Summary:
    limit = find_limit(run)
    if limit is not None:
        return report_run(run, limit)
    with ExitStack() as undo:
        undo.callback(close_run, run)
        if not line.watcher.confirm(make_plan(run)):
            return declined(run)
        undo.pop_all()
    return deliver_and_report(run, line)


def _with_saved_map(job: Job, table: Table) -> tuple[Job, tuple[str, ...]]:
    """Return the job with the requests of `--map-file` under those of `--map`, and what changed since it was saved."""
    if job.map_file is None:
        return job, ()
    saved = load_map(job.map_file, table.source.columns)
    requests = tuple(combine_requests(saved.requests, job.rules.requests))
    return replace(job, rules=replace(job.rules, requests=requests)), saved.notices


def _prepare_run(
    job: Job,
    table: Table,
    group: Group | None,
    line: Line | None,
    world: Surroundings,
    watcher: Watcher,
    identity: Identity | None = None,
    told: tuple[str, ...] = (),
) -> Run:
    """Prepare into a new journal; leave nothing behind when that fails."""
    with ExitStack() as undo:
        journal = run_folders.new_run(world.state, world.now(), world.rng)
        undo.callback(run_folders.discard, journal.folder)
        undo.callback(journal.close)
        columns = map_columns(
            table.source.columns,
            list(islice(table.rows(), SAMPLE_ROWS)),
            requests=job.rules.requests,
            group_columns=group.columns if group else {},
            region=job.rules.region,
            header=job.rules.read.header,
        )
        if job.save_map is not None:
            save_map(job.save_map, columns, table.source.columns)
        files = ReportFiles(journal.run_id, job, table.source, world.state)
        undo.callback(files.discard)
        if identity is not None:
            run_folders.mark_preparing(journal, identity, files.temporary)
        evidence = prepare(journal, table, columns, job.rules, watcher, world.stop)
        if job.rules.suppress is not None:
            suppress(journal, read_suppressed(job.rules.suppress, job.rules.region))
        inherited = run_folders.superseded_by(world.state, identity) if identity else []
        if job.rules.on_existing is OnExisting.ADD:
            for folder in inherited:
                skip_created(journal, folder)
        facts = GroupFacts(group.id, group.name, group.count) if group else None
        if group is not None and line is not None:
            sifted = sift_by_account(journal, line.gateway, group.id, job.rules, line.persistence)
            facts = GroupFacts(group.id, group.name, sifted.held)
            evidence = (*evidence, *sifted.notices)
        run = Run(journal, job, table.source, columns, facts, files, world)
        run.keep_facts(identity, notices=(*table.source.notices, *told, *evidence))
        journal.set(inherits=[folder.name for folder in inherited])
        undo.pop_all()
    return run
