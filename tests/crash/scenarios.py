"""What one seed means: a file, options, a gateway's habits, and a bounded number of attempts at which things go wrong.

The same seed is the same scenario; only the moments depend on the machine.
"""

import signal
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from random import Random
from typing import Any, Literal

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.crash.contacts_file import ContactsFile, make_contacts
from tests.crash.wire import Incident, Moment

READS = r"GET /groups/\d+/phones"
PREFLIGHT = r"GET /(me|groups/\d+)"
OTHERS = r"GET /(me|groups/\d+|blocked_numbers)"

LATE_SETTLE_SECONDS = 1.5
"""Where batches arrive late, or lists lag, they do so well within this."""
LATEST_SECONDS = 0.45
STOP_LIST = "stop.txt"
"""The list of `--suppress`."""

_ON_BATCH = (
    *(Fault("drop"), Fault("drop", stores="all"), Fault("reset"), Fault("reset", stores="all"), Fault("not-http")),
    *(Fault("half"), Fault("cut"), Fault("empty"), Fault("garbage"), Fault("html", status=200), Fault("huge-spaces")),
    *(Fault("fewer"), Fault("more"), Fault("reordered"), Fault("duplicated"), Fault("other-phone")),
    *(Fault("status", status=500), Fault("status", status=500, stores="all"), Fault("status", status=502)),
    *(Fault("status", status=503, retry_after=0), Fault("status", status=503, stores="all")),
    *(Fault("status", status=504, stores="all"), Fault("status", status=504), Fault("html", status=502)),
    *(Fault("status", status=429, retry_after=0), Fault("status", status=429), Fault("status", status=408)),
    *(Fault("status", status=302, location="/elsewhere"), Fault("status", status=405), Fault("status", status=409)),
)
_PARTIAL = (
    *(lambda k: Fault("drop", stores=k), lambda k: Fault("status", status=500, stores=k)),
    *(lambda k: Fault("half", stores=k), lambda k: Fault("delay", stores=k), lambda k: Fault("cut", stores=k)),
)
_LATE = (
    *(
        lambda late: Fault("drop", stores="all", late=late),
        lambda late: Fault("status", status=504, stores="all", late=late),
    ),
    *(lambda late: Fault("status", status=502, stores=2, late=late), lambda late: Fault("empty", late=late)),
    *(lambda late: Fault("status", status=500, stores="all", late=late), lambda late: Fault("html", late=late)),
)
"""Stored after the answer, or after there was none."""
_ACCOUNT = (Fault("status", status=401), Fault("status", status=402), Fault("status", status=403))
_ON_READ = (
    *(Fault("drop"), Fault("reset"), Fault("half"), Fault("not-http")),
    *(Fault("status", status=500), Fault("status", status=502), Fault("status", status=503, retry_after=0)),
    *(Fault("status", status=429), Fault("status", status=429, retry_after=0)),
    *(Fault("status", status=401), Fault("status", status=403)),
)
_UNUSABLE = (Fault("cut"), Fault("empty"), Fault("html", status=200), Fault("garbage"))
"""Of a list: the CSV export stands in for it, which does not say who opted out; so not where that matters."""


@dataclass(frozen=True, slots=True)
class Kill:
    """A signal, `seconds` after the start (or, with a moment on the wire, when that comes)."""

    number: int
    seconds: float | None
    again: float | None = None
    """The same signal once more, so many seconds later."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One start of the command, and what happens to it."""

    options: tuple[str, ...]
    by_name: bool = False
    """`lox24 runs resume` instead of the same import, where there is something to resume."""
    faults: tuple[tuple[str, Fault, int, int], ...] = ()
    """Match, fault, how many requests pass before, how often."""
    chaos: tuple[int, float] | None = None
    incidents: tuple[Incident, ...] = ()
    kill: Kill | None = None
    outage: float | None = None
    """At the incident's moment the server dies, and comes back so many seconds later."""
    max_items: int | None = None
    stop: Literal["suppress", "block"] | None = None
    """Before it, contacts that are not stored yet say no: on the list of `--suppress`, or in the account."""
    shrinks: float | None = None
    """The file loses its second half so many seconds after the start; afterwards it is whole again."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that a seed decides."""

    seed: int
    contacts: ContactsFile
    rules: tuple[str, ...]
    add: bool
    behaviour: Behaviour
    settle_wait: float
    attempts: tuple[Attempt, ...] = field(default=())
    suppresses: bool = False
    """There is a list of `--suppress`, which names only strangers in the beginning."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What of the rarer troubles happens in it."""
        faults = [fault for attempt in self.attempts for _, fault, _, _ in attempt.faults]
        holds = [incident for attempt in self.attempts for incident in attempt.incidents if incident.kind == "hold"]
        found = {
            "late commits": bool(holds) or any(fault.late for fault in faults),
            "lagging lists": self.behaviour.list_lag > 0,
            "refusals that store": self.behaviour.refusal_stores != "nothing",
            "revoked keys": any(fault.kind == "revoke" for fault in faults),
            "changed stop lists": any(attempt.stop for attempt in self.attempts),
            "shrinking files": any(attempt.shrinks is not None for attempt in self.attempts),
        }
        return tuple(name for name, happens in found.items() if happens)

    @property
    def needs_disk(self) -> bool:
        """Whether the sandbox must keep its data when it dies."""
        return any(attempt.outage is not None for attempt in self.attempts)


CALM = Attempt(("--retries", "2", "--timeout", "10"))
"""Nothing goes wrong any more."""


def make_scenario(seed: int) -> Scenario:
    """Return the scenario of a seed."""
    rng = Random(seed)
    add, last, include = rng.random() < 0.3, rng.random() < 0.2, rng.random() < 0.1
    contacts = make_contacts(rng, add=add, last=last, include=include)
    rules = ["--region", "DE"]
    rules += ["--on-existing", "add"] if add else []
    rules += ["--on-duplicate", "last"] if last else []
    rules += ["--include-opted-out", "--yes"] if include else []
    behaviour = Behaviour(
        batch_answer=rng.choice(("array", "array", "hydra", "member")),
        member=rng.choice(("hydra:member", "member")),
        ids=rng.choice(("string", "integer")),
        phones=rng.choice(("verbatim", "bare", "e164")),
        page_size=rng.choice((None, None, 30, 7)),
        count_items=rng.random() < 0.8,
        errors=rng.choice(("legacy", "modern")),
        poison=contacts.poison,
        poison_status=rng.choice((400, 422, 413)),
    )
    late = rng.random() < 0.2
    attempts = [_make_attempt(rng, contacts, late=late) for _ in range(rng.randint(1, 4))]
    behaviour, suppresses = _add_habits(rng, behaviour), False
    if not include and rng.random() < 0.2:
        stop: Any = rng.choice(("suppress", "block"))
        suppresses = stop == "suppress"
        attempts.insert(1, replace(_make_attempt(rng, contacts, late=late), stop=stop))
    elif not (add or last) and contacts.name.endswith(".csv") and rng.random() < 0.15:
        attempts = [replace(attempt, by_name=False) for attempt in attempts]
        attempts.insert(0, replace(_make_attempt(rng, contacts, late=False), kill=None, shrinks=rng.uniform(0.0, 0.15)))
    return Scenario(
        seed=seed,
        contacts=contacts,
        rules=(*rules, *(("--suppress", STOP_LIST) if suppresses else ())),
        add=add,
        behaviour=behaviour,
        settle_wait=LATE_SETTLE_SECONDS if late or behaviour.list_lag else rng.choice((0.02, 0.05)),
        attempts=tuple(attempts),
        suppresses=suppresses,
    )


def _add_habits(rng: Random, behaviour: Behaviour) -> Behaviour:
    """Return a gateway that stores some of what it refuses, or whose lists lag; both together nobody could know."""
    if behaviour.poison:
        return behaviour.changed({"refusal_stores": rng.choice(("nothing", "before", "others"))})
    return behaviour.changed({"list_lag": rng.uniform(0.05, 0.3)}) if rng.random() < 0.12 else behaviour


def _make_attempt(rng: Random, contacts: ContactsFile, *, late: bool) -> Attempt:
    ready = len(contacts.expected)
    batch_size = rng.choice((1, 2, 5, 10, 15, 30)) if ready < 60 else rng.choice((4, 8, 15, 30))
    batches = max(1, ready // batch_size)
    reads = _ON_READ if contacts.opted_out else _ON_READ + _UNUSABLE
    faults, slow = _make_faults(rng, batches, batch_size, reads)
    if late and rng.random() < 0.6:
        fault = rng.choice(_LATE)(rng.uniform(0.1, LATEST_SECONDS))
        faults = ((BATCH, fault, rng.randrange(batches), rng.choice((1, 1, 2))), *faults)
    if rng.random() < 0.06:
        faults = ((rng.choice((BATCH, BATCH, READS)), Fault("revoke"), rng.randrange(batches), 1), *faults)
    incidents, kill, outage = _make_incidents(rng, batches, late=late)
    options = {
        "--batch-size": batch_size,
        "--concurrency": rng.randint(1, 6),
        "--retries": rng.choice((0, 1, 3, 6)),
        "--timeout": 0.2 if late else 0.5 if slow else 10,
        "--max-wait": rng.choice((0, 0, 5)),
        "--backoff": rng.choice((0.001, 0.01)),
    }
    return Attempt(
        options=tuple(str(word) for pair in options.items() for word in pair),
        by_name=rng.random() < 0.25,
        faults=faults,
        chaos=(rng.randrange(10**6), rng.choice((0.1, 0.3))) if rng.random() < 0.25 else None,
        incidents=incidents,
        kill=kill,
        outage=outage,
        max_items=rng.choice((1, 3, batch_size)) if rng.random() < 0.1 else None,
    )


def _make_faults(
    rng: Random, batches: int, batch_size: int, reads: tuple[Fault, ...]
) -> tuple[tuple[tuple[str, Fault, int, int], ...], bool]:
    """Return the schedule of the sandbox's faults, and whether one of them takes the client's patience."""
    faults: list[tuple[str, Fault, int, int]] = []
    for _ in range(rng.choice((0, 1, 1, 2, 3, 5))):
        fault = rng.choice(_ON_BATCH)
        if rng.random() < 0.25:
            fault = rng.choice(_PARTIAL)(rng.randint(1, batch_size))
        elif rng.random() < 0.05:
            fault = rng.choice(_ACCOUNT)
        faults.append((BATCH, fault, rng.randrange(batches), rng.choice((1, 1, 1, 2, 4))))
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        skip = rng.choice((0, 1, 1, 2, 3))
        fault = rng.choice(reads)
        # Whoever may not read the blocked numbers is told so, and they are uploaded: that is another outcome.
        others = PREFLIGHT if fault.status == HTTPStatus.FORBIDDEN else OTHERS
        faults.append((rng.choice((READS, READS, others)), fault, skip, rng.choice((1, 1, 3))))
    slow = rng.random() < 0.08
    if slow:
        stores: Any = rng.choice((0, "all", rng.randint(1, batch_size)))
        faults.append((BATCH, Fault("stall", stores=stores), rng.randrange(batches), 1))
    return tuple(faults), slow


def _make_incidents(rng: Random, batches: int, *, late: bool) -> tuple[tuple[Incident, ...], Kill | None, float | None]:
    """Return what the wire does, and when a signal comes or the server dies."""
    incidents: list[Incident] = []
    if late:
        seconds = rng.uniform(0.25, LATEST_SECONDS)
        incidents.append(Incident("hold", skip=rng.randrange(batches), seconds=seconds))
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        kind: Any = rng.choice(("cut-request", "cut-answer", "lose-answer"))
        incidents.append(Incident(kind, skip=rng.randrange(batches), share=rng.random()))
    kill, outage = None, None
    number = rng.choice((signal.SIGKILL,) * 6 + (signal.SIGINT, signal.SIGTERM))
    again = rng.choice((None, 0.0, 0.005, 0.03)) if number != signal.SIGKILL else None
    match rng.choice(("peace", "peace", "time", "time", "moment", "moment", "moment", "outage")):
        case "time":
            kill = Kill(number, rng.triangular(0.0, 0.35, 0.1), again)
        case "moment":
            kill = Kill(number, None, again)
            incidents.insert(0, _make_moment(rng, batches))
        case "outage":
            outage = rng.choice((0.0, 0.02, 0.1))
            incidents.insert(0, _make_moment(rng, batches))
        case _:
            pass
    return tuple(incidents), kill, outage


def _make_moment(rng: Random, batches: int) -> Incident:
    moment: Moment = rng.choice(("received", "answered", "delivered"))
    match = rng.choice((BATCH, BATCH, BATCH, BATCH, READS, OTHERS))
    return Incident(
        "moment",
        match=match,
        skip=rng.randrange(batches) if match == BATCH else rng.randrange(3),
        moment=moment,
        seconds=rng.choice((0.0, 0.001, 0.003, 0.01, 0.03)),
        forward=rng.random() < 0.7,
    )
