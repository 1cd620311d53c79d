"""What is kept of a contact when its contents are forgotten: enough to see whether somebody changed it.

Those of rows that the file alone speaks of are one record for a range of rows, as their texts are (texts.py).
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping

from lox24cli.gateway.wire import encode_fields
from lox24cli.importing.contents import values_of
from lox24cli.model import Field

TABLE = "CREATE TABLE fingerprints (first INTEGER PRIMARY KEY, digests BLOB NOT NULL);"
_CHANGED = (
    "SELECT change, seq FROM rows WHERE status IN ('created', 'updated') AND change IS NOT NULL AND seq > ?"
    " ORDER BY seq LIMIT ?"
)
_CHUNK = 1000
_BYTES = 16
_NONE = bytes(_BYTES)


def fingerprint(values: Mapping[Field, str], run_id: str) -> bytes:
    """Return what tells these fields from others, as far as blanks around them do not matter; another in each run."""
    return _digest(encode_fields({name: text.strip() for name, text in values.items()}), run_id.encode())


def _digest(fields: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(fields, digest_size=_BYTES, key=key).digest()


def keep_fingerprints(connection: sqlite3.Connection, run_id: str) -> None:
    """Keep the fingerprint of each row that was created or changed, as far as it is known; the caller's transaction."""
    after = -1
    while changed := connection.execute(_CHANGED, (after, _CHUNK)).fetchall():
        digests = [(fingerprint(values_of(change), run_id), seq) for change, seq in changed]
        connection.executemany("UPDATE rows SET digest = ? WHERE seq = ?", digests)
        after = changed[-1][1]
    ranges = connection.execute("SELECT first FROM texts ORDER BY first").fetchall()
    for (first,) in ranges:
        connection.execute(
            "INSERT OR REPLACE INTO fingerprints VALUES (?, ?)", (first, _range(connection, first, run_id))
        )


def _range(connection: sqlite3.Connection, first: int, run_id: str) -> bytes:
    """Return the fingerprints of a range of rows; nulls for those that the run did not create."""
    (joined,) = connection.execute("SELECT fields FROM texts WHERE first = ?", (first,)).fetchone()
    # What the file gives is trimmed already.
    fields, key = joined.split(b"\n"), run_id.encode()
    created = {
        seq - first
        for (seq,) in connection.execute(
            "SELECT seq FROM rows WHERE seq >= ? AND seq < ? AND status = 'created'", (first, first + len(fields))
        )
    }
    return b"".join([_digest(said, key) if place in created else _NONE for place, said in enumerate(fields)])


def digests_of(connection: sqlite3.Connection, seqs: Iterator[int]) -> Iterator[bytes | None]:
    """Yield the fingerprints that the ranges hold of rows; `seqs` ascend."""
    first, digests = 0, b""
    for seq in seqs:
        if seq >= first + len(digests) // _BYTES:
            found = connection.execute(
                "SELECT first, digests FROM fingerprints WHERE first <= ? ORDER BY first DESC LIMIT 1", (seq,)
            ).fetchone()
            first, digests = found or (0, b"")
        place = (seq - first) * _BYTES
        digest = digests[place : place + _BYTES]
        yield digest if digest and digest != _NONE else None
