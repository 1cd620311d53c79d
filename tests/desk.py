"""A group, a file and what became of them: what the tests of updates, syncs and undoing have in common."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lox24cli.sandbox.faults.faults import PUT, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.store import Phone
from tests.conftest import Finished, Lox24

GROUP = 7116
HEADER = ("Telefon", "a", "b")
Contact = tuple[str, str, str]
"""Number, a, b."""


def number(index: int) -> str:
    """Return the mobile number of that index."""
    return f"+4917139{index:06d}"


def fill(sandbox: RunningSandbox, *contacts: Contact) -> list[Phone]:
    """Put the contacts into the group, each with a field that no file has; return them as they are stored."""
    entries = [(phone, a or None, b or None, None, None, "kept", "own id") for phone, a, b in contacts]
    return [phone for phone in sandbox.store.add_phones(GROUP, entries) if phone is not None]


def write(folder: Path, *contacts: Sequence[str], name: str = "list.csv") -> Path:
    """Write the contacts into a file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows((HEADER, *contacts))
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def meanwhile(lox24: Lox24, sandbox: RunningSandbox, command: Sequence[str], happen: Callable[[], object]) -> Finished:
    """Run the command, and let something happen in the group while the answer to its first PUT is on its way."""
    first = len(sandbox.requests)
    # A slow answer is recorded when it begins, a delayed one only when it is there: too late to come in between.
    sandbox.faults.plan(PUT, Fault("slow", seconds=1.0))
    with ThreadPoolExecutor(1) as other:
        running = other.submit(lox24, *command)
        while not any(request.method == "PUT" for request in sandbox.requests[first:]) and not running.done():
            time.sleep(0.01)
        happen()
        return running.result()


def held(sandbox: RunningSandbox) -> list[Contact]:
    """Return what the group holds, in the order in which it came."""
    return [(phone.phone, phone.a or "", phone.b or "") for phone in sandbox.store.phones(GROUP)]


def writes(sandbox: RunningSandbox) -> list[str]:
    """Return the methods of the requests that change something, in their order."""
    return [request.method for request in sandbox.requests if request.method != "GET"]


def report(folder: Path) -> list[dict[str, str]]:
    """Return the lines of the newest report in the folder."""
    newest = max(folder.glob("*.report.csv"), key=lambda path: path.stat().st_mtime_ns)
    return list(csv.DictReader(io.StringIO(newest.read_text("utf-8-sig"))))


def kill_when(
    words: Sequence[str], environment: Mapping[str, str], folder: Path, is_time: Callable[[], bool]
) -> tuple[int, str]:
    """Start the command, kill it as soon as `is_time`; return its status and what it said on standard error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lox24cli", *words],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    ends = time.monotonic() + 30
    while process.poll() is None and not is_time():
        assert time.monotonic() < ends, "the moment to kill did not come"
        time.sleep(0.005)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=30)
    return process.returncode, said.decode()
