"""Two or three phone columns: the person's own, and somebody else's, in words that no list has."""

import random
from collections.abc import Mapping, Sequence

from tests.corpus.strangers.notations import at_home, from_abroad
from tests.corpus.strangers.people import DECOYS, first_name, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

Pair = tuple[str, str]
"""The one the list is about, and the other."""

PAIRS: Mapping[str, Sequence[Pair]] = {
    "DE": (("Teilnehmer", "Rechnung"), ("Patient", "Ehegatte"), ("Gast", "Gastgeber"), ("Mieter", "Vermieter"),
           ("Mitglied", "Notfall"), ("Schüler", "Erziehungsberechtigte"), ("Bewohner", "Betreuer"),
           ("Mandant", "Gegner"), ("Azubi", "Ausbilder"), ("Fahrer", "Disponent"), ("Proband", "Studienarzt"),
           ("Bewerber", "Referenz"), ("Braut", "Trauzeuge"), ("Pflegling", "Angehörige"), ("Sportler", "Verband"),
           ("Hundehalter", "Tierarzt"), ("Konfirmand", "Pate"), ("Käufer", "Makler"), ("Kursist", "Kostenträger")),
    "GB": (("Patient", "Spouse"), ("Guest", "Host"), ("Tenant", "Landlord"), ("Member", "Emergency"),
           ("Pupil", "Guardian"), ("Camper", "Counselor"), ("Attendee", "Billing"), ("Rider", "Dispatcher"),
           ("Client", "Solicitor"), ("Applicant", "Referee"), ("Player", "Coach"), ("Resident", "Carer"),
           ("Donor", "Fundraiser"), ("Owner", "Vet"), ("Passenger", "Next of kin"), ("Trainee", "Supervisor")),
    "FR": (("élève", "parent"), ("adhérent", "conjoint"), ("locataire", "propriétaire"), ("patient", "médecin"),
           ("participant", "facturation"), ("licencié", "entraîneur"), ("stagiaire", "tuteur"),
           ("bénéficiaire", "aidant"), ("invité", "hôte")),
    "ES": (("alumno", "tutor"), ("socio", "cónyuge"), ("paciente", "médico"), ("inquilino", "propietario"),
           ("huésped", "anfitrión"), ("jugador", "entrenador"), ("asegurado", "mediador")),
    "IT": (("socio", "tutore"), ("paziente", "medico"), ("allievo", "genitore"), ("inquilino", "proprietario"),
           ("ospite", "accompagnatore"), ("atleta", "allenatore"), ("condomino", "amministratore")),
    "PL": (("uczeń", "rodzic"), ("pacjent", "lekarz"), ("najemca", "właściciel"), ("członek", "małżonek"),
           ("gość", "gospodarz"), ("uczestnik", "płatnik"), ("zawodnik", "trener")),
    "NL": (("leerling", "ouder"), ("patiënt", "huisarts"), ("huurder", "verhuurder"), ("lid", "partner"),
           ("gast", "gastheer"), ("deelnemer", "factuur"), ("speler", "trainer"), ("cliënt", "mantelzorger")),
}  # fmt: skip
SHAPES: Mapping[str, Sequence[str]] = {
    "DE": ("Telefon {}", "{} Telefon", "Handy {}", "{}handy", "{}-Handynr.", "Mobil ({})", "{}: Mobilnummer",
           "Tel. {}", "{}_mobil", "Rufnummer {}", "Handynummer {} (bitte mit Vorwahl)", "Mobilfunk {}"),
    "GB": ("{} Phone", "{} mobile", "Phone ({})", "{}'s mobile number", "{}_phone", "Cell - {}", "{} Contact No",
           "Mobile number of {}", "{} tel.", "{}: mobile #"),
    "FR": ("Téléphone {}", "Portable {}", "Tél. {}", "Mobile de l'{}", "N° portable {}", "{} - portable"),
    "ES": ("Teléfono {}", "Móvil {}", "Móvil del {}", "Nº móvil {}", "{}: celular", "Tel. {}"),
    "IT": ("Telefono {}", "Cellulare {}", "Cell. {}", "{} cellulare", "Nr. cell. {}", "Recapito {}"),
    "PL": ("Telefon {}", "{} telefon", "Komórka {}", "Nr tel. {}", "Tel. kom. {}"),
    "NL": ("Telefoon {}", "Mobiel {}", "{} mobiel", "06-nummer {}", "Tel. {}", "GSM {}"),
}  # fmt: skip
PLAIN: Mapping[str, Sequence[str]] = {
    "DE": ("Handynummer (bitte mit Vorwahl)", "Handy", "Mobilnr.", "Deine Handynummer", "Handy (für Rückfragen)"),
    "GB": ("Mobile", "Mobile number (no spaces please)", "Your mobile number", "Cell phone", "Mobile no."),
    "FR": ("Portable", "Votre numéro de portable", "Téléphone portable (obligatoire)", "N° de portable"),
    "ES": ("Móvil", "Tu número de móvil", "Móvil (sin prefijo)", "Nº de móvil"),
    "IT": ("Cellulare", "Il tuo numero di cellulare", "Nr. cellulare", "Cellulare (senza spazi)"),
    "PL": ("Telefon komórkowy", "Twój numer komórki", "Nr komórki", "Tel. komórkowy (bez spacji)"),
    "NL": ("Mobiel", "Je mobiele nummer", "06-nummer", "Mobiel (zonder spaties)"),
}
ELSE: Mapping[str, Sequence[str]] = {
    "DE": ("Handy 2", "Telefon geschäftlich", "Telefonnummer der Eltern", "Wen rufen wir im Notfall an?"),
    "GB": ("Other phone", "Company phone", "Parents' phone", "Who should we call in an emergency?"),
    "FR": ("Autre téléphone", "Téléphone société", "Téléphone des parents", "Personne à prévenir"),
    "ES": ("Otro teléfono", "Teléfono empresa", "Teléfono de los padres", "Avisar en caso de urgencia a"),
    "IT": ("Altro telefono", "Telefono azienda", "Telefono dei genitori", "In caso di emergenza chiamare"),
    "PL": ("Inny telefon", "Telefon firmowy", "Telefon rodziców", "Kogo powiadomić w razie wypadku?"),
    "NL": ("Andere telefoon", "Telefoon bedrijf", "Telefoon van de ouders", "Wie bellen we bij nood?"),
}
_NAMES = {"DE": "Name", "GB": "Full name", "FR": "Nom", "ES": "Nombre", "IT": "Nome", "PL": "Nazwisko", "NL": "Naam"}


def _language(rng: random.Random) -> str:
    return rng.choice(("DE", "DE", "GB", "GB", *PAIRS))


def _filled(shape: str, role: str, rng: random.Random) -> str:
    text = shape.format(rng.choice((role, role, role.lower(), role.title())))
    return rng.choice((text, text, text[:1].upper() + text[1:], text.replace(" ", "_")))


def _headers(region: str, rng: random.Random) -> tuple[str, str]:
    own, other = rng.choice(PAIRS[region])
    shape = rng.choice(SHAPES[region])
    second = shape if rng.random() < 0.7 else rng.choice(SHAPES[region])
    return _filled(shape, own, rng), _filled(second, other, rng)


def _sheet(
    kind: str,
    region: str,
    rng: random.Random,
    own: str,
    others: Sequence[tuple[str, bool]],
    *,
    blanks: float,
    must: bool,
) -> StrangeFile:
    """Lay the columns out in a drawn order; `others` are (header, mobiles?)."""
    order = [0, *range(1, len(others) + 1)]
    rng.shuffle(order)
    decoys = rng.sample(sorted(DECOYS), rng.randint(0, 3))
    before = rng.randint(0, len(decoys))
    sheet = Sheet(kind, region, rng, phone=1 + before + order.index(0))
    titles = [own, *(header for header, _ in others)]
    heads = [titles[index] for index in order]
    sheet.line(_NAMES[region], *decoys[:before], *heads, *decoys[before:])
    for _ in range(rng.choice((4, 5, 12, 24, 30))):
        number = sheet.numbers.mobile(region)
        is_blank = rng.random() < blanks
        cells = ["" if is_blank else _written(number, region, rng)]
        cells += [_of_another(sheet, region, rng, is_mobile=is_mobile) for _, is_mobile in others]
        values = [DECOYS[name](rng) for name in decoys]
        row = [f"{first_name(rng)} {last_name(rng)}", *values[:before], *(cells[i] for i in order), *values[before:]]
        sheet.contact(row, None if is_blank else number, must=must and not is_blank)
    return sheet.done()


def _written(number: str, region: str, rng: random.Random) -> str:
    return at_home(number, region, rng) if rng.random() < 0.7 else from_abroad(number, rng)


def _of_another(sheet: Sheet, region: str, rng: random.Random, *, is_mobile: bool) -> str:
    if rng.random() < 0.1:
        return ""
    if is_mobile:
        return _written(sheet.numbers.mobile(region), region, rng)
    return from_abroad(sheet.numbers.landline(region), rng)


def both_mobiles(rng: random.Random) -> StrangeFile:
    """Two columns of mobiles under two roles."""
    region = _language(rng)
    own, other = _headers(region, rng)
    return _sheet("whose: both mobiles", region, rng, own, [(other, True)], blanks=0, must=False)


def beside_landlines(rng: random.Random) -> StrangeFile:
    """The person's mobiles beside another's landlines, under two roles."""
    region = _language(rng)
    own, other = _headers(region, rng)
    return _sheet("whose: beside landlines", region, rng, own, [(other, False)], blanks=0.1, must=False)


def own_sparse(rng: random.Random) -> StrangeFile:
    """The person's own column is half empty, the other's is full."""
    region = _language(rng)
    own, other = _headers(region, rng)
    mobile = rng.random() < 0.6
    return _sheet("whose: own half empty", region, rng, own, [(other, mobile)], blanks=0.5, must=False)


def plain_beside_role(rng: random.Random) -> StrangeFile:
    """A plain header of the person's own beside a role's mobiles."""
    region = _language(rng)
    _, other = _headers(region, rng)
    own = rng.choice(PLAIN[region])
    return _sheet("whose: plain beside a role", region, rng, own, [(other, True)], blanks=0.05, must=False)


def plain_beside_landlines(rng: random.Random) -> StrangeFile:
    """A plain mobile header over mobiles, landlines beside it: nobody would ask."""
    region = _language(rng)
    other = rng.choice((_headers(region, rng)[1], rng.choice(ELSE[region])))
    own = rng.choice(PLAIN[region])
    return _sheet("whose: plain beside landlines", region, rng, own, [(other, False)], blanks=0.05, must=True)


def three(rng: random.Random) -> StrangeFile:
    """Three columns."""
    region = _language(rng)
    own, other = _headers(region, rng)
    third = rng.choice(ELSE[region])
    kinds = rng.choice(((True, True), (True, False), (False, True)))
    others = list(zip((other, third), kinds, strict=True))
    return _sheet("whose: three columns", region, rng, own, others, blanks=rng.choice((0, 0.3)), must=False)


def role_beside_else(rng: random.Random) -> StrangeFile:
    """The person's role beside a second, a firm's or the parents' number."""
    region = _language(rng)
    own, _ = _headers(region, rng)
    return _sheet("whose: role beside else", region, rng, own, [(rng.choice(ELSE[region]), True)], blanks=0, must=False)


KINDS: Sequence[Make] = (
    both_mobiles, beside_landlines, own_sparse, plain_beside_role, plain_beside_landlines, three, role_beside_else,
)  # fmt: skip
