"""Everything that programs may rely on, by name: calls and their arguments, values and their fields, errors.

`python -m tests.published_library` prints it; a release keeps it as tests/golden/library.txt.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import get_args

import lox24cli
from lox24cli import errors
from lox24cli.importing.watching import Watcher


def names() -> list[str]:
    """Return every public name with its kind, one a line, sorted."""
    public = [getattr(lox24cli, name) for name in lox24cli.__all__]
    calls = [found for found in public if inspect.isfunction(found)]
    values: list[type] = [Watcher, *(found for found in public if inspect.isclass(found))]
    arguments: dict[str, list[str]] = {}
    for call in calls:
        for argument in arguments_of(call):
            arguments.setdefault(argument, []).append(call.__name__)
    return sorted(
        [
            *(f"argument {argument}, of {' '.join(sorted(which))}" for argument, which in arguments.items()),
            *map(_signature, calls),
            *(f"field {name}" for value in values for name in _of_value(value)),
            *_of_errors(),
        ]
    )


def arguments_of(call: Callable[..., object]) -> Iterator[str]:
    """Yield each argument that has only a name, with its type."""
    for parameter in inspect.signature(call).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            (options,) = get_args(parameter.annotation)
            yield from (f"{name}: {_shown(hint)}" for name, hint in options.__annotations__.items())


def _signature(call: Callable[..., object]) -> str:
    signature = inspect.signature(call)
    returned = inspect.formatannotation(signature.return_annotation).rpartition(".")[2]
    plain = [found.replace(annotation=inspect.Parameter.empty) for found in signature.parameters.values()]
    plain_signature = signature.replace(parameters=plain, return_annotation=inspect.Signature.empty)
    return f"call {call.__name__}{plain_signature} -> {returned}"


def _shown(hint: object) -> str:
    text = getattr(hint, "__forward_arg__", None) or inspect.formatannotation(hint)
    return text.replace("typing.", "").replace("collections.abc.", "").replace("lox24cli.library.options.", "")


def _of_value(kind: type) -> Iterator[str]:
    public = {name for name in vars(kind) if not name.startswith("_")}
    public |= {field.name for field in fields(kind)} if hasattr(kind, "__dataclass_fields__") else set()
    public |= {name for name in getattr(kind, "__annotations__", {}) if not name.startswith("_")}
    yield from (f"{kind.__name__}.{name}" for name in public)


def _of_errors() -> Iterator[str]:
    for name, kind in vars(errors).items():
        if inspect.isclass(kind) and issubclass(kind, errors.Lox24Error):
            code = f" exit {int(kind.exit_code)}" if hasattr(kind, "exit_code") else ""
            yield f"error {name}({kind.__base__.__name__}){code}"  # type: ignore[union-attr]


if __name__ == "__main__":
    print(*names(), sep="\n")  # noqa: T201  it is the answer
