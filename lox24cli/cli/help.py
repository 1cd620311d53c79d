"""What `--help` says: what it is for, examples to copy, then the options under titles, and where the rest is.

Plain text (decision 6), written by Typer's own formatter; docs/commands/ and the man page are made from the same lines.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption

from lox24cli.cli.examples import EXAMPLES
from lox24cli.cli.panels import Panel

PROGRAM = "lox24"
REST = (
    "More: lox24 help columns|numbers|report|exit-codes. Settings may stand in the environment or in a file .env,"
    " too: --report-dir as LOX24_REPORT_DIR."
)

Record = tuple[str, str]
"""An option as it is typed, and what is said of it."""


class HelpfulCommand(TyperCommand):
    """A command whose help begins with examples and has its options in groups."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Typer does not export the type
        """Return `[OPTIONS] FILE`, without Typer's braces."""
        return [self.options_metavar or "", *(name for name, _ in arguments(self))]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  the same
        """Write examples, arguments, and the options under their titles."""
        write_examples(ctx, formatter)
        if records := arguments(self):
            with formatter.section("Arguments"):
                formatter.write_dl(records)
        for title, records in panels(self, ctx):
            with formatter.section(title):
                formatter.write_dl(records)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  the same
        """Write where the rest is."""
        super().format_epilog(ctx, formatter)
        if sum(1 for _ in panels(self, ctx)) > _FEW:
            formatter.write_paragraph()
            formatter.write_text(REST)


class HelpfulGroup(TyperGroup):
    """Commands under one name: those that have commands themselves come first."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  the same
        """Return the names in the order of the help."""
        return sorted(self.commands, key=lambda name: not isinstance(self.commands[name], TyperGroup))

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  the same
        """Write examples, commands and options."""
        write_examples(ctx, formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary_of(self.commands[name])) for name in self.list_commands(ctx)])
        for title, records in panels(self, ctx):
            with formatter.section(title):
                formatter.write_dl(records)


_FEW = 2
"""Titles; a help that has no more needs no word of where the rest is."""


def write_examples(ctx: Any, formatter: Any) -> None:  # noqa: ANN401  the same
    """Write the examples of the command, each below what it does."""
    if examples := EXAMPLES.get(path_of(ctx)):
        with formatter.section("Examples"):
            for purpose, example in examples:
                formatter.write_text(f"# {purpose}")
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def path_of(ctx: Any) -> str:  # noqa: ANN401  the same
    """Return the command's words behind the program's: `phones import`."""
    return str(ctx.command_path).removeprefix(PROGRAM).strip()


def summary_of(command: Any) -> str:  # noqa: ANN401  the same
    """Return the first sentence of a command's help, whole."""
    return (command.help or "").partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".") + "."


def panels(command: Any, ctx: Any) -> Iterator[tuple[str, list[Record]]]:  # noqa: ANN401  the same
    """Yield the titles of a command's options, in the order of Panel, each with what stands below it."""
    found: dict[str, list[Record]] = {panel: [] for panel in Panel}
    for option in command.get_params(ctx):
        if isinstance(option, TyperOption) and not option.hidden:
            found[option.rich_help_panel or Panel.OWN].append(_record(option, ctx))
    if found[Panel.OUTPUT]:  # --help is of no panel; where it is alone, it stands with what else is shown
        found[Panel.OUTPUT] += (last := [record for record in found[Panel.OWN] if "--help" in record[0]])
        found[Panel.OWN] = [record for record in found[Panel.OWN] if record not in last]
    yield from ((title, records) for title, records in found.items() if records)


def arguments(command: Any) -> list[Record]:  # noqa: ANN401  the same
    """Return the arguments of a command, in their order."""
    found = (parameter for parameter in command.params if parameter.param_type_name == "argument")
    return [(_argument_name(argument), argument.help or "") for argument in found]


def _argument_name(argument: Any) -> str:  # noqa: ANN401  the same
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name.strip('[]')}]"


def _record(option: TyperOption, ctx: Any) -> Record:  # noqa: ANN401  the same
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names = f"{names} / {', '.join(option.secondary_opts)}"
    elif not option.is_flag:
        names = f"{names} {option.metavar or option.display_type(ctx).strip('<>')}"
    facts = "; ".join(filter(None, (_default(option, ctx), _range(option))))
    return names, "  ".join(filter(None, (option.help, facts and f"[{facts}]")))


def _default(option: TyperOption, ctx: Any) -> str:  # noqa: ANN401  the same
    value = option.get_default(ctx, call=False)
    if value is None:
        return f"default: {option.show_default}" if isinstance(option.show_default, str) else ""
    if option.is_flag:
        return f"default: {option.opts[0] if value else option.secondary_opts[0]}" if option.secondary_opts else ""
    said = value.value if isinstance(value, Enum) else f"{value:g}" if isinstance(value, float) else value
    return f"default: {said}"


def _range(option: TyperOption) -> str:
    return "" if option.max is None else f"{option.min or 0:g} to {option.max:g}"
