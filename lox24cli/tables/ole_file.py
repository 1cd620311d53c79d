"""The compound file (OLE) that an old Office document is: the names of its streams, and the bytes of one.

The only importer of olefile, which ends on chains that run in circles. Knows nothing of what is in a stream.
"""

from pathlib import Path
from typing import NoReturn

import olefile

from lox24cli.errors import InputError
from lox24cli.translating import phrase


def list_streams(path: Path, name: str) -> list[str]:
    """Return the names of the streams at the top of the file.

    Raises:
        InputError: it is damaged.
    """
    try:
        with olefile.OleFileIO(str(path)) as file:
            return [entry[0] for entry in file.listdir() if len(entry) == 1]
    except _BROKEN as problem:
        _refuse(name, problem)


def read_stream(path: Path, name: str, streams: tuple[str, ...]) -> bytes:
    """Return the bytes of the first of `streams` that the file has (names are compared without case).

    Raises:
        InputError: it has none of them, or is damaged.
    """
    try:
        with olefile.OleFileIO(str(path)) as file:
            found = next(stream for stream in streams if file.exists(stream))
            content: bytes = file.openstream(found).read()
            return content
    except (StopIteration, *_BROKEN) as problem:
        _refuse(name, problem)


def _refuse(name: str, problem: Exception) -> NoReturn:
    raise InputError(
        phrase("{name} is a damaged Office file: {problem}", name=name, problem=problem),
        phrase("open it in a spreadsheet program and save it as .xlsx"),
    ) from problem


_BROKEN = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, MemoryError),
    RecursionError,  # a folder of the file that is in itself
)
"""What olefile raises on bytes that are no sound compound file; its own error is an OSError."""
