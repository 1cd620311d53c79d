"""A random file of contacts, and what must become of each row: known from how it was made, not from what reads it."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

FIELDS = ("a", "b", "c", "d", "e", "callback_data")
HEADER = ("phone", *FIELDS)
SECRET = "Sigrun"
"""Begins every field; nothing of it may be left in a finished journal."""

UNREADABLE = ("", "n/a", "12", "0171 39", "+4917139200119999999", "0176 123 456 78 90 12", "1.76E+10", "#####")
_NAMES = ("Jördis", "Åsa", "Zoë", "Ümit", "O'Neil", 'Say "hi"', "a;b,c", "=SUM(A1)", "x" * 200)

Fields = tuple[str | None, ...]
"""a to e and callback_data, as the gateway keeps them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is made."""

    cells: tuple[str, ...]
    phone: str | None
    """The number, +digits; None: no number can be made of the cell."""
    skipped: bool = False
    """By its fate: doubled in the file, in the group already, opted out or blocked."""


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """A file, the account before it, and what is to be in the group after it."""

    name: str
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str
    held: tuple[str, ...] = ()
    """Numbers of the file that are in the group before."""
    opted_out: tuple[str, ...] = ()
    """Those of them that have unsubscribed."""
    blocked: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    """Numbers that are in the group and not in the file."""
    poison: tuple[str, ...] = ()
    """Numbers that the gateway refuses, and every batch with them."""
    expected: dict[str, Fields] = field(default_factory=dict)
    """Number -> its fields: what the import must add, each once."""

    def write(self, folder: Path) -> Path:
        """Write it into `folder`; return its path."""
        path = folder / self.name
        if path.suffix == ".xlsx":
            with Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
                sheet = workbook.add_worksheet()
                for number, cells in enumerate((HEADER, *(row.cells for row in self.rows))):
                    for column, cell in enumerate(cells):
                        sheet.write_string(number, column, cell)
            return path
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter).writerows((HEADER, *(row.cells for row in self.rows)))
        path.write_bytes(text.getvalue().encode(self.encoding))
        return path


def make_numbers(rng: Random, count: int) -> list[str]:
    """Return so many different mobile numbers, +digits."""
    return [f"+49171{number}" for number in rng.sample(range(2_000_000, 10_000_000), count)]


def spell(rng: Random, number: str) -> str:
    """Return the number in one of the ways people write it; all are read the same with region DE."""
    national = number.removeprefix("+49")
    return rng.choice(
        (
            number,
            f"0{national}",
            f"0049{national}",
            f"+49 {national[:3]} {national[3:]}",
            f"0{national[:3]}/{national[3:]}",
        )
    )


def make_contacts(rng: Random, *, add: bool, last: bool, include: bool) -> ContactsFile:
    """Return a file of 20 to 150 rows, with rows that are no contacts, doubled ones, and ones already in the group."""
    count = rng.randint(20, 150)
    numbers = make_numbers(rng, count + 10)
    strangers, numbers = numbers[count:], numbers[:count]
    made: list[tuple[str, str | None]] = [(spell(rng, number), number) for number in numbers]
    for _ in range(rng.choice((0, 0, 2, 6))):
        made.insert(rng.randrange(len(made)), (rng.choice(UNREADABLE), None))
    for _ in range(rng.choice((0, 0, 3, 8))):
        again = rng.choice(numbers)
        made.insert(rng.randrange(len(made)), (spell(rng, again), again))
    rows = [
        Row((cell, *(_field(rng, seq, name) for name in FIELDS)), number) for seq, (cell, number) in enumerate(made)
    ]
    # A row without anything in it would be no row at all.
    rows = [row if any(row.cells) else Row(("n/a", *row.cells[1:]), None) for row in rows]
    held = tuple(rng.sample(numbers, rng.choice((0, 0, 1, count // 4, count // 2))))
    opted_out = tuple(rng.sample(held, min(len(held), rng.choice((0, 0, 3)))))
    blocked = tuple(rng.sample(numbers, rng.choice((0, 0, 0, 2))))
    expected: dict[str, Fields] = {}
    for row in rows if not last else reversed(rows):
        if row.phone is not None and row.phone not in expected:
            expected[row.phone] = tuple(cell or None for cell in row.cells[1:])
    unwanted = set() if include else {*opted_out, *blocked}
    for number in unwanted if add else {*unwanted, *held}:
        expected.pop(number)
    poison = tuple(rng.sample(sorted(expected), min(len(expected), rng.choice((0,) * 8 + (1, 2)))))
    for number in poison:
        expected.pop(number)
    return ContactsFile(
        name=rng.choice(("contacts.csv",) * 6 + ("contacts.xlsx",)),
        rows=tuple(rows),
        delimiter=rng.choice((",", ";", "\t")),
        encoding=rng.choice(("utf-8", "utf-8-sig", "cp1252")),
        held=held,
        opted_out=opted_out,
        blocked=blocked,
        strangers=tuple(strangers[: rng.randint(0, 10)]),
        poison=poison,
        expected=expected,
    )


def _field(rng: Random, seq: int, name: str) -> str:
    if name == "callback_data":
        return rng.choice(("", f"{SECRET}-{seq}"))
    return rng.choice(("", f"{SECRET} {name}{seq}", f"{SECRET} {name}{seq} {rng.choice(_NAMES)}"))
