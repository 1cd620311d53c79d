"""How a table becomes the bytes of a text file, in all the ways that programs have."""

import csv
import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class TextDialect:
    """One way to write a table; `extras` are the oddities, in words of their own."""

    encoding: str
    delimiter: str = ","
    newline: str = "\r\n"
    quoting: str = "minimal"
    bom: bool = False
    extras: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """For the table of the judge."""
        ends = {"\r\n": "crlf", "\n": "lf", "\r": "cr"}[self.newline]
        sign = {"\t": "tab"}.get(self.delimiter, self.delimiter)
        bom = " bom" if self.bom else ""
        extras = "".join(f" {extra}" for extra in sorted(self.extras))
        return f"{self.encoding}{bom} {sign} {ends} {self.quoting}{extras}"


def _dialect(
    encoding: str,
    delimiter: str,
    newline: str = "\r\n",
    quoting: str = "minimal",
    *,
    bom: bool = False,
    extras: str = "",
) -> TextDialect:
    return TextDialect(encoding, delimiter, newline, quoting, bom, frozenset(extras.split()))


DIALECTS: tuple[TextDialect, ...] = (
    _dialect("utf-8", ",", "\n"),
    _dialect("utf-8", ",", "\n", "all"),
    _dialect("utf-8", ";", "\n"),
    _dialect("utf-8", "\t", "\n"),
    _dialect("utf-8", "|", "\n"),
    _dialect("utf-8", ",", "\r"),
    _dialect("utf-8", ";", "\r\n", "all"),
    _dialect("utf-8", ",", "\r\n", bom=True),
    _dialect("utf-8", ";", "\r\n", bom=True),
    _dialect("utf-8", "\t", "\r\n", "all", bom=True),
    _dialect("utf-16-le", "\t", "\r\n", bom=True),
    _dialect("utf-16-le", "\t", "\n", bom=True),
    _dialect("utf-16-le", ";", "\r\n", "all", bom=True),
    _dialect("utf-16-le", ",", "\n"),
    _dialect("utf-16-be", "\t", "\r\n", bom=True),
    _dialect("utf-16-be", ";", "\n"),
    _dialect("cp1252", ";"),
    _dialect("cp1252", ",", "\r\n", "all"),
    _dialect("cp1252", "\t", "\n"),
    _dialect("cp1252", "|"),
    _dialect("cp1252", ";", "\r\n", extras="sep"),
    _dialect("cp1250", ";"),
    _dialect("cp1250", ",", "\r\n", "all"),
    _dialect("iso-8859-15", ";", "\n"),
    _dialect("iso-8859-15", ",", "\n", "all"),
    _dialect("mac-roman", ";", "\r"),
    _dialect("mac-roman", ",", "\r", "all"),
    _dialect("utf-8", ";", "\r\n", extras="sep"),
    _dialect("utf-8", ",", "\r\n", bom=True, extras="sep"),
    _dialect("utf-16-le", ";", "\r\n", bom=True, extras="sep"),
    _dialect("utf-8", ";", "\r\n", bom=True, extras="titles"),
    _dialect("cp1252", ";", "\r\n", extras="titles blank-rows"),
    _dialect("utf-8", ",", "\n", extras="blank-rows"),
    _dialect("utf-8", ",", "\n", extras="no-header"),
    _dialect("cp1252", ";", "\r\n", extras="no-header"),
    _dialect("utf-8", ",", "\n", extras="ragged"),
    _dialect("utf-8", ";", "\r\n", extras="trailing-columns"),
    _dialect("cp1252", ";", "\r\n", extras="trailing-delimiter"),
    _dialect("utf-8", ",", "\n", extras="no-final-newline"),
    _dialect("utf-8", ",", "\r\n", "all", extras="line-feeds-in-cells"),
    _dialect("utf-8", ";", "\n", extras="padded"),
    _dialect("utf-8", ",", "\r\n", "all", extras="undoubled-quotes"),
    _dialect("cp1252", ";", "\r\n", extras="blank-end ctrl-z"),
)
TITLES = (("Mitgliederliste 2024",), (), ("Stand: 01.02.2024", ""))
"""What people write above a table."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text file, and where its data rows begin."""

    content: bytes
    places: tuple[tuple[int, int], ...]
    """Row number of the spreadsheet and physical line of each data row."""


def _quote(cells: Sequence[str], dialect: TextDialect) -> str:
    text = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if dialect.quoting == "all" else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=dialect.delimiter, lineterminator="\r\n", quoting=quoting).writerow(cells)
    record = text.getvalue().removesuffix("\r\n")
    if "undoubled-quotes" not in dialect.extras or _ENDS.search(record):  # over two lines nobody can tell
        return record
    return re.sub(r'(?<=\w )""(\w+)""', r'"\1"', record)


def _shape(cells: Sequence[str], dialect: TextDialect, rng: random.Random) -> list[str]:
    shaped = list(cells)
    if "ragged" in dialect.extras and rng.random() < 0.5:
        while len(shaped) > 1 and not shaped[-1]:
            shaped.pop()
    if "trailing-columns" in dialect.extras:
        shaped += [""] * 6
    if "padded" in dialect.extras:
        shaped = [
            f" {cell} " if cell and '"' not in cell and dialect.delimiter not in cell else cell for cell in shaped
        ]
    return shaped


def write_text(
    headers: Sequence[str], rows: Sequence[Sequence[str]], dialect: TextDialect, rng: random.Random
) -> Written:
    """Write the table.

    Raises:
        UnicodeEncodeError: a character is not in the encoding.
    """
    extras = dialect.extras
    records: list[str] = []
    places: list[tuple[int, int]] = []
    line = 1
    if "sep" in extras:
        line = 2
    above: list[Sequence[str]] = [] if "no-header" in extras else [_shape(headers, dialect, rng)]
    if "titles" in extras:
        above = [*([*title, *[""] * (len(headers) - len(title))] if title else title for title in TITLES), *above]
    for cells in above:
        records.append(_quote(cells, dialect) if cells else "")
        line += 1 + len(_ENDS.findall(records[-1]))
    for cells in rows:
        if "blank-rows" in extras and rng.random() < 0.1:
            records.append(rng.choice(("", dialect.delimiter * (len(headers) - 1))))
            line += 1
        records.append(_quote(_shape(cells, dialect, rng), dialect))
        if "trailing-delimiter" in extras:
            records[-1] += dialect.delimiter
        places.append((len(records), line))
        line += 1 + len(_ENDS.findall(records[-1]))
    text = dialect.newline.join(records) + ("" if "no-final-newline" in extras else dialect.newline)
    if "blank-end" in extras:
        text += dialect.newline * 3
    if "ctrl-z" in extras:
        text += "\x1a"
    if "sep" in extras:
        text = f"sep={dialect.delimiter}{dialect.newline}{text}"
    mark = "\ufeff" if dialect.bom else ""
    return Written((mark + text).encode(dialect.encoding), tuple(places))
