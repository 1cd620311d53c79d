"""The gateway's calls, each with what its answer means.

Owns the endpoints and their paths. Knows no file, no row and no order of calls; repeats nothing by
itself: when to ask again is decided by who calls. Addresses: https://doc.lox24.eu/api/ (operations
getaccountinfo, api_groups_get_item, api_phones_get_collection, group_export_to_file,
api_blocked_numbers_get_collection, phone_batch_post).
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlsplit

from lox24cli.credentials import Token, check_base_url
from lox24cli.errors import Interrupted
from lox24cli.gateway.judging import (
    GONE,
    Answer,
    check_read,
    gateway_down,
    group_in_doubt,
    group_missing,
    judge_batch,
    judge_created_group,
)
from lox24cli.gateway.lists.csv_export import read_export
from lox24cli.gateway.lists.page import Listing
from lox24cli.gateway.lists.pages import Pages
from lox24cli.gateway.lists.whole_group import phone_key, read_in_full
from lox24cli.gateway.outcomes import (
    GatewayDown,
    GatewayRefused,
    GroupMissing,
    InDoubt,
    NoAnswer,
    NotSent,
    ReadRefused,
    RequestLog,
    Trouble,
)
from lox24cli.gateway.wire import (
    Account,
    Group,
    GroupPhone,
    NoJson,
    clean_text,
    decode,
    encode_group,
    read_account,
    read_blocked_number,
    read_group,
    read_phone,
)
from lox24cli.model import Field

if TYPE_CHECKING:
    from lox24cli.gateway.http.exchange import Connection, Reply

__all__ = ["Account", "Answer", "Gateway", "Group", "GroupPhone", "RequestLog"]

Thing = TypeVar("Thing")

LIST_CAP: Final = 256 * 1024 * 1024
"""Bytes that one page of a list may have; a million phones in one page have about 180 million."""
_SMALL_CAP: Final = 8 * 1024 * 1024
_PLAIN_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


class Gateway:
    """The LOX24 API for one token. A context manager; its calls may come from several threads at once.

    Every call may raise TokenRefused (401), AccountRefused (403), FundsRefused (402), IpBlocked (429) and
    GatewayRefused. After one TokenRefused each later call raises it again, without a request.
    """

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
    ) -> None:
        """Make no connection yet. Times in seconds; `total_timeout` is for a whole exchange, None for ever.

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

    def account(self) -> Account:
        """Return the account: GET /me. Raises GatewayDown, too."""
        try:
            account = self._read("/me", read_account)
        except ReadRefused as error:
            raise self._refused("GET", "/me", error) from error
        self._known_groups = account.groups
        return account

    def group(self, group_id: str) -> Group:
        """Return the group: GET /groups/{id}. Raises GroupMissing and GatewayDown, too."""
        try:
            group = self._read(f"/groups/{self._plain_id(group_id)}", read_group)
        except ReadRefused as error:
            raise self._missing(group_id, error.message) from error
        if group.id != group_id:
            raise GatewayDown(
                f"group {group_id}: the gateway answers with group {clean_text(group.id, 64)}",
                "check LOX24_BASE_URL",
                kind=Trouble.WRONG_ANSWER,
            )
        return group

    def groups(self) -> list[Group]:
        """Return all groups, in the API's order: GET /groups, every page. Raises GatewayDown, too."""
        return list(self._list("/groups", read_group, lambda group: group.id))

    def create_group(self, name: str, columns: Mapping[Field, str]) -> Group:
        """Create a group, with titles for its columns a–e, and return it: POST /groups.

        Raises:
            SettingsError: the API refuses the name or a title.
            GatewayDown: certainly not created.
            UnknownOutcome: it cannot be told whether it was created.
        """
        try:
            with self._open().exchange("POST", "/groups", body=encode_group(name, columns)) as reply:
                return judge_created_group(reply, _SMALL_CAP)
        except NoAnswer as error:
            if error.nothing_sent:
                raise gateway_down(error, self._what("POST", "/groups")) from error
            raise group_in_doubt(error.reason) from error

    def phones(self, group_id: str, *, expected: int | None, opt_outs: bool = False) -> Iterator[GroupPhone]:
        """Yield every entry of the group once, while it is read; `expected` is the group's count, if known.

        With `opt_outs` it matters who has unsubscribed, and what only the export names will not do.
        Complete only when the iteration ends without an error: after one, forget what was given.

        Raises:
            GroupMissing: there is no such group.
            GroupUnreadable: neither the list nor the CSV export is complete.
            GatewayDown: no usable answer; reading again may do.
        """
        path = f"/groups/{self._plain_id(group_id)}"
        pages = Pages(self._page, self._base_url, f"{path}/phones", read_phone, phone_key)
        try:
            yield from read_in_full(pages, lambda: self._export(path), expected, group_id, opt_outs=opt_outs)
        except ReadRefused as error:
            raise self._missing(group_id, error.message) from error

    def blocked_numbers(self) -> Iterator[str]:
        """Yield the numbers that the account never sends to: GET /blocked_numbers, every page.

        Raises GatewayDown, too; complete only when the iteration ends without an error.
        """
        return self._list("/blocked_numbers", read_blocked_number, lambda number: number)

    def create_phones(self, group_id: str, body: bytes, phones: Sequence[str]) -> Answer:
        """Send a batch made by `encode_batch` and return what became of it; `phones` are those in `body`.

        Raises:
            GroupMissing: there is no such group; nothing is stored.
        """
        if not phones:
            raise ValueError("an empty batch is never sent")
        path = f"/groups/{self._plain_id(group_id)}/phones/batch"
        cap = _SMALL_CAP + 4096 * len(phones) + 12 * len(body)
        try:
            with self._open().exchange("POST", path, body=body) as reply:
                answer = judge_batch(reply, phones, cap)
        except NoAnswer as error:
            if error.nothing_sent:
                return NotSent(error.reason, kind=error.trouble)
            return InDoubt(error.reason, None, "", error.trouble)
        if answer is None:
            raise self._missing(group_id)
        return answer

    def delete_phone(self, phone_id: str) -> bool:
        """Delete one entry of a group: DELETE /phones/{id}; False when it was not there. May be repeated.

        Raises GatewayDown, too: then it is not known whether it is deleted.
        """
        path = f"/phones/{phone_id}"
        if not _PLAIN_ID.fullmatch(phone_id):
            return False
        try:
            with self._call("DELETE", path):
                return True
        except ReadRefused as error:
            if error.status in GONE:
                return False
            raise self._refused("DELETE", path, error) from error

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
                )
            return self._connection

    def _what(self, method: str, path: str) -> str:
        return f"{method} {path} at {urlsplit(self._base_url).netloc}"

    @contextmanager
    def _call(self, method: str, path: str, accept: str = "application/json") -> Iterator["Reply"]:
        what = self._what(method, path)
        try:
            with self._open().exchange(method, path, accept) as reply:
                check_read(reply, what)
                yield reply
        except NoAnswer as error:
            raise gateway_down(error, what) from error

    def _read(self, path: str, read: Callable[[object], Thing]) -> Thing:
        try:
            with self._call("GET", path) as reply:
                return read(decode(reply.read(_SMALL_CAP)))
        except NoJson as error:
            raise self._unusable(path, error) from error

    @contextmanager
    def _page(self, path: str) -> Iterator[Listing]:
        with self._call("GET", path) as reply:
            yield Listing(reply.chunks(self._list_cap))

    def _list(self, path: str, read: Callable[[object], Thing], key: Callable[[Thing], str]) -> Iterator[Thing]:
        pages = Pages(self._page, self._base_url, path, read, key)
        try:
            yield from pages
        except NoJson as error:
            raise self._unusable(path, error) from error
        except ReadRefused as error:
            raise self._refused("GET", path, error) from error

    def _refused(self, method: str, path: str, error: ReadRefused) -> GatewayRefused:
        said = f": {error.message}" if error.message else ""
        return GatewayRefused(f"{self._what(method, path)}: refused ({error.status}){said}", "check LOX24_BASE_URL")

    def _unusable(self, path: str, error: NoJson) -> GatewayDown:
        return gateway_down(
            NoAnswer(Trouble.WRONG_ANSWER, f"the answer cannot be used: {error}"), self._what("GET", path)
        )

    def _export(self, group_path: str) -> list[GroupPhone]:
        with self._call("GET", f"{group_path}/file/csv", "text/csv") as reply:
            return read_export(reply.read(self._list_cap))

    def _plain_id(self, group_id: str) -> str:
        # Ids are numbers (https://doc.lox24.eu/api/operations/phone_batch_post/). Quoting would not do:
        # servers decode %2F before they look for the route.
        if not _PLAIN_ID.fullmatch(group_id):
            raise self._missing(group_id)
        return group_id

    def _missing(self, group_id: str, message: str = "") -> GroupMissing:
        return group_missing(group_id, message, self._known_groups)
