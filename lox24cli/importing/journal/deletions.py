"""The phones of the group that no row of the file is about: lines of the journal behind its rows.

Knows no network.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lox24cli.importing.contents import phone_of
from lox24cli.importing.journal.changes import DONE
from lox24cli.importing.journal.journal import Journal
from lox24cli.model import Code, Verb

_TO_DELETE = "verb = 'delete' AND status = 'ready' AND batch IS NULL"


class Entry(NamedTuple):
    """An entry of the group as it was read."""

    phone: str
    """`+digits`."""
    id: str
    stored: bytes


class Unnamed(NamedTuple):
    """The entries of the group that no row names, by what may become of them."""

    deletable: list[Entry]
    opted_out: int
    unreadable: int
    """No number can be made of their phone, or they have no id."""


def find_unnamed(journal: Journal) -> Unnamed:
    """Return the entries (`existing`) whose number no row has, whatever became of that row."""
    found = journal.query(
        "SELECT phone, id, stored, opted_out FROM existing"
        " WHERE phone NOT IN (SELECT phone FROM rows WHERE phone IS NOT NULL) ORDER BY rowid"
    )
    deletable, opted_out, unreadable = [], 0, 0
    for phone, entry_id, stored, has_opted_out in found:
        if has_opted_out:
            opted_out += 1
        elif not entry_id or not phone.startswith("+"):
            unreadable += 1
        else:
            deletable.append(Entry(phone, entry_id, stored))
    return Unnamed(deletable, opted_out, unreadable)


def is_named(journal: Journal, phone: str) -> bool:
    """Tell whether a row has this number."""
    return bool(journal.number("SELECT COUNT(*) FROM rows WHERE phone = ?", phone))


def add_deletions(journal: Journal, entries: Iterable[Entry]) -> None:
    """Append a line for each entry that is to be deleted."""
    first = journal.number("SELECT COALESCE(MAX(seq), -1) + 1 FROM rows")
    with journal.transaction() as connection:
        connection.executemany(
            "INSERT INTO rows (seq, input, phone, country, mobile, status, code, message, note, verb, target, phone_id,"
            " before) VALUES (?, ?, ?, '', 1, 'ready', ?, '', '', ?, ?, ?, ?)",
            (
                (
                    seq,
                    phone_of(entry.stored),
                    entry.phone,
                    Code.NOT_IN_FILE,
                    Verb.DELETE,
                    *(entry.id, entry.id),
                    entry.stored,
                )
                for seq, entry in enumerate(entries, start=first)
            ),
        )


def count_deletions(journal: Journal) -> int:
    """Return how many entries are still to be deleted."""
    return journal.number(f"SELECT COUNT(*) FROM rows WHERE {_TO_DELETE}")


def count_unsettled(journal: Journal) -> int:
    """Return how many rows are not yet created or changed, though they are to be."""
    return journal.number("SELECT COUNT(*) FROM rows WHERE status = 'ready' AND verb <> 'delete'")


class Kept(NamedTuple):
    """Entries that were to be deleted and are not, by why."""

    opted_out: int
    changed: int
    gone: int


def keep_who_must_stay(journal: Journal) -> Kept:
    """Give up deleting entries that the group (`seen`) has no longer, or not as they were.

    What a deletion that was sent has taken is deleted; the others are kept in `before` as they are now.
    """
    status, code = DONE[Verb.DELETE]
    gone = f"{_TO_DELETE} AND NOT EXISTS (SELECT 1 FROM seen WHERE id = target)"
    opted_out = f"{_TO_DELETE} AND EXISTS (SELECT 1 FROM seen WHERE id = target AND opted_out)"
    changed = f"{_TO_DELETE} AND EXISTS (SELECT 1 FROM seen WHERE id = target AND seen.phone <> rows.phone)"
    with journal.transaction() as connection:
        connection.execute("CREATE INDEX IF NOT EXISTS seen_id ON seen (id)")
        connection.execute(
            f"UPDATE rows SET status = ?, code = ?, message = '' WHERE {gone} AND doubted", (status, code)
        )
        kept = Kept(
            *(connection.execute(f"DELETE FROM rows WHERE {which}").rowcount for which in (opted_out, changed, gone))
        )
        connection.execute(f"UPDATE rows SET before = (SELECT stored FROM seen WHERE id = target) WHERE {_TO_DELETE}")
        connection.execute("DROP INDEX seen_id")
    return kept
