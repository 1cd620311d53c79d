"""From a command to a call of the library: its arguments, who watches, what stops it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lox24cli.cli.connecting import logging
from lox24cli.cli.flags import ConnectionFlags
from lox24cli.cli.output.console import Console
from lox24cli.cli.signals import listening
from lox24cli.settings import Environment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NO_ARGUMENTS = frozenset({"cron", "log_file"})
"""Options that say what the command does, not the call."""


def options_of(*flags: "DataclassInstance", environment: Environment) -> dict[str, Any]:
    """Return the options as the arguments of a call: they have the same names."""
    options = {name: value for group in flags for name, value in asdict(group).items() if name not in _NO_ARGUMENTS}
    if "map" in options and not options["map"]:
        options["map"] = _requests(environment)
    return options


def _requests(environment: Environment) -> list[str]:
    """Return the mapping that LOX24_MAP asks for: `phone=Mobil; a=Vorname`."""
    return [part.strip() for part in (environment.get("LOX24_MAP") or "").split(";") if part.strip()]


@contextmanager
def calling(
    console: Console,
    environment: Environment,
    connection: ConnectionFlags | None = None,
    *,
    yes: bool = True,
    log: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """Give what a call of the library needs of a command: whose account it is, who watches it, what stops it."""
    from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
    from lox24cli.importing.watching import Stop  # noqa: PLC0415  the same

    stop = Stop()
    with (
        Showing(console, yes=yes) as showing,
        logging(console, log) as listener,
        listening(stop, quiet=console.quiet or console.silent),
    ):
        call = {"environment": environment, "watcher": showing, "cancel": stop}
        yield call if connection is None else {**call, **asdict(connection), "on_request": listener}
