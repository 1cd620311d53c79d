"""Ctrl-C, SIGTERM and SIGHUP: the first lets the batches in flight end, the second stops at once."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from lox24cli.cli.output.console import write
from lox24cli.errors import Interrupted, Terminated
from lox24cli.translating import phrase, say

if TYPE_CHECKING:
    from lox24cli.importing.watching import Stop

_SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform != "win32":
    _SIGNALS.append(signal.SIGHUP)
_STDERR = 2
"""The number that every process knows its standard error by."""
_ONCE_MORE_SECONDS = 0.02
"""Until a signal that was lost is raised anew: long enough for Python to be out of the place that lost it."""


def _tell(message: str) -> None:
    """Say it, even where the signal came while the bar was being written: a stream takes no second write then."""
    try:
        write(message, sys.stderr)
    except RuntimeError:  # "reentrant call inside", https://docs.python.org/3/library/io.html#reentrancy
        os.write(_STDERR, f"\n{say(message)}\n".encode())


@contextmanager
def listening(stop: "Stop", *, quiet: bool) -> Iterator[None]:
    """Turn signals into wishes while the block runs; afterwards only the answer is left, and no signal cuts it."""

    def handle(kind: type[Interrupted]) -> None:
        if stop.patient and stop.wish is None:
            stop.wish = kind(phrase("interrupted; the batches in flight were recorded"))
            if not quiet:
                _tell(phrase("stopping after the batches in flight; once more to stop at once"))
            return
        raise kind(phrase("stopped at once") if stop.patient else phrase("interrupted; nothing was uploaded"))

    with _handling(handle):
        yield
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def ending(heard: Sequence[int]) -> Iterator[None]:
    """Let a signal end what is no delivery, as an error among others: an exit code, and an answer for `--json`.

    `heard` are signals that came before.
    """

    def handle(kind: type[Interrupted]) -> None:
        raise kind(phrase("interrupted"), phrase("run the same command again"))

    with _handling(handle):
        for number in heard:
            signal.raise_signal(number)
        yield


class _Ears:
    """Calls `handle` for each signal until it has raised once.

    A second raise would break into the cleaning up after the first, and could leave a lock held that the rest waits
    for. So from then on to the end of the process, the next signal is passed over, and those after it do what they do
    to any program.
    """

    def __init__(self, handle: Callable[[type[Interrupted]], None]) -> None:
        self._handle = handle
        self._former_hook = sys.unraisablehook
        self._last_heard = signal.SIGINT
        self.has_raised = False

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal."""
        self._last_heard = signal.Signals(number)
        if self.has_raised:
            signal.signal(number, signal.SIG_DFL)
            return
        try:
            self._handle(Interrupted if number == signal.SIGINT else Terminated)
        except Interrupted:
            self.has_raised = True
            raise

    def hear_again(self, unraisable: "sys.UnraisableHookArgs") -> None:
        """Raise a wish once more that came while an object was being deleted, where Python drops every exception."""
        if not isinstance(unraisable.exc_value, Interrupted):
            self._former_hook(unraisable)
            return
        self.has_raised = False
        again = threading.Timer(_ONCE_MORE_SECONDS, _signal_main_thread, (self._last_heard,))
        again.daemon = True
        again.start()


@contextmanager
def _handling(handle: Callable[[type[Interrupted]], None]) -> Iterator[None]:
    ears = _Ears(handle)
    # One that is passed over already is not for us: a command under nohup outlives its terminal.
    wanted = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, ears.hear) for number in wanted}
    former_hook, sys.unraisablehook = sys.unraisablehook, ears.hear_again
    try:
        yield
    finally:
        sys.unraisablehook = former_hook
        if not ears.has_raised:
            for number, handler in before.items():
                signal.signal(number, handler)


def _signal_main_thread(number: signal.Signals) -> None:
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:  # wakes the main thread from a wait, too
        signal.pthread_kill(threading.main_thread().ident or 0, number)
