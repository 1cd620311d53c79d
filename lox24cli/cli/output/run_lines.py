"""Runs as a person reads them: a table of 80 columns, and one run in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lox24cli.cli.output.console import show_line
from lox24cli.importing.journal.facts import place_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.problems import Problem
from lox24cli.importing.report.explaining import STATUSES
from lox24cli.model import Status
from lox24cli.translating import joined, phrase, say
from lox24cli.wording import figure

_TITLES = (phrase("RUN"), phrase("BEGUN"), phrase("STATE"), phrase("CREATED"), phrase("SKIPPED"), phrase("REJECTED"))
_STATES = {
    "preparing": phrase("preparing"),
    "prepared": phrase("prepared"),
    "stopped": phrase("stopped"),
    "finished": phrase("finished"),
    "closed": phrase("closed"),
    "dry run": phrase("dry run"),
}
_NAMES = {
    "run": phrase("run"),
    "state": phrase("state"),
    "file": phrase("file"),
    "group": phrase("group"),
    "group_name": phrase("group name"),
    "account": phrase("account"),
    "started": phrase("started"),
    "ended": phrase("ended"),
    "exit_code": phrase("exit code"),
    "counts": phrase("counts"),
    "deleted": phrase("deleted"),
    "undoes": phrase("undoes"),
    "undone_by": phrase("undone by"),
    "report": phrase("report"),
    "failed": phrase("failed"),
    "html": phrase("html"),
}
"""What `runs show` calls each fact."""
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
    lines = [_line(*map(say, _TITLES))]
    for run in runs:
        counts = run["counts"]
        figures = (str(counts.get(status, 0)) if counts else "-" for status in _IN_THE_TABLE)
        lines.append(_line(run["run"], local_time(run["started"]), say(_STATES[run["state"]]), *figures))
        others = [figure(n, STATUSES[Status(s)]) for s, n in counts.items() if n and s not in _IN_THE_TABLE]
        if run["deleted"]:
            others.append(figure(run["deleted"], STATUSES[Status.DELETED]))
        others += [joined(" ", (_NAMES[key], run[key])) for key in ("undoes", "undone_by") if run[key]]
        group, name = run["group"], run["group_name"]
        to = phrase(" -> group {group} {name}", group=group, name=name) if group else ""
        where = f" ({place_of(run['account'])})" if run["account"] else ""
        also = f"; {say(joined(', ', others))}" if others else ""
        file = say(_short(run["file"] or ""))
        lines.append(f"  {show_line(f'{file}{say(to)}{where}{also}')}")
    return "\n".join(lines)


def _line(run: str, begun: str, state: str, created: str, skipped: str, rejected: str) -> str:
    return f"{run:<20}  {begun:<16}  {state:<9} {created:>8} {skipped:>8} {rejected:>8}"


def details(facts: Mapping[str, Any]) -> str:
    """Return one run in full, a line for each fact that there is."""
    lines = []
    for name, fact in facts.items():
        shown = fact
        if isinstance(fact, dict):
            shown = say(joined(", ", (phrase("{number} {what}", number=n, what=STATUSES[s]) for s, n in fact.items())))
        elif name == "state":
            shown = say(_STATES[fact])
        elif name in ("started", "ended"):
            shown = local_time(fact)
        if shown not in (None, ""):
            lines.append(f"{say(_NAMES[name]):<10} {show_line(str(shown))}")
    return "\n".join(lines)


def as_object(problem: Problem) -> dict[str, Any]:
    """Return a problem for a script."""
    example = problem.example
    return {
        "code": problem.code,
        "status": problem.status,
        "rows": problem.count,
        "first_row": example.row,
        "cell": example.cell or None,
        "value": example.value,
        "message": example.message,
    }


def local_time(text: str | None) -> str:
    """Return a moment of the journal on the clock of the one who reads it, to the minute; `-` where it has none."""
    if not text:
        return "-"
    moment = datetime.fromisoformat(text).astimezone()
    return say(
        phrase(
            "{year:04}-{month:02}-{day:02} {time}",
            year=moment.year,
            month=moment.month,
            day=moment.day,
            time=f"{moment:%H:%M}",
        )
    )


def _short(file: str) -> str:
    path = Path(file)
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return phrase("standard input") if file == "-" else file
