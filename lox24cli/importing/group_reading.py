"""The group and the account as they are before a run: preflight, the phones it holds, opt-outs, blocked numbers."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from lox24cli.errors import AccountError, Lox24Error
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import GroupMissing
from lox24cli.gateway.wire import Group, GroupPhone
from lox24cli.importing.contents import pack
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import GroupLine
from lox24cli.numbers.numbers import read_stored
from lox24cli.translating import phrase

_CERTAINLY_E164 = re.compile(r"\+[1-9][1-9]{3}\d{3,11}")
"""No 0 where one could be left of a national number behind its country code: what need not be taken apart."""
_GROUP_ID = re.compile(r"[0-9]{1,20}")
"""As documented: https://doc.lox24.eu/api/operations/api_groups_get_item/."""
_SHOWN_GROUPS = 10
_PLAINLY_SIGNED = re.compile(r"\+[1-9]\d{6,14}")


def preflight(gateway: Gateway, group_id: str, persistence: Persistence) -> Group:
    """Return the group, after the token was found good; the only requests before anything is read or written.

    Raises:
        AccountError: the token, the account or the group is refused.
        TemporaryError: the gateway cannot be reached.
    """
    persistence.ask(gateway.account)
    return persistence.ask(lambda: find_group(gateway, group_id))


def find_group(gateway: Gateway, asked: str) -> Group:
    """Return the group of that id, else the one of that name; capitals are told apart only where they have to be.

    Raises:
        AccountError: there is no such group (GroupMissing), or there are several of that name.
        TemporaryError: the gateway cannot be reached.
    """
    missing = None
    if _GROUP_ID.fullmatch(asked):
        try:
            return gateway.group(asked)
        except GroupMissing as error:
            missing = error
    try:
        there = gateway.groups()
    except Lox24Error as error:
        raise missing or error from error
    if (named := find_named(there, asked)) is not None:
        return named
    if missing is not None:
        raise missing
    near = get_close_matches(asked, [group.name for group in there], cutoff=0.5) or [group.name for group in there]
    candidates = [group for group in there if group.name in near]
    raise GroupMissing(
        phrase("no group is named {asked}", asked=asked),
        phrase("the account has {groups}", groups=_list_groups(candidates))
        if candidates
        else phrase("lox24 groups create NAME makes one"),
    )


def find_named(groups: Sequence[Group], name: str) -> Group | None:
    """Return the one group of that name, None where there is none; capitals count only where two differ by them.

    Raises:
        AccountError: several have it.
    """
    found = [group for group in groups if group.name.strip() == name]
    found = found or [group for group in groups if group.name.strip().casefold() == name.casefold()]
    if len(found) > 1:
        raise AccountError(
            phrase(
                "{number} groups are named {name}: {groups}",
                number=len(found),
                name=name,
                groups=_list_groups(found),
            ),
            phrase("give the group's id"),
            code="group-ambiguous",
        )
    return found[0] if found else None


def _list_groups(groups: Sequence[Group]) -> str:
    shown = ", ".join(f"{group.id} {group.name}" for group in groups[:_SHOWN_GROUPS])
    return f"{shown} …" if len(groups) > _SHOWN_GROUPS else shown


def region_of_group(journal: Journal, region: str | None) -> str | None:
    """Return the country of phones that are stored without one: `--region`, else that of all numbers of the file."""
    if region is not None:
        return region
    found = journal.query("SELECT DISTINCT country FROM rows WHERE phone IS NOT NULL AND country <> '' LIMIT 2")
    countries = [country for (country,) in found]
    return countries[0] if len(countries) == 1 else None


def list_phones(stored: str, region: str | None) -> tuple[str, ...]:
    """Return what a stored phone may be, each as `+digits` and the likeliest first; none if it cannot be read.

    The API may store what it gets in any notation, and people type theirs: it is read as a cell of a file is.
    """
    if _CERTAINLY_E164.fullmatch(stored):
        return (stored,)
    if numbers := read_stored(stored, region):
        return tuple(number.phone for number in numbers)
    return (stored,) if _PLAINLY_SIGNED.fullmatch(stored) else ()


def read_group(
    gateway: Gateway, group_id: str, region: str | None, *, opt_outs: bool = False, contents: bool = False
) -> Iterator[GroupLine]:
    """Stream the phones that the group holds now; with `opt_outs`, it must be known of each whether it opted out.

    What cannot be read as a phone comes as it stands, less a plus before it.
    """
    expected = gateway.group(group_id).count
    for line in gateway.phones(group_id, expected=expected, opt_outs=opt_outs):
        yield read_entry(line, region, contents=contents)


def read_entry(entry: GroupPhone, region: str | None, *, contents: bool = True) -> GroupLine:
    """Return an entry of the group as the journal compares it."""
    phones = list_phones(entry.phone, region)
    stored = pack(entry.phone, entry.fields, phones[1:]) if contents else None
    return GroupLine(next(iter(phones), entry.phone.lstrip("+ ")), entry.id, entry.unsubscribed, stored)
