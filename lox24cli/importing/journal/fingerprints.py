"""What is kept of a contact when its contents are forgotten: enough to see whether somebody changed it."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice

import orjson

from lox24cli.importing.contents import values_of
from lox24cli.importing.journal.texts import fields_of
from lox24cli.model import Field

_CHUNK = 1000
_BYTES = 16
_KEPT = "status IN ('created', 'updated') AND digest IS NULL AND (change IS NOT NULL OR EXISTS (SELECT 1 FROM texts))"
"""The rows whose contents are still known."""


def fingerprint(values: Mapping[Field, str], run_id: str) -> bytes:
    """Return what tells these fields from others, as far as blanks around them do not matter; another in each run."""
    trimmed = {name: text.strip() for name, text in values.items() if text.strip()}
    said = orjson.dumps(trimmed, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=_BYTES, key=run_id.encode()).digest()


def keep_fingerprints(connection: sqlite3.Connection, run_id: str) -> None:
    """Keep the fingerprint of each row that was created or changed; the caller's transaction."""
    after = -1
    while found := list(_fingerprints(connection, run_id, after)):
        connection.executemany("UPDATE rows SET digest = ? WHERE seq = ?", found)
        after = found[-1][1]


def _fingerprints(connection: sqlite3.Connection, run_id: str, after: int) -> Iterator[tuple[bytes, int]]:
    sql = f"SELECT seq, change FROM rows WHERE seq > ? AND {_KEPT} ORDER BY seq"
    lines = list(islice(connection.execute(sql, (after,)), _CHUNK))
    said = fields_of(connection, (seq for seq, change in lines if change is None))
    for seq, change in lines:
        yield fingerprint(values_of(change if change is not None else next(said)), run_id), seq
