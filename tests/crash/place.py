"""Where a scenario is played: a folder, an account, the wire between, and how they change from attempt to attempt."""

import os
import queue
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.state import ReceivedRequest
from tests.crash.scenarios import LATEST_SECONDS, STOP_LIST, Attempt, Scenario
from tests.crash.wire import Wire

GROUP = 7116


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
    said_no: set[str] = field(default_factory=set)
    """The contacts that said no before they were stored, +digits."""
    set_aside: set[str] = field(default_factory=set)
    """Runs of a file that was not whole."""
    blocks: int = 0
    """How often a revoked key was sent until the IP was blocked."""

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

    @property
    def is_changed(self) -> bool:
        """Tell whether file or stop lists changed, so that the report is perhaps one of several runs."""
        return bool(self.said_no or self.set_aside)

    def arrive(self) -> None:
        """Wait until all that is on its way is stored or lost."""
        self.wire.drain()
        if "late commits" in self.scenario.kinds:
            time.sleep(LATEST_SECONDS + 0.1)

    def change_stop_list(self, attempt: Attempt) -> None:
        """Let some contacts say no that are not stored yet."""
        self.arrive()
        there = {"".join(filter(str.isdigit, phone.phone)) for phone in self.sandbox.store.phones(GROUP)}
        waiting = [number for number in self.scenario.contacts.expected if number[1:] not in there]
        chosen = Random(self.scenario.seed).sample(waiting, min(3, len(waiting)))
        self.said_no.update(chosen)
        if attempt.stop == "suppress":
            with (self.folder / STOP_LIST).open("a") as file:
                file.writelines(f"{number}\n" for number in chosen)
        else:
            for number in chosen:
                self.sandbox.store.block(number)

    def shrink(self) -> None:
        """Take the second half of the file away."""
        path = self.folder / self.scenario.contacts.name
        lines = path.read_bytes().splitlines(keepends=True)
        with path.open("r+b") as file:
            file.truncate(sum(map(len, lines[: len(lines) // 2])))

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
            # What was in the group long before is on every list, however far those lag.
            time.sleep(scenario.behaviour.list_lag)
            scenario.contacts.write(folder)
            if scenario.suppresses:
                (folder / STOP_LIST).write_text("+491799999999\n")
            yield place
        place.sandbox.__exit__()
    finally:
        shutil.rmtree(folder)
