"""The group as it is, in full or not at all: read until it is complete, then given its place.

Knows no terminal and no file format.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from lox24cli.gateway.wire import Group, GroupPhone
from lox24cli.importing.report.group_file import Format, headers_of, write_group
from lox24cli.importing.run import Line


def write_export(file: BinaryIO, kind: Format, group: Group, line: Line, tell: Callable[[int], None]) -> int:
    """Write every phone of the group once, in the gateway's order; return how many they were.

    A reading that broke off is begun anew, and what it wrote is taken back; `tell` hears how many there are so far.

    Raises:
        AccountError: the group is gone, or the account says no.
        TemporaryError: it cannot be read in full (GroupUnreadable), or the gateway gives no answer.
        OSError: the file takes no more.
    """

    def attempt() -> int:
        file.seek(0)
        file.truncate()
        expected = line.gateway.group(group.id).count
        phones = line.gateway.phones(group.id, expected=expected, opt_outs=True)
        return write_group(file, kind, headers_of(group), _counted(phones, tell))

    return line.persistence.ask(attempt)


def _counted(phones: Iterator[GroupPhone], tell: Callable[[int], None]) -> Iterator[GroupPhone]:
    for count, phone in enumerate(phones, start=1):
        if count % 1000 == 0:
            tell(count)
        yield phone
