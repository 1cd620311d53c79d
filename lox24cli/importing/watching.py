"""What a run tells while it goes on, and how it is asked to stop. Knows no terminal: cli/ draws and listens."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from lox24cli.errors import Interrupted
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Code, Field, Source, Status
from lox24cli.translating import phrase

_SLICE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A row as it will be sent."""

    row: int | None
    """None of a contact that is put back."""
    phone: str
    fields: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A row whose number the group holds with other contents."""

    row: int | None
    phone: str
    fields: tuple[tuple[Field, str, str], ...]
    """What changes: the field, its value now, its value then."""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """The group before the run."""

    id: str
    name: str
    count: int | None
    """How many phones it held; None where that was not read."""


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """The rows that are rejected for one reason."""

    code: Code
    count: int
    messages: tuple[str, ...]
    """Of the first few rows, each with its cell."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, before anything is done."""

    source: Source
    columns: ColumnMap
    group: GroupFacts | None
    rows: int
    counts: Mapping[Status, int]
    codes: Mapping[Code, int]
    examples: tuple[Example, ...]
    notices: tuple[str, ...]
    rejected: tuple[RejectedRows, ...] = ()
    """Most frequent first."""
    dry_run: bool = False
    to_update: int = 0
    """How many of the ready rows change an entry of the group; the others are created."""
    changes: tuple[Change, ...] = ()
    """The first of them."""
    to_delete: int = 0
    """How many phones of the group are deleted."""
    deletions: tuple[tuple[str, Mapping[Field, str]], ...] = ()
    """The first of them: the phone as it is stored, and its fields."""
    undoes: str | None = None
    """The run that would be taken back."""
    left: tuple[tuple[str, str], ...] = ()
    """The first phones of it that stay as they are, and why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far delivery is, in rows."""

    total: int
    """Rows that the run is to send, those that were sent before included."""
    created: int = 0
    updated: int = 0
    deleted: int = 0
    refused: int = 0
    skipped: int = 0
    rejected: int = 0
    undoes: bool = False
    """A run is taken back: what is created is put back, what is changed is changed back."""

    @property
    def done(self) -> int:
        """Rows that were sent and whose fate is known."""
        return self.created + self.updated + self.deleted + self.refused

    @property
    def to_mend(self) -> int:
        """Rows that somebody has to look at: rejected or refused."""
        return self.rejected + self.refused


class Watcher(Protocol):
    """Whoever shows a run to the user."""

    asked_seconds: float
    """How long the user took for his answers so far: no time of the run's."""

    def notice(self, text: str) -> None:
        """Tell something that the user should know, one sentence."""

    def reading(self, rows: int) -> None:
        """Tell that so many rows are read."""

    def confirm(self, plan: Plan) -> bool:
        """Show the plan; return False when the user does not want it."""

    def agree_to_make(self, name: str) -> bool:
        """Ask whether a group of that name is to be made; return False when the user does not want it."""

    def progress(self, progress: Progress) -> None:
        """Tell how far delivery is."""

    def waiting(self, seconds: float, reason: str) -> None:
        """Tell that nothing will happen for so long, and why; told anew every second, each time less."""


class Stop:
    """The wish to stop: set by a signal handler or an event, read by whoever is about to begin or wait."""

    def __init__(self, event: Event | None = None) -> None:
        self._event = event
        self._wish: Interrupted | None = None
        self.patient = False
        """Batches may be in flight: the first wish lets them end, only the second is obeyed at once."""

    @property
    def wish(self) -> Interrupted | None:
        """The wish, once there is one."""
        if self._wish is None and self._event is not None and self._event.is_set():
            what = phrase("the batches in flight were recorded") if self.patient else phrase("nothing was uploaded")
            self._wish = Interrupted(phrase("cancelled; {what}", what=what))
        return self._wish

    @wish.setter
    def wish(self, wish: Interrupted | None) -> None:
        self._wish = wish

    def check(self) -> None:
        """Raise the wish, if there is one.

        Raises:
            Interrupted: the user wants to stop.
        """
        if (wish := self.wish) is not None:
            raise wish

    def sleep(self, seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
        """Wait, in slices so short that a wish to stop is heard at once.

        Raises:
            Interrupted: the user wants to stop.
        """
        self.check()
        left = seconds
        while left > 0:
            sleep(min(_SLICE_SECONDS, left))
            left -= _SLICE_SECONDS
            self.check()
