"""A folder that a living process works in, told from what a killed one left: by a lock that dies with its process.

A process's number would not do: it is given again, and means another process in another container. Where locks of this
kind are unknown, no folder is ever taken for left behind. Knows no journal.
"""

import contextlib
import os
import sys
from pathlib import Path

AT_WORK = "at-work"
"""The file in the folder that is locked."""


class Hold:
    """Holds a folder until it is released, or its process has ended, however it did."""

    def __init__(self, folder: Path) -> None:
        """Hold a folder that is there.

        Raises:
            OSError: the disk does not let us.
        """
        self._path = folder / AT_WORK
        unlocked = folder / f"{AT_WORK}.new"
        self._descriptor = os.open(unlocked, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        _lock(self._descriptor)
        if sys.platform != "win32":  # which renames no open file, and locks none
            unlocked.rename(self._path)  # nobody meets it unlocked

    def release(self) -> None:
        """Let go; twice is no error."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = -1


def is_left(folder: Path) -> bool:
    """Tell whether a process held the folder and is surely gone."""
    try:
        descriptor = os.open(folder / AT_WORK, os.O_RDWR)
    except OSError:
        return False
    try:
        return _lock(descriptor) and os.fstat(descriptor).st_nlink > 0  # not just released
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock the file; return False where somebody else has, or it cannot be."""
    if sys.platform == "win32":
        return False
    import fcntl  # noqa: PLC0415  not on every system

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
