"""The endpoints around phones: the account, the groups, their file, and the blocked numbers.

https://doc.lox24.eu/api/operations/getaccountinfo/, api_groups_get_collection/ and its neighbours,
group_export_to_file/, api_blocked_numbers_get_collection/ and its neighbours.
"""

import csv
import io

from starlette.responses import Response

from lox24cli.sandbox.api.calls import Call, Refusal, found, resource
from lox24cli.sandbox.api.checking import COLUMN_NAMES, GROUP_FIELDS, check_blocked_number, check_group
from lox24cli.sandbox.world.store import BlockedNumber


async def show_account(call: Call) -> Response:
    """GET /me."""
    return call.answer(call.shapes.account(call.client_id, call.store.groups()))


async def list_groups(call: Call) -> Response:
    """GET /groups, by pages."""
    return call.answer_page("Group", call.store.groups(), lambda group: call.shapes.group(group, top=False))


async def add_group(call: Call) -> Response:
    """POST /groups; keys that are not documented as writable are passed over."""
    item = await call.read_checked(check_group)
    group = call.store.add_group(item["name"], {name: item.get(name) for name in GROUP_FIELDS})
    return call.answer(call.shapes.group(group), 201)


async def show_group(call: Call) -> Response:
    """GET /groups/{id}."""
    return call.answer(call.shapes.group(call.find_group()))


async def change_group(call: Call) -> Response:
    """PUT /groups/{id}; what becomes of fields left out is undocumented, and a switch."""
    group = call.find_group()
    item = await call.read_checked(check_group)
    before = group._asdict() if call.behaviour.put == "keep" else {}
    call.store.change_group(group.id, {name: item.get(name, before.get(name)) for name in GROUP_FIELDS})
    return call.answer(call.shapes.group(call.find_group()))


async def delete_group(call: Call) -> Response:
    """DELETE /groups/{id}: the group with all its phones."""
    call.store.delete_group(call.find_group().id)
    return Response(status_code=204)


async def export_group(call: Call) -> Response:
    """GET /groups/{id}/file/csv; delimiter and charset are undocumented: commas and UTF-8."""
    group = call.find_group()
    titles = [getattr(group, name) or f"col_{name[-1].upper()}" for name in COLUMN_NAMES]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "phone", *titles, "callback_data"])
    writer.writerows((phone.id, *phone.entry) for phone in call.store.phones(group.id, lag=call.behaviour.list_lag))
    name = f'attachment; filename="group_{group.id}.csv"'
    return Response(text.getvalue(), headers={"Content-Disposition": name}, media_type="text/csv; charset=UTF-8")


async def list_blocked_numbers(call: Call) -> Response:
    """GET /blocked_numbers, by pages."""
    return call.answer_page(
        "BlockedNumber",
        call.store.blocked_numbers(),
        lambda blocked: call.shapes.blocked_number(blocked, top=False),
    )


async def add_blocked_number(call: Call) -> Response:
    """POST /blocked_numbers; 409 for one that is there."""
    item = await call.read_checked(check_blocked_number)
    blocked = call.store.block(item["number"])
    if blocked is None:
        raise Refusal(409, "The number is already blocked.")
    return call.answer(call.shapes.blocked_number(blocked), 201)


def _find_blocked_number(call: Call) -> BlockedNumber:
    return found(next((one for one in call.store.blocked_numbers() if one.id == call.id), None))


async def show_blocked_number(call: Call) -> Response:
    """GET /blocked_numbers/{id}."""
    return call.answer(call.shapes.blocked_number(_find_blocked_number(call)))


async def delete_blocked_number(call: Call) -> Response:
    """DELETE /blocked_numbers/{id}."""
    call.store.unblock(_find_blocked_number(call).id)
    return Response(status_code=204)


ROUTES = [
    resource("/me", GET=show_account),
    resource("/groups", GET=list_groups, POST=add_group),
    resource("/groups/{id:int}", GET=show_group, PUT=change_group, DELETE=delete_group),
    resource("/groups/{id:int}/file/csv", csv=True, GET=export_group),
    resource("/blocked_numbers", GET=list_blocked_numbers, POST=add_blocked_number),
    resource("/blocked_numbers/{id:int}", GET=show_blocked_number, DELETE=delete_blocked_number),
]
