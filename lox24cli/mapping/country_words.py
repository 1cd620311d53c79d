"""The words of headers above countries, in seven languages, folded (see column_names.fold_words). Data only."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


COUNTRY = _words(
    "land laender landes lands country countries countrycode countryname countryregion pays pais paese nazione kraj "
    "kraju panstwo panstwa nation "
    "laendercode laenderkode laenderkennzeichen laenderkuerzel laenderkennung laendername laendervorwahl laenderiso "
    "landesvorwahl landeskennzeichen landeskuerzel landeskennung landescode landeskennzahl laenderkennzahl "
    "landcode landkode landkuerzel landkennung landkennzeichen landname landnaam landnummer landvorwahl landencode "
    "wohnland wohnsitzland woonland heimatland rechnungsland lieferland adressland anschriftland firmenland kundenland "
    "postland sitzland aufenthaltsland telefonland vorwahlland"
)
"""Says: a country."""

PERHAPS = _words("staat staaten stato lkz iso vorwahl prefix praefix indicatif prefijo prefisso kierunkowy dial "
                 "calling dialling dialing")  # fmt: skip
"""May say so: a German Staat is a country, a Dutch staat a part of one; stato is a state and a status; a Vorwahl is a
country's or a town's. The cells decide."""

PHONE = _words(
    "phone mobile tel telefon telephone telefono telefoon handy mobil cell sms vorwahl laendervorwahl landesvorwahl "
    "landvorwahl landeskennzahl laenderkennzahl telefonland vorwahlland dial dialing dialling calling prefix praefix "
    "indicatif prefijo prefisso kierunkowy telefoniczny"
)
"""Says that it is the phone's country, not the address's."""

NEUTRAL = (
    PERHAPS
    | PHONE
    | _words(
        "code codes codigo codice kod kode kuerzel kennzeichen kennung abbreviation name nom nombre nome nazwa naam "
        "iso iso2 iso3 2 3 3166 alpha region regione region address adresse addresse anschrift adres adresu direccion "
        "indirizzo billing shipping mailing home work business company other default primary main private privat "
        "personal dienstlich geschaeftlich firma firmen rechnung rechnungsadresse lieferung lieferadresse wohnsitz "
        "wohnort wohn residence residencia residenza residentie zamieszkania verblijf domicile domicilio contact "
        "kontakt customer kunde kunden client cliente klienta person member mitglied de des du di del della da of van "
        "der die das the le la il el id key short long full text value number nummer nr no numer numero num "
        "international int street city plz ort"
    )
)
"""Makes no other thing of it."""

STATE = _words(
    "state states province provinz provincia provincie bundesland bundesstaat kanton canton county department "
    "departement wojewodztwo estado"
)
"""A part of a country: beside a word for country, either may stand in the cells."""

NEVER = _words(
    "nationality nationalitaet nationalite nacionalidad nazionalita nationaliteit narodowosc obywatelstwo "
    "staatsangehoerigkeit staatsbuergerschaft staatsburgerschap citizenship cittadinanza ciudadania citoyennete "
    "birth born geburt geburtsland geboorte geboorteland naissance nacimiento nascita urodzenia herkunft herkunftsland "
    "origin origine origen pochodzenia language sprache langue idioma lingua jezyk taal locale reiseland zielland "
    "destination travel reise reiseziel viaje voyage viaggio issue issuing issued ausstellung ausstellungsland "
    "passport pass reisepass pasaporte passaporto tax steuer steuerland manufacture manufacturer hersteller "
    "herstellerland produktion produktionsland bank bankland iban visa interest favourite favorite club team"
)
"""Another country than the one that the contact's phone is of."""
