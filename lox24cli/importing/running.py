"""The straight line of an import, in the order in which things happen.

    open the file -> preflight -> lock -> earlier runs -> map -> prepare -> sift -> plan -> deliver -> report

An error that stops a run after its rows were prepared ends in a summary and a report, not in nothing.
Knows no terminal; all that waits, asks the time or shuffles comes in with `World`.
"""

from contextlib import ExitStack
from dataclasses import replace
from itertools import islice

from lox24cli.gateway.client import Gateway
from lox24cli.gateway.wire import Group
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.excluding import sift_by_account
from lox24cli.importing.finishing import close_run, declined, deliver_and_report, report_run
from lox24cli.importing.group_changes import stand_in, titles_of
from lox24cli.importing.group_reading import find_named, preflight, region_of_group
from lox24cli.importing.job import Job
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.facts import Identity
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.past_runs import was_imported
from lox24cli.importing.journal.verdicts import skip_created, suppress
from lox24cli.importing.locking import hold_group
from lox24cli.importing.plan_notices import suggest_region, tell_added_again, tell_hidden_columns, tell_missing_titles
from lox24cli.importing.planning import find_limit, make_plan
from lox24cli.importing.preparing import prepare
from lox24cli.importing.report.files import ReportFiles
from lox24cli.importing.report.summary import Summary, nothing_made, nothing_to_do
from lox24cli.importing.resuming import reopen_unfinished, resume_run, settle_other_runs, telling_doubts
from lox24cli.importing.run import Line, Run, World
from lox24cli.importing.suppress_list import SuppressList
from lox24cli.importing.syncing import refuse_part
from lox24cli.importing.watching import GroupFacts
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.header_sense import sense_header
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_option import combine_requests
from lox24cli.mapping.thresholds import SAMPLE_ROWS
from lox24cli.model import EXPORT_COLUMNS, UNSUBSCRIBED_COLUMN, SourceRow
from lox24cli.tables.opening import Table, open_table

_EXPORTED = ("phone=phone", "callback_data=callback_data")


_SAMPLE_CELLS, _FEWEST_ROWS = 100_000, 10


def check_contacts(job: Job, world: World) -> Summary:
    """Prepare alone, offline: say what would be uploaded and what not.

    Raises:
        InputError: the file cannot be read, or no phone column can be found.
    """
    with _open(job) as table:
        job = _with_saved_map(job, table)
        return _report_dry(_prepare_run(job, table, world, _read_suppressed(job)))


def import_contacts(job: Job, world: World, gateway: Gateway, account: str) -> Summary:
    """Bring the file's contacts into the group, each once; continue where an earlier run of the same was stopped.

    Raises:
        Lox24Error: nothing was sent: the file, the account, the lock or the user says no.
    """
    asked = job.group_id or ""
    line = Line.join(gateway, account, asked, job.rules.region, job.delivery, world)
    with ExitStack() as stack:
        table = stack.enter_context(_open(job))
        refuse_part(job, table)
        job, suppressed = _with_saved_map(job, table), _read_suppressed(job)
        with telling_doubts(world.state, account, asked):
            group = (
                _new_group(job, table, world, line) if job.new_group else preflight(gateway, asked, line.persistence)
            )
        if group is None:
            return nothing_made(job)
        line, job = replace(line, group_id=group.id), replace(job, group_id=group.id)
        if job.dry_run:
            return _report_dry(_prepare_run(job, table, world, suppressed, group, line))
        stack.enter_context(hold_group(world.state, account, group.id, world.now()))
        digest = suppressed.sha256 if suppressed else None
        identity = Identity.of(account, group.id, job.path, table.source.sha256, job.rules, digest, group.columns)
        if job.if_changed and (earlier := was_imported(world.state, identity)):
            return nothing_to_do(earlier, job, group.id)
        run_folders.sweep(world.state, account, group.id)
        settle_other_runs(identity, job, world, line)
        if (journal := reopen_unfinished(identity, job, world, line)) is not None:
            return resume_run(stack.enter_context(journal), job, world, line, suppressed)
        return _confirm_and_deliver(_prepare_run(job, table, world, suppressed, group, line, identity), line)


def _new_group(job: Job, table: Table, world: World, line: Line) -> Group | None:
    """Return the group of `--create-group`, made where there is none; None when the user does not want it."""
    name = job.new_group or ""
    line.persistence.ask(line.gateway.account)
    if (found := find_named(line.persistence.ask(line.gateway.groups), name)) is not None:
        return found
    columns = _map_columns(job, table, None)
    if job.dry_run:
        return stand_in(name, columns)
    return line.gateway.create_group(name, titles_of(columns)) if world.watcher.agree_to_make(name) else None


def _open(job: Job) -> Table:
    return open_table(job.file, job.rules.read, name=job.title, understand=sense_header)


def _with_saved_map(job: Job, table: Table) -> Job:
    """Return the job with the requests of `--map-file` under those of `--map`; the table tells what changed since.

    A file that `phones export` wrote says itself which column is the phone.
    """
    if job.map_file is None:
        if not set(EXPORT_COLUMNS) <= table.layout.own.keys():
            return job
        return replace(job, rules=replace(job.rules, requests=combine_requests(_EXPORTED, job.rules.requests)))
    from lox24cli.mapping.map_file import load_map  # noqa: PLC0415  knows TOML, and is seldom needed

    saved = load_map(job.map_file, table.source.columns)
    table.source = replace(table.source, notices=(*table.source.notices, *saved.notices))
    requests = tuple(combine_requests(saved.requests, job.rules.requests))
    return replace(job, rules=replace(job.rules, requests=requests))


def _read_suppressed(job: Job) -> SuppressList | None:
    """Return the list of `--suppress`, read once: it may come through a pipe."""
    return SuppressList.read(job.rules.suppress) if job.rules.suppress else None


def _prepare_run(
    job: Job,
    table: Table,
    world: World,
    suppressed: SuppressList | None,
    group: Group | None = None,
    line: Line | None = None,
    identity: Identity | None = None,
) -> Run:
    """Prepare into a new journal; leave nothing behind when that fails, nor of what was killed."""
    columns = _map_columns(job, table, group)
    with ExitStack() as undo:
        if identity is None:
            run_folders.sweep(world.state)
        journal = run_folders.new_run(world.state, world.now(), world.rng)
        undo.callback(run_folders.discard, journal.folder)
        undo.callback(journal.close)
        files = ReportFiles(journal.run_id, job, table.source, world.state)
        undo.callback(files.discard)
        run_folders.mark_preparing(journal, identity, files.temporary)
        told = prepare(journal, table, columns, job, world)
        if suppressed is not None:
            suppress(journal, suppressed.phones(region_of_group(journal, job.rules.region)))
        inherits = _skip_inherited(journal, identity, world) if identity else ()
        facts = None
        if group is not None and line is not None:
            sifted = sift_by_account(journal, line, job.rules, columns, hidden=table.grid.hidden)
            facts = GroupFacts(group.id, group.name, sifted.held)
            told = (*told, *sifted.notices, *tell_added_again(journal, job.rules))
            told = (*told, *tell_missing_titles(columns, dict(group.columns)))
        told = (*told, *tell_hidden_columns(columns), *suggest_region(journal, job.rules))
        run = Run(
            journal,
            job,
            table.source,
            columns,
            facts,
            files,
            world,
            notices=(*table.source.notices, *columns.notices, *told),
        )
        run.keep_facts(identity, inherits)
        undo.pop_all()
    return run


def _map_columns(job: Job, table: Table, group: Group | None) -> ColumnMap:
    columns = map_columns(
        table.source.columns,
        _sample(table),
        requests=job.rules.requests,
        group_columns=group.columns if group else {},
        region=job.rules.region,
        header=job.rules.read.header,
        ignore_consent=job.rules.ignore_consent,
        unsubscribed=None if job.rules.include_opted_out else table.layout.own.get(UNSUBSCRIBED_COLUMN),
    )
    if job.save_map is not None:
        from lox24cli.mapping.map_file import save_map  # noqa: PLC0415  the same

        save_map(job.save_map, columns, table.source.columns)
    return columns


def _sample(table: Table) -> list[SourceRow]:
    """Return the first rows for the mapping: fewer of a very wide table, and none whose cells moved."""
    fitting = max(_FEWEST_ROWS, _SAMPLE_CELLS // max(len(table.source.columns), 1))
    return [row for row in islice(table.rows(), min(SAMPLE_ROWS, fitting)) if not row.problem]


def _skip_inherited(journal: Journal, identity: Identity, world: World) -> tuple[str, ...]:
    """Skip what the runs whose place this one takes have created; return their ids."""
    folders = run_folders.superseded_by(world.state, identity)
    if identity.rules.on_existing is OnExisting.ADD:
        for folder in folders:
            skip_created(journal, folder)
    return tuple(folder.name for folder in folders)


def _report_dry(run: Run) -> Summary:
    run.world.watcher.confirm(make_plan(run))
    return report_run(run, find_limit(run))


def _confirm_and_deliver(run: Run, line: Line) -> Summary:
    limit = find_limit(run)
    if limit is not None:
        return report_run(run, limit)
    with ExitStack() as undo:
        undo.callback(close_run, run)
        if not run.world.watcher.confirm(make_plan(run)):
            return declined(run)
        undo.pop_all()
    return deliver_and_report(run, line)
