"""What a journal keeps of its run besides the rows: named facts, each a struct.

A field that is added later has a default: journals of before are read with it, and their runs stay the same runs. Every
other change is a new format (storage.FORMAT).
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from msgspec import Struct

from lox24cli.importing.job import Rules
from lox24cli.importing.watching import GroupFacts
from lox24cli.mapping.column_map import MappedField
from lox24cli.model import Field, Source, Status
from lox24cli.translating import phrase


class State(StrEnum):
    """How far a run has come."""

    PREPARING = "preparing"
    PREPARED = "prepared"
    STOPPED = "stopped"
    """It ended with rows that are still to be sent or settled."""
    FINISHED = "finished"
    CLOSED = "closed"
    """It is given up: what was not sent never will be."""

    @property
    def is_over(self) -> bool:
        """Tell whether nothing of the run is left to do."""
        return self in (State.FINISHED, State.CLOSED)


class Identity(Struct, frozen=True, kw_only=True):
    """What makes two runs the same run: the same bytes, to the same group, by the same rules."""

    account: str
    """Base URL and client id."""
    group_id: str
    path: str | None
    """The file's absolute path; a changed file is recognised by it. None of standard input, which is no place."""
    sha256: str
    """Of the file's bytes."""
    rules: Rules
    """Without the path of the list of `--suppress`."""
    suppressed: str | None = None
    """SHA-256 of the bytes of that list."""
    titles: Mapping[Field, str] = {}
    """The titles of the group's columns, by which columns are mapped."""

    @classmethod
    def of(
        cls,
        account: str,
        group_id: str,
        path: str | None,
        sha256: str,
        rules: Rules,
        suppressed: str | None,
        titles: Mapping[Field, str],
    ) -> Self:
        """Return the identity of a run about to begin; `suppressed` is the SHA-256 of the list of `--suppress`."""
        return cls(
            account=account,
            group_id=group_id,
            path=path,
            sha256=sha256,
            rules=replace(rules, suppress=None),
            suppressed=suppressed,
            titles=dict(titles),
        )

    def is_same_run(self, other: "Identity") -> bool:
        """Tell whether the other run sends the same contacts, wherever their file is."""
        return self.is_same_group(other) and not self.changes_since(other)

    def is_same_group(self, other: "Identity") -> bool:
        """Tell whether the other run sends to the same group."""
        return (self.account, self.group_id) == (other.account, other.group_id)

    def is_same_place(self, other: "Identity") -> bool:
        """Tell whether the other run sends the same path to the same group, whatever is in the file now."""
        return self.is_same_group(other) and self.path is not None and self.path == other.path

    def changes_since(self, earlier: "Identity") -> tuple[str, ...]:
        """Return what decides and is no longer as it was in the earlier run, in the user's words."""
        changed = {
            phrase("the file"): self.sha256 != earlier.sha256,
            phrase("the options"): self.rules != earlier.rules,
            phrase("the list of --suppress"): self.suppressed != earlier.suppressed,
            phrase("the titles of the group's columns"): self.titles != earlier.titles,
        }
        return tuple(name for name, is_changed in changed.items() if is_changed)


def place_of(account: str) -> str:
    """Return `sandbox`, or the gateway's host: what a person needs to tell accounts apart, and no client id."""
    address = account.partition(" ")[0]
    return urlsplit(address).netloc or address


class RunFacts(Struct, frozen=True, kw_only=True):
    """What a later process must know to go on with a run; kept when all its rows are in the journal."""

    identity: Identity | None
    """None of a run that sends nothing."""
    name: str
    """The file as the user named it; `-` for standard input."""
    path: str | None
    """Absolute; None of standard input."""
    source: Source
    fields: tuple[MappedField, ...]
    group: GroupFacts | None
    dry_run: bool
    rules: Rules
    started: str
    """ISO 8601, UTC."""
    inherits: tuple[str, ...] = ()
    """The runs whose place this one takes: what they created is not created again."""
    undoes: str | None = None
    """The run that this one takes back."""


class RunEnd(Struct, frozen=True, kw_only=True):
    """What a run came to."""

    report: str | None
    failed: str | None
    exit_code: int
    ended: str
    """ISO 8601, UTC."""
    counts: Mapping[Status, int]
    deleted: int = 0
