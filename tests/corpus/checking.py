"""How the corpus asks lox24: in this process for many files, through the real command for some.

Both give the same facts, and both read the report file as a script would.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from lox24cli.errors import ExitCode, Lox24Error
from lox24cli.importing.job import Job, Reports, Rules
from lox24cli.importing.running import check_contacts
from lox24cli.importing.watching import Plan, Progress
from lox24cli.library.listening import real_world
from lox24cli.tables.opening import ReadOptions
from tests.reading_reports import read_report

ReportLine = dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """What the user types after `lox24 phones check FILE`."""

    region: str | None = None
    requests: tuple[str, ...] = ()
    header: bool = True
    encoding: str | None = None
    sheet: str | None = None

    def options(self) -> list[str]:
        """The same for a command line."""
        typed = [] if self.header else ["--no-header"]
        for name, value in (("--region", self.region), ("--encoding", self.encoding), ("--sheet", self.sheet)):
            typed += [name, value] if value else []
        for request in self.requests:
            typed += ["--map", request]
        return typed


@dataclass(frozen=True, slots=True)
class Checked:
    """What lox24 answered."""

    exit_code: int
    error: str = ""
    """The stable code of what stopped it."""
    message: str = ""
    hint: str = ""
    lines: Sequence[ReportLine] = ()
    phone_columns: frozenset[int] | None = None
    """None where the answer does not say (the command)."""
    encoding: str = ""
    failed: Path | None = None


class Checker(Protocol):
    """Whatever can run `lox24 phones check`."""

    def __call__(self, path: Path, call: Call) -> Checked:
        """Check the file."""


class Listener:
    """Keeps the plan."""

    def __init__(self) -> None:
        self.plan: Plan | None = None

    def notice(self, text: str) -> None:
        """Nobody reads it."""

    def reading(self, rows: int) -> None:
        """Nobody reads it."""

    def progress(self, progress: Progress) -> None:
        """A check delivers nothing."""

    def waiting(self, seconds: float, reason: str) -> None:
        """A check waits for nothing."""

    def agree_to_make(self, name: str) -> bool:
        raise AssertionError(f"a check makes no group {name}")

    asked_seconds = 0.0

    def confirm(self, plan: Plan) -> bool:
        """Keep it."""
        self.plan = plan
        return True


def job_of(path: Path, call: Call, reports: Path) -> Job:
    """Return the job that the command would make of the call."""
    read = ReadOptions(sheet=call.sheet, header=call.header, encoding=call.encoding, region=call.region)
    rules = Rules(requests=call.requests, read=read, region=call.region)
    return Job(path, str(path), None, rules, reports=Reports(folder=reports))


def check_here(path: Path, call: Call) -> Checked:
    """Check the file in this process; reports and state stand beside it."""
    listener = Listener()
    try:
        world = real_world(path.parent / "state", listener)
        summary = check_contacts(job_of(path, call, path.parent / "reports"), world)
    except Lox24Error as error:
        return Checked(error.exit_code, error.code, error.message, error.hint or "")
    assert summary.report is not None
    assert listener.plan is not None
    plan = listener.plan
    dialect = plan.source.dialect
    return Checked(
        exit_code=summary.exit_code,
        lines=read_report(summary.report),
        phone_columns=frozenset(plan.columns.fields[0].columns),
        encoding=dialect.encoding if dialect else "",
        failed=summary.failed,
    )


def check_by_command(path: Path, call: Call) -> Checked:
    """Check the file through `lox24 phones check --json`, in a process of its own."""
    report = path.parent / "reports" / f"{path.name}.report.csv"
    report.parent.mkdir(exist_ok=True)
    arguments = ["phones", "check", str(path), "--json", "--report", str(report), "--force", *call.options()]
    done = subprocess.run(
        [sys.executable, "-m", "lox24cli", *arguments],
        env={"PATH": os.environ["PATH"], "LOX24_STATE_DIR": str(path.parent / "state"), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert answer["exit_code"] == done.returncode
    if answer["error"]:
        error = answer["error"]
        return Checked(done.returncode, error["code"], error["message"], error["hint"] or "")
    lines = read_report(report)
    assert len(lines) == answer["rows"] == sum(answer["counts"].values())
    failed = Path(answer["failed"]) if answer["failed"] else None
    return Checked(done.returncode, lines=lines, failed=failed)


MAPPING_QUESTIONS = frozenset({"phone-column-ambiguous", "no-phone-column"})


def advised(checked: Checked, call: Call, wanted: "Wanted") -> Call | None:
    """Follow the hint as a user would who knows the file; None when it does not lead to the truth."""
    match checked.error:
        case "no-header" | "header-is-data" if "--no-header" in checked.hint:
            return replace(call, header=False)
        case error if error in MAPPING_QUESTIONS:
            typed = re.findall(r'--map "(phone=[^"]*)"', checked.hint)
            names = {f"phone={name}" for name in wanted.column_names}
            fitting = [request for request in typed if request in names]
            return replace(call, requests=(fitting[0],)) if fitting else None
        case "encoding":
            named = re.findall(r"--encoding ([\w-]+)", checked.hint)
            fitting = [name for name in named if name.replace("iso8859", "iso-8859") == wanted.encoding]
            return replace(call, encoding=fitting[0]) if fitting else None
        case "sheet-choice" if "--sheet 'Kontakte'" in checked.hint:
            return replace(call, sheet="Kontakte")
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user knows of a file."""

    column_names: frozenset[str]
    """What the phone column may be called: its header, letter or number."""
    encoding: str


EXPECTED_EXITS = frozenset({ExitCode.OK, ExitCode.ROWS})
