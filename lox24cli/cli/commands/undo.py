"""`lox24 phones undo`: options in, one call, exit code out."""

from typing import Annotated

import typer

from lox24cli.cli.calling import calling, options_of
from lox24cli.cli.completing import complete_run
from lox24cli.cli.connecting import read_environment
from lox24cli.cli.flags import ConnectionFlags, DeliveryFlags, OutputFlags, ReportFlags
from lox24cli.cli.mode_flags import RunFlags
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console

Run = Annotated[
    str,
    typer.Argument(metavar="RUN", help="A run's id, the beginning of one, or: last.", autocompletion=complete_run),
]


def undo(
    run: Run,
    mode: RunFlags,
    reports: ReportFlags,
    output: OutputFlags,
    delivery: DeliveryFlags,
    connection: ConnectionFlags,
) -> None:
    """Take a run back as far as nothing changed since: delete what it created, restore what it changed or deleted."""
    console = Console.of(output, silent=mode.cron)
    with answering(console, None, None, dry_run=mode.dry_run):
        environment, _ = read_environment()
        from lox24cli.library.runs import undo_run  # noqa: PLC0415  loads the importer

        options = options_of(reports, delivery, environment=environment) | {"dry_run": mode.dry_run}
        with calling(console, environment, connection, yes=mode.yes, log=mode.log_file) as call:
            summary = undo_run(run, raises=False, **options, **call)
        finish(summary, console)
