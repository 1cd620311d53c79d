"""LOX24_… variables: from environment and `.env` to the options they stand for, and where a value came from."""

import difflib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from lox24cli.cli.connecting import folder_of
from lox24cli.cli.output.console import show_line
from lox24cli.errors import SettingsError
from lox24cli.settings import THE_ENVIRONMENT, Environment, Source
from lox24cli.translating import joined, phrase, spoken

_PREFIX = "LOX24_"
_NOT_OPTIONS = frozenset(
    {"LOX24_TOKEN", "LOX24_TOKEN_FILE", "LOX24_BASE_URL", "LOX24_STATE_DIR", "LOX24_MAP", "LOX24_CONTRACT_TOKEN"}
    | {"LOX24_LANG"}
)
"""Variables that no option stands for."""
_ALIKE = 0.8
"""difflib's ratio from which on a name is a slip of the keyboard: LOX24_REGOIN, LOX24_SUPRESS."""


def read_for(context: Any, words: Sequence[str]) -> Environment:  # noqa: ANN401  Typer does not export the type
    """Return the environment of the command line `words`: that of the folder of its contact file, too."""
    return Environment.read(contacts=folder_of(_contact_file(context, words)))


def defaults(root: Any, words: Sequence[str], files: Sequence[Source]) -> dict[str, Any]:  # noqa: ANN401  the same
    """Return what the `.env` files say of the options of the command that the words name: after the environment.

    In the shape of the command tree, as far as that command.
    """
    found: dict[str, Any] = {}
    place = found
    for name, command in _called(root, words):
        if name:
            place[name] = place = {}
        for parameter in command.params:
            variable = getattr(parameter, "envvar", None)
            value = next((v for source in files if isinstance(variable, str) and (v := source.get(variable))), None)
            if value is not None:
                place[parameter.name] = value
    return found


def strangers(root: Any, words: Sequence[str], environment: Environment) -> Iterator[tuple[str, bool]]:  # noqa: ANN401  the same
    """Yield a sentence for each LOX24_… variable that is no setting, and whether it is like one: a typing error."""
    if (own := environment.get("LOX24_LANG")) and spoken(own) is None:
        yield phrase("LOX24_LANG={name}: lox24 speaks de and en", name=own), True
    known = set(_NOT_OPTIONS).union(*(_variables_of(command) for _, command in _called(root, words)))
    given = [(name, source) for source in environment.sources for name in source.values if name.startswith(_PREFIX)]
    if all(name in known for name, _ in given):
        return  # the other commands need not be loaded
    known |= set(_variables(root))
    for name, source in given:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=_ALIKE)
            meant = phrase("; did you mean {near}?", near=near[0]) if near else ""
            yield (
                phrase("{name} in {place} is no setting of lox24{meant}", name=name, place=source.name, meant=meant),
                bool(near),
            )


def say_origin(context: Any, name: str) -> str | None:  # noqa: ANN401  the same
    """Return `LOX24_LIMIT in the environment` for a parameter whose value is not from the command line."""
    if context is None:
        return None
    source = context.get_parameter_source(name)
    parameter = next((found for found in context.command.params if found.name == name), None)
    variable = getattr(parameter, "envvar", None)
    if source is None or not isinstance(variable, str) or source.name not in {"ENVIRONMENT", "DEFAULT_MAP"}:
        return None
    contacts = folder_of(_contact_file(context.find_root(), sys.argv[1:]))
    place = THE_ENVIRONMENT if source.name == "ENVIRONMENT" else Environment.read({}, contacts).origin(variable)
    shown = place if place == THE_ENVIRONMENT else show_line(place)
    return phrase("{variable} in {place}", variable=variable, place=shown)


@contextmanager
def telling_origins() -> Iterator[None]:
    """Let an error about a value that came from a variable name that variable."""
    try:
        yield
    except SettingsError as error:
        context: Any = typer._click.globals.get_current_context(silent=True)  # noqa: SLF001  Typer exports no other way
        if (origin := _origin_in(context, error.message)) and origin not in (error.hint or ""):
            error.hint = joined("; ", (error.hint or "", phrase("the value comes from {origin}", origin=origin)))
        raise


def _origin_in(context: Any, message: str) -> str | None:  # noqa: ANN401  the same
    """Return where the value came from that a message speaks of, if from a variable."""
    for name, value in context.params.items() if context else ():
        is_told = isinstance(value, str | Path) and str(value) and str(value) in message
        if is_told and (said := say_origin(context, name)):
            return said
    return None


def _variables(command: Any) -> Iterator[str]:  # noqa: ANN401  the same
    yield from _variables_of(command)
    for child in getattr(command, "commands", {}).values():
        yield from _variables(child)


def _variables_of(command: Any) -> Iterator[str]:  # noqa: ANN401  the same
    return (p.envvar for p in command.params if isinstance(getattr(p, "envvar", None), str))


def _called(root: Any, words: Sequence[str]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  the same
    """Yield the commands that the words name, from the root, which has no name, on; as far as there are such."""
    name, command, left = "", root, iter(words)
    while command is not None:
        yield name, command
        name = next(left, "")
        command = getattr(command, "commands", {}).get(name)


def _contact_file(root: Any, words: Sequence[str]) -> str | None:  # noqa: ANN401  the same
    """Return the FILE that the words name, read before the options are: where the contacts are says which count."""
    called = list(_called(root.command, words))
    command = called[-1][1]
    if not any(parameter.name == "file" for parameter in command.params):
        return None
    left = list(words[len(called) - 1 :])
    context = command.make_context(command.name, left, parent=root, resilient_parsing=True)
    file = context.params.get("file")
    return file if isinstance(file, str) else None
