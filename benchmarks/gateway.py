"""A gateway that costs hardly anything: it answers in the API's shapes, at once or after some ms, and stores nothing.

GET /me begins a run: the group is empty then, and says how many phones came since.

python benchmarks/gateway.py [--delay-ms 50]   prints its address, and ends with its standard input
"""

import argparse
import asyncio
import itertools
import sys
from typing import cast

import orjson

GROUP, TOKEN = "7116", "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"
_JSON = b"Content-Type: application/json\r\nX-LOX24-REQUEST-ID: 0123456789abcdef0123456789abcdef\r\n"
_FIXED = {
    b"/me": {"id": 1234567, "currency": "EUR", "balance_amount": 100.0, "groups": {GROUP: f"/groups/{GROUP}"}},
    f"/groups/{GROUP}/phones".encode(): [],
    b"/blocked_numbers": [],
}
_GROUP = f"/groups/{GROUP}".encode()
_TITLES = {
    f"name_{field}": title
    for field, title in zip("abcde", ("Anrede", "Vorname", "Nachname", "Ort", "Firma"), strict=True)
}
_FIELDS = ("phone", "a", "b", "c", "d", "e", "callback_data")


class Gateway(asyncio.Protocol):
    """One connection; requests come one after the other."""

    delay_seconds = 0.0
    ids = itertools.count(1)
    held = 0

    def __init__(self) -> None:
        self._received = bytearray()
        self._expected = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._received += data
        while self._received and len(self._received) >= self._expected:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._received[:end])
            self._expected = end + 4 + _body_length(head)
            if len(self._received) < self._expected:
                return
            body = bytes(self._received[end + 4 : self._expected])
            del self._received[: self._expected]
            self._expected = 0
            answer = _answer(head, body)
            if self.delay_seconds:
                asyncio.get_running_loop().call_later(self.delay_seconds, self._transport.write, answer)
            else:
                self._transport.write(answer)


def _body_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


def _answer(head: bytes, body: bytes) -> bytes:
    method, path, _ = head.split(b" ", 2)
    path = path.partition(b"?")[0]
    if path == b"/me":
        Gateway.held = 0
    if method == b"POST":
        items = [_created(item) for item in orjson.loads(body)]
        Gateway.held += len(items)
        status, document = b"201 Created", orjson.dumps(items)
    elif path == _GROUP:
        status, document = (
            b"200 OK",
            orjson.dumps({"id": int(GROUP), "name": "Bench", **_TITLES, "count_items": Gateway.held}),
        )
    elif path in _FIXED:
        status, document = b"200 OK", orjson.dumps(_FIXED[path])
    else:
        status, document = b"404 Not Found", b"{}"
    return b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status, _JSON, len(document), document)


def _created(item: dict[str, str]) -> dict[str, object]:
    body = {"id": next(Gateway.ids), **dict.fromkeys(_FIELDS), **item, "subscribed_at": 1_600_000_000}
    return {"status": 201, "body": body}


async def _serve(delay_ms: float) -> None:
    Gateway.delay_seconds = delay_ms / 1000
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Gateway, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    asyncio.run(_serve(parser.parse_args().delay_ms))


if __name__ == "__main__":
    main()
