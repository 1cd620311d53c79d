"""What of the machine's surroundings reaches the wire: proxies, certificates, netrc, cookies."""

import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from lox24cli.errors import SettingsError
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.http.transport import find_proxy
from lox24cli.gateway.outcomes import GatewayDown, NotSent, Trouble
from tests.gateway.scripted import KEY, TOKEN, ScriptedServer, answer, talk

ME = {"id": 1234567, "balance_amount": 1, "groups": []}
OPENSSL = shutil.which("openssl") or ""
API = "https://api.lox24.example"


def test_a_proxy_is_never_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(lambda *_: answer(500)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.base_url)
        with talk(answer(200, ME)) as (_, gateway):
            gateway.account()
        assert find_proxy("http://localhost:1") is None
        assert find_proxy("http://[::1]:1") is None
        assert proxy.requests == []


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_is_asked_for_a_tunnel_and_sees_no_token(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with ScriptedServer(lambda *_: answer(407)) as proxy:
        monkeypatch.setenv(name, proxy.base_url.replace("http://", "http://user:pass%20word@"))
        with Gateway(API, TOKEN, version="9.9") as gateway:
            outcome = gateway.create_phones("7116", b"[{}]", ("+491701234567",))
            with pytest.raises(GatewayDown) as raised:
                gateway.account()
    assert isinstance(outcome, NotSent)
    assert outcome.kind is Trouble.PROXY
    assert not raised.value.retryable
    assert "HTTPS_PROXY" in (raised.value.hint or "")
    request = proxy.requests[0]
    assert (request.method, request.path) == ("CONNECT", "api.lox24.example:443")
    assert request.headers["proxy-authorization"].startswith("Basic ")
    assert KEY not in str(request)
    assert "pass" not in raised.value.message


def test_no_proxy_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert find_proxy(API) is not None
    monkeypatch.setenv("NO_PROXY", ".lox24.example")
    assert find_proxy(API) is None


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSLKEYLOGFILE"])
def test_certificates_that_cannot_be_read_are_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, str(tmp_path))
    with pytest.raises(SettingsError, match="certificates"), Gateway(API, TOKEN, version="9.9") as gateway:
        gateway.account()


@pytest.mark.parametrize(
    "address",
    [
        *("socks5://127.0.0.1:9", "ftp://127.0.0.1:9", "http://", "http://[::x"),
        *("http://127.0.0.1:99999", "http://" + 64 * "x", "http://a..b"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ALL_PROXY", address)
    with Gateway(API, TOKEN, version="9.9") as gateway, pytest.raises(SettingsError, match="proxy"):
        gateway.account()


@pytest.mark.parametrize("address", ["http://api.lox24.eu", "ftp://127.0.0.1", "https://user:pw@api.lox24.eu"])
def test_an_address_that_no_token_may_go_to_is_refused_at_once(address: str) -> None:
    with pytest.raises(SettingsError):
        Gateway(address, TOKEN, version="9.9")


def test_netrc_adds_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with talk(answer(200, ME)) as (server, gateway):
        gateway.account()
    assert "authorization" not in server.requests[0].headers
    assert server.requests[0].headers["x-lox24-auth-token"] == TOKEN.reveal()


def test_cookies_are_not_kept() -> None:
    with talk(answer(200, ME, set_cookie="session=1; Path=/")) as (server, gateway):
        gateway.account()
        gateway.account()
    assert all("cookie" not in request.headers for request in server.requests)


def test_a_name_that_cannot_be_looked_up_is_told_and_nothing_is_sent() -> None:
    with Gateway("https://no-such-host.invalid", TOKEN, version="9.9") as gateway:
        outcome = gateway.create_phones("7116", b"[{}]", ("+491701234567",))
        with pytest.raises(GatewayDown, match=r"no-such-host\.invalid"):
            gateway.account()
    assert isinstance(outcome, NotSent)
    assert outcome.reason == "the name of the gateway cannot be looked up"


def test_a_server_that_speaks_no_tls_gets_nothing() -> None:
    with ScriptedServer(lambda *_: answer(200, ME)) as server:
        address = server.base_url.replace("http://", "https://")
        with Gateway(address, TOKEN, version="9.9", connect_timeout=1.0) as gateway:
            outcome = gateway.create_phones("7116", b"[{}]", ("+491701234567",))
    assert isinstance(outcome, NotSent)
    assert server.requests == []


def test_a_handshake_that_never_ends_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with Gateway(address, TOKEN, version="9.9", total_timeout=0.2) as gateway:
            outcome = gateway.create_phones("7116", b"[{}]", ("+491701234567",))
    assert isinstance(outcome, NotSent)
    assert outcome.reason == "no connection in time"


@contextmanager
def self_signed(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the address of a TLS server whose certificate only itself vouches for, and that certificate."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    curve = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command = [OPENSSL, *curve, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while not ended.is_set():
                with suppress(OSError):
                    raw, _ = listener.accept()
                    with context.wrap_socket(raw, server_side=True) as connection:
                        connection.recv(65536)
                        connection.sendall(answer(200, ME, connection="close"))

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://localhost:{listener.getsockname()[1]}", certificate
        ended.set()
        socket.create_connection(listener.getsockname()).close()


@pytest.mark.skipif(not OPENSSL, reason="needs openssl to make a certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused_until_ssl_cert_file_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with self_signed(tmp_path) as (address, certificate):
        with Gateway(address, TOKEN, version="9.9") as gateway:
            outcome = gateway.create_phones("7116", b"[{}]", ("+491701234567",))
            with pytest.raises(GatewayDown, match="certificate is not trusted") as raised:
                gateway.account()
        assert isinstance(outcome, NotSent)
        assert outcome.kind is Trouble.CERTIFICATE
        assert not raised.value.retryable
        assert "SSL_CERT_FILE" in (raised.value.hint or "")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with Gateway(address, TOKEN, version="9.9") as gateway:
            assert gateway.account().id == "1234567"


def test_loading_the_gateway_does_not_load_httpx() -> None:
    code = "import sys, lox24cli.gateway.client; print('httpx' in sys.modules or 'httpcore' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
