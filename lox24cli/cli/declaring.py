"""From groups of options (flags.py, mode_flags.py) to the options that Typer sees.

Every option of a group has an environment variable by construction: LOX24_ and its name; one that a command declares
for itself alone has none.
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import typer

NOT_FROM_ENVIRONMENT = frozenset({"map", "token_file"})
"""`--map` is a list, whose variable is split at semicolons; a token file has an order of its own (settings.py)."""


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command as Typer must see it: one parameter for each field of the option groups it takes."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    parameters, places = [], {}
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in groups:
            # An option of one command alone has no variable: LOX24_REPORT of the nightly import is not for `runs show`.
            parameters.append(parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        group = groups[name]
        annotations = get_type_hints(group, include_extras=True)
        for option in fields(group):
            places[option.name] = name
            parameters.append(
                inspect.Parameter(
                    option.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=option.default,
                    annotation=_placed(option.name, annotations[option.name], group.panel),
                )
            )

    @functools.wraps(command)
    def run(**values: object) -> None:
        given: dict[str, dict[str, Any]] = {name: {} for name in groups}
        for option, name in places.items():
            given[name][option] = values.pop(option)
        made = {name: groups[name](**options) for name, options in given.items()}
        from lox24cli.cli.variables import telling_origins  # noqa: PLC0415  knows the options, which are made here

        with telling_origins():
            command(**values, **made)

    vars(run)["__signature__"] = inspect.Signature(parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _placed(name: str, annotation: Any, panel: str) -> Any:  # noqa: ANN401  annotations have no type of their own
    """Return the option with its variable and with its title in the help."""
    for info in annotation.__metadata__:
        if isinstance(info, typer.models.OptionInfo):
            info.rich_help_panel = info.rich_help_panel or panel
            if name not in NOT_FROM_ENVIRONMENT:
                info.envvar, info.show_envvar = f"LOX24_{name.upper()}", False
    return annotation
