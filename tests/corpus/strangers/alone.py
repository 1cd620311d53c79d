"""One phone column under a header that no list has, and files that have none at all."""

import random
from collections.abc import Mapping, Sequence

from tests.corpus.strangers.invented import MOBILE, is_valid, kind_of
from tests.corpus.strangers.notations import at_home, from_abroad, habits_of
from tests.corpus.strangers.people import DECOYS, digits, first_name, last_name
from tests.corpus.strangers.strange_file import Make, Sheet, StrangeFile

COMPOUNDS: Mapping[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "DE": (("", "Kontakt", "Notfall", "Rückruf", "Info", "Eltern", "Dienst", "Haupt", "Bereitschafts-", "Privat",
            "Betreuungs", "Vereins", "Alarm-", "Abhol", "Kunden"),
           ("handy", "mobiltelefon", "mobilfunk", "telefon", "handyruf", "mobilruf", "sms", "whatsapp-"),
           ("nr.", "nummer", "-Nr", "nummer*", "nr. (bitte mit Vorwahl)", "nummer (ohne Leerzeichen)", "-Nummer 1")),
    "GB": (("", "Text Reminder ", "Best Contact ", "Day-of-event ", "Callback ", "Primary ", "Verified ", "Delivery ",
            "Parent ", "Booking ", "Volunteer ", "Mobile/"),
           ("Cell ", "Mobile ", "Phone ", "SMS ", "Text ", "Contact ", "Tel "),
           ("Number", "No.", "#", "no", "Number*", "number (11 digits)", "Num", "Number (required)")),
    "NL": (("", "Oproep ", "Contact", "Sms-", "Herinnerings", "Nood"), ("mobiel", "gsm", "telefoon", "06-"),
           ("nummer", "nr.", "-nr", "nummer *")),
    "FR": (("N° de ", "Numéro ", "N° du ", "Votre "), ("portable", "mobile", "GSM", "tél. portable", "tél"),
           ("", " (SMS)", " *", " de contact", " à joindre", " pour rappel")),
    "ES": (("Nº de ", "Número de ", "", "Tu "), ("móvil", "celular", "teléfono", "tlf."),
           ("", " (obligatorio)", " de aviso", " para SMS", " contacto")),
    "IT": (("Nr. ", "Numero di ", "N. ", ""), ("cellulare", "cell.", "telefono", "tel. cellulare"),
           ("", " per avvisi", " *", " (obbligatorio)", " di riferimento")),
    "PL": (("Nr ", "Numer ", ""), ("komórki", "telefonu", "tel. kom.", "kontaktowy telefonu"),
           ("", " do SMS", " *", " (wymagane)", " kontaktowego")),
}  # fmt: skip
WORDLESS: Mapping[str, Sequence[str]] = {
    "DE": ("Erreichbar unter", "Wie erreichen wir Sie?", "SMS an", "Kontakt", "Bitte hier die Nummer eintragen",
           "Unter welcher Nummer bist du am Renntag erreichbar?", "Nr. für Rückfragen", "Durchwahl unterwegs"),
    "GB": ("Best way to reach you", "Where can we text you?", "Contact", "Reach me on", "Text updates to",
           "What number should we use on the day?", "Call sheet", "WA"),
    "NL": ("Bereikbaar op", "Hoe kunnen we je bereiken?", "Contact", "App-groep"),
    "FR": ("Joignable au", "Où vous joindre ?", "Contact", "Coordonnées"),
    "ES": ("Localizable en", "¿Dónde te avisamos?", "Contacto", "Aviso a"),
    "IT": ("Reperibile al", "Dove possiamo avvisarti?", "Contatto", "Recapito"),
    "PL": ("Pod jakim numerem?", "Kontakt", "Gdzie dzwonić", "Powiadomienia na"),
}  # fmt: skip


def _sheet(kind: str, region: str, header: str, rng: random.Random) -> StrangeFile:
    names = rng.sample(sorted(DECOYS), rng.randint(1, 5))
    place = rng.randint(0, len(names))
    sheet = Sheet(kind, region, rng, phone=place + 1)
    sheet.line("Name", *names[:place], header, *names[place:])
    number = sheet.numbers.mobile(region)
    habit = rng.choice(habits_of(number, region))
    for _ in range(rng.choice((5, 12, 25, 40))):
        number = sheet.numbers.mobile(region)
        text = at_home(number, region, rng, habit) if rng.random() < 0.9 else from_abroad(number, rng)
        cells = [DECOYS[name](rng) for name in names]
        row = [f"{first_name(rng)} {last_name(rng)}", *cells[:place], text, *cells[place:]]
        sheet.contact(row, number, must=True)
    return sheet.done()


def compound(rng: random.Random) -> StrangeFile:
    """A beginning that nobody knows, a word for phone, an ending for number."""
    region = rng.choice(("DE", "DE", "GB", *COMPOUNDS))
    head, middle, end = (rng.choice(part) for part in COMPOUNDS[region])
    header = head + middle + end
    header = rng.choice((header, header[:1].upper() + header[1:], header.upper()))
    return _sheet("alone: compound header", region, header, rng)


def wordless(rng: random.Random) -> StrangeFile:
    """A header without a word for phone; the cells say it."""
    region = rng.choice(sorted(WORDLESS))
    return _sheet("alone: no word for phone", region, rng.choice(WORDLESS[region]), rng)


_LIKE_PHONES = {
    "DE": (("Kundennr.", 11), ("Vertragskonto", 12), ("Personalnummer", 10), ("Zählernummer", 10), ("Artikel", 13)),
    "US": (("Customer ID", 10), ("Order", 10), ("Account", 11), ("Policy", 10)),
    "IT": (("Codice cliente", 10), ("Tessera", 10), ("P. IVA", 11)),
    "PL": (("NIP", 10), ("PESEL", 11), ("REGON", 9), ("Nr umowy", 9)),
    "ES": (("Nº cliente", 9), ("Póliza", 9), ("Expediente", 9)),
    "FR": (("SIREN", 9), ("N° client", 10), ("N° adhérent", 10)),
}


def no_phones(rng: random.Random) -> StrangeFile:
    """Ids and accounts in digits, many of which some country could dial; nobody's phone among them."""
    region = rng.choice(sorted(_LIKE_PHONES))
    header, size = rng.choice(_LIKE_PHONES[region])
    names = rng.sample(sorted(DECOYS), rng.randint(2, 5))
    sheet = Sheet("alone: ids and no phone", region, rng, phone=None)
    sheet.line(header, "Name", *names)
    start = rng.choice(("", "", digits(rng, 3)))
    for _ in range(rng.choice((6, 25, 40))):
        number = start + digits(rng, size - len(start))
        sheet.contact([number, last_name(rng), *(DECOYS[name](rng) for name in names)], None)
    return sheet.done()


def beside_ids(rng: random.Random) -> StrangeFile:
    """Mobiles in few rows under an odd header, ids that look like mobiles in all rows."""
    region = rng.choice(("DE", "IT", "PL", "ES", "US"))
    header, size = rng.choice(_LIKE_PHONES[region])
    language = region if region in COMPOUNDS else "GB"
    head, middle, end = (rng.choice(part) for part in COMPOUNDS[language])
    sheet = Sheet("alone: beside ids", region, rng, phone=2)
    sheet.line(header, "Name", head + middle + end)
    for _ in range(rng.choice((12, 30))):
        number = sheet.numbers.mobile(region)
        is_blank = rng.random() < 0.5
        text = "" if is_blank else at_home(number, region, rng)
        sheet.contact([_id_like(region, size, rng), last_name(rng), text], None if is_blank else number)
    return sheet.done()


def _id_like(region: str, size: int, rng: random.Random) -> str:
    for _ in range(200):
        number = digits(rng, size)
        if is_valid(number, region) and kind_of(number, region) in MOBILE:
            return number
    return digits(rng, size)


KINDS: Sequence[Make] = (compound, wordless, no_phones, beside_ids)
