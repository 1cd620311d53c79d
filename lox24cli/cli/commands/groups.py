"""`lox24 groups list | show | create | rename | delete`."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from lox24cli.cli.completing import complete_group
from lox24cli.cli.connecting import connect, find_account, read_environment
from lox24cli.cli.flags import ConnectionFlags, OutputFlags
from lox24cli.cli.output.console import Console, show_line
from lox24cli.cli.signals import listening
from lox24cli.errors import SettingsError
from lox24cli.translating import phrase, say
from lox24cli.wording import counted

if TYPE_CHECKING:
    from lox24cli.gateway.client import Gateway
    from lox24cli.gateway.wire import Group
    from lox24cli.importing.delivery.settling import Persistence
    from lox24cli.model import Field


Named = Annotated[
    str,
    typer.Argument(
        metavar="ID|NAME", help="The group's id, or its name if no other has it.", autocompletion=complete_group
    ),
]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a command about groups works with."""

    gateway: "Gateway"
    persistence: "Persistence"
    console: Console

    def find(self, asked: str) -> "Group":
        """Return the group that is meant."""
        from lox24cli.importing.group_reading import find_group  # noqa: PLC0415  loads the importer

        return self.persistence.ask(lambda: find_group(self.gateway, asked))

    def answer(self, key: str, group: "Group", text: str) -> None:
        """Print the answer: one object with `--json`, else a line."""
        facts = {"ok": True, key: _facts(group)}
        self.console.answer(json.dumps(facts, ensure_ascii=False) if self.console.json else text)


@contextmanager
def _desk(connection: ConnectionFlags, output: OutputFlags) -> Iterator[_Desk]:
    console = Console.of(output)
    with ExitStack() as stack:
        environment, state = read_environment()
        account = stack.enter_context(find_account(connection, environment, state))
        gateway = stack.enter_context(connect(account, console))
        from lox24cli.cli.output.showing import Showing  # noqa: PLC0415  loads the importer
        from lox24cli.importing.job import Delivery  # noqa: PLC0415  the same
        from lox24cli.importing.run import Line  # noqa: PLC0415  the same
        from lox24cli.library.listening import real_world  # noqa: PLC0415  the same

        showing = stack.enter_context(Showing(console, yes=True))
        world = real_world(state, showing)
        line = Line.join(gateway, account.name, "", None, Delivery(), world)
        stack.enter_context(listening(world.stop, quiet=output.quiet))
        yield _Desk(gateway, line.persistence, console)


def list_(connection: ConnectionFlags, output: OutputFlags) -> None:
    """List the groups of the account."""
    with _desk(connection, output) as desk:
        found = desk.persistence.ask(desk.gateway.groups)
        if output.json:
            answer = {"ok": True, "groups": [_facts(group) for group in found]}
            desk.console.answer(json.dumps(answer, ensure_ascii=False))
            return
        for group in found:
            desk.console.answer(_line(group))


def show(group: Named, connection: ConnectionFlags, output: OutputFlags) -> None:
    """Show a group: its name, its columns, how many phones it holds."""
    with _desk(connection, output) as desk:
        found = desk.find(group)
        titles = [f"  {field}  {show_line(title)}" for field, title in found.columns.items()]
        desk.answer("group", found, "\n".join((_line(found), *titles)))


def create(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    connection: ConnectionFlags,
    output: OutputFlags,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="a=TITLE,b=TITLE", help="Titles of the five free columns.")
    ] = None,
    columns_from: Annotated[
        Path | None,
        typer.Option("--columns-from", metavar="FILE", help="Headers of a contact file as titles, less its phones."),
    ] = None,
) -> None:
    """Create a group."""
    titles = _titles(columns or "")
    with _desk(connection, output) as desk:
        if columns_from is not None:
            from lox24cli.importing.group_changes import titles_from  # noqa: PLC0415  loads the importer

            found, left_out = titles_from(columns_from)
            titles = found | titles
            if left_out:
                desk.console.tell(
                    phrase("a group has five columns; left out: {left_out}", left_out=", ".join(left_out))
                )
        made = desk.gateway.create_group(name, titles)
        desk.answer("group", made, _line(made))


def rename(
    group: Named,
    name: Annotated[str, typer.Argument(metavar="NEW_NAME")],
    connection: ConnectionFlags,
    output: OutputFlags,
) -> None:
    """Give a group another name; its phones and columns stay."""
    with _desk(connection, output) as desk:
        from lox24cli.importing.group_changes import change_group  # noqa: PLC0415  loads the importer

        renamed = change_group(desk.gateway, desk.persistence, desk.find(group), name=name)
        desk.answer("group", renamed, _line(renamed))


def delete(
    group: Named,
    connection: ConnectionFlags,
    output: OutputFlags,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for the group's name.")] = False,
) -> None:
    """Delete a group with all that it holds; asks for its name first."""
    with _desk(connection, output) as desk:
        found = desk.find(group)
        what = phrase(
            "group {id} {name} with {held}", id=show_line(found.id), name=show_line(found.name), held=_held(found)
        )
        if not yes and not _is_confirmed(found, what):
            desk.console.tell(phrase("nothing is deleted: that is not the group's name"))
            return
        from lox24cli.importing.group_changes import delete_group  # noqa: PLC0415  loads the importer

        delete_group(desk.gateway, desk.persistence, found)
        desk.answer("deleted", found, phrase("deleted: {what}", what=what))


def _is_confirmed(group: "Group", what: str) -> bool:
    from lox24cli.cli.output.asking import ask_for, is_at_terminal  # noqa: PLC0415  only where somebody is asked

    if not is_at_terminal():
        raise SettingsError(
            phrase("{what} would be deleted, and nobody can be asked", what=what), phrase("confirm it with --yes")
        )
    return (
        ask_for(phrase("deletes {what}; this cannot be undone", what=what), phrase("Type the group's name")).strip()
        == group.name.strip()
    )


def _titles(text: str) -> "dict[Field, str]":
    from lox24cli.model import FIELDS  # noqa: PLC0415  help needs no contact

    titles: dict[Field, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        field, equals, title = part.partition("=")
        if field.strip() not in FIELDS[1:6] or not equals or not title.strip():
            raise SettingsError(
                phrase("--columns {part} names no column", part=part), phrase("write --columns a=Anrede,b=Name")
            )
        titles[cast("Field", field.strip())] = title.strip()
    return titles


def _held(group: "Group") -> str:
    return phrase("an unknown number of phones") if group.count is None else counted(group.count, "phone")


def _line(group: "Group") -> str:
    held = "" if group.count is None else f"  {say(_held(group))}"
    return f"{show_line(group.id)}  {show_line(group.name)}{held}"


def _facts(group: "Group") -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "count": group.count, "columns": dict(group.columns)}
