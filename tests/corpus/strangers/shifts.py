"""Rows whose cells stand in other columns than their headers, and rows that only look so."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.notations import at_home
from tests.corpus.strangers.people import date, digits, first_name, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile


def _bytes(lines: Sequence[str], rng: random.Random) -> bytes:
    end = rng.choice(("\r\n", "\n"))
    return (end.join(lines) + end).encode(rng.choice(("utf-8", "utf-8-sig")))


def _numbers(sheet: Sheet, rng: random.Random) -> tuple[str, str, str]:
    """One number with the text of it, and the text of another one."""
    number = sheet.numbers.mobile("DE")
    habit = rng.choice(("0### *", "0*"))
    return number, at_home(number, "DE", rng, habit), at_home(sheet.numbers.mobile("DE"), "DE", rng, habit)


def unquoted(rng: random.Random) -> StrangeFile:
    """A delimiter that nobody quoted pushes the neighbour's number under the phone's header."""
    sign = rng.choice((";", ","))
    sheet = Sheet("shift: unquoted delimiter", "DE", rng, phone=2)
    names = rng.choice((("Name", "Notfallkontakt", "Telefon"), ("name", "parent phone", "mobile"),
                        ("Firma", "Handy Vertretung", "Handy"), ("Name", "Telefon alt", "Mobil")))  # fmt: skip
    sheet.line(*names)
    for index in range(rng.choice((4, 12, 30))):
        number, text, other = _numbers(sheet, rng)
        is_shifted = rng.random() < 0.15 or index == 1
        name = f"{last_name(rng)}{sign} Dr." if is_shifted else last_name(rng)
        sheet.contact((name, other, text), None if is_shifted else number, must=not is_shifted)
    return sheet.done(_bytes([sign.join(cells) for cells in sheet.records], rng))


def unquoted_alone(rng: random.Random) -> StrangeFile:
    """The same with one phone column, an id after which slides under its header or a date does."""
    sign = rng.choice((";", ","))
    sheet = Sheet("shift: into ids", "DE", rng, phone=3)
    sheet.line("Nr", "Name", "Vertrag", "Handy", "seit")
    for index in range(rng.choice((6, 30))):
        number, text, _ = _numbers(sheet, rng)
        is_shifted = rng.random() < 0.15 or index == 1
        name = f"{last_name(rng)}{sign} {first_name(rng)}" if is_shifted else last_name(rng)
        contract = f"49151{digits(rng, 8)}" if rng.random() < 0.5 else f"0172{digits(rng, 7)}"
        truth = None if is_shifted else number
        sheet.contact((str(index), name, contract, text, date(rng, (2001, 2024))), truth, must=not is_shifted)
    return sheet.done(_bytes([sign.join(cells) for cells in sheet.records], rng))


def backslashed(rng: random.Random) -> StrangeFile:
    r"""MySQL's `\,`: who knows it may read the row, who does not must hold it."""
    sheet = Sheet("shift: backslash", "DE", rng, phone=2)
    sheet.line("name", "emergency", "phone")
    for index in range(rng.choice((4, 12, 30))):
        number, text, other = _numbers(sheet, rng)
        is_escaped = rng.random() < 0.2 or index == 0
        name = f"{last_name(rng)}\\, {first_name(rng)}" if is_escaped else last_name(rng)
        sheet.contact((name, other, text), number, must=not is_escaped)
    return sheet.done(_bytes([",".join(cells) for cells in sheet.records], rng))


def _short(sheet: Sheet, rng: random.Random) -> tuple[str, str, str]:
    number, text, _ = _numbers(sheet, rng)
    return number, text, last_name(rng)


def blank_surplus(rng: random.Random) -> StrangeFile:
    """Delimiters after the last cell of some or all rows: nothing has shifted."""
    sheet = Sheet("shift: blank surplus", "DE", rng, phone=1)
    sheet.line("Name", "Handy")
    share = rng.choice((0.2, 1.0))
    for _ in range(rng.choice((4, 12, 30))):
        number, text, name = _short(sheet, rng)
        surplus = [""] * rng.randint(1, 4) if rng.random() < share else []
        sheet.contact((name, text, *surplus), number, must=True)
    return sheet.done(_bytes([";".join(cells) for cells in sheet.records], rng))


def headless_last_column(rng: random.Random) -> StrangeFile:
    """The last column has no header, in nearly all rows it is filled."""
    sheet = Sheet("shift: last column unnamed", "DE", rng, phone=1)
    sheet.line("Name", "Handy", "Ort")
    for _ in range(rng.choice((12, 30))):
        number, text, name = _short(sheet, rng)
        sheet.contact((name, text, "Trier", rng.choice(("ja", "ok", "2024", "x"))), number)
    return sheet.done(_bytes([";".join(cells) for cells in sheet.records], rng))


def row_names(rng: random.Random) -> StrangeFile:
    """A statistics program names each row and puts no header over that: all headers stand one column too far left."""
    sheet = Sheet("shift: row names", "DE", rng, phone=None)
    sheet.line("name", "guardian", "phone")
    for index in range(1, rng.choice((5, 13, 31))):
        number, text, other = _numbers(sheet, rng)
        sheet.contact((str(index), last_name(rng), other, text), number)
    return sheet.done(_bytes([",".join(cells) for cells in sheet.records], rng))


def too_short(rng: random.Random) -> StrangeFile:
    """A missing delimiter: the row is shorter, and what stands under the phone's header is another cell."""
    sheet = Sheet("shift: row too short", "DE", rng, phone=2)
    sheet.line("Name", "Vorname", "Handy", "Handy Partner")
    for index in range(rng.choice((12, 30))):
        number, text, other = _numbers(sheet, rng)
        is_short = rng.random() < 0.1 or index == 2
        cells = [last_name(rng), first_name(rng), text, other]
        if is_short:
            del cells[1]
        sheet.contact(cells, None if is_short else number, must=False)
    return sheet.done(_bytes([";".join(cells) for cells in sheet.records], rng))


def left_short(rng: random.Random) -> StrangeFile:
    """Programs that leave the last blank cells out: nothing has shifted."""
    sheet = Sheet("shift: blank cells left out", "DE", rng, phone=1)
    sheet.line("Name", "Handy", "Ort", "Bemerkung")
    for _ in range(rng.choice((6, 30))):
        number, text, name = _short(sheet, rng)
        rest = ("Trier", "vegan")[: rng.randint(0, 2)]
        sheet.contact((name, text, *rest), number, must=True)
    return sheet.done(_bytes([";".join(cells) for cells in sheet.records], rng))


KINDS: Sequence[Make] = (
    unquoted, unquoted_alone, backslashed, blank_surplus, headless_last_column, row_names, too_short, left_short,
)  # fmt: skip
