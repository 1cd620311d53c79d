"""What the plan says of a run beside its counts: what who looked at the figures alone would lose or do."""

from collections.abc import Iterator

from lox24cli.importing.choices import OnExisting
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.watching import RejectedRows
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.column_names import write_request
from lox24cli.model import Code, Column, Field
from lox24cli.translating import joined, phrase, plural, recalled
from lox24cli.wording import counted, tally

_MOST_TRIED = 2000
"""Numbers without a country that are read in each country: enough to tell which it is."""
_MOST_REGIONS = 3
_USUAL_REGIONS = ("DE", "AT", "CH")
"""Tried where no number of the file names a country: those of the gateway's users (https://www.lox24.eu/)."""


def list_rejected(journal: Journal, examples: int = 3) -> tuple[RejectedRows, ...]:
    """Return the rejected rows by code, most frequent first, with the messages of the first few."""
    counts = journal.query(
        "SELECT code, COUNT(*) FROM rows WHERE status = 'rejected' GROUP BY code ORDER BY COUNT(*) DESC, code"
    )
    return tuple(
        RejectedRows(Code(code), number, tuple(recalled(message) for (message,) in _first(journal, code, examples)))
        for code, number in list(counts)
    )


def _first(journal: Journal, code: str, examples: int) -> Iterator[tuple[str]]:
    sql = "SELECT message FROM rows WHERE status = 'rejected' AND code = ? ORDER BY seq LIMIT ?"
    return journal.query(sql, code, examples)


def tell_hidden_columns(columns: ColumnMap) -> Iterator[str]:
    """Say which columns are sent although the sheet hides them: nobody sees what stands in them."""
    places = {column.index: column for column in columns.columns}
    for mapped in columns.fields:
        for column in (places[index] for index in mapped.columns if places[index].hidden):
            yield phrase(
                "column {letter} ({label}) is hidden in the sheet and is used for {field}",
                letter=column.letter,
                label=column.label,
                field=mapped.field,
            )


def suggest_region(journal: Journal, rules: Rules) -> Iterator[str]:
    """Say under which `--region` the numbers without a country would be mobiles; nothing where all have one.

    The countries are those of the signed numbers, most frequent first.
    """
    missing = journal.number("SELECT COUNT(*) FROM rows WHERE code = ?", Code.PHONE_COUNTRY_UNKNOWN)
    if rules.region is not None or not missing:
        return
    from lox24cli.numbers.numbers import read_number  # noqa: PLC0415  loads libphonenumber's tables
    from lox24cli.numbers.values import Number  # noqa: PLC0415  with it

    sql = "SELECT country FROM rows WHERE phone IS NOT NULL AND country <> '' GROUP BY country ORDER BY COUNT(*) DESC"
    suggested = [country for (country,) in journal.query(sql)][:_MOST_REGIONS] or list(_USUAL_REGIONS)
    sql = "SELECT input FROM rows WHERE code = ? ORDER BY seq LIMIT ?"
    texts = [text for (text,) in journal.query(sql, Code.PHONE_COUNTRY_UNKNOWN, _MOST_TRIED)]
    found = []
    for region in suggested:
        readings = (read_number(text, region) for text in texts)
        mobiles = sum(isinstance(reading, Number) and reading.mobile for reading in readings)
        found.append(tally(region, mobiles))
    of = phrase(" of the first {number:,}", number=_MOST_TRIED) if missing > _MOST_TRIED else ""
    yield (
        plural(
            "{number:,} number has no country: add --region? Mobiles{of} under each: {found}",
            "{number:,} numbers have no country: add --region? Mobiles{of} under each: {found}",
            missing,
            of=of,
            found=joined(", ", found),
        )
    )


def tell_missing_titles(columns: ColumnMap, titles: dict[Field, str]) -> Iterator[str]:
    """Say that nothing but the phone is sent, where the group's columns have no titles to know the file's by."""
    named = [column for column in columns.unused if column.header]
    if titles or len(columns.fields) > 1 or not named:
        return
    yield (
        phrase(
            "the group's columns have no titles, so only the phone is sent; to send more, say which: {requests}",
            requests=" ".join(_requests(named, columns)),
        )
    )


def _requests(named: list[Column], columns: ColumnMap) -> Iterator[str]:
    letters: tuple[Field, ...] = ("a", "b")
    for letter, column in zip(letters, named, strict=False):
        yield write_request(letter, [column], columns.columns)


def tell_added_again(journal: Journal, rules: Rules) -> Iterator[str]:
    """Say how many numbers of `--on-existing add` the group holds already."""
    if rules.on_existing is not OnExisting.ADD:
        return
    sql = "SELECT COUNT(*) FROM rows WHERE status = 'ready' AND phone IN (SELECT phone FROM existing)"
    if there := journal.number(sql):
        yield phrase(
            "{numbers} in the group already: --on-existing add stores each once more", numbers=counted(there, "number")
        )
