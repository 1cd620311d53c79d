"""What a run did to its group, line by line, so that it can be taken back. Knows no network."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lox24cli.importing.journal.fingerprints import digests_of, keep_fingerprints
from lox24cli.importing.journal.journal import Journal
from lox24cli.model import Status

_CHUNK = 1000


class Deed(NamedTuple):
    """An entry of the group that a run created, changed or deleted."""

    status: Status
    phone: str
    """`+digits`."""
    country: str
    id: str
    """Of the entry; empty where the gateway did not tell."""
    before: bytes | None
    """The entry as it was before it was changed or deleted (contents.py)."""
    digest: bytes | None
    """The fingerprint of what it was created with, or changed to."""


def deeds(journal: Journal) -> Iterator[Deed]:
    """Stream what the run did, in the order of its lines."""
    with journal.transaction() as connection:
        keep_fingerprints(connection, journal.run_id)  # of one that is not finished, nothing is forgotten yet
    after = -1
    while lines := list(islice(_lines(journal, after), _CHUNK)):
        kept = digests_of(journal.connection, (seq for seq, *_ in lines))
        for (_, status, *rest, digest), ranged in zip(lines, kept, strict=True):
            yield Deed._make((Status(status), *rest, digest or ranged))
        after = lines[-1][0]


def _lines(journal: Journal, after: int) -> Iterator[tuple[int, str, str, str, str, bytes | None, bytes | None]]:
    yield from journal.query(
        "SELECT seq, status, phone, COALESCE(country, ''), phone_id, before, digest FROM rows"
        " WHERE seq > ? AND status IN ('created', 'updated', 'deleted') ORDER BY seq",
        after,
    )


def count_deeds(journal: Journal) -> int:
    """Return how many entries the run created, changed or deleted."""
    return journal.number("SELECT COUNT(*) FROM rows WHERE status IN ('created', 'updated', 'deleted')")
