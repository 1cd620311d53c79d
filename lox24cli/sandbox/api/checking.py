"""What the API finds wrong with something written to it: violations, in Symfony's words and codes.

Knows no HTTP and no store. Limits: https://doc.lox24.eu/api/operations/phone_batch_post/,
api_groups_post_collection/ and api_blocked_numbers_post/; lengths count characters. Codes and texts are
those of Symfony's NotBlank, Length and Regex constraints; LOX24 words some of them differently, so no
client should read them.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

NOT_BLANK = "c1051bb4-d103-4f74-8988-acbcafc7fdc3"
TOO_LONG = "d94b19cc-114f-4f44-9cc4-4138e80a87b9"
NO_MATCH = "de1e3db3-5ed4-4941-aae4-59f3667cc3a3"
NOT_UNIQUE = "23bd9dbf-6b9b-41cd-a99e-4844bcf3077f"

PHONE_FIELDS = ("phone", "a", "b", "c", "d", "e", "callback_data")
COLUMN_NAMES = ("name_a", "name_b", "name_c", "name_d", "name_e")
GROUP_FIELDS = ("name", "description", *COLUMN_NAMES)

_PHONE_LIMITS = {"phone": 30, "a": 1530, "b": 1530, "c": 1530, "d": 1530, "e": 1530, "callback_data": 36}
_GROUP_LIMITS = {"name": 50, "description": 255, **dict.fromkeys(COLUMN_NAMES, 50)}
_BLOCKED_NUMBER = re.compile(r"\+[0-9]{4,20}")


class Violation(NamedTuple):
    """One broken rule."""

    path: str
    message: str
    code: str


class Misfit(ValueError):
    """A value of another JSON type than the field's; API Platform tells it without violations."""


def check_phone(item: object) -> list[Violation]:
    """Return what is wrong with a phone as it was sent; empty when nothing is.

    Raises:
        Misfit: it is no object, or a field is no string.
    """
    return _check(item, "phone", _PHONE_LIMITS)


def check_group(item: object) -> list[Violation]:
    """Return what is wrong with a group as it was sent.

    Raises:
        Misfit: it is no object, or a field is no string.
    """
    return _check(item, "name", _GROUP_LIMITS)


def check_blocked_number(item: object) -> list[Violation]:
    """Return what is wrong with a number to be blocked; the pattern is documented.

    Raises:
        Misfit: it is no object, or its number is no string.
    """
    violations = _check(item, "number", {"number": 30})
    if not violations and isinstance(item, dict) and not _BLOCKED_NUMBER.fullmatch(item["number"]):
        violations.append(Violation("number", "This value is not valid.", NO_MATCH))
    return violations


def _check(item: object, required: str, limits: Mapping[str, int]) -> list[Violation]:
    if not isinstance(item, dict):
        raise Misfit(f'Expected an object, "{_type_name(item)}" given.')
    violations = []
    # Whitespace alone is not blank to Symfony's NotBlank, and is stored.
    if item.get(required) in (None, ""):
        violations.append(Violation(required, "This value should not be blank.", NOT_BLANK))
    for name, limit in limits.items():
        value = item.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise Misfit(f'The type of the "{name}" attribute must be "string", "{_type_name(value)}" given.')
        if len(value) > limit:
            message = f"This value is too long. It should have {limit} characters or less."
            violations.append(Violation(name, message, TOO_LONG))
    return violations


def _type_name(value: Any) -> str:  # noqa: ANN401  any JSON value
    """Return PHP's name of the type, which is what such messages show."""
    names = {bool: "boolean", int: "integer", float: "double", dict: "array", list: "array", str: "string"}
    return "NULL" if value is None else names[type(value)]
