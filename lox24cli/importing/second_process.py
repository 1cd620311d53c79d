"""A second process that examines rows while the first one reads the file and writes the journal.

It has nothing but two pipes: rows come in, records go out. So it needs no file and no state folder, and ends with the
first process, however that ends. Where it ends early, the first process begins anew without it.
"""

import gc
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from lox24cli.importing.examining import Examined, Examiner
from lox24cli.model import SourceRow

LARGE_BYTES = 1_000_000
"""Of a file from which on a second process pays: to load it takes about as long as to examine 5,000 rows."""
_MOST_UNDER_WAY = 3
"""Chunks of rows: enough that none of the two waits, few enough that memory stays as it is."""
_SLICE_SECONDS = 0.2
_RARELY = 50_000
"""Objects made until the second process looks for circles of them: rows make none, and a tenth of its time is saved."""
Chunk = list[SourceRow]


class SecondProcessLostError(Exception):
    """The process has ended, and with it what it knew of the rows."""


class SecondProcess:
    """Examines chunks of rows, in order; used by one thread."""

    def __init__(self) -> None:
        """Begin to load it.

        Raises:
            OSError: this system starts none.
        """
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
        self._process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-I", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True, name="second-process")
        self._listener.start()
        self._under_way: deque[Chunk] = deque()
        self.has_taken_over = False

    def take_over(self, examiner: Examiner) -> bool:
        """Give it what is known of the file so far, if it is loaded by now; return whether it has taken it."""
        if not self.has_taken_over and not self._answers.empty():
            self._answer()
            self._send(examiner)
            self.has_taken_over = True
        return self.has_taken_over

    def examine(self, chunk: Chunk, first: int) -> Iterator[tuple[Chunk, Examined]]:
        """Send it rows, the first of which has the `seq` `first`; yield earlier ones that must be done first."""
        self._under_way.append(chunk)
        self._send((first, [_plain(row) for row in chunk]))
        if len(self._under_way) == _MOST_UNDER_WAY:
            yield self._under_way.popleft(), self._answer()

    def rest(self) -> Iterator[tuple[Chunk, Examined]]:
        """Yield the chunks that are still under way."""
        while self._under_way:
            yield self._under_way.popleft(), self._answer()

    def give_back(self) -> Examiner:
        """Return what is known of the file, once all of it is examined."""
        self._send(None)
        examiner: Examiner = self._answer()
        return examiner

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None  # noqa: S101  it is a pipe
        try:
            pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError as error:
            raise SecondProcessLostError from error

    def _answer(self) -> Any:  # noqa: ANN401  whatever it said
        while True:
            try:
                answer = self._answers.get(timeout=_SLICE_SECONDS)
            except Empty:
                continue
            if answer is None:
                raise SecondProcessLostError
            return answer

    def _listen(self) -> None:
        """Read what it says as it comes, so that it never waits; None stands for its end."""
        assert self._process.stdout is not None  # noqa: S101  it is a pipe
        try:
            while True:
                self._answers.put(pickle.load(self._process.stdout))  # noqa: S301  it is ourselves who speak
        except (EOFError, OSError, pickle.UnpicklingError):
            self._answers.put(None)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent is of no use any more
                if pipe is not None:
                    pipe.close()


@contextmanager
def beside(file: Path) -> Iterator[SecondProcess | None]:
    """Give a second process while the block runs; None where the file is too small for it to pay, or it cannot be."""
    process = _begin() if file.stat().st_size >= LARGE_BYTES and _may_begin() else None
    try:
        yield process
    finally:
        if process is not None:
            process.end()


def _may_begin() -> bool:
    """Tell whether we run in an interpreter, and not in a program that has one in it."""
    return not getattr(sys, "frozen", False) and Path(sys.executable or "").name.lower().startswith(("python", "pypy"))


def _begin() -> SecondProcess | None:
    try:
        return SecondProcess()
    except OSError:  # no more processes may be
        return None


def _plain(row: SourceRow) -> tuple[Any, ...]:
    """Return what travels fast."""
    return (row.number, row.line, row.cells, dict(row.exact), row.first_number, row.problem)


def serve() -> None:
    """Be the second process: examine what comes on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first one's to answer
    gc.set_threshold(_RARELY)
    source, target = sys.stdin.buffer, sys.stdout.buffer

    def say(value: object) -> None:
        pickle.dump(value, target, pickle.HIGHEST_PROTOCOL)
        target.flush()

    say("loaded")
    examiner: Examiner = pickle.load(source)  # noqa: S301  it is ourselves who speak
    while (asked := pickle.load(source)) is not None:  # noqa: S301
        first, rows = asked
        records, fields = examiner.examine([SourceRow(*row) for row in rows], first)
        say(([tuple(record) for record in records], fields))
    say(examiner)
