"""Prepare: file -> SourceRow -> Draft -> Contact | Rejected, each into the journal. No network."""

from collections.abc import Iterator
from itertools import islice

import orjson

from lox24cli.gateway.wire import encode_phone
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.journal import Journal, RowRecord
from lox24cli.importing.journal.verdicts import skip_duplicates
from lox24cli.importing.number_notices import describe_numbers
from lox24cli.importing.run import World
from lox24cli.importing.watching import Stop
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Code, Contact, Draft, Rejected, SourceRow, Status, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.tables.opening import Table

_CHUNK = 1000


def prepare(journal: Journal, table: Table, columns: ColumnMap, rules: Rules, world: World) -> tuple[str, ...]:
    """Write every data row of the table into the journal, checked; return what the column as a whole told.

    Afterwards each row is ready, rejected or a duplicate in the file.

    Raises:
        InputError: the file breaks off or cannot be decoded further down.
        Interrupted: the user wants to stop; nothing was sent.
    """
    validator = Validator(region=rules.region, mobile_only=rules.mobile_only)
    rows = islice(table.rows(), rules.limit)
    for count, records in _in_chunks(_examine(rows, columns, validator)):
        world.stop.check()
        journal.add(records)
        world.watcher.reading(count)
    _decide(journal, columns, validator, world.stop)
    skip_duplicates(journal, rules.on_duplicate)
    return (*validator.evidence, *describe_numbers(journal, rules.region), *table.later_notices)


def _in_chunks(records: Iterator[RowRecord]) -> Iterator[tuple[int, list[RowRecord]]]:
    count = 0
    while chunk := list(islice(records, _CHUNK)):
        count += len(chunk)
        yield count, chunk


def _examine(rows: Iterator[SourceRow], columns: ColumnMap, validator: Validator) -> Iterator[RowRecord]:
    for seq, row in enumerate(rows):
        draft = columns.draft(row)
        yield _record(seq, row, _reject_moved(row, draft) if row.problem else validator.examine(draft))


def _reject_moved(row: SourceRow, draft: Draft) -> Rejected:
    """Hold a row whose cells may be another column's: nobody can know which number is its own."""
    message = f"row {row.shown_number}: {row.problem}"
    return Rejected(row.number, row.line, draft.phones[0].text, Code.ROW_TOO_LONG, message)


def _decide(journal: Journal, columns: ColumnMap, validator: Validator, stop: Stop) -> None:
    """Give the rows that only the whole column can decide their verdict."""
    after = -1
    while lines := journal.undecided_rows(after, _CHUNK):
        stop.check()
        records = []
        for seq, number, line, first_number, cells, exact in lines:
            row = SourceRow(
                number,
                line,
                tuple(orjson.loads(cells)),
                {int(index): digits for index, digits in orjson.loads(exact or b"{}").items()},
                first_number,
            )
            records.append(_record(seq, row, validator.decide(columns.draft(row))))
        journal.decide(records)
        after = lines[-1][0]


def _record(seq: int, row: SourceRow, verdict: Contact | Rejected | Undecided) -> RowRecord:
    exact = {str(index): digits for index, digits in row.exact.items()}
    place = (seq, row.number, row.line, row.first_number, row.cells, exact)
    match verdict:
        case Contact():
            payload = encode_phone(verdict.phone, verdict.fields)
            made = (verdict.phone, verdict.country, payload, verdict.mobile)
            return RowRecord(*place, verdict.input, *made, Status.READY, Code.READY, "", verdict.note)
        case Rejected():
            made_not = (None, "", None, False)
            return RowRecord(*place, verdict.input, *made_not, Status.REJECTED, verdict.code, verdict.message)
        case Undecided():
            return RowRecord(*place, "", None, "", None, False, "undecided", "", "", "")
