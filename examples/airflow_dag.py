"""Each night, each file into its group: a task for each group, with Airflow 3.

The jobs are a JSON list in the file that LOX24_JOBS names: [{"group": "7116", "file": "/data/kunden.csv"}, …], each
group once. LOX24_TOKEN is a variable of the workers, and LOX24_STATE_DIR a folder that outlives them. docs/engines.md
says why it is done so.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowFailException

AT_ONCE = 4
RATE = 100.0
"""Contacts per second, of all tasks together: what the tasks share is the token."""


@dag(schedule="0 3 * * *", start_date=datetime(2026, 11, 1, tzinfo=UTC), catchup=False, max_active_runs=1)
def lox24_groups() -> None:
    """Bring the files; one run at a time, or two tasks could be on one group."""

    @task
    def find_jobs() -> list[dict[str, str]]:
        # A wrong token in many tasks is as many bad requests, and the fourth in a minute blocks the whole IP: ask once.
        subprocess.run([sys.executable, "-m", "lox24cli", "account"], check=True)
        jobs: list[dict[str, str]] = json.loads(Path(os.environ["LOX24_JOBS"]).read_text("utf-8"))
        return jobs

    # Later than the gateway needs to store what a task had sent when it was killed.
    @task(retries=5, retry_delay=timedelta(minutes=5), max_active_tis_per_dag=AT_ONCE)
    def bring(group: str, file: str) -> dict[str, int]:
        from lox24cli import import_contacts
        from lox24cli.errors import Lox24Error, TemporaryError, UnknownOutcome

        try:
            summary = import_contacts(file, group, region="DE", rate=RATE / AT_ONCE, environment=os.environ)
        except (TemporaryError, UnknownOutcome):
            raise  # a later try mends it
        except Lox24Error as error:
            raise AirflowFailException(f"{error} ({error.hint})") from error
        return {str(status): number for status, number in summary.counts.items()}

    bring.expand_kwargs(find_jobs())


lox24_groups()
