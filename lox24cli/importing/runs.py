"""The runs in the state folder: their names, which one is unfinished, which file was imported before, pruning.

    <state>/runs/<run id>/journal.sqlite    the run
    <state>/runs/<run id>/open              there while rows may still have to be sent or settled

Knows no network and no terminal.
"""

import contextlib
import shutil
import string
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from lox24cli.contacts.model import Column, Dialect, Source
from lox24cli.errors import InputError
from lox24cli.importing.database import JOURNAL_NAME
from lox24cli.importing.job import Rules
from lox24cli.importing.journal import Journal

_OPEN = "open"
_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two runs the same run: the same bytes, to the same group, by the same rules."""

    account: str
    """Base URL and client id."""
    group_id: str
    path: str
    """The file's absolute path; a changed file is recognised by it."""
    sha256: str
    rules: str

    @classmethod
    def of(cls, account: str, group_id: str, path: str, sha256: str, rules: Rules) -> "Identity":
        """Return the identity of a run about to begin."""
        return cls(account, group_id, path, sha256, repr(rules))

    def facts(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return asdict(self)

    def is_same_run(self, facts: dict[str, Any]) -> bool:
        """Tell whether a journal's run is this one."""
        return {**facts, "path": self.path} == self.facts()

    def is_same_place(self, facts: dict[str, Any]) -> bool:
        """Tell whether a journal's run sends the same path to the same group, whatever is in the file now."""
        keys = ("account", "group_id", "path")
        return all(facts.get(key) == getattr(self, key) for key in keys)


def runs_folder(state: Path) -> Path:
    """Return where the runs are."""
    return state / "runs"


def new_run(state: Path, now: datetime, rng: Random) -> Journal:
    """Make a new run's journal; its id is the UTC time and four random characters."""
    suffix = "".join(rng.choices(_ALPHABET, k=4))
    return Journal.create(runs_folder(state) / f"{now:%Y%m%dT%H%M%S}-{suffix}")


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


def mark_open(journal: Journal) -> None:
    """Note that the run has work left, before the first batch is sent."""
    (journal.folder / _OPEN).touch(mode=0o600)


def mark_closed(journal: Journal) -> None:
    """Note that nothing of the run is left to do."""
    (journal.folder / _OPEN).unlink(missing_ok=True)


def all_runs(state: Path) -> list[Path]:
    """Return the folders of all runs, newest first."""
    folder = runs_folder(state)
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if (path / JOURNAL_NAME).is_file()), reverse=True)


def open_runs(state: Path) -> Iterator[Journal]:
    """Open each unfinished run in turn, newest first; each is closed when the next is asked for."""
    for folder in all_runs(state):
        if (folder / _OPEN).exists():
            with Journal.open(folder) as journal:
                yield journal


def find_run(state: Path, run_id: str | None) -> Path:
    """Return the folder of that run, or of the newest unfinished one.

    Raises:
        InputError: there is none.
    """
    if run_id is None:
        folders = [folder for folder in all_runs(state) if (folder / _OPEN).exists()]
        if not folders:
            raise InputError("no run is unfinished", "lox24 runs list shows all", code="no-such-run")
        return folders[0]
    folder = runs_folder(state) / run_id
    if Path(run_id).name != run_id or not (folder / JOURNAL_NAME).is_file():
        raise InputError(f"there is no run {run_id}", "lox24 runs list shows the runs", code="no-such-run")
    return folder


def was_imported(state: Path, identity: Identity) -> str | None:
    """Return the id of a run that imported the same file by the same rules, to the last row; None if there is none."""
    for folder in all_runs(state):
        with Journal.open(folder) as journal:
            complete = journal.get("state") == "finished" and not journal.get("dry_run")
            if complete and journal.get("exit_code") == 0 and identity.is_same_run(journal.get("identity") or {}):
                return folder.name
    return None


def prune(state: Path, before: datetime) -> list[str]:
    """Delete the finished runs that began before that; return their ids. Unfinished ones stay."""
    deleted = []
    for folder in all_runs(state):
        if folder.name[:15] < f"{before:%Y%m%dT%H%M%S}" and not (folder / _OPEN).exists():
            discard(folder)
            deleted.append(folder.name)
    return deleted


def discard(folder: Path) -> None:
    """Delete a run's folder with all that is in it."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
