"""Plays a scenario: starts the command again and again, and lets things go wrong meanwhile."""

import json
import queue
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.place import GROUP, Place
from tests.crash.scenarios import CALM, Attempt
from tests.crash.wire import Incident
from tests.zygote import Ended, Zygote

PATIENCE_SECONDS = 180.0
SIGNALLED = frozenset({-signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM})


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt that has ended."""

    args: tuple[str, ...]
    status: int
    """The exit code; negative: the signal that killed it; None is no status: see `hung`."""
    answer: dict[str, Any] | None
    """The object of `--json`; None when the process did not live to give it."""
    stdout: str
    stderr: str
    hung: bool = False
    shrunk: bool = False
    """The file was not whole."""

    @property
    def report(self) -> Path | None:
        """The report that it says it has written."""
        return Path(self.answer["report"]) if self.answer and self.answer["report"] else None


class Driver:
    """Plays scenarios, one after the other, with one zygote."""

    def __init__(self) -> None:
        self._zygote = Zygote()

    def close(self) -> None:
        """End the zygote."""
        self._zygote.close()

    def start(
        self,
        place: Place,
        attempt: Attempt = CALM,
        *args: str,
        meanwhile: Callable[[], object] | None = None,
        largest_file: int | None = None,
    ) -> Tried:
        """Start the command once, with all that the attempt lets happen, and wait for its end.

        `args` are those of another command than the scenario's import; `meanwhile` is called at the incident's moment,
        and the wire waits for it; `largest_file`: more bytes no file of the command's can have.
        """
        self._prepare(place, attempt, meanwhile)
        args = args or arguments(place, attempt)
        for name in ("stdout", "stderr"):
            (place.folder / name).write_bytes(b"")
        self._zygote.events = place.events
        self._zygote.launch(
            args,
            env=place.environment,
            cwd=place.folder,
            stdout=place.folder / "stdout",
            stderr=place.folder / "stderr",
            largest_file=largest_file,
        )
        ended, hung = self._wait(place, attempt)
        place.wire.plan()
        place.sandbox.faults.clear()
        place.blocks += place.sandbox.forgive()
        if attempt.shrinks is not None:
            place.scenario.contacts.write(place.folder)
            place.set_aside.update(folder.name for folder in place.state.glob("runs/*"))
        stdout = (place.folder / "stdout").read_text("utf-8")
        stderr = (place.folder / "stderr").read_text("utf-8")
        shrunk = attempt.shrinks is not None
        return Tried(args, ended.status, _read_answer(stdout), stdout, stderr, hung, shrunk)

    def _prepare(self, place: Place, attempt: Attempt, meanwhile: Callable[[], object] | None) -> None:
        place.sandbox.change(max_items=attempt.max_items)
        if attempt.stop is not None:
            place.change_stop_list(attempt)
        for match, fault, skip, times in attempt.faults:
            place.sandbox.faults.plan(match, fault, skip=skip, times=times)
        if attempt.chaos is not None:
            place.sandbox.faults.chaos(*attempt.chaos)
        while not place.events.empty():
            place.events.get()
        place.wire.tell = self._teller(place, attempt, meanwhile)
        place.wire.plan(*attempt.incidents)

    def _teller(
        self, place: Place, attempt: Attempt, meanwhile: Callable[[], object] | None
    ) -> Callable[[Incident], None]:
        def tell(incident: Incident) -> None:
            if meanwhile is not None:
                meanwhile()
            if attempt.kill is not None and attempt.kill.seconds is None:
                self._zygote.signal(attempt.kill.number)
            place.events.put(incident)

        return tell

    def _wait(self, place: Place, attempt: Attempt) -> tuple[Ended, bool]:
        """Return how it ended, and whether it had to be killed for hanging; meanwhile, let happen what is to happen."""
        kill, began = attempt.kill, time.monotonic()
        alarms: list[tuple[float, Callable[[], None]]] = []
        if kill is not None and kill.seconds is not None:
            alarms.append((began + kill.seconds, lambda: self._kill(place, attempt, alarms)))
        if attempt.shrinks is not None:
            alarms.append((began + attempt.shrinks, place.shrink))
        hung = False
        while True:
            alarms.sort(key=lambda alarm: alarm[0])
            until = alarms[0][0] if alarms else began + PATIENCE_SECONDS
            try:
                event = place.events.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                if alarms:
                    alarms.pop(0)[1]()
                else:
                    hung = True
                    self._zygote.signal(signal.SIGKILL)
                    began = time.monotonic()
                continue
            if isinstance(event, Ended):
                if place.is_down:
                    place.come_back()
                return event, hung
            self._react(place, attempt, alarms)

    def _kill(self, place: Place, attempt: Attempt, alarms: list[tuple[float, Callable[[], None]]]) -> None:
        assert attempt.kill is not None
        self._zygote.signal(attempt.kill.number)
        self._react(place, attempt, alarms)

    def _react(self, place: Place, attempt: Attempt, alarms: list[tuple[float, Callable[[], None]]]) -> None:
        """A moment has come: what follows from it."""
        kill = attempt.kill
        if kill is not None and kill.again is not None:
            alarms.append((time.monotonic() + kill.again, lambda: self._zygote.signal(kill.number)))
        if attempt.outage is not None and not place.is_down:
            place.die()
            alarms.append((time.monotonic() + attempt.outage, place.come_back))


def arguments(place: Place, attempt: Attempt) -> tuple[str, ...]:
    """Return the command line of an attempt."""
    common = ("--json", "--report-dir", "out", "--no-progress", *attempt.options)
    if attempt.by_name and any(place.state.glob("runs/*/open")):
        return ("runs", "resume", *common)
    contacts = place.scenario.contacts
    return ("phones", "import", contacts.name, "--group", str(GROUP), *place.scenario.rules, *common)


def _read_answer(stdout: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(stdout)
    except json.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None
