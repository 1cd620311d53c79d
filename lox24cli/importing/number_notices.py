"""What the user should know of the numbers that are ready, beside that they are valid."""

from lox24cli.importing.journal.journal import Journal
from lox24cli.translating import joined, phrase, plural
from lox24cli.wording import counted, tally

_MOST_ROWS = 5
"""More rows are counted, not listed: the report has them all."""


def describe_numbers(journal: Journal, region: str | None) -> tuple[str, ...]:
    """Give notices, sentences without a full stop: other countries than the region's, kinds that take no SMS."""
    return tuple(filter(None, (_describe_countries(journal, region), _describe_landlines(journal))))


def _describe_countries(journal: Journal, region: str | None) -> str:
    if region is None:
        return ""
    found = list(
        journal.query(
            "SELECT country, COUNT(*) FROM rows WHERE status = 'ready' AND country <> ? GROUP BY country"
            " ORDER BY COUNT(*) DESC, country",
            region,
        )
    )
    if not found:
        return ""
    total = sum(count for _, count in found)
    return plural(
        "{number:,} number is of another country than --region {region}: {each}",
        "{number:,} numbers are of other countries than --region {region}: {each}",
        total,
        region=region,
        each=joined(", ", (tally(country or phrase("no country"), count) for country, count in found)),
    )


def _describe_landlines(journal: Journal) -> str:
    rows = [
        row
        for (row,) in journal.query(
            "SELECT COALESCE(first_row, row) FROM rows WHERE status = 'ready' AND NOT mobile ORDER BY seq"
        )
    ]
    if not rows:
        return ""
    shown = ", ".join(f"{row}" for row in rows[:_MOST_ROWS])
    rest = phrase(" and {more:,} more", more=len(rows) - _MOST_ROWS) if len(rows) > _MOST_ROWS else ""
    where = plural("row {ranges}{more}", "rows {ranges}{more}", len(rows), ranges=shown, more=rest)
    return phrase(
        "{numbers} cannot take an SMS ({where}); --mobile-only leaves such numbers out",
        numbers=counted(len(rows), "valid number"),
        where=where,
    )
