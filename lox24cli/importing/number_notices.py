"""What the user should know of the numbers that are ready, beside that they are valid."""

from lox24cli.importing.journal.journal import Journal
from lox24cli.wording import counted

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
    each = ", ".join(f"{country or 'no country'} {count:,}" for country, count in found)
    are = "is of another country" if total == 1 else "are of other countries"
    return f"{counted(total, 'number')} {are} than --region {region}: {each}"


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
    rest = f" and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
    where = f"{'row' if len(rows) == 1 else 'rows'} {shown}{rest}"
    return f"{counted(len(rows), 'valid number')} cannot take an SMS ({where}); --mobile-only leaves such numbers out"
