"""True answers made false. Pure: an answer and a fault in, another answer out."""

import email.utils
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import orjson

from lox24cli.sandbox.faults.faults import Fault

HTML = b"text/html; charset=utf-8"
_JSON = b"application/json; charset=utf-8"
_OTHER_PHONE = "+4915799999999"
_OTHER_IDS = 1_000_000
_REDIRECTION = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; the header Content-Length is made when it is sent."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def retry_after(value: int | str, now: float) -> str:
    """Return the Retry-After header for seconds, `date:<seconds>`, or a text (RFC 9110 10.2.3)."""
    text = str(value)
    if text.startswith("date:"):
        return email.utils.formatdate(now + float(text.removeprefix("date:")), usegmt=True)
    return text


def error_answer(fault: Fault, now: float) -> Answer:
    """Return the error of a `status` fault: a redirect, a proxy's page, or the API's own kind of body."""
    status = fault.status or 500
    headers: list[tuple[bytes, bytes]] = []
    if fault.retry_after is not None:
        headers.append((b"retry-after", retry_after(fault.retry_after, now).encode()))
    if fault.location is not None:
        headers.append((b"location", fault.location.encode()))
    if status == HTTPStatus.BAD_GATEWAY or status // 100 == _REDIRECTION:
        return Answer(status, ((b"content-type", HTML), *headers), _page(status))
    kind = (b"content-type", b"application/problem+json; charset=utf-8")
    return Answer(status, (kind, *headers), orjson.dumps(_problem(status)))


def _problem(status: int) -> dict[str, str]:
    return {
        "type": "https://tools.ietf.org/html/rfc2616#section-10",
        "title": "An error occurred",
        "detail": HTTPStatus(status).phrase,
    }


def replacement(fault: Fault, true_status: int) -> Answer:
    """Return what comes instead of the true answer: nothing, a page, or garbage."""
    status = fault.status or true_status
    if fault.kind == "empty":
        return Answer(status, ((b"content-type", _JSON),), b"")
    if fault.kind == "html":
        return Answer(status, ((b"content-type", HTML),), _page(status))
    return Answer(status, ((b"content-type", _JSON),), b"\x00\xff\xfe{[\xc3(" * 20)


def distort(fault: Fault, answer: Answer) -> Answer:
    """Return `answer` with its body cut, swollen, or saying something else; JSON stays JSON."""
    if fault.kind == "cut":
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if fault.kind == "huge-spaces":
        return replace(answer, body=b" " * int(fault.megabytes * 1_000_000) + answer.body)
    if not answer.body:
        return answer
    document = orjson.loads(answer.body)
    items = _items(document)
    if items is not None:
        _change_last(fault, items)
        _rearrange(fault, items)
    elif fault.kind in ("other-phone", "wrong-ids") and isinstance(document, dict):
        _rearrange(fault, [document])
    return replace(answer, body=orjson.dumps(document))


def _items(document: Any) -> list[Any] | None:  # noqa: ANN401  any JSON value
    if isinstance(document, dict):
        document = document.get("hydra:member", document.get("member"))
    return document if isinstance(document, list) else None


def _rearrange(fault: Fault, items: list[Any]) -> None:
    if not items:
        return
    match fault.kind:
        case "fewer":
            items.pop()
        case "more":
            items.append(items[-1])
        case "reordered":
            items.reverse()
        case "duplicated":
            items[1:2] = items[:1]
        case "other-phone":
            _body(items[0])["phone"] = _OTHER_PHONE
        case "wrong-ids" | "no-ids":
            _change_ids(fault, items)
        case "huge-items":
            size = len(orjson.dumps(items[-1])) + 1
            items += items[-1:] * int(fault.megabytes * 1_000_000 / size)
        case _:
            pass


def _change_ids(fault: Fault, items: list[Any]) -> None:
    for body in map(_body, items):
        if fault.kind == "no-ids":
            body.pop("id", None)
        elif "id" in body:
            body["id"] = type(body["id"])(int(body["id"]) + _OTHER_IDS)


def _change_last(fault: Fault, items: list[Any]) -> None:
    """Let the last item have the fault's status; without `stores` it was not served, and has no answer yet."""
    if fault.kind == "item-status":
        answered = {"status": fault.status, "body": _problem(fault.status or 0)}
        items[len(items) - (fault.stores is not None) :] = [answered]


def _body(item: Any) -> dict[str, Any]:  # noqa: ANN401  an item of a batch or of a list
    body: dict[str, Any] = item["body"] if isinstance(item.get("body"), dict) else item
    return body


def _page(status: int) -> bytes:
    phrase = HTTPStatus(status).phrase
    return f"<html><head><title>{status} {phrase}</title></head><body><h1>{phrase}</h1></body></html>".encode()
