"""The SQLite database behind a journal: its schema and format, its transactions, the facts about the run.

WAL with synchronous=FULL: a commit survives the power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
Knows no row's meaning.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import msgspec

from lox24cli.errors import SettingsError, TemporaryError
from lox24cli.importing.journal.fingerprints import TABLE as FINGERPRINTS
from lox24cli.importing.journal.holding import Hold
from lox24cli.importing.journal.texts import TABLE as TEXTS
from lox24cli.translating import Message, phrase, recalled, stored

JOURNAL_NAME = "journal.sqlite"
FORMAT = 7
"""Of the tables and the facts; another one is not read."""
_SENTENCE = "\x1esentence"
"""The only name in an object that stands for a sentence among facts: any text may be a file's name, or a group's."""
_T = TypeVar("_T")
# Whatever sentence is written into a text column stays one that can be said in other languages (see `recalled`).
sqlite3.register_adapter(Message, stored)
_SCHEMA = f"""
CREATE TABLE run (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (
    seq INTEGER PRIMARY KEY, row INTEGER, line INTEGER, first_row INTEGER,
    input TEXT NOT NULL, phone TEXT, country TEXT, mobile INTEGER,
    status TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, note TEXT NOT NULL,
    batch INTEGER, doubted INTEGER NOT NULL DEFAULT 0,
    verb TEXT NOT NULL DEFAULT 'create', target TEXT NOT NULL DEFAULT '', before BLOB, change BLOB, digest BLOB,
    phone_id TEXT NOT NULL DEFAULT '', http_status INTEGER, request_id TEXT NOT NULL DEFAULT ''
);
{TEXTS}
{FINGERPRINTS}
CREATE TABLE batches (
    id INTEGER PRIMARY KEY, state TEXT NOT NULL, sent_at REAL NOT NULL, rows INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE TABLE existing (phone TEXT NOT NULL, id TEXT NOT NULL, opted_out INTEGER NOT NULL, stored BLOB);
CREATE TABLE excluded (phone TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE seen (phone TEXT NOT NULL, id TEXT NOT NULL, opted_out INTEGER NOT NULL, stored BLOB);
CREATE INDEX existing_phone ON existing (phone);
CREATE INDEX seen_phone ON seen (phone);
CREATE INDEX rows_batch ON rows (batch) WHERE batch IS NOT NULL;
CREATE INDEX rows_changing ON rows (verb, seq) WHERE verb <> 'create';
"""


class Database:
    """The database of one run; used by one thread of one process."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.connection = connection
        self._found: dict[Hashable, tuple[int, Any]] = {}
        self._hold: Hold | None = None

    @property
    def run_id(self) -> str:
        """The run's name, which is its folder's."""
        return self.folder.name

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make the run's folder (0700) and an empty journal (0600) in it; hold the folder until the journal is closed.

        Raises:
            TemporaryError: the disk does not let us.
        """
        with telling(folder):
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
            hold = Hold(folder)
            # Under another name until it has its tables: whoever lists the runs meets no half-made journal.
            unfinished = folder / f"{JOURNAL_NAME}.new"
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with contextlib.closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
                connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
            unfinished.rename(folder / JOURNAL_NAME)
        database = cls.open(folder)
        database._hold = hold  # noqa: SLF001  its own class
        return database

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the journal in `folder`.

        Raises:
            SettingsError: there is none, or another version of lox24 wrote it.
            TemporaryError: it cannot be read.
        """
        path = folder / JOURNAL_NAME
        if not path.is_file():
            raise SettingsError(
                phrase("there is no run {name}", name=folder.name),
                phrase("lox24 runs list shows the runs"),
                code="no-such-run",
            )
        with contextlib.ExitStack() as undo, telling(folder):
            connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
            undo.callback(connection.close)
            (written,) = connection.execute("PRAGMA user_version").fetchone()
            if written != FORMAT:
                raise SettingsError(
                    phrase(
                        "run {name} was begun by an older version of lox24, whose journal in {folder} "
                        "this one cannot read"
                        if written < FORMAT
                        else "run {name} was begun by a newer version of lox24, whose journal in {folder} "
                        "this one cannot read",
                        name=folder.name,
                        folder=folder,
                    ),
                    phrase(
                        "finish it by that version (lox24 runs resume {name}); or move the folder "
                        "elsewhere, then run the same command again: what the group holds is skipped",
                        name=folder.name,
                    ),
                    code="journal-format",
                )
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            undo.pop_all()
        return cls(folder, connection)

    def close(self) -> None:
        """Close the database; the run can be opened again."""
        self.connection.close()
        self.let_go()

    def let_go(self) -> None:
        """Let go of the run's folder, which whoever made it held."""
        if self._hold is not None:
            self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, all of it or nothing.

        Raises:
            TemporaryError: the disk is full or fails; nothing of the block is kept.
        """
        with telling(self.folder):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def query(self, sql: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """Stream the rows of a SELECT."""
        with telling(self.folder):
            yield from self.connection.execute(sql, values)

    def number(self, sql: str, *values: object) -> int:
        """Return the one number of a SELECT."""
        return int(next(self.query(sql, *values))[0] or 0)

    def while_unchanged(self, name: Hashable, find: Callable[[], _T]) -> _T:
        """Return what `find` gives, or gave under that name when nothing was written since."""
        changes = self.connection.total_changes
        found = self._found.get(name)
        if found is None or found[0] != changes:
            found = self._found[name] = (changes, find())
        return cast("_T", found[1])

    # ---- facts about the run -------------------------------------------------------------------

    def keep(self, **facts: object) -> None:
        """Keep facts by name, each a struct or anything that JSON has a word for; committed at once, all or none."""
        # Not msgspec's own JSON: a file name whose bytes are no UTF-8 has lone surrogates, and must come back as it is.
        lines = [(name, json.dumps(msgspec.to_builtins(fact, enc_hook=_kept))) for name, fact in facts.items()]
        with self.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO run VALUES (?, ?)", lines)

    def recall(self, name: str, kind: type[_T]) -> _T | None:
        """Return the fact of that name, None where there is none yet.

        Raises:
            TemporaryError: what is there is no such fact.
        """
        for (value,) in self.query("SELECT value FROM run WHERE name = ?", name):
            try:
                return msgspec.convert(_recalled(json.loads(value)), kind, dec_hook=lambda type_, text: type_(text))
            except ValueError as error:
                raise _damaged(self.folder, error) from error
        return None


def _kept(value: Any) -> object:  # noqa: ANN401  whatever msgspec has no word for: a path or a sentence
    return {_SENTENCE: stored(value)} if isinstance(value, Message) else os.fspath(value)


def _recalled(fact: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(fact, dict):
        kept = fact.get(_SENTENCE)
        return {name: _recalled(value) for name, value in fact.items()} if kept is None else recalled(kept)
    return [_recalled(value) for value in fact] if isinstance(fact, list) else fact


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Turn what the disk says into what the user can do."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            raise
        if type(error) is sqlite3.DatabaseError or "no such table" in str(error):
            raise _damaged(folder, error) from error
        raise TemporaryError(
            phrase("the journal in {folder} cannot be written: {error}", folder=folder, error=error),
            phrase("make room on the disk or set LOX24_STATE_DIR to another folder, then run the same command again"),
            code="journal",
        ) from error


def _damaged(folder: Path, error: Exception) -> TemporaryError:
    return TemporaryError(
        phrase("the journal in {folder} is damaged: {error}", folder=folder, error=error),
        phrase("move that folder elsewhere, then run the same command again: what the group holds is skipped"),
        code="journal",
    )
