"""`lox24 phones import`, `sync` and `check`: options in, one call, exit code out."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from lox24cli.cli.commands.export import export
from lox24cli.cli.commands.undo import undo
from lox24cli.cli.connecting import connect, find_account, group_of, read_environment, real_world
from lox24cli.cli.declaring import with_flags
from lox24cli.cli.flags import (
    ConnectionFlags,
    DeliveryFlags,
    ImportChoiceFlags,
    MappingFlags,
    OfflineFlags,
    OutputFlags,
    ReadingFlags,
    ReportFlags,
    SyncChoiceFlags,
)
from lox24cli.cli.help import HelpfulCommand, HelpfulGroup
from lox24cli.cli.jobs import JobFlags, job_of
from lox24cli.cli.mode_flags import ImportModeFlags, ModeFlags
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console
from lox24cli.cli.signals import listening
from lox24cli.errors import SettingsError

phones = typer.Typer(
    cls=HelpfulGroup,
    help="Contacts of a group: import, sync, check, export, undo.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="CSV, XLSX, XLS or ODS; - for CSV on standard input.")]


@phones.command("import", cls=HelpfulCommand)
@with_flags
def import_(
    file: File,
    mode: ImportModeFlags,
    mapping: MappingFlags,
    reading: ReadingFlags,
    choices: ImportChoiceFlags,
    reports: ReportFlags,
    output: OutputFlags,
    delivery: DeliveryFlags,
    connection: ConnectionFlags,
) -> None:
    """Bring the contacts of FILE into a group, each once; run it again after any trouble."""
    flags = JobFlags(reading, mapping, choices, delivery, reports)
    _bring(file, mode, flags, output, connection, create_group=mode.create_group)


@phones.command("sync", cls=HelpfulCommand)
@with_flags
def sync(
    file: File,
    mode: ModeFlags,
    mapping: MappingFlags,
    reading: ReadingFlags,
    choices: SyncChoiceFlags,
    reports: ReportFlags,
    output: OutputFlags,
    delivery: DeliveryFlags,
    connection: ConnectionFlags,
) -> None:
    """Make a group what FILE says: create, change, and delete what the file no longer has."""
    _bring(file, mode, JobFlags(reading, mapping, choices, delivery, reports), output, connection)


def _bring(
    file: str,
    mode: ModeFlags,
    flags: JobFlags,
    output: OutputFlags,
    connection: ConnectionFlags,
    *,
    create_group: str | None = None,
) -> None:
    console = Console.of(output, silent=mode.cron)
    with answering(console, file, mode.group, dry_run=mode.dry_run), ExitStack() as stack:
        environment, state = read_environment(file)
        _check_choices(mode, flags, create_group)
        group = None if create_group else group_of(mode.group, sandbox=connection.sandbox)
        account = stack.enter_context(find_account(connection, environment, state))
        path = stack.enter_context(_local_file(file, state))
        job = job_of(file, path, group, environment, flags)
        job = job.with_mode(dry_run=mode.dry_run, if_changed=mode.if_changed, new_group=create_group)
        gateway = stack.enter_context(connect(account, console, flags.delivery, log=mode.log_file))
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.running import import_contacts  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=mode.yes))
        world = real_world(state, showing)
        with listening(world.stop, quiet=output.quiet or mode.cron):
            summary = import_contacts(job, world, gateway, account.name)
        showing.close()
        finish(summary, console)


def _check_choices(mode: ModeFlags, flags: JobFlags, create_group: str | None) -> None:
    if mode.group and create_group:
        raise SettingsError("--group and --create-group name two groups", "give one of them")
    if flags.choices.include_opted_out and not (mode.yes or mode.dry_run):
        raise SettingsError(
            "--include-opted-out uploads numbers whose owners said no", "confirm that you may do this with --yes"
        )
    if flags.choices.ignore_consent and not (mode.yes or mode.dry_run):
        raise SettingsError(
            "--ignore-consent uploads also who says no in the file", "confirm that you may do this with --yes"
        )
    if flags.choices.ignore_consent and flags.mapping.consent is not None:
        raise SettingsError("--consent and --ignore-consent contradict each other", "give one of them")
    if isinstance(flags.choices, SyncChoiceFlags) and flags.reading.limit:
        raise SettingsError(
            "--limit reads a part of the file, and a sync would delete whoever is in the rest", "leave --limit out"
        )


@phones.command("check", cls=HelpfulCommand)
@with_flags
def check(
    file: File,
    mapping: MappingFlags,
    reading: ReadingFlags,
    choices: ImportChoiceFlags,
    reports: ReportFlags,
    output: OutputFlags,
    _offline: OfflineFlags,
) -> None:
    """Say what of FILE would be uploaded and what not, offline: no token, no group."""
    console = Console.of(output)
    with answering(console, file, None, dry_run=True), ExitStack() as stack:
        environment, state = read_environment(file)
        path = stack.enter_context(_local_file(file, state))
        flags = JobFlags(reading, mapping, choices, DeliveryFlags(), reports)
        job = job_of(file, path, None, environment, flags)
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.running import check_contacts  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=True))
        world = real_world(state, showing)
        with listening(world.stop, quiet=output.quiet):
            summary = check_contacts(job, world)
        showing.close()
        finish(summary, console)


@contextmanager
def _local_file(name: str, state: Path) -> Iterator[Path]:
    """Give the file to read; of standard input, a private copy, because it is read more than once."""
    if name != "-":
        yield Path(name)
        return
    if sys.stdin.isatty():
        raise SettingsError("standard input is the keyboard", "pipe a CSV file into lox24, or name the file")
    from lox24cli.cli.piped_contacts import keep_piped  # noqa: PLC0415  only for standard input

    with keep_piped(sys.stdin.buffer, state) as copy:
        yield copy


phones.command("export", cls=HelpfulCommand)(export)
phones.command("undo", cls=HelpfulCommand)(with_flags(undo))
