"""An unfinished run that its user gives up: nothing more of it is sent, and what it sent stays.

Knows no terminal.
"""

from dataclasses import dataclass
from pathlib import Path

from lox24cli.errors import NothingLeft, SettingsError
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.facts import State
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.locking import hold_group
from lox24cli.importing.run import World
from lox24cli.model import Status
from lox24cli.translating import phrase


@dataclass(frozen=True, slots=True)
class Left:
    """What an unfinished run has left to do."""

    run: str
    file: str
    group: str
    """Its id and its name."""
    to_send: int
    """Rows that are certainly not stored yet."""
    in_doubt: int
    """Rows that were sent and may be stored."""


def what_is_left(folder: Path) -> Left:
    """Return what the run in `folder` has left to do.

    Raises:
        NothingLeft: it is not unfinished, or was never begun.
        TemporaryError: its journal cannot be read.
    """
    with Journal.open(folder) as journal:
        facts = journal.facts
        if facts is None or facts.group is None or not run_folders.is_open(folder):
            raise NothingLeft(
                phrase("nothing of run {name} is left to do", name=folder.name),
                phrase("lox24 runs list shows which runs are unfinished"),
            )
        books = count(journal)
        return Left(
            run=folder.name,
            file=facts.path or phrase("standard input"),
            group=f"{facts.group.id} {facts.group.name}",
            to_send=books.of(Status.FAILED) + books.of(Status.READY),
            in_doubt=books.of(Status.UNKNOWN),
        )


def discard_run(folder: Path, world: World) -> None:
    """Close the run in `folder`; what it did stays in its journal for `runs show`, what its contacts said does not.

    Raises:
        LockHeld: a process is just delivering it.
        SettingsError: nothing of it is left to do.
    """
    with Journal.open(folder) as journal:
        facts = journal.facts
        identity = facts.identity if facts else None
        if identity is None:
            raise SettingsError(
                phrase("run {name} sends nothing", name=folder.name), phrase("lox24 runs prune deletes it")
            )
        with hold_group(world.state, identity.account, identity.group_id, world.now()):
            what_is_left(folder)
            close_given_up(journal, phrase("not sent: the run was given up"))


def close_given_up(journal: Journal, why: str) -> None:
    """Close an unfinished run, whose unsent rows the report will say `why` of; the caller holds the group's lock."""
    journal.keep(state=State.CLOSED, not_sent_because=why)
    journal.forget_personal_data()
    run_folders.mark_closed(journal.folder)
