"""Prepare: file -> SourceRow -> Draft -> Contact | Rejected, each into the journal. No network."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lox24cli.gateway.wire import encode_fields
from lox24cli.importing.job import Job
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.texts import Range, RowRecord
from lox24cli.importing.journal.verdicts import skip_duplicates, skip_same_numbers
from lox24cli.importing.number_notices import describe_numbers
from lox24cli.importing.rows_told import RowsTold
from lox24cli.importing.run import World
from lox24cli.importing.watching import Stop
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Code, Contact, Draft, Rejected, SourceRow, Status, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import Skip
from lox24cli.tables.opening import Table
from lox24cli.translating import joined, phrase

_CHUNK = 1000
_CELL_WEIGHT, _HEAVY = 60, 8_000_000
# What the database takes as it is: an Enum would go through Python for each row.
_READY, _SKIPPED, _REJECTED = Status.READY.value, Status.SKIPPED.value, Status.REJECTED.value


def prepare(journal: Journal, table: Table, columns: ColumnMap, job: Job, world: World) -> tuple[str, ...]:
    """Write every data row of the table into the journal, checked; return what the column as a whole told.

    Afterwards each row is ready, rejected or a duplicate in the file.

    Raises:
        InputError: the file breaks off, cannot be decoded further down, or changed while it was read.
        Interrupted: the user wants to stop; nothing was sent.
    """
    rules = job.rules
    validator = Validator(region=rules.region, mobile_only=rules.mobile_only)
    told = RowsTold(columns, rules.region, world.now().date())
    count = 0
    for chunk in _in_chunks(islice(table.rows(), rules.limit)):
        world.stop.check()
        journal.add(_examine(chunk, count, columns, validator, told))
        count += len(chunk)
        world.watcher.reading(count)
    table.refuse_changed(job.file)
    _decide(journal, columns, validator, told, world.stop)
    if told.skips.is_any:
        skip_same_numbers(journal)
    skip_duplicates(journal, rules.on_duplicate)
    home = None if told.countries.is_needed else rules.region
    return (*told.describe(), *validator.evidence, *describe_numbers(journal, home), *table.later_notices)


def _in_chunks(rows: Iterable[SourceRow]) -> Iterator[list[SourceRow]]:
    """Yield the rows in lists, shorter where cells are many or long: memory does not grow with them."""
    chunk: list[SourceRow] = []
    weight = 0
    for row in rows:
        chunk.append(row)
        weight += sum(map(len, row.cells)) + _CELL_WEIGHT * len(row.cells)
        if len(chunk) == _CHUNK or weight > _HEAVY:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _examine(rows: Iterable[SourceRow], first: int, columns: ColumnMap, validator: Validator, told: RowsTold) -> Range:
    """Check neighbouring rows, the first of which has the `seq` `first`."""
    found, is_told = Range(), told.is_needed
    for seq, row in enumerate(rows, start=first):
        draft = columns.draft(row)
        verdict = _reject_moved(row, draft) if row.problem else validator.examine(draft)
        if is_told:
            told.note(row, draft, verdict)
        found.records.append(_record(seq, row, draft, verdict))
        found.cells.append(row.cells)
        found.fields.append(encode_fields(draft.fields))
        if row.exact:
            found.exact[seq - first] = {str(index): digits for index, digits in row.exact.items()}
    return found


def _reject_moved(row: SourceRow, draft: Draft) -> Rejected:
    """Hold a row whose cells may be another column's: nobody can know which number is its own."""
    message = phrase("row {row}: {problem}", row=row.shown_number, problem=row.problem)
    return Rejected(row.number, row.line, draft.phones[0].text, Code.ROW_TOO_LONG, message)


def _decide(journal: Journal, columns: ColumnMap, validator: Validator, told: RowsTold, stop: Stop) -> None:
    """Give the rows that only the whole column can decide their verdict."""
    after = -1
    while records := [
        _decided(seq, row, columns, validator, told) for seq, row in journal.undecided_rows(after, _CHUNK)
    ]:
        stop.check()
        journal.decide(records)
        after = records[-1].seq


def _decided(seq: int, row: SourceRow, columns: ColumnMap, validator: Validator, told: RowsTold) -> RowRecord:
    draft = columns.draft(row)
    verdict = validator.decide(draft)
    told.countries.note_number(draft, verdict)
    return _record(seq, row, draft, verdict)


def _code_of(skip: Skip) -> Code:
    return Code.OPTED_OUT if skip.is_opt_out else Code.NO_CONSENT


def _record(seq: int, row: SourceRow, draft: Draft, verdict: Contact | Rejected | Undecided) -> RowRecord:
    place = (seq, row.number, row.line, row.first_number)
    match verdict:
        case Contact():
            made = (verdict.phone, verdict.country, verdict.mobile)
            if draft.skip is not None:
                return RowRecord(*place, verdict.input, *made, _SKIPPED, _code_of(draft.skip).value, draft.skip.message)
            note = joined("; ", (verdict.note, row.held)) if row.exact else verdict.note
            return RowRecord(*place, verdict.input, *made, _READY, _READY, "", note)
        case Rejected():
            made_not = (None, "", False)
            message = joined("; ", (verdict.message, row.held)) if row.exact else verdict.message
            return RowRecord(*place, verdict.input, *made_not, _REJECTED, verdict.code.value, message)
        case Undecided():
            return RowRecord(*place, "", None, "", False, "undecided", "", "")
