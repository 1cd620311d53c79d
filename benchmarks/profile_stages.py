"""Where the processor time of one whole import goes, stage by stage, in µs a row.

    python benchmarks/profile_stages.py [--rows 100000] [--kind european]

The real command runs in this process against the bench's gateway; a timer that counts processor time looks a thousand
times a second where it is. Time of the sending threads counts as theirs while the main thread waits for an answer.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from contact_lists import PHONES, write_list
from gateway import GROUP, TOKEN
from timing import serving

_INTERVAL_SECONDS = 0.001
_PACKAGE = f"{os.sep}lox24cli{os.sep}"
_STAGES = (
    ("importing/delivery/sending", "sending threads: encode, exchange, judge"),
    ("tables", "reading the file"),
    ("mapping", "columns: map, draft"),
    ("numbers", "numbers"),
    ("importing/preparing", "records of rows"),
    ("importing/journal", "journal"),
    ("importing/report", "report and failed file"),
    ("importing/delivery", "batches, outcomes"),
    ("gateway", "gateway: preflight, lists, encoding"),
    ("importing", "the line of an import"),
    ("cli", "command line"),
    ("", "loading modules"),
)


def _stage_of(frame: FrameType | None) -> str:
    """Name the stage of the innermost frame of ours."""
    while frame is not None:
        _, ours, place = frame.f_code.co_filename.rpartition(_PACKAGE)
        if ours and frame.f_code.co_name != "<module>":
            return next(stage for start, stage in _STAGES if place.startswith(start))
        frame = frame.f_back
    return _STAGES[-1][1]


def main() -> None:
    """Run one import and print its stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kind", choices=PHONES, default="european")
    options = parser.parse_args()
    samples: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: samples.update([_stage_of(frame)]))
    folder = Path(tempfile.mkdtemp())
    write_list(folder / "list.csv", options.kind, options.rows)
    with serving(0) as url:
        os.environ |= {"LOX24_STATE_DIR": str(folder / "state"), "LOX24_BASE_URL": url, "LOX24_TOKEN": TOKEN}
        sys.argv = ["lox24", "phones", "import", str(folder / "list.csv"), "--group", GROUP, "--region", "DE", "--yes"]
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, _INTERVAL_SECONDS, _INTERVAL_SECONDS)
        try:
            from lox24cli.cli import app  # noqa: PLC0415  its loading is one of the stages

            app.main()
        except SystemExit:
            pass
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    shutil.rmtree(folder)
    taken = (time.process_time() - began) * 1e6
    print(f"\n{'all':<45}{taken / options.rows:>8.1f} µs a row")
    for stage, count in samples.most_common():
        print(f"{stage:<45}{taken * count / samples.total() / options.rows:>8.1f}")


if __name__ == "__main__":
    main()
