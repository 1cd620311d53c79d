"""What every row of one file becomes: SourceRow -> Draft."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from lox24cli.mapping.column_names import column_at
from lox24cli.mapping.consent_column import ConsentReader, MappedConsent
from lox24cli.mapping.country_column import CountryReader, MappedRegion
from lox24cli.mapping.header_meaning import label_columns
from lox24cli.mapping.phone_cells import PhoneReader
from lox24cli.mapping.templates import Template
from lox24cli.mapping.text_cells import TextReader
from lox24cli.model import Column, Draft, Field, SourceRow


@dataclass(frozen=True, slots=True)
class MappedField:
    """One line of the plan."""

    field: Field
    columns: tuple[int, ...]
    """Indexes of the columns used: in order of preference for phone, of appearance for a template."""
    shown: str
    """The header or the template, as a user types it after `--map FIELD=`."""
    evidence: str
    """Why: `--map`, `header is the field's own name`, `412 of 500 sampled cells read as mobiles (82 %)` …"""
    template: Template | None = None


def phone_reader(phone: MappedField, columns: Sequence[Column]) -> PhoneReader:
    """Return what reads the phone cells of each row."""
    used = tuple(column_at(index, columns) for index in phone.columns)
    return PhoneReader(used, label_columns(columns), phone.template)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What every row of one file becomes."""

    fields: tuple[MappedField, ...]
    """The phone first, then a–e and callback_data as far as they are mapped."""
    columns: tuple[Column, ...]
    """All columns of the file."""
    notices: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    """What should be looked at before anything is sent."""
    region: MappedRegion | None = None
    """Where each row's country stands, if it does."""
    consents: tuple[MappedConsent, ...] = ()
    """The columns that say who wants messages."""
    leaving: Column | None = None
    """The column that says when somebody left."""
    unsubscribed: int | None = None
    """Where an exported group has the day on which somebody opted out."""
    _phones: PhoneReader = dataclasses.field(init=False, repr=False, compare=False)
    _countries: CountryReader | None = dataclasses.field(init=False, repr=False, compare=False)
    _consents: ConsentReader | None = dataclasses.field(init=False, repr=False, compare=False)
    _texts: TextReader = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        phone, *texts = self.fields
        object.__setattr__(self, "_phones", phone_reader(phone, self.columns))
        countries = CountryReader(self.region, self.columns) if self.region and self.region.columns else None
        object.__setattr__(self, "_countries", countries)
        is_asked = bool(self.consents) or self.unsubscribed is not None
        consents = ConsentReader(self.consents, self.columns, self.unsubscribed) if is_asked else None
        object.__setattr__(self, "_consents", consents)
        object.__setattr__(self, "_texts", TextReader((text.field, text.columns[0], text.template) for text in texts))

    @property
    def unused(self) -> tuple[Column, ...]:
        """The columns that are not sent, in file order."""
        used = {index for mapped in self.fields for index in mapped.columns}
        return tuple(column for column in self.columns if column.index not in used)

    @property
    def texts(self) -> tuple[Field, ...]:
        """The fields beside the phone that the file gives."""
        return tuple(mapped.field for mapped in self.fields[1:])

    def draft(self, row: SourceRow) -> Draft:
        """Return what would be sent of the row: cells without the blanks around them, those inside kept."""
        country = self._countries.read(row) if self._countries else None
        skip = self._consents.read(row) if self._consents else None
        phones, fields = self._phones.read(row), self._texts.read(row)
        return Draft(row.number, row.line, row.shown_number, phones, fields, country, skip)
