"""A list of one's own (`--suppress`): numbers that are never sent to. Knows no journal and no network."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lox24cli.errors import SettingsError
from lox24cli.numbers.numbers import read_stored
from lox24cli.translating import phrase

_LONGEST = 200_000_000
"""Bytes: ten million numbers."""


@dataclass(frozen=True, slots=True)
class SuppressList:
    """The list as it was when it was read, one number a line."""

    path: Path
    content: bytes

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the list.

        Raises:
            SettingsError: it cannot be read.
        """
        try:
            with path.open("rb") as file:
                content = file.read(_LONGEST + 1)
        except OSError as error:
            raise _unreadable(path, error.strerror) from error
        if len(content) > _LONGEST:  # or a device that never ends
            raise _unreadable(path, phrase("it is not a text file"))
        return cls(path, content)

    @classmethod
    def read_again(cls, path: Path, run_id: str) -> Self:
        """Read the list that an earlier process gave to the run.

        Raises:
            SettingsError: it is not there any more, or was a pipe: whom it names cannot be known.
        """
        if not os.path.isfile(path):  # noqa: PTH113  nor is one in a folder closed to us
            raise SettingsError(
                phrase(
                    "the list {path}, which run {run_id} was given with --suppress, is not there any "
                    "more, so nobody is sent to",
                    path=path,
                    run_id=run_id,
                ),
                phrase("put it back there, even if it is empty now; or import the file again with another --suppress"),
                code="suppress-missing",
            )
        return cls.read(path)

    @property
    def sha256(self) -> str:
        """Of its bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def phones(self, region: str | None) -> Iterator[str]:
        """Stream its numbers as `+digits`: all that each line may mean.

        Raises:
            SettingsError: it is no text, or a line of it is no number: nobody is to be sent to by a typo.
        """
        try:
            lines = self.content.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise _unreadable(self.path, phrase("it is not UTF-8")) from error
        for number, line in enumerate(lines, start=1):
            text = line.split("#", 1)[0].strip().strip('"')
            if not text:
                continue
            numbers = read_stored(text, region)
            if not numbers:
                raise SettingsError(
                    phrase("line {number} of {path} is no phone number", number=number, path=self.path),
                    phrase("write each number as +49…, or give --region"),
                )
            yield from (found.phone for found in numbers)


def _unreadable(path: Path, reason: str | None) -> SettingsError:
    return SettingsError(
        phrase("the list {path} cannot be read: {reason}", path=path, reason=reason),
        phrase("name a text file, one number a line"),
    )
