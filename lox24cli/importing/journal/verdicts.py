"""The verdicts that need all rows at once: duplicates in the file, phones of the group, opt-outs, blocked numbers.

Set operations on the journal, so that memory does not grow with the file. Knows no network.
"""

from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from lox24cli.importing.choices import OnDuplicate
from lox24cli.importing.journal.journal import Journal
from lox24cli.model import Code, Verb
from lox24cli.translating import phrase, recalled

NOT_DELETE = (Verb.CREATE, Verb.UPDATE)
"""What is done about the rows of the file."""


class GroupLine(NamedTuple):
    """An entry of the group."""

    phone: str
    """`+digits`, or what stands there where that is no phone."""
    id: str
    opted_out: bool
    stored: bytes | None = None
    """What is stored of it (contents.py), where that matters."""


GroupTable = Literal["existing", "seen"]
"""Of the journal: the phones of the group before the run, or read back just now."""


_ROW = "COALESCE(k.first_row, k.row)"
_WITH_ROW = (
    f"char(30) || json_array(:said, json_object('row', {_ROW})) || char(31) || replace(:said, '{{row}}', {_ROW})"
)
"""What translating.stored makes of the sentence `said` about the row k."""


def skip_duplicates(journal: Journal, keep: OnDuplicate) -> None:
    """Skip each ready row whose phone another ready row has; the first or the last of them stays."""
    journal.index_phones()
    kept, message = (
        ("MIN", phrase("the same number as row {row} above"))
        if keep is OnDuplicate.FIRST
        else ("MAX", phrase("the same number as row {row} below"))
    )
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = 'skipped', code = :code,"
            f" message = {_WITH_ROW}"
            f" FROM (SELECT phone AS shared, {kept}(seq) AS seq FROM rows WHERE status = 'ready'"
            "       GROUP BY phone HAVING COUNT(*) > 1) AS d, rows AS k"
            " WHERE rows.status = 'ready' AND rows.phone = d.shared AND rows.seq <> d.seq AND k.seq = d.seq",
            {"code": Code.DUPLICATE_IN_FILE, "said": str(message)},
        )


def skip_same_numbers(journal: Journal) -> None:
    """Skip each ready row whose phone a skipped row has: whoever said no in one row is not sent to for another."""
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = 'skipped', code = k.code,"
            f" message = {_WITH_ROW}"
            " FROM (SELECT phone AS shared, MIN(seq) AS seq FROM rows WHERE status = 'skipped' GROUP BY phone) AS s,"
            " rows AS k WHERE rows.status = 'ready' AND rows.phone = s.shared AND k.seq = s.seq",
            {"said": str(phrase("row {row} of the same number is not to be sent to"))},
        )


def keep_group(journal: Journal, lines: Iterable[GroupLine], table: GroupTable = "existing") -> int:
    """Write the phones of the group into `existing` (before) or `seen` (read back); return how many."""
    count = 0
    with journal.transaction() as connection:
        connection.execute(f"DELETE FROM {table}")
        stream = iter(lines)
        while chunk := list(islice(stream, 1000)):
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", chunk)
            count += len(chunk)
    return count


def count_unreadable(journal: Journal) -> int:
    """Return how many phones that the group held before the run (`existing`) cannot be compared with anything."""
    return journal.number("SELECT COUNT(*) FROM existing WHERE phone NOT LIKE '+%'")


def skip_held(journal: Journal, table: GroupTable = "existing") -> None:
    """Skip the ready rows whose phone the group holds and that no open batch has sent."""
    message = phrase("the group already holds this number")
    _skip_ready(journal, f"SELECT phone FROM {table}", Code.ALREADY_IN_GROUP, message)


def skip_opted_out(journal: Journal, table: GroupTable = "existing") -> None:
    """Skip the ready rows whose phone has unsubscribed from the group."""
    message = phrase("this number has unsubscribed from the group; --include-opted-out sends to it all the same")
    _skip_ready(journal, f"SELECT phone FROM {table} WHERE opted_out", Code.OPTED_OUT, message)


def suppress(journal: Journal, phones: Iterable[str]) -> None:
    """Skip the ready rows with a phone of the user's own list (`--suppress`)."""
    exclude(journal, phones, Code.BLOCKED, phrase("this number is on the list given with --suppress"))


def skip_created(journal: Journal, earlier: Path) -> None:
    """Skip the ready rows whose phone the run in the folder `earlier` created: the new run takes its place."""
    with Journal.open(earlier) as other:
        created = (phone for (phone,) in other.query("SELECT phone FROM rows WHERE status = 'created'"))
        message = phrase("run {name}, whose place this one takes, has created this contact", name=earlier.name)
        exclude(journal, created, Code.ALREADY_IN_GROUP, message)


def exclude(
    journal: Journal, phones: Iterable[str], code: Code, message: str, verbs: Collection[Verb] = NOT_DELETE
) -> None:
    """Skip the ready rows with one of these phones (`+digits`) about which one of these things is to be done."""
    stream = iter(phones)
    with journal.transaction() as connection:
        connection.execute("DELETE FROM excluded")
        while chunk := list(islice(stream, 1000)):
            connection.executemany("INSERT OR IGNORE INTO excluded VALUES (?)", ((phone,) for phone in chunk))
    _skip_ready(journal, "SELECT phone FROM excluded", code, message, verbs)


def _skip_ready(journal: Journal, phones: str, code: Code, message: str, verbs: Collection[Verb] = NOT_DELETE) -> None:
    marks = ", ".join("?" * len(verbs))
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = 'skipped', code = ?, message = ?"
            f" WHERE status = 'ready' AND batch IS NULL AND verb IN ({marks}) AND phone IN ({phones})",
            (code, message, *verbs),
        )


_SENT = "status = 'ready' AND batch IN (SELECT id FROM batches WHERE state = 'sent')"
_IN_DOUBT = f"{_SENT} AND verb = 'create'"
_LATE = "status = 'ready' AND batch IS NULL AND doubted AND verb = 'create'"
_MAY_COME = f"(({_IN_DOUBT}) OR ({_LATE}))"


_MISSING = (
    "status = 'created' AND phone NOT IN (SELECT phone FROM seen)"
    " AND (phone_id = '' OR phone_id NOT IN (SELECT id FROM seen))"
)


def settle_by_comparison(journal: Journal) -> int:
    """Mark as created each row in doubt that the group holds now (`seen`); return how many rows stay in doubt."""
    _confirm(journal, _IN_DOUBT)
    _confirm_by_id(journal)
    return count_creations_in_doubt(journal)


def count_creations_in_doubt(journal: Journal) -> int:
    """Return how many rows were sent to be created and have no answer."""
    return journal.number(f"SELECT COUNT(*) FROM rows WHERE {_IN_DOUBT}")


def count_expected(journal: Journal) -> int:
    """Return how many entries the group has by our books: what it held before the run, and what that created."""
    return journal.number(
        "SELECT (SELECT COUNT(*) FROM existing) + (SELECT COUNT(*) FROM rows WHERE status = 'created')"
    )


def count_missing(journal: Journal) -> int:
    """Return how many created rows the group does not hold now (`seen`), neither by id nor by phone."""
    return journal.number(f"SELECT COUNT(*) FROM rows WHERE {_MISSING}")


def doubt_missing(journal: Journal) -> int:
    """Put the created rows that the group does not hold now in doubt, as a batch; return how many."""
    missing = count_missing(journal)
    if missing:
        with journal.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO batches (state, sent_at, rows, reason) VALUES ('sent', 0, ?, ?)",
                (missing, phrase("the gateway answered that it is created, but the group does not hold it")),
            )
            connection.execute(f"UPDATE rows SET status = 'ready', batch = ? WHERE {_MISSING}", (cursor.lastrowid,))
    return missing


def confirm_late(journal: Journal) -> None:
    """Mark as created each row that the group holds now (`seen`), though its batch was settled as not stored."""
    _confirm(journal, _LATE)


def _confirm(journal: Journal, which: str) -> None:
    """Mark as created each of these rows whose phone the group holds now once more than before (`existing`).

    Counts, not presence, decide: the group may have held the number already.
    """
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = 'created', code = ?, message = '', http_status = NULL, phone_id = COALESCE("
            "  (SELECT id FROM seen WHERE seen.phone = rows.phone AND id NOT IN"
            "    (SELECT id FROM existing WHERE existing.phone = rows.phone) ORDER BY rowid DESC LIMIT 1), '')"
            f" WHERE {which}"
            "  AND (SELECT COUNT(*) FROM seen WHERE seen.phone = rows.phone)"
            "    > (SELECT COUNT(*) FROM existing WHERE existing.phone = rows.phone)",
            (Code.CREATED_CONFIRMED,),
        )


_NEW = (
    "(SELECT COUNT(*) FROM seen AS s WHERE s.phone = seen.phone)"
    " > (SELECT COUNT(*) FROM existing AS e WHERE e.phone = seen.phone)"
)
_NOBODYS = f"phone NOT IN (SELECT phone FROM rows WHERE phone IS NOT NULL) AND {_NEW}"
_LIKE_OURS = "substr(seen.phone, -7) = substr(rows.phone, -7)"
"""The last seven digits of a number are the same in whatever notation; by chance they hardly ever are."""


def _confirm_by_id(journal: Journal) -> None:
    """Mark as created each row in doubt whose id the group holds now, where the phone under it may be ours.

    The answer named the ids; the gateway keeps the phones in a notation that nobody can read, or read as ours.
    """
    with journal.transaction() as connection:
        connection.execute(
            "UPDATE rows SET status = 'created', code = ?, message = '', http_status = NULL"
            f" WHERE {_IN_DOUBT} AND phone_id <> '' AND EXISTS (SELECT 1 FROM seen WHERE seen.id = rows.phone_id"
            f"  AND {_NOBODYS} AND (seen.phone NOT LIKE '+%' OR {_LIKE_OURS}))",
            (Code.CREATED_CONFIRMED,),
        )


def count_unattributed(journal: Journal) -> int:
    """Return by how many entries the group has grown (`seen`) that may be rows in doubt, though nobody can tell."""
    return journal.number(
        f"SELECT COUNT(*) FROM seen WHERE {_NOBODYS} AND (id = '' OR id NOT IN"
        "   (SELECT phone_id FROM rows WHERE status = 'created' AND phone_id <> ''))"
        f" AND (phone NOT LIKE '+%' OR EXISTS (SELECT 1 FROM rows WHERE {_MAY_COME}"
        f"   AND ({_LIKE_OURS} OR (seen.id <> '' AND seen.id = rows.phone_id))))"
    )


def close_settled(journal: Journal) -> list[list[int]]:
    """Free the rows of batches in doubt that are certainly not stored; return their `seq`s, a list for each batch."""
    batches: list[list[int]] = []
    with journal.transaction() as connection:
        open_batches = connection.execute("SELECT id, reason FROM batches WHERE state = 'sent' ORDER BY id").fetchall()
        for batch, reason in open_batches:
            left = connection.execute(
                "SELECT seq FROM rows WHERE batch = ? AND status = 'ready' ORDER BY seq", (batch,)
            ).fetchall()
            batches.append([seq for (seq,) in left])
            why = recalled(reason) or phrase("the run was cut off")
            connection.execute(
                "UPDATE rows SET batch = NULL, doubted = 1, phone_id = target, code = ?, message = ?"
                " WHERE batch = ? AND status = 'ready'",
                (Code.GATEWAY, phrase("sent, but not stored: {reason}", reason=why), batch),
            )
        connection.execute("UPDATE batches SET state = 'settled' WHERE state = 'sent'")
        connection.execute("DELETE FROM seen")
    return [batch for batch in batches if batch]
