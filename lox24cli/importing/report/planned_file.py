"""A file of ours that will be there, whole, or not at all, and that takes no other file's place.

It is written to a temporary name beside its place, fsynced and renamed; the temporary file is opened before the first
upload, so that a read-only folder is found out in time. Knows no journal and no columns but those that mark our files.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from lox24cli.errors import SettingsError, TemporaryError
from lox24cli.importing.journal.outcomes import REPORT_COLUMNS
from lox24cli.model import OWN_COLUMNS

_OWN_FILE_MARKS = (",".join(REPORT_COLUMNS), ",".join(OWN_COLUMNS))


class PlannedFile:
    """A file that will be there, complete, or not at all; opened now, named later."""

    def __init__(self, target: Path, *, source: Path | None, force: bool, what: str, mark: str = "") -> None:
        """Open the temporary file beside `target`; one with the same `mark` that a killed process left is replaced.

        `source` is the contact file, which is never overwritten.

        Raises:
            SettingsError: the folder cannot be written to, or `target` is something of the user's.
        """
        self.target = target
        _check_target(target, source, force=force, what=what)
        self.temporary = target.with_name(f".{target.name}.{mark or secrets.token_hex(4)}.tmp")
        try:
            if mark:
                self.temporary.unlink(missing_ok=True)
            self._descriptor = os.open(
                self.temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600
            )
        except OSError as error:
            raise SettingsError(
                f"the {what} cannot be written to {target.parent}: {error.strerror}",
                "name another folder with --report-dir",
                code="report-unwritable",
            ) from error

    def write(self, write: Callable[[Path], object]) -> Path:
        """Let `write` fill the temporary file, then give it its name; return that.

        Raises:
            TemporaryError: the disk is full or fails; no half file is left.
        """
        try:
            write(self.temporary)
            os.fsync(self._descriptor)
            self.temporary.replace(self.target)
            _sync_folder(self.target.parent)
        except OSError as error:
            raise TemporaryError(
                f"{self.target} cannot be written: {error.strerror}",
                "make room; lox24 runs show RUN --report FILE writes the report again",
                code="report-unwritable",
            ) from error
        finally:
            self.discard()
        return self.target

    def withdraw(self) -> None:
        """Leave no trace of a file that is not needed, nor of one of ours that an earlier try left in its place."""
        self.discard()
        with contextlib.suppress(OSError):
            if self.target.is_file() and not self.target.is_symlink() and _is_ours(self.target):
                self.target.unlink()

    def discard(self) -> None:
        """Leave no trace of a file that is not needed."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def _check_target(target: Path, source: Path | None, *, force: bool, what: str) -> None:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(
            f"the {what} cannot be written to {target}: {error.strerror}",
            "name other files with --report and --failed",
            code="report-unwritable",
        ) from error
    if stat.S_ISLNK(found.st_mode):
        raise SettingsError(
            f"{target} is a symbolic link; the {what} is not written through links",
            "name the file itself",
            code="report-unwritable",
        )
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(f"{target} is no ordinary file", f"name a file for the {what}", code="report-unwritable")
    if source is not None and source.exists() and target.samefile(source):
        raise SettingsError(
            f"{target} is the contact file itself; the {what} is not written over it",
            "name another file",
            code="report-exists",
        )
    if not force and not _is_ours(target):
        raise SettingsError(
            f"{target} exists and is no {what} of lox24",
            "name another file, or overwrite it with --force",
            code="report-exists",
        )


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(100_000)
    except OSError:
        return False
    if start.startswith(b"PK"):
        return path.name.endswith(".failed.xlsx")
    first = start.decode("utf-8-sig", errors="replace").replace("\0", "").splitlines()[:1]
    return any(
        mark in line.replace('"', "").replace(";", ",").replace("\t", ",").replace("|", ",")
        for line in first
        for mark in _OWN_FILE_MARKS
    )


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some systems open no folders; the file itself is synced
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
