"""The programs that lists of contacts come from: their headers, and what stands in each column.

The headers are those that the programs write; the table is programs.csv, its `columns` are `header=kind`.
"""

import csv
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.corpus.countries import COUNTRIES, Country, PhoneNumber, fill


@dataclass(frozen=True, slots=True)
class Program:
    """One program's export."""

    name: str
    regions: tuple[str, ...]
    """Whose lists it may hold."""
    asks: bool
    """Nobody can know which column is meant: the import has to ask."""
    headers: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def phone_columns(self) -> frozenset[int]:
        """The columns that give the phone."""
        return frozenset(place for place, kind in enumerate(self.kinds) if kind in {"phone", "phone1", "phone2"})

    @property
    def is_labelled(self) -> bool:
        """Each row says of which kind its numbers are (Google Contacts)."""
        return "label1" in self.kinds


@cache
def programs() -> tuple[Program, ...]:
    """Read the table."""
    table = Path(__file__).with_name("programs.csv").read_text(encoding="utf-8")
    found = []
    for line in csv.DictReader(table.splitlines()):
        columns = [column.rpartition("=") for column in line["columns"].split("|")]
        regions = tuple(COUNTRIES) if line["languages"] == "*" else tuple(line["languages"].split())
        headers, kinds = tuple(header for header, _, _ in columns), tuple(kind for _, _, kind in columns)
        found.append(Program(line["program"], regions, line["asks"] == "yes", headers, kinds))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose row it is."""

    country: Country
    index: int
    first: str
    last: str
    landline: PhoneNumber
    fax: PhoneNumber

    @property
    def address(self) -> str:
        """For the e-mail."""
        plain = "".join(sign for sign in f"{self.first}.{self.last}".lower() if sign.isascii() and sign != "’")
        return f"{plain}{self.index}@example.org"


Draw = Callable[[Person, random.Random], str]


def _date(form: str) -> Draw:
    def draw(_: Person, rng: random.Random) -> str:
        return form.format(
            d=rng.randint(1, 28),
            m=rng.randint(1, 12),
            y=rng.randint(1950, 2024),
            h=rng.randint(0, 23),
            n=rng.randint(0, 59),
        )

    return draw


def _digits(least: int, most: int) -> Draw:
    return lambda _, rng: str(rng.randint(10 ** (least - 1), 10**most - 1))


def _one_of(*texts: str) -> Draw:
    return lambda _, rng: rng.choice(texts)


def _zip(person: Person, rng: random.Random) -> str:
    return fill(person.country.postcode, rng)


def _street(person: Person, rng: random.Random) -> str:
    return f"{rng.choice(person.country.streets)} {rng.randint(1, 180)}"


def _address(person: Person, rng: random.Random) -> str:
    return f"{_street(person, rng)}\n{_zip(person, rng)} {rng.choice(person.country.cities)}"


def _code(_: Person, rng: random.Random) -> str:
    return "".join(rng.choices("0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdef", k=18))


_DATES: Mapping[str, str] = {
    "DE": "{d:02}.{m:02}.{y}",
    "GB": "{d:02}/{m:02}/{y}",
    "US": "{m}/{d}/{y}",
    "NL": "{d:02}-{m:02}-{y}",
    "PL": "{y}-{m:02}-{d:02}",
}


def _local_date(person: Person, rng: random.Random) -> str:
    region = person.country.region
    form = _DATES.get(region, _DATES["DE" if region in {"AT", "CH"} else "GB"])
    return _date(form)(person, rng)


CELLS: Mapping[str, Draw] = {
    "first": lambda person, _: person.first,
    "last": lambda person, _: person.last,
    "name": lambda person, _: f"{person.first} {person.last}",
    "email": lambda person, _: person.address,
    "company": lambda person, rng: rng.choice(
        (f"{person.last} & Co.", f"{person.last} GmbH", "", "", "Firma; & Söhne")
    ),
    "street": _street,
    "address": _address,
    "zip": _zip,
    "city": lambda person, rng: rng.choice(person.country.cities),
    "country": lambda person, _: person.country.region,
    "landline": lambda person, rng: rng.choice(
        (person.landline.e164, "", f"0{person.landline.area}/{person.landline.rest}")
    ),
    "fax": lambda person, rng: rng.choice((person.fax.e164, person.fax.national, "")),
    "pager": lambda person, rng: rng.choice(("", "", person.fax.e164)),
    "salutation": _one_of("Herr", "Frau", "Dr.", ""),
    "blank": _one_of(""),
    "note": _one_of("", "", "VIP", 'sagt "du"', "ruft zurück; abends", "Stammkunde, seit 2019", "Kd. seit 01/2020"),
    "word": _one_of("Neu", "Open", "aktiv", "* myContacts", "Newsletter", "w"),
    "tags": _one_of("", "* myContacts", "VIP, Neu", "Kunden;Herbst"),
    "yes": _one_of("yes", "no", "true", "false"),
    "smsyes": _one_of("yes", "no", "true", "false"),
    "class": _one_of("3a", "4b", "Gruppe 1", "B-Jugend"),
    "url": _one_of("", "https://example.org/u/1234567890", "www.example.org"),
    "ip": lambda _, rng: ".".join(str(rng.randint(1, 254)) for _ in range(4)),
    "date": _local_date,
    "isodate": _date("{y}-{m:02}-{d:02}"),
    "shortdate": _date("{m:02}/{d:02}"),
    "datetime": _date("{y}-{m:02}-{d:02} {h:02}:{n:02}"),
    "isotime": _date("{y}-{m:02}-{d:02}T{h:02}:{n:02}:00+02:00"),
    "unixtime": lambda _, rng: str(rng.randint(1_500_000_000, 1_750_000_000)),
    "price": lambda _, rng: f"{rng.randint(1, 900)},{rng.randint(0, 99):02}",
    "decimal": lambda _, rng: f"{rng.uniform(40, 55):.7f}",
    "small": lambda _, rng: str(rng.randint(0, 5)),
    "id": lambda person, _: str(10001 + person.index),
    "index": lambda person, _: str(1 + person.index),
    "bigid": lambda person, rng: str(6_012_345_000_000 + 1237 * person.index + rng.randint(0, 900)),
    "order": lambda person, _: f"#{1001 + person.index}",
    "metaid": lambda _, rng: f"l:{rng.randint(10**14, 10**15 - 1)}",
    "account": _digits(5, 8),
    "dni": _digits(10, 10),
    "code": _code,
    "vat": lambda person, rng: person.country.region + str(rng.randint(10**8, 10**9 - 1)),
    "iban": lambda person, rng: person.country.region + str(rng.randint(10**19, 10**20 - 1)),
}
"""What a column of each kind holds; the phones are put in by the generator."""
