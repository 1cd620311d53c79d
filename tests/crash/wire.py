"""The wire between the command and the sandbox: it holds, cuts and loses what goes through it, and says when.

It does what the sandbox's own faults cannot: a batch that arrives after its sender gave up, half a request, and an
exact moment to kill at.

Each request goes to the sandbox over a connection of its own, so that holding one keeps up no other.
"""

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Self

BATCHES = r"POST /groups/\d+/phones/batch"
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PATIENCE_SECONDS = 20.0
_LAST_TURNS = 10
"""Turns of the loop in which what was just accepted or cancelled comes to its end."""

Moment = Literal["received", "answered", "delivered"]
"""The request is here and not yet forwarded; its answer is here and not yet given; its answer is given."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happens to one request: the `skip`-th (from 0) that matches."""

    kind: Literal["hold", "cut-request", "cut-answer", "lose-answer", "moment"]
    match: str = BATCHES
    skip: int = 0
    seconds: float = 0.0
    """hold: the request waits so long, and arrives even if its sender is gone; moment: waits so long after telling."""
    share: float = 0.5
    """cut-…: how much of the bytes goes through."""
    moment: Moment = "received"
    forward: bool = True
    """moment received: the request goes on its way afterwards."""
    tells: bool = False
    """hold: its beginning is told, like a moment."""


class Wire:
    """A relay on a port of its own on 127.0.0.1. `tell` is called from its thread at each `moment`."""

    def __init__(self, upstream: int | None, tell: Callable[[Incident], None] = lambda _: None) -> None:
        self.upstream = upstream
        """The sandbox's port; None: nobody is there, and connections are refused."""
        self.happened: list[Incident] = []
        self.tell = tell
        """Told of each `moment`, in the thread of the wire, which waits for it."""
        self._plan: list[tuple[re.Pattern[str], Incident]] = []
        self._counts: dict[int, int] = {}
        self._pending: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="wire")
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """What stands in for the gateway's address."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def plan(self, *incidents: Incident) -> None:
        """Forget the earlier plan; let these happen, each once."""
        self._do(self._set_plan(incidents))

    def unplug(self) -> None:
        """Cut every connection and refuse new ones; what is held arrives all the same once somebody is there."""
        self._do(self._unplug())

    def plug(self, upstream: int) -> None:
        """Accept connections again, on the same port."""
        self.upstream = upstream
        self._do(self._open())

    def drain(self) -> None:
        """Wait until nothing is held any more."""
        self._do(self._drain())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_SECONDS)

    async def _set_plan(self, incidents: tuple[Incident, ...]) -> None:
        self._plan = [(re.compile(incident.match), incident) for incident in incidents]
        self._counts = dict.fromkeys(range(len(incidents)), 0)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=2**26)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _unplug(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for _ in range(_LAST_TURNS):
            for writer in list(self._writers):
                writer.transport.abort()
            await asyncio.sleep(0)

    async def _drain(self) -> None:
        while self._pending:
            await asyncio.wait(self._pending)

    async def _end(self) -> None:
        await self._unplug()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        for _ in range(_LAST_TURNS):
            await asyncio.sleep(0)

    # ---- a connection --------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    head = await reader.readuntil(_HEAD_END)
                    body = await reader.readexactly(_length(head))
                    if not await self._carry(head, body, reader, writer):
                        return
        except asyncio.CancelledError:
            return  # the wire ends
        finally:
            self._writers.discard(writer)
            writer.close()

    def _choose(self, head: bytes) -> Incident | None:
        line = " ".join(head.split(b"\r\n", 1)[0].decode().split("?")[0].split(" ")[:2])
        chosen = None
        for number, (pattern, incident) in enumerate(self._plan):
            if pattern.fullmatch(line):
                if self._counts[number] == incident.skip and chosen is None:
                    chosen = incident
                self._counts[number] += 1
        if chosen is not None:
            self.happened.append(chosen)
        return chosen

    async def _carry(
        self, head: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Carry one exchange; return whether the connection can take another."""
        incident = self._choose(head)
        match incident:
            case Incident(kind="hold"):
                if incident.tells:
                    self.tell(incident)
                task = asyncio.create_task(self._hold(head + body, incident.seconds, writer))
                self._pending.add(task)
                task.add_done_callback(self._pending.discard)
                return await _until_gone(reader, task)
            case Incident(kind="cut-request"):
                await self._send_part(head + body, incident.share)
                return False
            case Incident(kind="moment", moment="received"):
                self.tell(incident)
                await asyncio.sleep(incident.seconds)
                if not incident.forward:
                    return False
            case _:
                pass
        return await self._exchange(head + body, incident, reader, writer)

    async def _hold(self, request: bytes, seconds: float, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        answer = await self._ask(request)
        with contextlib.suppress(ConnectionError):
            writer.write(answer)
            await writer.drain()
        if not _is_complete(answer):
            writer.close()

    async def _send_part(self, request: bytes, share: float) -> None:
        with contextlib.suppress(OSError):
            _, up = await asyncio.open_connection("127.0.0.1", self.upstream)
            up.write(request[: int(len(request) * share)])
            await up.drain()
            up.close()

    async def _exchange(
        self, request: bytes, incident: Incident | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        asking = asyncio.create_task(self._ask(request))
        if not await _until_gone(reader, asking):
            asking.cancel()  # the sender went away, and so do we: a stalled sandbox is to notice it
            return False
        answer = asking.result()
        if incident is not None and incident.kind == "moment" and incident.moment == "answered":
            self.tell(incident)
            await asyncio.sleep(incident.seconds)
        if incident is not None and incident.kind == "lose-answer":
            return False
        share = incident.share if incident is not None and incident.kind == "cut-answer" else 1.0
        writer.write(answer[: int(len(answer) * share)])
        await writer.drain()
        if incident is not None and incident.kind == "moment" and incident.moment == "delivered":
            await asyncio.sleep(incident.seconds)
            self.tell(incident)
        return share == 1.0 and _is_complete(answer)

    async def _ask(self, request: bytes) -> bytes:
        """Return what the sandbox answers, as much as comes."""
        answer = b""
        try:
            up, to = await asyncio.open_connection("127.0.0.1", self.upstream, limit=2**26)
        except OSError:
            return answer
        try:
            with contextlib.suppress(OSError):
                to.write(request)
                await to.drain()
                while not _is_complete(answer):
                    data = await up.read(2**20)
                    if not data:
                        break
                    answer += data
        finally:
            to.transport.abort()
        return answer


async def _until_gone(reader: asyncio.StreamReader, work: "asyncio.Task[bytes] | asyncio.Task[None]") -> bool:
    """Wait for `work`, or until the sender is gone; return whether the work is done."""
    gone = asyncio.create_task(reader.read(1))
    await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
    if not gone.done():
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone
        return True
    with contextlib.suppress(ConnectionError):
        gone.result()
    return False


def _length(head: bytes) -> int:
    found = _LENGTH.search(head)
    return int(found[1]) if found else 0


def _is_complete(answer: bytes) -> bool:
    end = answer.find(_HEAD_END)
    return end >= 0 and len(answer) >= end + len(_HEAD_END) + _length(answer[: end + 2])
