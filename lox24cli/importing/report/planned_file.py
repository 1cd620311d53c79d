"""A file of ours that will be there, whole, or not at all, and that takes no other file's place.

It is written to a temporary name beside its place, fsynced and renamed; the temporary file is opened before the first
upload, so that a read-only folder is found out in time, and written through what was opened then: a link that somebody
puts in its place meanwhile is not followed. A file of ours that was changed since we wrote it is somebody's work, and
stays. Knows no journal and no columns but those that mark our files.
"""

import contextlib
import glob
import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from lox24cli.errors import Lox24Error, SettingsError, TemporaryError
from lox24cli.importing.journal.outcomes import REPORT_COLUMNS
from lox24cli.model import EXPORT_COLUMNS, OWN_COLUMNS
from lox24cli.tables.opening import ReadOptions, open_table
from lox24cli.translating import phrase

_OWN_FILE_MARKS = (",".join(REPORT_COLUMNS), ",".join(OWN_COLUMNS), ",".join(EXPORT_COLUMNS))
_OWN_PAGE = b'<meta name="generator" content="lox24">'
_OWN_LINE_START = b'{"phone": '


class WrittenFiles:
    """What we wrote where: so that a file which was changed since is known from one that was not."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "written"

    def remember(self, path: Path) -> None:
        """Remember the content of a file just written; a state folder that takes nothing more makes it a stranger's."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self._note_of(path), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as note:
                note.write(_digest(path))

    def is_as_written(self, path: Path) -> bool:
        """Tell whether the file holds what we wrote into it last."""
        try:
            return self._note_of(path).read_text("ascii") == _digest(path)
        except (OSError, UnicodeDecodeError):
            return False

    def _note_of(self, path: Path) -> Path:
        return self._folder / hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]


class PlannedFile:
    """A file that will be there, complete, or not at all; opened now, named later."""

    def __init__(
        self,
        target: Path,
        *,
        source: Path | None,
        force: bool,
        what: str,
        written: WrittenFiles,
        mark: str = "",
        elsewhere: str = phrase("name another folder with --report-dir"),
        again: str = phrase("make room, then write the report again: lox24 runs show RUN --report FILE"),
    ) -> None:
        """Open the temporary file beside `target`; those with the same `mark` that a killed process left are deleted.

        `source` is the contact file, which is never overwritten; `elsewhere` and `again` say what to do where it
        cannot be opened, and where it cannot be completed.

        Raises:
            SettingsError: the folder cannot be written to, or `target` is something of the user's.
        """
        self.target = target
        self._force = force
        self._what = what
        self._written = written
        self._mark = mark or secrets.token_hex(2)
        self._again = again
        _check_target(target, source, force=force, what=what)
        self.temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.{self._mark}.tmp")
        try:
            for left in target.parent.glob(f".{glob.escape(target.name)}.*.{self._mark}.tmp"):
                left.unlink()
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self.temporary, flags, 0o600)
        except OSError as error:
            raise SettingsError(
                phrase(
                    "the {what} cannot be written to {parent}: {strerror}",
                    what=what,
                    parent=target.parent,
                    strerror=error.strerror,
                ),
                elsewhere,
                code="report-unwritable",
            ) from error

    def write(self, write: Callable[[BinaryIO], object]) -> Path:
        """Let `write` fill the temporary file, then give it its name; return that.

        Where a file of ours stands that was changed since we wrote it, the new one is named after its run.

        Raises:
            TemporaryError: the disk is full or fails, or somebody put another file in the temporary one's place; no
                half file is left.
        """
        try:
            with os.fdopen(self._descriptor, "w+b", closefd=False) as file:
                write(file)
            os.fsync(self._descriptor)
            self._check_in_place()
            os.close(self._descriptor)  # some systems rename no open file
            self._descriptor = -1
            if not self._may_replace():
                self.target = self.target.with_name(f"{self.target.stem}.{self._mark}{self.target.suffix}")
            self.temporary.replace(self.target)
            _sync_folder(self.target.parent)
        except OSError as error:
            raise TemporaryError(
                phrase("{target} cannot be written: {strerror}", target=self.target, strerror=error.strerror),
                self._again,
                code="report-unwritable",
            ) from error
        finally:
            self.discard()
        self._written.remember(self.target)
        return self.target

    def withdraw(self) -> None:
        """Leave no trace of a file that is not needed, nor of one of ours that an earlier try left in its place."""
        self.discard()
        with contextlib.suppress(OSError):
            is_there = self.target.is_file() and not self.target.is_symlink()
            if is_there and _is_ours(self.target) and self._written.is_as_written(self.target):
                self.target.unlink()

    def discard(self) -> None:
        """Leave no trace of a file that is not needed."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)

    def _may_replace(self) -> bool:
        return self._force or not self.target.exists() or self._written.is_as_written(self.target)

    def _check_in_place(self) -> None:
        opened, found = os.fstat(self._descriptor), self.temporary.lstat()
        if not os.path.samestat(opened, found):
            raise TemporaryError(
                phrase(
                    "{temporary} was put in the place of the {what} while it was written",
                    temporary=self.temporary,
                    what=self._what,
                ),
                phrase("somebody else can write to that folder: name another one with --report-dir"),
                code="report-unwritable",
            )


def _check_target(target: Path, source: Path | None, *, force: bool, what: str) -> None:
    try:
        found = target.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(
            phrase(
                "the {what} cannot be written to {target}: {strerror}",
                what=what,
                target=target,
                strerror=error.strerror,
            ),
            phrase("name other files with --report and --failed"),
            code="report-unwritable",
        ) from error
    if stat.S_ISLNK(found.st_mode):
        raise SettingsError(
            phrase("{target} is a symbolic link; the {what} is not written through links", target=target, what=what),
            phrase("name the file itself"),
            code="report-unwritable",
        )
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(
            phrase("{target} is no ordinary file", target=target),
            phrase("name a file for the {what}", what=what),
            code="report-unwritable",
        )
    if source is not None and source.exists() and target.samefile(source):
        raise SettingsError(
            phrase("{target} is the contact file itself; the {what} is not written over it", target=target, what=what),
            phrase("name another file"),
            code="report-exists",
        )
    if not force and not _is_ours(target):
        raise SettingsError(
            phrase("{target} exists and is no {what} of lox24", target=target, what=what),
            phrase("name another file, or overwrite it with --force"),
            code="report-exists",
        )


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(100_000)
    except OSError:
        return False
    if start.startswith(b"PK"):
        return _is_own_workbook(path)
    if start.startswith(b"<!doctype html>") and _OWN_PAGE in start:
        return True
    if start.startswith(_OWN_LINE_START) and b'"lox24_id": ' in start:
        return True
    first = start.decode("utf-8-sig", errors="replace").replace("\0", "").splitlines()[:1]
    return any(
        mark in line.replace('"', "").replace(";", ",").replace("\t", ",").replace("|", ",")
        for line in first
        for mark in _OWN_FILE_MARKS
    )


def _is_own_workbook(path: Path) -> bool:
    try:
        with open_table(path, ReadOptions()) as table:
            return any(all(name in table.layout.own for name in marks) for marks in (OWN_COLUMNS, EXPORT_COLUMNS))
    except Lox24Error:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some systems open no folders; the file itself is synced
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
