"""The way in and out: every request gets an id, meets the block, the faults and the API, and is recorded.

Knows no resource: what a request means is the API's (phone_routes.py, group_routes.py).
"""

import asyncio
import re
import time
from dataclasses import dataclass

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lox24cli.sandbox.api.calls import BLOCKED, Refusal, compose_refusal
from lox24cli.sandbox.faults.distorting import Answer, distort, error_answer, replacement, retry_after
from lox24cli.sandbox.faults.faults import Fault
from lox24cli.sandbox.serving.hanging_up import REQUEST_ID, hang_up, make_request_id, wait_for_disconnect
from lox24cli.sandbox.world.state import ReceivedRequest, Sandbox

_LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])?(:[0-9]+)?")
_DRIPS = 20


@dataclass(slots=True)
class _Visit:
    """One request on its way; what the record will say of it."""

    scope: Scope
    receive: Receive
    send: Send
    headers: Headers
    request_id: str
    body: bytes
    began: float
    fault: Fault | None = None

    @property
    def method(self) -> str:
        method: str = self.scope["method"]
        return method


class Door:
    """The ASGI application that the server runs."""

    def __init__(self, sandbox: Sandbox, api: ASGIApp) -> None:
        self._sandbox = sandbox
        self._api = api
        self._late: set[asyncio.Task[None]] = set()
        """What is still to be stored, of requests that have their answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request_id = make_request_id()
        body = await _read(receive)
        if body is None:
            return
        visit = _Visit(scope, receive, send, Headers(scope=scope), request_id, body, time.perf_counter())
        visit.fault = self._sandbox.faults.choose(visit.method, scope["path"])
        if visit.fault is None:
            await self._finish(visit, await self._serve(visit, body))
        else:
            await self._meet(visit, visit.fault)

    async def _serve(self, visit: _Visit, body: bytes) -> Answer:
        """Return the true answer; what is to be stored is stored."""
        refusal = self._refusal(visit, body)
        if refusal is not None:
            response = compose_refusal(self._sandbox, visit.headers.get("accept"), refusal)
            return _as_answer(response)
        return await _ask(self._api, visit.scope, body)

    def _refusal(self, visit: _Visit, body: bytes) -> Refusal | None:
        """Return why the request does not even reach the routes, if so."""
        if not _is_for_loopback(visit.headers):
            # A page in a browser that reaches loopback under a name of its own (DNS rebinding).
            return Refusal(421, "The sandbox answers to 127.0.0.1 and localhost only.")
        behaviour = self._sandbox.behaviour
        left = self._sandbox.guard.block_left(_ip(visit.scope))
        if left:
            headers = {}
            if behaviour.block_retry_after != "none":
                wait = int(left) + 1
                form: int | str = wait if behaviour.block_retry_after == "seconds" else f"date:{wait}"
                headers["Retry-After"] = retry_after(form, self._sandbox.clock())
            return Refusal(429, BLOCKED, headers=headers)
        if behaviour.max_bytes is not None and len(body) > behaviour.max_bytes:
            return Refusal(413, "Payload Too Large")
        return None

    async def _finish(self, visit: _Visit, answer: Answer) -> None:
        if self._sandbox.behaviour.latency:
            await asyncio.sleep(self._sandbox.behaviour.latency)
        self._record(visit, answer.status)
        await _send_head(visit, answer)
        await visit.send({"type": "http.response.body", "body": answer.body})

    async def _meet(self, visit: _Visit, fault: Fault) -> None:
        """Serve as much as the fault lets through, then let it happen."""
        answer = None
        if fault.kind == "revoke":
            self._sandbox.guard.revoke()
            await self._finish(visit, await self._serve(visit, visit.body))
            return
        if fault.late:
            self._serve_later(visit, fault)
        elif fault.served != 0:
            answer = await self._serve(visit, _served_items(visit.body, fault))
        match fault.kind:
            case "drop" | "reset" | "not-http":
                self._record(visit, None)
                words = b"\x16\x03 this is not HTTP\r\n\r\n" if fault.kind == "not-http" else b""
                await hang_up(visit.scope, visit.receive, reset=fault.kind == "reset", words=words)
            case "stall":
                self._record(visit, None)
                await wait_for_disconnect(visit.receive)
            case "status":
                await self._finish(visit, error_answer(fault, self._sandbox.clock()))
            case "empty" | "html" | "garbage":
                true_status = answer.status if answer else (201 if visit.method == "POST" else 200)
                await self._finish(visit, replacement(fault, true_status))
            case _:
                assert answer is not None, "Fault lets no other kind store nothing"  # noqa: S101  see Fault
                await self._finish_badly(visit, fault, answer)

    def _serve_later(self, visit: _Visit, fault: Fault) -> None:
        async def serve() -> None:
            await asyncio.sleep(fault.late)
            await self._serve(visit, _served_items(visit.body, fault))

        task = asyncio.create_task(serve())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _finish_badly(self, visit: _Visit, fault: Fault, answer: Answer) -> None:
        match fault.kind:
            case "delay":
                await asyncio.sleep(fault.seconds)
                await self._finish(visit, answer)
            case "half":
                self._record(visit, answer.status)
                await _send_head(visit, answer)
                half = answer.body[: len(answer.body) // 2]
                await visit.send({"type": "http.response.body", "body": half, "more_body": True})
                await hang_up(visit.scope, visit.receive)
            case "slow":
                self._record(visit, answer.status)
                await _send_head(visit, answer)
                await _drip(visit.send, answer.body, fault.seconds)
            case _:
                await self._finish(visit, distort(fault, answer))

    def _record(self, visit: _Visit, status: int | None) -> None:
        scope = visit.scope
        seconds = time.perf_counter() - visit.began
        self._sandbox.record(
            ReceivedRequest(
                method=visit.method,
                path=scope["path"],
                query=scope["query_string"].decode("latin-1"),
                status=status,
                had_credentials="x-lox24-auth-token" in visit.headers,
                items=_count_items(visit),
                received_at=self._sandbox.clock() - seconds,
                seconds=seconds,
                request_id=visit.request_id,
                fault=visit.fault.kind if visit.fault else None,
            )
        )


def _count_items(visit: _Visit) -> int | None:
    if visit.fault is None:
        items: int | None = visit.scope["state"].get("batch_items")
        return items
    # The API may have seen only a part of it, or nothing.
    body = _parse(visit.body) if visit.scope["path"].endswith("/batch") else None
    return len(body) if isinstance(body, list) else None


def _served_items(body: bytes, fault: Fault) -> bytes:
    """Return a batch's body with the items that are served before the fault. Other bodies stay as they are."""
    count = -1 if fault.kind == "item-status" and fault.stores is None else fault.served
    document = None if count is None else _parse(body)
    return orjson.dumps(document[:count]) if isinstance(document, list) else body


def _parse(body: bytes) -> object:
    try:
        document: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return document


def _ip(scope: Scope) -> str:
    client: tuple[str, int] | None = scope["client"]
    return client[0] if client else ""


def _is_for_loopback(headers: Headers) -> bool:
    return _LOOPBACK.fullmatch(headers.get("host", "").lower()) is not None


async def _read(receive: Receive) -> bytes | None:
    """Return the request's body; None: the client went away before its end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


async def _ask(api: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Return what the API answers to this body."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await api(scope, receive, send)
    start, *rest = messages
    headers = tuple(header for header in start["headers"] if header[0] != b"content-length")
    return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in rest))


def _as_answer(response: Response) -> Answer:
    headers = tuple(header for header in response.raw_headers if header[0] != b"content-length")
    return Answer(response.status_code, headers, bytes(response.body))


async def _send_head(visit: _Visit, answer: Answer) -> None:
    headers = [*answer.headers, (REQUEST_ID, visit.request_id.encode())]
    if answer.status != 204:  # noqa: PLR2004  RFC 9110 8.6: no Content-Length with 204
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await visit.send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _drip(send: Send, body: bytes, seconds: float) -> None:
    size = max(1, -(-len(body) // _DRIPS))
    for start in range(0, len(body), size):
        await asyncio.sleep(seconds / _DRIPS)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
    await send({"type": "http.response.body", "body": b""})
