"""What goes wrong, and when: a schedule of faults, planned or at random from a seed.

Knows no HTTP library: a fault is a value, and the door (door.py) makes it happen.

| kind | what the client meets | serves by default |
|---|---|---|
| delay | the true answer, `seconds` late | all |
| slow | the true answer, dripping over `seconds` | all |
| status | an error `status` (with `retry_after`, or `location` for 3xx); 502 in HTML, as proxies do | nothing |
| drop, reset | the connection is closed (FIN) or reset (RST) without a byte of answer | nothing |
| not-http | bytes that are no HTTP, then the end | nothing |
| stall | no answer until the client gives up | nothing |
| half | the head and half of the body, then the connection is closed | all |
| cut | a complete HTTP answer with half of the JSON | all |
| fewer, more | one item too few, too many | all |
| reordered, duplicated | the items backwards; the second one replaced by the first | all |
| other-phone, wrong-ids | the first item has another phone; every id is another | all |
| empty, html, garbage | no body; a page; bytes that are no text; with `status`, else that of a success | all |
| huge-spaces, huge-items | `megabytes` of spaces before the JSON; of further items | all |
| item-status | the last item is answered with `status` and an error | all but the last |
| no-ids | the true answer without a single id | all |
| revoke | 401, and so is whoever comes with this key from now on: it was revoked | nothing |

`stores` says what is served before the fault: `"all"`, 0, or the first k items of a batch. With `late`, it is served so
many seconds after the answer, or after the connection was closed.
"""

import random
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any, Literal, Self, get_args

Kind = Literal[
    "delay", "slow", "status", "drop", "reset", "not-http", "stall", "half", "cut", "fewer", "more", "reordered",
    "duplicated", "other-phone", "wrong-ids", "empty", "html", "garbage", "huge-spaces", "huge-items",
    "item-status", "no-ids", "revoke",
]  # fmt: skip

BATCH = r"POST /groups/\d+/phones/batch"
READ = r"GET /groups/\d+/phones"
PUT = r"PUT /phones/\d+"
DELETE = r"DELETE /phones/\d+"
LOOK = r"GET /phones/\d+"
WRITE = f"{BATCH}|{PUT}|{DELETE}"
"""Everything that changes the phones of a group, but for the single POST."""
ANY = r".*"

_STATUSES = frozenset(int(status) for status in HTTPStatus if status >= HTTPStatus.OK)
_SERVES_NOTHING = frozenset[Kind](("status", "drop", "reset", "not-http", "stall", "revoke"))
_NEEDS_NO_ANSWER = _SERVES_NOTHING | {"empty", "html", "garbage"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; the module's table says which kind takes which value."""

    kind: Kind
    status: int | None = None
    retry_after: int | str | None = None
    """Seconds, or the header's text as it is; `date:<seconds>` is sent as an HTTP date."""
    location: str | None = None
    seconds: float = 0.0
    megabytes: float = 1.0
    stores: int | Literal["all"] | None = None
    late: float = 0.0
    """Seconds."""

    def __post_init__(self) -> None:
        """Raise ValueError for what is no fault; values may come from outside."""
        if self.kind not in get_args(Kind):
            raise ValueError(f"there is no fault {self.kind!r}; there are {', '.join(get_args(Kind))}")
        if self.status is None and self.kind in ("status", "item-status"):
            raise ValueError(f"the fault {self.kind!r} needs a status")
        if self.status is not None and self.status not in _STATUSES:
            raise ValueError(f"a fault cannot have the status {self.status!r}")
        if self.stores not in (None, "all") and (type(self.stores) is not int or self.stores < 0):
            raise ValueError(f"stores is 'all' or a number from 0, not {self.stores!r}")
        if self.served == 0 and self.kind not in _NEEDS_NO_ANSWER:
            raise ValueError(f"the fault {self.kind!r} needs an answer: it cannot store 0")
        if self.late and (self.served == 0 or self.kind not in _NEEDS_NO_ANSWER):
            raise ValueError(f"the fault {self.kind!r} cannot be late: it stores nothing, or has a true answer")
        for name in ("seconds", "megabytes", "late"):
            if not isinstance(getattr(self, name), int | float) or getattr(self, name) < 0:
                raise ValueError(f"the fault's {name} are a number from 0, not {getattr(self, name)!r}")

    @property
    def served(self) -> int | None:
        """How many items are stored before the fault; None: everything."""
        if self.stores is None:
            return 0 if self.kind in _SERVES_NOTHING else None
        return None if self.stores == "all" else int(self.stores)

    @classmethod
    def from_json(cls, values: object) -> Self:
        """Return the fault that an object of this class's fields describes.

        Raises:
            ValueError: it describes none.
        """
        if not isinstance(values, Mapping):
            raise ValueError(f"a fault is an object, not {values!r}")  # noqa: TRY004  the caller's one family
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"a fault has not these fields: {', '.join(values)}") from error


CHAOS = (
    Fault("drop"), Fault("drop", stores="all"), Fault("drop", stores=1), Fault("reset", stores="all"),
    Fault("half"), Fault("cut"), Fault("empty"), Fault("html", status=200), Fault("fewer"), Fault("reordered"),
    Fault("status", status=500), Fault("status", status=500, stores="all"), Fault("status", status=502),
    Fault("status", status=503), Fault("status", status=504, stores="all"), Fault("status", status=500, stores=2),
)  # fmt: skip
"""Accidents of network and server; none of them says anything about the account or a row."""


@dataclass(slots=True)
class _Rule:
    match: re.Pattern[str]
    fault: Fault
    skip: int
    times: int | None

    def is_due(self, line: str) -> bool:
        if self.times == 0 or not self.match.fullmatch(line):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class _Chaos:
    rng: random.Random
    rate: float
    faults: Sequence[Fault]
    match: re.Pattern[str]


@dataclass(slots=True)
class Faults:
    """The schedule. Thread-safe; requests meet it in the order in which they were received.

    `match` is a regular expression for the whole of `METHOD /path` (without the query).
    """

    _rules: list[_Rule] = field(default_factory=list)
    _chaos: _Chaos | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, match: str, fault: Fault, *, skip: int = 0, times: int | None = 1) -> None:
        """After `skip` matching requests, let the next `times` meet the fault; None: all of them.

        The first rule that is due counts; later rules do not see that request.
        """
        with self._lock:
            self._rules.append(_Rule(re.compile(match), fault, skip, times))

    def chaos(self, seed: int, rate: float, faults: Sequence[Fault] = CHAOS, match: str = BATCH) -> None:
        """Let every matching request meet one of `faults` with the probability `rate`."""
        with self._lock:
            self._chaos = _Chaos(random.Random(seed), rate, faults, re.compile(match))  # noqa: S311  no secret

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._rules.clear()
            self._chaos = None

    def choose(self, method: str, path: str) -> Fault | None:
        """Return the fault that this request meets, if any, and count the request."""
        line = f"{method} {path}"
        with self._lock:
            for rule in self._rules:
                if rule.is_due(line):
                    return rule.fault
            chaos = self._chaos
            if chaos is None or not chaos.match.fullmatch(line) or chaos.rng.random() >= chaos.rate:
                return None
            return chaos.rng.choice(chaos.faults)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the rules that can still be met."""
        with self._lock:
            return [
                {"match": rule.match.pattern, "skip": rule.skip, "times": rule.times, "fault": asdict(rule.fault)}
                for rule in self._rules
                if rule.times != 0
            ]
