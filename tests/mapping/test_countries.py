"""What a cell of a country column names."""

import pytest

from lox24cli.mapping.countries import Country, read_country


@pytest.mark.parametrize(
    ("text", "region"),
    [
        *(
            (text, "AT")
            for text in ("AT", "at", "AUT", "A", "Österreich", "OESTERREICH", "Austria", "Autriche", "Oostenrijk")
        ),
        *(
            (text, "DE")
            for text in ("D", "Deutschland", "Niemcy", "Duitsland", "BRD", "Germany", "Alemania", "Germania")
        ),
        *((text, "NL") for text in ("Pays-Bas", "Holland", "The Netherlands", "Países Bajos", "Paesi Bassi")),
        *((text, "GB") for text in ("UK", "U.K.", "England", "Großbritannien", "Wielka Brytania", "Royaume-Uni")),
        *((text, "CZ") for text in ("Česko", "Tschechische Republik", "Czech Republic", "Czechy")),
        ("USA", "US"),
        ("Danmark", "DK"),
        ("Ελλάδα", "GR"),
        ("Turkey", "TR"),
        ("Türkei", "TR"),
        ("SLO", "SI"),
        ("FL", "LI"),
        ("AT - Austria", "AT"),
        ("Deutschland (DE)", "DE"),
        ("DE-Deutschland", "DE"),
        ("Schweiz / Suisse", "CH"),
        ("🇦🇹", "AT"),
        ("🇦🇹 Österreich", "AT"),
        ("Côte d'Ivoire", "CI"),
        (" schweiz ", "CH"),
    ],
)
def test_names_and_codes_are_understood(text: str, region: str) -> None:
    country = read_country(text)
    assert country is not None
    assert (country.region, country.calling_code) == (region, "")


@pytest.mark.parametrize(
    ("text", "region", "code"),
    [("43", "AT", "43"), ("+43", "AT", "43"), ("0043", "AT", "43"), ("1", "US", "1"), ("49.0", "DE", "49")],
)
def test_calling_codes_are_understood(text: str, region: str, code: str) -> None:
    assert read_country(text) == Country(region, calling_code=code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Atlantis",
        "Bayern",
        "n/a",
        "NA",
        "s.o.",
        "ja",
        "?",
        "999",
        "D-80331",
        "Deutschland/Österreich",
        "Germany, Berlin",
        "x" * 99,
    ],
)
def test_nothing_else_is(text: str) -> None:
    """Two countries are none; `n/a` is not Namibia, nor `s.o.` Somalia."""
    assert read_country(text) is None
