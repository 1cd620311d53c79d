"""Countries mixed row by row, named in a column beside the number, or not named at all."""

import random
from collections.abc import Mapping, Sequence

import phonenumbers

from tests.corpus.strangers.invented import MOBILE, is_valid, kind_of
from tests.corpus.strangers.notations import at_home, from_abroad
from tests.corpus.strangers.people import DECOYS, first_name, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "nl")
NAMES: Mapping[str, Sequence[str]] = {
    "DE": ("Deutschland", "Germany", "Allemagne", "Alemania", "Germania", "Niemcy", "Duitsland"),
    "AT": ("Österreich", "Austria", "Autriche", "Austria", "Austria", "Austria", "Oostenrijk"),
    "CH": ("Schweiz", "Switzerland", "Suisse", "Suiza", "Svizzera", "Szwajcaria", "Zwitserland"),
    "NL": ("Niederlande", "Netherlands", "Pays-Bas", "Países Bajos", "Paesi Bassi", "Holandia", "Nederland"),
    "FR": ("Frankreich", "France", "France", "Francia", "Francia", "Francja", "Frankrijk"),
    "GB": ("Vereinigtes Königreich", "United Kingdom", "Royaume-Uni", "Reino Unido", "Regno Unito",
           "Wielka Brytania", "Verenigd Koninkrijk"),
    "IT": ("Italien", "Italy", "Italie", "Italia", "Italia", "Włochy", "Italië"),
    "ES": ("Spanien", "Spain", "Espagne", "España", "Spagna", "Hiszpania", "Spanje"),
    "PL": ("Polen", "Poland", "Pologne", "Polonia", "Polonia", "Polska", "Polen"),
    "BE": ("Belgien", "Belgium", "Belgique", "Bélgica", "Belgio", "Belgia", "België"),
    "DK": ("Dänemark", "Denmark", "Danemark", "Dinamarca", "Danimarca", "Dania", "Denemarken"),
    "SE": ("Schweden", "Sweden", "Suède", "Suecia", "Svezia", "Szwecja", "Zweden"),
    "CZ": ("Tschechien", "Czechia", "Tchéquie", "Chequia", "Cechia", "Czechy", "Tsjechië"),
    "US": ("Vereinigte Staaten", "United States", "États-Unis", "Estados Unidos", "Stati Uniti",
           "Stany Zjednoczone", "Verenigde Staten"),
}  # fmt: skip
ALPHA_3 = {"DE": "DEU", "AT": "AUT", "CH": "CHE", "NL": "NLD", "FR": "FRA", "GB": "GBR", "IT": "ITA", "ES": "ESP",
           "PL": "POL", "BE": "BEL", "DK": "DNK", "SE": "SWE", "CZ": "CZE", "US": "USA"}  # fmt: skip
CARS = {"DE": "D", "AT": "A", "CH": "CH", "NL": "NL", "FR": "F", "GB": "UK", "IT": "I", "ES": "E", "PL": "PL",
        "BE": "B", "DK": "DK", "SE": "S", "CZ": "CZ", "US": "USA"}  # fmt: skip
HEADERS: Mapping[str, Sequence[str]] = {
    "de": ("Land", "Staat", "Wohnsitzland", "Ländercode", "Rechnungsland", "Land (Anschrift)", "LKZ"),
    "en": ("Country", "Country/Region", "Billing Country", "Country Code", "Nation", "country_iso", "Mailing Country"),
    "fr": ("Pays", "Code pays", "Pays de résidence"),
    "es": ("País", "País de residencia", "Código de país"),
    "it": ("Paese", "Nazione", "Stato di residenza"),
    "pl": ("Kraj", "Państwo", "Kod kraju"),
    "nl": ("Land", "Landcode", "Land van verblijf"),
}
_PHONES = {"de": "Handynummer", "en": "Phone", "fr": "Téléphone", "es": "Teléfono", "it": "Cellulare",
           "pl": "Telefon", "nl": "Mobiel"}  # fmt: skip


def _named(country: str, way: str, language: str) -> str:
    match way:
        case "name":
            return NAMES[country][LANGUAGES.index(language)]
        case "alpha-2":
            return country
        case "alpha-3":
            return ALPHA_3[country]
        case "car":
            return CARS[country]
        case "lower":
            return country.lower()
        case _:
            return way.replace("code", str(phonenumbers.country_code_for_region(country)))


def _start(kind: str, region: str, language: str, header: str, rng: random.Random) -> tuple[Sheet, list[str], bool]:
    decoys = rng.sample(sorted(DECOYS), rng.randint(0, 3))
    is_before = rng.random() < 0.7
    sheet = Sheet(kind, region, rng, phone=1 + len(decoys) + is_before)
    pair = (header, _PHONES[language]) if is_before else (_PHONES[language], header)
    sheet.line("Name", *decoys, *pair)
    return sheet, decoys, is_before


def _row(decoys: Sequence[str], land: str, phone: str, rng: random.Random, *, is_before: bool) -> list[str]:
    pair = (land, phone) if is_before else (phone, land)
    return [f"{first_name(rng)} {last_name(rng)}", *(DECOYS[name](rng) for name in decoys), *pair]


def _home(rng: random.Random) -> tuple[str, list[str]]:
    home = rng.choice(("DE", "DE", "AT", "CH", "GB", "FR", "NL", "IT"))
    return home, rng.sample(sorted(NAMES), rng.randint(2, 8))


def _named_rows(kind: str, way: str, rng: random.Random, *, must: bool, blanks: float = 0.0) -> StrangeFile:
    home, others = _home(rng)
    language = rng.choice(LANGUAGES)
    sheet, decoys, is_before = _start(kind, home, language, rng.choice(HEADERS[language]), rng)
    for _ in range(rng.choice((8, 20, 40))):
        country = home if rng.random() < 0.5 else rng.choice(others)
        number = sheet.numbers.mobile(country)
        text = at_home(number, country, rng) if rng.random() < 0.8 else from_abroad(number, rng)
        land = "" if country == home and rng.random() < blanks else _named(country, way, language)
        sheet.contact(_row(decoys, land, text, rng, is_before=is_before), number, must=must)
    return sheet.done()


def by_name(rng: random.Random) -> StrangeFile:
    """Names, in one of seven languages."""
    return _named_rows("land: names", "name", rng, must=True)


def by_iso(rng: random.Random) -> StrangeFile:
    """ISO codes."""
    return _named_rows("land: ISO codes", rng.choice(("alpha-2", "alpha-3", "lower")), rng, must=True)


def by_car(rng: random.Random) -> StrangeFile:
    """The letters on cars."""
    return _named_rows("land: car codes", "car", rng, must=True)


def by_calling_code(rng: random.Random) -> StrangeFile:
    """The calling code in a column of its own; whether it is put together or asked about is the program's choice."""
    return _named_rows("land: calling codes", rng.choice(("code", "+code", "00code")), rng, must=False)


def home_left_blank(rng: random.Random) -> StrangeFile:
    """Only who lives abroad has a country."""
    return _named_rows("land: home left blank", rng.choice(("name", "alpha-2")), rng, must=True, blanks=0.9)


def mixed_ways(rng: random.Random) -> StrangeFile:
    """Typed by many hands: D, Germany, Deutschland, DE in one column; some values nobody knows."""
    home, others = _home(rng)
    language = rng.choice(("de", "en"))
    sheet, decoys, is_before = _start("land: many hands", home, language, rng.choice(HEADERS[language]), rng)
    for _ in range(rng.choice((20, 40))):
        country = home if rng.random() < 0.5 else rng.choice(others)
        number = sheet.numbers.mobile(country)
        land = _named(country, rng.choice(("name", "alpha-2", "alpha-3", "name")), rng.choice((language, "en")))
        is_unknown = rng.random() < 0.08
        if is_unknown:
            land = rng.choice(("Atlantis", "?", "s.o.", "übersee", "n/a", "Ruritania"))
        land = rng.choice((land, land, land.upper(), f" {land} "))
        text = at_home(number, country, rng)
        sheet.contact(_row(decoys, land, text, rng, is_before=is_before), number, must=not is_unknown)
    return sheet.done()


def contradicting(rng: random.Random) -> StrangeFile:
    """Some rows name one country while the digits are plainly another's; a signed number is itself."""
    home, others = _home(rng)
    sheet, decoys, is_before = _start("land: contradictions", home, "de", "Land", rng)
    for _ in range(rng.choice((20, 40))):
        country = home if rng.random() < 0.6 else rng.choice(others)
        number = sheet.numbers.mobile(country)
        named = rng.choice(others) if rng.random() < 0.25 else country
        is_signed = rng.random() < 0.3
        text = f"+{number[1:]}" if is_signed else at_home(number, country, rng)
        is_agreeing = named == country
        if not is_signed and not is_agreeing and is_valid(text, named):
            text, is_signed = f"00{number[1:]}", True
        truth = number if is_signed or is_agreeing else None
        row = _row(decoys, _named(named, "name", "de"), text, rng, is_before=is_before)
        sheet.contact(row, truth, must=truth is not None and is_agreeing)
    return sheet.done()


def unnamed(rng: random.Random) -> StrangeFile:
    """No column names the country; in a column of the region's mobiles a few of other countries as at home there."""
    home = rng.choice(("DE", "AT", "FR", "GB", "NL", "ES", "PL"))
    sheet = Sheet("land: not named", home, rng, phone=1)
    sheet.line("Name", "Mobile")
    for _ in range(rng.choice((30, 60))):
        country = home if rng.random() < 0.9 else rng.choice(sorted(NAMES))
        number = sheet.numbers.mobile(country)
        text = at_home(number, country, rng)
        if country != home and is_valid(text, home):
            text = f"+{number[1:]}"
        sheet.contact((last_name(rng), text), number, must=country == home)
    return sheet.done()


def unnamed_like_landlines(rng: random.Random) -> StrangeFile:
    """As before, and the foreign mobiles look like landlines of the region: only a column of mobiles can object."""
    home = rng.choice(("DE", "AT", "FR"))
    sheet = Sheet("land: not named, like landlines", home, rng, phone=1)
    sheet.line("Name", "Mobile")
    for index in range(60):
        country = rng.choice(("AT", "NL", "BE", "GB", "DE", "FR")) if index % 12 == 5 else home
        number = sheet.numbers.mobile(country)
        text = at_home(number, country, rng)
        if country != home and kind_of(text, home) in MOBILE:
            text = f"+{number[1:]}"
        sheet.contact((last_name(rng), text), number, must=country == home)
    return sheet.done()


def nationality(rng: random.Random) -> StrangeFile:
    """A column of nationalities, birthplaces or languages says nothing of phones."""
    home = rng.choice(("DE", "AT", "FR", "GB"))
    header = rng.choice(("Nationalität", "Staatsangehörigkeit", "Nationality", "Geburtsland", "Citizenship"))
    sheet = Sheet("land: nationality", home, rng, phone=2)
    sheet.line("Name", header, "Mobile")
    for _ in range(rng.choice((12, 30))):
        number = sheet.numbers.mobile(home)
        land = NAMES[rng.choice(sorted(NAMES))][0 if home in {"DE", "AT"} else 1]
        sheet.contact((last_name(rng), land, at_home(number, home, rng)), number)
    return sheet.done()


KINDS: Sequence[Make] = (
    by_name, by_iso, by_car, by_calling_code, home_left_blank, mixed_ways, contradicting, unnamed,
    unnamed_like_landlines, nationality,
)  # fmt: skip
