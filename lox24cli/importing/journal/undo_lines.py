"""The lines of a run that takes another one back: what is to be deleted, changed back, put back, or left alone.

Whether something has changed since is told by the group as it was read. Knows no network.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from lox24cli.gateway.wire import encode_phone, encode_whole_phone
from lox24cli.importing.contents import differences, phone_of, values_of
from lox24cli.importing.journal.changes import DONE
from lox24cli.importing.journal.deeds import Deed
from lox24cli.importing.journal.fingerprints import fingerprint
from lox24cli.importing.journal.journal import Journal
from lox24cli.model import Code, Status, Verb
from lox24cli.translating import phrase

_CHUNK = 1000
_INSERT = (
    "INSERT INTO rows (seq, input, phone, country, mobile, status, code, message, note, verb, target, phone_id, before,"
    " change) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class _Line(NamedTuple):
    """A line, as it is inserted behind its `seq`."""

    input: str
    phone: str
    country: str
    status: Status
    code: Code
    message: str
    note: str
    verb: Verb
    target: str
    phone_id: str
    before: bytes | None
    change: bytes | None


class _Entry(NamedTuple):
    """An entry of the group as it is now."""

    phone: str
    opted_out: bool
    stored: bytes


def add_lines(journal: Journal, done: Iterable[Deed], run_id: str) -> None:
    """Append a line for each thing that the run `run_id` did, by what the group (`existing`) holds now."""
    seq, stream = 0, iter(done)
    with journal.transaction() as connection:
        connection.execute("CREATE INDEX IF NOT EXISTS existing_id ON existing (id)")
    while chunk := list(islice(stream, _CHUNK)):
        lines = [(seq + place, *_line(journal, deed, run_id)) for place, deed in enumerate(chunk)]
        with journal.transaction() as connection:
            connection.executemany(_INSERT, lines)
        seq += len(chunk)


def _line(journal: Journal, deed: Deed, run_id: str) -> _Line:
    if deed.status is Status.DELETED:
        return _put_back(journal, deed)
    entry = _find(journal, deed.id)
    why = _why_left(deed, entry, run_id)
    if why or entry is None:
        return _left(deed, why)
    shown = (phone_of(entry.stored), deed.phone, deed.country, Status.READY)
    if deed.status is Status.CREATED or deed.before is None:
        ids = (deed.id, deed.id, entry.stored)
        return _Line(*shown, Code.UNDONE, "", "", Verb.DELETE, *ids, None)
    old = values_of(deed.before)
    change = encode_whole_phone(phone_of(deed.before), old)
    note = phrase("changes {changed} back", changed=", ".join(differences(values_of(entry.stored), old)))
    return _Line(*shown, Code.READY, "", note, Verb.UPDATE, deed.id, deed.id, entry.stored, change)


def _put_back(journal: Journal, deed: Deed) -> _Line:
    if deed.before is None or journal.number("SELECT COUNT(*) FROM existing WHERE phone = ?", deed.phone):
        return _left(deed, phrase("the group holds this number again"))
    phone = phone_of(deed.before)
    change = encode_phone(phone, values_of(deed.before))
    note = phrase("puts back what was entry {id}, under a new id", id=deed.id)
    return _Line(
        phone, deed.phone, deed.country, Status.READY, Code.READY, "", note, Verb.CREATE, "", "", deed.before, change
    )


def _left(deed: Deed, why: str) -> _Line:
    shown = phone_of(deed.before) if deed.before else deed.phone
    skipped = (Status.SKIPPED, Code.CHANGED_SINCE, phrase("left as it is: {why}", why=why), "")
    return _Line(shown, deed.phone, deed.country, *skipped, Verb.CREATE, "", deed.id, None, None)


def _find(journal: Journal, entry_id: str) -> _Entry | None:
    found = journal.query("SELECT phone, opted_out, stored FROM existing WHERE id = ? AND id <> ''", entry_id)
    return next((_Entry(phone, bool(opted_out), stored) for phone, opted_out, stored in found), None)


def _why_left(deed: Deed, entry: _Entry | None, run_id: str) -> str:
    """Return what has changed since the run did its deed; empty where nothing has."""
    if not deed.id:
        return phrase("the gateway did not say under which id it was created")
    if entry is None:
        return phrase("the group has entry {id} no longer", id=deed.id)
    if entry.opted_out:
        return phrase("its owner has opted out since, and that would be lost")
    if entry.phone != deed.phone:
        return phrase("entry {id} has another number since", id=deed.id)
    if fingerprint(values_of(entry.stored), run_id) != deed.digest:
        return phrase("entry {id} was changed since", id=deed.id)
    return ""


# ---- once more, before anything is sent -----------------------------------------------------------


def look_again(journal: Journal) -> int:
    """Leave alone what the group (`seen`) shows to have changed since the lines were made; return how many lines.

    What a request that was given up has done after all is done. Creations that arrived late are confirmed before.
    """
    left, after = 0, -1
    with journal.transaction() as connection:
        connection.execute("CREATE INDEX IF NOT EXISTS seen_id ON seen (id)")
    while lines := list(islice(_ready_lines(journal, after), _CHUNK)):
        verdicts = [(verdict, line[0]) for line in lines if (verdict := _look(*line[1:])) is not None]
        with journal.transaction() as connection:
            connection.executemany(
                "UPDATE rows SET status = ?, code = ?, message = ?, verb = ? WHERE seq = ?",
                ((*verdict, seq) for verdict, seq in verdicts),
            )
        left += sum(verdict[0] is Status.SKIPPED for verdict, _ in verdicts)
        after = lines[-1][0]
    return left


def _ready_lines(journal: Journal, after: int) -> Iterator[tuple[Any, ...]]:
    return journal.query(
        "SELECT seq, verb, doubted, target, before, change, rows.phone, seen.phone, seen.opted_out, seen.stored,"
        " EXISTS (SELECT 1 FROM seen AS s WHERE s.phone = rows.phone)"
        " FROM rows LEFT JOIN seen ON seen.id = target AND target <> ''"
        " WHERE seq > ? AND status = 'ready' AND batch IS NULL ORDER BY seq",
        after,
    )


def _look(  # noqa: PLR0913, PLR0917  a line of the query above
    verb: str,
    doubted: int,
    target: str,
    before: bytes,
    change: bytes | None,
    phone: str,
    phone_now: str | None,
    opted_out: int | None,
    stored: bytes | None,
    is_held: int,
) -> tuple[Status, Code, str, str] | None:
    if verb == Verb.CREATE:
        return _leave(phrase("the group holds this number again")) if is_held else None
    arrived = stored is None if verb == Verb.DELETE else _same(stored, change)
    if doubted and arrived:
        return (*DONE[Verb(verb)], "", verb)
    if stored is None:
        return _leave(phrase("the group has entry {target} no longer", target=target))
    if opted_out or phone_now != phone or not _same(stored, before):
        return _leave(phrase("entry {target} was changed since", target=target))
    return None


def _leave(why: str) -> tuple[Status, Code, str, str]:
    return Status.SKIPPED, Code.CHANGED_SINCE, phrase("left as it is: {why}", why=why), Verb.CREATE


def _same(stored: bytes | None, other: bytes | None) -> bool:
    if stored is None or other is None:
        return False
    return not differences(values_of(stored), values_of(other))
