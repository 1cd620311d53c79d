"""The table of what is promised: whole processes with their start-up, ours and the peers' in turn; quote the ratios.

    python benchmarks/run.py [--rows 100000] [--rounds 5] [--only check,import,slow,kinds,memory,workbook,start]

The ratio of each pair is of one round; shown are its median, least and most, by wall time and by processor time.
"""

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contact_lists import write_list, write_workbook
from gateway import GROUP, TOKEN
from timing import Command, Taken, run_in_turn, serving, show_spread

_PEERS = Path(__file__).parent / "peers"
_FEW = 10
_MANY = 10
"""So many times the rows show how memory grows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table."""

    figure: str
    ours: Sequence[Taken]
    peer: Sequence[Taken]
    goal: str
    is_longer: bool = False
    """The ratio says how many times as long we take, not how many times as fast we are."""

    def show(self) -> str:
        """Return it as a row."""
        pairs = list(zip(self.ours, self.peer, strict=True))
        if self.is_longer:
            wall, cpu = [a.seconds / b.seconds for a, b in pairs], [a.cpu_seconds / b.cpu_seconds for a, b in pairs]
        else:
            wall, cpu = [b.seconds / a.seconds for a, b in pairs], [b.cpu_seconds / a.cpu_seconds for a, b in pairs]
        seconds = [show_spread([one.seconds for one in taken], " s") for taken in (self.ours, self.peer)]
        return (
            f"| {self.figure} | {seconds[0]} | {seconds[1]} | {show_spread(wall)} | {show_spread(cpu)} | {self.goal} |"
        )


class Bench:
    """The figures, each a method that yields lines."""

    def __init__(self, folder: Path, rows: int, rounds: int) -> None:
        self._folder, self._rows, self._rounds = folder, rows, rounds

    def check(self) -> Iterator[str]:
        """`phones check` against the plain loop."""
        path = self._list("european")
        ours, peer = self._run(self._check(path), self._peer("plain_loop.py", path))
        yield Line(f"check, {self._rows:,} rows, against csv + phonenumbers", ours, peer, "3 ×").show()

    def kinds(self) -> Iterator[str]:
        """Rows/s of harder lists against those of easier ones."""
        for hard, easy in (("worldwide", "european"), ("bare", "clear")):
            first, second = self._run(self._check(self._list(hard)), self._check(self._list(easy)))
            yield Line(f"rows/s, {hard} against {easy}", first, second, "0.5 ×").show()

    def import_(self) -> Iterator[str]:
        """`phones import` against the careful script, no latency."""
        yield from self._import(0, "3 ×")

    def slow(self) -> Iterator[str]:
        """Import at 50 ms a request."""
        yield from self._import(50, "5 ×")

    def memory(self) -> Iterator[str]:
        """Peak memory, and how it grows; one round."""
        with serving(0) as url:
            few, many = (
                self._import_command(self._list("european", rows), url).run().megabytes
                for rows in (self._rows, _MANY * self._rows)
            )
        figure = f"memory, {_MANY * self._rows:,} rows, and {self._rows:,}"
        yield f"| {figure} | {many:.0f} MB | {few:.0f} MB | {many / few:.2f} × | | 120 MB, 1.25 × |"

    def workbook(self) -> Iterator[str]:
        """Check a workbook, against openpyxl that only reads it."""
        path = self._folder / "list.xlsx"
        write_workbook(path, self._rows)
        ours, peer = self._run(self._check(path), self._peer("workbook_reader.py", path))
        yield Line(f"check of an XLSX, {self._rows:,} rows × 8, against openpyxl", ours, peer, "2.5 ×").show()

    def start(self) -> Iterator[str]:
        """How long the command takes to do next to nothing."""
        ours, peer = self._run(self._lox24("phones", "import", "--help"), self._peer("small_script.py", "--help"))
        yield Line("--help, so many times as long as argparse", ours, peer, "≤ 3 ×", is_longer=True).show()
        path = self._list("european", _FEW)
        with serving(0) as url:
            options = ("--group", GROUP, "--url", url, "--token", TOKEN)
            ours, peer = self._run(self._import_command(path, url), self._peer("small_script.py", path, *options))
        yield Line(f"import of {_FEW} rows, as long as a script", ours, peer, "≤ 3 ×", is_longer=True).show()

    def _import(self, delay_ms: int, goal: str) -> Iterator[str]:
        path = self._list("european")
        report = self._folder / "peer.report.csv"
        with serving(delay_ms) as url:
            peer_command = self._peer("careful_script.py", path, url, GROUP, TOKEN, report)
            ours, peer = self._run(self._import_command(path, url), peer_command)
        yield Line(f"import, {self._rows:,} rows, {delay_ms} ms, against a careful script", ours, peer, goal).show()

    def _run(self, *commands: Command) -> list[list[Taken]]:
        return run_in_turn(self._rounds, *commands)

    def _list(self, kind: str, rows: int | None = None) -> Path:
        rows = rows or self._rows
        path = self._folder / f"{kind}.{rows}.csv"
        if not path.exists():
            write_list(path, kind, rows)
        return path

    def _check(self, path: Path) -> Command:
        return self._lox24("phones", "check", path, "--region", "DE", "--report-dir", self._folder / "reports")

    def _import_command(self, path: Path, url: str) -> Command:
        words = ("phones", "import", path, "--group", GROUP, "--region", "DE", "--yes", "--map", "callback_data=id")
        return self._lox24(*words, "--report-dir", self._folder / "reports", url=url)

    def _lox24(self, *words: str | Path, url: str = "http://127.0.0.1:9") -> Command:
        state = self._folder / "state"
        variables = {"LOX24_STATE_DIR": str(state), "LOX24_BASE_URL": url, "LOX24_TOKEN": TOKEN}

        def forget() -> None:
            for left in (state, self._folder / "reports"):
                shutil.rmtree(left, ignore_errors=True)

        return Command([Path(sys.executable).with_name("lox24"), *words], variables, forget)

    def _peer(self, script: str, *words: str | Path) -> Command:
        return Command([sys.executable, _PEERS / script, *words])


def main() -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="check,import,slow,kinds,memory,workbook,start")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.platform()}; {options.rounds} rounds\n")
    print("| figure | ours | peer | ratio, wall | ratio, CPU | goal |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rows, options.rounds)
        figures: dict[str, Callable[[], Iterator[str]]] = {
            "check": bench.check,
            "import": bench.import_,
            "slow": bench.slow,
            "kinds": bench.kinds,
            "memory": bench.memory,
            "workbook": bench.workbook,
            "start": bench.start,
        }
        for name in options.only.split(","):
            for line in figures[name]():
                print(line, flush=True)


if __name__ == "__main__":
    main()
