"""Options whose values are what they should be are left as they are.

Typer converts every value, one that was not given too, and loads pydantic for that: more than half of the time that
`--help` takes. What needs a conversion (a number, a choice, a value that it may refuse) goes Typer's own way.
"""

import os
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from typer.core import TyperArgument, TyperOption


class _Sparing:
    """Typer's runtime parameter, made only for a value that needs it."""

    def __init__(self, parameter: Any, build: Any) -> None:  # noqa: ANN401  Typer exports neither type
        self._annotation, self._build = parameter.type_descriptor.annotation, build

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  the same
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        found = _as_it_is(value, self._annotation)
        return self._build().coerce(value, param=param, ctx=ctx) if found is None else found


def _as_it_is(value: Any, annotation: Any) -> Any:  # noqa: ANN401  values and their types of any kind
    """Return the value where Typer would give the same; None where Typer must be asked."""
    if get_origin(annotation) is list and isinstance(value, tuple | list):
        (kind,) = get_args(annotation)
        found = [_as_it_is(item, kind) for item in value]
        return None if None in found else found
    if annotation is Path and isinstance(value, str) and value.isascii():
        path = Path(value)
        return None if os.path.exists(path) and not os.access(path, os.R_OK) else path  # noqa: PTH110  a name too long is none
    if type(value) is not annotation or (annotation is str and not value.isascii()):
        return None
    return value


class _Option(TyperOption):
    def get_runtime_param(self) -> Any:  # noqa: ANN401  Typer exports no type
        return _Sparing(self, super().get_runtime_param)


class _Argument(TyperArgument):
    def get_runtime_param(self) -> Any:  # noqa: ANN401  the same
        return _Sparing(self, super().get_runtime_param)


def spare_coercion(command: Any) -> Any:  # noqa: ANN401  the same
    """Return the command, whose parameters convert only what needs it from now on."""
    for parameter in command.get_params(typer.Context(command, **command.context_settings)):
        if type(parameter) is TyperOption:
            parameter.__class__ = _Option
        elif type(parameter) is TyperArgument:
            parameter.__class__ = _Argument
    return command
