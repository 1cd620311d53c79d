"""The group and the account as they are before a run: preflight, the phones it holds, opt-outs, blocked numbers."""

import re
from collections.abc import Iterator

from lox24cli.gateway.client import Gateway
from lox24cli.gateway.wire import Group
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import GroupLine
from lox24cli.numbers.numbers import read_stored

_CERTAINLY_E164 = re.compile(r"\+[1-9][1-9]{3}\d{3,11}")
"""No 0 where one could be left of a national number behind its country code: what need not be taken apart."""
_PLAINLY_SIGNED = re.compile(r"\+[1-9]\d{6,14}")


def preflight(gateway: Gateway, group_id: str, persistence: Persistence) -> Group:
    """Return the group, after the token was found good; the only requests before anything is read or written.

    Raises:
        AccountError: the token, the account or the group is refused.
        TemporaryError: the gateway cannot be reached.
    """
    persistence.ask(gateway.account)
    return persistence.ask(lambda: gateway.group(group_id))


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


def read_group(gateway: Gateway, group_id: str, region: str | None, *, opt_outs: bool = False) -> Iterator[GroupLine]:
    """Stream the phones that the group holds now; with `opt_outs`, it must be known of each whether it opted out.

    What cannot be read as a phone comes as it stands, less a plus before it.
    """
    expected = gateway.group(group_id).count
    for line in gateway.phones(group_id, expected=expected, opt_outs=opt_outs):
        phone = next(iter(list_phones(line.phone, region)), line.phone.lstrip("+ "))
        yield phone, line.id, line.unsubscribed
