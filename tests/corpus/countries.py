"""Ten countries: how their phones are numbered and written, and what their people and streets are called.

The plans are written down here by hand, so that the truth of the corpus does not come from the code it judges;
phonenumbers only says which of the drawn numbers have been given out.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A person's real number, in its parts."""

    region: str
    code: str
    """The calling code, without +."""
    trunk: str
    """What is dialled before it inside the country: 0, or nothing."""
    area: str
    rest: str
    mobile: bool

    @property
    def digits(self) -> str:
        """Country code and number."""
        return self.code + self.area + self.rest

    @property
    def e164(self) -> str:
        """As it must be uploaded."""
        return "+" + self.digits

    @property
    def national(self) -> str:
        """As it is dialled at home."""
        return self.trunk + self.area + self.rest


@dataclass(frozen=True, slots=True)
class Country:
    """Numbers are patterns: a blank ends the area, # is any digit, N one from 2 to 9."""

    region: str
    code: str
    trunk: str
    mobiles: tuple[str, ...]
    landlines: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    """Ways to divide what follows the area; a remainder is a group of its own."""
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    postcode: str
    labels: tuple[str, ...]
    """What people write before a number."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


_GERMAN = _words("Mobil: Handy: Tel. Tel: Mobil Handy_privat: Telefon")
_COUNTRIES = (
    Country(
        "DE",
        "49",
        "0",
        tuple(f"{area} ########" for area in ["151", "152", "157", "159", "176"])
        + tuple(
            f"{area} #######"
            for area in ["160", "162", "163", "170", "171", "172", "173", "174", "175", "177", "178", "179"]
        ),
        ("30 N#######", "89 N#######", "40 N#######", "221 N######", "711 N######", "911 N#####", "7731 N####"),
        ((), (), (3, 2), (3, 3), (4,), (2, 2, 2)),
        _words("Jürgen Anna Björn Käthe Günter Uwe Sören Jörg Bärbel Lea Max Ömer Zoë Heike Ralf Änne Rüdiger"),
        _words("Müller Weiß Schäfer Krüger Groß Böhm Hübner Köhler Schmidt Jäger Vogel Özdemir Lange Ritter"),
        _words("Hauptstraße Gärtnerweg Königsallee Schloßplatz Mühlgasse Am_Anger Lindenstr."),
        _words("München Köln Düsseldorf Berlin Nürnberg Lübeck Gießen Bad_Münder Ulm"),
        "#####",
        _GERMAN,
    ),
    Country(
        "AT",
        "43",
        "0",
        ("664 #######", "660 #######", "676 #######", "650 #######", "699 ########", "681 ########"),
        ("1 N######", "316 N#####", "512 N#####", "732 N#####"),
        ((), (), (3, 2), (3, 4)),
        _words("Jürgen Franz Käthe Resi Günther Löwenherz Änne Maria Sepp Vroni Özlem"),
        _words("Größl Bäuerle Höllinger Mayr Gruber Schweiß Strobl Prünster Wögerer"),
        _words("Ringstraße Mühlweg Schönbrunner_Straße Kirchgasse Bäckerstraße"),
        _words("Wien Graz Mödling Mürzzuschlag Sankt_Pölten Linz"),
        "####",
        _GERMAN,
    ),
    Country(
        "CH",
        "41",
        "0",
        ("76 #######", "77 9######", "78 #######", "79 #######"),
        ("44 N######", "31 N######", "61 N######", "22 7######"),
        ((3, 2, 2), (3, 2, 2), ()),
        _words("Urs Reto Zoé François Jürg Beat Käthi Rösli Gian Noëlle"),
        _words("Zürcher Bühler Hässig Rüegg Aebi Müller Favre Lüthi"),
        _words("Bahnhofstrasse Gässli Rue_du_Rhône Seestrasse Höheweg"),
        _words("Zürich Genève Bern Basel Küsnacht Neuchâtel"),
        "####",
        _words("Natel: Tel. Mobil: Natel Handy"),
    ),
    Country(
        "FR",
        "33",
        "0",
        ("6 ########", "6 ########", "75 #######", "77 #######"),
        ("1 4#######", "4 7#######", "5 6#######"),
        ((2, 2, 2), (2, 2, 2), (), (3, 3)),
        _words("Élodie François Zoé Hélène Anaïs Loïc Jérôme Noël Amélie Benoît Chloé"),
        _words("Lefèvre Dupont Gérard Bœuf Béranger Garçon Noël Château Lemaître"),
        _words("rue_de_l’Église avenue_du_Général place_de_la_Forêt boulevard_Saint-Michel"),
        _words("Orléans Besançon Nîmes Paris Béziers Mâcon"),
        "#####",
        _words("Portable: Tél. Tél: Mobile:"),
    ),
    Country(
        "ES",
        "34",
        "",
        ("6## ######", "6## ######", "71# ######", "72# ######"),
        ("91 N######", "93 N######", "95 N######"),
        ((2, 2), (3, 3), ()),
        _words("José María Íñigo Núria Jesús Begoña Álvaro Iván Ramón"),
        _words("Muñoz García Peña Ibáñez López Gómez Núñez Yáñez"),
        _words("Calle_Mayor Avenida_de_España Plaza_Constitución Paseo_Marítimo"),
        _words("Málaga Cádiz A_Coruña Madrid León Logroño"),
        "#####",
        _words("Móvil: Tel. Móvil Teléfono:"),
    ),
    Country(
        "IT",
        "39",
        "",
        tuple(
            f"{area} #######" for area in ["320", "328", "333", "335", "339", "347", "348", "349", "380", "388", "392"]
        ),
        ("06 N#######", "02 N#######", "011 N######", "051 N#####"),
        ((), (3,), (2, 2)),
        _words("Niccolò Desirée Noè Giosuè Matteo Chiara Luca Mirò"),
        _words("Rossi Dalò Nardò Cantù Forlì Salò Bianchi D’Angelo"),
        _words("Via_Libertà Viale_Università Corso_Italia Via_Santa_Trinità"),
        _words("Forlì Cantù Milano Roma Salò Nardò"),
        "#####",
        _words("Cell. Cellulare: Tel. Cell:"),
    ),
    Country(
        "PL",
        "48",
        "",
        tuple(f"{area}# ######" for area in ["50", "51", "53", "60", "66", "69", "72", "78", "79", "88"]),
        ("22 N######", "12 N######", "71 N######", "61 N######"),
        ((3, 3), (3, 3), (), (2, 2)),
        _words("Łukasz Małgorzata Paweł Święcica Zdzisław Żaneta Kamil Agnieszka"),
        _words("Wójcik Kowalski Łęcki Dąbrowski Żółtowski Grześ Kaźmierczak Pająk"),
        _words("ul._Źródlana ul._Kościuszki ul._Długa al._Wolności"),
        _words("Kraków Łódź Gdańsk Wrocław Poznań Białystok"),
        "##-###",
        _words("tel. kom. Tel: komórka"),
    ),
    Country(
        "NL",
        "31",
        "0",
        ("6 1#######", "6 2#######", "6 3#######", "6 4#######", "6 5#######"),
        ("20 N######", "10 N######", "30 N######", "70 N######"),
        ((), (), (2, 2, 2), (4,)),
        _words("Joëlle Daniël Renée Anke Wouter Thijs Chloë Bram"),
        _words("Güçlü Coördes Bänder Jansen Visser Beziël Bakker"),
        _words("Coöperatielaan Dorpsstraat Prinses_Beatrixlaan Wilhelminaweg"),
        _words("Oisterwijk Groningen Den_Haag Utrecht"),
        "#### AB",
        _words("Mobiel: Tel. Tel: Mobiel"),
    ),
    Country(
        "GB",
        "44",
        "0",
        ("7400 ######", "7500 ######", "7700 ######", "7712 ######", "7890 ######", "7911 ######", "7975 ######"),
        ("20 7#######", "20 8#######", "121 4######", "131 5######"),
        ((), (), (3,)),
        _words("Zoë Chloë Siân Oliver Grace Renée Amelia Jack Seán"),
        _words("Brontë Smith Fiennes O’Connor Jones Évans Clark Patel"),
        _words("High_Street King’s_Road Church_Lane Station_Road"),
        _words("London Leeds York Bristol Cardiff"),
        "AB# #CD",
        _words("Mobile: Tel: Mob: Phone: Cell:"),
    ),
    Country(
        "US",
        "1",
        "",
        tuple(
            f"{area} N######"
            for area in ["212", "415", "303", "617", "206", "312", "512", "702", "305", "404", "646", "213"]
        ),
        tuple(f"{area} N######" for area in ["212", "415", "303", "617", "206", "312", "512"]),
        ((3,), (3,), ()),
        _words("Zoë José Renée Oliver Grace Noah Emma Beyoncé Seán"),
        _words("Peña Smith Núñez Brown García O’Neil Johnson Walker"),
        _words("Main_St Oak_Avenue Cañon_Drive Elm_Street"),
        _words("San_José Boston Austin Denver La_Cañada"),
        "#####",
        _words("Cell: Mobile: Phone: Tel: M:"),
    ),
)
COUNTRIES = {country.region: country for country in _COUNTRIES}


def fill(pattern: str, rng: random.Random) -> str:
    """Give the pattern its digits."""
    return "".join(
        rng.choice("0123456789" if sign == "#" else "23456789") if sign in "#N" else sign for sign in pattern
    )


def draw_number(region: str, rng: random.Random, *, mobile: bool = True) -> PhoneNumber:
    """Draw a number of the region that has been given out."""
    country = COUNTRIES[region]
    while True:
        area, rest = fill(rng.choice(country.mobiles if mobile else country.landlines), rng).split()
        number = PhoneNumber(region, country.code, country.trunk, area, rest, mobile)
        if phonenumbers.is_valid_number(phonenumbers.parse(number.e164)):
            return number


def draw_numbers(
    region: str, rng: random.Random, *, mobile: bool = True, foreign: float = 0.0
) -> Iterator[PhoneNumber]:
    """Draw numbers without end, none twice; a share of them is of other countries."""
    seen = set()
    while True:
        home = region if rng.random() >= foreign else rng.choice([one for one in COUNTRIES if one != region])
        number = draw_number(home, rng, mobile=mobile)
        if number.e164 not in seen:
            seen.add(number.e164)
            yield number
