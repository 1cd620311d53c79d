"""The options that say what kind of run it is, and into which group; groups of options as in flags.py."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class ModeFlags:
    """What kind of run it is."""

    group: Annotated[str | None, typer.Option("--group", "-g", metavar="ID|NAME", help="The group they belong to.")] = (
        None
    )
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="All but the upload: what would happen?")] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
    cron: Annotated[bool, typer.Option("--cron", help="Silent when all is well, else one dated line.")] = False
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Do nothing if the same file was imported completely before.")
    ] = False
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Append each request as a JSON line.")
    ] = None


@dataclass(frozen=True, slots=True)
class ImportModeFlags(ModeFlags):
    """Besides: into which group, if it is not there yet."""

    create_group: Annotated[
        str | None,
        typer.Option(
            "--create-group", metavar="NAME", help="Instead: the group of that name, made where there is none."
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class UndoFlags:
    """How a run is taken back."""

    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Change nothing: what would happen?")] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
    cron: Annotated[bool, typer.Option("--cron", help="Silent when all is well, else one dated line.")] = False
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Append each request as a JSON line.")
    ] = None


@dataclass(frozen=True, slots=True)
class ExportFlags:
    """Which group is read, and how quietly."""

    group: Annotated[str | None, typer.Option("--group", "-g", metavar="ID|NAME", help="The group to export.")] = None
    cron: Annotated[bool, typer.Option("--cron", help="Silent when all is well, else one dated line.")] = False
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Append each request as a JSON line.")
    ] = None
