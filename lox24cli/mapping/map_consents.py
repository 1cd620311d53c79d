"""Which columns say who wants messages: those that were asked for, else those that headers and answers tell."""

from collections.abc import Sequence
from dataclasses import replace

from lox24cli.errors import SettingsError
from lox24cli.mapping.column_map import MappedField
from lox24cli.mapping.column_names import find_column
from lox24cli.mapping.consent_column import MappedConsent
from lox24cli.mapping.consent_search import consent_of, find_consents, read_consent_header
from lox24cli.mapping.map_option import NOT, bare_name, split_names
from lox24cli.mapping.thresholds import SAMPLE_ROWS
from lox24cli.model import Column, SourceRow
from lox24cli.translating import phrase


def map_consents(
    asked: str | None, phone: MappedField, columns: Sequence[Column], sample: Sequence[SourceRow]
) -> tuple[MappedConsent, ...]:
    """Return the columns; `asked` is what follows `--consent`, None where nobody asked.

    Raises MappingError when it cannot be known, or a named column does not exist; SettingsError when none is named.
    """
    if asked is None:
        return find_consents([column for column in columns if column.index not in phone.columns], sample)
    if not asked:
        raise SettingsError(phrase("--consent names no column"), phrase("to ask nobody: --ignore-consent --yes"))
    return tuple(_map_asked(name, columns, sample) for name in split_names(asked, columns))


def _map_asked(name: str, columns: Sequence[Column], sample: Sequence[SourceRow]) -> MappedConsent:
    column = find_column(bare_name(name, columns), columns)
    is_turned = bare_name(name, columns) != name
    is_negative = is_turned or read_consent_header(column.header).is_negative
    texts = [row.cells[column.index] for row in sample[:SAMPLE_ROWS]]
    mapped = consent_of(column, texts, columns, is_negative=is_negative, why="--consent")
    return replace(mapped, shown=f"{NOT}{mapped.shown}") if is_turned else mapped
