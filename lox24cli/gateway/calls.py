"""What every call of the API has in common: the connection, a read with its errors, a list with its pages.

Knows no endpoint. The order of the checks is that of judging.py; repeats nothing by itself.
"""

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlsplit

from lox24cli.credentials import Token, check_base_url
from lox24cli.errors import Interrupted
from lox24cli.gateway.judging import check_read, gateway_down, group_missing
from lox24cli.gateway.lists.csv_export import read_export
from lox24cli.gateway.lists.page import Listing
from lox24cli.gateway.lists.pages import Pages
from lox24cli.gateway.outcomes import (
    GONE,
    GatewayDown,
    GatewayRefused,
    GroupMissing,
    ListMissing,
    NoAnswer,
    ReadRefused,
    RequestLog,
    Trouble,
    say,
)
from lox24cli.gateway.wire import GroupPhone, NoJson, decode
from lox24cli.translating import phrase

if TYPE_CHECKING:
    from lox24cli.gateway.http.exchange import Connection, Reply

Thing = TypeVar("Thing")

LIST_CAP: Final = 256 * 1024 * 1024
"""Bytes that one page of a list may have; a million phones in one page have about 180 million."""
SMALL_CAP: Final = 8 * 1024 * 1024
"""Bytes that any other answer may have."""
PLAIN_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")


class Calls:
    """A connection to the API for one token. A context manager; its calls may come from several threads at once."""

    def __init__(  # noqa: PLR0913  all but two have a default, and only their names are used
        self,
        base_url: str,
        token: Token,
        *,
        version: str,
        connect_timeout: float = 10.0,
        read_timeout: float = 100.0,
        total_timeout: float | None = 300.0,
        connections: int = 4,
        clock: Callable[[], float] = time.monotonic,
        on_request: Callable[[RequestLog], None] | None = None,
        list_cap: int = LIST_CAP,
        trust_env: bool = True,
    ) -> None:
        """Make no connection yet. Times in seconds; `total_timeout` is for a whole exchange, None for ever.

        With `trust_env` the proxies and certificates count that the system's variables name.

        Raises:
            SettingsError: `base_url` is no address that a token may be sent to.
        """
        self._base_url = check_base_url(base_url)
        self._token = token
        self._version = version
        self._limits = (connect_timeout, read_timeout, total_timeout, connections)
        self._clock = clock
        self._on_request = on_request
        self._list_cap = list_cap
        self._trust_env = trust_env
        self._opening = threading.Lock()
        self._connection: Connection | None = None
        self._known_groups: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # An interruption may have come while the pool of connections held its lock; the process ends anyway.
        if not isinstance(error, Interrupted):
            self.close()

    def close(self) -> None:
        """Close every connection."""
        if self._connection is not None:
            self._connection.close()

    @property
    def server_date(self) -> str | None:
        """The Date header of the last answer (RFC 9110 6.6.1); None where there was none."""
        return self._connection.date if self._connection else None

    def _open(self) -> "Connection":
        with self._opening:
            if self._connection is None:
                from lox24cli.gateway.http.exchange import Connection, Limits  # noqa: PLC0415  loads httpx

                self._connection = Connection(
                    self._base_url,
                    self._token,
                    self._version,
                    Limits(*self._limits),
                    self._clock,
                    self._on_request,
                    trust_env=self._trust_env,
                )
            return self._connection

    def _what(self, method: str, path: str) -> str:
        return phrase("{method} {path} at {host}", method=method, path=path, host=urlsplit(self._base_url).netloc)

    @contextmanager
    def _call(
        self, method: str, path: str, accept: str = "application/json", body: bytes | None = None
    ) -> Iterator["Reply"]:
        what = self._what(method, path)
        try:
            with self._open().exchange(method, path, accept, body) as reply:
                check_read(reply, what)
                yield reply
        except NoAnswer as error:
            raise gateway_down(error, what) from error

    def _read(self, path: str, read: Callable[[object], Thing]) -> Thing:
        try:
            with self._call("GET", path) as reply:
                return read(decode(reply.read(SMALL_CAP)))
        except NoJson as error:
            raise self._unusable(path, error) from error

    @contextmanager
    def _page(self, path: str) -> Iterator[Listing]:
        with self._call("GET", path) as reply:
            yield Listing(reply.chunks(self._list_cap), reply.redactor)

    def _list(self, path: str, read: Callable[[object], Thing], key: Callable[[Thing], str]) -> Iterator[Thing]:
        pages = Pages(self._page, self._base_url, path, read, key)
        try:
            yield from pages
        except NoJson as error:
            raise self._unusable(path, error) from error
        except ReadRefused as error:
            raise self._refused("GET", path, error) from error
        total = self._find_total(path) if pages.total is None and pages.ends_refused else pages.total
        if total is not None and pages.count < total:
            raise self._unusable(path, NoJson(phrase("it lists {count} of {total}", count=pages.count, total=total)))

    def _find_total(self, path: str) -> int | None:
        """Return what the list in its other form says that there is; the bare array has no total."""
        with self._call("GET", path, "application/ld+json") as reply:
            page = Listing(reply.chunks(self._list_cap), reply.redactor)
            try:
                deque(page, maxlen=0)
            except NoJson as error:
                raise self._unusable(path, error) from error
            return page.total

    def _refused(self, method: str, path: str, error: ReadRefused) -> GatewayRefused:
        said = say(error.message, error.request_id)
        kind = ListMissing if error.status in GONE else GatewayRefused
        refused = kind(
            phrase("{what}: refused ({status}){said}", what=self._what(method, path), status=error.status, said=said),
            phrase("check LOX24_BASE_URL"),
        )
        refused.http_status, refused.request_id = error.status, error.request_id
        return refused

    def _unusable(self, path: str, error: NoJson) -> GatewayDown:
        return gateway_down(
            NoAnswer(Trouble.WRONG_ANSWER, phrase("the answer cannot be used: {error}", error=error)),
            self._what("GET", path),
        )

    def _export(self, group_path: str) -> list[GroupPhone]:
        with self._call("GET", f"{group_path}/file/csv", "text/csv") as reply:
            return read_export(reply.read(self._list_cap), reply.redactor)

    def _plain_id(self, group_id: str) -> str:
        # Ids are numbers (https://doc.lox24.eu/api/operations/phone_batch_post/). Quoting would not do:
        # servers decode %2F before they look for the route.
        if not PLAIN_ID.fullmatch(group_id):
            raise self._missing(group_id)
        return group_id

    def _missing(self, group_id: str, refused: ReadRefused | None = None) -> GroupMissing:
        return group_missing(group_id, refused, self._known_groups)
