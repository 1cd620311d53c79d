"""Ctrl-C and SIGTERM: the first lets the batches in flight end, the second stops at once."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from lox24cli.cli.console import write
from lox24cli.errors import Interrupted, Terminated
from lox24cli.importing.watching import Stop


@contextmanager
def listening(stop: Stop, *, quiet: bool) -> Iterator[None]:
    """Turn signals into wishes while the block runs."""

    def handle(number: int, _frame: FrameType | None) -> None:
        kind = Terminated if number == signal.SIGTERM else Interrupted
        if stop.patient and stop.wish is None:
            stop.wish = kind("interrupted; the batches in flight were recorded")
            if not quiet:
                write("stopping after the batches in flight; once more to stop at once", sys.stderr)
            return
        raise kind("stopped at once" if stop.patient else "interrupted; nothing was uploaded")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
