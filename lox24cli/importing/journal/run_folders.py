"""The runs in the state folder: their names, which one is unfinished, which file was imported before, pruning.

    <state>/runs/<run id>/journal.sqlite    the run
    <state>/runs/<run id>/at-work           there, and locked by its process, while the run is prepared
    <state>/runs/<run id>/preparing         there until its first batch may be sent, or nothing is to be sent
    <state>/runs/<run id>/open              there while rows may still have to be sent or settled
    <state>/runs/<run id>/superseded        there while a run that takes this one's place is not finished

Each mark says whose run it is, so that a damaged journal stands in the way of its own group alone, and no journal is
opened that is not needed. Knows no network and no terminal.
"""

import contextlib
import shutil
import string
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random

from lox24cli.errors import NothingLeft, SettingsError, TemporaryError
from lox24cli.importing.journal.facts import Identity, State
from lox24cli.importing.journal.holding import AT_WORK, is_left
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.marks import Mark, read_mark, write_mark
from lox24cli.importing.journal.storage import JOURNAL_NAME, telling
from lox24cli.translating import phrase

_PREPARING = "preparing"
_OPEN = "open"
_SUPERSEDED = "superseded"
LAST = "last"
"""What a user writes for the newest run."""
_SHOWN = 5
_SECOND = len("20261123T204512")
"""A run's id begins with the second in which it began."""
_ALPHABET = string.digits + string.ascii_lowercase


def runs_folder(state: Path) -> Path:
    """Return where the runs are."""
    return state / "runs"


def new_run(state: Path, now: datetime, rng: Random) -> Journal:
    """Make a new run's journal; its id is the UTC time and four random characters, behind those of the same second."""
    begun = f"{now:%Y%m%dT%H%M%S}-"
    others = [folder.name[-4:] for folder in runs_folder(state).glob(f"{begun}????")]
    number = int(max(others, default="0"), 36) + rng.randrange(1, 36**3)
    letters = "".join(_ALPHABET[number // 36**place % 36] for place in (3, 2, 1, 0))
    return Journal.create(runs_folder(state) / f"{begun}{letters}")


def _whose(journal: Journal) -> Mark:
    facts = journal.facts
    assert facts is not None and facts.identity is not None  # noqa: S101, PT018  only runs that send are marked
    return Mark(facts.identity.account, facts.identity.group_id)


def mark_preparing(journal: Journal, identity: Identity | None, files: Iterable[Path]) -> None:
    """Note whose run is being prepared, and the temporary files that go with it: nothing of it was sent yet."""
    account, group_id = (identity.account, identity.group_id) if identity else ("", "")
    write_mark(journal.folder, _PREPARING, Mark(account, group_id, tuple(map(str, files))))


def sweep(state: Path, account: str = "", group_id: str = "") -> list[str]:
    """Delete the runs whose process was killed before anything was sent, with their temporary files; return their ids.

    With a group, the caller holds its lock: nobody else prepares a run for it.
    """
    swept = []
    marks = [mark for name in (AT_WORK, _PREPARING) for mark in runs_folder(state).glob(f"*/{name}")]
    for folder in sorted({mark.parent for mark in marks}):
        mark = read_mark(folder / _PREPARING)
        is_ours = mark is not None and group_id and (mark.account, mark.group_id) == (account, group_id)
        if (is_ours or is_left(folder)) and not is_open(folder):
            _discard_with_files(folder, mark)
            swept.append(folder.name)
    return swept


def _discard_with_files(folder: Path, mark: Mark | None) -> None:
    for file in map(Path, mark.files if mark else ()):
        if file.name.endswith(f".{folder.name}.tmp"):
            with contextlib.suppress(OSError):  # its folder may be closed to us by now
                file.unlink()
    discard(folder)


def mark_open(journal: Journal) -> None:
    """Note that the run has work left, before the first batch is sent."""
    write_mark(journal.folder, _OPEN, _whose(journal))
    with telling(journal.folder):
        (journal.folder / _PREPARING).unlink(missing_ok=True)
    journal.let_go()


def mark_closed(folder: Path) -> None:
    """Note that nothing of the run in `folder` is left to do: the very last step of a run."""
    with telling(folder):
        for mark in (AT_WORK, _PREPARING, _OPEN):  # in this order: a run is swept that has none but the first
            (folder / mark).unlink(missing_ok=True)


def is_open(folder: Path) -> bool:
    """Tell whether rows of the run in `folder` may still have to be sent or settled."""
    return (folder / _OPEN).exists()


def all_runs(state: Path) -> list[Path]:
    """Return the folders of all runs, newest first."""
    folder = runs_folder(state)
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process is just deleting it
            if (path / JOURNAL_NAME).is_file():
                found.append(path)
    return sorted(found, reverse=True)


def open_runs(state: Path) -> list[Path]:
    """Return the folders of the unfinished runs, newest first."""
    return [folder for folder in all_runs(state) if is_open(folder)]


def open_journals(state: Path, account: str, group_id: str) -> Iterator[tuple[Journal, Identity]]:
    """Give the journals of this group's unfinished runs, newest first, one at a time: each is closed before the next.

    Raises:
        TemporaryError, SettingsError: one cannot be read; what is in doubt there must not be sent again.
    """
    return _journals(open_runs(state), _OPEN, account, group_id)


def _journals(folders: Iterable[Path], name: str, account: str, group_id: str) -> Iterator[tuple[Journal, Identity]]:
    for folder in folders:
        mark = read_mark(folder / name)
        is_gone = mark is None and not (folder / name).exists()
        if is_gone or (mark is not None and (mark.account, mark.group_id) != (account, group_id)):
            continue
        with Journal.open(folder) as journal:
            facts = journal.facts
            identity = facts.identity if facts else None
            if identity is not None and (identity.account, identity.group_id) == (account, group_id):
                yield journal, identity


def find_run(state: Path, asked: str | None, *, unfinished: bool = False) -> Path:
    """Return the folder of the run that is meant: by its id, by the beginning of one, or the newest (None or `last`).

    With `unfinished`, None and `last` mean the newest unfinished one.

    Raises:
        SettingsError: there is none, or several begin like that.
    """
    if asked in (None, LAST):
        folders = open_runs(state) if unfinished else all_runs(state)
        if not folders:
            if unfinished:
                raise NothingLeft(phrase("no run is unfinished"), phrase("lox24 runs list shows all"))
            raise SettingsError(
                phrase("there is no run yet"), phrase("lox24 phones import makes one"), code="no-such-run"
            )
        return folders[0]
    found = [folder for folder in all_runs(state) if asked and folder.name.startswith(asked)]
    exact = [folder for folder in found if folder.name == asked]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = ", ".join(folder.name for folder in found[:_SHOWN])
        raise SettingsError(
            phrase("{number} runs begin with {asked}: {names}", number=len(found), asked=asked, names=names),
            phrase("write more of it"),
            code="no-such-run",
        )
    raise SettingsError(
        phrase("there is no run {asked}", asked=asked), phrase("lox24 runs list shows the runs"), code="no-such-run"
    )


def find_undoable(state: Path, asked: str) -> Path:
    """Return the folder of the run to take back; `last` is the newest that is no dry run and no undoing itself.

    So whoever repeats a command that was cut off undoes the same run, and not the undoing.

    Raises:
        SettingsError: there is none, or several begin like that.
    """
    if asked != LAST:
        return find_run(state, asked)
    for folder in all_runs(state):
        with contextlib.suppress(TemporaryError, SettingsError), Journal.open(folder) as journal:
            facts = journal.facts
            if facts is not None and facts.identity is not None and facts.undoes is None:
                return folder
    raise SettingsError(phrase("there is no run to undo"), phrase("lox24 runs list shows all"), code="no-such-run")


def mark_superseded(journal: Journal) -> None:
    """Note that the run is given up, and that a run yet to come takes its place."""
    write_mark(journal.folder, _SUPERSEDED, _whose(journal))
    journal.keep(state=State.CLOSED)


def superseded_by(state: Path, identity: Identity) -> list[Path]:
    """Return the runs whose place a run of this identity takes: their file or options changed before they were done."""
    folders = [mark.parent for mark in sorted(runs_folder(state).glob(f"*/{_SUPERSEDED}"))]
    found = _journals(folders, _SUPERSEDED, identity.account, identity.group_id)
    return [journal.folder for journal, earlier in found if identity.is_same_place(earlier)]


def end_succession(journal: Journal) -> None:
    """Note that the run is finished: what it and the runs before it created counts for no later run of the file."""
    facts = journal.facts
    for name in (journal.run_id, *(facts.inherits if facts else ())):
        (journal.folder.parent / name / _SUPERSEDED).unlink(missing_ok=True)


def began_since(folder: Path, moment: datetime) -> bool:
    """Tell whether the run in `folder` began in that second or later."""
    return folder.name[:_SECOND] >= f"{moment:%Y%m%dT%H%M%S}"


def prune(state: Path, before: datetime, checks_before: datetime) -> list[str]:
    """Delete the finished runs that began until that second; return their ids. Unfinished ones and those at work stay.

    Those that were killed before anything was sent go, whenever they began.
    Of checks and dry runs, those that began until `checks_before`.
    """
    deleted = sweep(state)
    for folder in all_runs(state):
        begun = folder.name[:_SECOND]
        is_old = begun <= f"{before:%Y%m%dT%H%M%S}"
        if is_open(folder) or not (is_old or (begun <= f"{checks_before:%Y%m%dT%H%M%S}" and _is_check(folder))):
            continue
        if (folder / AT_WORK).exists():  # it waits at its question
            continue
        discard(folder)
        deleted.append(folder.name)
    return deleted


def _is_check(folder: Path) -> bool:
    with contextlib.suppress(TemporaryError, SettingsError), Journal.open(folder) as journal:
        return journal.facts is not None and journal.facts.dry_run
    return False


def discard(folder: Path) -> None:
    """Delete a run's folder with all that is in it.

    Raises:
        TemporaryError: the disk does not let us.
    """
    with telling(folder), contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
