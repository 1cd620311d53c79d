"""The process that examines a large file's rows: its answers are those of the first one, and it outlives nobody."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from lox24cli import check_contacts
from lox24cli.importing.examining import Examiner
from lox24cli.importing.job import Rules
from lox24cli.importing.report.summary import Summary
from lox24cli.importing.second_process import LARGE_BYTES, SecondProcess
from lox24cli.library.listening import Callbacks
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import SourceRow
from lox24cli.tables.opening import ReadOptions, open_table

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
ROWS = 13_000


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """A file so large that a second process pays, with what only the whole column decides."""
    path = tmp_path / "contacts.csv"
    lines = [
        f"{('0', '+49 ', '', 'x')[number % 4]}176{number:07},Name {number},{'filling ' * 8}" for number in range(ROWS)
    ]
    path.write_text("\n".join(["Telefon,Name,Notiz", *lines, ""]), encoding="utf-8")
    assert path.stat().st_size > LARGE_BYTES
    return path


def chunks_of(path: Path) -> tuple[list[list[SourceRow]], Examiner]:
    with open_table(path, ReadOptions()) as table:
        rows = list(table.rows())
        columns = map_columns(table.source.columns, rows[:500], requests=(), group_columns={}, region="DE", header=True)
    chunks = [rows[start : start + 1000] for start in range(0, len(rows), 1000)]
    return chunks, Examiner(columns, Rules(region="DE"), date(2026, 11, 28))


def test_it_says_what_the_first_process_would_have_said(contacts: Path) -> None:
    chunks, examiner = chunks_of(contacts)
    expected = [examiner.examine(chunk, 1000 * number) for number, chunk in enumerate(chunks)]
    _, other = chunks_of(contacts)
    found = [other.examine(chunks[0], 0)]
    process = SecondProcess()
    try:
        while not process.take_over(other):
            time.sleep(0.01)
        done = []
        for number, chunk in enumerate(chunks[1:], start=1):
            done += list(process.examine(chunk, 1000 * number))
        done += list(process.rest())
        assert [chunk for chunk, _ in done] == chunks[1:]
        found += [examined for _, examined in done]
        back = process.give_back()
    finally:
        process.end()
    assert found == expected
    assert back.evidence == examiner.evidence
    records, _ = expected[0]
    undecided = [place for place, record in enumerate(records) if "undecided" in record]
    assert undecided
    for place in undecided:
        assert back.decide(place, chunks[0][place]) == examiner.decide(place, chunks[0][place])


class Killing(Callbacks):
    """Kills the second process as soon as it is at work."""

    def __init__(self) -> None:
        super().__init__(None, None, None)
        self.killed = 0

    def reading(self, rows: int) -> None:
        """Look for it."""
        while not self.killed and not children_of(os.getpid()):
            time.sleep(0.01)
        if not self.killed and rows > ROWS // 4:
            for child in children_of(os.getpid()):
                self.killed = child
                os.kill(child, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            words = Path(f"/proc/{child}/cmdline")
            if words.exists() and b"second_process" in words.read_bytes():
                found.append(child)
    return found


def check(contacts: Path, folder: Path, watcher: Callbacks | None) -> Summary:
    folder.mkdir()
    return check_contacts(
        contacts, region="DE", state_dir=folder, report=folder / "report.csv", watcher=watcher, raises=False
    )


@on_linux
def test_when_it_is_killed_the_rows_are_examined_anew_without_it(contacts: Path, tmp_path: Path) -> None:
    watcher = Killing()
    disturbed = check(contacts, tmp_path / "a", watcher)
    alone = check(contacts, tmp_path / "b", None)
    assert watcher.killed
    assert (tmp_path / "a" / "report.csv").read_bytes() == (tmp_path / "b" / "report.csv").read_bytes()
    assert disturbed.counts == alone.counts
    assert not children_of(os.getpid())


@on_linux
def test_it_ends_when_the_first_process_is_killed(contacts: Path, environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "lox24cli", "phones", "check", str(contacts), "--region", "DE", "--no-progress"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        while not (children := children_of(first.pid)):
            assert first.poll() is None
            time.sleep(0.01)
        first.kill()
    ends = time.monotonic() + 30
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < ends
        time.sleep(0.05)
