"""Invented people: names, and the other things that stand in a contact list."""

import random
import string
from collections.abc import Callable, Mapping

FIRST = ("Änne", "Kurt", "Ute", "Rita", "Sepp", "Zoë", "Łucja", "Inès", "Nuño", "Gaia", "Hilde", "Odd", "Björn", "Tess")
LAST = ("Groß", "Löwe", "Zorn", "Ferri", "Nowak", "de Wit", "Béguin", "Ibáñez", "O'Neal", "Krämer", "Hartley", "Vlček")
PLACES = ("Trier", "Graz", "Chur", "Breda", "Lyon", "Łódź", "Vigo", "Pavia", "Leeds", "Gent", "Kiel", "Linz")
STREETS = ("Am Bach", "Hauptstr.", "Rue du Four", "Via Roma", "Mill Lane", "Dorpsstraat", "ul. Polna", "Calle Sol")
ADVISORY = ("bringt Kuchen mit", "vegan", "late arrival", "pas le lundi", "allergia", "nie dzwonić po 20", "zie mail")


def first_name(rng: random.Random) -> str:
    """Draw a first name."""
    return rng.choice(FIRST)


def last_name(rng: random.Random) -> str:
    """Draw a last name."""
    return rng.choice(LAST)


def digits(rng: random.Random, count: int) -> str:
    """Draw digits, the first of them not 0."""
    return rng.choice("123456789") + "".join(rng.choices(string.digits, k=count - 1))


def date(rng: random.Random, years: tuple[int, int] = (1940, 2015)) -> str:
    """Draw a date in one of the usual notations."""
    year, month, day = rng.randint(*years), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}"))


def iban(rng: random.Random) -> str:
    """Draw the look of an account number."""
    return rng.choice(("DE", "AT", "NL", "PL")) + "".join(rng.choices(string.digits, k=20))


def street(rng: random.Random) -> str:
    """Draw an address."""
    return f"{rng.choice(STREETS)} {rng.randint(1, 180)}"


DECOYS: Mapping[str, Callable[[random.Random], str]] = {
    "Kundennr.": lambda rng: digits(rng, 8),
    "Customer ID": lambda rng: digits(rng, 7),
    "Mitgliedsnummer": lambda rng: f"M-{digits(rng, 5)}",
    "IBAN": iban,
    "Geburtsdatum": date,
    "Eintritt": lambda rng: date(rng, (2005, 2025)),
    "PLZ": lambda rng: digits(rng, 5),
    "Ort": lambda rng: rng.choice(PLACES),
    "Anschrift": street,
    "Betrag": lambda rng: f"{rng.randint(5, 900)},{rng.randint(0, 99):02}",
    "Vertragsnummer": lambda rng: digits(rng, 9),
    "Bemerkung": lambda rng: rng.choice((*ADVISORY, "", "", "")),
    "E-Mail": lambda rng: f"{rng.choice(string.ascii_lowercase)}{digits(rng, 3)}@example.org",
    "Order #": lambda rng: f"#{digits(rng, 4)}",
    "Steuernummer": lambda rng: f"{digits(rng, 2)}/{digits(rng, 3)}/{digits(rng, 5)}",
    "Anzahl": lambda rng: str(rng.randint(1, 9)),
}
"""Columns that hold no phone, with what stands in them."""
