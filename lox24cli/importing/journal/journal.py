"""One run's memory: what was made of each row before anything is sent, and what became of it after.

    rows     one line for each data row of the file, from `seq` 0; then one, without a `row`, for each phone to delete
    texts    what the file said in them, a line for a range of rows; fingerprints of it once it is forgotten
    batches  one line for each request: `sent` is committed before it, `answered`, `settled` or `not-sent` after
    existing what the group held when the rows were compared with it
    seen     what the group held when it was read back last
    excluded phones that rows were last compared with: blocked ones, those of `--suppress`
    run      facts about the run, as JSON by name

A row whose `verb` is another than `create` is about the entry `target` of the group, which was as `before` says; an
update makes it as `change` says. What is created and stands in no text of the file is in `change`, too. A row that is
`ready` and belongs to a batch that is still `sent` is in doubt; once that batch is settled as not stored, the row is
free again and `doubted`: the batch may arrive after all. Knows no HTTP and no terminal.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from lox24cli.gateway.wire import join_phone
from lox24cli.importing.journal.facts import RunEnd, RunFacts, State
from lox24cli.importing.journal.fingerprints import keep_fingerprints
from lox24cli.importing.journal.storage import Database, telling
from lox24cli.importing.journal.texts import Range, RowRecord, Texts, fields_of
from lox24cli.model import Code, Outcome, SourceRow, Status, Verb

_PLAIN: Mapping[str, str] = {word: word.value for word in (*Status, *Code)}
_NO_IDS: Mapping[int, str] = MappingProxyType({})


class Sendable(NamedTuple):
    """A ready row as delivery needs it."""

    seq: int
    phone: str
    payload: bytes
    """What is sent of it: an item of a batch, or the body of a PUT."""
    verb: Verb = Verb.CREATE
    target: str = ""
    """The id of the entry that is not to be created but changed or deleted."""


class Journal(Database):
    """The open journal of one run."""

    @property
    def state(self) -> State:
        """How far the run has come."""
        return self.recall("state", State) or State.PREPARING

    @property
    def facts(self) -> RunFacts | None:
        """What a later process must know; None while the run is being prepared."""
        return self.recall("facts", RunFacts)

    @property
    def end(self) -> RunEnd | None:
        """What the run came to, the last time that it ended."""
        return self.recall("end", RunEnd)

    # ---- prepare -------------------------------------------------------------------------------

    def add(self, rows: Range) -> None:
        """Append prepared rows, in one transaction."""
        with self.transaction() as connection:
            connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", rows.texts)
            connection.executemany(
                "INSERT INTO rows (seq, row, line, first_row, input, phone, country, mobile, status, code,"
                " message, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows.records,
            )

    def begin_anew(self) -> None:
        """Forget all rows that were added."""
        with self.transaction() as connection:
            for table in ("rows", "texts"):
                connection.execute(f"DELETE FROM {table}")

    def index_phones(self) -> None:
        """Make rows findable by their phone, once all are there: sorted at once costs a third of one by one."""
        with self.transaction() as connection:
            connection.execute("CREATE INDEX IF NOT EXISTS rows_phone ON rows (phone) WHERE phone IS NOT NULL")

    # ---- deliver -------------------------------------------------------------------------------

    def ready_rows(self, after: int, limit: int) -> list[Sendable]:
        """Return the next ready rows to be created, of no open batch, with a `seq` above `after`, in file order."""
        found = list(
            self.query(
                "SELECT seq, phone, change FROM rows WHERE seq > ? AND status = 'ready' AND batch IS NULL"
                " AND verb = 'create' ORDER BY seq LIMIT ?",
                after,
                limit,
            )
        )
        with telling(self.folder):
            said = iter(list(fields_of(self.connection, (seq for seq, _, change in found if change is None))))
        return [Sendable(seq, phone, change or join_phone(phone, next(said))) for seq, phone, change in found]

    def ready_changes(self, verb: Verb, after: int, limit: int) -> list[Sendable]:
        """Return the next ready rows that do that to an entry of the group; as `ready_rows`."""
        found = self.query(
            "SELECT seq, phone, change, target FROM rows WHERE verb = ? AND seq > ? AND status = 'ready'"
            " AND batch IS NULL ORDER BY seq LIMIT ?",
            verb,
            after,
            limit,
        )
        return [Sendable(seq, phone, change or b"", verb, target) for seq, phone, change, target in found]

    def mark_sent(self, seqs: Sequence[int], sent_at: float) -> int:
        """Commit that these rows are about to be sent; return the batch's id. Called before the POST."""
        with self.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO batches (state, sent_at, rows) VALUES ('sent', ?, ?)", (sent_at, len(seqs))
            )
            batch = int(cursor.lastrowid or 0)
            connection.execute(
                "UPDATE rows SET batch = ? WHERE seq IN (SELECT value FROM json_each(?))", (batch, json.dumps([*seqs]))
            )
        return batch

    def record(self, batch: int, outcomes: Iterable[Outcome], *, is_whole: bool = True) -> None:
        """Commit the answer to a batch: an outcome for each of its rows, unless the others stay in doubt.

        A row whose outcome is to be ready is free for another batch.
        """
        recorded = list(outcomes)
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE rows SET status = ?, code = ?, message = ?, phone_id = ?, http_status = ?, request_id = ?"
                " WHERE seq = ?",
                (
                    # Its own text of an Enum: the database would ask Python for one at each row.
                    (_PLAIN[o.status], _PLAIN[o.code], o.message, o.phone_id, o.http_status, o.request_id, o.seq)
                    for o in recorded
                ),
            )
            freed = [(outcome.seq,) for outcome in recorded if outcome.status is Status.READY]
            connection.executemany("UPDATE rows SET batch = NULL WHERE seq = ?", freed)
            if is_whole:
                connection.execute("UPDATE batches SET state = 'answered' WHERE id = ?", (batch,))

    def free(self, seqs: Iterable[int]) -> None:
        """Make rows ready again that were refused by somebody who refuses everything; their message stays."""
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE rows SET status = 'ready', code = 'gateway', batch = NULL WHERE seq = ?",
                ((seq,) for seq in seqs),
            )

    def release(
        self,
        batch: int,
        reason: str,
        *,
        code: str = "gateway",
        http_status: int | None = None,
        request_id: str = "",
    ) -> None:
        """Commit that a batch is certainly not stored: its rows are ready for another one."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE rows SET batch = NULL, code = ?, message = ?, http_status = ?, request_id = ?"
                " WHERE batch = ? AND status = 'ready'",
                (code, reason, http_status, request_id, batch),
            )
            connection.execute("UPDATE batches SET state = 'not-sent', reason = ? WHERE id = ?", (reason, batch))

    def doubt(
        self,
        batch: int,
        reason: str,
        http_status: int | None,
        request_id: str,
        phone_ids: Mapping[int, str] = _NO_IDS,
    ) -> None:
        """Keep why a sent batch has no usable answer, and the ids that it names by `seq`; it stays in doubt."""
        with self.transaction() as connection:
            connection.execute("UPDATE batches SET reason = ? WHERE id = ?", (reason, batch))
            connection.execute(
                "UPDATE rows SET http_status = ?, request_id = ? WHERE batch = ? AND status = 'ready'",
                (http_status, request_id, batch),
            )
            connection.executemany(
                "UPDATE rows SET phone_id = ? WHERE seq = ?", ((named, seq) for seq, named in phone_ids.items())
            )

    def undecided_rows(self, after: int, limit: int) -> Iterator[tuple[int, SourceRow]]:
        """Yield rows that wait for the column's verdict, each with its `seq`."""
        found = list(
            self.query(
                "SELECT seq, row, line, first_row FROM rows WHERE status = 'undecided' AND seq > ?"
                " ORDER BY seq LIMIT ?",
                after,
                limit,
            )
        )
        texts = Texts(self.connection)
        with telling(self.folder):
            for seq, row, line, first_row in found:
                yield seq, SourceRow(row, line, *texts.cells(seq), first_row)

    def decide(self, records: Iterable[RowRecord]) -> None:
        """Replace what was said of undecided rows."""
        with self.transaction() as connection:
            connection.executemany(
                "UPDATE rows SET input = ?, phone = ?, country = ?, mobile = ?, status = ?, code = ?, message = ?,"
                " note = ? WHERE seq = ?",
                ((r.input, r.phone, r.country, r.mobile, r.status, r.code, r.message, r.note, r.seq) for r in records),
            )

    def batches_in_doubt(self) -> list[tuple[int, float]]:
        """Return the id and the time of sending of each batch that has no answer, oldest first."""
        return [
            (int(batch), float(at))
            for batch, at in self.query("SELECT id, sent_at FROM batches WHERE state = 'sent' ORDER BY id")
        ]

    # ---- the end -------------------------------------------------------------------------------

    def forget_personal_data(self) -> None:
        """Delete what only delivery needed (cells, fields a-e, callback_data) from the file's bytes too.

        What undoing needs stays: ids, and what was changed or deleted as it was before.
        """
        with self.transaction() as connection:
            keep_fingerprints(connection, self.run_id)
            for table in ("texts", "existing", "seen", "excluded"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("UPDATE rows SET change = NULL WHERE change IS NOT NULL")
        with telling(self.folder):
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
