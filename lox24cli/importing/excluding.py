"""Which ready rows are not sent after all: held by the group, opted out, blocked, on a list of one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lox24cli.errors import SettingsError
from lox24cli.gateway.outcomes import AccountRefused, GatewayRefused
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.delivery.settling import meet_latecomers
from lox24cli.importing.group_reading import list_phones
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import (
    confirm_late,
    count_unreadable,
    exclude,
    keep_group,
    skip_held,
    skip_opted_out,
)
from lox24cli.importing.run import Line
from lox24cli.model import Code
from lox24cli.numbers.numbers import read_stored
from lox24cli.wording import counted


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the account's side of the sifting found."""

    held: int
    """Phones in the group."""
    notices: tuple[str, ...]


def sift_by_account(journal: Journal, line: Line, rules: Rules) -> Sifted:
    """Skip ready rows that opted out, are blocked or already in the group.

    Raises:
        AccountRefused: the list of blocked numbers may not be read; nobody on it is to be sent to by accident.
        TemporaryError: the group or the list of blocked numbers cannot be read.
    """
    notices = []
    # Otherwise every phone of the group is skipped, whether it opted out or not.
    opt_outs = rules.on_existing is OnExisting.ADD and not rules.include_opted_out
    line = line.reading_as(journal)
    held = line.persistence.ask(lambda: keep_group(journal, line.read_group(opt_outs=opt_outs)))
    if unreadable := count_unreadable(journal):
        notices.append(_tell_unreadable(unreadable, "the group", "whether the file holds such is not known"))
    if not rules.include_opted_out:
        skip_opted_out(journal)
        try:
            blocked = line.persistence.ask(lambda: list(line.gateway.blocked_numbers()))
        except AccountRefused as error:
            error.hint = f"{error.hint}; or import without the account's blocked numbers: --include-opted-out --yes"
            raise
        except GatewayRefused as error:
            notices.append(f"the account's blocked numbers cannot be read, so none was skipped: {error.message}")
            blocked = []
        readings = [list_phones(phone, line.region) for phone in blocked]
        if unreadable := sum(not phones for phones in readings):
            notices.append(
                _tell_unreadable(unreadable, "the account's blocked numbers", "nothing is kept back by such")
            )
        # All that each may be: nobody is to be sent to who may be blocked.
        phones = (phone for found in readings for phone in found)
        exclude(journal, phones, Code.BLOCKED, "the account has blocked this number")
    if rules.on_existing is not OnExisting.ADD:
        skip_held(journal)
    return Sifted(held, tuple(notices))


def _tell_unreadable(count: int, what: str, consequence: str) -> str:
    return f"{counted(count, 'number')} of {what} cannot be read: {consequence}"


def meet_newcomers(journal: Journal, line: Line, rules: Rules) -> None:
    """Before an old run goes on: see what came into the group meanwhile.

    Its own rows that arrived late are created; others whose phone the group holds now, or opted out, are skipped.
    What the group held before the run stays as it was recorded: settling compares with that.
    """
    if rules.on_existing is OnExisting.ADD:
        meet_latecomers(journal, line.read_group, line.persistence)
        return
    line.persistence.ask(lambda: keep_group(journal, line.read_group(), "seen"))
    confirm_late(journal)
    if not rules.include_opted_out:
        skip_opted_out(journal, "seen")
    skip_held(journal, "seen")


@dataclass(frozen=True, slots=True)
class SuppressList:
    """A list of one's own (`--suppress`): numbers that are never sent to, one a line."""

    path: Path
    content: bytes

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the list.

        Raises:
            SettingsError: it cannot be read.
        """
        try:
            return cls(path, path.read_bytes())
        except OSError as error:
            raise _unreadable(path, error.strerror) from error

    def phones(self, region: str | None) -> Iterator[str]:
        """Stream its numbers as `+digits`: all that each line may mean.

        Raises:
            SettingsError: it is no text, or a line of it is no number: nobody is to be sent to by a typo.
        """
        try:
            lines = self.content.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise _unreadable(self.path, "it is not UTF-8") from error
        for number, line in enumerate(lines, start=1):
            text = line.split("#", 1)[0].strip().strip('"')
            if not text:
                continue
            numbers = read_stored(text, region)
            if not numbers:
                raise SettingsError(
                    f"line {number} of {self.path} is no phone number", "write each number as +49…, or give --region"
                )
            yield from (found.phone for found in numbers)


def _unreadable(path: Path, reason: str | None) -> SettingsError:
    return SettingsError(f"the list {path} cannot be read: {reason}", "name a text file, one number a line")
