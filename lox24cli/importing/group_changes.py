"""Groups made, renamed and deleted: each change asked for again until it is certain, or told as unknown.

A PUT with a complete object and a DELETE may be repeated (RFC 9110 9.2.2); a POST may not. Knows no terminal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from lox24cli.errors import IpBlocked, TemporaryError, UnknownOutcome
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import GatewayRefused, GroupMissing
from lox24cli.gateway.wire import Group
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.column_names import column_at, fold
from lox24cli.mapping.header_sense import sense_header
from lox24cli.mapping.thresholds import SAMPLE_ROWS
from lox24cli.model import TEXT_FIELDS, Field
from lox24cli.tables.opening import ReadOptions, open_table
from lox24cli.tables.top_rows import reads_like_phone
from lox24cli.translating import phrase

_Found = TypeVar("_Found")

LONGEST_TITLE = 50
"""Characters of a group's name or of a column's title (https://doc.lox24.eu/api/operations/api_groups_post_collection/)."""


def change_group(
    gateway: Gateway, persistence: Persistence, group: Group, *, name: str, columns: Mapping[Field, str] | None = None
) -> Group:
    """Give the group another name, and other titles where `columns` are given; return it as it is then.

    Raises:
        AccountError: it is gone.
        SettingsError: the API does not take the name.
        UnknownOutcome: it cannot be told whether it was changed.
    """
    wanted = replace(group, name=name, columns=group.columns if columns is None else columns)
    try:
        return persistence.ask(lambda: gateway.change_group(wanted))
    except TemporaryError as error:
        return _settle(error, group, phrase("changed"), lambda: _if_changed(gateway.group(group.id), wanted))


def _if_changed(found: Group, wanted: Group) -> Group | None:
    return found if (found.name, dict(found.columns)) == (wanted.name, dict(wanted.columns)) else None


def delete_group(gateway: Gateway, persistence: Persistence, group: Group) -> None:
    """Delete the group with all that it holds.

    Raises:
        GroupMissing: it was not there.
        UnknownOutcome: it cannot be told whether it is deleted.
    """
    tries = 0

    def delete() -> bool:
        nonlocal tries
        tries += 1
        return gateway.delete_group(group.id)

    try:
        is_deleted = persistence.ask(delete)
    except TemporaryError as error:
        is_deleted = _settle(error, group, phrase("deleted"), lambda: _if_gone(gateway, group.id))
    # After a try without an answer, a group that is not there any more is one that this try deleted.
    if not is_deleted and tries == 1:
        raise GroupMissing(
            phrase("group {id} is not there any more", id=group.id), phrase("lox24 groups list shows the groups")
        )


def _if_gone(gateway: Gateway, group_id: str) -> bool | None:
    try:
        gateway.group(group_id)
    except GroupMissing:
        return True
    return None


def _settle(error: TemporaryError, group: Group, done: str, read: Callable[[], _Found | None]) -> _Found:
    if isinstance(error, IpBlocked | GatewayRefused):
        raise error
    try:
        found = read()
    except TemporaryError:
        found = None
    if found is None:
        raise UnknownOutcome(
            phrase(
                "it is not known whether group {id} {name} was {done}: {message}",
                id=group.id,
                name=group.name,
                done=done,
                message=error.message,
            ),
            phrase("the same command may be repeated; lox24 groups list shows how it is now"),
        ) from error
    return found


def stand_in(name: str, columns: ColumnMap) -> Group:
    """Return the group that would be made: without an id, and empty."""
    return Group("", name, titles_of(columns), 0, "")


def titles_from(file: Path) -> tuple[dict[Field, str], tuple[str, ...]]:
    """Return the headers of a contact file as titles, in file order, and those for which there is no room.

    Columns of phones are left out: the group has its own.

    Raises:
        InputError: the file cannot be read.
    """
    with open_table(file, ReadOptions(), understand=sense_header) as table:
        sample = list(islice(table.rows(), SAMPLE_ROWS))
        columns = table.source.columns
    headers = [
        " ".join(column.header.split())[:LONGEST_TITLE].rstrip()
        for column in columns
        if column.header and not _holds_phones([row.cells[column.index].strip() for row in sample])
    ]
    letters = TEXT_FIELDS[:5]
    return dict(zip(letters, headers, strict=False)), tuple(headers[len(letters) :])


def _holds_phones(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(cell.startswith(("+", "0")) and reads_like_phone(cell) for cell in filled) > len(filled)


def titles_of(columns: ColumnMap) -> dict[Field, str]:
    """Return the headers of the mapped columns as titles; none for a header that is only the field's own name."""
    titles: dict[Field, str] = {}
    for mapped in columns.fields:
        if mapped.field in ("phone", "callback_data"):
            continue
        if mapped.template is None:
            title = column_at(mapped.columns[0], columns.columns).header
        else:
            title = mapped.shown.replace("{", "").replace("}", "")
        title = " ".join(title.split())[:LONGEST_TITLE].rstrip()
        if title and fold(title) != fold(mapped.field):
            titles[mapped.field] = title
    return titles
