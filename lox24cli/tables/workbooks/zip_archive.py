"""The ZIP file that an XLSX or ODS workbook is: its members as bytes and its XML as events, within limits.

A member is never read beyond the size that the archive declares, and no archive may declare too much: a few kilobytes
that unpack to gigabytes end here. Knows no sheets.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lox24cli.errors import InputError
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN, Attributes, XmlReader, refuse_damaged
from lox24cli.translating import phrase

_CHUNK = 1 << 18
_MOST_UNPACKED = 1 << 30
_FREE_OF_RATIO = 16 << 20
_MOST_RATIO = 300
_MOST_MEMBERS = 20_000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass(slots=True)
class Archive:
    """An open workbook archive; member names are compared without case, as Excel does."""

    file: zipfile.ZipFile
    name: str
    _bytes: BinaryIO
    size: int = 0
    """Bytes of the file."""
    _members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, name: str) -> Self:
        """Return the archive at `path`, checked for its size.

        Raises:
            InputError: it is damaged, or unpacks to more than 1 GB.
        """
        content = path.open("rb")  # opened here, so that close() closes it even while a member is being read
        try:
            file = zipfile.ZipFile(content)
        except _BROKEN as problem:
            content.close()
            refuse_damaged(name, problem)
        archive = cls(file, name, content, path.stat().st_size)
        members = file.infolist()
        archive._members = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members if not member.is_dir()
        }
        swollen = [
            member
            for member in members
            if member.file_size > max(_FREE_OF_RATIO, _MOST_RATIO * max(member.compress_size, 1))
        ]
        if swollen or len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
            archive.close()
            raise InputError(
                phrase(
                    "{name} unpacks to more than a workbook can need: it is too large or made to do harm", name=name
                ),
                phrase("save the sheet with the contacts as CSV UTF-8 and import that"),
                code="file-too-large",
            )
        return archive

    def has(self, member: str) -> bool:
        """Whether there is such a member."""
        return member.lower() in self._members

    def chunks(self, member: str) -> Iterator[bytes]:
        """Return the member's bytes, in order.

        Raises:
            InputError: there is no such member, or it is damaged.
        """
        info = self._members.get(member.lower())
        if info is None:
            raise InputError(
                phrase("{name} is a damaged workbook: {member} is missing in it", name=self.name, member=member),
                SAVE_AGAIN,
            )
        try:
            with self.file.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _BROKEN as problem:
            refuse_damaged(self.name, problem)

    def walk(self, member: str, on_start: Callable[[str, str, Attributes], None]) -> None:
        """Parse an XML member: `on_start` with each element's local name, its parent's and its attributes."""
        reader = XmlReader(self.name, on_start)
        for chunk in self.chunks(member):
            reader.feed(chunk)
        reader.feed(b"", final=True)

    def close(self) -> None:
        """Close the file."""
        self.file.close()
        self._bytes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
