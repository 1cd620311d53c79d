"""Prepare: every row of a file, examined, into the journal. No network."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lox24cli.importing.examining import Examined, Examiner
from lox24cli.importing.job import Job
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.texts import Range
from lox24cli.importing.journal.verdicts import skip_duplicates, skip_same_numbers
from lox24cli.importing.number_notices import describe_numbers
from lox24cli.importing.run import World
from lox24cli.importing.second_process import SecondProcess, SecondProcessLostError, beside
from lox24cli.importing.watching import Stop
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import SourceRow
from lox24cli.tables.opening import Table

_CHUNK = 1000
_CELL_WEIGHT, _HEAVY = 60, 8_000_000


def prepare(journal: Journal, table: Table, columns: ColumnMap, job: Job, world: World) -> tuple[str, ...]:
    """Write every data row of the table into the journal, checked; return what the column as a whole told.

    Afterwards each row is ready, rejected or a duplicate in the file.

    Raises:
        InputError: the file breaks off, cannot be decoded further down, or changed while it was read.
        Interrupted: the user wants to stop; nothing was sent.
    """

    def fill(helper: SecondProcess | None) -> Examiner:
        examiner = Examiner(columns, job.rules, world.now().date())
        count = 0
        for chunk, examined in _examine(_in_chunks(islice(table.rows(), job.rules.limit)), examiner, helper):
            world.stop.check()
            journal.add(_range(chunk, examined))
            count += len(chunk)
            world.watcher.reading(count)
        return helper.give_back() if helper and helper.has_taken_over else examiner

    try:
        with beside(job.file) as helper:
            examiner = fill(helper)
    except SecondProcessLostError:
        journal.begin_anew()
        examiner = fill(None)
    table.refuse_changed(job.file)
    _decide(journal, examiner, world.stop)
    if examiner.told.skips.is_any:
        skip_same_numbers(journal)
    skip_duplicates(journal, job.rules.on_duplicate)
    home = None if examiner.told.countries.is_needed else job.rules.region
    return (*examiner.evidence, *describe_numbers(journal, home), *table.later_notices)


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


def _examine(
    chunks: Iterable[list[SourceRow]], examiner: Examiner, helper: SecondProcess | None
) -> Iterator[tuple[list[SourceRow], Examined]]:
    """Yield each chunk with what it comes to, in order; from the helper, as soon as there is one that is loaded."""
    first = 0
    for chunk in chunks:
        if helper is not None and helper.take_over(examiner):
            yield from helper.examine(chunk, first)
        else:
            yield chunk, examiner.examine(chunk, first)
        first += len(chunk)
    if helper is not None:
        yield from helper.rest()


def _range(rows: list[SourceRow], examined: Examined) -> Range:
    records, fields = examined
    exact = {
        place: {str(index): digits for index, digits in row.exact.items()}
        for place, row in enumerate(rows)
        if row.exact
    }
    return Range(records, [row.cells for row in rows], fields, exact)


def _decide(journal: Journal, examiner: Examiner, stop: Stop) -> None:
    """Give the rows that only the whole column can decide their verdict."""
    after = -1
    while records := [examiner.decide(seq, row) for seq, row in journal.undecided_rows(after, _CHUNK)]:
        stop.check()
        journal.decide(records)
        after = records[-1].seq
