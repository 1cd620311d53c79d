"""Time and memory of a whole import against a plain script, in turn, in one run; quote the ratios, not the seconds.

    python benchmarks/run.py [--rows 100000] [--rounds 3]

Each command is a process of its own; the gateway is the sandbox, a third process on the same machine.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from lox24cli.sandbox.serving.background import start_in_background

HERE = Path(__file__).parent


def write_contacts(path: Path, rows: int) -> None:
    """Write a list of German mobiles in three ways of writing, 3 % of them broken; each number once."""
    rng = random.Random(7)  # noqa: S311  the same list every time
    ways = ("+49 {} {}", "0{}/{}", "0{} {}")
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write("Anrede;Vorname;Nachname;Mobil;Ort\n")
        for number in range(rows):
            phone = rng.choice(ways).format(rng.choice((151, 160, 171, 172)), f"{10_000_000 + number:08}"[-8:])
            if rng.random() < 0.03:  # noqa: PLR2004  three in a hundred
                phone = phone[:6]
            file.write(f"Frau;Vorname{number};Müller{number};{phone};Köln\n")


def run(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return seconds and peak megabytes of the command's own process."""
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        assert process.stderr is not None  # noqa: S101  it was asked for
        sys.exit(f"{command[0]} ended with {code}: {process.stderr.read().decode()}")
    return seconds, usage.ru_maxrss / 1024


def measure(rows: int, rounds: int) -> None:
    """Print a line for each command, and the ratio of their medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contacts = folder / "contacts.csv"
        write_contacts(contacts, rows)
        figures: dict[str, list[tuple[float, float]]] = {"lox24": [], "plain script": []}
        for number in range(rounds):
            for who, times in figures.items():
                with start_in_background(folder / f"{who} {number}.sqlite") as sandbox:
                    variables = {**os.environ, "LOX24_BASE_URL": sandbox.url, "LOX24_TOKEN": sandbox.token}
                    variables["LOX24_STATE_DIR"] = str(folder / f"state {number}")
                    lox24 = ["-m", "lox24cli", "phones", "import", str(contacts), "--group", "7116", "--region", "DE"]
                    peer = [str(HERE / "peer.py"), str(contacts), sandbox.url, "7116", sandbox.token]
                    times.append(run([sys.executable, *(lox24 if who == "lox24" else peer)], variables))
        for who, times in figures.items():
            seconds = statistics.median(taken for taken, _ in times)
            spread = f"{min(t for t, _ in times):.1f}-{max(t for t, _ in times):.1f} s"
            print(f"{who:<13} {rows / seconds:>8,.0f} rows/s ({spread}), {max(mb for _, mb in times):.0f} MB")
        ratio = statistics.median(
            a / b for (a, _), (b, _) in zip(figures["lox24"], figures["plain script"], strict=True)
        )
        print(f"lox24 takes {ratio:.2f} times as long as the plain script")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    measure(options.rows, options.rounds)


if __name__ == "__main__":
    main()
