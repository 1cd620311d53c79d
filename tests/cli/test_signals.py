"""Signals that come at the worst moment of the interpreter itself."""

import io
import signal
import subprocess
import sys

import pytest

from lox24cli.cli.signals import listening
from lox24cli.importing.watching import Stop

_PROGRAM = """
import os, signal, sys, time
from lox24cli.cli.signals import ending, listening
from lox24cli.errors import Interrupted
from lox24cli.importing.watching import Stop

class Dying:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        sum(range(1000))  # where the handler runs, and what it raises is dropped

try:
    with {block}:
        dying = Dying()
        del dying
        time.sleep(5)
        print("slept on")
except Interrupted as wish:
    print("stopped", int(wish.exit_code))
"""


@pytest.mark.parametrize("block", ["ending(())", "listening(Stop(), quiet=True)"])
@pytest.mark.parametrize(("name", "exit_code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_that_comes_while_an_object_is_deleted_is_not_lost(block: str, name: str, exit_code: int) -> None:
    program = _PROGRAM.format(name=name, block=block)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)

    assert done.stdout == f"stopped {exit_code}\n"
    assert done.stderr == ""


def test_a_signal_amid_a_write_to_the_terminal_is_obeyed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A buffered stream refuses a second write by the same thread (https://docs.python.org/3/library/io.html)."""

    class Slow(io.RawIOBase):
        """A terminal on which Ctrl-C is typed while it is written to."""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            if stop.wish is None:
                signal.raise_signal(signal.SIGINT)
            return len(memoryview(data))  # type: ignore[arg-type]

    stop = Stop()
    stop.patient = True
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BufferedWriter(Slow()), "utf-8"))
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with listening(stop, quiet=False):
            sys.stderr.write("the bar")
            sys.stderr.flush()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    assert stop.wish is not None
    assert "stopping after the batches in flight" in capfd.readouterr().err
