"""From a mapped row to a contact, or to the reason why not: the phone, the column's vote, the fields' limits.

One Validator for a file. Rows whose number only the whole column can decide come back as Undecided and are
asked for again once every row was examined. This module must not know files, HTTP or the terminal.
"""

import functools
from collections.abc import Callable, Mapping

from lox24cli.model import E164, FIELD_LIMITS, TEXT_FIELDS, Code, Contact, Draft, Field, PhoneCell, Rejected, Undecided
from lox24cli.numbers.bare_cells import is_bare
from lox24cli.numbers.column_vote import PhoneColumn
from lox24cli.numbers.numbers import bare_cells, plan_of, read_cell
from lox24cli.numbers.plain_cells import read_plain
from lox24cli.numbers.rounding import is_marked
from lox24cli.numbers.row_country import read_in_row
from lox24cli.numbers.values import NoNumber, Notation, Number, Reading, Sort, TwoReadings
from lox24cli.row_facts import RowCountry
from lox24cli.translating import joined, phrase
from lox24cli.wording import quote

_Decision = tuple[Number | NoNumber, str] | None
"""A cell's number or why there is none, and how it was decided; None while the column must be awaited."""
_SHORTER_LIMIT, _SHORTEST_LIMIT = FIELD_LIMITS["callback_data"], min(FIELD_LIMITS[name] for name in TEXT_FIELDS[:-1])
"""Of that field, and of all others."""
_Decide = Callable[[PhoneColumn, Notation, Reading], _Decision]


class Validator:
    """Checks the rows of one file; its memory does not grow with the file.

    Args:
        region: The country of numbers without a country code, as `check_region` gives it.
        mobile_only: Reject numbers of a kind that cannot take an SMS.

    """

    def __init__(self, *, region: str | None, mobile_only: bool = False) -> None:
        self._region = region
        self._mobile_only = mobile_only
        self._plan, self._bare = plan_of(region), bare_cells(region)
        self._columns: dict[int, PhoneColumn] = {}
        self._told: dict[Sort, str] = {}

    def examine(self, draft: Draft) -> Contact | Rejected | Undecided:
        """Check a row, in file order, and remember what it says about its columns."""
        return self._examine_quickly(draft) or self._check(draft, _note_cell)

    def decide(self, undecided: Draft) -> Contact | Rejected:
        """Check a row that was Undecided, once every row of the file was examined; remembers nothing."""
        verdict = self._decide_quickly(undecided) or self._check(undecided, PhoneColumn.settle)
        if isinstance(verdict, Undecided):
            raise TypeError("a whole column leaves nothing undecided")
        return verdict

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the columns decided; sentences, no full stop."""
        return tuple(sentence for _, column in sorted(self._columns.items()) for sentence in column.describe())

    def _examine_quickly(self, draft: Draft) -> Contact | Rejected | Undecided | None:
        """Check a row whose first phone shows what it is or is bare digits, as most do; None to look more closely."""
        cell = draft.phones[0]
        column = self._columns.get(cell.place.index)
        if column is None or not column.is_plain or draft.country is not None:
            return None
        text = cell.text
        if is_bare(text):
            return self._examine_bare(draft, column, text)
        plain = read_plain(text, self._plan)
        if plain is None:
            return None
        phone, sort = plain
        if self._mobile_only and not sort.mobile:
            return None
        column.note_plain(sort)
        return _finish(draft, text, phone, sort, self._tell(sort))

    def _examine_bare(self, draft: Draft, column: PhoneColumn, text: str) -> Contact | Rejected | Undecided | None:
        meaning = self._bare.read(text)
        if meaning is None:
            return None
        if meaning.is_open or is_marked(text):
            column.note_bare(text, meaning)
            return Undecided(draft)
        (number,) = meaning.readings
        if self._mobile_only and not number.mobile:
            return None
        column.note_bare(text, meaning)
        return _finish(draft, text, self._bare.phone_of(number, text), number.sort, self._tell(number.sort))

    def _decide_quickly(self, draft: Draft) -> Contact | Rejected | None:
        """Check an undecided row whose first phone is bare digits; None to look more closely."""
        cell = draft.phones[0]
        column = self._columns.get(cell.place.index)
        text = cell.text
        if column is None or not column.is_plain or draft.country is not None or not is_bare(text):
            return None
        meaning = self._bare.read(text)
        settled = column.settle_bare(text, meaning) if meaning else None
        if settled is None or (self._mobile_only and not settled[0].mobile):
            return None
        number, how = settled
        note = _join_notes([], cell, how, self._tell(number.sort))
        return _finish(draft, text, self._bare.phone_of(number, text), number.sort, note)

    def _tell(self, sort: Sort) -> str:
        """Tell of a number in a row that names no country what `_describe` does."""
        told = self._told.get(sort)
        if told is None:
            told = self._told[sort] = self._describe(sort, None)
        return told

    def _check(self, draft: Draft, decide: _Decide) -> Contact | Rejected | Undecided:
        refusals: list[tuple[PhoneCell, NoNumber]] = []
        country = draft.country
        for cell in draft.phones:
            found = (
                read_cell(cell.text, self._region) if country is None else read_in_row(cell.text, country, self._region)
            )
            if isinstance(found, NoNumber):
                refusals.append((cell, found))
                continue
            decision = decide(self._column(cell), *found)
            if decision is None:
                return Undecided(draft)
            number, how = decision
            if isinstance(number, NoNumber):
                refusals.append((cell, number))
            elif self._mobile_only and not number.mobile:
                refusals.append((cell, _NOT_MOBILE))
            else:
                told = self._describe(number.sort, country)
                return _finish(draft, cell.text, number.phone, number.sort, _join_notes(refusals, cell, how, told))
        return _reject_phone(draft, refusals)

    def _describe(self, sort: Sort, country: RowCountry | None) -> str:
        """Tell what makes the number unlike those that the row or the list is thought to hold; empty for most."""
        thought = self._region if country is None else country.region
        return _strange(sort.country if thought and sort.country != thought else "", sort.kind)

    def _column(self, cell: PhoneCell) -> PhoneColumn:
        column = self._columns.get(cell.place.index)
        if column is None:
            column = self._columns[cell.place.index] = PhoneColumn(cell.place.name)
        return column


@functools.cache
def _strange(country: str, kind: str) -> str:
    """Tell of a number's foreign country, and of its kind where that takes no SMS; thousands have the same."""
    foreign = phrase("a number of {country}", country=country) if country else ""
    if not kind:
        return foreign
    return joined("; ", (foreign, phrase("{kind}: cannot take an SMS", kind=kind)))


_NOT_MOBILE = NoNumber(
    Code.PHONE_NOT_MOBILE, phrase("is a valid number that cannot take an SMS, and only mobiles are wanted")
)


def _note_cell(column: PhoneColumn, notation: Notation, reading: Reading) -> _Decision:
    column.note(notation, reading)
    if isinstance(reading, NoNumber):
        return reading, ""
    if isinstance(reading, TwoReadings) or column.is_open(notation, reading):
        return None
    return reading, reading.note


def _join_notes(refusals: list[tuple[PhoneCell, NoNumber]], cell: PhoneCell, *told: str) -> str:
    """Tell how the number was found where its own cell alone, or the preferred column, did not give it."""
    if not refusals:
        return joined("; ", told) if all(told) else next(filter(None, told), "")
    passed = [
        phrase("{address} has {code}", address=blank.address, code=no.code)
        for blank, no in refusals
        if no.code is not Code.PHONE_MISSING
    ]
    taken = phrase("{passed}: taken from {address}", passed=joined(", ", passed), address=cell.address)
    return joined("; ", (taken if passed else "", *told))


def _finish(draft: Draft, text: str, phone: E164, sort: Sort, note: str) -> Contact | Rejected:
    """Give the contact, unless a field is longer than the API takes."""
    fields = draft.fields
    if (name := _find_too_long(fields)) is not None:
        code = Code.CALLBACK_DATA_TOO_LONG if name == "callback_data" else Code.FIELD_TOO_LONG
        message = phrase(
            "row {row}: {name} has {number:,} characters, the limit is {limit:,}; shorten it",
            row=draft.shown_number,
            name=name,
            number=len(fields[name]),
            limit=FIELD_LIMITS[name],
        )
        return Rejected(draft.number, draft.line, text, code, message)
    return Contact(draft.number, draft.line, text, phone, sort.country, fields, note, sort.mobile)


def _find_too_long(fields: Mapping[Field, str]) -> Field | None:
    if len("".join(fields.values())) <= _SHORTEST_LIMIT and len(fields.get("callback_data", "")) <= _SHORTER_LIMIT:
        return None
    return next((name for name in TEXT_FIELDS if len(fields.get(name, "")) > FIELD_LIMITS[name]), None)


def _reject_phone(draft: Draft, refusals: list[tuple[PhoneCell, NoNumber]]) -> Rejected:
    """Reject for the first cell that is not blank."""
    filled = (refusal for refusal in refusals if refusal[1].code is not Code.PHONE_MISSING)
    cell, no_number = next(filled, refusals[0])
    row, address = draft.shown_number, cell.address
    if cell.text.strip():
        value = quote(cell.text)
        message = phrase(
            "row {row}, {address}: {value} {why}", row=row, address=address, value=value, why=no_number.reason
        )
    else:
        message = phrase("row {row}, {address}: no phone number", row=row, address=address)
    return Rejected(draft.number, draft.line, cell.text, no_number.code, message)
