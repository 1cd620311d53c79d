"""What happens when the wire does not hold: cuts, drips, floods, and answers that are no HTTP."""

import itertools
import socket
import time
import zlib

import pytest

from lox24cli.gateway.client import Gateway
from lox24cli.gateway.judging import Answer
from lox24cli.gateway.outcomes import (
    Answered,
    BatchRefused,
    GatewayDown,
    GroupUnreadable,
    InDoubt,
    NotSent,
    RequestLog,
    Trouble,
)
from tests.gateway.scripted import TOKEN, Request, Script, ScriptedServer, answer, doubt_of, talk

PHONES = ("+491701234567", "+491701234568")
STORED = [{"status": 201, "body": {"id": str(n), "phone": phone}} for n, phone in enumerate(PHONES)]
ME = {"id": 1234567, "balance_amount": 1, "groups": []}


def send(script: Script | bytes, *, total_timeout: float = 5.0, read_timeout: float = 5.0) -> Answer:
    with talk(script, total_timeout=total_timeout, read_timeout=read_timeout) as (_, gateway):
        return gateway.create_phones("7116", b"[{},{}]", PHONES)


def cut(said: bytes, at: int) -> Script:
    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(said[:at])
        return b""

    return script


def drip(said: bytes, seconds: float = 0.02) -> Script:
    def script(_: Request, connection: socket.socket) -> bytes:
        for byte in said:
            connection.sendall(bytes([byte]))
            time.sleep(seconds)
        return b""

    return script


CHUNKED = b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n"
UNBOUNDED = b"HTTP/1.1 201 Created\r\nconnection: close\r\n\r\n"
JSON = answer(201, STORED).partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    "whole",
    [answer(201, STORED), CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(JSON), JSON), UNBOUNDED + JSON],
    ids=["content-length", "chunked", "until-closed"],
)
def test_an_answer_cut_at_any_byte_is_in_doubt_and_only_the_whole_one_is_success(whole: bytes) -> None:
    at = 0

    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(whole[:at])
        return b""

    with talk(script) as (_, gateway):
        for at in range(len(whole)):
            assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), InDoubt), whole[:at]
        at = len(whole)
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), Answered)


def test_an_answer_that_was_there_before_the_request_is_not_taken_for_its_answer() -> None:
    """Bytes beyond the announced length look like the answer to the next batch, here even a fitting one."""
    with talk(answer(201, STORED) * 2) as (_, gateway):
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), Answered)
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), InDoubt)
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), Answered)


def test_a_second_answer_after_a_refusal_is_not_taken_for_the_next_one() -> None:
    """A server that refuses a batch unread may take its body for another request, and refuse that, too."""

    def script(request: Request, connection: socket.socket) -> bytes:
        if request.method == "GET":
            return answer(200, ME)
        connection.sendall(answer(413))
        time.sleep(0.05)
        return answer(400)

    with talk(script) as (_, gateway):
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), BatchRefused)
        assert gateway.account().id == "1234567"


def test_a_body_shorter_than_announced_is_in_doubt() -> None:
    said = answer(201, JSON, content_length=str(len(JSON) + 1), connection="close")
    assert doubt_of(send(said)).kind is Trouble.CUT


def test_a_body_longer_than_announced_is_cut_there_and_in_doubt() -> None:
    assert doubt_of(send(answer(201, JSON, content_length=str(len(JSON) - 1)))).kind is Trouble.WRONG_ANSWER


@pytest.mark.parametrize("said", [answer(201, STORED), CHUNKED + b"1\r\n[\r\n" * 200], ids=["head", "body"])
def test_a_dripping_answer_ends_with_the_time_for_the_whole_exchange(said: bytes) -> None:
    begun = time.monotonic()
    outcome = doubt_of(send(drip(said), total_timeout=0.3, read_timeout=0.2))
    assert outcome.kind is Trouble.TIMEOUT
    assert 0.2 < time.monotonic() - begun < 4


def test_endless_interim_answers_end_with_the_time_for_the_whole_exchange() -> None:
    outcome = doubt_of(send(drip(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, 0.001), total_timeout=0.3))
    assert outcome.kind is Trouble.TIMEOUT


def test_silence_is_in_doubt_after_the_time_for_one_read() -> None:
    def script(_: Request, __: socket.socket) -> bytes:
        time.sleep(0.5)
        return b""

    assert doubt_of(send(script, read_timeout=0.1)).kind is Trouble.TIMEOUT


def test_a_dripping_read_is_a_gateway_that_is_down() -> None:
    with talk(drip(answer(200, ME)), total_timeout=0.2) as (_, gateway), pytest.raises(GatewayDown) as raised:
        gateway.account()
    assert raised.value.kind is Trouble.TIMEOUT
    assert raised.value.retryable


def test_a_dripping_refusal_is_a_refusal_without_its_words() -> None:
    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(b"HTTP/1.1 422 No\r\ncontent-length: 1000\r\n\r\n")
        time.sleep(0.4)
        return b""

    assert send(script, total_timeout=0.2) == BatchRefused(422, "", "")


def test_the_words_of_a_refusal_get_ten_seconds_whatever_an_exchange_may_take() -> None:
    said = answer(422, {"detail": "no"})
    head, _, body = said.partition(b"\r\n\r\n")

    def script(request: Request, connection: socket.socket) -> bytes:
        connection.sendall(head + b"\r\n\r\n")
        return drip(body, 0.01)(request, connection)

    seconds = itertools.count(step=3.0)
    with (
        ScriptedServer(script) as server,
        Gateway(server.base_url, TOKEN, version="9.9", total_timeout=None, clock=lambda: next(seconds)) as gateway,
    ):
        outcome = gateway.create_phones("7116", b"[{},{}]", PHONES)
    assert isinstance(outcome, BatchRefused)
    assert (outcome.http_status, outcome.message) == (422, "")


def test_a_server_that_does_not_read_a_batch_leaves_it_in_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Gateway(address, TOKEN, version="9.9", total_timeout=0.3) as gateway:
            outcome = gateway.create_phones("7116", b"x" * 30_000_000, PHONES)
    assert isinstance(outcome, InDoubt)
    assert outcome.kind is Trouble.TIMEOUT


def flood(head: bytes, piece: bytes, times: int) -> Script:
    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(head)
        for _number in range(times):
            connection.sendall(piece)
        return b""

    return script


def test_a_gigabyte_of_blanks_is_given_up_early_and_in_doubt() -> None:
    blanks = flood(b"HTTP/1.1 201 Created\r\ncontent-length: 1000000000\r\n\r\n[", b" " * 1_000_000, 1000)
    outcome = doubt_of(send(blanks))
    assert outcome.kind is Trouble.TOO_LARGE


def test_a_list_that_is_too_long_is_given_up() -> None:
    blanks = flood(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n[", b" " * 100_000, 1000)
    with talk(blanks, list_cap=1_000_000) as (_, gateway), pytest.raises(GatewayDown) as raised:
        list(gateway.blocked_numbers())
    assert raised.value.kind is Trouble.TOO_LARGE


def test_an_item_without_an_end_is_given_up_long_before_the_list_is() -> None:
    head = b'HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n[{"phone":"'
    log: list[RequestLog] = []
    endless = flood(head, b"4" * 100_000, 1000)
    with talk(endless, log=log) as (_, gateway), pytest.raises((GroupUnreadable, GatewayDown)):
        list(gateway.phones("7116", expected=1))
    assert log[0].path == "/groups/7116/phones"
    assert log[0].received < 10_000_000


def test_endless_headers_are_no_answer() -> None:
    assert (
        doubt_of(send(flood(b"HTTP/1.1 201 Created\r\n", b"x-more: " + b"y" * 1000 + b"\r\n", 1000))).kind
        is Trouble.CUT
    )


def gzipped(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        packer = zlib.compressobj(wbits=31)
        body = packer.compress(body) + packer.flush()
    return body


def test_a_coded_answer_that_was_not_asked_for_is_read_if_it_is_plain_gzip() -> None:
    with talk(answer(201, gzipped(JSON), content_encoding="gzip")) as (server, gateway):
        assert isinstance(gateway.create_phones("7116", b"[{},{}]", PHONES), Answered)
    assert server.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "deflate", "rot13"])
def test_any_other_coding_is_in_doubt(coding: str) -> None:
    outcome = doubt_of(send(answer(201, gzipped(JSON, 2), content_encoding=coding)))
    assert (outcome.kind, outcome.http_status) == (Trouble.WRONG_ANSWER, 201)


def test_a_decompression_bomb_is_given_up() -> None:
    bomb = gzipped(b" " * 50_000_000)
    assert doubt_of(send(answer(201, bomb, content_encoding="gzip"))).kind is Trouble.TOO_LARGE


def test_broken_gzip_is_in_doubt() -> None:
    assert doubt_of(send(answer(201, b"not gzip", content_encoding="gzip"))).kind is Trouble.WRONG_ANSWER


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH_9\r\n", b"\x00" * 100, b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 99 x\r\n\r\n"]
)
def test_what_is_no_http_is_in_doubt(said: bytes) -> None:
    assert isinstance(send(cut(said, len(said))), InDoubt)


def test_a_kept_connection_that_is_closed_without_an_answer_is_in_doubt_and_not_sent_again() -> None:
    """A server may have stored the batch before it hung up: a second POST could store it twice."""

    def script(request: Request, _: socket.socket) -> bytes:
        return b"" if request.method == "POST" else answer(200, ME)

    with talk(script) as (server, gateway):
        gateway.account()
        outcome = gateway.create_phones("7116", b"[{},{}]", PHONES)
    assert isinstance(outcome, InDoubt)
    assert outcome.kind is Trouble.CUT
    assert [request.method for request in server.requests] == ["GET", "POST"]
    assert server.connections == 1


def test_a_refused_connection_means_that_nothing_was_sent() -> None:
    log: list[RequestLog] = []
    with talk(answer(200, ME), log=log) as (server, gateway):
        server.__exit__()
        outcome = gateway.create_phones("7116", b"[{},{}]", PHONES)
        assert isinstance(outcome, NotSent)
        assert "refused" in outcome.reason
        with pytest.raises(GatewayDown) as raised:
            gateway.account()
        assert raised.value.retryable
    assert [entry.outcome for entry in log] == [Trouble.NOT_CONNECTED, Trouble.NOT_CONNECTED]
