"""Which delimiter a text file has: the one under which a real CSV parse gives a steady number of columns.

Knows no encodings and no header; its input is the beginning of the text.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lox24cli.errors import InputError, SettingsError

_USUAL = (";", "\t", ",", "|")
_UNUSUAL = ("^", "~", "¦", "§", "\x1f", "#", ":", "!", "&", "*", "$")
_SAMPLE_RECORDS = 300
_LONGEST_TITLE = 12
_STEADY = 0.9
_FEW_LINES = 2
_SHORT_COUNTS = 0.9
_HIDDEN_SHARE = 0.25
_OPTION = {"\t": "tab"}


@dataclass(frozen=True, slots=True)
class Delimiting:
    """The delimiter and where it was found."""

    delimiter: str
    sep_line: bool
    """The first line is Excel's `sep=…` and no record."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a delimiter fits the sample."""

    delimiter: str
    columns: int
    steadiness: float
    """Share of the records with this many columns; shorter ones count for most of a record."""
    titles: int
    """Records above the first full one."""
    records: int

    @property
    def score(self) -> tuple[bool, float, int]:
        """For comparing: a delimiter that splits the very first record too is worth a tenth of the records.

        One that leaves nothing but blank cells explains the whole file.
        """
        return self.columns > 1 or not self.records, round(self.steadiness + 0.1 * (self.titles == 0), 2), self.columns


def parse_delimiter(option: str) -> str:
    """Return the delimiter that `--delimiter` names: one character, or `tab`.

    Raises:
        SettingsError: it is none.
    """
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(option.lower(), option)
    if len(named) != 1 or named in '"\r\n\x00':
        raise SettingsError(f"--delimiter {option!r} is not one character", "use one character, or the word tab")
    return named


def find_delimiting(sample: str, *, whole: bool, name: str, forced: str | None = None) -> Delimiting:
    """Return the delimiter of the text that begins with `sample` (`whole`: the sample is all of it).

    Raises:
        SettingsError: `forced` is no delimiter.
        InputError: one column is found where the text plainly has more.
    """
    said = _said_by(next(iter(io.StringIO(sample, newline="")), ""))
    if forced is not None:
        return Delimiting(parse_delimiter(forced), said is not None)
    if said is not None:
        return Delimiting(said, True)
    lines = list(io.StringIO(sample, newline=""))
    if not whole and len(lines) > 1:
        lines.pop()
    best = _best_fit(lines, _USUAL)
    if best.columns > 1 or not best.records:
        return Delimiting(best.delimiter, False)
    _refuse_hidden_columns(lines, name)
    return Delimiting(",", False)


def _said_by(line: str) -> str | None:
    """Return what Excel's `sep=;` line says; it may stand in quotes."""
    line = line.strip(" \r\n").removeprefix('"').removesuffix('"')
    is_said = line[:4].lower() == "sep=" and len(line) == len("sep=;")
    return line[-1] if is_said else None


def _best_fit(lines: list[str], delimiters: tuple[str, ...]) -> _Fit:
    fits = [_fit(lines, delimiter, csv.QUOTE_MINIMAL) for delimiter in delimiters]
    if all(fit.records <= 1 for fit in fits) and len(lines) > _FEW_LINES:
        fits = [_fit(lines, delimiter, csv.QUOTE_NONE) for delimiter in delimiters]
    return max(fits, key=lambda fit: fit.score)


def _fit(lines: list[str], delimiter: str, quoting: Literal[0, 3]) -> _Fit:
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)
    try:
        widths = [len(record) for record in islice(reader, _SAMPLE_RECORDS) if any(map(str.strip, record))]
    except csv.Error:
        return _Fit(delimiter, 1, 0.0, 0, len(lines))
    several = Counter(width for width in widths if width > 1)
    if not several:
        return _Fit(delimiter, 1, 1.0, 0, len(widths))
    columns = max(several, key=lambda width: (several[width], width))
    start = widths.index(columns)
    short = sum(1 < width < columns for width in widths[start:])
    steadiness = (several[columns] + _SHORT_COUNTS * short) / len(widths)
    if start > _LONGEST_TITLE or (several[columns] + short) * 2 < len(widths) - start:
        return _Fit(delimiter, 1, steadiness, 0, len(widths))
    return _Fit(delimiter, columns, steadiness, start, len(widths))


def _refuse_hidden_columns(lines: list[str], name: str) -> None:
    """Raise InputError when one column was found, but most lines have signs that separate columns."""
    best = _best_fit(lines, _UNUSUAL)
    if best.columns > 1 and best.titles == 0 and best.steadiness >= _STEADY and best.records > 1:
        raise InputError(
            f"{name} looks like {best.columns} columns separated by {best.delimiter!r}, which is unusual",
            f"say --delimiter '{best.delimiter}' if that is right",
            code="one-column",
        )
    first = next((line for line in lines if line.strip()), "")
    for delimiter in _USUAL:
        fit = _fit(lines, delimiter, csv.QUOTE_MINIMAL)
        if fit.columns == 1 and delimiter in first and fit.steadiness >= _HIDDEN_SHARE:
            raise InputError(
                f"{name} has {delimiter!r} in most lines, but no steady number of columns comes of it",
                f"mend the lines that differ, or say --delimiter '{_OPTION.get(delimiter, delimiter)}'",
                code="one-column",
            )
