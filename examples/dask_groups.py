"""Many files into their groups, side by side on Dask: a task for each group.

    python examples/dask_groups.py tcp://scheduler:8786 jobs.csv    # columns: group,file

LOX24_TOKEN is a variable of the workers, and LOX24_STATE_DIR a folder that outlives them. docs/engines.md says why it
is done so.
"""

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from distributed import Client, as_completed

from lox24cli import import_contacts
from lox24cli.errors import Lox24Error, TemporaryError, UnknownOutcome

RATE = 100.0
"""Contacts per second, of all tasks together: what the tasks share is the token."""
RETRIES = 20
Answer = dict[str, Any]


def bring(group: str, file: str, options: dict[str, Any]) -> Answer:
    """Bring one file into its group; what a later try can mend is raised, so that Dask tries it again."""
    try:
        summary = import_contacts(file, group, environment=os.environ, **options)
    except (TemporaryError, UnknownOutcome):
        raise
    except Lox24Error as error:
        return {"group": group, "error": f"{error} ({error.hint})"}
    return {"group": group, "error": None, "rows": summary.rows, "counts": dict(summary.counts)}


def bring_all(client: Client, jobs: dict[str, str], options: dict[str, Any]) -> list[Answer]:
    """Bring each file into its group; the group is the task's key, so no two tasks are ever on one group."""
    at_once = sum(client.nthreads().values())
    options = {"rate": RATE / at_once, **options}
    tasks = [
        client.submit(bring, group, file, options, key=f"lox24-{group}", retries=RETRIES, pure=False)
        for group, file in jobs.items()
    ]
    return [task.result() for task in as_completed(tasks)]


def main() -> int:
    """Run the jobs of a file on a scheduler; return 0 when all of them went well."""
    address, path = sys.argv[1:]
    # A wrong token in twenty tasks is twenty bad requests, and the fourth in a minute blocks the whole IP: ask once.
    subprocess.run([sys.executable, "-m", "lox24cli", "account"], check=True)
    with Path(path).open(newline="", encoding="utf-8") as file:
        jobs = {row["group"]: row["file"] for row in csv.DictReader(file)}
    with Client(address) as client:
        answers = bring_all(client, jobs, {"region": "DE"})
    print(*answers, sep="\n")
    return 1 if any(answer["error"] for answer in answers) else 0


if __name__ == "__main__":
    sys.exit(main())
