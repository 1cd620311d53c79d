"""From flags and environment to a gateway and a world to run in."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lox24cli import __version__
from lox24cli.cli.flags import ConnectionFlags, DeliveryFlags
from lox24cli.cli.output.console import Console
from lox24cli.errors import SettingsError
from lox24cli.settings import Environment, state_folder

if TYPE_CHECKING:
    from lox24cli.credentials import Credentials
    from lox24cli.gateway.client import Gateway
    from lox24cli.gateway.outcomes import RequestLog
    from lox24cli.importing.run import World
    from lox24cli.importing.watching import Watcher

SANDBOX_GROUP = "7116"


@dataclass(frozen=True, slots=True)
class Account:
    """Whose groups we speak of, and where."""

    credentials: "Credentials"
    is_sandbox: bool = False
    """The look-alike that runs for this command alone: its port is another one each time."""

    @property
    def name(self) -> str:
        """Return what tells this account from any other; no secret."""
        return f"{'sandbox' if self.is_sandbox else self.base_url} {self.credentials.token.client_id}"

    @property
    def base_url(self) -> str:
        """Return the gateway's address."""
        return self.credentials.base_url


@contextmanager
def find_account(flags: ConnectionFlags, environment: Environment, state: Path) -> Iterator[Account]:
    """Give the account that the flags and the environment name; with `--sandbox`, start one.

    Raises:
        SettingsError: there is no token, or it or the address is malformed.
    """
    from lox24cli.credentials import Credentials, Token, find_credentials  # noqa: PLC0415  help needs none of it

    if not flags.sandbox:
        yield Account(find_credentials(environment, flags.token_file))
        return
    from lox24cli.sandbox.serving.background import start_in_background  # noqa: PLC0415  only for --sandbox

    with start_in_background(state / "sandbox.sqlite") as sandbox:
        token = Token.parse(sandbox.token, "the sandbox")
        yield Account(Credentials(token, sandbox.url), is_sandbox=True)


@contextmanager
def connect(
    account: Account, console: Console, delivery: DeliveryFlags | None = None, *, log: Path | None = None
) -> Iterator["Gateway"]:
    """Open the gateway for the account; requests are logged where the user wants it."""
    from lox24cli.gateway.client import Gateway  # noqa: PLC0415  loads the wire

    delivery = delivery or DeliveryFlags()
    with ExitStack() as stack:
        listeners: list[Callable[[RequestLog], None]] = []
        if log is not None or console.verbose:
            from lox24cli.cli.output.request_log import RequestLines  # noqa: PLC0415  only where requests are logged

            listeners.append(stack.enter_context(RequestLines(log, sys.stderr if console.verbose else None)))
        yield stack.enter_context(
            Gateway(
                account.base_url,
                account.credentials.token,
                version=__version__,
                connect_timeout=min(10.0, delivery.timeout),
                read_timeout=delivery.timeout,
                total_timeout=max(3 * delivery.timeout, 30.0),
                connections=delivery.concurrency,
                on_request=listeners[0] if listeners else None,
            )
        )


def real_world(state: Path, watcher: "Watcher") -> "World":
    """Return the real world: the clock, the dice, and a sleep that a signal ends."""
    from lox24cli.importing.run import World  # noqa: PLC0415  loads the importer
    from lox24cli.importing.watching import Stop  # noqa: PLC0415  the same

    stop = Stop()
    return World(
        state=state,
        watcher=watcher,
        sleep=stop.sleep,
        clock=time.monotonic,
        now=lambda: datetime.now(UTC),
        rng=random.SystemRandom(),
        began=time.monotonic(),
        stop=stop,
    )


def read_environment(file: str | None = None) -> tuple[Environment, Path]:
    """Return the environment, as seen from the folder of the contact file too, and the state folder."""
    environment = Environment.read(contacts=folder_of(file))
    return environment, state_folder(environment)


def folder_of(file: str | None) -> Path | None:
    """Return the folder of a contact file; None of standard input."""
    return Path(file).parent if file and file != "-" else None


def group_of(group: str | None, *, sandbox: bool) -> str:
    """Return the group to use; the sandbox has a usual one.

    Raises:
        SettingsError: none was named.
    """
    if group and group.strip():
        return group.strip()
    if sandbox:
        return SANDBOX_GROUP
    raise SettingsError(
        "no group was named", "give --group ID; lox24 groups list shows the groups of the account", code="group-missing"
    )
