"""How a program hears of its run and stops it: callbacks in the place of a person at a terminal."""

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lox24cli.importing.run import World
from lox24cli.importing.watching import Plan, Progress, Stop, Watcher
from lox24cli.translating import phrase


class Callbacks:
    """A watcher that tells what was asked for, and agrees where nothing was: the call itself is the wish."""

    asked_seconds = 0.0

    def __init__(
        self,
        progress: Callable[[Progress], None] | None = None,
        notice: Callable[[str], None] | None = None,
        confirm: Callable[[Plan], bool] | None = None,
    ) -> None:
        self._progress, self._notice, self._confirm = progress, notice, confirm
        self._waiting_for = ""

    def notice(self, text: str) -> None:
        """Tell a sentence."""
        if self._notice is not None:
            self._notice(text)

    def reading(self, rows: int) -> None:
        """Tell nothing: how many rows there will be is not known yet."""

    def confirm(self, plan: Plan) -> bool:
        """Show the plan, whose notices are told here, and return whether it is to be carried out."""
        for text in plan.notices:
            self.notice(text)
        return self._confirm is None or self._confirm(plan)

    def agree_to_make(self, name: str) -> bool:
        """Agree: whoever names `create_group` wants it."""
        return bool(name)

    def progress(self, progress: Progress) -> None:
        """Tell how far delivery is."""
        if self._progress is not None:
            self._progress(progress)

    def waiting(self, seconds: float, reason: str) -> None:
        """Tell once why nothing happens."""
        if reason != self._waiting_for:
            self.notice(phrase("waiting {seconds:.0f} s: {reason}", seconds=seconds, reason=reason))
        self._waiting_for = reason if seconds > 1 else ""


def real_world(state: Path, watcher: Watcher, stop: Stop | None = None) -> World:
    """Return the real world: the clock, the dice, and a sleep that a wish to stop ends."""
    stop = stop or Stop()
    return World(
        state=state,
        watcher=watcher,
        sleep=stop.sleep,
        clock=time.monotonic,
        now=lambda: datetime.now(UTC),
        rng=random.SystemRandom(),
        began=time.monotonic(),
        stop=stop,
    )


def world_of(options: Mapping[str, Any], state: Path) -> World:
    """Return the world as the arguments want it: who hears of the run, and what stops it."""
    callbacks = (options.get(name) for name in ("progress", "notice", "confirm"))
    cancel = options.get("cancel")
    stop = cancel if isinstance(cancel, Stop) else Stop(cancel)
    return real_world(state, options.get("watcher") or Callbacks(*callbacks), stop)
