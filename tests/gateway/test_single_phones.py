"""One phone, looked at, changed and deleted: what each answer means."""

import json
from collections.abc import Callable

import pytest

from lox24cli.errors import IpBlocked, Lox24Error, TokenRefused
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.judging import PhoneAnswer
from lox24cli.gateway.outcomes import (
    AccountRefused,
    Answered,
    BatchRefused,
    FundsRefused,
    GatewayDown,
    GatewayRefused,
    Gone,
    InDoubt,
    ItemAnswer,
    NotSent,
    Trouble,
)
from lox24cli.gateway.wire import GroupPhone, encode_whole_phone
from tests.gateway.scripted import REQUEST_ID, TOKEN, answer, talk

PHONE = "+491701234567"
BODY = encode_whole_phone(PHONE, {"a": "Frau"})
STORED = {"id": "7848412", "phone": PHONE, "a": "Frau", "b": None}
DONE = Answered((ItemAnswer(True, "7848412", 200, ""),), 200, REQUEST_ID)


def update(gateway: Gateway) -> PhoneAnswer:
    return gateway.update_phone("7848412", BODY, PHONE)


def delete(gateway: Gateway) -> PhoneAnswer:
    return gateway.delete_phone("7848412")


def test_a_change_is_sent_whole_with_null_for_what_is_empty() -> None:
    """What a PUT does with fields that it leaves out is undocumented: none is left out."""
    with talk(answer(200, STORED)) as (server, gateway):
        assert update(gateway) == DONE
    (request,) = server.requests
    assert (request.method, request.path) == ("PUT", "/phones/7848412")
    empty = dict.fromkeys(("b", "c", "d", "e", "callback_data"))
    assert json.loads(request.body) == {"phone": PHONE, "a": "Frau", **empty}


def test_a_deletion_is_done_with_204_and_gone_with_404() -> None:
    with talk(answer(204)) as (server, gateway):
        assert delete(gateway) == Answered((ItemAnswer(True, "7848412", 204, ""),), 204, REQUEST_ID)
    assert [(request.method, request.path, request.body) for request in server.requests] == [
        ("DELETE", "/phones/7848412", b"")
    ]


@pytest.mark.parametrize("call", [update, delete])
def test_what_one_phone_is_answered_means_what_it_means_of_a_batch(call: Callable[[Gateway], PhoneAnswer]) -> None:
    for status in (404, 410):
        with talk(answer(status, b"<html>")) as (_, gateway):
            assert call(gateway) == Gone(status, REQUEST_ID)
    for status in (400, 413, 422):
        with talk(answer(status, {"detail": "no"})) as (_, gateway):
            assert call(gateway) == BatchRefused(status, "no", REQUEST_ID)
    for status in (302, 408, 409, 500, 502, 503, 504):
        with talk(answer(status, b"<html>", retry_after="7")) as (_, gateway):
            outcome = call(gateway)
            assert isinstance(outcome, InDoubt)
            assert (outcome.http_status, outcome.retry_after) == (status, 7.0)
    with talk(lambda *_: b"") as (_, gateway):
        assert isinstance(call(gateway), InDoubt)
    nobody = Gateway("http://127.0.0.1:9", TOKEN, version="test")
    assert isinstance(call(nobody), NotSent)


@pytest.mark.parametrize("call", [update, delete])
@pytest.mark.parametrize(
    ("status", "error"),
    [(401, TokenRefused), (402, FundsRefused), (403, AccountRefused), (405, GatewayRefused), (429, IpBlocked)],
)
def test_what_ends_a_run_ends_it_here_too(
    call: Callable[[Gateway], PhoneAnswer], status: int, error: type[Lox24Error]
) -> None:
    with talk(answer(status)) as (_, gateway), pytest.raises(error):
        call(gateway)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"id": "7848412", "pho',
        {},
        {"detail": "not today"},
        {**STORED, "phone": "+491709999999"},
        {**STORED, "id": "1"},
        [STORED],
    ],
)
def test_a_change_whose_answer_does_not_fit_is_in_doubt(body: object) -> None:
    with talk(answer(200, body)) as (_, gateway):
        outcome = update(gateway)
    assert isinstance(outcome, InDoubt)
    assert outcome.kind is Trouble.WRONG_ANSWER


@pytest.mark.parametrize("body", [{**STORED, "id": 7848412}, {**STORED, "phone": "0170 1234567"}, {"phone": PHONE}])
def test_a_change_is_known_by_its_number_in_any_notation(body: object) -> None:
    with talk(answer(200, body)) as (_, gateway):
        assert update(gateway) == DONE


def test_an_id_that_is_none_is_asked_for_nowhere() -> None:
    with talk(answer(204)) as (server, gateway):
        assert isinstance(gateway.delete_phone("../groups/7116"), Gone)
        assert isinstance(gateway.update_phone("", BODY, PHONE), Gone)
        assert gateway.phone("7/../../me") is None
    assert not server.requests


def test_one_phone_is_read_or_known_to_be_gone() -> None:
    with talk(answer(200, STORED)) as (_, gateway):
        assert gateway.phone("7848412") == GroupPhone("7848412", PHONE, {"a": "Frau"}, unsubscribed=False)
    with talk(answer(404)) as (_, gateway):
        assert gateway.phone("7848412") is None


@pytest.mark.parametrize("said", [answer(503), answer(200, b"<html>"), answer(200, {**STORED, "id": "1"}), b""])
def test_one_phone_that_cannot_be_read_is_not_called_gone(said: bytes) -> None:
    with talk(said or (lambda *_: b"")) as (_, gateway), pytest.raises(GatewayDown):
        gateway.phone("7848412")
    with talk(answer(422)) as (_, gateway), pytest.raises(GatewayRefused):
        gateway.phone("7848412")
