"""What each status means: for a batch, and for a read."""

import socket
import threading
from collections.abc import Callable

import pytest

from lox24cli.errors import AccountError, ExitCode, IpBlocked, Lox24Error, SettingsError, TokenRefused, UnknownOutcome
from lox24cli.gateway.judging import Answer
from lox24cli.gateway.outcomes import (
    AccountRefused,
    BatchRefused,
    FundsRefused,
    GatewayDown,
    GatewayRefused,
    GroupMissing,
    InDoubt,
    RequestLog,
    Trouble,
)
from lox24cli.gateway.wire import Group
from tests.gateway.scripted import KEY, REQUEST_ID, Request, answer, doubt_of, talk

PHONES = ("+491701234567",)
ME = {"id": 1234567, "currency": "EUR", "balance_amount": 12.5, "groups": {"7116": "/groups/7116"}}


def send(said: bytes) -> Answer:
    with talk(said) as (_, gateway):
        return gateway.create_phones("7116", b"[{}]", PHONES)


def read(said: bytes) -> Group:
    with talk(said) as (_, gateway):
        return gateway.group("7116")


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_batch_that_is_refused_whole_says_so_in_the_gateways_words(status: int) -> None:
    assert send(answer(status, {"detail": "no\x07 way"})) == BatchRefused(status, "no way", REQUEST_ID)
    assert send(answer(status, b"<html>")) == BatchRefused(status, "", REQUEST_ID)


@pytest.mark.parametrize("repeated", [f"1234567:{KEY}", KEY])
def test_a_request_id_that_repeats_the_token_is_kept_without_it(repeated: str) -> None:
    answered = send(answer(400, x_lox24_request_id=repeated))
    assert isinstance(answered, BatchRefused)
    assert KEY not in answered.request_id


def test_a_refusal_is_known_from_its_status_even_when_its_body_is_cut() -> None:
    said = b"HTTP/1.1 422 No\r\ncontent-length: 100\r\n\r\n{}"

    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(said)
        return b""

    with talk(script) as (_, gateway):
        assert gateway.create_phones("7116", b"[{}]", PHONES) == BatchRefused(422, "", "")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_an_error_of_the_server_leaves_a_batch_in_doubt(status: int) -> None:
    outcome = doubt_of(send(answer(status, b"<html>Bad gateway</html>", retry_after="7")))
    assert (outcome.kind, outcome.http_status) == (Trouble.SERVER_ERROR, status)
    assert (outcome.request_id, outcome.retry_after) == (REQUEST_ID, 7.0)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
def test_a_redirect_of_a_batch_is_not_followed_and_leaves_it_in_doubt(status: int) -> None:
    with talk(answer(status, b"", location="https://elsewhere.example/groups/7116")) as (server, gateway):
        outcome = gateway.create_phones("7116", b"[{}]", PHONES)
    assert isinstance(outcome, InDoubt)
    assert outcome.kind is Trouble.REDIRECT
    assert "elsewhere.example" in outcome.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 409, 418, 424, 425, 600, 999])
def test_a_status_that_tells_nothing_of_the_batch_leaves_it_in_doubt(status: int) -> None:
    assert isinstance(send(answer(status, {"detail": "hm"})), InDoubt)


REFUSALS: list[tuple[int, type[Lox24Error], ExitCode]] = [
    (401, TokenRefused, ExitCode.ACCOUNT),
    (402, FundsRefused, ExitCode.ACCOUNT),
    (403, AccountRefused, ExitCode.ACCOUNT),
    (404, GroupMissing, ExitCode.ACCOUNT),
    (410, GroupMissing, ExitCode.ACCOUNT),
    (429, IpBlocked, ExitCode.TEMPORARY),
    (405, GatewayRefused, ExitCode.TEMPORARY),
    (406, GatewayRefused, ExitCode.TEMPORARY),
    (415, GatewayRefused, ExitCode.TEMPORARY),
]


@pytest.mark.parametrize(("status", "error", "code"), REFUSALS)
@pytest.mark.parametrize("body", [b"", b"<html><h1>No</h1>", {"detail": "not today"}, {"hydra:description": "no"}])
@pytest.mark.parametrize("call", [send, read])
def test_what_ends_the_run_is_told_by_the_status_alone(
    status: int, error: type[Lox24Error], code: ExitCode, body: object, call: Callable[[bytes], object]
) -> None:
    with pytest.raises(error) as raised:
        call(answer(status, body))
    assert type(raised.value) is error
    assert raised.value.exit_code is code
    assert raised.value.hint
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 600.0),
        ({"retry_after": "42"}, 42.0),
        ({"retry_after": " 0 "}, 0.0),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30.0),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT", "date": "Wed, 21 Oct 2026 07:29:00 GMT"}, 0.0),
        ({"retry_after": "99999999999999999999"}, 86400.0),
        ({"retry_after": "Wed, 21 Oct 2099 07:28:00 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 86400.0),
        ({"retry_after": "soon"}, 600.0),
        ({"retry_after": "-5"}, 600.0),
        ({"retry_after": "1.5"}, 600.0),
        ({"retry_after": "²"}, 600.0),
        ({"retry_after": "Wed, 99 Oct 2026 07:28:00 GMT"}, 600.0),
    ],
)
def test_a_block_lasts_as_long_as_retry_after_says_in_either_form_else_ten_minutes(
    headers: dict[str, str], seconds: float
) -> None:
    with pytest.raises(IpBlocked) as raised:
        send(answer(429, b"", **headers))
    assert raised.value.wait_seconds == seconds


def test_a_refused_token_is_never_sent_again() -> None:
    log: list[RequestLog] = []
    with talk(answer(401, {"detail": "key inactive"}), log=log) as (server, gateway):
        with pytest.raises(TokenRefused, match="key inactive"):
            gateway.account()
        for _ in range(3):
            with pytest.raises(TokenRefused):
                gateway.create_phones("7116", b"[{}]", PHONES)
            with pytest.raises(TokenRefused):
                list(gateway.phones("7116", expected=None))
    assert len(server.requests) == 1
    assert len(log) == 1


def test_eight_threads_with_a_wrong_token_make_one_request() -> None:
    """A fourth bad request within a minute would block the IP (https://doc.lox24.eu/api/, "IP blocking")."""
    refused: list[TokenRefused] = []
    start = threading.Barrier(8)
    with talk(answer(401)) as (server, gateway):

        def send_one() -> None:
            start.wait()
            try:
                gateway.create_phones("7116", b"[{}]", PHONES)
            except TokenRefused as error:
                refused.append(error)

        threads = [threading.Thread(target=send_one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(refused) == 8
    assert len(server.requests) == 1


def test_once_the_token_is_proven_good_requests_run_side_by_side() -> None:
    together = threading.Barrier(4)

    def script(request: Request, _: object) -> bytes:
        if request.method == "POST":
            together.wait(timeout=5)  # Passed only if four requests are here at once.
            return answer(201, [{"status": 201, "body": {"id": request.path, "phone": PHONES[0]}}])
        return answer(200, ME)

    with talk(script) as (_, gateway):
        gateway.account()
        outcomes: list[object] = []
        threads = [
            threading.Thread(target=lambda: outcomes.append(gateway.create_phones("7116", b"[{}]", PHONES)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({str(outcome) for outcome in outcomes}) == 1
    assert "Answered" in str(outcomes[0])


def test_a_block_is_told_and_the_caller_may_ask_again() -> None:
    with talk(answer(429)) as (server, gateway):
        for _ in range(2):
            with pytest.raises(IpBlocked):
                gateway.account()
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 425, 999])
def test_a_read_that_fails_is_worth_another_try(status: int) -> None:
    with pytest.raises(GatewayDown) as raised:
        read(answer(status, {"detail": "later"}, retry_after="3"))
    assert raised.value.retryable
    assert raised.value.http_status == status
    assert raised.value.retry_after == 3.0
    assert REQUEST_ID in raised.value.message


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://login.example:8443/sso?token=x", "login.example"),
        ("//evil.example/", "evil.example"),
        ("https://[::broken", ""),
        ("https://user:secret@\x1b[31mhost.example/", ""),
        ("/elsewhere", ""),
    ],
)
def test_a_redirected_read_names_the_host_and_nothing_more(location: str, shown: str) -> None:
    with pytest.raises(GatewayDown) as raised:
        read(answer(302, b"", location=location.encode("ascii", "ignore").decode().replace("\x1b", "")))
    assert not raised.value.retryable
    assert shown in raised.value.message
    assert "secret" not in raised.value.message
    assert "token" not in raised.value.message
    assert "LOX24_BASE_URL" in (raised.value.hint or "")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"id": 7116', [], {"id": 7116}, {"name": "x"}, 7, "x", None])
def test_a_read_that_is_no_group_is_an_unusable_answer(body: object) -> None:
    with pytest.raises(GatewayDown) as raised:
        read(answer(200, body))
    assert raised.value.kind is Trouble.WRONG_ANSWER


def test_another_group_than_the_one_asked_for_is_no_answer() -> None:
    with pytest.raises(GatewayDown, match="answers with group 7117"):
        read(answer(200, {"id": 7117, "name": "Other"}))


def test_a_missing_group_is_named_with_the_groups_there_are() -> None:
    def script(request: Request, _: object) -> bytes:
        return answer(200, ME) if request.path == "/me" else answer(404)

    with talk(script) as (_, gateway):
        gateway.account()
        with pytest.raises(GroupMissing, match="group 9999 does not exist or is not yours") as raised:
            gateway.group("9999")
    assert "7116" in (raised.value.hint or "")


@pytest.mark.parametrize(
    "group_id",
    ["", ".", "..", "../me", "7116/phones", "7116%2Fphones", "7116?x=1", "[red]x[/red]", "7116\r\nX: y", "٣"],
)
def test_an_id_that_is_none_makes_no_request(group_id: str) -> None:
    with talk(answer(200, ME)) as (server, gateway):
        for call in (
            lambda: gateway.group(group_id),
            lambda: gateway.create_phones(group_id, b"[{}]", PHONES),
            lambda: list(gateway.phones(group_id, expected=None)),
        ):
            with pytest.raises(AccountError) as raised:
                call()
            assert raised.value.message.isprintable()
    assert server.requests == []


def test_a_log_entry_tells_all_but_what_is_private() -> None:
    log: list[RequestLog] = []
    with talk(answer(200, ME), log=log) as (_, gateway):
        gateway.account()
    (entry,) = log
    assert (entry.method, entry.path, entry.outcome, entry.request_id) == ("GET", "/me", 200, REQUEST_ID)
    assert entry.received > 50
    assert entry.seconds >= 0
    assert KEY not in repr(log)


def test_a_request_id_is_kept_only_as_far_as_it_is_one() -> None:
    said = answer(500, b"", **{"x-lox24-request-id": "ab\t=cmd|x!-9" + "z" * 100})
    outcome = doubt_of(send(said))
    assert outcome.request_id == ("abcmdx-9" + "z" * 100)[:64]


def test_a_created_group_is_returned_and_a_doubtful_one_is_told_as_such() -> None:
    """https://doc.lox24.eu/api/operations/api_groups_post_collection/; a second POST would make a second group."""
    with talk(answer(201, {"id": 7117, "name": "Kunden", "name_a": "Anrede"})) as (server, gateway):
        group = gateway.create_group("Kunden", {"a": "Anrede"})
    assert (group.id, group.name, group.columns) == ("7117", "Kunden", {"a": "Anrede"})
    assert server.requests[0].body == b'{"name":"Kunden","name_a":"Anrede"}'
    doubtful = (
        answer(500),
        answer(201),
        answer(201, b"<html>"),
        b"HTTP/1.1 201 Created\r\nconnection: close\r\n\r\n{",
        answer(302),
    )
    for said in doubtful:
        with talk(said) as (server, gateway), pytest.raises(UnknownOutcome, match="not known whether"):
            gateway.create_group("Kunden", {})
        assert len(server.requests) == 1
    with (
        talk(answer(422, {"detail": "name: too long"})) as (_, gateway),
        pytest.raises(SettingsError, match="too long"),
    ):
        gateway.create_group("K" * 51, {})
