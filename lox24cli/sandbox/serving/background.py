"""A sandbox for the length of one command: a child process that cannot outlive its parent.

The child ends when its standard input does, so that it goes too when the parent is killed. It is a process
of its own, not a thread: an import into it takes the same way as one to LOX24. Knows no importer.
"""

import contextlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lox24cli.errors import TemporaryError

_PATIENCE_SECONDS = 5.0
_CLIENT_ID = "1234567"
_ADDRESS = "export LOX24_BASE_URL="


@dataclass(frozen=True, slots=True)
class BackgroundSandbox:
    """A sandbox that another process runs."""

    url: str
    token: str
    """Credentials that work."""


@contextmanager
def start_in_background(db: Path) -> Iterator[BackgroundSandbox]:
    """Give a sandbox that keeps its data in `db`; it ends with the block, or with this process.

    Raises:
        TemporaryError: it did not start; what it had to say is on standard error.
    """
    # Options, since a variable or .env may name others; every further switch is taken over from there.
    options = ("--port", "0", "--db", str(db), "--stop-at-eof", "--token-on-stdin")
    # Other users of this machine reach the port, too, and could list its processes: the token goes through the pipe.
    token = f"{_CLIENT_ID}:{secrets.token_hex(16)}"
    process = _start(options)
    with contextlib.ExitStack() as stack:
        stack.callback(_end, process)
        assert process.stdin is not None, "it is a pipe"  # noqa: S101  as asked for above
        assert process.stdout is not None, "it is a pipe"  # noqa: S101  the same
        with contextlib.suppress(BrokenPipeError):  # it ended at once: no address comes, either
            process.stdin.write(f"{token}\n")
            process.stdin.flush()
        address = process.stdout.readline().strip()
        if not address.startswith(_ADDRESS):
            raise TemporaryError("the sandbox did not start", "standard error says why; lox24 sandbox shows it, too")
        yield BackgroundSandbox(address.removeprefix(_ADDRESS), token)


def _start(options: tuple[str, ...]) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(  # noqa: S603  the command is our own
            (sys.executable, "-m", "lox24cli", "sandbox", *options),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # It needs no secret.
            env={name: value for name, value in os.environ.items() if name != "LOX24_TOKEN"},
            # Ctrl-C goes to the whole terminal group: the parent still has to settle what is in flight.
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except OSError as error:
        raise TemporaryError(
            f"the sandbox cannot be started: {error.strerror}", "close other programs, then try again"
        ) from error


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    try:
        process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
