"""examples/airflow_dag.py loaded and run by Airflow itself, into groups of the sandbox: each contact once.

`python -m tests.engines.airflow_dag` (by `make engines`, in an environment with Airflow). It runs the DAG twice, as two
nights do; the second night finds everybody there. Exits with 1 where it does not.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lox24cli.sandbox.serving.server import RunningSandbox

TOKEN = "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"
DAG = Path(__file__).parents[2] / "examples" / "airflow_dag.py"
GROUPS, ROWS = 3, 20


def main() -> int:
    """Run the DAG two nights; return 0 when each phone is in its group once."""
    with tempfile.TemporaryDirectory() as folder, RunningSandbox() as sandbox:
        jobs, wanted = [], {}
        for number in range(GROUPS):
            group = sandbox.store.add_group(f"Group {number}").id
            file = Path(folder) / f"{group}.csv"
            wanted[group] = [f"+49152{number + 200:03}{row:05}" for row in range(ROWS)]
            file.write_text("Mobil\n" + "\n".join(wanted[group]), encoding="utf-8")
            jobs.append({"group": str(group), "file": str(file)})
        (Path(folder) / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
        os.environ |= {
            "AIRFLOW_HOME": f"{folder}/airflow",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": f"{folder}/dags",
            "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
            "LOX24_JOBS": f"{folder}/jobs.json",
            "LOX24_TOKEN": TOKEN,
            "LOX24_BASE_URL": sandbox.url,
            "LOX24_STATE_DIR": f"{folder}/state",
        }
        airflow = Path(sys.executable).with_name("airflow")
        (Path(folder) / "dags").mkdir()
        (Path(folder) / "dags" / DAG.name).write_bytes(DAG.read_bytes())
        subprocess.run([airflow, "db", "migrate"], check=True, stdout=subprocess.DEVNULL)
        ends = [subprocess.run([airflow, "dags", "test", "lox24_groups"], check=False).returncode for _ in range(2)]
        stored = {group: sorted(phone.phone for phone in sandbox.store.phones(group)) for group in wanted}
    is_right = stored == wanted and ends == [0, 0]
    nights = f"{GROUPS} groups, {GROUPS * ROWS} contacts, two nights that ended with {ends}"
    print(f"Airflow: {nights}: {'each contact once' if is_right else f'WRONG: {stored}'}")  # noqa: T201  the answer
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
