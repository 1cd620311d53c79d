"""Whole processes, timed in turn: A B A B …, so that a machine whose speed drifts is as slow for one as the other."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).parent
_LOOK_SECONDS = 0.1
_ENDED_WELL = (0, 3)
"""3: rows were rejected, as the lists have some."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of a command took."""

    seconds: float
    cpu_seconds: float
    """User and system time, of its children too."""
    megabytes: float
    """At most, of all its processes together (where /proc tells; else of the largest)."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line in an environment; `prepare` makes it ready for each run."""

    words: Sequence[str | Path]
    variables: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] = lambda: None

    def run(self) -> Taken:
        """Run it once; end the benchmark if it fails."""
        self.prepare()
        environment = {**os.environ, **self.variables}
        began = time.monotonic()
        process = subprocess.Popen(
            self.words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        assert process.stderr is not None  # noqa: S101  it was asked for
        peaks: dict[int, float] = {}
        with _watching(process.pid, peaks):
            said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in _ENDED_WELL:
            sys.exit(f"{self.words} ended with {process.returncode}: {said.decode()}")
        megabytes = max(sum(peaks.values()), usage.ru_maxrss / 1024)
        return Taken(seconds, usage.ru_utime + usage.ru_stime, megabytes)


@contextmanager
def _watching(pid: int, peaks: dict[int, float]) -> Iterator[None]:
    """Note the most memory in MB that a process and its children have had, while the block runs."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            for one in (pid, *_children(pid)):
                peaks[one] = max(peaks.get(one, 0.0), _peak_megabytes(one))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread is gone
            found += [int(child) for child in listed.read_text().split()]
    return found


def _peak_megabytes(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0


def run_in_turn(rounds: int, *commands: Command) -> list[list[Taken]]:
    """Run the commands one after the other, so often; return what each took, round by round."""
    taken: list[list[Taken]] = [[] for _ in commands]
    for _ in range(rounds):
        for command, times in zip(commands, taken, strict=True):
            times.append(command.run())
    return taken


def show_spread(values: Sequence[float], unit: str = "") -> str:
    """Return median, least and most: `1.20 (1.10-1.31)`."""
    places = 0 if min(values) >= 100 else 2  # noqa: PLR2004  three digits are enough
    middle, least, most = (f"{value:.{places}f}" for value in (statistics.median(values), min(values), max(values)))
    return f"{middle}{unit} ({least}–{most})"


@contextmanager
def serving(delay_ms: float) -> Iterator[str]:
    """Give the address of a gateway in a process of its own."""
    words = [sys.executable, _HERE / "gateway.py", "--delay-ms", str(delay_ms)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  it was asked for
        yield process.stdout.readline().strip()
        process.communicate("")
