"""The connection under an answer: uvicorn's HTTP/1.1 protocol, which lends its transport to the door.

ASGI has no way to close a connection without an answer, and uvicorn answers 500 where an application
sends nothing: so a dropped connection needs the transport. Knows no fault and no endpoint.
"""

import asyncio
import secrets
import socket
import struct
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_ID = b"x-lox24-request-id"
_EXTENSION = "lox24.sandbox.transport"


def make_request_id() -> str:
    """Return a new id of 32 alphanumeric characters."""
    return secrets.token_hex(16)


class LendingProtocol(H11Protocol):
    """uvicorn's protocol; the application finds the transport among the scope's extensions."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Remember the transport for the requests of this connection."""
        super().connection_made(transport)
        self.app = _lending(self.app, transport)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; this answer too has a request id."""
        head = (
            b"HTTP/1.1 400 Bad Request",
            b"content-type: text/plain; charset=utf-8",
            b"content-length: %d" % len(msg),
            b"connection: close",
            REQUEST_ID + b": " + make_request_id().encode(),
        )
        self.transport.write(b"\r\n".join((*head, b"", msg.encode())))
        self.transport.close()


def _lending(app: Any, transport: asyncio.Transport) -> ASGIApp:  # noqa: ANN401  uvicorn does not say what
    async def lend(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {_EXTENSION: transport}
        await app(scope, receive, send)

    return lend


async def hang_up(scope: Scope, receive: Receive, *, reset: bool = False, words: bytes = b"") -> None:
    """Close the connection after what was sent so far and `words`; `reset`: with a RST instead of a FIN."""
    transport: asyncio.Transport = scope["extensions"][_EXTENSION]
    if words:
        transport.write(words)
    if reset:
        # A linger time of zero makes the system send RST (socket(7), SO_LINGER).
        sock: socket.socket = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    await wait_for_disconnect(receive)


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the connection is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
