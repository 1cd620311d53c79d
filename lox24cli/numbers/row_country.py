"""How a row's own country changes what its phone cell means: read there, held where the digits plainly say otherwise.

A number with its + or 00 is itself, whatever country the row names: somebody who lives here may have a phone of there.
"""

from lox24cli.model import Code
from lox24cli.numbers.numbers import read_cell, read_notated
from lox24cli.numbers.values import NoNumber, Notation, Number, Reading
from lox24cli.row_facts import RowCountry
from lox24cli.translating import phrase

_ABROAD = "00"


def read_in_row(text: str, country: RowCountry, home: str | None) -> tuple[Notation, Reading] | NoNumber:
    """Give how a cell is written and what it means in a row of that country, or why it holds no number's digits.

    `home` is the region of rows that name no country.
    """
    found = read_cell(text, country.region or home)
    if isinstance(found, NoNumber) or _is_signed(found[0]):
        return found
    notation, reading = found
    if country.problem:
        return notation, NoNumber(
            Code.PHONE_COUNTRY_CONFLICT,
            phrase(
                "cannot be read in a country: {problem}; correct it, or write the number with + and its code",
                problem=country.problem,
            ),
        )
    reading = _put_together(notation, country) or reading
    at_home = None if home in {None, country.region} or _is_mobile(reading) else read_notated(notation, home)
    if not isinstance(at_home, Number) or not at_home.mobile:
        return notation, reading
    return notation, NoNumber(
        Code.PHONE_COUNTRY_CONFLICT,
        phrase(
            "is {phone}, a mobile in {home}, and none in {region}, which {address} names; correct one of "
            "them, or write the number with + and its code",
            phone=at_home.phone,
            home=home,
            region=country.region,
            address=country.address,
        ),
    )


def weigh_country(text: str, country: RowCountry, home: str | None) -> int:
    """Give whether a cell is a mobile in its row's country only (1), or at home only (-1); 0 for neither.

    In a row whose country is not known, a number that shows its own speaks for no other: -1.
    """
    found = read_cell(text, home)
    if isinstance(found, NoNumber):
        return 0
    notation, at_home = found
    if _is_signed(notation):
        return 0 if country.region else -1
    there = False
    if country.region:
        there = _is_mobile(_put_together(notation, country) or read_notated(notation, country.region))
    return there - _is_mobile(at_home)


def _put_together(notation: Notation, country: RowCountry) -> Reading | None:
    """Read the digits behind a calling code of the row's own as one mobile; None where there is none.

    A landline is read as it is dialled in the country: without its 0 it may lack its area code, too.
    """
    if not country.calling_code:
        return None
    whole = notation._replace(plus=True, digits=country.calling_code + notation.digits)
    reading = read_notated(whole, country.region)
    return reading if _is_mobile(reading) else None


def _is_signed(notation: Notation) -> bool:
    return notation.plus or notation.digits.startswith(_ABROAD)


def _is_mobile(reading: Reading) -> bool:
    return isinstance(reading, Number) and reading.mobile
