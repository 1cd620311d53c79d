"""What single headers say, in the languages that people's files are written in."""

import pytest

from lox24cli.errors import MappingError
from lox24cli.mapping.column_names import find_column, fold, name_column, write_request
from lox24cli.mapping.header_meaning import Says, Whose, label_columns, name_field, read_header, read_label
from lox24cli.model import Column, Field

MOBILE = {
    "German": "Mobil|Handy|Handynummer|Handy-Nr.|Mobilnummer|Mobilfunknummer|Mobiltelefon|Mobil-Tel.|Tel. mobil|"
    "Telefon (mobil)|MOBIL|mobilnr|Handy privat|Natel|Mobiltelefonnummer|Mobile Nummer|Mobilfunk-Nr|Diensthandy|"
    "Handynummer (mit Ländervorwahl)|Handy dienstl.",
    "English": "Mobile|Mobile Phone|MobilePhone|mobile_number|Cell|Cell Phone|Cellphone|Mobile No.|Mobile #|"
    "Phone (mobile)|iPhone|MSISDN|Mobile number with country code|SMS number|WhatsApp number",
    "French": "Portable|Téléphone portable|Tél. portable|N° de portable|Mobile|Téléphone mobile|numéro de mobile",
    "Spanish": "Móvil|Teléfono móvil|Celular|Número de móvil|Tel. móvil|N.º móvil",
    "Italian": "Cellulare|Numero di cellulare|Cell.|Telefono cellulare|Tel. cellulare|Numero cellulare",
    "Polish": "Komórka|Telefon komórkowy|Tel. kom.|Nr tel. komórkowego|Numer komórkowy|Telefon kom.",
    "Dutch": "Mobiel|Mobielnr.|Mobiele telefoon|Mobiel nummer|GSM|GSM-nummer|Telefoon mobiel|mobiele nummer",
}
PHONE = {
    "German": "Telefon|Telefonnummer|Tel.|Tel.-Nr.|Telefon-Nr.|Rufnummer|Telefon privat|Tel dienstlich|Fon|Telefon 1",
    "English": "Phone|Phone Number|phone_number|Telephone|Telephone No.|Phone no|Home Phone|Work Phone|Tel",
    "French": "Téléphone|Tél.|N° de téléphone|Numéro de téléphone|Téléphone (domicile)|Téléphone 1",
    "Spanish": "Teléfono|Número de teléfono|Tel.|Teléfono particular|N.º de teléfono|Tfno.|Tlf.|Telf.",
    "Italian": "Telefono|Numero di telefono|Tel.|Recapito telefonico|Telefono casa",
    "Polish": "Telefon|Numer telefonu|Nr telefonu|Tel.|Telefon domowy|Telefon kontaktowy",
    "Dutch": "Telefoon|Telefoonnummer|Tel.|Telefoon thuis|Telefoonnr.",
}
FAX = (
    "Fax|Telefax|Fax geschäftlich|Business Fax|FAX-Nr.|Faxnummer|Télécopie (bureau)|Faks|Pager|ISDN|Telex|Home Fax|"
    "Fax/Mobil|Mobilfax|Privatfax|Faxanschluss|Assistant's Phone|Telefon Assistent|TTY/TDD Phone"
)
OTHER = (
    "Kundennummer|Kd.-Nr.|KundenNr|IBAN|PLZ|Postleitzahl|ZIP|Postcode|Datum|Geburtsdatum|Rechnungsnr.|Bestellnummer|"
    "Order Number|Customer ID|USt-IdNr.|Steuernummer|Preis|E-Mail|Email Address|Name|Vorname|Hausnummer|Member No.|"
    "Vertragsnummer|Phone Type|Phone Label|SMS Einwilligung|Accepts SMS Marketing|Telefon Vorwahl|Mobile Carrier|"
    "Phone Country Code|Personalnummer|Invoice no|Mobile App|SMS opt-in|Telefonnummer verifiziert|created_at"
)
NOTHING = "|Spalte1|Nummer|No.|Gruppe 5a|xyz|Tags|Foo"


def cases(table: dict[str, str]) -> list[str]:
    """All headers of a table of languages."""
    return [header for headers in table.values() for header in headers.split("|")]


@pytest.mark.parametrize("header", cases(MOBILE))
def test_mobile_headers_of_seven_languages_are_known(header: str) -> None:
    """The header alone says mobile, without a look at the cells."""
    meaning = read_header(header)
    assert (meaning.says, meaning.is_certain) == (Says.MOBILE, True)


@pytest.mark.parametrize("header", cases(PHONE))
def test_phone_headers_of_seven_languages_are_known(header: str) -> None:
    """The header alone says phone, but not which kind."""
    meaning = read_header(header)
    assert (meaning.says, meaning.is_certain) == (Says.PHONE, True)


@pytest.mark.parametrize("header", FAX.split("|"))
def test_fax_and_office_headers_never_say_phone(header: str) -> None:
    """Whatever other word stands beside it."""
    assert read_header(header).is_fax
    assert read_header(header).says is Says.OTHER


@pytest.mark.parametrize("header", OTHER.split("|"))
def test_headers_of_other_things_say_so(header: str) -> None:
    """Such a column is never taken for what its cells look like."""
    assert read_header(header).says is Says.OTHER


@pytest.mark.parametrize("header", NOTHING.split("|"))
def test_unknown_headers_say_nothing(header: str) -> None:
    """Their cells may speak."""
    assert read_header(header).says is Says.NOTHING


@pytest.mark.parametrize(
    "header",
    ["Wie lautet deine Handynummer?", "Handy von Lena", "What is the best mobile to reach you?", "SMS", "WhatsApp"],
)
def test_headers_with_unknown_words_need_the_cells(header: str) -> None:
    """A question or a name around the word is no certainty."""
    meaning = read_header(header)
    assert (meaning.says, meaning.is_certain) == (Says.MOBILE, False)


def test_festnetz_is_a_landline() -> None:
    """It is used only when there is nothing else."""
    assert read_header("Festnetz").says is Says.LANDLINE
    assert read_header("Telefon (Festnetz)").says is Says.LANDLINE
    assert read_header("Téléphone fixe").says is Says.LANDLINE


@pytest.mark.parametrize(
    ("header", "whose"),
    [
        ("Mobil", Whose.PLAIN),
        ("Customer Phone", Whose.PLAIN),
        ("Billing Phone", Whose.CLOSE),
        ("Telefon privat", Whose.PARTICULAR),
        ("Telefon 2", Whose.FURTHER),
        ("Other Phone", Whose.FURTHER),
        ("Shipping Phone", Whose.RELATIVE),
        ("Handy Mutter", Whose.RELATIVE),
        ("Parent Mobile", Whose.RELATIVE),
        ("Notfallnummer", Whose.ELSEWHERE),
        ("Emergency Phone", Whose.ELSEWHERE),
    ],
)
def test_qualifiers_tell_whose_number_it_is(header: str, whose: Whose) -> None:
    """The plain word comes before one number of several, and that before another person's."""
    assert read_header(header).whose is whose


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("phone", "phone"),
        ("Phone", "phone"),
        ("A", "a"),
        ("e", "e"),
        ("col_A", "a"),
        ("col B", "b"),
        ("Spalte C", "c"),
        ("Column d", "d"),
        ("Colonne E", "e"),
        ("columna a", "a"),
        ("Callback Data", "callback_data"),
        ("callback_data", "callback_data"),
        ("f", None),
        ("Spalte F", None),
        ("", None),
        ("Phone Number", None),
    ],
)
def test_a_fields_own_name_is_known_in_every_spelling(header: str, field: Field | None) -> None:
    """LOX24's own export writes col_A … col_E and callback_data."""
    assert name_field(header) == field


def test_label_columns_are_paired_with_their_values() -> None:
    """Google's Type or Label column belongs to the Value column of the same number."""
    headers = ["E-mail 1 - Label", "E-mail 1 - Value", "Phone 2 - Type", "Phone 2 - Value", "Phone 1 - Value"]
    columns = [Column(index, header) for index, header in enumerate(headers)]
    assert label_columns(columns) == {3: 2}


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Mobile", Says.MOBILE),
        ("* Mobile", Says.MOBILE),
        ("Handy", Says.MOBILE),
        ("Work Fax", Says.OTHER),
        ("homeFax", Says.OTHER),
        ("Pager", Says.OTHER),
        ("Home", Says.PHONE),
        ("", Says.PHONE),
        ("Work", Says.PHONE),
    ],
)
def test_row_labels_tell_mobiles_and_faxes(label: str, says: Says) -> None:
    """A label that is neither leaves the number as it is: a phone."""
    assert read_label(label) is says


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Straße", "STRASSE"),
        ("Änderung", "aenderung"),
        ("Prénom", "prenom"),
        ("First_Name", "first name"),
        ("Łódź", "lodz"),
    ],
)
def test_folding_sees_through_spelling(left: str, right: str) -> None:
    """Capitals, umlauts, accents, blanks and punctuation make no difference."""
    assert fold(left) == fold(right)


def test_a_column_is_found_by_header_then_letter_then_number() -> None:
    """A header named C beats the letter C, a header 3 the number 3."""
    columns = [Column(index, header) for index, header in enumerate(["C", "Größe", "3", "x"])]
    found = {name: find_column(name, columns).index for name in ("C", "c", "groesse", "B", "3", "4", "D", " x ")}
    assert found == {"C": 0, "c": 0, "groesse": 1, "B": 1, "3": 2, "4": 3, "D": 3, " x ": 3}


def test_letters_go_on_after_z() -> None:
    """AA is the 27th column."""
    columns = [Column(index, f"h{index}") for index in range(30)]
    assert find_column("aa", columns).index == 26


def test_the_exact_header_wins_over_its_loose_readings() -> None:
    """Two headers that differ by capitals alone are two columns."""
    columns = [Column(0, "mobil"), Column(1, "Mobil")]
    assert find_column("Mobil", columns).index == 1
    with pytest.raises(MappingError, match="stands 2 times"):
        find_column("MOBIL", columns)


def test_an_unknown_column_lists_the_columns_closest_first() -> None:
    """The hint is meant to be read from the left."""
    columns = [Column(0, "Anrede"), Column(1, ""), Column(2, "Mobilnummer")]
    with pytest.raises(MappingError, match="no column 'Mobilnumer'") as caught:
        find_column("Mobilnumer", columns)
    assert caught.value.hint == "its columns are: C Mobilnummer, A Anrede, B (no header)"
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    "headers", [["Mobil", "Mobil"], ["B", "x", ""], ['Tel. "neu"', "a|b"], ["2", "1"], ["{x}", ""]]
)
def test_the_written_name_of_a_column_finds_it_again(headers: list[str]) -> None:
    """Also when headers stand twice, are blank, shadow letters or would break a shell's quotes."""
    columns = [Column(index, header) for index, header in enumerate(headers)]
    for column in columns:
        name = name_column(column, columns)
        assert find_column(name, columns) == column
        assert not set(name) & set('"$`\\!|{}')


def test_a_request_is_written_ready_to_paste() -> None:
    """Quoted as one argument of a shell."""
    columns = [Column(0, "Handy Mutter"), Column(1, "Handy Vater")]
    assert write_request("phone", columns, columns) == '--map "phone=Handy Mutter|Handy Vater"'
