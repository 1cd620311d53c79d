"""The `--map FIELD=COLUMN` values: their grammar, and which of two wins.

    FIELD=COLUMN                phone=Mobil   b=C   c=3
    FIELD=TEMPLATE              a={Anrede} {Nachname}
    FIELD=                      e=            the field stays empty
    phone=COLUMN|COLUMN…        phone=Mobil|Telefon privat   the first usable number of the row counts
    region=COLUMN               region=Land   each row's numbers are of the country it names; region= for none
    consent=COLUMN              consent=SMS erlaubt   as `--consent`: who says no there is not sent to
    consent=not COLUMN          consent=not Vermerk   a yes there is the no

A header that is spelled with `|` or braces wins over that meaning. What a COLUMN is: column_names.py;
what a TEMPLATE is: templates.py. This module knows no file.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from lox24cli.errors import SettingsError
from lox24cli.mapping.column_names import find_column
from lox24cli.mapping.templates import Template, parse_template
from lox24cli.model import FIELDS, Column, Field
from lox24cli.translating import phrase

Target = tuple[int, ...] | Template
"""Columns in order of preference, or a template; no column at all leaves the field empty."""

Asked = Field | Literal["region", "consent"]
"""What a request can be about: a field of the contact, or what the row says of itself."""

NOT = "not "
"""Before a column of consents: a yes there is a no to messages."""
ROW_NAMES: tuple[Asked, ...] = ("region", "consent")
_NAMES: dict[str, Asked] = {name: name for name in (*FIELDS, *ROW_NAMES)}


def parse_requests(requests: Iterable[str]) -> dict[Asked, str]:
    """Split each request into its field and the text after the equals sign, in the order given.

    Raises SettingsError for a request without `=`, an unknown field, a field twice, or a phone left empty.
    """
    texts: dict[Asked, str] = {}
    for request in requests:
        name, equals, text = request.partition("=")
        field = _NAMES.get(name.strip().casefold().replace("-", "_"))
        if not equals:
            raise SettingsError(
                phrase("--map {request!r} has no equals sign", request=request),
                phrase('write FIELD=COLUMN, as in --map "phone=Mobil"'),
            )
        if field is None:
            raise SettingsError(
                phrase("--map {request!r} names no field of a contact", request=request),
                phrase("the fields are: {fields}; and of the row: region and consent", fields=", ".join(FIELDS)),
            )
        if field in texts:
            several = phrase(
                '--map maps {field} twice; several phone columns go into one: --map "phone={first}|{second}"',
                field=field,
                first=texts[field],
                second=text.strip(),
            )
            raise SettingsError(several if field == "phone" else phrase("--map maps {field} twice", field=field))
        if field == "phone" and not text.strip():
            raise SettingsError(
                phrase("--map leaves phone empty"), phrase("every contact needs a phone: name its column")
            )
        texts[field] = text.strip()
    return texts


def combine_requests(saved: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """Join the requests of a saved map and of the command line: those given win, field by field.

    Raises SettingsError like parse_requests.
    """
    texts = parse_requests(saved) | parse_requests(given)
    return tuple(f"{field}={text}" for field, text in texts.items())


def find_target(field: Asked, text: str, columns: Sequence[Column]) -> Target:
    """Find the columns or the template that a request names in this file.

    Raises MappingError for a column that is not there, SettingsError for a text that cannot be meant.
    """
    if not text:
        return ()
    if any(column.header == text for column in columns):
        return (find_column(text, columns).index,)
    if field == "consent":
        return tuple(find_column(bare_name(name, columns), columns).index for name in split_names(text, columns))
    if field in ROW_NAMES and ("{" in text or "}" in text):
        raise SettingsError(
            phrase(
                "--map {request!r} is put together, but {field} stands in one column",
                request=f"{field}={text}",
                field=field,
            )
        )
    if "{" in text or "}" in text:
        return parse_template(text, lambda name: find_column(name, columns).index)
    if "|" not in text:
        return (find_column(text, columns).index,)
    if field not in {"phone", *ROW_NAMES}:
        raise SettingsError(
            phrase("--map {request!r} gives {field} two columns", request=f"{field}={text}", field=field),
            phrase('only phone takes alternatives; put columns together with --map "{field}={{…}} {{…}}"', field=field),
        )
    return tuple(dict.fromkeys(find_column(name, columns).index for name in split_names(text, columns)))


def split_names(text: str, columns: Sequence[Column]) -> list[str]:
    """Return the columns' names between `|`, which a header may be spelled with.

    Raises SettingsError for one that is blank.
    """
    names = [text] if any(column.header == text for column in columns) else [name.strip() for name in text.split("|")]
    if not all(names):
        raise SettingsError(phrase("{text!r} has an alternative without a name", text=text))
    return names


def bare_name(name: str, columns: Sequence[Column]) -> str:
    """Return a column's name without the `not ` before it, unless a header is spelled so."""
    return name if any(column.header == name for column in columns) else name.removeprefix(NOT)
