"""What goes over the wire and what is made of it: the API's JSON, written strictly and read with tolerance.

Knows no httpx and no status. The shapes: https://doc.lox24.eu/api/operations/phone_batch_post/ (phones),
.../getaccountinfo/ (account), .../api_groups_get_collection/ (groups), .../api_phones_get_collection/
(lists); ids come as text or number, any field but a phone's `phone` and a group's `name` may be missing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import orjson

from lox24cli.model import TEXT_FIELDS, Field
from lox24cli.translating import phrase

LONGEST_MESSAGE = 300
"""Characters of the API's words that are kept."""

COLUMN_KEYS: Final[Mapping[Field, str]] = MappingProxyType({letter: f"name_{letter}" for letter in TEXT_FIELDS[:5]})
"""The group's key for the title of each column (https://doc.lox24.eu/api/operations/api_groups_post_collection/)."""

_MESSAGE_KEYS = ("detail", "hydra:description", "description", "message", "title", "hydra:title")
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
_ITEM_INDEX = re.compile(r"^\[\d+\]\.?")


class NoJson(ValueError):
    """The text is not JSON, or not JSON of a known shape; the message says which, in a few words."""


@dataclass(frozen=True, slots=True)
class Account:
    """GET /me."""

    id: str
    balance: float | None
    """Net of VAT, in `currency`."""
    currency: str
    """EUR or CHF."""
    groups: tuple[str, ...]
    """The ids of the account's groups, as listed."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of phones."""

    id: str
    name: str
    columns: Mapping[Field, str]
    """The titles of the columns a–e that have one."""
    count: int | None
    """How many phones it holds, where the API says so."""
    deleted_at: str
    """When the group will be deleted (RFC 3339); empty when it will not."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class GroupPhone:
    """One phone of a group. The same phone may be there twice, under two ids."""

    id: str
    phone: str
    """As the API gives it."""
    fields: Mapping[Field, str]
    """a–e and callback_data, as stored; empty ones left out."""
    unsubscribed: bool
    """Its owner has unsubscribed by a link. Not known, hence False, in the CSV export."""
    subscribed_at: str = ""
    """When its owner subscribed by a link, as the API gives it (Unix time); empty for never."""
    unsubscribed_at: str = ""
    unsubscribe_reason: str = ""
    """1 never subscribed, 2 too many, 3 not interested, 4 incomprehensible, 5 dislikes the company, 6 other."""


def encode_phone(phone: str, fields: Mapping[Field, str]) -> bytes:
    """Return one item of a batch: only the seven documented keys, all texts, empty ones left out."""
    return join_phone(phone, encode_fields(fields))


def encode_fields(fields: Mapping[Field, str]) -> bytes:
    """Return what an item says besides its phone, on one line."""
    return orjson.dumps({key: fields[key] for key in TEXT_FIELDS if fields.get(key)})


def join_phone(phone: str, fields: bytes) -> bytes:
    """Return one item of a batch from its phone and what `encode_fields` made."""
    return b'{"phone":%b%b' % (orjson.dumps(phone), b"," + fields[1:] if fields != b"{}" else b"}")


def encode_whole_phone(phone: str, fields: Mapping[Field, str]) -> bytes:
    """Return the body that changes a phone: all seven keys, since what a PUT does with others is undocumented (U16)."""
    return orjson.dumps({"phone": phone} | {key: fields.get(key) or None for key in TEXT_FIELDS})


def encode_batch(items: Iterable[bytes]) -> bytes:
    """Return the body of a batch from items that `encode_phone` made, in their order."""
    return b"[" + b",".join(items) + b"]"


def encode_group(name: str, columns: Mapping[Field, str]) -> bytes:
    """Return the body that creates a group; never with phones, whose effect there is undocumented."""
    titles = {key: columns[field] for field, key in COLUMN_KEYS.items() if columns.get(field)}
    return orjson.dumps({"name": name} | titles)


def encode_whole_group(group: Group) -> bytes:
    """Return the body that changes a group: every field, since what becomes of one left out is undocumented."""
    titles = {key: group.columns.get(field) for field, key in COLUMN_KEYS.items()}
    return orjson.dumps({"name": group.name, "description": group.description or None} | titles)


def decode(body: bytes) -> object:
    """Return the JSON value of `body`, whatever its Content-Type said.

    Raises:
        NoJson: it is empty, HTML, cut or otherwise no JSON.
    """
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        raise NoJson(phrase("it is empty"))
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NoJson(
            phrase("it is a web page") if body.startswith(b"<") else phrase("it is not JSON, or cut off")
        ) from error


def clean_text(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """Return a foreign text on one line: no escape sequences, no control or bidi signs, cut with `…`."""
    shown = _ESCAPE_SEQUENCE.sub("", text[: longest * 20])
    shown = "".join(sign if sign.isprintable() else " " for sign in shown)
    shown = " ".join(shown.split())
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def clean_request_id(text: str) -> str:
    """Return an X-LOX24-REQUEST-ID (32 letters and digits, https://doc.lox24.eu/api/) fit for any report."""
    return "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign == "-"))[:64]


def read_text(value: object) -> str:
    """Return a text or number of the API as text that any file can hold; everything else as empty."""
    match value:
        case bool():
            return ""
        case int():
            return str(value)
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
        case _:
            return ""


def read_message(body: object) -> str:
    """Return the API's words for a refusal, cleaned; empty where there are none."""
    if isinstance(body, str):
        return clean_text(body)
    if not isinstance(body, dict):
        return ""
    violations = _read_violations(body.get("violations"))
    for key in _MESSAGE_KEYS:
        if text := read_text(body.get(key)):
            generic = key in {"title", "hydra:title", "message"} and violations
            return clean_text(violations if generic else text)
    return clean_text(violations)


def _read_violations(violations: object) -> str:
    if not isinstance(violations, list):
        return ""
    said = []
    for violation in violations[:20]:
        if isinstance(violation, dict):
            path = _ITEM_INDEX.sub("", read_text(violation.get("propertyPath")))
            message = read_text(violation.get("message"))
            said.append(f"{path}: {message}" if path and message else message or path)
    return "; ".join(filter(None, said))


def read_account(value: object) -> Account:
    """Return the account. Raises NoJson where `value` is none."""
    if not isinstance(value, dict) or not ({"id", "groups", "balance_amount"} & value.keys()):
        raise NoJson(phrase("it is no account"))
    balance = value.get("balance_amount")
    groups = value.get("groups")
    return Account(
        id=read_text(value.get("id")),
        balance=float(balance) if isinstance(balance, int | float) and not isinstance(balance, bool) else None,
        currency=clean_text(read_text(value.get("currency")), 10),
        groups=_read_group_ids(groups),
    )


def _read_group_ids(groups: object) -> tuple[str, ...]:
    # A map of id to "/groups/<id>"; PHP writes an empty map as [].
    if isinstance(groups, dict):
        return tuple(clean_text(str(key), 64) for key in groups)
    if isinstance(groups, list):
        ids = (read_text(entry).rpartition("/")[2] for entry in groups)
        return tuple(clean_text(entry, 64) for entry in ids if entry)
    return ()


def read_group(value: object) -> Group:
    """Return the group. Raises NoJson where `value` is none."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not read_text(value.get("id")):
        raise NoJson(phrase("it is no group"))
    count = value.get("count_items")
    titles = {field: read_text(value.get(key)).strip() for field, key in COLUMN_KEYS.items()}
    return Group(
        id=read_text(value["id"]),
        name=read_text(value["name"]),
        columns={field: title for field, title in titles.items() if title},
        count=count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None,
        deleted_at=read_text(value.get("deleted_at")),
        description=read_text(value.get("description")),
    )


def read_phone(value: object) -> GroupPhone:
    """Return one phone of a group. Raises NoJson where `value` is none."""
    if not isinstance(value, dict) or not (phone := read_text(value.get("phone"))):
        raise NoJson(phrase("it is no phone"))
    texts = {key: read_text(value.get(key)) for key in TEXT_FIELDS}
    return GroupPhone(
        id=read_text(value.get("id")),
        phone=phone,
        fields={key: text for key, text in texts.items() if text},
        unsubscribed=value.get("unsubscribed_at") not in (None, 0, "", False),
        subscribed_at=read_text(value.get("subscribed_at") or None),
        unsubscribed_at=read_text(value.get("unsubscribed_at") or None),
        unsubscribe_reason=read_text(value.get("unsubscribe_reason")),
    )


def read_blocked_number(value: object) -> str:
    """Return a number that is never sent to. Raises NoJson where `value` is none."""
    if not isinstance(value, dict) or not (number := read_text(value.get("number"))):
        raise NoJson(phrase("it is no blocked number"))
    return number


def digits_of(phone: str) -> str:
    """Return what two notations of one number share: `+49…`, `49…` and `0049…` give the same."""
    digits = "".join(sign for sign in phone if sign in "0123456789")
    return digits if phone.lstrip().startswith("+") else digits.removeprefix("00")
