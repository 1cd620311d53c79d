"""`lox24 phones export`: a group to standard output or to a file."""

import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from lox24cli.cli.calling import calling, options_of
from lox24cli.cli.connecting import read_environment
from lox24cli.cli.flags import ConnectionFlags, OutputFlags, PatienceFlags
from lox24cli.cli.mode_flags import ExportFlags
from lox24cli.cli.output.answering import answering
from lox24cli.cli.output.console import Console, show_line, write
from lox24cli.errors import AnswerLost, SettingsError, TemporaryError
from lox24cli.translating import phrase
from lox24cli.wording import counted, seen_from_here


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
    console = Console.of(output, silent=mode.cron)
    with answering(console, None, mode.group, dry_run=False):
        environment, state = read_environment()
        from lox24cli.library.groups import export_group, format_of  # noqa: PLC0415  loads the importer

        kind = format_of(kind, target)
        if target is None and output.json:
            raise SettingsError(
                phrase("--json answers for a file"), phrase("name one with -o FILE; or ask for --format jsonl")
            )
        if target is None and kind == "xlsx" and sys.stdout.isatty():
            raise SettingsError(phrase("a workbook is nothing for a terminal"), phrase("name a file with -o FILE"))
        options = options_of(patience, environment=environment) | {"format": kind, "force": force}
        with calling(console, environment, connection, log=mode.log_file) as call, _spool(target, kind, state) as spool:
            done = export_group(mode.group, target or spool, **options, **call)
            if target is None:
                _copy(spool)
        said = phrase(
            "{phones} of group {id} {name}",
            phones=counted(done.phones, "phone"),
            id=show_line(done.group),
            name=show_line(done.name),
        )
        if done.file is None:
            console.tell(phrase("{said} written", said=said))
        elif output.json:
            facts = {"group": done.group, "phones": done.phones, "file": str(done.file), "format": kind, "error": None}
            console.answer(json.dumps({"ok": True, "exit_code": 0} | facts, ensure_ascii=False))
        elif not (output.quiet or mode.cron):
            write(
                phrase("{said} written to {place}", said=said, place=show_line(seen_from_here(done.file))), sys.stdout
            )


@contextmanager
def _spool(target: Path | None, kind: str, state: Path) -> Iterator[BinaryIO]:
    """Give a file of no name where the export waits until it is complete: standard output gets all of it or nothing."""
    if target is not None:
        yield io.BytesIO()
        return
    try:
        with tempfile.TemporaryFile(dir=state) as spool:
            yield spool
    except OSError as error:
        raise TemporaryError(
            phrase(
                "{kind} cannot be kept in {state} until it is complete: {strerror}",
                kind=kind,
                state=state,
                strerror=error.strerror,
            ),
            phrase("make room there"),
        ) from error


def _copy(spool: BinaryIO) -> None:
    """Write the whole to standard output; a reader that has seen enough is no error."""
    spool.seek(0)
    try:
        while part := spool.read(1 << 16):
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise AnswerLost(
            phrase("standard output takes no more: {strerror}", strerror=error.strerror),
            phrase("name a file with -o FILE"),
        ) from error
