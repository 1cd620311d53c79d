"""A fault as one word of a command line: `drop:stores=all,skip=1`. Knows no command."""

from dataclasses import dataclass, fields
from typing import Any

from lox24cli.sandbox.faults.faults import ANY, BATCH, DELETE, LOOK, PUT, READ, WRITE, Fault, Faults

_NAMED_MATCHES = {
    "batch": BATCH,
    "read": READ,
    "put": PUT,
    "delete": DELETE,
    "look": LOOK,
    "write": WRITE,
    "any": ANY,
}
_WHOLE = ("status", "stores", "retry_after")
_REAL = ("seconds", "megabytes", "late")


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """What goes wrong and when; see Faults.plan."""

    fault: Fault
    match: str = BATCH
    skip: int = 0
    times: int | None = 1

    def join(self, faults: Faults) -> None:
        """Plan it."""
        faults.plan(self.match, self.fault, skip=self.skip, times=self.times)


def parse_fault(text: str) -> PlannedFault:
    """Return the fault that `KIND[:name=value,…]` describes.

    Names are those of Fault (`status=503`), and `skip`, `times` (a number or `all`) and `on` (`batch`, the
    default; `put` or `delete`, of one phone; `write`: all three; `read`, of a group; `look`, at one phone; `any`).

    Raises:
        ValueError: it describes none; the message says which part.
    """
    kind, _, rest = text.partition(":")
    values: dict[str, Any] = {"kind": kind}
    match, skip = BATCH, 0
    times: int | None = 1
    for part in filter(None, rest.split(",")):
        name, _, value = part.partition("=")
        if name == "on" and value in _NAMED_MATCHES:
            match = _NAMED_MATCHES[value]
        elif name == "skip":
            skip = _number(name, value)
        elif name == "times":
            times = None if value == "all" else _number(name, value)
        else:
            values[name] = _value(name, value)
    return PlannedFault(Fault.from_json(values), match, skip, times)


def _value(name: str, value: str) -> int | float | str:
    if name not in {field.name for field in fields(Fault)} - {"kind"}:
        raise ValueError(f"a fault has no {name!r}")
    if name in _WHOLE and value.isdecimal():
        return int(value)
    if name in _REAL:
        try:
            return float(value)
        except ValueError as error:
            raise ValueError(f"{name} is a number, not {value!r}") from error
    return value


def _number(name: str, value: str) -> int:
    if not value.isdecimal():
        raise ValueError(f"{name} is a number, not {value!r}")
    return int(value)
