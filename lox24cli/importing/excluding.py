"""Which ready rows are not sent after all: held by the group, opted out, blocked, on a list of one's own."""

from collections.abc import Collection
from dataclasses import dataclass

from lox24cli.gateway.outcomes import AccountRefused, ListMissing
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.delivery.settling import meet_latecomers
from lox24cli.importing.group_reading import list_phones
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.changes import plan_updates
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.undo_lines import look_again
from lox24cli.importing.journal.verdicts import (
    NOT_DELETE,
    confirm_late,
    count_unreadable,
    exclude,
    keep_group,
    skip_held,
    skip_opted_out,
    suppress,
)
from lox24cli.importing.run import Line, Run
from lox24cli.importing.syncing import plan_deletions
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Code, Verb
from lox24cli.translating import phrase
from lox24cli.wording import counted


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the account's side of the sifting found."""

    held: int
    """Phones in the group."""
    notices: tuple[str, ...]


def sift_by_account(journal: Journal, line: Line, rules: Rules, columns: ColumnMap, *, hidden: int) -> Sifted:
    """Skip ready rows that opted out or are blocked; those already in the group are skipped, or change it.

    In a sync, what the file does not name is to be deleted, unless its sheet hides so many rows (`hidden`).

    Raises:
        AccountRefused: the list of blocked numbers may not be read; nobody on it is to be sent to by accident.
        TemporaryError: the group or the list of blocked numbers cannot be read.
    """
    notices = []
    # Otherwise every phone of the group is skipped, whether it opted out or not.
    opt_outs = rules.sync or (rules.on_existing is OnExisting.ADD and not rules.include_opted_out)
    updates = rules.on_existing is OnExisting.UPDATE
    line = line.reading_as(journal)
    held = line.persistence.ask(lambda: keep_group(journal, line.read_group(opt_outs=opt_outs, contents=updates)))
    if unreadable := count_unreadable(journal):
        notices.append(
            _tell_unreadable(unreadable, phrase("the group"), phrase("whether the file holds such is not known"))
        )
    if not rules.include_opted_out:
        skip_opted_out(journal)
        notices += skip_blocked(journal, line)
    if updates:
        if several := plan_updates(journal, columns.texts, rules.blank):
            notices.append(
                phrase(
                    "the group holds {numbers} of the file more than once: the first entry of each "
                    "counts, the others are left as they are",
                    numbers=counted(several, "number"),
                )
            )
    elif rules.on_existing is not OnExisting.ADD:
        skip_held(journal)
    if rules.sync:
        notices += plan_deletions(journal, rules, columns, hidden)
    return Sifted(held, tuple(notices))


def skip_blocked(journal: Journal, line: Line, verbs: Collection[Verb] = NOT_DELETE) -> list[str]:
    """Skip the ready rows whose number the account has blocked; return what is to be told of the list.

    Raises:
        AccountRefused: the list may not be read; nobody on it is to be sent to by accident.
        TemporaryError: it cannot be read.
    """
    try:
        blocked = line.persistence.ask(lambda: list(line.gateway.blocked_numbers()))
    except AccountRefused as error:
        error.hint = phrase(
            "{hint}; or import without the account's blocked numbers: --include-opted-out --yes", hint=error.hint
        )
        raise
    except ListMissing as error:
        return [
            phrase(
                "the account's blocked numbers cannot be read, so none was skipped: {message}", message=error.message
            )
        ]
    readings = [list_phones(phone, line.region) for phone in blocked]
    # All that each may be: nobody is to be sent to who may be blocked.
    phones = (phone for found in readings for phone in found)
    exclude(journal, phones, Code.BLOCKED, phrase("the account has blocked this number"), verbs)
    unreadable = sum(not found for found in readings)
    where, consequence = phrase("the account's blocked numbers"), phrase("nothing is kept back by such")
    return [_tell_unreadable(unreadable, where, consequence)] if unreadable else []


def _tell_unreadable(count: int, what: str, consequence: str) -> str:
    return phrase(
        "{numbers} of {what} cannot be read: {consequence}",
        numbers=counted(count, "number"),
        what=what,
        consequence=consequence,
    )


def meet_newcomers(run: Run, line: Line) -> None:
    """Before an old run goes on: see what came into the group meanwhile, and who has said no since.

    Its own rows that arrived late are created; others whose phone the group holds now, opted out, is blocked or stands
    on the list given with `--suppress` are skipped. What the group held before the run stays as it was recorded:
    settling compares with that.

    Raises:
        AccountRefused, TemporaryError: a list cannot be read; nobody on it is to be sent to.
    """
    journal, rules = run.journal, run.job.rules
    if run.undoes is not None:
        _meet_changes(run, line)
        return
    adds, updates = rules.on_existing is OnExisting.ADD, rules.on_existing is OnExisting.UPDATE
    if adds and rules.include_opted_out:
        meet_latecomers(journal, line.read_group, line.persistence)
    else:
        line.persistence.ask(lambda: keep_group(journal, line.read_group(opt_outs=adds, contents=updates), "seen"))
        confirm_late(journal)
    if not rules.include_opted_out:
        skip_opted_out(journal, "seen")
        for notice in skip_blocked(journal, line):
            line.persistence.watcher.notice(notice)
    if run.suppressed is not None:
        suppress(journal, run.suppressed.phones(line.region))
    if updates:
        plan_updates(journal, run.columns.texts, rules.blank, "seen")
    elif not adds:
        skip_held(journal, "seen")


def _meet_changes(run: Run, line: Line) -> None:
    """Before an undoing goes on: leave alone what has changed since it was planned, and put nobody back who said no."""
    line.persistence.ask(lambda: keep_group(run.journal, line.read_group(opt_outs=True, contents=True), "seen"))
    confirm_late(run.journal)
    look_again(run.journal)
    for notice in skip_blocked(run.journal, line, (Verb.CREATE,)):
        line.persistence.watcher.notice(notice)
