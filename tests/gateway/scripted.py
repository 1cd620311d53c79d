"""A server that says exactly the bytes it is told to, when it is told to, and hangs up where it is told to."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

from lox24cli.credentials import Token
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.judging import Answer
from lox24cli.gateway.outcomes import Answered, InDoubt, ItemAnswer, RequestLog

KEY = "e3f3a759b6677959b6ebfc0123456789"
TOKEN = Token.parse(f"1234567:{KEY}", "a test")
REQUEST_ID = "0123456789abcdefABCDEF9876543210"


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Request, socket.socket], bytes]
"""Gives the bytes to send; empty hangs up. It may use the socket itself before."""


@dataclass
class ScriptedServer:
    """Accepts connections until it is closed; each request is answered by the script."""

    script: Script
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    _closing: bool = False

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as stream:
            while (request := _read_request(stream.readline, stream.read)) is not None:
                self.requests.append(request)
                said = self.script(request, connection)
                if not said:
                    return
                connection.sendall(said)
                if b"connection: close" in said.partition(b"\r\n\r\n")[0].lower():
                    return


def _read_request(read_line: Callable[[], bytes], read: Callable[[int], bytes]) -> Request | None:
    words = read_line().split(b" ")
    if len(words) != 3 or not words[2].startswith(b"HTTP/"):
        return None
    method, path, _ = (word.decode() for word in words)
    headers = {}
    while (header := read_line().decode().strip()) != "":
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    return Request(method, path, headers, read(int(headers.get("content-length", "0"))))


def answer(status: int, body: object = b"", **headers: str) -> bytes:
    """Return a whole HTTP answer; a body that is not bytes becomes JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {
        "content-type": "application/json",
        "content-length": str(len(content)),
        "x-lox24-request-id": REQUEST_ID,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + content


def items_of(outcome: Answer) -> tuple[ItemAnswer, ...]:
    """Return the items; fail when the batch was not answered."""
    assert isinstance(outcome, Answered), outcome
    return outcome.items


def doubt_of(outcome: Answer) -> InDoubt:
    """Return the doubt; fail when there is none."""
    assert isinstance(outcome, InDoubt), outcome
    return outcome


@contextlib.contextmanager
def talk(
    script: Script | bytes,
    *,
    total_timeout: float | None = 5.0,
    read_timeout: float = 5.0,
    log: list[RequestLog] | None = None,
    list_cap: int = 1 << 28,
) -> Iterator[tuple[ScriptedServer, Gateway]]:
    """Give a server that follows `script` (bytes: the same answer to all) and a gateway that talks to it."""
    said = script if isinstance(script, bytes) else b""
    follow: Script = (lambda _request, _socket: said) if isinstance(script, bytes) else script
    with (
        ScriptedServer(follow) as server,
        Gateway(
            server.base_url,
            TOKEN,
            version="9.9",
            connect_timeout=5.0,
            read_timeout=read_timeout,
            total_timeout=total_timeout,
            connections=8,
            on_request=log.append if log is not None else None,
            list_cap=list_cap,
        ) as gateway,
    ):
        yield server, gateway
