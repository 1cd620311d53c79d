"""The progress bar: rows and rows/s, time left, and the figures of the summary. The only drawing with rich."""

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _RowsPerSecond(ProgressColumn):
    """The speed so far."""

    def render(self, task: Task) -> Text:
        """Return rows per second, a dash before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "-/s")


class _TwoLines(Progress):
    """A bar, and under it the figures: side by side they are wider than most terminals."""

    def get_renderables(self) -> Iterable[RenderableType]:
        """Give the two lines of each task."""
        yield from super().get_renderables()
        for task in self.tasks:
            yield Text(task.fields["figures"], no_wrap=True, overflow="ellipsis")


def draw_bar() -> Progress:
    """Return a bar on stderr that waits for its task, whose fields are the texts `place`, `figures` and `note`."""
    return _TwoLines(
        BarColumn(bar_width=24),
        TextColumn("{task.fields[place]}"),
        _RowsPerSecond(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[note]}"),
        console=Console(stderr=True, highlight=False),
        refresh_per_second=8,
    )
