"""From arguments to an account and a gateway: whose groups, where, and what the environment may say to it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lox24cli import __version__
from lox24cli.errors import SettingsError
from lox24cli.settings import THE_ENVIRONMENT, Environment, Source, state_folder
from lox24cli.translating import phrase

if TYPE_CHECKING:
    from lox24cli.credentials import Credentials
    from lox24cli.gateway.client import Gateway

SANDBOX_GROUP = "7116"
TIMEOUT_SECONDS = 100.0
CONCURRENCY = 4
_LONGEST_CONNECT_SECONDS, _LEAST_TOTAL_SECONDS = 10.0, 30.0


@dataclass(frozen=True, slots=True)
class Account:
    """Whose groups we speak of, and where."""

    credentials: "Credentials"
    is_sandbox: bool = False
    """The look-alike that runs for this call alone: its port is another one each time."""

    @property
    def name(self) -> str:
        """Return what tells this account from any other; no secret."""
        return f"{'sandbox' if self.is_sandbox else self.base_url} {self.credentials.token.client_id}"

    @property
    def base_url(self) -> str:
        """Return the gateway's address."""
        return self.credentials.base_url


def environment_of(options: Mapping[str, Any]) -> Environment:
    """Return what may be read of variables: nothing unless it was given."""
    given = options.get("environment")
    if isinstance(given, Environment):
        return given
    return Environment(() if given is None else (Source(THE_ENVIRONMENT, given),))


def state_of(options: Mapping[str, Any], environment: Environment) -> Path:
    """Return the state folder, made private if it is new.

    Raises:
        SettingsError: it cannot be made.
    """
    given = options.get("state_dir")
    if given is None:
        return state_folder(environment)
    return state_folder(Environment((Source("state_dir", {"LOX24_STATE_DIR": os.fspath(given)}),)))


@contextmanager
def find_account(options: Mapping[str, Any], environment: Environment, state: Path) -> Iterator[Account]:
    """Give the account that the arguments and the environment name; with `sandbox`, start one.

    Raises:
        SettingsError: there is no token, or it or the address is malformed.
    """
    from lox24cli.credentials import Credentials, Token  # noqa: PLC0415  a check needs none of it

    if not options.get("sandbox"):
        yield Account(_credentials(options, environment))
        return
    from lox24cli.sandbox.serving.background import start_in_background  # noqa: PLC0415  only for the sandbox

    with start_in_background(state / "sandbox.sqlite") as sandbox:
        token = Token.parse(sandbox.token, phrase("the sandbox"))
        yield Account(Credentials(token, sandbox.url), is_sandbox=True)


def _credentials(options: Mapping[str, Any], environment: Environment) -> "Credentials":
    from lox24cli.credentials import (  # noqa: PLC0415  a check needs none of it
        DEFAULT_BASE_URL,
        Credentials,
        Token,
        check_base_url,
        find_credentials,
    )

    token, file, address = options.get("token"), options.get("token_file"), options.get("base_url")
    if token is None and file is None and not environment.sources:
        raise SettingsError(
            phrase("no token was given"),
            phrase(
                'give token="clientid:key", token_file="FILE", or environment=os.environ to have it from '
                "LOX24_TOKEN; to try things without an account: sandbox=True"
            ),
            code="token-missing",
        )
    if token is None:
        found = find_credentials(environment, None if file is None else Path(file))
        return replace(found, base_url=check_base_url(address)) if address else found
    if not isinstance(token, Token):
        token = Token.parse(token, phrase("the argument token"))
    return Credentials(token, check_base_url(address or _address(environment) or DEFAULT_BASE_URL))


def _address(environment: Environment) -> str | None:
    """Return the address that the process's own variables name: no `.env` says where a token of the program's goes."""
    named = (source.get("LOX24_BASE_URL") for source in environment.sources if source.name == THE_ENVIRONMENT)
    return next(named, None)


@contextmanager
def connect(account: Account, options: Mapping[str, Any], *, trust_env: bool) -> Iterator["Gateway"]:
    """Open the gateway for the account; with `trust_env` the proxies and certificates count that variables name."""
    from lox24cli.gateway.client import Gateway  # noqa: PLC0415  loads the wire
    from lox24cli.importing.watching import Stop  # noqa: PLC0415  loads the importer

    timeout = TIMEOUT_SECONDS if (given := options.get("timeout")) is None else given
    with Gateway(
        account.base_url,
        account.credentials.token,
        version=__version__,
        connect_timeout=min(_LONGEST_CONNECT_SECONDS, timeout),
        read_timeout=timeout,
        total_timeout=max(3 * timeout, _LEAST_TOTAL_SECONDS),
        connections=options.get("concurrency") or CONCURRENCY,
        on_request=options.get("on_request"),
        trust_env=trust_env,
    ) as gateway:
        try:
            yield gateway
        finally:
            # A signal may break into a connection, so the command line leaves it open; an event may not.
            if not isinstance(options.get("cancel"), Stop):
                gateway.close()


def group_of(group: str | int | None, options: Mapping[str, Any]) -> str:
    """Return the group to use; the sandbox has a usual one.

    Raises:
        SettingsError: none was named.
    """
    if group is not None and (named := str(group).strip()):
        return named
    if options.get("sandbox"):
        return SANDBOX_GROUP
    raise SettingsError(
        phrase("no group was named"),
        phrase("give --group ID; lox24 groups list shows the groups of the account"),
        code="group-missing",
    )
