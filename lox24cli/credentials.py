"""Who we are to which gateway: the one secret, and the only address that may see it.

An address is taken only together with a token of the same source: whoever can write a `.env` somewhere above the
working folder would otherwise decide where the token of the environment goes. Knows no command and no network.
"""

import os
import re
import stat
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit, urlunsplit

from lox24cli.errors import SettingsError
from lox24cli.settings import THE_ENVIRONMENT, Environment, Source
from lox24cli.translating import phrase

DEFAULT_BASE_URL = "https://api.lox24.eu"
"""https://doc.lox24.eu/api/"""

CREDENTIALS_HINT = phrase(
    "give it in one of three ways: the environment variable LOX24_TOKEN=clientid:key, a line "
    "LOX24_TOKEN=clientid:key in a file .env beside your contacts, or --token-file FILE; to try "
    "things without an account, use --sandbox"
)
# Not `LOX24_TOKEN=clientid:key` nor quotes, as a whole line of .env has them: they would be sent, and refused.
_TOKEN = re.compile(r"""[^\s:="']+:[^\s:"']+""")
_ORDINARY_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """The credentials `clientid:key`. Shows itself only as `Token(client 1234567)`."""

    client_id: str
    _key: str = field(repr=False)

    @classmethod
    def parse(cls, text: str, origin: str) -> Self:
        """Return the token in `text`; `origin` says in messages where it was found.

        Raises:
            SettingsError: it is not of the form clientid:key; the message does not repeat it.
        """
        text = text.strip()
        if not (_TOKEN.fullmatch(text) and text.isascii() and text.isprintable()):
            raise SettingsError(
                phrase("the token from {origin} is not of the form clientid:key", origin=origin),
                CREDENTIALS_HINT,
                code="token-malformed",
            )
        client_id, key = text.split(":")
        return cls(client_id, key)

    def reveal(self) -> str:
        """Return `clientid:key`, for the request header and nothing else."""
        return f"{self.client_id}:{self._key}"

    def __repr__(self) -> str:
        return f"Token(client {self.client_id})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, and the gateway that it is for."""

    token: Token
    base_url: str
    """Normalised, as check_base_url gives it."""


def find_credentials(environment: Environment, token_file: Path | None) -> Credentials:
    """Return the token and its gateway: `--token-file` first, then the environment, then each `.env`.

    Within a source LOX24_TOKEN counts before LOX24_TOKEN_FILE. LOX24_BASE_URL counts where the process has it in its
    environment, and in a `.env` only for a token of that `.env`.

    Raises:
        SettingsError: there is no token, or it is malformed, can be read by others, or would go to an address that
            another source names.
    """
    token, origin = _find_token(environment, token_file)
    for source in environment.sources:
        if not (url := source.get("LOX24_BASE_URL")):
            continue
        base_url = check_base_url(url)
        if source.name in (THE_ENVIRONMENT, origin) or base_url == DEFAULT_BASE_URL:
            return Credentials(token, base_url)
        raise SettingsError(
            phrase(
                "{name} names the gateway {base_url}, but the token comes from {origin}: it is not sent there",
                name=source.name,
                base_url=base_url,
                origin=origin,
            ),
            phrase(
                "give LOX24_BASE_URL where the token is, or as a variable of the environment; or take that line away"
            ),
            code="address-of-another",
        )
    return Credentials(token, DEFAULT_BASE_URL)


def _find_token(environment: Environment, token_file: Path | None) -> tuple[Token, str]:
    if token_file is not None:
        return _token_from_file(token_file), "--token-file"
    for source in environment.sources:
        if token := source.get("LOX24_TOKEN"):
            return Token.parse(token, _say(source, "LOX24_TOKEN")), source.name
        if path := source.get("LOX24_TOKEN_FILE"):
            return _token_from_file(source.folder / path), source.name
    raise SettingsError(phrase("no token was given"), CREDENTIALS_HINT, code="token-missing")


def _say(source: Source, name: str) -> str:
    return (
        phrase("the environment variable {name}", name=name)
        if source.name == THE_ENVIRONMENT
        else phrase("{name} in {place}", name=name, place=source.name)
    )


def _token_from_file(path: Path) -> Token:
    try:
        with path.open(encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise SettingsError(
                    phrase("the token file {path} can be read by others", path=path),
                    phrase("take that right away: chmod 600 {path}", path=path),
                    code="token-file-open",
                )
            text = file.read(4096)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else phrase("it is not a text file")
        raise SettingsError(
            phrase("the token file {path} cannot be read: {reason}", path=path, reason=reason),
            CREDENTIALS_HINT,
            code="token-missing",
        ) from error
    return Token.parse(text, phrase("the file {path}", path=path))


def is_loopback(host: str | None) -> bool:
    """Tell whether `host` is this machine: localhost, 127.0.0.0/8 or ::1 (RFC 6761, RFC 1122)."""
    if host is None:
        return False
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_base_url(url: str) -> str:
    """Return the gateway's address in its one spelling: lock and journal know a gateway by it.

    Scheme and host in small letters, no port that goes without saying, no dot segments, no trailing slash
    (RFC 3986 6.2).

    Raises:
        SettingsError: it is no http(s) address, or it would carry the token unencrypted.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        (host or "").encode("idna")  # as the look-up does; a label may be empty or too long
    except ValueError:
        parts, host = urlsplit(""), None
    plain = " " not in url and not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("https", "http") or not host or not plain:
        raise SettingsError(
            phrase("LOX24_BASE_URL is not the address of a gateway"),
            phrase(
                "leave it out for {default}, or write it like https://host[:port][/path]",
                default=DEFAULT_BASE_URL,
            ),
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            phrase("LOX24_BASE_URL {url} would send the token and the contacts unencrypted", url=url),
            phrase("use https; http is accepted for this machine only (127.0.0.1)"),
        )
    return _normalise(parts)


def _normalise(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port != _ORDINARY_PORTS[parts.scheme] else ""
    segments: list[str] = []
    for segment in parts.path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    path = "".join(f"/{segment}" for segment in segments)
    return urlunsplit((parts.scheme, host + port, path, "", ""))
