"""From flags and environment to an account and its gateway."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from lox24cli.cli.flags import ConnectionFlags
from lox24cli.cli.output.console import Console
from lox24cli.library import accounts
from lox24cli.library.accounts import Account
from lox24cli.settings import Environment, state_folder

if TYPE_CHECKING:
    from lox24cli.gateway.client import Gateway
    from lox24cli.gateway.outcomes import RequestLog


@contextmanager
def find_account(flags: ConnectionFlags, environment: Environment, state: Path) -> Iterator[Account]:
    """Give the account that the flags and the environment name; with `--sandbox`, start one.

    Raises:
        SettingsError: there is no token, or it or the address is malformed.
    """
    with accounts.find_account(asdict(flags), environment, state) as account:
        yield account


@contextmanager
def connect(account: Account, console: Console) -> Iterator["Gateway"]:
    """Open the gateway for the account; requests are shown where the user wants it."""
    with (
        logging(console, None) as listener,
        accounts.connect(account, {"on_request": listener}, trust_env=True) as gateway,
    ):
        yield gateway


@contextmanager
def logging(console: Console, log: Path | None) -> "Iterator[Callable[[RequestLog], None] | None]":
    """Give who writes the requests down that the user wants to see: in the file `log`, with `--verbose` here."""
    if log is None and not console.verbose:
        yield None
        return
    from lox24cli.cli.output.request_log import RequestLines  # noqa: PLC0415  only where requests are logged

    with RequestLines(log, sys.stderr if console.verbose else None) as lines:
        yield lines


def read_environment(file: str | None = None) -> tuple[Environment, Path]:
    """Return the environment, as seen from the folder of the contact file too, and the state folder."""
    environment = Environment.read(contacts=folder_of(file))
    return environment, state_folder(environment)


def folder_of(file: str | None) -> Path | None:
    """Return the folder of a contact file; None of standard input."""
    return Path(file).parent if file and file != "-" else None
