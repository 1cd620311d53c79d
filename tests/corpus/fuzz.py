"""Damaged and random files: lox24 must answer each with an exit code of its own, soon, and never with a traceback.

python -m tests.corpus.fuzz --runs 20000 --seed 1 [--keep FOLDER]
"""

import argparse
import faulthandler
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

from lox24cli.errors import ExitCode, Lox24Error
from lox24cli.importing.running import check_contacts
from lox24cli.library.listening import real_world
from tests.corpus.checking import Call, Listener, check_by_command, job_of
from tests.corpus.generator import make_file
from tests.corpus.hostile import KINDS, check_hostile
from tests.corpus.judge import scratch_folder
from tests.corpus.mutations import mutate

ALLOWED = frozenset({ExitCode.OK, ExitCode.ROWS, ExitCode.INPUT})
SLOWEST_SECONDS = 10
"""Of the processor's time, so that a busy machine is not taken for a slow file."""
_MEMORY = 2 << 30
_MOST_GROWN = 300 << 20
_CHUNK = 50
_SEED_FILES = 150
_REGIONS = ("DE", "DE", "DE", "AT", "IT", "US", "FR", None)


class Hang(Exception):
    """A file took longer than anybody waits."""


@dataclass(slots=True)
class Figures:
    """What came of many files."""

    runs: int = 0
    exits: Counter[int] = field(default_factory=Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    """Number of the file, and the traceback or what else went wrong."""
    slowest: tuple[float, int] = (0.0, 0)
    """Seconds, and the number of the file."""

    def add(self, other: "Figures") -> None:
        """Take another process's figures in."""
        self.runs += other.runs
        self.exits += other.exits
        self.failures += other.failures
        self.slowest = max(self.slowest, other.slowest)


@cache
def seed_files(seed: int) -> tuple[bytes, ...]:
    """Return the files to damage: texts of every dialect, and workbooks of every kind."""
    made = [make_file(seed, index).content for index in range(_SEED_FILES)]
    fixtures = sorted(Path(__file__).with_name("fixtures").glob("contacts.*"))
    return (*made, *[path.read_bytes() for path in fixtures for _ in range(8)])


def fuzzed_file(seed: int, index: int) -> tuple[bytes, str | None]:
    """Make the damaged file number `index`, and the region it is read for."""
    rng = random.Random(f"{seed} {index} fuzz")
    return mutate(seed_files(seed), rng), rng.choice(_REGIONS)


def run_file(content: bytes, region: str | None, path: Path) -> int:
    """Check the file in this process; return the exit code.

    Raises:
        Hang: it took too long.
        BaseException: whatever lox24 did not answer for.
    """
    path.write_bytes(content)
    faulthandler.dump_traceback_later(6 * SLOWEST_SECONDS, exit=True)
    signal.setitimer(signal.ITIMER_PROF, SLOWEST_SECONDS)
    try:
        job = job_of(path, Call(region=region), path.parent / "reports")
        summary = check_contacts(job, real_world(path.parent / "state", Listener()))
    except Lox24Error as error:
        return error.exit_code
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    assert summary.rows == sum(summary.counts.values())
    for made in (summary.report, summary.failed):
        if made is not None:
            made.unlink()
    return summary.exit_code


def run_chunk(seed: int, start: int, end: int) -> Figures:
    """Check the files from `start` on, before `end`."""
    figures = Figures()
    signal.signal(signal.SIGPROF, _raise_hang)
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        for index in range(start, end):
            content, region = fuzzed_file(seed, index)
            began, peak = time.process_time(), _peak()
            try:
                code = run_file(content, region, Path(folder, f"{index}.csv"))
            except BaseException as problem:
                if isinstance(problem, KeyboardInterrupt):
                    raise
                figures.failures.append((index, "".join(traceback.format_exception(problem)[-4:])))
                code = ExitCode.BUG
            if code not in ALLOWED and code != ExitCode.BUG:
                figures.failures.append((index, f"exit {code}"))
            figures.exits[int(code)] += 1
            figures.runs += 1
            figures.slowest = max(figures.slowest, (time.process_time() - began, index))
            grown = _peak() - peak
            if grown > _MOST_GROWN:
                figures.failures.append((index, f"{grown >> 20} MB of memory more than before"))
            Path(folder, f"{index}.csv").unlink()
    return figures


def _peak() -> int:
    """Return the most bytes that this process had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _raise_hang(number: int, frame: FrameType | None) -> None:
    raise Hang(f"longer than {SLOWEST_SECONDS} s (signal {number}, {frame and frame.f_code.co_qualname})")


def limit_memory() -> None:
    """Let the process have 2 GB and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def run_all(seed: int, runs: int, processes: int) -> Figures:
    """Check all files on several processes; a process that dies is a failure of its chunk."""
    figures = Figures()
    context = multiprocessing.get_context("spawn")
    chunks = [(start, min(start + _CHUNK, runs)) for start in range(0, runs, _CHUNK)]
    with ProcessPoolExecutor(processes, mp_context=context, initializer=limit_memory) as pool:
        waiting = {pool.submit(run_chunk, seed, *chunk): chunk for chunk in chunks}
        for done in as_completed(waiting):
            try:
                figures.add(done.result())
            except BrokenProcessPool:
                figures.failures.append((waiting[done][0], f"a process died in the files {waiting[done]}"))
    return figures


def run_commands(seed: int, runs: int, count: int) -> Figures:
    """Check some of the files through the real command."""
    figures = Figures()
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        for index in range(0, runs, max(runs // max(count, 1), 1)):
            content, region = fuzzed_file(seed, index)
            path = Path(folder, f"{index}.csv")
            path.write_bytes(content)
            began = time.monotonic()
            try:
                code = check_by_command(path, Call(region=region)).exit_code
            except Exception:  # noqa: BLE001 - the figures tell it
                figures.failures.append((index, "command: " + traceback.format_exc()))
                code = ExitCode.BUG
            if code not in ALLOWED:
                figures.failures.append((index, f"command: exit {code}"))
            figures.exits[int(code)] += 1
            figures.runs += 1
            figures.slowest = max(figures.slowest, (time.monotonic() - began, index))
    return figures


def run_hostile() -> Figures:
    """Check the files made to exhaust the machine, each within its limits of time and memory."""
    figures = Figures()
    for index, kind in enumerate(KINDS):
        cost = check_hostile(kind)
        if cost.fault:
            figures.failures.append((index, f"{kind}: {cost.fault}\n"))
        figures.exits[cost.exit_code] += 1
        figures.runs += 1
        figures.slowest = max(figures.slowest, (cost.seconds, index))
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; the exit code is 1 when there is a failure."""
    parser = argparse.ArgumentParser(description="Give lox24 thousands of damaged files.")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commands", type=int, default=40, help="so many of them through the real command too")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="folder for the files that failed")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    figures = run_all(options.seed, options.runs, options.processes)
    commands = run_commands(options.seed, options.runs, options.commands) if options.commands else Figures()
    hostile = run_hostile()
    for index, problem in hostile.failures:
        sys.stdout.write(f"--- hostile file {index}\n{problem}\n")
    for index, problem in [*figures.failures, *commands.failures]:
        sys.stdout.write(f"--- file {index}\n{problem}\n")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            options.keep.joinpath(f"{options.seed}-{index}.csv").write_bytes(fuzzed_file(options.seed, index)[0])
    for name, made in (("in process", figures), ("command", commands), ("hostile", hostile)):
        exits = ", ".join(f"exit {code}: {count}" for code, count in sorted(made.exits.items()))
        sys.stdout.write(
            f"{name}: {made.runs} files, {exits}; failures: {len(made.failures)}; "
            f"slowest: {made.slowest[0]:.2f} s (file {made.slowest[1]})\n"
        )
    sys.stdout.write(f"{time.monotonic() - began:.0f} s in all\n")
    return 1 if figures.failures or commands.failures or hostile.failures else 0


if __name__ == "__main__":
    sys.exit(main())
