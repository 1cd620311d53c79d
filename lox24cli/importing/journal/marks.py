"""The marks beside a journal: whose run it is. They can be read where the journal is damaged."""

import json
import os
from pathlib import Path

import msgspec

from lox24cli.importing.journal.storage import telling


class Mark(msgspec.Struct, frozen=True):
    """What a mark says."""

    account: str
    """Empty of a run that sends nothing."""
    group_id: str
    files: tuple[str, ...] = ()
    """The run's temporary files."""


def write_mark(folder: Path, name: str, mark: Mark) -> None:
    """Write a mark, whole or not at all, so that it survives the power cut."""
    with telling(folder):
        unfinished = folder / f"{name}.new"
        descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(msgspec.to_builtins(mark), file)  # a file name may have lone surrogates
            file.flush()
            os.fsync(descriptor)
        unfinished.replace(folder / name)


def read_mark(path: Path) -> Mark | None:
    """Return what a mark says; None where it says nothing, or is just being deleted."""
    try:
        return msgspec.convert(json.loads(path.read_text("utf-8")), Mark)
    except (ValueError, OSError):
        return None
