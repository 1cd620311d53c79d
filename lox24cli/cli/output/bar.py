"""The progress bar: rows and rows/s, time left, created, skipped, to mend. The only drawing with rich."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from lox24cli.translating import phrase, say


class _RowsPerSecond(ProgressColumn):
    """The speed so far."""

    def render(self, task: Task) -> Text:
        """Return rows per second, a dash before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "-/s")


def draw_bar() -> Progress:
    """Return a bar on stderr that waits for its task."""
    return Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn(say(phrase("rows"))),
        _RowsPerSecond(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[done]}"),
        TextColumn("{task.fields[skipped]}"),
        TextColumn("{task.fields[to_mend]}"),
        TextColumn("{task.fields[note]}"),
        console=Console(stderr=True, highlight=False),
        refresh_per_second=8,
    )
