"""Where each row's country is read: as asked for, else as headers, cells and numbers tell."""

from collections.abc import Sequence

from lox24cli.mapping.column_map import MappedField, phone_reader
from lox24cli.mapping.column_names import column_at, name_column
from lox24cli.mapping.country_column import CountryReader, MappedRegion
from lox24cli.mapping.country_search import find_countries, says_country
from lox24cli.mapping.map_option import find_target
from lox24cli.model import Column, SourceRow
from lox24cli.row_facts import RowCountry


def map_countries(
    asked: str | None, phone: MappedField, columns: Sequence[Column], sample: Sequence[SourceRow], home: str | None
) -> MappedRegion | None:
    """Return the columns of the country; `asked` is what follows `--map region=`, None where nobody asked.

    Raises MappingError when it cannot be known, or a named column does not exist.
    """
    if asked is not None:
        target = find_target("region", asked, columns)
        indexes = target if isinstance(target, tuple) else target.columns
        shown = "|".join(name_column(column_at(index, columns), columns) for index in indexes)
        return MappedRegion(indexes, shown, "--map")
    left = [column for column in columns if column.index not in phone.columns]
    if not any(says_country(column.header) for column in left):
        return None
    from lox24cli.numbers.row_country import weigh_country  # noqa: PLC0415  loads libphonenumber

    reader = phone_reader(phone, columns)

    def weigh(row: SourceRow, country: RowCountry) -> int:
        filled = (cell.text for cell in reader.read(row) if cell.text.strip())
        return weigh_country(next(filled, ""), country, home)

    return find_countries(left, sample, home, weigh)


def rows_without_country(
    mapped: MappedRegion | None, columns: Sequence[Column], sample: Sequence[SourceRow]
) -> Sequence[SourceRow]:
    """Return the rows that name no country: their numbers are of the file's region."""
    if mapped is None or not mapped.columns:
        return sample
    reader = CountryReader(mapped, columns)
    return [row for row in sample if reader.read(row) is None]
