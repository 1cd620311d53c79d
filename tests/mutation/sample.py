"""Keeps a random sample of the mutations of a cosmic-ray session: all of a room's would take a day.

python tests/mutation/sample.py SESSION.sqlite COUNT
"""

import random
import sqlite3
import sys
from contextlib import closing


def keep(session: str, count: int, seed: int = 1) -> int:
    """Leave so many mutations in the session; return how many there were."""
    with closing(sqlite3.connect(session)) as database, database:
        jobs = [job for (job,) in database.execute("SELECT job_id FROM work_items")]
        places = "SELECT job_id FROM mutation_specs ORDER BY module_path, start_pos_row, start_pos_col, operator_name"
        ordered = [job for (job,) in database.execute(places)]
        left_out = set(ordered) - set(random.Random(seed).sample(ordered, min(count, len(ordered))))
        for table in ("mutation_specs", "work_items"):
            database.executemany(f"DELETE FROM {table} WHERE job_id = ?", [(job,) for job in left_out])
        return len(jobs)


if __name__ == "__main__":
    sys.stdout.write(f"{sys.argv[2]} of {keep(sys.argv[1], int(sys.argv[2])):,} mutations\n")
