"""What must survive the power cut is on the disk before it is believed: commits, reports, marks."""

import os
from pathlib import Path

import pytest

from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.marks import Mark, write_mark
from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles

FULL = 2
"""https://www.sqlite.org/pragma.html#pragma_synchronous"""


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The files that were synced, as they were then: inode and size."""
    files: list[tuple[int, int]] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        state = os.fstat(descriptor)
        files.append((state.st_ino, state.st_size))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    return files


def place(path: Path) -> tuple[int, int]:
    return (path.stat().st_ino, path.stat().st_size)


@pytest.mark.parametrize("again", [False, True], ids=["made", "opened"])
def test_each_commit_of_a_journal_waits_for_the_disk(tmp_path: Path, *, again: bool) -> None:
    journal = Journal.create(tmp_path / "run")
    if again:
        journal.close()
        journal = Journal.open(tmp_path / "run")
    with journal:
        (synchronous,) = journal.connection.execute("PRAGMA synchronous").fetchone()
        (mode,) = journal.connection.execute("PRAGMA journal_mode").fetchone()
        (secure,) = journal.connection.execute("PRAGMA secure_delete").fetchone()
    assert (synchronous, mode, secure) == (FULL, "wal", 1)


def test_a_report_is_on_the_disk_whole_before_it_has_its_name(tmp_path: Path, synced: list[tuple[int, int]]) -> None:
    target = tmp_path / "out" / "report.csv"
    target.parent.mkdir()
    written = WrittenFiles(tmp_path / "state")
    PlannedFile(target, source=None, force=False, what="report", written=written).write(
        lambda file: file.write(b"row\n" * 1000)
    )
    assert place(target) in synced
    assert target.parent.stat().st_ino in {inode for inode, _ in synced}, "its name"


def test_a_mark_is_on_the_disk_before_the_first_batch_is_sent(tmp_path: Path, synced: list[tuple[int, int]]) -> None:
    write_mark(tmp_path, "open", Mark("account", "7116"))
    assert place(tmp_path / "open") in synced
