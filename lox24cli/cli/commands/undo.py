"""`lox24 phones undo`: options in, one call, exit code out."""

from contextlib import ExitStack
from typing import Annotated

import typer

from lox24cli.cli.connecting import connect, find_account, read_environment, real_world
from lox24cli.cli.flags import ChoiceFlags, ConnectionFlags, DeliveryFlags, OutputFlags, ReportFlags
from lox24cli.cli.jobs import delivery_of, reports_of
from lox24cli.cli.mode_flags import RunFlags
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console
from lox24cli.cli.signals import listening

Run = Annotated[str, typer.Argument(metavar="RUN", help="A run's id, the beginning of one, or: last.")]


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
    with answering(console, None, None, dry_run=mode.dry_run), ExitStack() as stack:
        environment, state = read_environment()
        account = stack.enter_context(find_account(connection, environment, state))
        gateway = stack.enter_context(connect(account, console, delivery, log=mode.log_file))
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.undoing import HowToUndo, undo_run  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=mode.yes))
        world = real_world(state, showing)
        how = HowToUndo(delivery_of(delivery, ChoiceFlags()), reports_of(reports), dry_run=mode.dry_run)
        with listening(world.stop, quiet=output.quiet or mode.cron):
            summary = undo_run(run, how, world, gateway, account.name)
        showing.close()
        finish(summary, console)
