"""How a text file tells cells apart: a steady number of columns from a real CSV parse, and quotes at their edges.

Knows no encodings and no header; its input is the beginning of the text.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from lox24cli.errors import InputError, SettingsError
from lox24cli.tables.layout import reach
from lox24cli.tables.text.quotes import find_edges, join_escaped
from lox24cli.translating import phrase

if TYPE_CHECKING:
    import _csv

_USUAL = (";", "\t", ",", "|")
_UNUSUAL = ("^", "~", "¦", "§", "\x1f", "#", ":", "!", "&", "*", "$")
_SAMPLE_RECORDS = 300
_LONGEST_TITLE = 12
_STEADY = 0.9
_FEW_LINES = 2
_HALF = 0.5
_SHORT_COUNTS = 0.9
_HIDDEN_SHARE = 0.25
_OPTION = {"\t": "tab"}


@dataclass(frozen=True, slots=True)
class Delimiting:
    """How the cells of a record are told apart."""

    delimiter: str
    sep_line: bool
    """The first line is Excel's `sep=…` and no record."""
    quote: str = '"'
    """`"`, or `'` where all cells stand in apostrophes."""
    behind_blanks: bool = True
    """A quote behind blanks opens a cell."""
    escapes: bool = False
    r"""A backslash before a delimiter (`\,`) makes it part of the cell."""

    def reader(self, lines: Iterable[str], *, strict: bool = True, quoted: bool = True) -> "_csv.Reader":
        """Return the records of the lines; a lost quote is an error when `strict`, a mere sign if not `quoted`."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            skipinitialspace=self.behind_blanks,
            strict=strict,
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a way of telling cells apart fits the sample."""

    way: Delimiting
    columns: int
    steadiness: float
    """Share of the records with this many columns; shorter ones count for most of a record."""
    titles: int
    """Records above the first full one."""
    records: int
    is_quoted: bool
    """Its quotes stand in pairs at the edges of cells."""

    @property
    def score(self) -> tuple[bool, bool, float, int]:
        """For comparing: a delimiter that splits the very first record too is worth a tenth of the records.

        One that leaves nothing but blank cells explains the whole file. Quotes at edges tell more than steady widths:
        another delimiter inside the quotes may be as steady.
        """
        steadiness = round(self.steadiness + 0.1 * (self.titles == 0), 2)
        is_quoted = self.is_quoted and self.steadiness >= _HALF
        return self.columns > 1 or not self.records, is_quoted, steadiness, self.columns


def parse_delimiter(option: str) -> str:
    """Return the delimiter that `--delimiter` names: one character, or `tab`.

    Raises:
        SettingsError: it is none.
    """
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(option.lower(), option)
    if len(named) != 1 or named in '"\r\n\x00':
        raise SettingsError(
            phrase("--delimiter {option!r} is not one character", option=option),
            phrase("use one character, or the word tab"),
        )
    return named


def find_delimiting(sample: str, *, whole: bool, name: str, forced: str | None = None) -> Delimiting:
    """Return how the text that begins with `sample` tells cells apart (`whole`: the sample is all of it).

    Raises:
        SettingsError: `forced` is no delimiter.
        InputError: one column is found where the text plainly has more.
    """
    lines = list(io.StringIO(sample, newline=""))
    said = _said_by(lines[0] if lines else "")
    if not whole and len(lines) > 1:
        lines.pop()
    known = parse_delimiter(forced) if forced is not None else said
    if said is not None:
        lines = lines[1:]
    if known is not None:
        return _finish(_best_fit(lines, (known,)), lines, sep_line=said is not None)
    best = _best_fit(lines, _USUAL)
    if best.columns > 1 or not best.records:
        return _finish(best, lines, sep_line=False)
    ragged = [fit for delimiter in _USUAL if (fit := _fit_ragged(lines, delimiter)).columns > 1]
    if len(ragged) == 1:
        return _finish(ragged[0], lines, sep_line=False)
    _refuse_hidden_columns(lines, name)
    return _finish(_best_fit(lines, (",",)), lines, sep_line=False)


def _finish(fit: _Fit, lines: list[str], *, sep_line: bool) -> Delimiting:
    escapes = _is_escaped(lines, fit.way)
    # The vote knows of quotes behind blanks where the sample has any; where it has none, such a quote opens a cell.
    behind_blanks = fit.way.behind_blanks or not (escapes or _has_quote_behind_blank(lines, fit.way.delimiter))
    return replace(fit.way, sep_line=sep_line, escapes=escapes, behind_blanks=behind_blanks)


def _has_quote_behind_blank(lines: list[str], delimiter: str) -> bool:
    pattern = re.compile(rf'(?:^|{re.escape(delimiter)}) +"')
    return any(pattern.search(line) for line in lines if ' "' in line)


def _is_escaped(lines: list[str], way: Delimiting) -> bool:
    r"""Whether a backslash before the delimiter (`\,`) takes it into the cell, as MySQL writes it.

    Two witnesses: the backslash, and that each record with one has, joined, just the width of those without.
    """
    if not any("\\" + way.delimiter in line for line in lines):
        return False
    plain: Counter[int] = Counter()
    joined: set[int] = set()
    with suppress(csv.Error):
        for cells in islice(way.reader(lines, strict=False), _SAMPLE_RECORDS):
            whole = join_escaped(cells, way.delimiter)
            if len(whole) == len(cells):
                plain[len(cells)] += any(map(str.strip, cells))
            else:
                joined.add(len(whole))
    return len(joined) == 1 and bool(plain) and joined == {max(plain, key=lambda width: (plain[width], width))}


def _said_by(line: str) -> str | None:
    """Return what Excel's `sep=;` line says; it may stand in quotes."""
    line = line.strip(" \r\n").removeprefix('"').removesuffix('"')
    is_said = line[:4].lower() == "sep=" and len(line) == len("sep=;")
    return line[-1] if is_said else None


def _best_fit(lines: list[str], delimiters: tuple[str, ...]) -> _Fit:
    text = "".join(lines)
    ways = [way for delimiter in delimiters for way in _ways(lines, delimiter)]
    fits = [_fit(lines, text, way) for way in ways]
    if all(fit.records <= 1 for fit in fits) and len(lines) > _FEW_LINES:
        fits = [_fit(lines, text, way, quoted=False) for way in ways]
    return max(fits, key=lambda fit: fit.score)


def _ways(lines: list[str], delimiter: str) -> Iterator[Delimiting]:
    """Yield the ways to read quotes that the lines give reason for."""
    yield Delimiting(delimiter, sep_line=False, behind_blanks=False)
    if _has_quote_behind_blank(lines, delimiter):
        yield Delimiting(delimiter, sep_line=False)
    first = next((line.strip() for line in lines if line.strip()), "")
    if len(first) > 1 and first[0] == first[-1] == "'":
        yield Delimiting(delimiter, sep_line=False, quote="'")


def _fit(lines: list[str], text: str, way: Delimiting, *, quoted: bool = True) -> _Fit:
    reader = way.reader(lines, strict=False, quoted=quoted)
    edges = find_edges(text, way.delimiter, way.quote, behind_blanks=way.behind_blanks)
    make = partial(_Fit, way, is_quoted=edges.is_sound)
    try:
        widths = [len(record) for record in islice(reader, _SAMPLE_RECORDS) if any(map(str.strip, record))]
    except csv.Error:
        return make(columns=1, steadiness=0.0, titles=0, records=len(lines))
    several = Counter(width for width in widths if width > 1)
    if not several:
        return make(columns=1, steadiness=1.0, titles=0, records=len(widths))
    columns = max(several, key=lambda width: (several[width], width))
    start = widths.index(columns)
    short = sum(1 < width < columns for width in widths[start:])
    steadiness = (several[columns] + _SHORT_COUNTS * short) / len(widths)
    if start > _LONGEST_TITLE or (several[columns] + short) * 2 < len(widths) - start:
        return make(columns=1, steadiness=steadiness, titles=0, records=len(widths))
    return make(columns=columns, steadiness=steadiness, titles=start, records=len(widths))


def _fit_ragged(lines: list[str], delimiter: str) -> _Fit:
    """Fit rows that leave blank cells at their end out, or have more of them: none goes beyond the first."""
    way = Delimiting(delimiter, sep_line=False)
    records: list[list[str]] = []
    with suppress(csv.Error):
        records += (record for record in islice(way.reader(lines, strict=False), _SAMPLE_RECORDS) if any(record))
    widths = [reach(record) for record in records]
    several = [width for width in widths if width > 1]
    is_steady = bool(several) and max(several) == widths[0] and len(several) >= _STEADY * len(widths)
    return _Fit(way, widths[0] if is_steady else 1, 1.0, 0, len(records), is_quoted=False)


def _refuse_hidden_columns(lines: list[str], name: str) -> None:
    """Raise InputError when one column was found, but most lines have signs that separate columns."""
    best = _best_fit(lines, _UNUSUAL)
    if best.columns > 1 and best.titles == 0 and best.steadiness >= _STEADY and best.records > 1:
        raise InputError(
            phrase(
                "{name} looks like {columns} columns separated by {delimiter!r}, which is unusual",
                name=name,
                columns=best.columns,
                delimiter=best.way.delimiter,
            ),
            phrase("say --delimiter '{delimiter}' if that is right", delimiter=best.way.delimiter),
            code="one-column",
        )
    first = next((line for line in lines if line.strip()), "")
    for delimiter in _USUAL:
        fit = _fit(lines, "", Delimiting(delimiter, sep_line=False))
        if fit.columns == 1 and delimiter in first and fit.steadiness >= _HIDDEN_SHARE:
            raise InputError(
                phrase(
                    "{name} has {delimiter!r} in most lines, but no steady number of columns comes of it",
                    name=name,
                    delimiter=delimiter,
                ),
                phrase(
                    "mend the lines that differ, or say --delimiter '{option}'",
                    option=_OPTION.get(delimiter, delimiter),
                ),
                code="one-column",
            )
