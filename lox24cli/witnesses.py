"""How a silent choice is made: two independent witnesses that agree and no third that objects; else a question.

Used wherever something is chosen that nobody said: the header row, the dialect, the phone column, one of several
readings of a number. Each place names its witnesses; this module knows none of them, and neither files nor phones.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lox24cli.translating import joined

ENOUGH = 2
"""The weight that a silent choice needs: two witnesses, or one that is as good as the user's word."""

Choice = TypeVar("Choice", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Witness(Generic[Choice]):
    """What one source says of one choice."""

    source: str
    """Where it is known from (`header`, `cells`, `sign` …): two statements of one source are one witness."""
    choice: Choice
    reason: str
    """Why, in words that the plan shows: `41 of 43 cells read as mobiles`."""
    weight: int = 1
    """ENOUGH for what decides alone, such as a + before the digits."""
    objects: bool = False
    """It speaks against the choice: no support outweighs that."""


@dataclass(frozen=True, slots=True)
class Verdict(Generic[Choice]):
    """What follows from all witnesses."""

    choice: Choice | None
    """None: it must be asked."""
    reason: str
    """Why this one, or why nobody can tell; clauses apart by `; `, no full stop."""
    rivals: tuple[Choice, ...] = ()
    """Of an open question: the choices with most support, in the order in which they were first named."""


def decide(witnesses: Iterable[Witness[Choice]]) -> Verdict[Choice]:
    """Return the one choice with enough support and no objection, or the question that is left."""
    support: dict[Choice, dict[str, Witness[Choice]]] = {}
    objections: dict[Choice, list[Witness[Choice]]] = {}
    for witness in witnesses:
        voices = support.setdefault(witness.choice, {})
        if witness.objects:
            objections.setdefault(witness.choice, []).append(witness)
        elif witness.source not in voices or voices[witness.source].weight < witness.weight:
            voices[witness.source] = witness
    weights = {choice: sum(voice.weight for voice in voices.values()) for choice, voices in support.items()}
    standing = [choice for choice, weight in weights.items() if weight >= ENOUGH and choice not in objections]
    if len(standing) == 1:
        return Verdict(standing[0], _join(support[standing[0]].values()))
    most = max(weights.values(), default=0)
    rivals = tuple(standing or (choice for choice, weight in weights.items() if weight == most))
    against = [objection for rival in rivals for objection in objections.get(rival, ())]
    return Verdict(None, _join(against or [voice for rival in rivals for voice in support[rival].values()]), rivals)


def _join(witnesses: Iterable[Witness[Choice]]) -> str:
    return joined("; ", dict.fromkeys(witness.reason for witness in witnesses if witness.reason))
