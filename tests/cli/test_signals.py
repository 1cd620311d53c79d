"""Signals that come at the worst moment of the interpreter itself."""

import subprocess
import sys

import pytest

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
