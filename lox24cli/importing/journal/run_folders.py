"""The runs in the state folder: their names, which one is unfinished, which file was imported before, pruning.

    <state>/runs/<run id>/journal.sqlite    the run
    <state>/runs/<run id>/preparing         there until its first batch may be sent, or nothing is to be sent
    <state>/runs/<run id>/open              there while rows may still have to be sent or settled
    <state>/runs/<run id>/superseded        there while a run that takes this one's place is not finished

Knows no network and no terminal.
"""

import contextlib
import json
import os
import shutil
import string
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from lox24cli.errors import SettingsError, TemporaryError
from lox24cli.importing.journal.identity import Identity
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.storage import JOURNAL_NAME, telling
from lox24cli.model import Column, Dialect, Source

_PREPARING = "preparing"
_OPEN = "open"
_SUPERSEDED = "superseded"
_SECOND = len("20261123T204512")
"""A run's id begins with the second in which it began."""
_ALPHABET = string.ascii_lowercase + string.digits


def runs_folder(state: Path) -> Path:
    """Return where the runs are."""
    return state / "runs"


def new_run(state: Path, now: datetime, rng: Random) -> Journal:
    """Make a new run's journal; its id is the UTC time and four random characters."""
    while True:
        folder = runs_folder(state) / f"{now:%Y%m%dT%H%M%S}-{''.join(rng.choices(_ALPHABET, k=4))}"
        if not folder.exists():
            return Journal.create(folder)


def source_facts(source: Source) -> dict[str, Any]:
    """Return the source as the journal keeps it."""
    return asdict(source)


def source_of(journal: Journal) -> Source:
    """Return the source that the journal keeps."""
    facts = dict(journal.get("source"))
    facts["columns"] = tuple(Column(**column) for column in facts["columns"])
    facts["dialect"] = Dialect(**facts["dialect"]) if facts["dialect"] else None
    facts["notices"] = tuple(facts["notices"])
    return Source(**facts)


def mark_preparing(journal: Journal, identity: Identity, files: Iterable[Path]) -> None:
    """Note whose run is being prepared, and the temporary files that go with it: nothing of it was sent yet."""
    facts = {"whose": [identity.account, identity.group_id], "files": [str(file) for file in files]}
    with telling(journal.folder):
        descriptor = os.open(journal.folder / _PREPARING, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(facts, file)


def sweep(state: Path, account: str, group_id: str) -> None:
    """Delete the runs of this group whose process was killed before anything was sent, with their temporary files.

    The caller holds the group's lock: nobody else prepares a run for it.
    """
    for mark in runs_folder(state).glob(f"*/{_PREPARING}"):
        try:
            facts = json.loads(mark.read_text("utf-8"))
        except (ValueError, FileNotFoundError):  # killed while it was written; another group's, which has just begun
            continue
        if facts["whose"] == [account, group_id] and not is_open(mark.parent):
            for file in map(Path, facts["files"]):
                if file.name.endswith(f".{mark.parent.name}.tmp"):
                    with contextlib.suppress(OSError):  # its folder may be closed to us by now
                        file.unlink()
            discard(mark.parent)


def mark_open(journal: Journal) -> None:
    """Note that the run has work left, before the first batch is sent."""
    with telling(journal.folder):
        (journal.folder / _OPEN).touch(mode=0o600)
        (journal.folder / _PREPARING).unlink(missing_ok=True)


def mark_closed(folder: Path) -> None:
    """Note that nothing of the run in `folder` is left to do: the very last step of a run."""
    with telling(folder):
        (folder / _PREPARING).unlink(missing_ok=True)
        (folder / _OPEN).unlink(missing_ok=True)


def is_open(folder: Path) -> bool:
    """Tell whether rows of the run in `folder` may still have to be sent or settled."""
    return (folder / _OPEN).exists()


def has_ended(journal: Journal) -> bool:
    """Tell whether the run came to its end, even if its process died before it could close it."""
    return journal.get("state") in ("finished", "closed")


def all_runs(state: Path) -> list[Path]:
    """Return the folders of all runs, newest first; of runs of the same second, the one last worked on."""
    folder = runs_folder(state)
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process is just deleting it
            if (path / JOURNAL_NAME).is_file():
                found.append((path.name[:_SECOND], path.stat().st_mtime_ns, path))
    return [path for *_, path in sorted(found, reverse=True)]


def open_runs(state: Path) -> list[Path]:
    """Return the folders of the unfinished runs, newest first."""
    return [folder for folder in all_runs(state) if is_open(folder)]


def find_run(state: Path, run_id: str | None) -> Path:
    """Return the folder of that run, or of the newest unfinished one.

    Raises:
        SettingsError: there is none.
    """
    if run_id is None:
        folders = open_runs(state)
        if not folders:
            raise SettingsError("no run is unfinished", "lox24 runs list shows all", code="no-such-run")
        return folders[0]
    folder = runs_folder(state) / run_id
    if folder not in all_runs(state):
        raise SettingsError(f"there is no run {run_id}", "lox24 runs list shows the runs", code="no-such-run")
    return folder


def was_imported(state: Path, identity: Identity) -> str | None:
    """Return the id of a run that imported the same file by the same rules, to the last row; None if there is none."""
    for folder in all_runs(state):
        with contextlib.suppress(TemporaryError), Journal.open(folder) as journal:  # a damaged one proves nothing
            complete = journal.get("state") == "finished" and not journal.get("dry_run")
            if complete and journal.get("exit_code") == 0 and identity.is_same_run(journal.get("identity") or {}):
                return folder.name
    return None


def mark_superseded(journal: Journal) -> None:
    """Note that the run is given up, and that a run yet to come takes its place."""
    with telling(journal.folder):
        (journal.folder / _SUPERSEDED).touch(mode=0o600)
    journal.set(state="closed")


def superseded_by(state: Path, identity: Identity) -> list[Path]:
    """Return the runs whose place a run of this identity takes: their file or options changed before they were done."""
    found = []
    for mark in sorted(runs_folder(state).glob(f"*/{_SUPERSEDED}")):
        with Journal.open(mark.parent) as journal:
            if identity.is_same_place(journal.get("identity") or {}):
                found.append(mark.parent)
    return found


def end_succession(journal: Journal) -> None:
    """Note that the run is finished: what it and the runs before it created counts for no later run of the file."""
    for name in (journal.run_id, *journal.get("inherits", [])):
        (journal.folder.parent / name / _SUPERSEDED).unlink(missing_ok=True)


def prune(state: Path, before: datetime) -> list[str]:
    """Delete the finished runs that began until that second; return their ids. Unfinished ones stay."""
    deleted = []
    for folder in all_runs(state):
        if folder.name[:_SECOND] <= f"{before:%Y%m%dT%H%M%S}" and not is_open(folder):
            discard(folder)
            deleted.append(folder.name)
    return deleted


def discard(folder: Path) -> None:
    """Delete a run's folder with all that is in it.

    Raises:
        TemporaryError: the disk does not let us.
    """
    with telling(folder), contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
