"""A time limit for a whole exchange, which httpx does not have: its limits hold for each read alone.

A server that sends one byte every few seconds, in headers or body, never runs into a limit per read.
Here each wait on the network is given what is left of the exchange's budget, down to the socket, TLS
handshake included. The budget counts time spent waiting on the network only: whoever takes a list apart
slowly loses nothing.

Knows sockets through httpcore's public backend classes
(https://www.encode.io/httpcore/network-backends/), and no HTTP. Not covered: the name look-up, which the
system limits itself.
"""

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from lox24cli.translating import phrase

_WRITE_SLICE = 64 * 1024


class Budget:
    """The seconds that an exchange may still spend on the network; None is no limit."""

    def __init__(self, seconds: float | None, clock: Callable[[], float]) -> None:
        self._left = seconds
        self._clock = clock

    def shrink(self, seconds: float) -> None:
        """Leave at most `seconds`."""
        self._left = seconds if self._left is None else min(self._left, seconds)

    @contextmanager
    def spend(self, limit: float | None, exhausted: type[httpcore.TimeoutException]) -> Iterator[float | None]:
        """Give the time limit of one wait, and take what it lasted.

        Raises:
            httpcore.TimeoutException: of the kind `exhausted`, when nothing is left.
        """
        if self._left is None:
            yield limit
            return
        if self._left <= 0:
            raise exhausted(phrase("the time for the whole exchange is used up"))
        begun = self._clock()
        try:
            yield self._left if limit is None else min(limit, self._left)
        finally:
            self._left -= self._clock() - begun


class Budgets(threading.local):
    """The budget of the exchange that this thread is in; httpcore works in the calling thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.current = Budget(None, clock)


class DeadlineBackend(httpcore.NetworkBackend):
    """httpcore's own connections, each wait limited by the thread's budget."""

    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within the budget."""
        with self._budgets.current.spend(timeout, httpcore.ConnectTimeout) as limit:
            stream = self._inner.connect_tcp(host, port, limit, local_address, socket_options)
        return DeadlineStream(stream, self._budgets)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose waits are limited by the thread's budget."""

    def __init__(self, inner: httpcore.NetworkStream, budgets: Budgets) -> None:
        self._inner = inner
        self._budgets = budgets
        self.has_read_since_write = False
        """False after an answer means that the answer was there before the request."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the budget."""
        self.has_read_since_write = True
        with self._budgets.current.spend(timeout, httpcore.ReadTimeout) as limit:
            return self._inner.read(max_bytes, limit)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the budget."""
        self.has_read_since_write = False
        for start in range(0, len(buffer), _WRITE_SLICE):
            with self._budgets.current.spend(timeout, httpcore.WriteTimeout) as limit:
                self._inner.write(buffer[start : start + _WRITE_SLICE], limit)

    def close(self) -> None:
        """Close the socket."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Shake hands within the budget."""
        with self._budgets.current.spend(timeout, httpcore.ConnectTimeout) as limit:
            stream = self._inner.start_tls(ssl_context, server_hostname, limit)
        return DeadlineStream(stream, self._budgets)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  httpcore's own signature
        """Return what is known of the socket."""
        return self._inner.get_extra_info(info)
