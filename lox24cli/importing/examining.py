"""What each row of a file comes to: SourceRow -> Draft -> Contact | Rejected -> a record of the journal.

An Examiner is all that is known of a file while its rows go by; it can be pickled, and so go over to another process.
"""

from collections.abc import Iterable
from datetime import date

from lox24cli.gateway.wire import encode_fields
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.texts import RowRecord
from lox24cli.importing.rows_told import RowsTold
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Code, Contact, Draft, Rejected, SourceRow, Status, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import Skip
from lox24cli.translating import joined, phrase, stored

# What the database takes as it is: an Enum would go through Python for each row.
_READY, _SKIPPED, _REJECTED = Status.READY.value, Status.SKIPPED.value, Status.REJECTED.value

Examined = tuple[list[tuple[object, ...]], list[bytes]]
"""Of neighbouring rows: the record of each, as RowRecord says, and what is sent of it besides its phone."""


class Examiner:
    """Examines the rows of one file in their order."""

    def __init__(self, columns: ColumnMap, rules: Rules, today: date) -> None:
        self._columns = columns
        self._validator = Validator(region=rules.region, mobile_only=rules.mobile_only)
        self.told = RowsTold(columns, rules.region, today)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the columns as a whole told; sentences, no full stop."""
        return (*self.told.describe(), *self._validator.evidence)

    def examine(self, rows: Iterable[SourceRow], first: int) -> Examined:
        """Check neighbouring rows, the first of which has the `seq` `first`."""
        records: list[tuple[object, ...]] = []
        fields: list[bytes] = []
        draft_of, examine, is_told = self._columns.draft, self._validator.examine, self.told.is_needed
        for seq, row in enumerate(rows, start=first):
            draft = draft_of(row)
            verdict = _reject_moved(row, draft) if row.problem else examine(draft)
            if is_told:
                self.told.note(row, draft, verdict)
            records.append(_record(seq, row, draft, verdict))
            fields.append(encode_fields(draft.fields))
        return records, fields

    def decide(self, seq: int, row: SourceRow) -> RowRecord:
        """Check a row that only the whole column can decide, once all were examined."""
        draft = self._columns.draft(row)
        verdict = self._validator.decide(draft)
        self.told.countries.note_number(draft, verdict)
        return _record(seq, row, draft, verdict)


def _reject_moved(row: SourceRow, draft: Draft) -> Rejected:
    """Hold a row whose cells may be another column's: nobody can know which number is its own."""
    message = phrase("row {row}: {problem}", row=row.shown_number, problem=row.problem)
    return Rejected(row.number, row.line, draft.phones[0].text, Code.ROW_TOO_LONG, message)


def _code_of(skip: Skip) -> Code:
    return Code.OPTED_OUT if skip.is_opt_out else Code.NO_CONSENT


def _record(seq: int, row: SourceRow, draft: Draft, verdict: Contact | Rejected | Undecided) -> RowRecord:
    place = (seq, row.number, row.line, row.first_number)
    match verdict:
        case Contact():
            made = (verdict.phone, verdict.country, verdict.mobile)
            if draft.skip is not None:
                code, message = _code_of(draft.skip).value, stored(draft.skip.message)
                return RowRecord(*place, verdict.input, *made, _SKIPPED, code, message)
            note = joined("; ", (verdict.note, held)) if row.exact and (held := row.held) else verdict.note
            return RowRecord(*place, verdict.input, *made, _READY, _READY, "", stored(note) if note else "")
        case Rejected():
            made_not = (None, "", False)
            message = joined("; ", (verdict.message, held)) if row.exact and (held := row.held) else verdict.message
            return RowRecord(*place, verdict.input, *made_not, _REJECTED, verdict.code.value, stored(message))
        case Undecided():
            return RowRecord(*place, "", None, "", False, "undecided", "", "")
