"""The units of examples/systemd under `systemd-analyze verify`, as the instance of a group.

The command need not be installed for it: a program that is there stands in for it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

UNITS = Path(__file__).parents[2] / "examples" / "systemd"
COMMAND = "/usr/local/bin/lox24"


def main() -> int:
    """Verify the units; return 0 when systemd has nothing to say against them, or is not there."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        print("systemd: no systemd-analyze here, the units are not verified")  # noqa: T201  the answer
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for unit in UNITS.iterdir():
            text = unit.read_text("utf-8")
            instance = Path(folder) / unit.name.replace("@.", "@7116.")
            instance.write_text(text.replace(COMMAND, sys.executable), encoding="utf-8")
        units = sorted(map(str, Path(folder).iterdir()))
        done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "lox24-import" in line]
    print(*said, f"systemd: {len(units)} units, {len(said)} complaints", sep="\n")  # noqa: T201  the answer
    return 1 if said or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
