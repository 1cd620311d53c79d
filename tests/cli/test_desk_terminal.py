"""Changes and deletions as a person at a terminal of 80 columns sees them: the plan, the question, the summary."""

import re
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_golden import Golden
from tests.cli.test_terminal import Terminal, terminal
from tests.conftest import Lox24
from tests.desk import fill, held, number, write

_PASSING = re.compile(r"\r\x1b\[K[^\r\n]*(?=\r\x1b)")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_WIDTH = 80


@pytest.fixture
def golden(pytestconfig: pytest.Config, tmp_path: Path) -> Golden:
    return Golden(update=bool(pytestconfig.getoption("--update-golden")), folder=tmp_path)


def shown(screen: Terminal) -> str:
    """What stays on the screen: no bar, no passing line."""
    return _ESCAPES.sub("", _PASSING.sub("", screen.seen))


def summary(screen: Terminal) -> str:
    """What comes behind the answer: from the first figure of the books."""
    text = shown(screen).split("[y/N]")[1]
    lines = [line for line in text.splitlines() if "created" not in line or "/s" not in line]
    return "\n".join(line for line in lines if re.match(r"\s+\d+  [a-z]|report: ", line)) + "\n"


def make_desk(sandbox: RunningSandbox, folder: Path) -> None:
    """Fill the group, and write a file that creates, changes, leaves and no longer has contacts."""
    fill(sandbox, *((number(n), "Herr", f"Huber {n}") for n in range(12)))
    sandbox.store.unsubscribe(number(11))
    rows = [(number(n), "Herr", f"Huber {n}" if n != 3 else "Maier") for n in range(1, 10)]
    write(folder, *rows, (number(20), "Frau", "Neu"))


def test_a_sync_shows_what_changes_and_asks_for_what_it_will_do(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden, tmp_path: Path
) -> None:
    make_desk(sandbox, tmp_path)
    words = ("list.csv", "--group", "7116", "--max-delete", "20%")
    with terminal(environment, sandbox, *words, command="sync", COLUMNS=str(_WIDTH)) as screen:
        screen.wait_for("[y/N]")
        golden("plan-sync", shown(screen))
        screen.type("y\n")
        assert screen.end() == 0
    golden("summary-sync", summary(screen))
    assert {phone for phone, _, _ in held(sandbox)} == {number(n) for n in (*range(1, 10), 11, 20)}


def test_an_update_asks_before_it_changes_anything(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden, tmp_path: Path
) -> None:
    make_desk(sandbox, tmp_path)
    words = ("list.csv", "--group", "7116", "--on-existing", "update")
    with terminal(environment, sandbox, *words, COLUMNS=str(_WIDTH)) as screen:
        screen.wait_for("Upload and change? [y/N]")
        golden("plan-update", shown(screen))
        screen.type("n\n")
        assert screen.end() == 0
    assert (number(3), "Herr", "Huber 3") in held(sandbox)


def test_an_undoing_shows_what_it_takes_back_and_what_it_leaves(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden, lox24: Lox24, tmp_path: Path
) -> None:
    make_desk(sandbox, tmp_path)
    assert lox24("phones", "sync", "list.csv", "--group", "7116", "--max-delete", "20%").exit_code == 0
    fill(sandbox, (number(10), "", "again"))
    with terminal(environment, sandbox, "last", command="undo", COLUMNS=str(_WIDTH)) as screen:
        screen.wait_for("Undo it? [y/N]")
        golden("plan-undo", shown(screen))
        screen.type("y\n")
        assert screen.end() == 0
    golden("summary-undo", summary(screen))
    names = {phone: b for phone, _, b in held(sandbox)}
    assert names == {number(n): f"Huber {n}" if n != 10 else "again" for n in range(12)}
