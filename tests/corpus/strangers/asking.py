"""Runs `lox24 phones check FILE --region XX --json` as anyone would, and reads what it answers and reports.

Knows nothing of lox24 but its command line: in this process for many files, as a process of its own for some.
"""

import contextlib
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lox24cli.__main__ import main
from tests.reading_reports import read_report

QUESTION = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What lox24 said about a file."""

    exit_code: int
    error: str = ""
    message: str = ""
    hint: str = ""
    lines: Sequence[dict[str, str]] = ()

    @property
    def is_question(self) -> bool:
        """Tell whether the file has to be mended or an option typed first."""
        return self.exit_code == QUESTION


Run = Callable[[Sequence[str], Path], tuple[int, str]]
"""Arguments and a state folder -> exit code and standard output."""


def run_here(arguments: Sequence[str], state: Path) -> tuple[int, str]:
    """Run the command line in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before = sys.argv, {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    code = 0
    with _environment(state), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        sys.argv = ["lox24", *arguments]
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.argv = before[0]
            for name, handler in before[1].items():
                signal.signal(name, handler)
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return code, out.buffer.getvalue().decode("utf-8")


@contextlib.contextmanager
def _environment(state: Path) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["LOX24_STATE_DIR"] = str(state)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def run_command(arguments: Sequence[str], state: Path) -> tuple[int, str]:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lox24cli", *arguments],
        env={"PATH": os.environ["PATH"], "LOX24_STATE_DIR": str(state), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


def ask(path: Path, region: str, options: Sequence[str], folder: Path, run: Run = run_here) -> Answer:
    """Check a file; reports and state go into the folder."""
    typed = [
        "phones",
        "check",
        str(path),
        "--region",
        region,
        "--json",
        "--report-dir",
        str(folder / "reports"),
        *options,
    ]
    code, said = run(typed, folder / "state")
    answer = json.loads(said)
    assert answer["exit_code"] == code, said
    if answer["error"]:
        error = answer["error"]
        return Answer(code, error["code"], error["message"], error["hint"] or "")
    lines = read_report(answer["report"])
    assert len(lines) == answer["rows"] == sum(answer["counts"].values()), said
    return Answer(code, lines=lines)


_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s,;]+)"""
_OPTION = re.compile(rf"--(?:no-header|(?:header-row|encoding|delimiter|map) {_VALUE})")


def typed_options(hint: str) -> list[list[str]]:
    """Return the options that a hint says to type, each as a shell would pass it."""
    return [shlex.split(text) for text in _OPTION.findall(hint)]
