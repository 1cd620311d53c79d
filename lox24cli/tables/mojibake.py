"""Cells whose letters another program has lost or decoded wrongly before: `GroÃŸ`, `Gro�`. They are told, not mended.

Knows no files; looks at the cells of any.
"""

import re
from collections.abc import Iterable, Sequence

from lox24cli.model import Column
from lox24cli.translating import phrase
from lox24cli.wording import counted, quote

_LEADS = bytes(range(0xC2, 0xC6))
"""First bytes of the UTF-8 of Europe's letters."""
_FOLLOWING = bytes(range(0x80, 0xC0))
_OWN_PAIRS = "ŞŢşţ"
"""Stand behind Ă in Romanian."""
_LOST = "\ufffd"
_FIRST = 3
_LONGEST = 100_000
"""Characters of a row that is looked at: names are not that long."""


def _pattern() -> re.Pattern[str]:
    """Return what such letters become when their UTF-8 is read in an old code page: two signs that no word has."""
    pairs = []
    for page in ("cp1252", "cp1250", "mac-roman", "cp850"):
        leads, following = _LEADS.decode(page), re.escape(_FOLLOWING.decode(page, "ignore"))
        pairs.append(f"[{leads}](?![{_OWN_PAIRS}])[{following}\x80-\x9f]")
    quotes = f"â[€\x80][{re.escape(_FOLLOWING.decode('cp1252', 'ignore'))}\x80-\x9f]"
    cyrillic = f"(?:[РС][{re.escape(_FOLLOWING.decode('cp1251', 'ignore'))}]){{3}}"  # noqa: RUF001 - Cyrillic is meant
    return re.compile("|".join((*pairs, quotes, cyrillic)))


_WRONG = _pattern()
_BLANK_OUT = b" " * 128 + bytes(range(128, 256))
"""Leaves of a text in UTF-8 its letters that are not ASCII: where wrong ones stand, they stand together."""


def has_faults(cells: Iterable[str]) -> bool:
    """Tell whether the letters of any of the cells are wrong; cheap where all is ASCII, and for many cells at once."""
    text = "\n".join(cells)
    if text.isascii():
        return False
    runs = set(text.encode(errors="replace").translate(_BLANK_OUT).split())
    return _LOST in text or any(_WRONG.search(run.decode()) for run in runs)


class LetterFaults:
    """Counts the cells of a file whose letters are wrong, and keeps the first of them."""

    def __init__(self) -> None:
        self._counts = {"wrong": 0, "lost": 0}
        self._first: dict[str, list[str]] = {"wrong": [], "lost": []}

    def look(self, number: int, cells: Sequence[str]) -> None:
        """Take in the row with this spreadsheet number."""
        if sum(map(len, cells)) > _LONGEST or not has_faults(cells):
            return
        for place, cell in enumerate(cells):
            kind = "lost" if _LOST in cell else "wrong" if _WRONG.search(cell) else ""
            if kind:
                self._counts[kind] += 1
                if len(self._first[kind]) < _FIRST:
                    self._first[kind].append(f"{Column(place, '').letter}{number} {quote(cell)}")

    @property
    def notices(self) -> tuple[str, ...]:
        """What was found, as sentences."""
        told = {
            "wrong": phrase("letters that were decoded wrongly, in this file or before"),
            "lost": phrase("{sign} in place of a letter that was lost before", sign=_LOST),
        }
        return tuple(
            phrase(
                "{cells} with {what}: {first}; export the contacts again",
                cells=counted(self._counts[kind], "cell"),
                what=what,
                first=", ".join(first),
            )
            for kind, what in told.items()
            if (first := self._first[kind])
        )
