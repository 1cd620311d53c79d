"""Quotes where they do not belong, delimiters and lines inside of them."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.notations import at_home
from tests.corpus.strangers.people import digits, last_name, street
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _bytes(lines: Sequence[str], rng: random.Random) -> bytes:
    end = rng.choice(("\r\n", "\n"))
    return (end.join(lines) + end).encode("utf-8")


def _pair(sheet: Sheet, rng: random.Random) -> tuple[str, str, str]:
    number = sheet.numbers.mobile("DE")
    return number, at_home(number, "DE", rng), at_home(sheet.numbers.mobile("DE"), "DE", rng)


def after_blank(rng: random.Random) -> StrangeFile:
    """A blank before the opening quote: the delimiter inside is still none."""
    sign = rng.choice((";", ","))
    sheet = Sheet("quote: after a blank", "DE", rng, phone=2)
    sheet.line("id", "notiz", "telefon")
    lines = [f"{sign} ".join(sheet.records[0])]
    for index in range(rng.choice((3, 10, 30))):
        number, text, other = _pair(sheet, rng)
        is_quoted = rng.random() < 0.3 or index == 0
        note = f"Chef{sign} {other}" if is_quoted else rng.choice(("ok", "", "vegan"))
        sheet.contact((str(index), note, text), number)
        lines.append(f"{sign} ".join((str(index), _quoted(note) if is_quoted else note, text)))
    return sheet.done(_bytes(lines, rng))


def two_lines(rng: random.Random) -> StrangeFile:
    """A note of several lines, with somebody's number at the start of one."""
    sign = rng.choice((";", ",", "\t"))
    place = rng.choice((1, 2))
    sheet = Sheet("quote: note of several lines", "DE", rng, phone=place)
    header = ["Name", "Bemerkung"]
    header.insert(place, "Handy")
    sheet.line(*header)
    lines = [sign.join(header)]
    for index in range(rng.choice((4, 12, 30))):
        number, text, other = _pair(sheet, rng)
        note = rng.choice((f"Oma anrufen\n{other}", f"alt:\n{other}{sign}{other}", f"ruft zurück\nName{sign}{other}"))
        cells = [last_name(rng), note if rng.random() < 0.4 or index == 0 else ""]
        cells.insert(place, text)
        sheet.contact(cells, number, must=True)
        lines.append(sign.join(_quoted(cell) if "\n" in cell else cell for cell in cells))
    return sheet.done(_bytes(lines, rng))


def two_lines_after_blank(rng: random.Random) -> StrangeFile:
    """Both at once: the second line of a note must never become a contact."""
    sheet = Sheet("quote: lines after a blank", "DE", rng, phone=2)
    sheet.line("id", "notiz", "telefon")
    lines = ["id; notiz; telefon"]
    for index in range(rng.choice((4, 12))):
        number, text, other = _pair(sheet, rng)
        note = f"bitte\nMutter; {other}; {other}" if index % 3 == 0 else "ok"
        sheet.contact((str(index), note, text), number)
        lines.append(f"{index}; {_quoted(note) if index % 3 == 0 else note}; {text}")
    return sheet.done(_bytes(lines, rng))


def other_delimiter(rng: random.Random) -> StrangeFile:
    """More of another delimiter inside quotes than of the file's own outside."""
    sign, other_sign = rng.choice(((",", ";"), (";", ","), ("\t", ";"), (",", "|"), ("|", ",")))
    sheet = Sheet("quote: another delimiter inside", "DE", rng, phone=0)
    header = ["Telefon", rng.choice((f"Anschrift (Straße{other_sign} PLZ{other_sign} Ort)", "Anschrift"))]
    sheet.line(*header)
    lines = [sign.join((header[0], _quoted(header[1])))]
    for _ in range(rng.choice((2, 8, 30))):
        number, text, _ = _pair(sheet, rng)
        address = f"{street(rng)}{other_sign} {digits(rng, 5)}{other_sign} Trier"
        sheet.contact((text, address), number, must=True)
        lines.append(sign.join((text, _quoted(address))))
    return sheet.done(_bytes(lines, rng))


def own_delimiter(rng: random.Random) -> StrangeFile:
    """The file's own delimiter inside quotes, before the phone, with a number in it."""
    sign = rng.choice((",", ";"))
    sheet = Sheet("quote: own delimiter inside", "DE", rng, phone=2)
    sheet.line("Name", "Hinweis", "Mobil")
    lines = [sign.join(sheet.records[0])]
    for _ in range(rng.choice((3, 12, 30))):
        number, text, other = _pair(sheet, rng)
        note = rng.choice((f"a{sign} {other}", f"{other}{sign}{other}", f"x{sign}y", 'sagt "ja", immer'))
        sheet.contact((last_name(rng), note, text), number, must=True)
        lines.append(sign.join((sheet.records[-1][0], _quoted(note), text)))
    return sheet.done(_bytes(lines, rng))


def inches(rng: random.Random) -> StrangeFile:
    """A quote in the midst of a bare cell is a sign like any other."""
    sheet = Sheet("quote: inches and nicknames", "DE", rng, phone=2)
    sheet.line("Name", "Größe", "Mobil")
    lines = [";".join(sheet.records[0])]
    for index in range(rng.choice((4, 12, 30))):
        number, text, _ = _pair(sheet, rng)
        name, size = last_name(rng), "M"
        if index % 3 == 0:
            size = f'{rng.randint(20, 29)}"'
        elif index % 3 == 1:
            name = f'{name} "Kalle" Jr.'
        sheet.contact((name, size, text), number)
        lines.append(f"{name};{size};{text}")
    return sheet.done(_bytes(lines, rng))


def never_closed(rng: random.Random) -> StrangeFile:
    """A quote opens a cell and nobody closes it: from there on, no row is sure."""
    sheet = Sheet("quote: never closed", "DE", rng, phone=2)
    sheet.line("Name", "Notiz", "Mobil")
    lines = [";".join(sheet.records[0])]
    count = rng.choice((6, 20))
    broken = rng.randint(1, count - 1)
    for index in range(count):
        number, text, _ = _pair(sheet, rng)
        note = '"wichtig' if index == broken else "ok"
        sheet.contact((last_name(rng), note, text), number)
        lines.append(";".join((sheet.records[-1][0], note, text)))
    return sheet.done(_bytes(lines, rng))


def single(rng: random.Random) -> StrangeFile:
    """A program quotes with apostrophes."""
    sheet = Sheet("quote: apostrophes", "DE", rng, phone=2)
    sheet.line("Name", "Notiz", "Mobil")
    lines = [",".join(f"'{cell}'" for cell in sheet.records[0])]
    for _ in range(rng.choice((3, 12))):
        number, text, other = _pair(sheet, rng)
        note = rng.choice(("ok", f"Chef, {other}"))
        sheet.contact(("Groß", note, text), number)
        lines.append(f"'Groß','{note}','{text}'")
    return sheet.done(_bytes(lines, rng))


KINDS: Sequence[Make] = (
    after_blank, two_lines, two_lines_after_blank, other_delimiter, own_delimiter, inches, never_closed, single,
)  # fmt: skip
