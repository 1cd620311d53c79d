"""`lox24 groups list | show | create`."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from lox24cli.cli.connecting import connect, find_account, read_environment
from lox24cli.cli.flags import ConnectionFlags, OutputFlags, with_flags
from lox24cli.cli.output.console import Console, show_line
from lox24cli.errors import SettingsError
from lox24cli.model import FIELDS, Field
from lox24cli.wording import counted

if TYPE_CHECKING:
    from lox24cli.gateway.client import Gateway
    from lox24cli.gateway.wire import Group

groups = typer.Typer(help="Groups of the account: list, show, create.", no_args_is_help=True, rich_markup_mode=None)


@contextmanager
def _gateway(connection: ConnectionFlags, output: OutputFlags) -> Iterator[tuple["Gateway", Console]]:
    console = Console.of(output)
    with ExitStack() as stack:
        environment, state = read_environment()
        account = stack.enter_context(find_account(connection, environment, state))
        yield stack.enter_context(connect(account, console)), console


@groups.command("list")
@with_flags
def list_(connection: ConnectionFlags, output: OutputFlags) -> None:
    """List the groups of the account."""
    with _gateway(connection, output) as (gateway, console):
        found = gateway.groups()
        if output.json:
            console.answer(json.dumps({"ok": True, "groups": [_facts(group) for group in found]}, ensure_ascii=False))
            return
        for group in found:
            console.answer(_line(group))


@groups.command("show")
@with_flags
def show(group: Annotated[str, typer.Argument(metavar="ID")], connection: ConnectionFlags, output: OutputFlags) -> None:
    """Show a group: its name, its columns, how many phones it holds."""
    with _gateway(connection, output) as (gateway, console):
        found = gateway.group(group)
        if output.json:
            console.answer(json.dumps({"ok": True, "group": _facts(found)}, ensure_ascii=False))
            return
        console.answer(_line(found))
        for field, title in found.columns.items():
            console.answer(f"  {field}  {show_line(title)}")


@groups.command("create")
@with_flags
def create(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    connection: ConnectionFlags,
    output: OutputFlags,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="a=TITLE,b=TITLE", help="Titles of the five free columns.")
    ] = None,
) -> None:
    """Create a group."""
    titles = _titles(columns or "")
    with _gateway(connection, output) as (gateway, console):
        made = gateway.create_group(name, titles)
        if output.json:
            console.answer(json.dumps({"ok": True, "group": _facts(made)}, ensure_ascii=False))
            return
        console.answer(_line(made))


def _titles(text: str) -> dict[Field, str]:
    titles: dict[Field, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        field, equals, title = part.partition("=")
        if field.strip() not in FIELDS[1:6] or not equals or not title.strip():
            raise SettingsError(f"--columns {part} names no column", "write --columns a=Anrede,b=Name")
        titles[cast("Field", field.strip())] = title.strip()
    return titles


def _line(group: "Group") -> str:
    held = "" if group.count is None else f"  {counted(group.count, 'phone')}"
    return f"{show_line(group.id)}  {show_line(group.name)}{held}"


def _facts(group: "Group") -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "count": group.count, "columns": dict(group.columns)}
