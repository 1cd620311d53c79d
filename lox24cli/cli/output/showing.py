"""Shows a run while it goes on: a bar on a terminal, one plain line at most every 30 seconds elsewhere."""

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from lox24cli.cli.output.asking import ask, is_at_terminal
from lox24cli.cli.output.console import Console, show_line, write
from lox24cli.cli.output.plan import plan_text
from lox24cli.cli.output.summary import words_of
from lox24cli.cli.output.undo_plan import undo_text
from lox24cli.importing.watching import Plan, Progress
from lox24cli.model import Status
from lox24cli.translating import Message, joined, phrase, say
from lox24cli.wording import counted, figure

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PLAIN_SECONDS = 30.0
_WORTH_TELLING_SECONDS = 3.0


class Showing(AbstractContextManager["Showing"]):
    """The watcher of a run on this console; as a context it takes the bar away again."""

    def __init__(self, console: Console, *, yes: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._yes = yes
        self._clock = clock
        self._next_line_at = clock() + PLAIN_SECONDS
        self.asked_seconds = 0.0
        self._waiting_for = ""
        self._has_passing_line = False
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar away, so that the answer can be printed."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        self._passing("")

    def notice(self, text: str) -> None:
        """Tell something once."""
        self._passing("")
        if self._bar is not None:
            from rich.text import Text  # noqa: PLC0415  loaded with the bar already

            self._bar.console.print(Text(show_line(text)))
        else:
            self._console.tell(show_line(text))

    def reading(self, rows: int) -> None:
        """Show that the file is being read."""
        said = phrase("{rows} read", rows=counted(rows, "row"))
        self._passing(said)
        self._line(said)

    def confirm(self, plan: Plan) -> bool:
        """Show the plan to a person, and ask; off a terminal, only notices are told and nothing is asked."""
        self._passing("")
        if self._console.silent or not is_at_terminal():
            for text in plan.notices:
                self.notice(text)
            return True
        if self._yes or plan.dry_run or not (plan.counts[Status.READY] or plan.to_delete):
            self._console.tell(_text(plan))
            return True
        # Even to who wants errors only: nobody can agree to what he does not see.
        return self._ask(_text(plan), _question(plan))

    def agree_to_make(self, name: str) -> bool:
        """Ask a person whether a new group is to be made; off a terminal and with `--yes` it is."""
        if self._yes or self._console.silent or not is_at_terminal():
            return True
        return self._ask(phrase("there is no group named {name}", name=show_line(name)), phrase("Make it?"))

    def _ask(self, text: str, question: str) -> bool:
        begun = self._clock()
        try:
            return ask(text, question)
        finally:
            self.asked_seconds += self._clock() - begun

    def progress(self, progress: Progress) -> None:
        """Show how far delivery is."""
        if not self._console.animates:
            self._line(
                phrase(
                    "{done:,} of {rows}: {figures}",
                    done=progress.done,
                    rows=counted(progress.total, "row"),
                    figures=_figures(progress),
                )
            )
            return
        place = say(phrase("{done:,}/{total:,} rows", done=progress.done, total=progress.total))
        figures = say(_figures(progress))
        if self._bar is None or self._task is None:
            from lox24cli.cli.output.bar import draw_bar  # noqa: PLC0415  rich only where there is something to draw

            self._bar = draw_bar()
            self._task = self._bar.add_task("", total=progress.total, place=place, figures=figures, note="")
            self._bar.start()
        self._bar.update(self._task, total=progress.total, completed=progress.done, place=place, figures=figures)

    def waiting(self, seconds: float, reason: str) -> None:
        """Say why nothing happens, once, and count down where there is a terminal."""
        if reason != self._waiting_for and (seconds >= _WORTH_TELLING_SECONDS or self._console.verbose):
            self.notice(phrase("waiting {seconds:.0f} s: {reason}", seconds=seconds, reason=reason))
        self._waiting_for = reason if seconds > 1 else ""
        if self._bar is None:
            self._passing(f"{seconds:.0f} s" if seconds > 1 else "")
        elif self._task is not None:
            self._bar.update(
                self._task, note=say(phrase("waiting {seconds:.0f} s", seconds=seconds)) if seconds > 1 else ""
            )

    def _passing(self, text: str) -> None:
        """Write a line that the next one replaces; on a terminal only."""
        if self._console.animates and self._bar is None and (text or self._has_passing_line):
            sys.stderr.write(f"\r\x1b[K{say(text)}")
            sys.stderr.flush()
            self._has_passing_line = bool(text)

    def _line(self, text: str) -> None:
        if self._console.animates or not self._console.reports_progress or self._clock() < self._next_line_at:
            return
        self._next_line_at = self._clock() + PLAIN_SECONDS
        write(text, sys.stderr)


def _figures(progress: Progress) -> Message:
    """Return `11 created, 1 skipped, 1 rejected`: the figures of the summary, in its words."""
    numbers = {
        Status.CREATED: progress.created,
        Status.UPDATED: progress.updated,
        Status.DELETED: progress.deleted,
        Status.SKIPPED: progress.skipped,
        Status.REJECTED: progress.rejected,
        Status.REFUSED: progress.refused,
    }
    words = words_of(undoes=progress.undoes)
    shown = {status: number for status, number in numbers.items() if number or status is Status.CREATED}
    return joined(", ", [figure(number, words[status]) for status, number in shown.items()])


def _text(plan: Plan) -> str:
    return undo_text(plan) if plan.undoes else plan_text(plan)


def _question(plan: Plan) -> str:
    if plan.undoes:
        return phrase("Undo it?")
    creates = plan.counts[Status.READY] > plan.to_update or not (plan.to_update or plan.to_delete)
    verbs = {
        phrase("upload"): creates,
        phrase("change"): plan.to_update > 0,
        phrase("delete {number:,}", number=plan.to_delete): plan.to_delete > 0,
    }
    *first, last = (verb for verb, is_asked in verbs.items() if is_asked)
    asked = (
        phrase("{verbs} and {verb}?", verbs=joined(", ", first), verb=last) if first else phrase("{verb}?", verb=last)
    )
    return say(asked).capitalize()
