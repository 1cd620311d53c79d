"""Switches one judging rule off in this process: a function, a pattern, a figure, wherever it was imported to."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

import lox24cli

VARIABLE = "TESTS_RULE_OFF"
"""Names the rule that is off in this process and in those that it starts."""

NOTHING = re.compile(r"(?!)")
"""A pattern that finds nothing."""

Change = Callable[[Any], Any]
"""What stands in the code -> what stands there while the rule is off."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A judgement of the code that somebody could take out."""

    place: str
    """Where it stands: `numbers.rounding:Rounding.is_damage`."""
    says: str
    """What holds as long as it is on."""
    off: Change
    """What stands there without it."""

    @property
    def module(self) -> str:
        """Its file's name, with dots, inside the package."""
        return self.place.partition(":")[0]

    @property
    def room(self) -> str:
        """The room whose tests have to notice."""
        return self.module.partition(".")[0]


def gives(value: object) -> Change:
    """Make a function or a property that gives this value, whatever it is asked."""

    def change(old: object) -> object:
        if isinstance(old, (property, cached_property)):
            return property(lambda _: value)
        return lambda *_, **__: value

    return change


def becomes(value: object) -> Change:
    """Put this value in its place."""
    return lambda _: value


def without(*left_out: object) -> Change:
    """Leave these members of a set, keys of a mapping, or entries of a list out: an entry by what it begins with."""

    def change(old: Any) -> Any:  # noqa: ANN401  any table
        if isinstance(old, frozenset):
            return old - set(left_out)
        if isinstance(old, tuple):
            return tuple(entry for entry in old if entry[0] not in left_out)
        return {key: value for key, value in old.items() if key not in left_out}

    return change


def load_everything() -> None:
    """Import every module of the package, so that each place of a name is known."""
    for found in pkgutil.walk_packages(lox24cli.__path__, "lox24cli."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def switch_off(rule: Rule) -> None:
    """Take the rule out of this process; there is no way back.

    Raises:
        AttributeError: its place is not there (any more).
    """
    load_everything()
    module_name, _, path = rule.place.partition(":")
    module = importlib.import_module(f"lox24cli.{module_name}")
    *owners, name = path.split(".")
    owner: Any = module
    for part in owners:
        owner = getattr(owner, part)
    old = vars(owner)[name] if isinstance(owner, type) else getattr(owner, name)
    new = rule.off(old)
    setattr(owner, name, new)
    if not owners:
        for other in _modules():
            if name in vars(other) and _is_same(vars(other)[name], old):
                setattr(other, name, new)
    for other in _modules():
        for value in list(vars(other).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _modules() -> Iterator[ModuleType]:
    return (module for name, module in list(sys.modules.items()) if name.startswith(("lox24cli.", "tests.")))


def _is_same(value: object, old: object) -> bool:
    """Tell whether the name means the same thing there: figures are equal, all else is one object."""
    return value is old or (isinstance(old, (int, float)) and value == old)
