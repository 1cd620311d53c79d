"""Thousands of imports under random faults and kills: `python -m tests.crash.chaos --runs 2000`.

Every seed is a scenario of its own (scenarios.py). `--seed N -v` plays one and tells what happened in it.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice, repeat
from multiprocessing import get_context
from queue import Empty, SimpleQueue

from tests.crash.driving import Driver
from tests.crash.playing import Figures, Verdict, play

LANES = 3
"""Scenarios that one process plays side by side: much of a scenario is waiting."""
_CHUNK = 12


def play_all(seeds: Iterable[int], drivers: Sequence[Driver]) -> list[Verdict]:
    """Play these seeds, as many at a time as there are drivers; return their verdicts by seed."""
    todo: SimpleQueue[int] = SimpleQueue()
    for seed in seeds:
        todo.put(seed)
    verdicts: list[Verdict] = []
    failures: list[BaseException] = []

    def work(driver: Driver) -> None:
        try:
            while not failures:
                verdicts.append(play(driver, todo.get_nowait()))
        except Empty:
            return
        except BaseException as error:  # noqa: BLE001  raised again by the thread that asked
            failures.append(error)

    threads = [threading.Thread(target=work, args=(driver,)) for driver in drivers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sorted(verdicts, key=lambda verdict: verdict.seed)


@cache
def _drivers(lanes: int) -> tuple[Driver, ...]:
    """Return this process's own; they end with it."""
    return tuple(Driver() for _ in range(lanes))


def _play_chunk(seeds: list[int], lanes: int) -> list[Verdict]:
    return play_all(seeds, _drivers(lanes))


def show(verdict: Verdict, *, story: bool = False) -> str:
    """Return what was wrong, and the command that repeats it."""
    lines = [f"seed {verdict.seed}: python -m tests.crash.chaos --seed {verdict.seed} -v"]
    lines += [f"  {line}" for line in verdict.story] if story else []
    lines += [f"  WRONG {complaint[:1500]}" for complaint in verdict.complaints[:12]]
    return "\n".join(lines)


def summarise(figures: Figures, seconds: float) -> str:
    """Return the figures in a few lines."""
    return (
        f"{figures.runs:,} runs of {figures.rows:,} rows in {seconds:.0f} s: {figures.commands:,} commands, "
        f"{figures.kills:,} killed, {figures.signals:,} interrupted, {figures.deaths:,} deaths of the server, "
        f"{figures.faults:,} faults\n"
        f"{figures.requests:,} requests, {figures.batches:,} of them batches\n"
        f"with {', '.join(f'{name} in {count:,}' for name, count in sorted(figures.kinds.items()))}\n"
        f"lost {figures.lost}, twice {figures.twice}, uploaded after a no {figures.said_no}, "
        f"wrong report lines {figures.wrong_lines}, other broken promises {figures.other} "
        f"(files left behind by kills: {figures.litter})"
    )


def _chunks(seeds: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(seeds)
    while chunk := list(islice(stream, _CHUNK)):
        yield chunk


def main() -> int:
    """Play, print the figures, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--first", type=int, default=100_000, help="the first seed")
    parser.add_argument("--seed", type=int, help="play this one alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what happened")
    options = parser.parse_args()
    began, figures = time.monotonic(), Figures()
    seeds = [options.seed] if options.seed is not None else range(options.first, options.first + options.runs)
    lanes = 1 if options.seed is not None else LANES
    with ProcessPoolExecutor(options.jobs if lanes > 1 else 1, mp_context=get_context("spawn")) as pool:
        for verdicts in pool.map(_play_chunk, _chunks(seeds), repeat(lanes)):
            for verdict in verdicts:
                figures.add(verdict.figures)
                if verdict.complaints or options.verbose:
                    sys.stdout.write(show(verdict, story=True) + "\n")
    sys.stdout.write(summarise(figures, time.monotonic() - began) + "\n")
    return int(figures.wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
