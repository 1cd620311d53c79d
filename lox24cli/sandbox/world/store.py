"""The groups, phones and blocked numbers of the sandbox. Knows no HTTP and no rule of the API.

Thread-safe: the server's thread writes while a test looks. Every call is one transaction.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from lox24cli.sandbox.world.database import clear_database, open_database
from lox24cli.sandbox.world.spelling import digits_of

Entry = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None]
"""What a client writes: phone, a, b, c, d, e, callback_data."""


class Phone(NamedTuple):
    """A stored phone. A tuple, since a batch makes hundreds and a group may hold a hundred thousand."""

    id: int
    group_id: int
    phone: str
    a: str | None = None
    b: str | None = None
    c: str | None = None
    d: str | None = None
    e: str | None = None
    callback_data: str | None = None
    subscribed_at: int | None = None
    unsubscribed_at: int | None = None
    unsubscribe_reason: int | None = None

    @property
    def entry(self) -> Entry:
        """What a client wrote."""
        return (self.phone, self.a, self.b, self.c, self.d, self.e, self.callback_data)


class Group(NamedTuple):
    """A stored group and how many phones it holds."""

    id: int
    name: str
    description: str | None = None
    name_a: str | None = None
    name_b: str | None = None
    name_c: str | None = None
    name_d: str | None = None
    name_e: str | None = None
    deleted_at: str | None = None
    count_items: int = 0


class BlockedNumber(NamedTuple):
    """A number that gets no message; type 1 = blocked by the customer, 2 = unsubscribed."""

    id: int
    number: str
    type: int
    added_at: int


_PHONE = ", ".join(Phone._fields)
_GROUP = ", ".join(Group._fields[:-1])
_COUNTED = f"{_GROUP}, (SELECT count(*) FROM phones WHERE group_id = groups.id) AS count_items"
_INSERT_PHONE = (
    "INSERT INTO phones (id, group_id, phone, a, b, c, d, e, callback_data, digits)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE_PHONE = (
    "UPDATE phones SET phone = ?, a = ?, b = ?, c = ?, d = ?, e = ?, callback_data = ?, digits = ? WHERE id = ?"
)
_LARGEST_ID = 2**63 - 1
_REMEMBERED_BATCHES = 10_000


class Store:
    """The data, in memory (`path` None) or in a file that outlives the process."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        """Open the data.

        Raises:
            SettingsError: the file cannot be made, or is no database of a sandbox.
        """
        self._connection = open_database(path)
        self._clock = clock
        self._lock = threading.RLock()
        self._stored: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED_BATCHES)
        """When, and the last id that there was before; what is forgotten is long to be seen."""

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def reset(self) -> None:
        """Make the data what they were in the beginning: two groups, and nothing in them."""
        with self._lock:
            clear_database(self._connection)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    # Groups

    def groups(self) -> list[Group]:
        """Return all groups by id."""
        return [Group._make(row) for row in self._rows(f"SELECT {_COUNTED} FROM groups ORDER BY id")]

    def group(self, group_id: int, lag: float = 0.0) -> Group | None:
        """Return one group, or None; its count is that of `lag` seconds ago."""
        if group_id > _LARGEST_ID:
            return None
        rows = self._rows(f"SELECT {_COUNTED} FROM groups WHERE id = ?", group_id)
        if not rows:
            return None
        group = Group._make(rows[0])
        return group._replace(count_items=len(self.phones(group_id, lag=lag))) if lag else group

    def _last_id(self, lag: float) -> int:
        """Return the last id that there was `lag` seconds ago."""
        if not lag:
            return _LARGEST_ID
        moment = self._clock() - lag
        return next((last for at, last in self._stored if at > moment), _LARGEST_ID)

    def has_group(self, group_id: int) -> bool:
        """Tell whether there is such a group; unlike group(), without counting its phones."""
        return group_id <= _LARGEST_ID and bool(self._rows("SELECT 1 FROM groups WHERE id = ?", group_id))

    def add_group(
        self, name: str, values: Mapping[str, str | None] | None = None, *, group_id: int | None = None
    ) -> Group:
        """Add a group with `description`, `name_a` … `name_e`, `deleted_at` as in `values`; return it."""
        known = values or {}
        columns = [known.get(column) for column in Group._fields[2:-1]]
        with self._writing() as connection:
            marks = ", ".join("?" * (len(columns) + 2))
            cursor = connection.execute(f"INSERT INTO groups ({_GROUP}) VALUES ({marks})", (group_id, name, *columns))
            return Group._make((cursor.lastrowid, name, *columns, 0))

    def change_group(self, group_id: int, values: Mapping[str, str | None]) -> None:
        """Set the named columns of a group."""
        changes = ", ".join(f"{name} = ?" for name in values)
        with self._writing() as connection:
            connection.execute(f"UPDATE groups SET {changes} WHERE id = ?", (*values.values(), group_id))

    def delete_group(self, group_id: int) -> None:
        """Delete a group and all its phones."""
        with self._writing() as connection:
            connection.execute("DELETE FROM groups WHERE id = ?", (group_id,))

    # Phones

    def phones(self, group_id: int, limit: int = -1, offset: int = 0, *, lag: float = 0.0) -> list[Phone]:
        """Return the phones of a group in the order they were stored; `limit` -1: all; none younger than `lag`."""
        sql = f"SELECT {_PHONE} FROM phones WHERE group_id = ? AND id <= ? ORDER BY id LIMIT ? OFFSET ?"
        return [Phone._make(row) for row in self._rows(sql, group_id, self._last_id(lag), limit, offset)]

    def count(self, group_id: int) -> int:
        """Return how many phones a group holds."""
        ((count,),) = self._rows("SELECT count(*) FROM phones WHERE group_id = ?", group_id)
        return int(str(count))

    def phone(self, phone_id: int) -> Phone | None:
        """Return one phone, or None."""
        if phone_id > _LARGEST_ID:
            return None
        rows = self._rows(f"SELECT {_PHONE} FROM phones WHERE id = ?", phone_id)
        return Phone._make(rows[0]) if rows else None

    def add_phones(
        self,
        group_id: int,
        entries: Sequence[Entry],
        duplicates: Literal["store", "refuse", "merge"] = "store",
    ) -> list[Phone | None]:
        """Store phones in one transaction; return them in order, None where one was there and is refused.

        With `merge`, a phone that is there takes the new fields and keeps its id.
        """
        with self._writing() as connection:
            (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'phones'").fetchone()
            self._stored.append((self._clock(), last))
            if duplicates != "store":
                # Made when it is first needed: it would cost every other batch half as much again.
                connection.execute("CREATE INDEX IF NOT EXISTS by_digits ON phones (digits, group_id)")
                return [self._add_known(connection, group_id, entry, duplicates) for entry in entries]
            connection.executemany(
                _INSERT_PHONE,
                [(last + n, group_id, *entry, digits_of(entry[0])) for n, entry in enumerate(entries, 1)],
            )
            return [Phone(last + n, group_id, *entry) for n, entry in enumerate(entries, 1)]

    def _add_known(self, connection: sqlite3.Connection, group_id: int, entry: Entry, duplicates: str) -> Phone | None:
        digits = digits_of(entry[0])
        known = connection.execute(
            f"SELECT {_PHONE} FROM phones WHERE group_id = ? AND digits = ?", (group_id, digits)
        ).fetchone()
        if known is None:
            cursor = connection.execute(_INSERT_PHONE, (None, group_id, *entry, digits))
            return Phone(cursor.lastrowid or 0, group_id, *entry)
        if duplicates == "refuse":
            return None
        connection.execute(_UPDATE_PHONE, (*entry, digits, known[0]))
        return Phone(known[0], group_id, *entry, *known[9:])

    def change_phone(self, phone_id: int, entry: Entry) -> None:
        """Give a phone other fields."""
        with self._writing() as connection:
            connection.execute(_UPDATE_PHONE, (*entry, digits_of(entry[0]), phone_id))

    def delete_phone(self, phone_id: int) -> None:
        """Delete one phone."""
        with self._writing() as connection:
            connection.execute("DELETE FROM phones WHERE id = ?", (phone_id,))

    def unsubscribe(self, phone: str, reason: int = 6, at: int | None = None) -> int:
        """Mark `phone` as unsubscribed in every group that holds it; return in how many places it stood.

        `at` is in seconds (default: now); reasons are 1–6, as documented for Phone-read.
        """
        moment = int(self._clock()) if at is None else at
        with self._writing() as connection:
            return connection.execute(
                "UPDATE phones SET unsubscribed_at = ?, unsubscribe_reason = ? WHERE digits = ?",
                (moment, reason, digits_of(phone)),
            ).rowcount

    # Blocked numbers

    def blocked_numbers(self) -> list[BlockedNumber]:
        """Return all blocked numbers by id."""
        rows = self._rows("SELECT id, number, type, added_at FROM blocked_numbers ORDER BY id")
        return [BlockedNumber._make(row) for row in rows]

    def block(self, number: str, kind: int = 1) -> BlockedNumber | None:
        """Block a number (type 1 by the customer, 2 unsubscribed); None when it is blocked already."""
        with self._writing() as connection:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO blocked_numbers (number, type, added_at) VALUES (?, ?, ?)"
                " RETURNING id, number, type, added_at",
                (number, kind, int(self._clock())),
            )
            row = cursor.fetchone()
            return None if row is None else BlockedNumber._make(row)

    def unblock(self, number_id: int) -> None:
        """Take a number off the list."""
        with self._writing() as connection:
            connection.execute("DELETE FROM blocked_numbers WHERE id = ?", (number_id,))
