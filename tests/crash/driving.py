"""Plays a scenario: starts the command again and again, and lets things go wrong meanwhile."""

import json
import os
import queue
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.state import ReceivedRequest
from tests.crash.scenarios import CALM, Attempt, Scenario
from tests.crash.wire import Incident, Wire
from tests.zygote import Ended, Zygote

GROUP = 7116
PATIENCE_SECONDS = 60.0
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

    @property
    def report(self) -> Path | None:
        """The report that it says it has written."""
        return Path(self.answer["report"]) if self.answer and self.answer["report"] else None


@dataclass(slots=True)
class Place:
    """The folder, the account and the command's environment of one scenario."""

    scenario: Scenario
    folder: Path
    wire: Wire
    sandbox: RunningSandbox
    earlier: list[ReceivedRequest] = field(default_factory=list)
    """The requests to sandboxes that died."""
    events: "queue.SimpleQueue[Any]" = field(default_factory=queue.SimpleQueue)
    deaths: int = 0
    is_down: bool = False

    @property
    def requests(self) -> list[ReceivedRequest]:
        """Every request that reached the gateway."""
        return [*self.earlier, *self.sandbox.requests]

    @property
    def state(self) -> Path:
        """The command's state folder."""
        return self.folder / "state"

    @property
    def environment(self) -> dict[str, str]:
        """What the command sees of the world."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LOX24_STATE_DIR": str(self.state),
            "LOX24_BASE_URL": self.wire.url,
            "LOX24_TOKEN": RunningSandbox.token,
            "LOX24_SETTLE_WAIT": str(self.scenario.settle_wait),
        }

    def die(self) -> None:
        """Let the server die: connections break, what is in its memory is lost, its data stay."""
        self.wire.unplug()
        self.earlier += self.sandbox.requests
        self.sandbox.__exit__()
        self.deaths += 1
        self.is_down = True

    def come_back(self) -> None:
        """Start the server again on its data."""
        self.sandbox = open_sandbox(self.scenario, self.folder)
        self.wire.plug(port_of(self.sandbox))
        self.is_down = False


def port_of(sandbox: RunningSandbox) -> int:
    """Return the port that a sandbox listens on."""
    return int(sandbox.url.rsplit(":", 1)[1])


def open_sandbox(scenario: Scenario, folder: Path) -> RunningSandbox:
    """Start a sandbox with the scenario's habits; its data are in memory unless they must outlive it."""
    db = folder / "sandbox.sqlite" if scenario.needs_disk else None
    return RunningSandbox(scenario.behaviour, db=db).__enter__()


def fill_account(sandbox: RunningSandbox, scenario: Scenario) -> None:
    """Put into the account what is there before the import."""
    contacts = scenario.contacts
    before = (*contacts.strangers, *contacts.held)
    sandbox.store.add_phones(GROUP, [(number, "before", None, None, None, None, None) for number in before])
    for number in contacts.opted_out:
        sandbox.store.unsubscribe(number)
    for number in contacts.blocked:
        sandbox.store.block(number)


def fast_folder() -> Path | None:
    """Return a folder in memory, where there is one: every commit of a journal waits for the disk."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    return memory if os.access(memory, os.W_OK) else None


@contextmanager
def opened(scenario: Scenario) -> Iterator[Place]:
    """Give the place where a scenario is played; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lox24-crash-", dir=fast_folder()))
    try:
        sandbox = open_sandbox(scenario, folder)
        with Wire(port_of(sandbox)) as wire:
            place = Place(scenario, folder, wire, sandbox)
            fill_account(sandbox, scenario)
            scenario.contacts.write(folder)
            yield place
        place.sandbox.__exit__()
    finally:
        shutil.rmtree(folder)


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
        stdout = (place.folder / "stdout").read_text("utf-8")
        stderr = (place.folder / "stderr").read_text("utf-8")
        return Tried(args, ended.status, _read_answer(stdout), stdout, stderr, hung)

    def _prepare(self, place: Place, attempt: Attempt, meanwhile: Callable[[], object] | None) -> None:
        place.sandbox.change(max_items=attempt.max_items)
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
