"""Texts that were read in a wrong encoding once, and files of several encodings."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.notations import at_home
from tests.corpus.strangers.people import FIRST, LAST
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile, written

_HEADERS = (("Name", "Größe", "Mobil"), ("Prénom", "Société", "Téléphone portable"), ("Nombre", "Año", "Móvil"),
            ("Imię", "Miejscowość", "Telefon komórkowy"), ("Name", "Straße", "Handy für Rückfragen"))  # fmt: skip


def _fill(sheet: Sheet, count: int, rng: random.Random) -> None:
    for _ in range(count):
        number = sheet.numbers.mobile("DE")
        sheet.contact((rng.choice(FIRST), rng.choice(LAST), at_home(number, "DE", rng)), number, must=True)


def _garbled(text: str, way: str) -> str:
    match way:
        case "cp1252":
            return text.encode().decode("cp1252", "replace")
        case "twice":
            return _garbled(_garbled(text, "cp1252"), "cp1252")
        case "lost":
            return "".join(sign if sign.isascii() else "\ufffd" for sign in text)
        case _:
            return "".join(sign if sign.isascii() else "?" for sign in text)


def mojibake(rng: random.Random) -> StrangeFile:
    """The numbers are whole, the letters are not."""
    sheet = Sheet("letters: mojibake", "DE", rng, phone=2)
    way = rng.choice(("cp1252", "cp1252", "twice", "lost", "question"))
    headers = rng.choice(_HEADERS)
    is_header_whole = rng.random() < 0.5
    sheet.line(*(header if is_header_whole else _garbled(header, way) for header in headers))
    _fill(sheet, rng.choice((4, 12, 30)), rng)
    sheet.records[1:] = [tuple(_garbled(cell, way) for cell in cells) for cells in sheet.records[1:]]
    return sheet.done(written(sheet.records, rng, encoding="utf-8"))


def mixed(rng: random.Random) -> StrangeFile:
    """Two exports put together: the first half in UTF-8, the second in Windows' encoding."""
    sheet = Sheet("letters: two encodings", "DE", rng, phone=2)
    sheet.line("Name", "Größe", "Mobil")
    for _ in range(rng.choice((6, 20))):
        number = sheet.numbers.mobile("DE")
        sheet.contact((rng.choice(("Änne", "Zoë", "Björn")), "Groß", at_home(number, "DE", rng)), number)
    half = len(sheet.records) // 2
    text = [";".join(cells) + "\n" for cells in sheet.records]
    first, second = rng.choice((("utf-8", "cp1252"), ("cp1252", "utf-8")))
    return sheet.done("".join(text[:half]).encode(first) + "".join(text[half:]).encode(second))


def other_encodings(rng: random.Random) -> StrangeFile:
    """Encodings of other programs and continents."""
    sheet = Sheet("letters: other encodings", "DE", rng, phone=2)
    encoding, headers, names = rng.choice(
        (
            ("utf-16", ("Name", "Größe", "Mobil"), FIRST),
            ("cp850", ("Name", "Größe", "Mobil"), ("Änne", "Björn", "Jürgen")),
            ("mac-roman", ("Name", "Größe", "Mobil"), ("Änne", "Björn", "Jürgen")),
            ("cp1250", ("Imię", "Miejscowość", "Telefon komórkowy"), ("Łucja", "Małgorzata", "Świętosława")),
            ("iso-2022-jp", ("名前", "住所", "Mobile"), ("田中", "佐藤", "鈴木")),
            ("shift-jis", ("名前", "住所", "Mobile"), ("田中", "佐藤", "鈴木")),
            ("cp1251", ("Имя", "Город", "Mobile"), ("Анна", "Юрий", "Ольга")),
        )
    )
    sheet.line(*headers)
    for _ in range(rng.choice((6, 30))):
        number = sheet.numbers.mobile("DE")
        sheet.contact((rng.choice(names), rng.choice(names), at_home(number, "DE", rng)), number)
    return sheet.done("".join(";".join(cells) + "\r\n" for cells in sheet.records).encode(encoding))


KINDS: Sequence[Make] = (mojibake, mixed, other_encodings)
