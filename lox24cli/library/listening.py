"""How a program hears of its run and stops it: callbacks in the place of a person at a terminal."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lox24cli.errors import Interrupted
from lox24cli.importing.run import World
from lox24cli.importing.watching import Plan, Progress, Stop, Watcher
from lox24cli.translating import phrase


class Callbacks:
    """A watcher that tells what was asked for, and agrees where nothing was: the call itself is the wish.

    A callback that fails is a wish to stop: what is in flight is recorded before the failure goes on its way.
    """

    asked_seconds = 0.0

    def __init__(
        self,
        progress: Callable[[Progress], object] | None = None,
        notice: Callable[[str], object] | None = None,
        confirm: Callable[[Plan], bool] | None = None,
        *,
        stop: Stop | None = None,
    ) -> None:
        self._stop = stop or Stop()
        self._progress, self._notice, self._confirm = progress, notice, confirm
        self._waiting_for = ""
        self.failure: BaseException | None = None

    def notice(self, text: str) -> None:
        """Tell a sentence."""
        self._call(self._notice, text)

    def reading(self, rows: int) -> None:
        """Tell nothing: how many rows there will be is not known yet."""

    def confirm(self, plan: Plan) -> bool:
        """Show the plan, whose notices are told here, and return whether it is to be carried out."""
        for text in plan.notices:
            self.notice(text)
        return bool(self._confirm is None or self._call(self._confirm, plan)) and self.failure is None

    def agree_to_make(self, name: str) -> bool:
        """Agree: whoever names `create_group` wants it."""
        return bool(name)

    def progress(self, progress: Progress) -> None:
        """Tell how far delivery is."""
        self._call(self._progress, progress)

    def waiting(self, seconds: float, reason: str) -> None:
        """Tell once why nothing happens."""
        if reason != self._waiting_for:
            self.notice(phrase("waiting {seconds:.0f} s: {reason}", seconds=seconds, reason=reason))
        self._waiting_for = reason if seconds > 1 else ""

    def _call(self, callback: Callable[[Any], object] | None, told: object) -> object:
        if callback is None or self.failure is not None:
            return None
        try:
            return callback(told)
        except BaseException as failure:  # noqa: BLE001  handed over whole: the call raises it
            self.failure = failure
            self._stop.wish = Interrupted(phrase("a callback failed; the batches in flight were recorded"))
            return None


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


@contextmanager
def world_of(options: Mapping[str, Any], state: Path) -> Iterator[World]:
    """Give the world as the arguments want it: who hears of the run, and what stops it.

    Raises:
        BaseException: what a callback raised.
        TypeError: both a watcher and callbacks are given.
    """
    cancel, watcher = options.get("cancel"), options.get("watcher")
    told = [options.get(name) for name in ("progress", "notice", "confirm")]
    if watcher is not None and any(told):
        raise TypeError("watcher stands in the place of progress, notice and confirm: give one or the others")
    stop = cancel if isinstance(cancel, Stop) else Stop(cancel)
    callbacks = Callbacks(*told, stop=stop)
    try:
        yield real_world(state, watcher or callbacks, stop)
    except Interrupted:
        if callbacks.failure is None:
            raise
    if callbacks.failure is not None:
        raise callbacks.failure
