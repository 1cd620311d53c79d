"""Text files made to exhaust the machine: each must be answered within 20 s of work and 300 MB of memory.

python -m tests.corpus.fuzz runs all of them through the real command; tests/corpus/test_hostile.py the quick ones.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SECONDS, MEGABYTES = 20, 300
_MEASURE = f"""
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, ({2 * SECONDS}, {2 * SECONDS}))
exit_code = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(json.dumps((used.ru_utime + used.ru_stime, used.ru_maxrss)))
sys.exit(exit_code if exit_code >= 0 else 1)
"""
"""Starts a command from a small process: to Linux a child begins with the memory of its parent."""
_HEAD = "Handy;Name\n"
_ROW = "0171 4938271;Bo\n"
_OPEN = 'Handy;Name;Notiz\n0171 4938271;Bo;"offen\n'


def _wide(header: Callable[[int], str], cell: str, columns: int, rows: int) -> str:
    return ";".join(map(header, range(columns))) + "\n" + (";".join([cell] * columns) + "\n") * rows


def _long_cells(begin: str) -> str:
    return _HEAD + "".join(f"0171 49{number:05}1;{begin}{'x' * 950_000}\n" for number in range(50))


KINDS: Mapping[str, Callable[[], str]] = {
    "blanks behind tel: in a header": lambda: f"tel:{' ' * 100_000};Name\n{_ROW}",
    "blanks behind tel: in a cell": lambda: _HEAD + f"tel:{' ' * 100_000}x;Bo\n" * 5,
    "blanks around one column": lambda: f"{' ' * 50_000}x{' ' * 50_000}\n" * 20,
    "blanks before quotes": lambda: _HEAD + f'{" " * 5000}"a";Bo\n' * 200,
    "blanks behind quotes": lambda: _HEAD + f'"a"{" " * 5000};Bo\n' * 200,
    "quotes in one cell": lambda: _HEAD + "0171 4938271;" + '"a" ' * 25_000 + "\n",
    "quotes alone": lambda: _HEAD + '"' * 100_001 + "\n",
    "quotes that close nothing": lambda: _HEAD + 'a"b;"c"d;e"\n' * 30_000,
    "a quote left open in 5 MB": lambda: _OPEN + "0171 4938271;Bo;ok\n" * 270_000,
    "a quote left open in 1 MB": lambda: _OPEN + "x;Bo;ok\n" * 100_000,
    "backslashes": lambda: "Handy,Name\n" + "\\" * 100_000 + ",Bo\n" + "\\," * 50_000 + "\n0171 4938271,Bo\n",
    "delimiters alone": lambda: _HEAD + ";" * 100_000 + f"\n{_ROW}",
    "a row of three million cells": lambda: _HEAD + "0171;" * 3_000_000 + "\n",
    "a line of 17 MB": lambda: _HEAD + "0" * 17_000_000 + "\n",
    "16,384 columns of ones": lambda: _wide(lambda at: f"c{at}", "1", 16_384, 200),
    "16,384 columns of phones": lambda: _wide(lambda at: f"c{at}", "0171 4938271", 16_384, 150),
    "16,384 columns of one name": lambda: _wide(lambda _: "a", "0171 4938271", 16_384, 20),
    "2,000 columns named a": lambda: _wide(lambda _: "a", "0171 4938271", 2000, 20),
    "2,000 phones": lambda: _wide(lambda at: f"telefon {at}", "0171 4938271", 2000, 20),
    "one phone beside 16,000 words": lambda: _wide(lambda at: f"c{at}" if at else "Handy", "abc", 16_000, 300),
    "empty lines": lambda: _HEAD + "\n" * 5_000_000 + _ROW,
    "digits": lambda: _HEAD + "0" * 100_000 + f";Bo\n{'1' * 100_000};Bo\n{_ROW}",
    "brackets": lambda: _HEAD + "(" * 100_000 + "1;Bo\n" + "0." * 50_000 + f";Bo\n{_ROW}",
    "several numbers": lambda: _HEAD + "0171 4938271 / " * 6000 + ";Bo\n",
    "labels before a number": lambda: _HEAD + "Tel. " * 20_000 + _ROW,
    "an exponent": lambda: _HEAD + f"1e{'9' * 100_000};Bo\n{_ROW}",
    "a header of words": lambda: "Handy nummer " * 8000 + f";Name\n{_ROW}",
    "a header of capitals": lambda: "aA" * 50_000 + f" Handy;Name\n{_ROW}",
    "a header of accents": lambda: "Handy" + "\u0301" * 100_000 + f";Name\n{_ROW}",
    "wrong letters": lambda: _HEAD + f"0171 4938271;{'Ã¼' * 500}\n" * 3000,
    "long cells": lambda: _long_cells(""),
    "long cells of wide characters": lambda: _long_cells("\U0001f600"),
    "a failed file's row number": lambda: f"Handy;lox24_row;lox24_code;lox24_message\n0171 4938271;{'9' * 5000};x;y\n",
}
"""What is in the file -> its text."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the command's answer took."""

    exit_code: int
    seconds: float
    """Of work, not of waiting for a busy machine."""
    megabytes: float
    message: str

    @property
    def fault(self) -> str:
        """What is wrong with it; empty when nothing is."""
        if self.exit_code not in {0, 3, 6}:
            return f"exit {self.exit_code}: {self.message}"
        if self.seconds > SECONDS or self.megabytes > MEGABYTES:
            return f"{self.seconds:.1f} s, {self.megabytes:.0f} MB"
        return ""


def check_hostile(kind: str) -> Cost:
    """Check the text file of this kind by the real command."""
    return check_content(KINDS[kind]().encode())


def check_content(content: bytes) -> Cost:
    """Check a file with this content by the real command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_bytes(content)
        lox24 = [sys.executable, "-m", "lox24cli", "phones", "check", str(path), "--region", "DE", "--json"]
        command = [sys.executable, "-c", _MEASURE, f"{folder}/used", *lox24]
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LOX24_STATE_DIR": f"{folder}/state"}
        with Path(folder, "out").open("wb") as out, Path(folder, "err").open("wb") as err:
            exit_code = subprocess.run(command, env=environment, stdout=out, stderr=err, check=False).returncode
        seconds, kilobytes = json.loads(Path(folder, "used").read_text())
        try:
            message = str(json.loads(Path(folder, "out").read_text()).get("error"))
        except ValueError:
            message = Path(folder, "err").read_text()[-500:]
        return Cost(exit_code, seconds, kilobytes / 1024, message)
