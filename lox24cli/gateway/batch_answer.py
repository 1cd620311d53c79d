"""The answer to a batch, joined with what was sent: by position, and by phone wherever the answer names one.

Knows no HTTP. Shape and tolerance: https://doc.lox24.eu/api/operations/phone_batch_post/ gives
`[{"status", "body"}]`, in JSON-LD under `hydra:member`; there is no index and no echo of a refused item,
so the place is all that tells whose answer it is. Whatever contradicts that makes the whole answer
unusable: a row is never called created, or refused, on a guess.
"""

import re
from collections.abc import Sequence

from lox24cli.gateway.outcomes import (
    CLIENT_ERROR,
    GONE,
    PASSING,
    SERVER_ERROR,
    SUCCESS,
    GroupMissing,
    ItemAnswer,
    Trouble,
    refusal_of,
)
from lox24cli.gateway.wire import NoJson, digits_of, read_message, read_text
from lox24cli.translating import phrase

_STATUS = re.compile(r"[1-5][0-9]{2}")
_LEAST_STATUS, _MOST_STATUS = 100, 600
_MEMBER_KEYS = ("hydra:member", "member")
_NATIONAL = 6
"""Digits from which on the end of a number is the number, written as inside its country."""
_FAILURE_KEYS = frozenset({"detail", "violations", "hydra:description", "hydra:title", "title"})


class Contradiction(ValueError):
    """The answer does not fit what was sent; the message says how."""

    def __init__(self, message: str, phone_ids: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.phone_ids = phone_ids
        """The ids that it names in each place, where nothing but the phones is at odds; empty for a refused one."""


def find_items(value: object) -> list[object]:
    """Return the items of an answer: of an array, of a member list, or the single one.

    Raises:
        NoJson: the shape is none of these.
    """
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for key in _MEMBER_KEYS:
            if key in value:
                member = value[key]
                return member if isinstance(member, list) else [member]
        if "status" in value and ("body" in value or "phone" in value):
            return [value]
        if "phone" in value and "id" in value:
            return [value]
    raise NoJson(phrase("it has no list of items"))


def read_items(value: object, phones: Sequence[str]) -> tuple[ItemAnswer, ...]:
    """Return what became of each of `phones`, in their order.

    Raises:
        NoJson: the shape is unknown.
        Contradiction: wrong count, another phone than ours, or one id for two phones.
    """
    items = find_items(value)
    if len(items) != len(phones):
        raise Contradiction(phrase("{number} answers for {phones} phones", number=len(items), phones=len(phones)))
    answers = tuple(map(_read_item, items))
    ids = [answer.phone_id for answer in answers if answer.phone_id]
    if len(set(ids)) != len(ids):
        raise Contradiction(phrase("the same id for two phones"))
    if not all(_names(item, phone) for item, phone in zip(items, phones, strict=True)):
        named = tuple(answer.phone_id for answer in answers)
        raise Contradiction(phrase("an answer names another phone than the one sent in its place"), named)
    return answers


def read_changed(value: object, phone: str, phone_id: str) -> ItemAnswer:
    """Return the answer to the change of one phone.

    Raises:
        NoJson: it is none.
        Contradiction: it names another phone than the one sent, or another id.
    """
    if not _find_phone(value):
        raise NoJson(phrase("it names no phone"))
    if not _names(value, phone):
        raise Contradiction(phrase("it names another phone than the one sent"))
    named = read_text(value.get("id")) if isinstance(value, dict) else ""
    if named not in ("", phone_id):
        raise Contradiction(phrase("it names another id than the one asked for"))
    return ItemAnswer(created=True, phone_id=phone_id, http_status=None, message="")


def _read_item(item: object) -> ItemAnswer:
    if not isinstance(item, dict):
        raise NoJson(phrase("an item is no object"))
    if "status" in item:
        status, body = _read_status(item["status"]), item if "phone" in item else item.get("body")
    elif "phone" in item and "id" in item:
        status, body = None, item
    else:
        raise NoJson(phrase("an item has neither a status nor a phone with its id"))
    if status is not None and status not in SUCCESS:
        return _read_failed(status, read_message(body))
    if phone_id := read_text(body.get("id")) if isinstance(body, dict) else "":
        return ItemAnswer(created=True, phone_id=phone_id, http_status=status, message="")
    if isinstance(body, dict) and _FAILURE_KEYS & body.keys():
        raise Contradiction(phrase("an item is called created and carries an error"))
    return ItemAnswer(False, "", status, phrase("the answer names no id"), doubt=Trouble.WRONG_ANSWER)


def _read_failed(status: int, message: str) -> ItemAnswer:
    """Return what the status of an item means; of all but the row's own faults, what it would mean for a batch."""
    said = phrase(": {message}", message=message) if message else ""
    if status in GONE:
        missing = GroupMissing(
            phrase("the group is not there any more ({status}){said}", status=status, said=said),
            phrase("lox24 groups list shows yours"),
        )
        missing.http_status = status
        return ItemAnswer(False, "", status, message, stops=missing)
    if stops := refusal_of(status, message, None):
        return ItemAnswer(False, "", status, message, stops=stops)
    if status in SERVER_ERROR:
        return ItemAnswer(
            False, "", status, phrase("an error of the gateway's own{said}", said=said), doubt=Trouble.SERVER_ERROR
        )
    if status in PASSING or status not in CLIENT_ERROR:
        return ItemAnswer(
            False, "", status, phrase("an answer of unknown meaning{said}", said=said), doubt=Trouble.UNEXPECTED_STATUS
        )
    return ItemAnswer(False, "", status, message)


def _find_phone(item: object) -> str:
    """Return the phone that the answer to an item names; empty where it names none."""
    body = item.get("body") if isinstance(item, dict) and "phone" not in item else item
    return read_text(body.get("phone")) if isinstance(body, dict) else ""


def _names(item: object, phone: str) -> bool:
    """Tell whether the answer names the phone, in whatever notation, or none."""
    named = _find_phone(item)
    if not named or named == phone:
        return True
    theirs, ours = digits_of(named), digits_of(phone)
    national = theirs.lstrip("0")
    # A 0 that is dialled only inside the country: +49 (0)151 …
    without_zero = {theirs[:at] + theirs[at + 1 :] for at in (1, 2, 3) if theirs[at : at + 1] == "0"}
    return ours in {theirs, *without_zero} or (len(national) >= _NATIONAL and ours.endswith(national))


def _read_status(value: object) -> int:
    if type(value) is int and _LEAST_STATUS <= value < _MOST_STATUS:  # as nearly all are
        return value
    text = read_text(value)
    if not _STATUS.fullmatch(text):
        raise NoJson(phrase("an item's status is no HTTP status"))
    return int(text)


def lists_items(value: object) -> bool:
    """Tell whether `value` is an answer item by item, and no error about the whole."""
    try:
        items = find_items(value)
    except NoJson:
        return False
    return any(isinstance(item, dict) and "status" in item and {"body", "phone"} & item.keys() for item in items)
