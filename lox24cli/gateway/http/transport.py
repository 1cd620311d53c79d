"""The way to the gateway: directly, or through the proxy that the environment names, if it counts; TLS always verified.

Owns httpcore's pools under httpx, because httpx has no place for a network backend of one's own, and says in
plain words why a connection failed. Knows no header, no status and no JSON.
"""

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from lox24cli.credentials import is_loopback
from lox24cli.errors import SettingsError
from lox24cli.gateway.http.deadline import DeadlineStream
from lox24cli.gateway.outcomes import NoAnswer, Trouble
from lox24cli.translating import phrase

_PROXY_HINT = phrase("check the variables HTTPS_PROXY, ALL_PROXY and NO_PROXY")


class Transport(httpx.BaseTransport):
    """httpx on httpcore pools whose connections `backend` makes."""

    def __init__(
        self, base_url: str, backend: httpcore.NetworkBackend, connections: int, *, trust_env: bool = True
    ) -> None:
        parts = urlsplit(base_url)
        # Reading the certificates takes longer than a request to this machine.
        context = _read_certificates(trust_env=trust_env) if parts.scheme == "https" else None
        proxy = find_proxy(base_url) if trust_env else None
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context,
                max_connections=connections,
                keepalive_expiry=5.0,
                network_backend=backend,
            )
            return
        self._pool = httpcore.HTTPProxy(
            proxy_url=str(proxy.url),
            proxy_auth=proxy.raw_auth,
            ssl_context=context,
            max_connections=connections,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; httpcore's errors come out as they are, see `mapped_errors`."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        stream = answer.extensions.get("network_stream")
        if isinstance(stream, DeadlineStream) and not stream.has_read_since_write:
            # Bytes beyond the end of the last answer look like an answer to this request, and are none.
            answer.close()
            stream.close()
            raise httpcore.RemoteProtocolError("the answer was there before the request")
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def find_proxy(base_url: str) -> httpx.Proxy | None:
    """Return the proxy that the environment (or the system) names for `base_url`; None for this machine.

    Raises:
        SettingsError: it is not an http(s) proxy.
    """
    parts = urlsplit(base_url)
    if is_loopback(parts.hostname) or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    if not address:
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
        proxy.url.host.encode("idna")  # as the look-up does; a label may be empty or too long
        urlsplit(str(proxy.url)).port  # noqa: B018  raises for what is no port
    except (ValueError, httpx.InvalidURL) as error:
        raise SettingsError(phrase("the proxy address is not a URL"), _PROXY_HINT) from error
    if proxy.url.scheme not in {"http", "https"} or not proxy.url.host:
        raise SettingsError(
            phrase("a {scheme} proxy cannot be used; it must be an http proxy", scheme=proxy.url.scheme), _PROXY_HINT
        )
    return proxy


def _read_certificates(*, trust_env: bool) -> ssl.SSLContext:
    """Return what TLS is verified with.

    Raises:
        SettingsError: a variable names certificates that cannot be read.
    """
    try:
        return httpx.create_ssl_context(trust_env=trust_env)
    except OSError as error:  # ssl.SSLError is one
        reason = error.strerror or getattr(error, "reason", None) or phrase("they cannot be read")
        raise SettingsError(
            phrase("the certificates for TLS cannot be read: {reason}", reason=reason),
            phrase("check the variables SSL_CERT_FILE, SSL_CERT_DIR and SSLKEYLOGFILE"),
        ) from error


def host_of(location: str) -> str:
    """Return the host that a Location header names, or nothing where it names none."""
    try:
        host = urlsplit(location).hostname
    except ValueError:
        return ""
    return "".join(sign for sign in host or "" if sign.isalnum() or sign in "-.:")[:100]


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turn what httpcore and httpx raise for one exchange into NoAnswer, most specific first.

    Only what fails before the request is written counts as not sent. A write that failed, and a connection
    that was closed without an answer, a kept-alive one included, may have carried the whole request.
    """
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise NoAnswer(Trouble.NOT_CONNECTED, phrase("no connection in time")) from error
    except httpcore.PoolTimeout as error:
        raise NoAnswer(Trouble.NOT_CONNECTED, phrase("no free connection in time")) from error
    except httpcore.ConnectError as error:
        raise _not_connected(error.args) from error
    except httpcore.ProxyError as error:
        raise NoAnswer(Trouble.PROXY, phrase("the proxy refuses the connection: {error}", error=error)) from error
    except httpcore.TimeoutException as error:
        raise NoAnswer(Trouble.TIMEOUT, phrase("no complete answer in time")) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise NoAnswer(Trouble.CUT, phrase("the connection was cut before the answer was complete")) from error
    except httpx.DecodingError as error:
        raise NoAnswer(Trouble.WRONG_ANSWER, phrase("the answer is coded wrongly")) from error
    except httpx.RequestError as error:
        # Redirects are not followed, but httpx looks where they lead.
        raise NoAnswer(Trouble.REDIRECT, phrase("the gateway redirects to what is no address")) from error


def _not_connected(causes: Iterable[object]) -> NoAnswer:
    match next(iter(causes), None):
        case ssl.SSLCertVerificationError() as cause:
            reason = phrase(
                "the gateway's certificate is not trusted: {verify_message}", verify_message=cause.verify_message
            )
            return NoAnswer(Trouble.CERTIFICATE, reason)
        case ssl.SSLError() as cause:
            return NoAnswer(
                Trouble.NOT_CONNECTED,
                phrase("no encrypted connection: {reason}", reason=cause.reason or phrase("TLS failed")),
            )
        case socket.gaierror():
            return NoAnswer(Trouble.NOT_CONNECTED, phrase("the name of the gateway cannot be looked up"))
        case OSError() as cause:
            return NoAnswer(
                Trouble.NOT_CONNECTED, phrase("no connection: {strerror}", strerror=cause.strerror or cause)
            )
        case cause:
            return NoAnswer(Trouble.NOT_CONNECTED, phrase("no connection: {cause}", cause=cause))
