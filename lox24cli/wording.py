"""A cell's value inside a message: short, on one line, and harmless to a terminal."""

from pathlib import Path

from lox24cli.translating import Message, phrase

LONGEST_QUOTE = 60
"""Characters of a value that are shown."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quote(value: str) -> str:
    """Give the value in double quotes; what cannot be seen is escaped, what is too long cut with an ellipsis."""
    shown = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    return '"' + "".join(map(_escape, shown)) + '"'


def _escape(character: str) -> str:
    if character.isprintable():
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the widths of Python's own escapes


def counted(number: int, noun: str) -> Message:
    """Return both, the noun in the plural unless there is one: `1 row`, `1,234 rows`. The noun must be a literal."""
    return Message(f"{{number:,}} {noun}s", {"number": number}, f"{{number:,}} {noun}", number)


def figure(number: int, what: str) -> Message:
    """Return `1,234 skipped`."""
    return phrase("{number:,} {what}", number=number, what=what)


def tally(what: str, number: int) -> Message:
    """Return `AT 1,234`."""
    return phrase("{what} {number:,}", what=what, number=number)


def seen_from_here(path: Path) -> str:
    """Return the path as seen from the working folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
