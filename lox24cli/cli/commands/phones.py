"""`lox24 phones import`, `sync` and `check`: options in, one call, exit code out."""

import sys
from collections.abc import Sequence
from typing import Annotated, BinaryIO, Literal

import typer

from lox24cli.cli.calling import calling, options_of
from lox24cli.cli.connecting import read_environment
from lox24cli.cli.flags import (
    ChoiceFlags,
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
from lox24cli.cli.mode_flags import ImportModeFlags, ModeFlags
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console
from lox24cli.errors import SettingsError
from lox24cli.translating import phrase

File = Annotated[str, typer.Argument(metavar="FILE", help="CSV, XLSX, XLS or ODS; - for CSV on standard input.")]


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
    _bring("import_contacts", file, mode, output, connection, (mapping, reading, choices, reports, delivery))


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
    _bring("sync_group", file, mode, output, connection, (mapping, reading, choices, reports, delivery))


def _bring(
    what: Literal["import_contacts", "sync_group"],
    file: str,
    mode: ModeFlags,
    output: OutputFlags,
    connection: ConnectionFlags,
    flags: Sequence[MappingFlags | ReadingFlags | ChoiceFlags | ReportFlags | DeliveryFlags],
) -> None:
    console = Console.of(output, silent=mode.cron)
    with answering(console, file, mode.group, dry_run=mode.dry_run):
        environment, _ = read_environment(file)
        from lox24cli.library import contacts  # noqa: PLC0415  loads the importer

        options = options_of(mode, *flags, environment=environment) | {"name": file}
        with calling(console, environment, connection, yes=mode.yes, log=mode.log_file) as call:
            bring = contacts.import_contacts if what == "import_contacts" else contacts.sync_group
            summary = bring(_contacts(file), raises=False, **options, **call)
        finish(summary, console)


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
    with answering(console, file, None, dry_run=True):
        environment, _ = read_environment(file)
        from lox24cli.library.contacts import check_contacts  # noqa: PLC0415  loads the importer

        options = options_of(mapping, reading, choices, reports, environment=environment) | {"name": file}
        with calling(console, environment) as call:
            summary = check_contacts(_contacts(file), raises=False, **options, **call)
        finish(summary, console)


def _contacts(name: str) -> str | BinaryIO:
    """Return what is to be read: the file, or what comes through standard input."""
    if name != "-":
        return name
    if sys.stdin.isatty():
        raise SettingsError(
            phrase("standard input is the keyboard"), phrase("pipe a CSV file into lox24, or name the file")
        )
    return sys.stdin.buffer
