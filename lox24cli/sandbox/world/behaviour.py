"""What the documentation leaves open, as switches; each default is the documented or likeliest case.

Knows no HTTP and no store. A behaviour is frozen: the running sandbox is given another one as a whole, so
a request sees one behaviour from its beginning to its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Self, get_args, get_origin

ValidationStatus = Literal[400, 422]
ErrorStyle = Literal["legacy", "modern"]
IdType = Literal["string", "integer"]
MemberKey = Literal["hydra:member", "member", "single"]
BatchAnswer = Literal["array", "hydra", "member", "single"]
PropertyPath = Literal["plain", "indexed"]
Duplicates = Literal["store", "refuse", "merge"]
Phones = Literal["verbatim", "e164", "bare", "national", "masked"]
Put = Literal["keep", "replace"]
Times = Literal["unix", "iso"]
RefusalStores = Literal["nothing", "before", "others"]
RetryAfter = Literal["none", "seconds", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The switches of the look-alike. Lengths in characters, sizes in bytes, times in seconds."""

    validation_status: ValidationStatus = 400
    """Of an item or request that breaks a rule; the documentation lists 400 and 422."""
    errors: ErrorStyle = "legacy"
    """Error bodies of API Platform up to 3.1 (`legacy`) or from 3.2 on (`modern`)."""
    property_path: PropertyPath = "plain"
    """A batch item's violations name `phone`, or `[1].phone`."""
    ids: IdType = "string"
    """How a phone's id is written."""
    member: MemberKey = "hydra:member"
    """The key of a JSON-LD list; `single`: a batch of one has an object where a list stood."""
    batch_answer: BatchAnswer = "array"
    """What a batch asked for as JSON is answered with: the documented array, or one of the others."""
    duplicates: Duplicates = "store"
    """A phone that is in the group already: stored again, refused (item error), or merged into the old."""
    phones: Phones = "verbatim"
    """How phones are kept and given back: as sent, as +49…, as 49…, as inside Germany (0151…), or masked."""
    put: Put = "keep"
    """Fields that a PUT leaves out: kept, or emptied."""
    times: Times = "unix"
    """A blocked number's `added_at`: seconds, or an ISO 8601 string."""
    page_size: int | None = None
    """Phones on a page of a group; None: all at once, and `page` is not looked at."""
    list_page_size: int = 30
    """Groups and blocked numbers on a page (API Platform's default)."""
    count_items: bool = True
    """Groups tell `count_items`."""
    max_items: int | None = None
    """More items in one batch are answered 413."""
    max_bytes: int | None = None
    """A longer request body is answered 413."""
    poison: tuple[str, ...] = ()
    """A batch that holds one of these phones is refused as a whole."""
    poison_status: int = 400
    refusal_stores: RefusalStores = "nothing"
    """Of a batch that is refused as a whole: nothing, the items before the one to blame, or all others."""
    list_lag: float = 0.0
    """A phone appears in its group, its list and its file so long after it was stored."""
    latency: float = 0.0
    """Every answer waits so long; the work is done before."""
    block_retry_after: RetryAfter = "none"
    """The 429 of a blocked IP carries Retry-After; none is documented."""

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """Return this behaviour with `changes`, whose values may come from outside.

        Raises:
            ValueError: an unknown switch, or a value that it cannot take; the message names both.
        """
        values = dict(changes)
        if isinstance(values.get("poison"), list):
            values["poison"] = tuple(values["poison"])
        for name, value in values.items():
            kind = _KINDS.get(name)
            if kind is None:
                raise ValueError(f"there is no switch {name!r}; there are {', '.join(_KINDS)}")
            if not _fits(value, kind):
                raise ValueError(f"{name} cannot be {value!r}; it takes {_name(kind)}")
        return replace(self, **values)


_KINDS = {field.name: field.type for field in fields(Behaviour)}
"""Real types: the module does not postpone annotations."""


def _fits(value: object, kind: Any) -> bool:  # noqa: ANN401  a type, in whatever way it is written
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if kind == int | None:
        return value is None or (type(value) is int and value >= 1)
    if kind == tuple[str, ...]:
        return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return type(value) is kind


def _name(kind: Any) -> str:  # noqa: ANN401  a type, in whatever way it is written
    if get_origin(kind) is Literal:
        return " or ".join(map(str, get_args(kind)))
    return getattr(kind, "__name__", str(kind)) if not get_args(kind) else str(kind)
