"""Every command on a terminal of 80 columns: no line is longer, and none is broken inside a word."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_golden import Golden
from tests.cli.test_terminal import Terminal, terminal
from tests.conftest import Lox24
from tests.desk import fill, number, write

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\")
_PATH = re.compile(r" *(?:\w+ +)?/\S+")
"""A path that fits no line is broken by the terminal alone, so that it can be clicked and copied."""
LONG = "Jugendfußball U13 und U15 der SG Musterstadt-Nord"
FOLDER = "Mitgliederverwaltung und Newsletter der Abteilung Fußball"


@pytest.fixture
def golden(pytestconfig: pytest.Config, tmp_path: Path) -> Golden:
    return Golden(update=bool(pytestconfig.getoption("--update-golden")), folder=tmp_path)


@pytest.fixture
def desk(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> str:
    """A group and a folder with long names, a finished run (its id), and one that was stopped."""
    made = sandbox.store.add_group(LONG, {"name_a": "Anrede der Erziehungsberechtigten", "name_b": "Vorname"})
    assert made.id == 12345
    fill(sandbox, *((number(n), "Herr", "Huber") for n in range(4)))
    folder = tmp_path / FOLDER
    folder.mkdir()
    write(folder, *((number(n), "", "Neu") for n in range(20, 26)), ("nix", "", ""), ("017", "", ""))
    write(folder, *((number(n), "", "Neu") for n in range(30, 36)), name="stopped.csv")
    options = ("--group", "12345", "--region", "DE", "--map", "b=b")
    first = lox24("phones", "import", folder / "list.csv", *options, "--json")
    assert first.exit_code == 3
    sandbox.faults.plan(BATCH, Fault("status", status=402))
    assert lox24("phones", "import", folder / "stopped.csv", *options).exit_code == 4
    return str(first.json["run"])


@contextmanager
def at_80(environment: dict[str, str], sandbox: RunningSandbox, *words: str) -> Iterator[Terminal]:
    room, *rest = words
    with terminal(environment, sandbox, *rest, room=(room,), command="", COLUMNS="80") as screen:
        yield screen


def shown(screen: Terminal) -> str:
    text = _ESCAPES.sub("", screen.seen).replace("\r\n", "\n")
    return "\n".join(line.rpartition("\r")[2] for line in text.split("\n"))


@pytest.mark.parametrize(
    ("words", "answer", "exit_code"),
    [
        ("account", "", 0),
        ("doctor", "", 0),
        ("groups list", "", 0),
        ("groups show 12345", "", 0),
        (f"groups rename 12345 {LONG[:40]}…", "", 0),
        ("groups create Jugend --columns-from list.csv", "", 0),
        ("groups delete 12345", f"{LONG}\n", 0),
        ("phones check list.csv --region DE", "", 3),
        ("phones import list.csv --group 7116 --region DE", "n\n", 0),
        ("phones import list.csv --group 12345 --region DE --on-existing update --map a=b", "y\n", 3),
        ("phones sync stopped.csv --group 12345 --max-delete 100%", "y\n", 0),
        ("phones sync stopped.csv --group 12345", "", 7),
        ("phones export --group 12345 -o group.csv", "", 0),
        ("phones export --group Jugend", "", 4),
        ("phones undo FIRST", "y\n", 0),
        ("phones undo FIRST --dry-run", "", 0),
        ("runs list", "", 0),
        ("runs show last", "", 0),
        ("runs show last --problems", "", 0),
        ("runs resume", "y\n", 0),
        ("runs discard last", "y\n", 0),
        ("runs prune", "", 0),
        ("help columns", "", 0),
    ],
    ids=lambda value: value.replace(LONG[:40], "NAME") if isinstance(value, str) and " " in value else "",
)
def test_no_line_is_longer_than_the_terminal(
    environment: dict[str, str],
    sandbox: RunningSandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    desk: str,
    words: str,
    answer: str,
    exit_code: int,
) -> None:
    monkeypatch.chdir(tmp_path / FOLDER)
    split = re.findall(rf"{re.escape(LONG[:40])}…|\S+", words.replace("FIRST", desk))
    with at_80(environment, sandbox, *split) as screen:
        if answer:
            screen.wait_for("] " if answer in ("y\n", "n\n") else "name ")
            screen.type(answer)
        assert screen.end() == exit_code, screen.seen
    text = shown(screen)
    assert text.strip()
    assert not [line for line in text.split("\n") if len(line) > 80 and not _PATH.fullmatch(line)]


@pytest.mark.usefixtures("desk")
def test_what_a_group_is_deleted_with_is_said_before_its_name_is_asked_for(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden
) -> None:
    with at_80(environment, sandbox, "groups", "delete", "12345") as screen:
        screen.wait_for("Type the group's name")
        screen.type("Jugend\n")
        assert screen.end() == 0
    golden("groups-delete-other-name", shown(screen))
    assert any(group.id == 12345 for group in sandbox.store.groups())
    with at_80(environment, sandbox, "groups", "delete", "12345") as screen:
        screen.wait_for("Type the group's name")
        screen.type(f"{LONG}\n")
        assert screen.end() == 0
    golden("groups-delete", shown(screen))
    assert all(group.id != 12345 for group in sandbox.store.groups())


@pytest.mark.usefixtures("desk")
def test_groups_and_exports_as_a_person_reads_them(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden
) -> None:
    for name, words in {
        "groups-list": ("groups", "list"),
        "groups-show": ("groups", "show", "12345"),
        "export": ("phones", "export", "--group", "12345", "-o", "group.csv"),
        "account": ("account",),
    }.items():
        with at_80(environment, sandbox, *words) as screen:
            assert screen.end() == 0
        golden(f"answer-{name}", shown(screen))
