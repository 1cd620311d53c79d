"""The endpoints of phones: in a group, by the batch, and one by one.

https://doc.lox24.eu/api/operations/phone_batch_post/, api_phones_get_collection/, api_phones_post_collection/,
api_phones_get_item/, api_phones_put_item/, api_phones_delete_item/.
"""

import math
from collections.abc import Sequence
from typing import Any, NoReturn

from starlette.responses import Response

from lox24cli.sandbox.api.calls import Call, Refusal, found, resource, summary
from lox24cli.sandbox.api.checking import NOT_UNIQUE, PHONE_FIELDS, Misfit, Violation, check_phone
from lox24cli.sandbox.api.shapes import Document
from lox24cli.sandbox.world.spelling import digits_of, spell
from lox24cli.sandbox.world.store import Entry, Phone

_POISONED = "The request could not be processed."
_ALREADY_THERE = Violation("phone", "This value is already used.", NOT_UNIQUE)


async def list_phones(call: Call) -> Response:
    """GET /groups/{id}/phones: all of them, or a page of the size that the behaviour gives."""
    group = call.find_group()
    size, lag = call.behaviour.page_size, call.behaviour.list_lag
    if size is None:
        page, pages, phones = 1, 1, call.store.phones(group.id, lag=lag)
    else:
        page, pages = call.page(), math.ceil(group.count_items / size)
        phones = call.store.phones(group.id, size, (page - 1) * size, lag=lag)
    members = [call.shapes.phone(phone, top=False) for phone in phones]
    path = call.request.url.path
    return call.answer(call.shapes.listing("Phone", path, members, total=group.count_items, page=page, pages=pages))


async def add_phone(call: Call) -> Response:
    """POST /groups/{id}/phones: one phone."""
    group_id = call.find_group_id()
    item = await call.read_checked(check_phone)
    if _find_poison(call, [item]) is not None:
        raise Refusal(call.behaviour.poison_status, _POISONED)
    (phone,) = call.store.add_phones(group_id, [_entry(call, item)], call.behaviour.duplicates)
    if phone is None:
        raise Refusal(call.behaviour.validation_status, summary([_ALREADY_THERE]), [_ALREADY_THERE])
    return call.answer(call.shapes.phone(phone), 201)


async def add_batch(call: Call) -> Response:
    """POST /groups/{id}/phones/batch: 201 for the request, and a status of its own for each item."""
    group_id = call.find_group_id()
    items = await call.read()
    if not isinstance(items, list):
        raise Refusal(400, "Expected a list of phones.")
    call.request.state.batch_items = len(items)
    if call.behaviour.max_items is not None and len(items) > call.behaviour.max_items:
        raise Refusal(413, "Payload Too Large")
    if (guilty := _find_poison(call, items)) is not None:
        _refuse_batch(call, group_id, items, guilty)
    results: list[Document | None] = [_find_fault(call, index, item) for index, item in enumerate(items)]
    entries = [_entry(call, item) for item, result in zip(items, results, strict=True) if result is None]
    phones = iter(call.store.add_phones(group_id, entries, call.behaviour.duplicates))
    answered = [
        _result(call, index, next(phones)) if result is None else result for index, result in enumerate(results)
    ]
    return call.answer(call.shapes.batch(call.request.url.path, answered), 201)


def _find_fault(call: Call, index: int, item: object) -> Document | None:
    try:
        violations = check_phone(item)
    except Misfit as misfit:
        return {"status": 400, "body": call.shapes.problem(400, str(misfit))}
    return _refused(call, index, violations) if violations else None


def _refused(call: Call, index: int, violations: Sequence[Violation]) -> Document:
    if call.behaviour.property_path == "indexed":
        violations = [one._replace(path=f"[{index}].{one.path}") for one in violations]
    status = call.behaviour.validation_status
    return {"status": status, "body": call.shapes.problem(status, summary(violations), violations)}


def _result(call: Call, index: int, phone: Phone | None) -> Document:
    if phone is None:
        return _refused(call, index, [_ALREADY_THERE])
    return {"status": 201, "body": call.shapes.phone(phone)}


def _entry(call: Call, item: Document) -> Entry:
    get = item.get
    how = call.behaviour.phones
    phone = item["phone"] if how == "verbatim" else spell(item["phone"], how)
    return (phone, get("a"), get("b"), get("c"), get("d"), get("e"), get("callback_data"))


def _find_poison(call: Call, items: Sequence[Any]) -> int | None:
    """Return the place of the first item for which the whole batch is refused."""
    if not call.behaviour.poison:
        return None
    poison = {digits_of(phone) for phone in call.behaviour.poison}
    for place, item in enumerate(items):
        phone = item.get("phone") if isinstance(item, dict) else None
        if isinstance(phone, str) and digits_of(phone) in poison:
            return place
    return None


def _refuse_batch(call: Call, group_id: int, items: Sequence[Any], guilty: int) -> NoReturn:
    """Refuse the whole batch, of which something is stored all the same where the behaviour says so."""
    match call.behaviour.refusal_stores:
        case "before":
            stored = items[:guilty]
        case "others":
            stored = [item for place, item in enumerate(items) if _find_poison(call, items[place : place + 1]) is None]
        case _:
            stored = []
    call.store.add_phones(group_id, [_entry(call, item) for item in stored], call.behaviour.duplicates)
    raise Refusal(call.behaviour.poison_status, _POISONED)


async def show_phone(call: Call) -> Response:
    """GET /phones/{id}."""
    return call.answer(call.shapes.phone(found(call.store.phone(call.id))))


async def change_phone(call: Call) -> Response:
    """PUT /phones/{id}; what becomes of fields left out is undocumented, and a switch."""
    phone = found(call.store.phone(call.id))
    item = await call.read_checked(check_phone)
    if call.behaviour.put == "keep":
        item = {**dict(zip(PHONE_FIELDS, phone.entry, strict=True)), **item}
    call.store.change_phone(phone.id, _entry(call, item))
    return call.answer(call.shapes.phone(found(call.store.phone(phone.id))))


async def delete_phone(call: Call) -> Response:
    """DELETE /phones/{id}."""
    phone = found(call.store.phone(call.id))
    call.store.delete_phone(phone.id)
    return Response(status_code=204)


ROUTES = [
    resource("/groups/{id:int}/phones", GET=list_phones, POST=add_phone),
    resource("/groups/{id:int}/phones/batch", POST=add_batch),
    # The documentation's JavaScript sample posts here (phone, not phones) and expects its 201.
    resource("/groups/{id:int}/phone/batch", POST=add_batch),
    resource("/phones/{id:int}", GET=show_phone, PUT=change_phone, DELETE=delete_phone),
]
