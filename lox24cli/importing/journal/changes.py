"""The rows about numbers that the group holds already: which of them change an entry, and what became of those.

Knows no network. What an entry says is contents.py's.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from lox24cli.gateway.wire import encode_whole_phone
from lox24cli.importing.choices import Blank
from lox24cli.importing.contents import amend, differences, phone_of, rivals_of, values_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.texts import fields_of
from lox24cli.importing.journal.verdicts import GroupTable
from lox24cli.model import Code, Field, Status, Verb
from lox24cli.translating import joined, phrase, recalled

_CHUNK = 1000
DONE: Mapping[Verb, tuple[Status, Code]] = MappingProxyType(
    {
        Verb.CREATE: (Status.CREATED, Code.CREATED),
        Verb.UPDATE: (Status.UPDATED, Code.UPDATED),
        Verb.DELETE: (Status.DELETED, Code.NOT_IN_FILE),
    }
)
"""What has become of a row when it has gone well."""


class _Held(NamedTuple):
    """A ready row, and the first entry of the group that has its number."""

    seq: int
    verb: Verb
    doubted: bool
    change: bytes | None
    note: str
    id: str
    stored: bytes
    others: int
    """Further entries with the same number."""
    said: bytes
    """The fields that the file gives."""


class _Plan(NamedTuple):
    """What is to be done about such a row; in the order of the columns that it sets."""

    status: Status
    code: Code
    message: str
    note: str
    verb: Verb
    target: str
    before: bytes | None
    change: bytes | None


def plan_updates(journal: Journal, mapped: Collection[Field], blank: Blank, table: GroupTable = "existing") -> int:
    """Let each ready row whose number the group holds change its entry, or leave an equal one as it is.

    Return how many of these numbers stand in the group more than once: the first entry counts.
    """
    several, after = 0, -1
    while chunk := _held(journal, table, after):
        plans = [(_plan(held, mapped, blank), held.seq) for held in chunk]
        with journal.transaction() as connection:
            connection.executemany(
                "UPDATE rows SET status = ?, code = ?, message = ?, note = ?, verb = ?, target = ?, before = ?,"
                " change = ?, phone_id = ? WHERE seq = ?",
                ((*plan, plan.target, seq) for plan, seq in plans),
            )
        several += sum(held.others > 0 for held in chunk)
        after = chunk[-1].seq
    if table == "seen":
        _create_what_is_gone(journal)
    return several


def _held(journal: Journal, table: GroupTable, after: int) -> list[_Held]:
    """Return the next of them with a `seq` above `after`."""
    sql = (
        "SELECT r.seq, r.verb, r.doubted, r.change, r.note, e.id, e.stored,"
        f" (SELECT COUNT(*) FROM {table} WHERE phone = r.phone) - 1 FROM rows AS r JOIN {table} AS e"
        f" ON e.rowid = (SELECT MIN(rowid) FROM {table} WHERE phone = r.phone)"
        " WHERE r.seq > ? AND r.status = 'ready' AND r.batch IS NULL AND r.verb <> 'delete' ORDER BY r.seq LIMIT ?"
    )
    found = list(journal.query(sql, after, _CHUNK))
    said = fields_of(journal.connection, (seq for seq, *_ in found))
    return [
        _Held._make((seq, Verb(verb), doubted, change, recalled(note), *rest, fields))
        for (seq, verb, doubted, change, note, *rest), fields in zip(found, said, strict=True)
    ]


def _plan(held: _Held, mapped: Collection[Field], blank: Blank) -> _Plan:
    if held.doubted and held.change is not None and not _differ(held.change, held.stored):
        note, change = held.note, held.change  # it arrived after it was given up
        return _Plan(Status.UPDATED, Code.UPDATED, "", note, Verb.UPDATE, held.id, held.stored, change)
    if why := _why_left(held):
        return _Plan(Status.SKIPPED, Code.ALREADY_IN_GROUP, why, held.note, Verb.CREATE, held.id, None, None)
    now = values_of(held.stored)
    wanted = amend(held.stored, held.said, mapped, blank)
    changed = differences(now, wanted)
    several = (
        phrase(
            "the group holds this number {number} times: entry {id} counts, the others are left",
            number=held.others + 1,
            id=held.id,
        )
        if held.others
        else ""
    )
    if not changed:
        note = joined("; ", (held.note, several))
        return _Plan(Status.UNCHANGED, Code.UNCHANGED, "", note, Verb.CREATE, held.id, None, None)
    note = (
        held.note
        if held.verb is Verb.UPDATE
        else joined("; ", (held.note, phrase("changes {changed}", changed=", ".join(changed)), several))
    )
    change = encode_whole_phone(phone_of(held.stored), wanted)
    return _Plan(Status.READY, Code.READY, "", note, Verb.UPDATE, held.id, held.stored, change)


def _why_left(held: _Held) -> str:
    """Return why the entry must not be changed though the group holds the number; empty when it may be."""
    if not held.id:
        return phrase("the group already holds this number, but does not say under which id: it is left as it is")
    if rivals := rivals_of(held.stored):
        return phrase(
            "the group already holds this number as {phone}, which may be {rivals} too: it is left as it is",
            phone=phone_of(held.stored),
            rivals=joined(phrase(" or "), rivals),
        )
    return ""


def _differ(one: bytes, other: bytes) -> bool:
    return bool(differences(values_of(one), values_of(other)))


_GONE = (
    "status = 'ready' AND batch IS NULL AND verb = 'update'"
    " AND NOT EXISTS (SELECT 1 FROM seen WHERE phone = rows.phone)"
)


def _create_what_is_gone(journal: Journal) -> None:
    """Let the rows whose entry somebody has deleted meanwhile create a new one."""
    with journal.transaction() as connection:
        # Whether the new one arrived is told by counting: what is gone must not count as there before.
        connection.execute(f"DELETE FROM existing WHERE id IN (SELECT target FROM rows WHERE {_GONE})")
        connection.execute(
            "UPDATE rows SET verb = 'create', target = '', phone_id = '', before = NULL, change = NULL, doubted = 0"
            f" WHERE {_GONE}"
        )


class InDoubt(NamedTuple):
    """A change or deletion that was sent and has no answer."""

    seq: int
    verb: Verb
    target: str
    change: bytes | None

    def is_done(self, stored: bytes | None) -> bool:
        """Tell whether the entry, as it is stored now (None: it is not), is as it was to become."""
        if self.verb is Verb.DELETE:
            return stored is None
        return stored is not None and self.change is not None and not _differ(self.change, stored)


def changes_in_doubt(journal: Journal) -> list[InDoubt]:
    """Return the changes and deletions that were sent and have no answer."""
    found = journal.query(
        "SELECT seq, verb, target, change FROM rows WHERE status = 'ready' AND verb <> 'create'"
        " AND batch IN (SELECT id FROM batches WHERE state = 'sent') ORDER BY seq"
    )
    return [InDoubt(seq, Verb(verb), target, change) for seq, verb, target, change in found]


def confirm_change(journal: Journal, doubt: InDoubt) -> None:
    """Note that a change or deletion in doubt has arrived."""
    status, code = DONE[doubt.verb]
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = ?, code = ?, message = '', http_status = NULL WHERE seq = ?",
            (status, code, doubt.seq),
        )
