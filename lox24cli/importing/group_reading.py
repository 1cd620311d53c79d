"""The group and the account as they are before a run: preflight, the phones it holds, opt-outs, blocked numbers."""

from collections.abc import Iterator

from lox24cli.gateway.client import Gateway
from lox24cli.gateway.wire import Group, digits_of
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.journal.verdicts import GroupLine
from lox24cli.numbers.numbers import read_number
from lox24cli.numbers.values import Number


def preflight(gateway: Gateway, group_id: str, persistence: Persistence) -> Group:
    """Return the group, after the token was found good; the only requests before anything is read or written.

    Raises:
        AccountError: the token, the account or the group is refused.
        TemporaryError: the gateway cannot be reached.
    """
    persistence.ask(gateway.account)
    return persistence.ask(lambda: gateway.group(group_id))


def canonical_phone(phone: str, region: str | None) -> str:
    """Return a phone of the group as `+digits`: the API may store `+49…`, `0049…` or `49…` (not documented which)."""
    if phone.startswith("0") and not phone.startswith("00") and region is not None:
        reading = read_number(phone, region)
        if isinstance(reading, Number):
            return reading.phone
    return "+" + digits_of(phone)


def read_group(gateway: Gateway, group_id: str, region: str | None, *, opt_outs: bool = False) -> Iterator[GroupLine]:
    """Stream the phones that the group holds now; with `opt_outs`, it must be known of each whether it opted out."""
    expected = gateway.group(group_id).count
    for line in gateway.phones(group_id, expected=expected, opt_outs=opt_outs):
        yield canonical_phone(line.phone, region), line.id, line.unsubscribed
