"""Which commands there are, and where each stands: it is loaded when it is asked for, and nobody waits for another."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import Any, cast

import typer

from lox24cli.cli.coercion import spare_coercion
from lox24cli.cli.declaring import with_flags
from lox24cli.cli.help import HelpfulCommand, HelpfulGroup

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
Build = Callable[[str], Any]
"""Makes a command of that name; Typer does not export the type."""


class Commands(Mapping[str, Any]):
    """The commands of a group by name, each made when somebody asks for it."""

    def __init__(self, builds: Mapping[str, Build]) -> None:
        self._builds = builds
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  the same
        if name not in self._made:
            self._made[name] = self._builds[name](name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._builds

    def __iter__(self) -> Iterator[str]:
        return iter(self._builds)

    def __len__(self) -> int:
        return len(self._builds)


def _load(place: str, name: str, *, epilog: str | None = None) -> Any:  # noqa: ANN401  the same
    """Make the command `name` of a function, `module.function` in commands/."""
    module, _, function = place.partition(".")
    declared = typer.Typer(add_completion=False, rich_markup_mode=None)
    decorate = declared.command(name, cls=HelpfulCommand, context_settings=HELP_NAMES, epilog=epilog)
    decorate(with_flags(getattr(import_module(f"lox24cli.cli.commands.{module}"), function)))
    return spare_coercion(typer.main.get_command(declared))


def _command(place: str, *, epilog: str | None = None) -> Build:
    return partial(_load, place, epilog=epilog)


def _group(text: str, builds: Mapping[str, Build]) -> Build:
    def build(name: str) -> Any:  # noqa: ANN401  the same
        group = HelpfulGroup(
            name=name, help=text, no_args_is_help=True, context_settings=HELP_NAMES, rich_markup_mode=None
        )
        group.commands = cast("dict[str, Any]", Commands(builds))
        return spare_coercion(group)

    return build


COMMANDS: Mapping[str, Build] = {
    "account": _command("account.account"),
    "doctor": _command("doctor.doctor"),
    "sandbox": _command(
        "sandbox.sandbox", epilog="Each option is a variable, too: --page-size is LOX24_SANDBOX_PAGE_SIZE."
    ),
    "help": _command("help.help_"),
    "completion": _command("completion.completion"),
    "phones": _group(
        "Contacts of a group: import, sync, check, export, undo.",
        {
            "import": _command("phones.import_"),
            "sync": _command("phones.sync"),
            "check": _command("phones.check"),
            "export": _command("export.export"),
            "undo": _command("undo.undo"),
        },
    ),
    "runs": _group(
        "Runs: list, show, resume, discard, prune.",
        {
            "list": _command("runs.list_"),
            "show": _command("runs.show"),
            "resume": _command("runs.resume"),
            "discard": _command("runs.discard"),
            "prune": _command("runs.prune"),
        },
    ),
    "groups": _group(
        "Groups of the account: list, show, create, rename, delete.",
        {
            "list": _command("groups.list_"),
            "show": _command("groups.show"),
            "create": _command("groups.create"),
            "rename": _command("groups.rename"),
            "delete": _command("groups.delete"),
        },
    ),
}
"""All commands, in the order of the help."""


class Root(HelpfulGroup):
    """The command `lox24` itself."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  what Typer gives a group
        super().__init__(**settings)
        self.commands = cast("dict[str, Any]", Commands(COMMANDS))
