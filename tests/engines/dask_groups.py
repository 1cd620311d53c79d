"""examples/dask_groups.py on Dask's real scheduler, whose workers are killed: nobody twice, nobody lost.

`python -m tests.engines.dask_groups` (by `make engines`, in an environment with Dask): 20 groups on two worker
processes; workers get SIGKILL, the gateway has accidents, Dask tries again. Once with a state folder that lasts, once
with a new one for each try. Prints figures; exits with 1 where a phone is twice or lost.
"""

import argparse
import csv
import faulthandler
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import dask
from distributed import Client, LocalCluster, as_completed

from examples.dask_groups import Answer, bring, bring_all
from lox24cli.sandbox.faults.faults import BATCH, CHAOS
from lox24cli.sandbox.serving.server import RunningSandbox

TOKEN = "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"
OPTIONS: dict[str, Any] = {
    "batch_size": 20,
    "concurrency": 2,
    "retries": 1,
    "backoff": 0.02,
    "settle_wait": 0.5,
    "rate": None,
}
DEADLINE = 1800.0
"""Seconds after which something hangs: where, is shown."""
BETWEEN_TRIES = 1.0
"""Seconds before a try without state: longer than the sandbox needs to store what a killed one had sent."""


class Killer(threading.Thread):
    """Kills a worker process each time some more phones are stored, until so many are killed."""

    def __init__(
        self, cluster: LocalCluster, sandbox: RunningSandbox, groups: list[int], kills: int, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self._cluster, self._sandbox, self._groups = cluster, sandbox, groups
        self._kills, self._rng = kills, random.Random(seed)
        self.killed = 0
        self.over = threading.Event()

    def run(self) -> None:
        """Kill, until enough are killed or all is done."""
        next_at = 40
        while self.killed < self._kills and not self.over.wait(0.01):
            if sum(self._sandbox.store.count(group) for group in self._groups) < next_at:
                continue
            worker = self._rng.choice(list(self._cluster.workers.values()))
            if worker.pid:
                os.kill(worker.pid, signal.SIGKILL)
                self.killed += 1
                next_at = sum(map(self._sandbox.store.count, self._groups)) + self._rng.randint(20, 400)


def bring_without_state(group: str, file: str, options: dict[str, Any]) -> Answer:
    """Bring one file as on a machine that was made for this try alone."""
    time.sleep(BETWEEN_TRIES)
    with tempfile.TemporaryDirectory() as state:
        return bring(group, file, {**options, "state_dir": state, "report_dir": state})


def bring_all_without_state(client: Client, jobs: dict[str, str]) -> list[Answer]:
    """Bring each file into its group; no try knows of the one before it."""
    tasks = [
        client.submit(bring_without_state, group, file, OPTIONS, key=f"lox24-{group}", retries=50, pure=False)
        for group, file in jobs.items()
    ]
    return [task.result() for task in as_completed(tasks)]


def try_out(*, keeps_state: bool, groups: int, rows: int, kills: int, seed: int) -> bool:
    """Run one try-out; print its figures; return whether each phone is in its group once."""
    with tempfile.TemporaryDirectory() as folder, RunningSandbox() as sandbox:
        sandbox.change(latency=0.01)
        sandbox.faults.chaos(seed, 0.05, CHAOS, BATCH)
        wanted: dict[int, list[str]] = {}
        jobs = {}
        for number in range(groups):
            group = sandbox.store.add_group(f"Group {number}").id
            wanted[group] = [f"+49152{number + 200:03}{row:05}" for row in range(rows)]
            jobs[str(group)] = _write(Path(folder) / f"{group}.csv", wanted[group])
        os.environ |= {
            "LOX24_TOKEN": TOKEN,
            "LOX24_BASE_URL": sandbox.url,
            "LOX24_STATE_DIR": str(Path(folder) / "state"),
            "LOX24_REPORT_DIR": str(Path(folder) / "reports"),
        }
        begun = time.monotonic()
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            killer = Killer(cluster, sandbox, list(wanted), kills, seed)
            killer.start()
            answers = bring_all(client, jobs, OPTIONS) if keeps_state else bring_all_without_state(client, jobs)
            killer.over.set()
            killer.join()
            seconds = time.monotonic() - begun
        stored = {group: Counter(phone.phone for phone in sandbox.store.phones(group)) for group in wanted}
    twice = sum(count - 1 for found in stored.values() for count in found.values())
    lost = sum(len(set(phones) - set(stored[group])) for group, phones in wanted.items())
    strange = sum(len(set(stored[group]) - set(phones)) for group, phones in wanted.items())
    errors = [answer["error"] for answer in answers if answer["error"]]
    unsure = [answer for answer in answers if not answer["error"] and sum(answer["counts"].values()) != rows]
    state = "a state folder that lasts" if keeps_state else "a new state folder for each try"
    print(  # noqa: T201  figures are the answer
        f"{state}: {groups} groups, {groups * rows:,} contacts, 2 worker processes, {killer.killed} of them killed, "
        f"{seconds:.0f} s: {twice} twice, {lost} lost, {strange} strange, {len(errors)} errors, {len(unsure)} unsure"
    )
    print(*errors, sep="\n", end="")  # noqa: T201  the same
    return not (twice or lost or strange or errors or unsure) and killer.killed == kills


def _write(path: Path, phones: list[str]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Name", "Mobil"), *((f"Person {n}", phone) for n, phone in enumerate(phones))])
    return str(path)


def main() -> int:
    """Run both try-outs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=20)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    faulthandler.dump_traceback_later(DEADLINE, exit=True)
    dask.config.set(
        {
            "distributed.scheduler.allowed-failures": 100,
            "distributed.comm.timeouts.connect": "60s",
            # A local cluster gives a killed worker up that is not back by then; a busy machine needs longer.
            "distributed.deploy.lost-worker-timeout": "10 minutes",
        }
    )
    size = {"groups": given.groups, "rows": given.rows, "kills": given.kills, "seed": given.seed}
    with_state, without = try_out(keeps_state=True, **size), try_out(keeps_state=False, **size)
    return 0 if with_state and without else 1


if __name__ == "__main__":
    sys.exit(main())
