"""The words that headers are made of, in seven languages, folded (see column_names.fold_words).

Data only; header_meaning.py says what a header made of them means. Collected from the headers that contact
programs export (tests/mapping/test_headers.py names each) and from what people type.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _by_word(words: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({word: language for language, line in words.items() for word in line.split()})


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


MOBILE = _by_word(
    {
        "Portuguese": "telemovel telemoveis",
        "Dutch": "mobiel mobiele mobieltje mobielnummer mobielnr gsm gsmnummer",
        "Polish": "komorka komorki komorkowy komorkowa komorkowego komorkowe kom",
        "Italian": "cellulare cellulari cell",
        "Spanish": "movil moviles celular telefonomovil",
        "French": "portable portables telephoneportable telportable",
        "German": "mobil mobiltelefon mobiltelefonnummer mobilfunk mobilfunknummer mobilfunknr "
        "mobilfunkrufnummer mobiltelefonnr mobilnummer mobilnr mobilrufnummer mobiltel mobilfon mobiltelefone handy "
        "handynummer handynummern handynr handyno handytel handytelefon smartphone natel natelnummer diensthandy "
        "privathandy firmenhandy handyruf mobilruf",
        "English": "mobile mobiles mobilephone mobilenumber mobileno mob cellphone cellular cellnumber iphone msisdn",
    }
)
"""Says: a mobile. The language is the one that the evidence names; a word of several stands once."""

PHONE = _by_word(
    {
        "Dutch": "telefoon telefoonnummer telefoonnr telnummer",
        "Portuguese": "telefone",
        "Polish": "telefonu telefoniczny nrtelefonu",
        "Italian": "telefonico",
        "Spanish": "telefonos fono tfno tfn tlfno tlf telf",
        "Spanish and Italian": "telefono",
        "French": "telephone telephones telephonique",
        "several languages": "tel",
        "German and Polish": "telefon",
        "German": "telefonnummer telefonnummern telefonnr telnr fon rufnummer rufnr fernsprecher "
        "privattelefon telefonprivat diensttelefon haupttelefon kundentelefon autotelefon",
        "English": "phone phones phonenumber phoneno phonenr telephones telno",
    }
)
"""Says: a phone of some kind."""

HINTS = _by_word(
    {
        "German": "notfallnummer notfallrufnummer notfalltelefon notrufnummer kontaktnummer",
        "English": "sms whatsapp text texting wa",
    }
)
"""May hold phones as well as consents or names: counts only when the cells read as phones."""

REACH = _words(
    "contact contacto contactar contatto contatti kontakt recapito recapiti erreichbar erreichen reach joignable "
    "joindre coordonnees localizable aviso avvisi avisamos avisar avisarti avvisarti reperibile bereikbaar bereiken "
    "rueckruf callback powiadomienia dzwonic numerem"
)
"""Where somebody is reached may be a phone, an address or a person: counts only when the cells read as phones."""

MESSAGES = frozenset({"sms", "whatsapp", "text", "texting"})
"""Says of a phone that it takes messages."""

LANDLINE = _words(
    "festnetz festnetznummer festnetztelefon festnetznr landline fixe fijo fisso stacjonarny "
    "stacjonarnego vaste vast vastetelefoon domestico"
)
NEVER = _words(
    "fax faxnummer faxnr faxnumber telefax telefaxnummer telefaxnr telefaks faks facsimile telecopie "
    "telecopieur pager beeper hoerbehinderte telex isdn tty tdd radio funkruf funkrufempfaenger rundruf eurosignal "
    "assistant assistants assistent assistenten assistenz sekretariat secretary reception receptionist"
)
"""A number that reaches a machine or somebody's office: such a column is never the phone."""

NUMBER = _words("nummer nummern nr nrn number numbers no num numero numeros numer numery n o nu nro")
NEUTRAL = NUMBER | _words(
    "value wert person contact kontakt contatto contacto kunde kunden customer client cliente klient "
    "klant user subscriber primary primaer main haupt hauptnummer principal principale my mein meine your "
    "ihre deine recapito kontaktu kontaktowy fuer e164 international internationale int format formatted de du di of "
    "the del dell der la le l il el sms"
)
"""Makes a header no other column than the plain word would."""

CUSTOMER = _words("customer client cliente klient klant kunde kunden kd user subscriber abonnent")
"""Neutral before a phone; before a number, the number is theirs in some register."""

CLOSE = _words("billing default standard rechnung rechnungsadresse facturation facturacion fatturazione")
"""Stands a little behind the plain word: Billing Phone, Default Address Phone."""

PARTICULAR = _words(
    "privat private privata privato privado prive prywatny prywatna prywatnie personal personnel perso "
    "personale persoonlijk home zuhause domicile casa thuis dom domowy particular dienstlich dienstl dienst "
    "geschaeftlich geschaeft geschaeftl gesch beruf beruflich arbeit buero work business office job "
    "bureau professionnel pro travail maison trabajo oficina lavoro ufficio praca sluzbowy sluzbowa sluzbowe "
    "zakelijk werk tagsueber abends day evening daytime adresse address adres 1 i eins"
)
"""One of several numbers of the same person."""

FURTHER = _words(
    "zweite zweites zweitnummer second secondary sekundaer secondaire secundario whatsapp other andere anderes "
    "sonstige sonstiges weitere weiteres weiterer alternativ alternative alternate alt autre otro altro inny ander "
    "overig additional zusaetzlich car auto autotelefon 2 3 4 5 6 7 8 9 ii iii iv zwei drei alt altes alte old "
    "frueher fruehere ehemalig ehemalige previous former ancien ancienne anterior antiguo vecchio precedente stary "
    "poprzedni oud oude vorig firma firmen firmowy company societe entreprise empresa azienda bedrijf employer "
    "arbeitgeber"
)
"""One that people give after the first, an older one, or their firm's."""

ROLE = _words(
    "patient patientin patienten patientinnen paciente paziente pacjent pacjenta patientes teilnehmer teilnehmerin "
    "teilnehmers participant participante partecipante uczestnik uczestnika deelnemer attendee mitglied mitglieder "
    "mitglieds member membre adherent adherente socio socia czlonek czlonka lid gast gaeste guest invite huesped "
    "ospite gosc goscia mieter mieterin mieters tenant locataire inquilino inquilina najemca najemcy huurder bewohner "
    "resident bewerber applicant candidat candidato kandydat"
)
"""Whom such lists are about: a patient's phone is the contact's own, if no other role's stands beside it."""

RELATIVE = _words(
    "mutter vater eltern elternteil mama papa mother father mom mum dad parent parents guardian erziehungsberechtigte "
    "erziehungsberechtigter erziehungsberechtigten sorgeberechtigte sorgeberechtigter sorgeberechtigten kind schueler "
    "schuelerin child student pupil spieler mere pere enfant eleve madre padre genitore genitori figlio figlia hijo "
    "hija alumno matka ojciec rodzic rodzica rodzice matki ojca dziecko moeder vader ouder ouders partner partnerin "
    "spouse ehepartner ehefrau ehemann ehegatte ehegattin gatte gattin lebenspartner lebenspartnerin opa oma "
    "grosseltern angehoerige angehoeriger angehoerigen familie verwandte wife husband kin relative family grandparent "
    "conjoint conjointe epoux epouse mari proche proches conyuge esposo esposa marido familiar familiares coniuge "
    "moglie marito familiare shipping lieferung lieferadresse livraison envio spedizione familiari malzonek malzonka "
    "zona maz rodzina rodziny echtgenoot echtgenote naaste naasten familielid"
)
"""Another person's number, or one of several people's."""

EMERGENCY = _words(
    "notfall notruf notfallnummer notfallrufnummer notfalltelefon notrufnummer notfallkontakt emergency "
    "ice urgence emergencia emergenza alarmowy nood noodgeval hauptsitz zentrale switchboard"
)
"""A number for other occasions, or a switchboard: only when nothing else is there."""

FILLERS = _words(
    "bitte please per favore favor prosze alstublieft angeben angabe eintragen pflicht pflichtfeld required optional "
    "obligatoire obligatorio obligatoria obbligatorio wymagane wymagany verplicht nur only sans mit ohne with without "
    "senza sin bez zonder leerzeichen spaces spazi espacios spacji spaties prefijo digits ziffern for fuer do a an to "
    "unter rueckfragen rueckruf rueck sms text updates reminder reminders erinnerung callback avvisi aviso rappel "
    "joindre riferimento contactar il tuo tu twoj votre vos ton je jouw uw dein deines ihr ihres best preferred "
    "bevorzugt eigene eigenes own self format"
)
"""Around a word for phone they change nothing: `Deine Handynummer (für Rückfragen)`."""

REMARK_STARTS = _words(
    "bitte please mit ohne with without no sin sans senza bez zonder met nur only format z e eg ex inkl incl"
)
"""What begins so in brackets says how to write the number."""

HEADS = (
    "mobiltelefon", "mobilfunk", "mobilephone", "cellphone", "cellulare", "telefoon", "telefono", "telefon",
    "handy", "celular", "mobiel", "mobile", "mobil", "phone", "gsm",
)  # fmt: skip
"""At the end of a compound they say what it is, whatever stands before."""

NO_COMPOUNDS = _words(
    "automobil automobile wohnmobil wohnmobile reisemobil schneemobil snowmobile automovil immobile megaphone "
    "microphone saxophone xylophone headphone gramophone francophone anglophone germanophone interphone"
)
"""Words that end like one for phone and mean none."""

SHORT_FRONTS = frozenset({"tel", "gsm", "sms", "mob"})
"""Known words of three letters that begin compounds."""

NOT_THE_NUMBER = _words(
    "type typ label bezeichnung art opt optin optout consent einwilligung erlaubt erlaubnis zustimmung "
    "verified verifiziert bestaetigt verification carrier provider anbieter netz netzbetreiber vorwahl "
    "laendervorwahl landesvorwahl country land prefix praefix indicatif prefijo kierunkowy code ext "
    "extension durchwahl nebenstelle date datum id url count anzahl last letzte time status valid gueltig "
    "ok allowed marketing newsletter kosten costs model modell marke brand hersteller app website "
    "webseite link vertrag contract tarif konto imei sim pin puk yomi updated created"
)
"""Beside a phone word: the column is about the phone, and holds none."""

PREFIX = _words(
    "vorwahl ortsvorwahl vorw laendervorwahl landesvorwahl prefix praefix indicatif prefijo prefisso kierunkowy "
    "landcode"
)
"""Says that the column holds the beginning of numbers, which go on in the next column."""

COUNTRY = _words("laendervorwahl landesvorwahl land country landcode pays pais paese kraj")
"""Says that this beginning is a country code."""

OTHER = _words(
    "kundennummer kundennr kdnr kundenr iban bic swift blz kontonummer konto account plz postleitzahl zip "
    "zipcode postal postcode postalcode cap cp code codigo kod datum date data geburtstag geburtsdatum "
    "geb birthday birthdate dob anniversary jahrestag rechnungsnr rechnungsnummer rechnung invoice "
    "facture factura fattura faktura id uid uuid guid artikelnummer artikelnr sku ean gtin isbn asin "
    "auftragsnummer auftragsnr auftrag bestellnummer bestellnr bestellung order orders commande pedido "
    "ordine mitgliedsnummer mitgliedsnr mitglied personalnummer personalnr pnr matrikelnummer matrikelnr "
    "steuernummer steuernr steuer ustid ustidnr ust vat tax siret siren nip regon pesel nif cif dni "
    "codice fiscale piva bsn kvk ssn svnr sozialversicherung versicherungsnummer preis price betrag "
    "amount total summe umsatz revenue prix precio prezzo cena bedrag saldo balance email mail mails name "
    "namen vorname nachname familienname firstname lastname surname forename given family prenom nom "
    "nombre apellido apellidos cognome nome imie nazwisko voornaam achternaam anrede titel title strasse "
    "street rue calle via ulica straat hausnummer hausnr ort stadt city town ville ciudad citta miasto "
    "plaats land country pays pais paese kraj region state bundesland website url web www notes notizen "
    "notiz bemerkung bemerkungen kommentar comment comments note firma company organisation organization "
    "abteilung department kurs klasse alter age menge quantity anzahl latitude longitude lat lng "
    "timestamp zeitstempel zeit uhrzeit time created updated status lieferschein vertragsnummer "
    "vertragsnr seriennummer seriennr serial beleg belegnr belegnummer debitor debitorennummer kreditor "
    "ticket tracking sendungsnummer gebuehr mandatsreferenz kennzeichen inventarnummer reference referenz "
    "ref"
)
"""Says something else altogether: such a column is never taken for its contents."""
