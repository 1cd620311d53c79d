"""The names of the library: the command line's own, and none of them changes unsaid."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import get_args, get_type_hints

import pytest
import typer

from lox24cli import check_contacts, export_group, import_contacts, import_rows, resume_run, sync_group, undo_run
from lox24cli.cli import flags
from lox24cli.cli.mode_flags import ExportFlags, ImportModeFlags, ModeFlags, RunFlags
from lox24cli.library.jobs import MOST_DELETIONS, RANGES
from tests.conftest import ROOT
from tests.published_library import arguments_of, names
from tests.test_architecture import imports
from tests.test_published import newest_section

LIBRARY = ROOT / "tests" / "golden" / "library.txt"
OF_THE_COMMAND_ALONE = {"cron", "log_file", "group"}
"""What a command does besides its call; and the group, which is an argument with a place."""

BRINGS = (flags.MappingFlags, flags.ReportFlags, flags.DeliveryFlags, flags.ConnectionFlags)
CALLS = {
    import_contacts: (*BRINGS, flags.ReadingFlags, flags.ImportChoiceFlags, ImportModeFlags),
    sync_group: (*BRINGS, flags.ReadingFlags, flags.SyncChoiceFlags, ModeFlags),
    import_rows: (*BRINGS, flags.ImportChoiceFlags, ImportModeFlags),
    check_contacts: (flags.MappingFlags, flags.ReportFlags, flags.ReadingFlags, flags.ImportChoiceFlags),
    export_group: (flags.PatienceFlags, flags.ConnectionFlags, ExportFlags),
    undo_run: (flags.ReportFlags, flags.DeliveryFlags, flags.ConnectionFlags, RunFlags),
    resume_run: (flags.ReportFlags, flags.DeliveryFlags, flags.ConnectionFlags),
}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_each_option_of_the_command_is_an_argument_of_the_same_name(call: Callable[..., object]) -> None:
    options = {field.name for group in CALLS[call] for field in fields(group)} - OF_THE_COMMAND_ALONE
    assert options - {"yes"} <= {argument.partition(":")[0] for argument in arguments_of(call)}


def test_numbers_have_the_same_range_as_an_option_and_as_an_argument() -> None:
    typed = {}
    for group in (flags.ReadingFlags, flags.DeliveryFlags):
        for name, hint in get_type_hints(group, include_extras=True).items():
            for info in get_args(hint):
                if isinstance(info, typer.models.OptionInfo) and info.min is not None:
                    typed[name] = (info.min, float("inf") if info.max is None else info.max)
    assert typed == dict(RANGES)
    assert flags.SyncChoiceFlags().max_delete == MOST_DELETIONS


def test_every_change_of_a_public_name_has_its_line_in_the_changelog() -> None:
    told = newest_section()
    changed = set(LIBRARY.read_text("utf-8").splitlines()) ^ set(names())
    untold = sorted(line for line in changed if f"`{re.split(r'[:(, ]', line.split(' ', 1)[1])[0]}`" not in told)
    assert not untold, "name these in the topmost section of CHANGELOG.md:\n" + "\n".join(untold)


def test_the_command_line_brings_nothing_itself() -> None:
    """It is the library's first user: what it did by another way, a program could not do."""
    own_ways = {"importing.running", "importing.undoing", "importing.exporting", "importing.finishing"}
    for path in sorted((ROOT / "lox24cli" / "cli").rglob("*.py")):
        known = {name.removeprefix("lox24cli.") for name in imports(path)}
        assert not [name for name in known if name.startswith(tuple(own_ways))], path.name
