"""What the journal says, as a report says it: status and code of each row, and the books.

The journal keeps only what is known; here `ready` becomes `ready` (nothing was to be sent), `unknown` (sent,
no usable answer) or `failed` (the run ended before it could be sent). Knows no file format and no terminal.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.texts import Texts
from lox24cli.model import COUNTED, Code, Status
from lox24cli.translating import in_english, is_stored, phrase, recalled

REPORT_COLUMNS = (
    *("row", "line", "status", "code", "message", "input"),
    *("phone", "country", "phone_id", "http_status", "request_id"),
)
"""Of the report file; published once, never renamed."""

_OPEN = "batch IN (SELECT id FROM batches WHERE state = 'sent')"
_STATUS = (
    f"CASE WHEN status <> 'ready' THEN status WHEN :dry THEN 'ready' WHEN {_OPEN} THEN 'unknown' ELSE 'failed' END"
)
_CODE = (
    "CASE WHEN verb = 'delete' AND (status = 'deleted' OR (:dry AND status = 'ready')) THEN :deleted"
    " WHEN status <> 'ready' THEN code WHEN :dry THEN 'ready'"
    f" WHEN {_OPEN} THEN 'unknown'"
    " WHEN code = 'gateway' THEN 'gateway' ELSE 'not-sent' END"
)
_MESSAGE = (
    f"CASE WHEN status = 'ready' AND {_OPEN} THEN (SELECT reason FROM batches WHERE id = batch)"
    " WHEN message = '' THEN note ELSE message END"
)
_UNKNOWN, _NOT_SENT = Code.UNKNOWN.value, Code.NOT_SENT.value
_TOLD = frozenset({_UNKNOWN, _NOT_SENT})
"""Codes whose words the journal does not have."""
_STATUSES: Mapping[str, Status] = {status.value: status for status in Status}
_CODES: Mapping[str, Code] = {code.value: code for code in Code}
_IS_DELETION = "(verb = 'delete')"
_TO_MEND = "(status IN ('rejected', 'refused') OR (status = 'ready' AND NOT :dry)) AND row IS NOT NULL"
"""Rows rejected, refused, failed or unknown."""


class ReportLine(NamedTuple):
    """One data row of the file, or a phone of the group that was to be deleted, and what became of it."""

    row: int | None
    """None of a phone that no row is about."""
    line: int | None
    status: Status
    code: Code
    message: str
    input: str
    phone: str
    country: str
    phone_id: str
    http_status: int | None
    request_id: str


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row to mend: the input's own cells, and why it did not get through."""

    number: int
    cells: tuple[str, ...]
    code: Code
    message: str
    exact: Mapping[int, str]
    """Workbooks only: column index -> all digits of a number that its cell shows shortened."""


@dataclass(frozen=True, slots=True)
class Books:
    """The counts of a run's rows; `rows` is counted apart from them, so that the sum can be checked."""

    rows: int
    counts: Mapping[Status, int]
    codes: Mapping[Code, int]
    deletions: Mapping[Status, int] = field(default_factory=dict)
    """What became of the phones of the group that were to be deleted; no rows of the file."""

    def of(self, status: Status) -> int:
        """Return how many rows and deletions have this status."""
        return self.counts.get(status, 0) + self.deletions.get(status, 0)

    @property
    def balance(self) -> bool:
        """Tell whether every row is counted once and no row twice."""
        return self.rows == sum(self.counts.values()) == sum(self.codes.values())


def count(journal: Journal, *, dry: bool | None = None) -> Books:
    """Return the books as they stand; with `dry` as if nothing was to be sent (a plan counts rows as ready)."""
    values = _parameters(journal, dry=dry)
    return journal.while_unchanged(("books", *values.values()), lambda: _count(journal, values))


def _count(journal: Journal, values: Mapping[str, object]) -> Books:
    counts: dict[Status, int] = dict.fromkeys(COUNTED, 0)
    codes: dict[Code, int] = {}
    deletions: dict[Status, int] = {}
    sql = f"SELECT {_IS_DELETION} AS d, {_STATUS} AS s, {_CODE} AS c, COUNT(*) FROM rows GROUP BY d, s, c ORDER BY s, c"
    for is_deletion, status, code, number in journal.connection.execute(sql, values):
        if is_deletion:
            deletions[Status(status)] = deletions.get(Status(status), 0) + number
        else:
            counts[Status(status)] += number
            codes[Code(code)] = codes.get(Code(code), 0) + number
    rows = journal.number(f"SELECT COUNT(*) FROM rows WHERE NOT {_IS_DELETION}")
    return Books(rows, counts, codes, deletions)


def report_lines(journal: Journal) -> Iterator[ReportLine]:
    """Stream one line for every data row, in file order."""
    for row, line, status, code, *rest in report_cells(journal, _recalled):
        yield ReportLine(row, line, _STATUSES[status], _CODES[code], *rest)


def report_cells(journal: Journal, read: Callable[[str], str] = in_english) -> Iterator[tuple[Any, ...]]:
    """Stream the same as plain values: nothing is made for each row; `read` gives back a message that was stored."""
    sql = (
        f"SELECT row, line, {_STATUS}, {_CODE}, {_MESSAGE}, input, COALESCE(phone, ''), COALESCE(country, ''),"
        " phone_id, http_status, request_id FROM rows ORDER BY seq"
    )
    tell = _Telling(journal, read)
    for cells in journal.connection.execute(sql, _parameters(journal)):
        is_plain = cells[3] not in _TOLD and not is_stored(cells[4])
        yield cells if is_plain else (*cells[:4], tell(cells[3], cells[4]), *cells[5:])


def rows_to_mend(journal: Journal) -> Iterator[FailedRow]:
    """Stream the rows rejected, refused, failed or unknown, in file order."""
    sql = f"SELECT seq, COALESCE(first_row, row), {_CODE}, {_MESSAGE} FROM rows WHERE {_TO_MEND} ORDER BY seq"
    tell = _Telling(journal, in_english)
    texts = Texts(journal.connection)
    for seq, number, code, message in journal.connection.execute(sql, _parameters(journal)):
        cells, exact = texts.cells(seq)
        yield FailedRow(number, cells, Code(code), tell(code, message), exact)


def _parameters(journal: Journal, *, dry: bool | None = None) -> dict[str, object]:
    facts = journal.facts
    deleted = Code.UNDONE if facts and facts.undoes else Code.NOT_IN_FILE
    return {"dry": (facts is not None and facts.dry_run) if dry is None else dry, "deleted": deleted}


def problem_rows(journal: Journal) -> Iterator[tuple[int, int, Status, Code]]:
    """Stream `seq`, row number, status and code of the rows rejected, refused, failed or unknown, in file order."""
    sql = f"SELECT seq, COALESCE(first_row, row), {_STATUS}, {_CODE} FROM rows WHERE {_TO_MEND} ORDER BY seq"
    for seq, number, status, code in journal.connection.execute(sql, _parameters(journal)):
        yield seq, number, Status(status), Code(code)


class _Telling:
    """Finds the words for rows that the journal itself has no sentence for."""

    def __init__(self, journal: Journal, read: Callable[[str], str]) -> None:
        self._read = read
        self._not_sent = journal.recall("not_sent_because", str) or phrase("the run ended before this row was sent")

    def __call__(self, code: str, message: str) -> str:
        if code == _UNKNOWN:
            reason = recalled(message) or phrase("the run was cut off")
            return phrase("sent, but no usable answer came ({reason}); lox24 runs resume settles it", reason=reason)
        return self._not_sent if code == _NOT_SENT else self._read(message)


_recalled = lru_cache(256)(recalled)
"""The same notes stand in many rows."""
