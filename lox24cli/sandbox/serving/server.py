"""The sandbox as a server: in a thread for tests, in the foreground for people.

It listens on 127.0.0.1 and nowhere else: there is no option for another address. Two ways in:

    with RunningSandbox() as sandbox:        # a thread, a free port, data in memory
        sandbox.faults.plan(BATCH, Fault("drop", stores="all"), skip=1)
        ...                                  # use sandbox.url and sandbox.token
        sandbox.store.phones(7116), sandbox.requests

    serve(port=8024, db=path, ready=print)   # this thread, until a signal
"""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Self

import uvicorn

from lox24cli.errors import SettingsError
from lox24cli.sandbox.faults.faults import Faults
from lox24cli.sandbox.serving.app import build_app
from lox24cli.sandbox.serving.hanging_up import LendingProtocol
from lox24cli.sandbox.world.authentication import PLACEHOLDER_TOKEN
from lox24cli.sandbox.world.behaviour import Behaviour
from lox24cli.sandbox.world.state import ReceivedRequest, Sandbox
from lox24cli.sandbox.world.store import Store

HOST = "127.0.0.1"
_BACKLOG = 2048
_LAST_TURNS = 10
"""Turns of the loop in which a connection that was just accepted becomes one, and one that was cut is closed."""


class _Server(uvicorn.Server):
    """uvicorn, but quick to stop: it is woken, closes every connection, and a signal is no failure."""

    def __init__(self, sandbox: Sandbox, listener: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                build_app(sandbox),
                http=LendingProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=75,
            )
        )
        self._listener = listener
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    def run_until_stopped(self) -> None:
        self.run(sockets=[self._listener])

    def stop(self) -> None:
        """End the server; from any thread, any number of times."""
        self.should_exit = True
        loop = self._loop
        if loop is not None:
            # The loop may have ended in this moment: then there is nobody to wake.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._woken.set)

    async def main_loop(self) -> None:
        """Keep the Date header current until stop()."""
        self._loop = asyncio.get_running_loop()
        while not self.should_exit:
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), 1.0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything at once; a request that is being served gets no answer any more."""
        for listener in (*self.servers, *(sockets or ())):
            listener.close()
        for _ in range(_LAST_TURNS):
            for connection in list(self.server_state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let SIGINT and SIGTERM stop the server, in the main thread; uvicorn would raise them again."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(_signal: int, _frame: FrameType | None) -> None:
            self.stop()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listen(port: int) -> socket.socket:
    """Return a listening socket; connections wait in its backlog until the server runs.

    Raises:
        SettingsError: the port is taken or not allowed.
    """
    # asyncio sets TCP_NODELAY only where the protocol is named, and an answer is written in two pieces:
    # without it, every one would wait 40 ms for a delayed ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # A restart need not wait for the old connections; on Windows the option would share the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
        raise SettingsError(
            f"port {port} of {HOST} {reason}",
            "choose another one with --port, or --port 0 for any that is free",
            code="port",
        ) from error
    return listener


def _url(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


class RunningSandbox:
    """A sandbox in a thread, from `with` to the end of the block."""

    token = PLACEHOLDER_TOKEN
    """Credentials that work."""

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        db: Path | None = None,
        token: str | None = None,
        port: int = 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open the data and listen.

        `token` is the one that is right (None: any of the form clientid:key); `port` 0 is any free one;
        `clock` gives Unix time in seconds to the IP block and the data.

        Raises:
            SettingsError: `db` or `port` cannot be used.
        """
        if token is not None:
            self.token = token
        self._listener = _listen(port)
        try:
            self._sandbox = Sandbox(db, behaviour, token=token, clock=clock)
        except SettingsError:
            self._listener.close()
            raise
        self.url = _url(self._listener)
        self._server = _Server(self._sandbox, self._listener)
        self._thread = threading.Thread(target=self._server.run_until_stopped, name="sandbox", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()
        self._sandbox.store.close()

    @property
    def store(self) -> Store:
        """The data: `store.phones(7116)` is what the group holds, in order."""
        return self._sandbox.store

    @property
    def faults(self) -> Faults:
        """The schedule of what goes wrong."""
        return self._sandbox.faults

    @property
    def requests(self) -> list[ReceivedRequest]:
        """The requests to the API so far, in the order of their answers."""
        return self._sandbox.requests

    @property
    def behaviour(self) -> Behaviour:
        """The switches; give it another one at any time."""
        return self._sandbox.behaviour

    @behaviour.setter
    def behaviour(self, behaviour: Behaviour) -> None:
        self._sandbox.behaviour = behaviour

    def change(self, **switches: Any) -> None:  # noqa: ANN401  the fields of Behaviour, each with its own type
        """Change some switches: `change(duplicates="refuse")`.

        Raises:
            ValueError: there is no such switch, or it cannot take that value.
        """
        self._sandbox.behaviour = self._sandbox.behaviour.changed(switches)

    def forgive(self) -> bool:
        """Accept the token again if it was revoked, and forget all refusals; return whether the IP was blocked."""
        return self._sandbox.guard.forgive()

    def reset(self) -> None:
        """Begin anew: the first data and behaviour, no faults, no refusals, no requests."""
        self._sandbox.reset()


def serve(
    *,
    port: int,
    db: Path | None,
    ready: Callable[[str], None],
    behaviour: Behaviour | None = None,
    token: str | None = None,
    faults: Faults | None = None,
    stop_at_eof: bool = False,
    log: Callable[[ReceivedRequest], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; with `stop_at_eof` also until standard input ends.

    `ready` is called with the address as soon as requests can be sent; `log` with every request.

    Raises:
        SettingsError: `db` or `port` cannot be used.
    """
    listener = _listen(port)
    with contextlib.closing(listener):
        sandbox = Sandbox(db, behaviour, token=token, faults=faults, log=log)
        with contextlib.closing(sandbox.store):
            server = _Server(sandbox, listener)
            if stop_at_eof:
                threading.Thread(target=_stop_at_eof, args=(server,), daemon=True).start()
            ready(_url(listener))
            server.run_until_stopped()


def _stop_at_eof(server: _Server) -> None:
    # Not through sys.stdin's buffer: its lock, held while waiting, is fatal to an interpreter that ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.stop()
