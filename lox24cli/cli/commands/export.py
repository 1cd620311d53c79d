"""`lox24 phones export`: a group to standard output or to a file."""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from lox24cli.cli.connecting import connect, find_account, group_of, read_environment, real_world
from lox24cli.cli.declaring import with_flags
from lox24cli.cli.flags import ChoiceFlags, ConnectionFlags, DeliveryFlags, OutputFlags, PatienceFlags
from lox24cli.cli.jobs import delivery_of
from lox24cli.cli.mode_flags import ExportFlags
from lox24cli.cli.output.answering import answering
from lox24cli.cli.output.console import Console, show_line, write
from lox24cli.cli.signals import listening
from lox24cli.errors import AnswerLost, SettingsError, TemporaryError
from lox24cli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lox24cli.importing.report.group_file import Format

_FORMATS = ("csv", "xlsx", "jsonl")


@with_flags
def export(
    mode: ExportFlags,
    patience: PatienceFlags,
    output: OutputFlags,
    connection: ConnectionFlags,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of standard output.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="csv|xlsx|jsonl", help="Default: as FILE is named, else csv.")
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no export of lox24.")] = False,
) -> None:
    """Write the phones of a group, all or none: what an import reads back without options."""
    console, delivery = Console.of(output, silent=mode.cron), DeliveryFlags(**asdict(patience))
    with answering(console, None, mode.group, dry_run=False), ExitStack() as stack:
        environment, state = read_environment()
        format_name = _format_of(kind, target)
        if target is None and output.json:
            raise SettingsError("--json answers for a file", "name one with -o FILE; or ask for --format jsonl")
        if target is None and format_name == "xlsx" and sys.stdout.isatty():
            raise SettingsError("a workbook is nothing for a terminal", "name a file with -o FILE")
        asked = group_of(mode.group, sandbox=connection.sandbox)
        account = stack.enter_context(find_account(connection, environment, state))
        gateway = stack.enter_context(connect(account, console, delivery, log=mode.log_file))
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.exporting import write_export  # noqa: PLC0415  the same
        from lox24cli.importing.group_reading import preflight  # noqa: PLC0415  the same
        from lox24cli.importing.report.group_file import Format  # noqa: PLC0415  the same
        from lox24cli.importing.run import Line  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=True))
        world = real_world(state, showing)
        with listening(world.stop, quiet=output.quiet or mode.cron):
            line = Line.join(gateway, account.name, asked, None, delivery_of(delivery, ChoiceFlags()), world)
            group = preflight(gateway, asked, line.persistence)
            found = Format(format_name)
            count, place = _deliver(
                lambda file: write_export(file, found, group, line, showing.reading), found, target, state, force=force
            )
        showing.close()
        said = f"{counted(count, 'phone')} of group {show_line(group.id)} {show_line(group.name)}"
        if place is None:
            console.tell(f"{said} written")
        elif output.json:
            facts = {"group": group.id, "phones": count, "file": str(place), "format": format_name, "error": None}
            console.answer(json.dumps({"ok": True, "exit_code": 0} | facts, ensure_ascii=False))
        elif not (output.quiet or mode.cron):
            write(f"{said} written to {show_line(str(place))}", sys.stdout)


def _format_of(kind: str | None, target: Path | None) -> str:
    named = kind or (target.suffix.lstrip(".") if target and target.suffix else "csv")
    if named.lower() not in _FORMATS:
        raise SettingsError(f"{named} is no format of an export", f"choose one with --format {'|'.join(_FORMATS)}")
    return named.lower()


def _deliver(
    fill: "Callable[[BinaryIO], int]", kind: "Format", target: Path | None, state: Path, *, force: bool
) -> tuple[int, Path | None]:
    """Return how many phones were written, and the file's place; nothing half-written is ever seen."""
    counts: list[int] = []
    if target is not None:
        from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles  # noqa: PLC0415  for files alone

        planned = PlannedFile(
            target.absolute(),
            source=None,
            force=force,
            what="export",
            written=WrittenFiles(state),
            elsewhere="name another file with -o",
            again="make room, then run the same command again",
        )
        try:
            place = planned.write(lambda file: counts.append(fill(file)))
        finally:
            planned.discard()
        return counts[0], place
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=state) as spool:
            counts.append(fill(spool))
            spool.seek(0)
            _copy(spool)
    except OSError as error:
        raise TemporaryError(
            f"{kind} cannot be kept in {state} until it is complete: {error.strerror}", "make room there"
        ) from error
    return counts[0], None


def _copy(spool: BinaryIO) -> None:
    """Write the whole to standard output; a reader that has seen enough is no error."""
    try:
        while part := spool.read(1 << 16):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise AnswerLost(f"standard output takes no more: {error.strerror}", "name a file with -o FILE") from error
