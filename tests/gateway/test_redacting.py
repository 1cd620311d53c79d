"""A token that a server repeats, in whatever signs and wherever, reaches nothing that is shown, kept or logged."""

import socket
from collections.abc import Callable

import pytest

from lox24cli.errors import Lox24Error
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import RequestLog
from lox24cli.gateway.redacting import Redactor
from tests.gateway.scripted import KEY, TOKEN, Request, answer, talk

WHOLE = f"1234567:{KEY}"
PHONES = ("+491701234567", "+491701234568")


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


SPELLINGS = {
    "as it is": KEY,
    "whole": WHOLE,
    "escaped": escaped(KEY),
    "one sign escaped": escaped(KEY[0]) + KEY[1:],
    "escaped in capitals": escaped(KEY).upper().replace("\\U", "\\u"),
    "in capitals": KEY.upper(),
    "unseen signs between": KEY[:9] + "\u200b" + KEY[9:],
    "unseen signs escaped": KEY[:9] + "\\u200b" + KEY[9:],
    "an escape sequence between": KEY[:9] + "\\u001b[0m" + KEY[9:],
    "in a text": f"the key {escaped(KEY)} is bad",
}
"""As they stand inside a JSON string."""


def plain(value: object) -> str:
    return "".join(
        sign for sign in repr(value).lower().replace("\\x1b[0m", "").replace("\\u200b", "") if sign != "\x1b"
    )


def body_of(text: str, spelling: str) -> bytes:
    return text.replace("TOKEN", spelling).encode()


ITEM = '[{"status":422,"body":%s},{"status":201,"body":{"id":"7","phone":"+491701234568"}}]'
GROUP = '{"id":"7116","name":"TOKEN","name_a":"TOKEN","name_b":"x","count_items":0,"deleted_at":"TOKEN"}'
LISTED = '[{"id":"TOKEN","phone":"+49170","a":"TOKEN","callback_data":"TOKEN"},{"id":"8","phone":"TOKEN"}]'

Call = Callable[[Gateway], object]


def send(gateway: Gateway) -> object:
    return gateway.create_phones("7116", b"[{}]", PHONES)


PLACES: list[tuple[int, str, Call]] = [
    (201, ITEM % '{"detail":"TOKEN"}', send),
    (201, ITEM % '{"violations":[{"propertyPath":"TOKEN","message":"TOKEN"}]}', send),
    (201, ITEM % '"TOKEN"', send),
    (201, '[{"status":201,"body":{"id":"TOKEN"}},{"status":201,"body":{"id":"8"}}]', send),
    (422, '{"detail":"TOKEN"}', send),
    (500, '{"hydra:description":"TOKEN"}', send),
    (403, '{"title":"TOKEN"}', send),
    (401, '{"detail":"TOKEN"}', send),
    (200, GROUP, lambda gateway: gateway.group("7116")),
    (503, '{"detail":"TOKEN"}', lambda gateway: gateway.group("7116")),
    (404, '{"detail":"TOKEN"}', lambda gateway: gateway.group("7116")),
    (200, f"[{GROUP}]", lambda gateway: gateway.groups()),
    (200, '{"id":"TOKEN","currency":"TOKEN","groups":{"TOKEN":"/groups/1"}}', lambda gateway: gateway.account()),
    (200, LISTED, lambda gateway: list(gateway.phones("7116", expected=None))),
    (200, f'{{"hydra:member":{LISTED}}}', lambda gateway: list(gateway.phones("7116", expected=None))),
    (200, '[{"number":"TOKEN"}]', lambda gateway: list(gateway.blocked_numbers())),
    (
        200,
        '{"hydra:member":[{"number":"+49170"}],"hydra:view":{"hydra:next":"/blocked_numbers?page=TOKEN"}}',
        lambda gateway: list(gateway.blocked_numbers()),
    ),
]


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(("status", "text", "call"), PLACES)
def test_a_token_in_the_answer_reaches_nothing_that_comes_of_it(
    status: int, text: str, call: Call, spelling: str
) -> None:
    log: list[RequestLog] = []
    with talk(answer(status, body_of(text, spelling)), log=log) as (_, gateway):
        try:
            said: object = call(gateway)
        except Lox24Error as error:
            said = (error.message, error.hint, error.request_id)
    assert KEY not in plain(said)
    assert KEY not in plain(log)


def test_a_token_of_digits_is_found_where_it_is_a_number() -> None:
    digits = "1234567890123456"
    redactor = Redactor(TOKEN.parse(f"1:{digits}", "a test"))
    assert redactor.value([{"id": int(digits), "ok": True}]) == [{"id": "***", "ok": True}]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "cp1252"])
def test_a_token_in_an_export_is_hidden_whatever_its_encoding(coding: str) -> None:
    header = "id,phone,col_A,col_B,col_C,col_D,col_E,callback_data"
    export = f"{header}\n7,+491701234567,{KEY},é,,,,\n".encode(coding)

    def script(request: Request, _: socket.socket) -> bytes:
        return answer(200, export) if request.path.endswith("csv") else answer(200, b"{")

    with talk(script) as (_, gateway):
        (entry,) = gateway.phones("7116", expected=1)
    assert entry.fields == {"a": "***", "b": "é"}


def test_texts_without_a_token_stay_as_they_are() -> None:
    body = '[{"a":"Jördis \\u00fc \\u2013 \\u200b \\/","b":"\u200b"}]'.encode()
    assert Redactor(TOKEN).body(body) == body
    assert Redactor(TOKEN).text("a\x1bb\nc") == "a\x1bb\nc"


def test_a_nesting_that_is_too_deep_is_no_body() -> None:
    deep = b"[" * 1000 + b'"\\u0041"' + b"]" * 1000
    assert Redactor(TOKEN).body(deep) in (b"", deep)
