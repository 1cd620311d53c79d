"""Where settings come from: flag, then environment, then `.env`, then default; and the one secret.

Knows no command and no network. `.env` is looked for from the working folder upwards and read with
dotenv_values: it never reaches os.environ, and with it no child process.
"""

import io
import logging
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from lox24cli.errors import SettingsError

DEFAULT_BASE_URL = "https://api.lox24.eu"
"""https://doc.lox24.eu/api/"""

CREDENTIALS_HINT = (
    "give it in one of three ways: the environment variable LOX24_TOKEN=clientid:key, "
    "a line LOX24_TOKEN=clientid:key in a file .env beside your contacts, or --token-file FILE; "
    "to try things without an account, use --sandbox"
)
# Not `LOX24_TOKEN=clientid:key` nor quotes, as a whole line of .env has them: they would be sent, and refused.
_TOKEN = re.compile(r"""[^\s:="']+:[^\s:"']+""")
_NO_CHANCE_FINDING = 16
"""Characters from which on a key is found in an answer only where the server repeats it."""


_OUR_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?(LOX24_\w+)", re.MULTILINE)


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
                f"the token from {origin} is not of the form clientid:key",
                CREDENTIALS_HINT,
                code="token-malformed",
            )
        client_id, key = text.split(":")
        return cls(client_id, key)

    def reveal(self) -> str:
        """Return `clientid:key`, for the request header and nothing else."""
        return f"{self.client_id}:{self._key}"

    def hide_in(self, answer: bytes) -> bytes:
        """Return what a server sent without the token, in case it repeats it in a message."""
        answer = answer.replace(self.reveal().encode(), b"***")
        return answer.replace(self._key.encode(), b"***") if len(self._key) >= _NO_CHANCE_FINDING else answer

    def __repr__(self) -> str:
        return f"Token(client {self.client_id})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of the process and, behind them, those of the nearest `.env`."""

    variables: Mapping[str, str]
    dotenv: Mapping[str, str] = field(default_factory=dict)
    dotenv_path: Path | None = None

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ, folder: Path | None = None) -> Self:
        """Return the environment as seen from `folder` (default: the working folder).

        Raises:
            SettingsError: there is a `.env`, and it or a line of ours in it cannot be read.
        """
        path = _nearest_dotenv(folder or Path.cwd())
        if path is None:
            return cls(variables)
        return cls(variables, _read_dotenv(path), path)

    def get(self, name: str) -> str | None:
        """Return the value of `name`, or None; empty values count as unset."""
        return self.variables.get(name) or self.dotenv.get(name) or None

    def origin(self, name: str) -> str:
        """Say where `name` comes from, for messages."""
        return f"the environment variable {name}" if self.variables.get(name) else f"{name} in {self.dotenv_path}"


def _read_dotenv(path: Path) -> dict[str, str]:
    from dotenv import dotenv_values  # noqa: PLC0415  only where there is a .env

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}", "mend the file, or move it out of the way") from error
    # The lines of other programs are none of our business: it must not write to standard error about them.
    logging.getLogger("dotenv.main").disabled = True
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    for name in _OUR_LINE.findall(text):
        if name not in values:
            raise SettingsError(f"the line of {name} in {path} cannot be understood", "close its quotes: NAME='value'")
    return {key: value for key, value in values.items() if value}


def _nearest_dotenv(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        path = place / ".env"
        if path.is_file():
            return path
    return None


def find_token(environment: Environment, token_file: Path | None) -> Token:
    """Return the token: `--token-file` first, then LOX24_TOKEN, then LOX24_TOKEN_FILE; each from the
    environment before `.env`.

    Raises:
        SettingsError: there is none, or the one found is malformed or readable by others.
    """  # noqa: D205  the order is one sentence
    if token_file is not None:
        return _token_from_file(token_file)
    for values in (environment.variables, environment.dotenv):
        if value := values.get("LOX24_TOKEN"):
            return Token.parse(value, environment.origin("LOX24_TOKEN"))
        if path := values.get("LOX24_TOKEN_FILE"):
            return _token_from_file(Path(path))
    raise SettingsError("no token was given", CREDENTIALS_HINT, code="token-missing")


def _token_from_file(path: Path) -> Token:
    try:
        with path.open(encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise SettingsError(
                    f"the token file {path} can be read by others",
                    f"take that right away: chmod 600 {path}",
                    code="token-file-open",
                )
            text = file.read(4096)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise SettingsError(
            f"the token file {path} cannot be read: {reason}", CREDENTIALS_HINT, code="token-missing"
        ) from error
    return Token.parse(text, f"the file {path}")


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
    """Return the gateway's address without a trailing slash.

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
            "LOX24_BASE_URL is not the address of a gateway",
            f"leave it out for {DEFAULT_BASE_URL}, or write it like https://host[:port][/path]",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"LOX24_BASE_URL {url} would send the token and the contacts unencrypted",
            "use https; http is accepted for this machine only (127.0.0.1)",
        )
    return url.rstrip("/")


def state_folder(environment: Environment) -> Path:
    """Return the folder of journals, locks and the sandbox's data; made private (0700) if it is new.

    Raises:
        SettingsError: it cannot be made.
    """
    given = environment.get("LOX24_STATE_DIR")
    if given:
        folder = Path(given).expanduser()
    else:
        from platformdirs import user_state_path  # noqa: PLC0415  most runs of --help need no state

        folder = user_state_path("lox24", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"the state folder {folder} cannot be made: {error.strerror}",
            "set LOX24_STATE_DIR to a folder that you can write to",
        ) from error
    return folder.absolute()
