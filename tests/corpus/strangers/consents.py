"""The file itself says who wants no SMS."""

import random
from collections.abc import Sequence

from tests.corpus.strangers.notations import at_home
from tests.corpus.strangers.people import DECOYS, date, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

_WISHED = (
    ("SMS erlaubt", ("ja", "nein")), ("SMS-Versand erlaubt?", ("Ja", "Nein")), ("SMS Einwilligung", ("J", "N")),
    ("Accepts SMS Marketing", ("yes", "no")), ("SMS opt-in", ("TRUE", "FALSE")), ("sms_consent", ("1", "0")),
    ("Text messages OK?", ("Y", "N")), ("SMS Opt In", ("true", "false")), ("Accepte les SMS", ("oui", "non")),
    ("Consentement SMS", ("Oui", "Non")), ("Acepta SMS", ("sí", "no")), ("Consenso SMS", ("sì", "no")),
    ("Zgoda na SMS", ("tak", "nie")), ("SMS toegestaan", ("ja", "nee")),
    ("SMS-Marketing-Status", ("subscribed", "unsubscribed")),
)  # fmt: skip
_UNWISHED = (
    ("Werbesperre", ("", "x")), ("Do Not SMS", ("0", "1")), ("Keine SMS", ("", "X")), ("SMS gesperrt", ("nein", "ja")),
    ("Unsubscribed from SMS", ("no", "yes")), ("SMS Opt Out", ("FALSE", "TRUE")), ("Do not text", ("", "yes")),
    ("Ne pas envoyer de SMS", ("non", "oui")), ("No enviar SMS", ("no", "sí")), ("Non inviare SMS", ("no", "sì")),
    ("Nie wysyłać SMS", ("nie", "tak")), ("Geen sms", ("", "x")), ("SMS-Sperre", ("", "1")),
    ("HasOptedOutOfSMS", ("false", "true")),
    ("Kontaktsperre", ("", "ja")),
)  # fmt: skip
_ELSEWHERE = (
    ("Accepts Email Marketing", ("yes", "no")), ("Newsletter", ("ja", "nein")), ("E-Mail erlaubt", ("ja", "nein")),
    ("Email opt-out", ("0", "1")), ("Fax Opt Out", ("false", "true")), ("Vegetarier", ("ja", "nein")),
    ("Bezahlt", ("ja", "nein")), ("Foto erlaubt", ("ja", "nein")), ("Do Not Email", ("0", "1")),
    ("Do Not Fax", ("0", "1")),
    ("Paid", ("Y", "N")), ("Newsletter abonniert", ("ja", "nein")), ("Tax Exempt", ("yes", "no")),
)  # fmt: skip
_DATES = ("SMS opt-in date", "Einwilligung SMS vom", "Consent date", "Opt-in Zeitpunkt")


def _start(kind: str, headers: Sequence[str], rng: random.Random) -> tuple[Sheet, list[str]]:
    decoys = rng.sample(sorted(DECOYS), rng.randint(0, 2))
    sheet = Sheet(kind, "DE", rng, phone=1)
    sheet.line("Name", "Handy", *headers, *decoys)
    return sheet, decoys


def _add(sheet: Sheet, values: Sequence[str], decoys: Sequence[str], *, allowed: bool, must: bool) -> None:
    rng = sheet.rng
    number = sheet.numbers.mobile("DE")
    cells = (last_name(rng), at_home(number, "DE", rng), *values, *(DECOYS[name](rng) for name in decoys))
    sheet.contact(cells, number if allowed else None, must=allowed and must)


def wished(rng: random.Random) -> StrangeFile:
    """Yes, no, and a blank that decides nothing."""
    header, (yes, no) = rng.choice(_WISHED)
    sheet, decoys = _start("consent: wished", [header], rng)
    for index in range(rng.choice((4, 12, 30))):
        value = no if index == 1 else rng.choice((yes, yes, no, ""))
        _add(sheet, [value], decoys, allowed=value != no, must=True)
    return sheet.done()


def unwished(rng: random.Random) -> StrangeFile:
    """A mark on those who want none."""
    header, (free, closed) = rng.choice(_UNWISHED)
    sheet, decoys = _start("consent: unwished", [header], rng)
    for index in range(rng.choice((4, 12, 30))):
        value = closed if index == 1 else rng.choice((free, free, free, closed, ""))
        _add(sheet, [value], decoys, allowed=value != closed, must=True)
    return sheet.done()


def elsewhere(rng: random.Random) -> StrangeFile:
    """A no to something else is none to an SMS."""
    header, (yes, no) = rng.choice(_ELSEWHERE)
    sheet, decoys = _start("consent: to something else", [header], rng)
    for _ in range(rng.choice((4, 12, 30))):
        _add(sheet, [rng.choice((yes, no, ""))], decoys, allowed=True, must=True)
    return sheet.done()


def two_channels(rng: random.Random) -> StrangeFile:
    """E-mail and SMS side by side: only the one that is meant counts."""
    email, sms = rng.choice(
        (("Accepts Email Marketing", "Accepts SMS Marketing"), ("Email Opt In", "SMS Opt In"), ("E-Mail ok", "SMS ok"))
    )
    yes, no = rng.choice((("yes", "no"), ("ja", "nein"), ("1", "0"), ("TRUE", "FALSE")))
    sheet, decoys = _start("consent: two channels", [email, sms], rng)
    for index in range(rng.choice((6, 30))):
        wish = no if index == 2 else rng.choice((yes, no, ""))
        _add(sheet, [rng.choice((yes, no, "")), wish], decoys, allowed=wish != no, must=True)
    return sheet.done()


def dated(rng: random.Random) -> StrangeFile:
    """When somebody agreed; a blank decides nothing."""
    sheet, decoys = _start("consent: dates", [rng.choice(_DATES)], rng)
    for _ in range(rng.choice((4, 30))):
        value = date(rng, (2018, 2025)) if rng.random() < 0.7 else ""
        _add(sheet, [value], decoys, allowed=True, must=False)
    return sheet.done()


def left(rng: random.Random) -> StrangeFile:
    """Who has left is told, not decided."""
    header = rng.choice(("Austritt", "Austrittsdatum", "Date of leaving", "Gekündigt zum", "Date de sortie"))
    sheet, decoys = _start("consent: has left", [header], rng)
    for _ in range(rng.choice((4, 30))):
        value = date(rng, (2012, 2024)) if rng.random() < 0.3 else ""
        _add(sheet, [value], decoys, allowed=True, must=False)
    return sheet.done()


def in_words(rng: random.Random) -> StrangeFile:
    """No, written as people write it in a column for remarks of the kind."""
    header = rng.choice(("SMS-Erinnerung gewünscht", "SMS reminders", "SMS?", "Rappel SMS", "Promemoria SMS"))
    noes = (
        "Nein danke",
        "NEIN",
        "no thanks",
        "no",
        "nein, bitte nicht",
        "Non",
        "nicht gewünscht",
        "abgelehnt",
        "✗",
        "☐",
    )
    sheet, decoys = _start("consent: in words", [header], rng)
    for index in range(rng.choice((6, 20))):
        value = rng.choice(noes) if index == 1 else rng.choice(("ja", "ja", "", "ok", rng.choice(noes)))
        _add(sheet, [value], decoys, allowed=value not in noes, must=False)
    return sheet.done()


KINDS: Sequence[Make] = (wished, unwished, elsewhere, two_channels, dated, left, in_words)
