"""`lox24 runs list | show | resume | discard | prune`: what earlier imports came to, and going on with one."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lox24cli.cli.calling import calling, options_of
from lox24cli.cli.completing import complete_run, complete_unfinished
from lox24cli.cli.connecting import read_environment
from lox24cli.cli.flags import (
    ConnectionFlags,
    DeliveryFlags,
    OfflineFlags,
    OutputFlags,
    ReportFlags,
)
from lox24cli.cli.output.answering import answering, finish
from lox24cli.cli.output.console import Console, show_line
from lox24cli.errors import NothingLeft, SettingsError, TemporaryError
from lox24cli.translating import phrase
from lox24cli.wording import counted

if TYPE_CHECKING:
    from lox24cli.importing.journal.journal import Journal
    from lox24cli.importing.report.planned_file import PlannedFile


_AGE = re.compile(r"(\d+)\s*([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_CHECKS_ARE_KEPT = timedelta(days=7)
"""Longer, nobody looks at what a check or a dry run said: the file is another one by then."""

Run = Annotated[
    str,
    typer.Argument(metavar="RUN", help="A run's id, the beginning of one, or: last.", autocompletion=complete_run),
]
UnfinishedRun = Annotated[
    str,
    typer.Argument(
        metavar="RUN", help="A run's id, the beginning of one, or: last.", autocompletion=complete_unfinished
    ),
]
MaybeRun = Annotated[
    str | None,
    typer.Argument(
        metavar="[RUN]",
        help="A run's id or its beginning. Default: the newest unfinished run.",
        autocompletion=complete_unfinished,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def list_(
    output: OutputFlags,
    _offline: OfflineFlags,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE|AGE", help="Begun since: 2026-11-23, or 7d, 12h, 90m.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="The newest N.")] = None,
) -> None:
    """List the runs, newest first."""
    from lox24cli.cli.output.run_lines import facts_of, table  # noqa: PLC0415  loads the importer
    from lox24cli.importing.journal.journal import Journal  # noqa: PLC0415  the same
    from lox24cli.importing.journal.past_runs import undone_runs  # noqa: PLC0415  the same
    from lox24cli.importing.journal.run_folders import all_runs, began_since  # noqa: PLC0415  the same

    console = Console.of(output)
    _, state = read_environment()
    earliest = _moment(since) if since else None
    found: list[dict[str, Any]] = []
    undone = undone_runs(state)
    for folder in all_runs(state):
        if len(found) == limit or (earliest and not began_since(folder, earliest)):
            break
        try:
            with Journal.open(folder) as journal:
                found.append(facts_of(journal, undone))
        except (TemporaryError, SettingsError) as error:
            console.tell(error.message)
    if output.json:
        console.answer(json.dumps({"ok": True, "runs": found}, ensure_ascii=False))
    elif found:
        console.answer(table(found))
    else:
        console.tell(phrase("no runs") if since else phrase("no runs yet"))


def _moment(text: str) -> datetime:
    if age := _AGE.fullmatch(text.strip()):
        return _before(datetime.now(UTC), _duration(age))
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SettingsError(
            phrase("--since {text} is no date and no age", text=text), phrase("write 2026-11-23, or 7d, 12h or 90m")
        ) from None
    return found.astimezone(UTC)  # without an offset it is meant on the clock of this machine


def _duration(age: re.Match[str]) -> timedelta:
    try:
        return timedelta(**{_UNITS[age[2]]: int(age[1])})
    except (OverflowError, ValueError):
        return timedelta.max


def show(
    run: Run,
    output: OutputFlags,
    _offline: OfflineFlags,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write the report again.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write its page.")] = None,
    *,
    problems: Annotated[bool, typer.Option("--problems", help="List what is wrong with which rows.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no report of lox24.")] = False,
) -> None:
    """Show one run, and its problems; with --report and --html, write its report and its page again."""
    from lox24cli.cli.output.run_lines import as_object, details, facts_of  # noqa: PLC0415  loads the importer
    from lox24cli.cli.output.summary import problems_text  # noqa: PLC0415  the same
    from lox24cli.importing.journal.journal import Journal  # noqa: PLC0415  the same
    from lox24cli.importing.journal.past_runs import undone_runs  # noqa: PLC0415  the same
    from lox24cli.importing.journal.problems import list_problems  # noqa: PLC0415  the same
    from lox24cli.importing.journal.run_folders import find_run  # noqa: PLC0415  the same
    from lox24cli.importing.report.files import write_report  # noqa: PLC0415  the same

    console = Console.of(output)
    _, state = read_environment()
    with Journal.open(find_run(state, run)) as journal:
        facts = facts_of(journal, undone_runs(state))
        if report is not None:
            _plan(report, journal, state, phrase("report"), force=force).write(lambda file: write_report(file, journal))
            facts["report"] = str(report)
        if html is not None:
            from lox24cli.importing.report.html_report import write_page  # noqa: PLC0415  only where a page is wanted

            known = Path(facts["report"]) if facts["report"] else None
            _plan(html, journal, state, phrase("page"), force=force).write(
                lambda file: write_page(file, journal, known)
            )
            facts["html"] = str(html)
        found = list_problems(journal) if problems else ()
    if output.json:
        listed = {"problems": [as_object(problem) for problem in found]} if problems else {}
        console.answer(json.dumps({"ok": True, **facts, **listed}, ensure_ascii=False))
        return
    console.answer(details(facts))
    if problems:
        console.answer(problems_text(found, facts["file"]))


def _plan(target: Path, journal: "Journal", state: Path, what: str, *, force: bool) -> "PlannedFile":
    from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles  # noqa: PLC0415  loads the importer

    return PlannedFile(
        target.absolute(),
        source=Path((journal.facts.path if journal.facts else None) or "-"),
        force=force,
        what=what,
        written=WrittenFiles(state),
        elsewhere=phrase("name another file"),
        again=phrase("make room, then run the same command again"),
    )


def resume(
    delivery: DeliveryFlags,
    reports: ReportFlags,
    output: OutputFlags,
    connection: ConnectionFlags,
    run: MaybeRun = None,
    *,
    yes: Yes = False,
) -> None:
    """Settle and finish an unfinished run; the source file is not needed. Nothing to do is no error."""
    console = Console.of(output)
    with answering(console, None, None, dry_run=False):
        environment, state = read_environment()
        from lox24cli.importing.discarding import what_is_left  # noqa: PLC0415  loads the importer
        from lox24cli.importing.report.summary import idle  # noqa: PLC0415  the same
        from lox24cli.importing.resuming import find_unfinished  # noqa: PLC0415  the same
        from lox24cli.library.runs import resume_run  # noqa: PLC0415  the same

        try:
            left = what_is_left(find_unfinished(state, run))
        except NothingLeft as nothing:
            finish(idle(nothing.message), console)
            return
        said = phrase("run {run}: {file} -> group {group}", run=left.run, file=left.file, group=left.group)
        books = phrase(
            "{rows} to send, {in_doubt:,} in doubt", rows=counted(left.to_send, "row"), in_doubt=left.in_doubt
        )
        if not _agrees(console, f"{show_line(said)}: {show_line(books)}", phrase("Go on?"), yes=yes):
            return
        options = options_of(reports, delivery, environment=environment)
        with calling(console, environment, connection) as call:
            summary = resume_run(left.run, raises=False, **options, **call)
        finish(summary, console)


def _agrees(console: Console, text: str, question: str, *, yes: bool) -> bool:
    """Ask a person at a terminal; elsewhere, and with `--yes`, tell what is done."""
    from lox24cli.cli.output.asking import ask, is_at_terminal  # noqa: PLC0415  only where somebody is asked

    if yes or not is_at_terminal():
        console.tell(text)
        return True
    return ask(text, question)


def discard(run: UnfinishedRun, output: OutputFlags, _offline: OfflineFlags, *, yes: Yes = False) -> None:
    """Give an unfinished run up: nothing more of it is sent. What it sent stays in the group."""
    console = Console.of(output)
    with answering(console, None, None, dry_run=False):
        _, state = read_environment()
        from lox24cli.cli.output.asking import is_at_terminal  # noqa: PLC0415  only where somebody is asked
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.discarding import discard_run, what_is_left  # noqa: PLC0415  the same
        from lox24cli.importing.journal.run_folders import find_run  # noqa: PLC0415  the same

        folder = find_run(state, run, unfinished=True)
        left = what_is_left(folder)
        doubt = phrase(", {rows} may be stored or not", rows=counted(left.in_doubt, "row")) if left.in_doubt else ""
        text = phrase(
            "run {run}: {file} -> group {group}: {rows} will not be sent{doubt}",
            run=left.run,
            file=left.file,
            group=left.group,
            rows=counted(left.to_send, "row"),
            doubt=doubt,
        )
        if not yes and not is_at_terminal():
            raise SettingsError(phrase("{text}, and nobody can be asked", text=text), phrase("confirm it with --yes"))
        if not _agrees(console, show_line(text), phrase("Give it up?"), yes=yes):
            return
        from lox24cli.library.listening import real_world  # noqa: PLC0415  the same

        discard_run(folder, real_world(state, Showing(console, yes=True)))
        if output.json:
            facts = {"run": left.run, "not_sent": left.to_send, "in_doubt": left.in_doubt}
            console.answer(json.dumps({"ok": True, "exit_code": 0} | facts))
        elif not output.quiet:
            console.answer(phrase("run {run} is given up", run=left.run))


def prune(
    output: OutputFlags,
    _offline: OfflineFlags,
    older_than: Annotated[str, typer.Option("--older-than", metavar="30d", help="Age: 30d, 12h, 90m.")] = "30d",
) -> None:
    """Delete the journals of finished runs, and of checks older than a week; unfinished runs stay."""
    from lox24cli.importing.journal.run_folders import prune as prune_runs  # noqa: PLC0415  most commands open no journal

    console = Console.of(output)
    age = _AGE.fullmatch(older_than.strip())
    if age is None:
        raise SettingsError(
            phrase("--older-than {older_than} is no age", older_than=older_than), phrase("write 30d, 12h or 90m")
        )
    _, state = read_environment()
    duration, now = _duration(age), datetime.now(UTC)
    deleted = prune_runs(state, _before(now, duration), _before(now, min(duration, _CHECKS_ARE_KEPT)))
    if output.json:
        console.answer(json.dumps({"ok": True, "deleted": deleted}))
        return
    console.answer(phrase("{runs} deleted", runs=counted(len(deleted), "run")))


def _before(now: datetime, duration: timedelta) -> datetime:
    try:
        return now - duration
    except OverflowError:  # longer ago than there are dates
        return datetime.min.replace(tzinfo=UTC)
