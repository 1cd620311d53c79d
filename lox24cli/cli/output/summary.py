"""The answer of a run: one screen of text, or one JSON object."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from lox24cli.cli.output.console import show_line
from lox24cli.errors import ExitCode, Lox24Error
from lox24cli.importing.journal.problems import Problem
from lox24cli.importing.report.explaining import STATUSES, explain, give_example
from lox24cli.importing.report.summary import Summary, without_rows
from lox24cli.model import COUNTED, SKIPS, Code, Status
from lox24cli.translating import Message, joined, phrase, plural, say
from lox24cli.wording import figure, seen_from_here

_MOST_PROBLEMS = 5
_WORDS = {
    **STATUSES,
    Status.READY: phrase("ready to upload"),
    Status.REFUSED: phrase("refused by LOX24"),
    Status.FAILED: phrase("not uploaded"),
}


_WORDS_OF_UNDOING = {
    Status.CREATED: phrase("put back"),
    Status.UPDATED: phrase("changed back"),
    Status.READY: phrase("to put or to change back"),
    Status.SKIPPED: phrase("left as they are"),
}


def words_of(*, undoes: bool) -> dict[Status, Message]:
    """Return what a person reads for each status; of a run that takes another one back, with `undoes`."""
    return _WORDS | (_WORDS_OF_UNDOING if undoes else {})


def as_text(summary: Summary) -> Message:
    """Return the summary for a person: the books as an equation, the problems by row, then where to look."""
    if summary.done_by is not None:
        return phrase(
            "nothing to do: run {done_by} imported the same file, and its report tells of every row",
            done_by=summary.done_by,
        )
    if summary.idle is not None:
        return phrase("nothing to do: {idle}", idle=summary.idle)
    if summary.is_declined:
        return phrase("nothing was uploaded")
    lines: list[str] = []
    commonest = sorted(summary.problems, key=lambda problem: -problem.count)[:_MOST_PROBLEMS]
    words = words_of(undoes=summary.undoes is not None)
    for status, number in summary.counts.items():
        if number or (status is Status.CREATED and not summary.dry_run):
            lines.append(_figure(number, words[status], _details(summary, status)))
            lines.extend(_problems([problem for problem in commonest if problem.status is status], summary.file))
    if more := len(summary.problems) - len(commonest):
        said = plural(
            "{number} more code: lox24 runs show {run} --problems",
            "{number} more codes: lox24 runs show {run} --problems",
            more,
            run=summary.run,
        )
        lines.append(_beside(said))
    lines.append(_what_it_was(summary))
    if summary.destination:
        lines.append(_beside(f"-> {show_line(summary.destination)}"))
    lines += [*_deletions(summary), *_files(summary)]
    return joined("\n", lines)


def _figure(number: int, words: str, more: str = "") -> Message:
    return phrase("{number:>9,}  {words}{more}", number=number, words=words, more=more)


def _beside(said: str) -> str:
    return f"{'':11}{say(said)}"


def _problems(problems: Iterable[Problem], file: str | None) -> Iterator[str]:
    for problem in problems:
        yield _beside(explain(problem))
        yield f"{'':13}{show_line(give_example(problem, file))}"


def problems_text(problems: Sequence[Problem], file: str | None) -> Message:
    """Return all problems, most frequent first, each with its number of rows and an example."""
    lines: list[str] = []
    for problem in sorted(problems, key=lambda problem: -problem.count):
        lines += [_figure(problem.count, problem.code), *_problems([problem], file)]
    return joined("\n", lines or [phrase("no problems: every row is where it should be")])


def _what_it_was(summary: Summary) -> str:
    if summary.undoes:
        seconds = summary.elapsed_seconds
        return _beside(phrase("run {run} taken back, {seconds:.1f} s", run=summary.undoes, seconds=seconds))
    file = phrase("standard input") if summary.file == "-" else show_line(summary.file or "")
    return plural(
        "{number:>9,}  row in {file}, {seconds:.1f} s",
        "{number:>9,}  rows in {file}, {seconds:.1f} s",
        summary.rows,
        file=file,
        seconds=summary.elapsed_seconds,
    )


def _deletions(summary: Summary) -> Iterator[str]:
    if summary.deleted:
        yield _figure(summary.deleted, phrase("deleted from the group"))
    if summary.to_delete:
        said = (
            phrase("to delete from the group")
            if summary.dry_run
            else phrase("not deleted from the group{why_not}", why_not=_why_not(summary))
        )
        yield _figure(summary.to_delete, said)


def _files(summary: Summary) -> Iterator[str]:
    if summary.report:
        yield phrase("report: {report}", report=show_line(seen_from_here(summary.report)))
    if summary.html:
        yield phrase("page: {page}", page=show_line(seen_from_here(summary.html)))
    if summary.failed:
        yield phrase("{what}: {file}", what=_what_failed(summary), file=show_line(seen_from_here(summary.failed)))
    if summary.next_command:
        yield phrase("then:")
        yield f"  {show_line(summary.next_command)}"


def _details(summary: Summary, status: Status) -> str:
    wanted = {Status.SKIPPED: SKIPS, Status.CREATED: (Code.CREATED_CONFIRMED,)}.get(status, ())
    found = [figure(summary.codes[code], code) for code in wanted if summary.codes.get(code)]
    return phrase(" ({details})", details=joined(", ", found)) if found else ""


def _why_not(summary: Summary) -> str:
    words = {
        Status.REFUSED: phrase("refused by LOX24"),
        Status.FAILED: phrase("not sent"),
        Status.UNKNOWN: STATUSES[Status.UNKNOWN],
    }
    found = (figure(number, what) for status, what in words.items() if (number := summary.deletions.get(status)))
    return phrase(" ({details})", details=joined(", ", found))


def _what_failed(summary: Summary) -> str:
    if summary.counts[Status.REJECTED] or summary.counts[Status.REFUSED]:
        return phrase("to mend (correct the cells)")
    return phrase("not uploaded")


def go_on_hint(summary: Summary) -> str | None:
    """Return how to go on with a run that was stopped before all its rows were settled."""
    if summary.dry_run or not (summary.of(Status.FAILED) or summary.of(Status.UNKNOWN)):
        return None
    if summary.exit_code is ExitCode.LIMIT:
        return None
    return phrase(
        "run the same command again, or lox24 runs resume {run}: it goes on where it stopped", run=summary.run
    )


def as_json(summary: Summary) -> str:
    """Return the summary for a script: always the same keys."""
    return _dump(
        {
            "ok": summary.ok,
            "exit_code": int(summary.exit_code),
            "run": summary.run,
            "file": summary.file,
            "group": summary.group,
            "dry_run": summary.dry_run,
            "rows": summary.rows,
            "counts": {str(status): summary.counts.get(status, 0) for status in COUNTED},
            "codes": {str(code): number for code, number in summary.codes.items()},
            "deleted": summary.deleted,
            "to_delete": summary.to_delete,
            "report": str(summary.report) if summary.report else None,
            "failed": str(summary.failed) if summary.failed else None,
            "html": str(summary.html) if summary.html else None,
            "done_by": summary.done_by,
            "undoes": summary.undoes,
            "elapsed_seconds": round(summary.elapsed_seconds, 3),
            "error": _error(summary.error),
        }
    )


def failure_as_json(error: Lox24Error, *, file: str | None, group: str | None, dry_run: bool) -> str:
    """Return the same object for a run that ended before its first row was judged."""
    summary = without_rows(file, group, dry_run=dry_run)
    return as_json(replace(summary, exit_code=ExitCode(error.exit_code), error=error))


def _error(error: Lox24Error | None) -> dict[str, Any] | None:
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "hint": error.hint}


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
