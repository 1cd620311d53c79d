"""The options that say what kind of run it is, and into which group; groups of options as in flags.py."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from lox24cli.cli.completing import complete_group
from lox24cli.cli.panels import Panel


@dataclass(repr=False, eq=False)
class UnattendedFlags:
    """How a command behaves that nobody watches."""

    panel: ClassVar[Panel] = Panel.OUTPUT
    cron: Annotated[bool, typer.Option("--cron", help="Silent when all is well, else one dated line.")] = False
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Append each request as a JSON line.")
    ] = None


@dataclass(repr=False, eq=False)
class RunFlags(UnattendedFlags):
    """Besides: whether it is done, and whether somebody is asked first."""

    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", "-n", help="Change nothing: what would happen?", rich_help_panel=Panel.DELIVERY),
    ] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.", rich_help_panel=Panel.DELIVERY)] = False


@dataclass(repr=False, eq=False)
class ModeFlags(RunFlags):
    """Besides: which group the contacts belong to."""

    group: Annotated[
        str | None,
        typer.Option(
            *("--group", "-g"),
            metavar="ID|NAME",
            help="The group they belong to.",
            rich_help_panel=Panel.CONTACTS,
            autocompletion=complete_group,
        ),
    ] = None
    if_changed: Annotated[
        bool,
        typer.Option(
            "--if-changed",
            help="Do nothing if the same file was imported completely before.",
            rich_help_panel=Panel.DELIVERY,
        ),
    ] = False


@dataclass(repr=False, eq=False)
class ImportModeFlags(ModeFlags):
    """Besides: into which group, if it is not there yet."""

    create_group: Annotated[
        str | None,
        typer.Option(
            "--create-group",
            metavar="NAME",
            help="Instead: the group of that name, made where there is none.",
            rich_help_panel=Panel.CONTACTS,
        ),
    ] = None


@dataclass(repr=False, eq=False)
class ExportFlags(UnattendedFlags):
    """Besides: which group is read."""

    group: Annotated[
        str | None,
        typer.Option(
            *("--group", "-g"),
            metavar="ID|NAME",
            help="The group to export.",
            rich_help_panel=Panel.CONTACTS,
            autocompletion=complete_group,
        ),
    ] = None
