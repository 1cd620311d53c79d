"""What stands above the headers, headers of two rows, and no header at all."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.notations import at_home, from_abroad
from tests.corpus.strangers.people import date, digits, first_name, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

_CLUBS = ("SV Blau-Weiß", "TC Rot-Gold", "Chorgemeinschaft 1887", "AS Les Lions", "Polisportiva Aurora", "KS Orzeł",
          "Riverside Rowing Club", "Klasse 4b", "Seniorenkreis", "Peña La Ronda")  # fmt: skip
_MONTHS = ("Januar", "März", "April", "Juni", "September", "Dezember")


def _stand(rng: random.Random) -> str:
    year = rng.randint(2019, 2026)
    return rng.choice(
        (
            f"Stand {rng.randint(1, 28)}. {rng.choice(_MONTHS)} {year}",
            f"Stand: {rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{year}",
            f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{year}",
            f"exported {year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} 14:{rng.randint(10, 59)}",
            f"Saison {year}/{year - 1999:02}",
            f"Seite 1 von {rng.randint(2, 9)}",
            f"{rng.randint(20, 90)} Personen",
        )
    )


def _header(rng: random.Random) -> list[str]:
    return rng.choice(
        (
            ["Name", "Vorname", "Handy"],
            ["Nr.", "Name", "Vorname", "Mobil"],
            ["Nachname", "Vorname", "Geb.", "Handynummer"],
            ["Last name", "First name", "DOB", "Mobile"],
            ["Nom", "Prénom", "Portable"],
            ["Cognome", "Nome", "Cellulare"],
            ["Nazwisko", "Imię", "Telefon komórkowy"],
        )
    )


def _cell(header: str, rng: random.Random) -> str:
    match header:
        case "Vorname" | "First name" | "Prénom" | "Nome" | "Imię":
            return first_name(rng)
        case "Nr.":
            return digits(rng, 3)
        case "Geb." | "DOB":
            return date(rng)
        case _:
            return last_name(rng)


def _fill(sheet: Sheet, header: Sequence[str], rng: random.Random, *, must: bool) -> None:
    for _ in range(rng.choice((3, 6, 14, 30))):
        number = sheet.numbers.mobile("DE")
        text = at_home(number, "DE", rng) if rng.random() < 0.8 else from_abroad(number, rng)
        cells = [text if index == sheet.phone else _cell(name, rng) for index, name in enumerate(header)]
        sheet.contact(cells, number, must=must)


def _titled(kind: str, titles: Sequence[Sequence[str]], header: Sequence[str], rng: random.Random) -> StrangeFile:
    sheet = Sheet(kind, "DE", rng, phone=len(header) - 1)
    for title in titles:
        sheet.line(*title)
    if rng.random() < 0.3:
        sheet.line(*[""] * len(header))
    sheet.line(*header)
    _fill(sheet, header, rng, must=True)
    return sheet.done(headers=len(titles))


def one_cell(rng: random.Random) -> StrangeFile:
    """A title in one cell, with or without the delimiters after it."""
    header = _header(rng)
    title = [rng.choice(_CLUBS), *[""] * (len(header) - 1)]
    return _titled("title: one cell", [title], header, rng)


def two_cells(rng: random.Random) -> StrangeFile:
    """A title and, some cells on, what it is of; perhaps two such lines."""
    header = _header(rng)
    first = [rng.choice(_CLUBS), *[""] * (len(header) - 2), _stand(rng)]
    second = [rng.choice(("Mitgliederliste", "Teilnehmer", "Adressen")), *[""] * (len(header) - 2), _stand(rng)]
    return _titled("title: two cells", rng.choice(([first], [first, second])), header, rng)


def full_row(rng: random.Random) -> StrangeFile:
    """A title line as wide as the table."""
    header = _header(rng)
    words = ["Liste", rng.choice(_CLUBS), _stand(rng), "intern", "vertraulich"]
    return _titled("title: as wide as the table", [words[: len(header)]], header, rng)


def with_contact(rng: random.Random) -> StrangeFile:
    """Whom to call about the list stands above it; nobody of the list."""
    header = _header(rng)
    sheet = Sheet("title: whom to call", "DE", rng, phone=len(header) - 1)
    number = at_home(sheet.numbers.mobile("DE"), "DE", rng)
    text = rng.choice((f"Rückfragen: {number}", f"Tel. Geschäftsstelle {number}", number))
    titles = [[rng.choice(_CLUBS), *[""] * (len(header) - 2), text]]
    for title in titles:
        sheet.line(*title)
    sheet.line(*header)
    _fill(sheet, header, rng, must=True)
    return sheet.done(headers=1)


def team(rng: random.Random) -> StrangeFile:
    """Trainer and assistant with their phones above the team; they are not of it."""
    header = ["Spieler", "Vorname", "Handy"]
    sheet = Sheet("title: trainers above", "DE", rng, phone=2)
    if rng.random() < 0.5:
        sheet.line(f"{rng.choice(_CLUBS)} U{rng.randint(7, 19)}", "", "")
    for role in ("Trainer:", "Co-Trainer:", "Betreuer")[: rng.randint(1, 3)]:
        sheet.line(role, last_name(rng), at_home(sheet.numbers.mobile("DE"), "DE", rng))
    if rng.random() < 0.6:
        sheet.line("", "", "")
    sheet.line(*header)
    above = len(sheet.records) - 1
    _fill(sheet, header, rng, must=False)
    return sheet.done(headers=above)


def below(rng: random.Random) -> StrangeFile:
    """Sums and remarks under the table are no contacts."""
    header = _header(rng)
    sheet = Sheet("title: remarks below", "DE", rng, phone=len(header) - 1)
    sheet.line(*header)
    _fill(sheet, header, rng, must=True)
    sheet.line(*[""] * len(header))
    sheet.line(f"Summe: {len(sheet.truth)}", *[""] * (len(header) - 1))
    office = from_abroad(sheet.numbers.landline("DE"), rng)
    sheet.line(f"Gedruckt am {date(rng, (2020, 2026))}, Büro {office}", *[""] * (len(header) - 1))
    return sheet.done()


def merged_group(rng: random.Random) -> StrangeFile:
    """`Telefon` merged over `privat | mobil`: two rows of headers."""
    group, parts = rng.choice(
        (
            ("Telefon", ["privat", "mobil"]),
            ("Telefon", ["Festnetz", "Handy"]),
            ("Phone", ["Home", "Cell"]),
            ("Kontakt", ["Tel.", "Mobil", "Mail"]),
            ("Téléphone", ["fixe", "portable"]),
            ("Telefono", ["fisso", "cellulare"]),
        )
    )
    mobile = 1
    swap = rng.random() < 0.4
    if swap:
        parts = [parts[1], parts[0], *parts[2:]]
        mobile = 0
    sheet = Sheet("two rows: group over parts", "DE", rng, phone=2 + mobile)
    if rng.random() < 0.3:
        sheet.line(rng.choice(_CLUBS))
    above = len(sheet.records)
    sheet.line("Name", "Ort", group, *[""] * (len(parts) - 1))
    sheet.line("", "", *parts)
    for _ in range(rng.choice((4, 10, 30))):
        number = sheet.numbers.mobile("DE")
        pair = [from_abroad(sheet.numbers.landline("DE"), rng) if rng.random() < 0.8 else ""]
        pair.insert(mobile, at_home(number, "DE", rng))
        rest = ["x@example.org"] if len(parts) > 2 else []
        sheet.contact((last_name(rng), "Trier", *pair, *rest), number)
    return sheet.done(headers=above)


def merged_people(rng: random.Random) -> StrangeFile:
    """Father and mother over their names and mobiles: whose it is to be, nobody can know."""
    first, second = rng.choice(
        (("Vater", "Mutter"), ("Parent 1", "Parent 2"), ("Père", "Mère"), ("Ehefrau", "Ehemann"))
    )
    sheet = Sheet("two rows: two people", "DE", rng, phone=None)
    sheet.line("Kind", "", first, "", second, "")
    sheet.line("Name", "Vorname", "Name", "Handy", "Name", "Handy")
    for _ in range(rng.choice((4, 12, 30))):
        phones = [at_home(sheet.numbers.mobile("DE"), "DE", rng) for _ in range(2)]
        if rng.random() < 0.3:
            phones[1] = ""
        last = last_name(rng)
        sheet.contact((last, first_name(rng), first_name(rng), phones[0], first_name(rng), phones[1]), None)
    return sheet.done()


def explained(rng: random.Random) -> StrangeFile:
    """A second row under the headers says what to fill in, or gives an example that is nobody."""
    sheet = Sheet("two rows: explanation", "DE", rng, phone=2)
    sheet.line("Name", "Vorname", "Mobil")
    words = ("Pflichtfeld", "Pflichtfeld", "mit Vorwahl"), ("Text", "Text", "+49…"), ("required", "", "digits only")
    sheet.line(*rng.choice(words))
    _fill(sheet, ("Name", "Vorname", "Mobil"), rng, must=True)
    return sheet.done()


def headless(rng: random.Random) -> StrangeFile:
    """The first row is a contact like all others."""
    place = rng.randint(0, 3)
    sheet = Sheet("no header", "DE", rng, phone=place)
    for _ in range(rng.choice((3, 8, 30))):
        number = sheet.numbers.mobile("DE")
        cells = [first_name(rng), last_name(rng), digits(rng, 5)]
        cells.insert(place, at_home(number, "DE", rng))
        sheet.contact(cells, number)
    return sheet.done()


def headless_alone(rng: random.Random) -> StrangeFile:
    """A column of numbers and nothing else."""
    sheet = Sheet("no header: numbers alone", "DE", rng, phone=0)
    for _ in range(rng.choice((2, 8, 30))):
        number = sheet.numbers.mobile("DE")
        sheet.contact((at_home(number, "DE", rng),), number)
    return sheet.done()


KINDS: Sequence[Make] = (
    one_cell, two_cells, full_row, with_contact, team, below, merged_group, merged_people, explained, headless,
    headless_alone,
)  # fmt: skip
