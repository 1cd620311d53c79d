"""What the help promises: titles for the options, examples that work."""

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from lox24cli.cli.app import app
from lox24cli.cli.examples import EXAMPLES
from lox24cli.cli.panels import Panel
from tests.conftest import SAMPLES, Lox24

TITLES = (Panel.CONTACTS, Panel.COLUMNS, Panel.DELIVERY, Panel.REPORT, Panel.OUTPUT, Panel.ACCOUNT)


def find(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words name, and the words that are left for it."""
    command: Any = get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def test_the_options_of_an_import_stand_under_titles_and_examples_come_first(offline: Lox24) -> None:
    shown = offline("phones", "import", "--help").stdout

    places = [shown.index(f"\n{title}:\n") for title in ("Examples", "Arguments", *TITLES)]
    assert places == sorted(places)
    assert "\nOptions:\n" not in shown
    assert len(EXAMPLES["phones import"]) == len(EXAMPLES[""]) == 5


def test_every_option_of_a_shared_group_has_its_title() -> None:
    command, _ = find(["phones", "sync"])

    assert {option.rich_help_panel for option in command.params if option.param_type_name == "option"} == set(TITLES)


def test_defaults_are_shown_as_people_write_them(offline: Lox24) -> None:
    shown = " ".join(offline("phones", "import", "--help").stdout.split())

    assert "[default: 4; 1 to 64]" in shown
    assert "[default: 100; 0.1 to 86400]" in shown
    assert "Of a CSV file, for example cp1252. [default: found in the file]" in shown


def test_a_default_that_a_file_sets_is_the_one_that_is_shown(offline: Lox24, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOX24_REGION=AT\n")

    assert "[default: AT]" in offline("phones", "import", "--help").stdout


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_is_of_its_command_and_is_understood(path: str) -> None:
    for _, example in EXAMPLES[path]:
        program, *words = shlex.split(example.partition(" >")[0])
        command, left = find(words)
        context = command.make_context(command.name, left)
        assert program == "lox24"
        assert words[: len(path.split())] == path.split()
        assert not context.args


def test_the_examples_with_contact_files_work_one_after_the_other(lox24: Lox24, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "contacts.csv", tmp_path)
    shutil.copy(SAMPLES / "contacts.xlsx", tmp_path)
    shutil.copy(SAMPLES / "contacts.csv", tmp_path / "members.csv")
    (tmp_path / "list.csv").write_text("Handy,Vorname\n+49 1523 3920099,Ada\n")

    for path in ("", "phones check", "phones import", "phones export", "phones sync", "phones undo"):
        for _, example in EXAMPLES[path]:
            done = lox24(*shlex.split(example)[1:])
            assert done.exit_code == 0, (example, done.stderr)
