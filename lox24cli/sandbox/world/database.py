"""The sandbox's SQLite database: made, recognised, opened. Knows no HTTP and no rule of the API.

A file is readable by its owner alone, since people try the sandbox with real contacts. It is opened in WAL
mode: two commands may use it at once, and what was stored outlives a killed process.
"""

import contextlib
import os
import sqlite3
from pathlib import Path

from lox24cli.errors import SettingsError

APPLICATION_ID = 0x4C583234
"""`LX24`: PRAGMA application_id, so that no other program's database is taken for a sandbox."""
SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, description TEXT,
    name_a TEXT, name_b TEXT, name_c TEXT, name_d TEXT, name_e TEXT,
    deleted_at TEXT
);
CREATE TABLE phones (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    phone TEXT NOT NULL,
    a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, callback_data TEXT,
    subscribed_at INTEGER, unsubscribed_at INTEGER, unsubscribe_reason INTEGER,
    digits TEXT NOT NULL
);
CREATE INDEX phones_of_group ON phones (group_id);
CREATE TABLE blocked_numbers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL UNIQUE, type INTEGER NOT NULL, added_at INTEGER NOT NULL
);
"""

_FIRST_DATA = """
DELETE FROM blocked_numbers;
DELETE FROM phones;
DELETE FROM groups;
INSERT INTO groups (id, name, description, name_a, name_b, name_c) VALUES
    (7116, 'Sandbox', 'The group of the examples', 'Anrede', 'Vorname', 'Nachname'),
    (12344, 'Sandbox 2', NULL, NULL, NULL, NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq) VALUES
    ('groups', 12344), ('phones', 7848411), ('blocked_numbers', 1000);
"""
"""The groups that the vendor's code samples write to; ids have as many digits as in the documentation."""


def open_database(path: Path | None) -> sqlite3.Connection:
    """Return a connection to the sandbox at `path`, made if it is new; None: in memory.

    The connection may be used from any thread, by one at a time, and leaves transactions to its user.

    Raises:
        SettingsError: the file cannot be made, or is no database of a sandbox.
    """
    if path is None:
        connection = _connect(":memory:")
        _set_up(connection)
        return connection
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = _connect(str(path))
    except OSError as error:
        raise SettingsError(
            f"the sandbox cannot keep its data in {path}: {error.strerror}", "name another file with --db"
        ) from error
    try:
        _recognise(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def clear_database(connection: sqlite3.Connection) -> None:
    """Make the data what they were in the beginning."""
    connection.executescript(f"BEGIN IMMEDIATE; {_FIRST_DATA} COMMIT;")


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=10.0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    other = SettingsError(
        f"{path} is not a sandbox of this version",
        "name another file with --db, or delete it: the sandbox makes a new one",
    )
    try:
        if _identity(connection) == (0, 0) and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            _set_up(connection)
        if _identity(connection) != (APPLICATION_ID, SCHEMA_VERSION):
            raise other
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError as error:
        raise other from error


def _identity(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def _set_up(connection: sqlite3.Connection) -> None:
    # Two processes may find the same new file: the second one waits here, and finds it set up.
    connection.execute("BEGIN IMMEDIATE")
    with contextlib.closing(connection.cursor()) as cursor:
        if _identity(connection) == (0, 0):
            for statement in (_SCHEMA + _FIRST_DATA).split(";\n"):
                cursor.execute(statement)
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")
