"""Contacts that come through a pipe: a private copy for the length of the command, as they are read more than once.

It lies in the state folder, and its name says whose it is: what a killed command left is deleted by the next one.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lox24cli.errors import TemporaryError
from lox24cli.tables.opening import spool_stdin


@contextmanager
def keep_piped(stream: BinaryIO, state: Path) -> Iterator[Path]:
    """Give the file that holds what `stream` brought.

    Raises:
        TemporaryError: the disk does not take it.
    """
    place = state / "piped"
    folder = place / str(os.getpid())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(place)
        try:
            copy = spool_stdin(stream, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise TemporaryError(
            f"the contacts from standard input cannot be kept in {place}: {error.strerror}",
            "make room on the disk or set LOX24_STATE_DIR to another folder, then run the same command again",
        ) from error
    try:
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    from lox24cli.importing.journal.marks import lives  # noqa: PLC0415  loads msgspec

    for folder in place.iterdir():
        if folder.name.isdecimal() and not lives(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
