"""The marks beside a journal: whose run it is, and which process works on it.

A mark can be read where the journal is damaged, and tells a run that waits at its question from one that was killed.
"""

import contextlib
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
    process: int = 0
    """Which prepares it; 0: not known."""

    @property
    def is_abandoned(self) -> bool:
        """Tell whether its process is known, and lives no more."""
        return self.process != 0 and not lives(self.process)


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


def lives(process: int) -> bool:
    """Tell whether a process of this number is there; where that cannot be asked, it is."""
    if os.name != "posix":  # a signal 0 would end it there
        return True
    with contextlib.suppress(PermissionError):
        try:
            os.kill(process, 0)
        except (ProcessLookupError, OverflowError):
            return False
    return True
