"""A number and its noun in a message."""


def counted(number: int, noun: str) -> str:
    """Return both, the noun in the plural unless there is one: `1 row`, `1,234 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
