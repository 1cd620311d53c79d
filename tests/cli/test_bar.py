"""The bar on a terminal of 80 columns: whole, full in the end, and with the figures of the summary."""

import re
from pathlib import Path

from lox24cli.sandbox.faults.faults import BATCH, READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_terminal import Terminal, terminal
from tests.conftest import Lox24
from tests.desk import fill, number, write

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PLACE = re.compile(r"([\d,]+)/([\d,]+) rows")
_FIGURE = re.compile(r"([\d,]+) {1,2}(created|updated|deleted|skipped|rejected|put back|changed back|left)(?!-)")


def frames(screen: Terminal) -> list[list[str]]:
    """The two lines of the bar, each time that it was drawn."""
    lines = _ESCAPES.sub("", screen.seen).replace("\r", "\n").split("\n")
    return [
        [line, *lines[place + 1 : place + 3]] for place, line in enumerate(lines) if "rows " in line and "/s" in line
    ]


def check(screen: Terminal) -> dict[str, str]:
    """Hold all frames against 80 columns, and the last against the summary; return its figures."""
    found = frames(screen)
    assert all(len(line) <= 80 for frame in found for line in frame)
    last = found[-1]
    place = _PLACE.search(last[0])
    assert place is not None
    assert place[1] == place[2]
    figures = {word: count for count, word in _FIGURE.findall(" ".join(last[1:]))}
    summary = screen.seen.split("\x1b[?25h")[-1]
    said = {word: count for count, word in _FIGURE.findall(summary)}
    assert figures == said, screen.seen
    return figures


def test_a_sync_shows_all_its_figures_in_80_columns(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(1200)))
    write(tmp_path, *((number(n), "", "Neu" if n < 40 else "Alt") for n in range(20, 2400)), (number(1), "", ""))
    words = ("list.csv", "--group", "7116", "--yes", "--max-delete", "50%")
    with terminal(environment, sandbox, *words, command="sync", COLUMNS="80") as screen:
        assert screen.end(60) == 0
    assert check(screen) == {"created": "1,200", "updated": "20", "deleted": "19"}
    with terminal(environment, sandbox, "last", "--yes", command="undo", COLUMNS="80") as screen:
        assert screen.end(60) == 0
    assert check(screen) == {"put back": "19", "changed back": "20", "deleted": "1,200"}


def test_a_run_that_goes_on_counts_what_it_did_before(
    environment: dict[str, str], sandbox: RunningSandbox, lox24: Lox24, tmp_path: Path
) -> None:
    """Also what is found in the group of a batch that had no answer."""
    fill(sandbox, (number(0), "", ""))
    write(tmp_path, *((number(n), "", "") for n in range(8)), ("nix", "", ""))
    words = ("list.csv", "--group", "7116", "--region", "DE", "--batch-size", "2", "--concurrency", "1")
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"), skip=1)
    sandbox.faults.plan(READ, Fault("status", status=503), skip=2, times=None)
    assert lox24("phones", "import", *words, "--retries", "0").exit_code == 8
    sandbox.faults.clear()
    with terminal(environment, sandbox, *words, "--yes", COLUMNS="80") as screen:
        assert screen.end(60) == 3
    assert check(screen) == {"created": "7", "skipped": "1", "rejected": "1"}
