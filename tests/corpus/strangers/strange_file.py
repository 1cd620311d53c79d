"""A contact file of known truth, and the hand that writes it down."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.corpus.strangers.invented import Numbers


@dataclass(frozen=True, slots=True)
class StrangeFile:
    """The bytes of a file, and for each of its rows the number that alone may go up."""

    kind: str
    seed: str
    region: str
    content: bytes
    truth: Mapping[int, str | None]
    """By the row's number in a spreadsheet; None = nothing may go up. A row that is not here is no contact."""
    must: frozenset[int]
    """Rows that a person would read without a question; a file without them may be asked about."""
    phone_column: int | None
    """Where the person's own number stands, from 0; None when nobody could say."""
    shown: Mapping[int, str]
    """The phone cell of each row, for messages."""
    headers: tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """Rows in the order of the file, each with its truth; becomes a file at the end."""

    kind: str
    region: str
    rng: random.Random
    phone: int | None = 0
    records: list[Sequence[str]] = field(default_factory=list)
    truth: dict[int, str | None] = field(default_factory=dict)
    must: set[int] = field(default_factory=set)
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.rng)

    def line(self, *cells: str) -> None:
        """Add a row that is no contact: headers, a title, a blank line."""
        self.records.append(cells)

    def contact(self, cells: Sequence[str], truth: str | None, *, must: bool = False) -> None:
        """Add a contact."""
        self.records.append(tuple(cells))
        self.truth[len(self.records)] = truth
        if must:
            assert truth is not None
            self.must.add(len(self.records))

    def done(self, content: bytes | None = None, headers: int = 0) -> StrangeFile:
        """Return the file; without `content` it is written as an ordinary CSV of a drawn dialect."""
        if content is None:
            content = written(self.records, self.rng)
        return StrangeFile(
            kind=self.kind,
            seed="",
            region=self.region,
            content=content,
            truth=dict(self.truth),
            must=frozenset(self.must),
            phone_column=self.phone,
            shown={row: self._shown(row) for row in self.truth},
            headers=tuple(self.records[headers]),
        )

    def _shown(self, row: int) -> str:
        cells = self.records[row - 1]
        if self.phone is not None and self.phone < len(cells):
            return cells[self.phone]
        return " | ".join(cells)


Make = Callable[[random.Random], StrangeFile]

DELIMITERS = (";", ";", ",", ",", "\t", "|")


def written(
    records: Iterable[Sequence[str]],
    rng: random.Random,
    delimiter: str | None = None,
    encoding: str | None = None,
    quoting: int | None = None,
) -> bytes:
    """Write the records as a program would; what is not given is drawn."""
    chosen: int = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)) if quoting is None else quoting
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=delimiter or rng.choice(DELIMITERS),
        quoting=chosen,  # type: ignore[arg-type]  # the stubs want the literals
        lineterminator=rng.choice(("\r\n", "\n")),
    )
    writer.writerows(records)
    if encoding is None:
        encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252"))
        if encoding == "cp1252" and not _is_western(text.getvalue()):
            encoding = "utf-8"
    return text.getvalue().encode(encoding)


def _is_western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
