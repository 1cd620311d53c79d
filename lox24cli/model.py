"""The values that travel from a file to a report; frozen, without behaviour beyond naming themselves.

    SourceRow -> Draft -> Contact | Rejected | Undecided -> Outcome

This module knows no file, no number rules, no HTTP and no terminal. Limits are the API's
(POST /groups/{id}/phones/batch, https://doc.lox24.eu/api/operations/phone_batch_post/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple, NewType, get_args

from lox24cli.row_facts import PhonePlace, RowCountry, Skip
from lox24cli.translating import joined, phrase

E164 = NewType("E164", str)
"""A number that numbers/numbers.py found valid, written `+<digits>`; nothing else makes one."""

Field = Literal["phone", "a", "b", "c", "d", "e", "callback_data"]
"""What a contact can carry, in the API's own words."""

FIELDS: tuple[Field, ...] = get_args(Field)
TEXT_FIELDS: tuple[Field, ...] = FIELDS[1:]

HeaderSense = Literal["phone", "qualifier", "other", "unknown"]
"""What a cell says as a header: a phone, which or whose one (`privat`, `Vater`), another thing, or nothing known."""

FIELD_LIMITS: Mapping[Field, int] = MappingProxyType(
    {"phone": 30, "a": 1530, "b": 1530, "c": 1530, "d": 1530, "e": 1530, "callback_data": 36}
)
"""The longest value of each field, in characters (not bytes)."""

OWN_COLUMNS = ("lox24_row", "lox24_code", "lox24_message")
"""The columns that a failed file carries beside the input's own; the reader takes them off again."""
SURPLUS_COLUMN = "lox24_surplus"
"""One more, where a row has more cells than the header: what of it stands under no header."""

UNSUBSCRIBED_COLUMN = "lox24_unsubscribed_at"
EXPORT_COLUMNS = ("lox24_id", "lox24_subscribed_at", UNSUBSCRIBED_COLUMN, "lox24_unsubscribe_reason")
"""The columns that an exported group carries beside what an import reads of it."""

NO_DATE = "#NO DATE"
NEVER_CALCULATED = "#NOT CALCULATED"
HELD: Mapping[str, str] = MappingProxyType(
    {
        NO_DATE: phrase("holds the date 0, which is no date"),
        NEVER_CALCULATED: phrase("holds a formula that was never calculated: open and save the file"),
    }
)
"""What stands in SourceRow.exact for a cell whose value cannot be taken -> why; written like a spreadsheet's errors."""

_NOTHING: Mapping[int, str] = MappingProxyType({})


class Status(StrEnum):
    """What became of a row; the report's `status`."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    READY = "ready"
    SKIPPED = "skipped"
    REJECTED = "rejected"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DELETED = "deleted"
    """A phone of the group that no row of the file is about; in no count of rows."""


class Verb(StrEnum):
    """What is done about a row, in this order: the next begins when all of the last are settled."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Code(StrEnum):
    """Why a row has its status; the report's `code`. Published once, never renamed."""

    CREATED = "created"
    CREATED_CONFIRMED = "created-confirmed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NOT_IN_FILE = "not-in-file"
    UNDONE = "undone"
    CHANGED_SINCE = "changed-since"
    READY = "ready"
    DUPLICATE_IN_FILE = "duplicate-in-file"
    ALREADY_IN_GROUP = "already-in-group"
    OPTED_OUT = "opted-out"
    BLOCKED = "blocked"
    NO_CONSENT = "no-consent"
    PHONE_MISSING = "phone-missing"
    PHONE_UNREADABLE = "phone-unreadable"
    PHONE_COUNTRY_UNKNOWN = "phone-country-unknown"
    PHONE_TOO_SHORT = "phone-too-short"
    PHONE_TOO_LONG = "phone-too-long"
    PHONE_INVALID = "phone-invalid"
    PHONE_AMBIGUOUS = "phone-ambiguous"
    PHONE_SEVERAL = "phone-several"
    PHONE_DAMAGED = "phone-damaged"
    PHONE_COUNTRY_CONFLICT = "phone-country-conflict"
    PHONE_NOT_MOBILE = "phone-not-mobile"
    ROW_TOO_LONG = "row-too-long"
    FIELD_TOO_LONG = "field-too-long"
    CALLBACK_DATA_TOO_LONG = "callback-data-too-long"
    REFUSED = "refused"
    NOT_SENT = "not-sent"
    GATEWAY = "gateway"
    UNKNOWN = "unknown"


COUNTED = tuple(status for status in Status if status is not Status.DELETED)
"""The statuses of rows; their counts add up to the rows."""

SKIPS = (
    *(Code.DUPLICATE_IN_FILE, Code.ALREADY_IN_GROUP, Code.OPTED_OUT, Code.BLOCKED, Code.NO_CONSENT),
    Code.CHANGED_SINCE,
)
"""The codes of skipped rows."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text file is written; enough to write one like it."""

    encoding: str
    """A Python codec name: utf-8, utf-16-le, cp1252 … (the BOM is told apart)."""
    bom: bool
    delimiter: str
    line_terminator: str
    """Of the file's first record: `\\n`, `\\r\\n` or `\\r`."""
    sep_line: bool = False
    """The file begins with Excel's `sep=;` line."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table, as a person would point at it."""

    index: int
    """From 0."""
    header: str
    """The header cell, trimmed; empty when the file has no header or the cell is blank."""
    hidden: bool = False
    """In the sheet."""

    @property
    def letter(self) -> str:
        """The spreadsheet's name of the column: A, B … Z, AA …."""
        name, number = "", self.index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            name = chr(ord("A") + rest) + name
        return name

    @property
    def label(self) -> str:
        """The header, or `column C` where there is none."""
        return self.header or phrase("column {letter}", letter=self.letter)


@dataclass(frozen=True, slots=True)
class Source:
    """What was found out about the file before its first data row."""

    name: str
    """The file's name as it was given; `-` for standard input."""
    kind: Literal["csv", "xlsx", "xls", "ods"]
    sha256: str
    """Of the file's bytes, hexadecimal; the same file is recognised by it."""
    columns: tuple[Column, ...]
    dialect: Dialect | None = None
    """Of a delimited text file."""
    sheet: str | None = None
    """Of a workbook."""
    header_row: int | None = 1
    """The spreadsheet row that holds the headers; None without headers."""
    notices: tuple[str, ...] = ()
    """What the user should know of how the file was read: sentences, most important first."""


class SourceRow(NamedTuple):
    """One data row. Blank rows are none."""

    number: int
    """The row number that a spreadsheet shows; the header is 1 in an ordinary file."""
    line: int | None
    """The physical line where the record starts, from 1; None in a workbook."""
    cells: tuple[str, ...]
    """One for each column, as the sheet shows them; short rows are filled up with empty cells."""
    exact: Mapping[int, str] = _NOTHING
    """Workbooks only: column index -> all digits of a numeric cell that the sheet shows shortened, or a key of HELD
    for a cell that is held; such a cell is empty."""
    first_number: int | None = None
    """Of a failed file: the row number in the file that it came from (`lox24_row`)."""
    problem: str | None = None
    """Why its cells may stand under other columns' headers; such a row must be held. `cells` has all of them."""

    @property
    def shown_number(self) -> int:
        """The row number that messages use: that of the first file."""
        return self.first_number or self.number

    @property
    def held(self) -> str:
        """Which cells are held, each with its reason; empty when none is."""
        held = sorted((index, HELD[value]) for index, value in self.exact.items() if value in HELD)
        cells = ((f"{Column(index, '').letter}{self.number}", reason) for index, reason in held)
        return joined("; ", (phrase("{cell} {reason}", cell=cell, reason=reason) for cell, reason in cells))


class PhoneCell(NamedTuple):
    """A cell that is to give the phone, and where it stands."""

    text: str
    place: PhonePlace
    row: int
    """The row number that messages use."""

    @property
    def address(self) -> str:
        """The cell's place, for messages: `Mobil (D37)`."""
        return self.place.address(self.row)


class Draft(NamedTuple):
    """A row after mapping: what would be sent, unchecked."""

    number: int
    line: int | None
    shown_number: int
    phones: tuple[PhoneCell, ...]
    """The mapped phone columns in order of preference; the first usable one counts. Never empty."""
    fields: Mapping[Field, str]
    """a–e and callback_data, trimmed, empty ones left out."""
    country: RowCountry | None = None
    """None where the row names none: its numbers are of the file's region."""
    skip: Skip | None = None
    """Why nobody is to send to the row, if it says so."""


class Contact(NamedTuple):
    """A row that may be uploaded."""

    number: int
    line: int | None
    input: str
    """The phone cell as it stood in the file."""
    phone: E164
    country: str
    """The phone's region, ISO 3166 alpha-2; empty for numbers of no region."""
    fields: Mapping[Field, str]
    note: str = ""
    """How a number was decided when the cell alone did not (`read as international, like 98 % of Mobil`)."""
    mobile: bool = True
    """False when the number is valid but of a kind that cannot take an SMS."""


class Rejected(NamedTuple):
    """A row that is held back, and why."""

    number: int
    line: int | None
    input: str
    code: Code
    message: str
    """A sentence: where (row, cell), the value, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A row whose number only the whole column can decide."""

    draft: Draft


class Outcome(NamedTuple):
    """What became of a row that was ready: one line of the journal."""

    seq: int
    """The row's place in the file, from 0."""
    status: Status
    code: Code
    message: str = ""
    phone_id: str = ""
    http_status: int | None = None
    request_id: str = ""
