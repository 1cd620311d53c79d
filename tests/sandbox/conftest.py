import ssl
from collections.abc import Iterator

import httpx
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Made once: httpx would load the system's certificates for each client."""


def connect(url: str, token: str | None = None) -> httpx.Client:
    """Return a plain client, with credentials if there is a token; it shares nothing with the gateway."""
    headers = {} if token is None else {"X-LOX24-AUTH-TOKEN": token}
    return httpx.Client(base_url=url, headers=headers, verify=_NO_TLS, timeout=5, trust_env=False)


def get(url: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """Return the answer to a GET on a connection of its own."""
    with connect("") as client:
        return client.get(url, headers=headers)


@pytest.fixture
def client(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """A client with good credentials that asks for JSON."""
    with connect(sandbox.url, sandbox.token) as opened:
        opened.headers["Accept"] = "application/json"
        yield opened
