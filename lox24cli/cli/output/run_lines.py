"""Runs as a person reads them: a table of 80 columns, and one run in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lox24cli.cli.output.console import show_line
from lox24cli.importing.journal.facts import place_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.model import Status

_HEADER = f"{'RUN':<20}  {'BEGUN':<16}  {'STATE':<9} {'CREATED':>8} {'SKIPPED':>8} {'REJECTED':>8}"
_UNDOING = (("undoes", "undoes"), ("undone by", "undone_by"))
_IN_THE_TABLE = (Status.CREATED, Status.SKIPPED, Status.REJECTED)


def facts_of(journal: Journal, undone: Mapping[str, str]) -> dict[str, Any]:
    """Return what `runs list` and `runs show` tell of a run, in the words of `--json`; `undone`: those taken back."""
    facts, end = journal.facts, journal.end
    group = facts.group if facts else None
    return {
        "run": journal.run_id,
        "state": "dry run" if facts and facts.dry_run else journal.state,
        "file": facts and (facts.path or facts.name),
        "group": group and group.id,
        "group_name": group and group.name,
        "account": facts.identity.account if facts and facts.identity else None,
        "started": facts and facts.started,
        "ended": end and end.ended,
        "exit_code": end and end.exit_code,
        "counts": end.counts if end else {},
        "deleted": end.deleted if end else 0,
        "undoes": facts and facts.undoes,
        "undone_by": undone.get(journal.run_id),
        "report": end and end.report,
        "failed": end and end.failed,
    }


def table(runs: Sequence[Mapping[str, Any]]) -> str:
    """Return the runs as a table, two lines each: the figures, then which file went where."""
    lines = [_HEADER]
    for run in runs:
        counts = run["counts"]
        figures = " ".join(f"{counts.get(status, 0) if counts else '-':>8}" for status in _IN_THE_TABLE)
        lines.append(f"{run['run']:<20}  {local_time(run['started']):<16}  {run['state']:<9} {figures}")
        others = [f"{number:,} {status}" for status, number in counts.items() if number and status not in _IN_THE_TABLE]
        if run["deleted"]:
            others.append(f"{run['deleted']:,} deleted")
        others += [f"{word} {run[key]}" for word, key in _UNDOING if run[key]]
        to = f" -> group {run['group']} {run['group_name']}" if run["group"] else ""
        where = f" ({place_of(run['account'])})" if run["account"] else ""
        also = f"; {', '.join(others)}" if others else ""
        file = _short(run["file"] or "")
        lines.append(f"  {show_line(f'{file}{to}{where}{also}')}")
    return "\n".join(lines)


def local_time(text: str | None) -> str:
    """Return a moment of the journal on the clock of the one who reads it, to the minute; `-` where it has none."""
    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}" if text else "-"


def _short(file: str) -> str:
    path = Path(file)
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return "standard input" if file == "-" else file
