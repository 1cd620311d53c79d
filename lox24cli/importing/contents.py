"""What an entry of the group says beside its number, and what a row of the file makes of it. Pure.

Kept in the journal as JSON: the phone as it is stored, its fields without empty ones, and under `rivals` the other
numbers that the phone may be read as. Blanks around a value do not count: the importer takes them off.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from lox24cli.importing.choices import Blank
from lox24cli.model import TEXT_FIELDS, Field

_RIVALS = "rivals"


def pack(phone: str, fields: Mapping[Field, str], rivals: Sequence[str] = ()) -> bytes:
    """Return an entry as the journal keeps it."""
    return orjson.dumps({"phone": phone, **fields} | ({_RIVALS: rivals} if rivals else {}))


def rivals_of(stored: bytes) -> list[str]:
    """Return the other numbers that the entry's phone may be."""
    found: list[str] = orjson.loads(stored).get(_RIVALS, [])
    return found


def phone_of(stored: bytes) -> str:
    """Return the entry's phone as it is stored."""
    return str(orjson.loads(stored)["phone"])


def values_of(stored: bytes) -> dict[Field, str]:
    """Return the fields of an entry, or of what is sent to make one; empty ones left out."""
    values: dict[str, Any] = orjson.loads(stored)
    return {name: values[name] for name in TEXT_FIELDS if values.get(name)}


def amend(stored: bytes, wanted: bytes, mapped: Collection[Field], blank: Blank) -> dict[Field, str]:
    """Return the fields of `stored` with those of `wanted` in the place of the mapped ones."""
    fields, new = values_of(stored), values_of(wanted)
    for name in mapped:
        value = new.get(name, "")
        if value or blank is Blank.CLEAR:
            fields[name] = value
    return {name: value for name, value in fields.items() if value}


def differences(before: Mapping[Field, str], after: Mapping[Field, str]) -> tuple[Field, ...]:
    """Return the fields in which the two differ."""
    return tuple(name for name in TEXT_FIELDS if before.get(name, "").strip() != after.get(name, "").strip())
