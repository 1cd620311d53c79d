"""A group's phones, in full or not at all.

Knows no HTTP. What is not known to be complete must not be compared with a file: a phone that only seems
to be missing would be uploaded twice. The JSON list counts as complete when it has ended and has as many
phones as both the list and the group say, where they say it; otherwise the CSV export decides, which does
not say who has unsubscribed.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence

from lox24cli.gateway.lists.pages import Pages
from lox24cli.gateway.outcomes import GatewayRefused, GroupUnreadable, ReadRefused
from lox24cli.gateway.wire import GroupPhone, NoJson
from lox24cli.translating import phrase

_HINT = phrase("nothing was changed by reading; run the same command again, and if it stays, ask LOX24 support")


def phone_key(entry: GroupPhone) -> Hashable:
    """Return what tells two entries apart: the id, which may be missing, else everything."""
    return entry.id or (entry.phone, *sorted(entry.fields.items()))


def read_in_full(
    pages: Pages[GroupPhone],
    read_export: Callable[[], Sequence[GroupPhone]],
    expected: int | None,
    name: str,
    *,
    opt_outs: bool,
) -> Iterator[GroupPhone]:
    """Yield every phone of the group `name` once; with `opt_outs`, none of which it is not known whether it opted out.

    Raises:
        GroupUnreadable: neither the list nor the export is complete; phones may have been given before.
        ReadRefused: the list is refused, so that there may be no such group.
    """
    broken = ""
    try:
        yield from pages
    except NoJson as error:
        broken = error.args[0]
    wanted = max((number for number in (pages.total, expected) if number is not None), default=None)
    if not broken and (wanted is None or pages.count >= wanted):
        return
    why = phrase("its list has {count} of {wanted} phones", count=pages.count, wanted=wanted)
    if broken:
        why = phrase("its list is unusable: {broken}", broken=broken)
    try:
        export = read_export()
    except (NoJson, ReadRefused, GatewayRefused) as error:
        raise _unreadable(name, why) from error
    missing = [entry for entry in export if phone_key(entry) not in pages.seen]
    agrees = not broken and not missing and len(export) == pages.count
    if not agrees and (len(export) < wanted if wanted is not None else not broken):
        raise _unreadable(name, phrase("{why}, its CSV export has {number}", why=why, number=len(export)))
    if missing and opt_outs:
        raise _unreadable(name, phrase("{why}, and its CSV export does not say who has unsubscribed", why=why))
    yield from missing


def _unreadable(name: str, why: str) -> GroupUnreadable:
    return GroupUnreadable(phrase("group {name} cannot be read completely: {why}", name=name, why=why), _HINT)
