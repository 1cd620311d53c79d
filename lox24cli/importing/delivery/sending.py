"""A few threads over one gateway: batches go in, each comes out once with its answer. Knows no journal."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol, assert_never

from lox24cli.errors import Lox24Error
from lox24cli.gateway.outcomes import Answered, BatchRefused, Gone, InDoubt, NotSent
from lox24cli.gateway.wire import encode_batch
from lox24cli.importing.delivery.batching import Batch
from lox24cli.model import Verb

Answer = Answered | BatchRefused | Gone | InDoubt | NotSent | Lox24Error
"""What a request came to; an error is one that stops the run, and means that the batch is not stored."""


class PhonesEndpoint(Protocol):
    """The calls that delivery makes: POST /groups/{id}/phones/batch, PUT and DELETE /phones/{id}."""

    def create_phones(
        self, group_id: str, body: bytes, phones: Sequence[str]
    ) -> Answered | BatchRefused | InDoubt | NotSent:
        """Send a batch; raise a Lox24Error when the account, not the batch, is refused."""

    def update_phone(
        self, phone_id: str, body: bytes, phone: str
    ) -> Answered | BatchRefused | Gone | InDoubt | NotSent:
        """Change one entry of the group."""

    def delete_phone(self, phone_id: str) -> Answered | BatchRefused | Gone | InDoubt | NotSent:
        """Delete one entry of the group."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch on its way: its id in the journal, and what it carries."""

    id: int
    batch: Batch


class Senders:
    """Sends up to `most` batches at once. Threads are daemons: an impatient user need not wait for them."""

    def __init__(self, endpoint: PhonesEndpoint, group_id: str, most: int) -> None:
        self._endpoint = endpoint
        self._group_id = group_id
        self._most = most
        self._threads = 0
        self._todo: SimpleQueue[Sent | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[Sent, Answer | BaseException]] = SimpleQueue()
        self.in_flight = 0

    def submit(self, sent: Sent) -> None:
        """Begin to send; the answer comes out of `wait`."""
        if self._threads <= self.in_flight and self._threads < self._most:
            threading.Thread(target=self._work, daemon=True, name=f"sender-{self._threads}").start()
            self._threads += 1
        self.in_flight += 1
        self._todo.put(sent)

    def wait(self) -> tuple[Sent, Answer]:
        """Return the next batch that has its answer. A bug in a thread is raised here.

        Waits in slices, so that a signal handler gets its turn on every system.
        """
        while True:
            try:
                sent, answer = self._done.get(timeout=0.2)
            except Empty:
                continue
            self.in_flight -= 1
            if isinstance(answer, BaseException) and not isinstance(answer, Lox24Error):
                raise answer
            return sent, answer

    def close(self) -> None:
        """Let the threads end after what they are doing."""
        for _ in range(self._threads):
            self._todo.put(None)

    def _work(self) -> None:
        while (sent := self._todo.get()) is not None:
            try:
                answer: Answer | BaseException = self._send(sent.batch)
            except BaseException as error:  # noqa: BLE001  handed over whole: `wait` raises it in the main thread
                answer = error
            self._done.put((sent, answer))

    def _send(self, batch: Batch) -> Answer:
        match batch.verb:
            case Verb.CREATE:
                body = encode_batch(row.payload for row in batch.rows)
                return self._endpoint.create_phones(self._group_id, body, batch.phones)
            case Verb.UPDATE:
                (row,) = batch.rows
                return self._endpoint.update_phone(row.target, row.payload, row.phone)
            case Verb.DELETE:
                (row,) = batch.rows
                return self._endpoint.delete_phone(row.target)
            case _:
                assert_never(batch.verb)
