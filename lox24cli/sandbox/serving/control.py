"""The sandbox's own controls, for tests in other processes: `/_sandbox/…`, which no real API has.

They need no token, unless the sandbox was started with one: then they show and delete contacts for it alone. Bodies are
JSON and must say so. Wrong ones are answered 400 with `{"error": …}`.

| call | does |
|---|---|
| GET /_sandbox/state | behaviour, groups with their counts, blocked numbers, the faults still to come |
| GET /_sandbox/phones?group=7116 | the group's phones with all fields, in the order they were stored |
| GET /_sandbox/requests | the requests to the API so far, in the order of their answers |
| POST /_sandbox/faults | `{"clear": true, "rules": [{"match", "skip", "times", "fault": {"kind", …}}],` |
| | `"chaos": {"seed", "rate", "match"}}`, each part optional; see faults.py |
| POST /_sandbox/behaviour | `{"duplicates": "refuse", …}`: changes these switches; see behaviour.py |
| POST /_sandbox/unsubscribe | `{"phone", "reason": 1–6, "at": seconds, "block": false}`: marks the phone in all its |
| | groups; `block` puts it on the block list too, as LOX24's unsubscribe forms do |
| POST /_sandbox/reset | `{}`: begins anew: first data and behaviour, no faults, no requests |
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lox24cli.sandbox.api.negotiating import is_json_body
from lox24cli.sandbox.faults.faults import ANY, BATCH, CHAOS, Fault
from lox24cli.sandbox.world.authentication import Guard, find_credentials
from lox24cli.sandbox.world.spelling import spell
from lox24cli.sandbox.world.state import Sandbox

_NOT_YOURS = {"error": "this sandbox has a token of its own: send it as X-LOX24-AUTH-TOKEN"}
_UNSUBSCRIBED = 2
"""The type of a blocked number that unsubscribed."""


def describe_state(sandbox: Sandbox) -> dict[str, Any]:
    """Return what the sandbox holds and how it behaves."""
    return {
        "behaviour": sandbox.behaviour.as_json(),
        "groups": [group._asdict() for group in sandbox.store.groups()],
        "blocked_numbers": [blocked._asdict() for blocked in sandbox.store.blocked_numbers()],
        "faults": sandbox.faults.as_json(),
    }


def plan_faults(sandbox: Sandbox, order: dict[str, Any]) -> None:
    """Plan the faults of `order`.

    Raises:
        ValueError: one of them is none; then none is planned.
    """
    rules = order.get("rules", [])
    chaos = order.get("chaos")
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in (*rules, chaos or {})):
        raise ValueError("rules are a list of objects, and chaos is one")
    planned = [
        (_pattern(rule, ANY), Fault.from_json(rule.get("fault")), _count(rule, "skip", 0), _times(rule))
        for rule in rules
    ]
    accidents = None if chaos is None else (_count(chaos, "seed", 0), _rate(chaos), _pattern(chaos, BATCH))
    if order.get("clear"):
        sandbox.faults.clear()
    if accidents is not None:
        seed, rate, where = accidents
        sandbox.faults.chaos(seed, rate, CHAOS, where)
    for match, fault, skip, times in planned:
        sandbox.faults.plan(match, fault, skip=skip, times=times)


def _pattern(rule: dict[str, Any], default: str) -> str:
    match = str(rule.get("match", default))
    try:
        re.compile(match)
    except re.error as error:
        raise ValueError(f"match {match!r} is no regular expression: {error}") from error
    return match


def _count(values: dict[str, Any], name: str, default: int) -> int:
    value = values.get(name, default)
    if type(value) is not int or value < 0:
        raise ValueError(f"{name} is a number from 0, not {value!r}")
    return value


def _rate(chaos: dict[str, Any]) -> float:
    rate = chaos.get("rate", 0.1)
    if not isinstance(rate, int | float) or not 0 <= rate <= 1:
        raise ValueError(f"rate is a number from 0 to 1, not {rate!r}")
    return float(rate)


def _times(rule: dict[str, Any]) -> int | None:
    return None if rule.get("times", 1) is None else _count(rule, "times", 1)


def unsubscribe(sandbox: Sandbox, order: dict[str, Any]) -> None:
    """Mark a phone as unsubscribed.

    Raises:
        ValueError: no phone is named.
    """
    phone = order.get("phone")
    if not isinstance(phone, str) or not phone:
        raise ValueError("phone is missing")
    at = None if order.get("at") is None else _count(order, "at", 0)
    sandbox.store.unsubscribe(phone, _count(order, "reason", 6), at)
    if order.get("block"):
        sandbox.store.block(spell(phone, "e164"), _UNSUBSCRIBED)


def change_behaviour(sandbox: Sandbox, order: dict[str, Any]) -> None:
    """Change some switches.

    Raises:
        ValueError: there is no such switch, or it cannot take that value.
    """
    sandbox.behaviour = sandbox.behaviour.changed(order)


def _reset(sandbox: Sandbox, _order: dict[str, Any]) -> None:
    sandbox.reset()


def _showing(show: Callable[[Sandbox, Request], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if not _may(request):
            return _answer(_NOT_YOURS, 401)
        return _answer(show(request.app.state.sandbox, request))

    return answer


def _obeying(obey: Callable[[Sandbox, dict[str, Any]], None]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if not _may(request):
            return _answer(_NOT_YOURS, 401)
        # A page in a browser cannot send this type to another origin unasked, and nobody answers it.
        if not is_json_body(request.headers.get("content-type")):
            return _answer({"error": "the body has to be application/json"}, 415)
        sandbox: Sandbox = request.app.state.sandbox
        try:
            order = orjson.loads(await request.body())
            if not isinstance(order, dict):
                return _answer({"error": "the body has to be an object"}, 400)
            obey(sandbox, order)
        except ValueError as error:
            return _answer({"error": str(error)}, 400)
        return _answer(describe_state(sandbox))

    return answer


def _may(request: Request) -> bool:
    guard: Guard = request.app.state.sandbox.guard
    return guard.admits_control(find_credentials({name.lower(): value for name, value in request.headers.items()}))


def _answer(document: Any, status: int = 200) -> Response:  # noqa: ANN401  any JSON value
    return Response(orjson.dumps(document), status, media_type="application/json")


def _show_phones(sandbox: Sandbox, request: Request) -> list[dict[str, Any]]:
    group = request.query_params.get("group", "7116")
    return [phone._asdict() for phone in sandbox.store.phones(int(group) if group.isdecimal() else -1)]


ROUTES = [
    Route("/_sandbox/state", _showing(lambda sandbox, _: describe_state(sandbox)), methods=["GET"]),
    Route("/_sandbox/phones", _showing(_show_phones), methods=["GET"]),
    Route(
        "/_sandbox/requests",
        _showing(lambda sandbox, _: [one.as_json() for one in sandbox.requests]),
        methods=["GET"],
    ),
    Route("/_sandbox/faults", _obeying(plan_faults), methods=["POST"]),
    Route("/_sandbox/behaviour", _obeying(change_behaviour), methods=["POST"]),
    Route("/_sandbox/unsubscribe", _obeying(unsubscribe), methods=["POST"]),
    Route("/_sandbox/reset", _obeying(_reset), methods=["POST"]),
]
