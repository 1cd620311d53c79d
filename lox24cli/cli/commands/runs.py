"""`lox24 runs list | show | resume | prune`: what earlier imports came to, and going on with one."""

import json
import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lox24cli.cli.connecting import connect, find_account, read_environment, real_world
from lox24cli.cli.flags import (
    ChoiceFlags,
    ConnectionFlags,
    DeliveryFlags,
    OfflineFlags,
    OutputFlags,
    ReportFlags,
    with_flags,
)
from lox24cli.cli.jobs import delivery_of
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console, show_line
from lox24cli.cli.signals import listening
from lox24cli.errors import SettingsError, TemporaryError
from lox24cli.wording import counted

if TYPE_CHECKING:
    from lox24cli.importing.journal.journal import Journal

runs = typer.Typer(help="Runs: list, show, resume, prune.", no_args_is_help=True, rich_markup_mode=None)

_AGE = re.compile(r"(\d+)\s*([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@runs.command("list")
@with_flags
def list_(output: OutputFlags, _offline: OfflineFlags) -> None:
    """List the runs, newest first."""
    from lox24cli.importing.journal.journal import Journal  # noqa: PLC0415  most commands open no journal
    from lox24cli.importing.journal.run_folders import all_runs  # noqa: PLC0415  the same

    console = Console.of(output)
    _, state = read_environment()
    found = []
    for folder in all_runs(state):
        try:
            with Journal.open(folder) as journal:
                found.append(_facts(journal))
        except (TemporaryError, SettingsError) as error:
            console.tell(error.message)
    if output.json:
        console.answer(json.dumps({"ok": True, "runs": found}, ensure_ascii=False))
        return
    for run in found:
        console.answer(f"{run['run']}  {run['state']:<9} {show_line(run['file'] or '')} -> group {run['group'] or '-'}")


@runs.command("show")
@with_flags
def show(
    run: Annotated[str, typer.Argument(metavar="RUN")],
    output: OutputFlags,
    _offline: OfflineFlags,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write the report again.")] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no report of lox24.")] = False,
) -> None:
    """Show one run; with --report, write its report again."""
    from lox24cli.importing.journal.journal import Journal  # noqa: PLC0415  most commands open no journal
    from lox24cli.importing.journal.run_folders import find_run  # noqa: PLC0415  the same
    from lox24cli.importing.report.files import write_report  # noqa: PLC0415  the same
    from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles  # noqa: PLC0415  the same

    console = Console.of(output)
    _, state = read_environment()
    with Journal.open(find_run(state, run)) as journal:
        facts = _facts(journal)
        if report is not None:
            source = journal.facts.path if journal.facts else None
            planned = PlannedFile(
                report.absolute(),
                source=Path(source or "-"),
                force=force,
                what="report",
                written=WrittenFiles(state),
                elsewhere="name another file with --report",
                again="make room, then run the same command again",
            )
            planned.write(lambda file: write_report(file, journal))
            facts["report"] = str(report)
    if output.json:
        console.answer(json.dumps({"ok": True, **facts}, ensure_ascii=False))
        return
    for name, value in facts.items():
        shown = ", ".join(f"{number} {word}" for word, number in value.items()) if isinstance(value, dict) else value
        console.answer(f"{name:<10} {show_line(str(shown))}")


@runs.command("resume")
@with_flags
def resume(
    delivery: DeliveryFlags,
    reports: ReportFlags,
    output: OutputFlags,
    connection: ConnectionFlags,
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="Default: the newest unfinished run.")] = None,
) -> None:
    """Settle and finish an unfinished run; the source file is not needed."""
    console = Console.of(output)
    with answering(console, None, None, dry_run=False), ExitStack() as stack:
        environment, state = read_environment()
        from lox24cli.importing.resuming import find_unfinished, resume_found  # noqa: PLC0415  loads the importer

        found = find_unfinished(state, run)
        account = stack.enter_context(find_account(connection, environment, state))
        gateway = stack.enter_context(connect(account, console, delivery))
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.job import Reports  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=True))
        world = real_world(state, showing)
        pace = delivery_of(delivery, ChoiceFlags())
        places = Reports(reports.report, reports.failed, reports.report_dir, reports.force)
        with listening(world.stop, quiet=output.quiet):
            summary = resume_found(found, pace, places, world, gateway, account.name)
        showing.close()
        finish(summary, console)


@runs.command("prune")
@with_flags
def prune(
    output: OutputFlags,
    _offline: OfflineFlags,
    older_than: Annotated[str, typer.Option("--older-than", metavar="30d", help="Age: 30d, 12h, 90m.")] = "30d",
) -> None:
    """Delete the journals of finished runs; unfinished ones stay."""
    from lox24cli.importing.journal.run_folders import prune as prune_runs  # noqa: PLC0415  most commands open no journal

    console = Console.of(output)
    age = _AGE.fullmatch(older_than.strip())
    if age is None:
        raise SettingsError(f"--older-than {older_than} is no age", "write 30d, 12h or 90m")
    _, state = read_environment()
    try:
        before = datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
    except (OverflowError, ValueError):  # longer ago than there are dates
        before = datetime.min.replace(tzinfo=UTC)
    deleted = prune_runs(state, before)
    if output.json:
        console.answer(json.dumps({"ok": True, "deleted": deleted}))
        return
    console.answer(f"{counted(len(deleted), 'run')} deleted")


def _facts(journal: "Journal") -> dict[str, Any]:
    facts, end = journal.facts, journal.end
    return {
        "run": journal.run_id,
        "state": "dry run" if facts and facts.dry_run else journal.state,
        "file": facts and (facts.path or facts.name),
        "group": facts and facts.group and facts.group.id,
        "started": facts and facts.started,
        "ended": end and end.ended,
        "exit_code": end and end.exit_code,
        "counts": end.counts if end else {},
    }
