"""The sandbox steered from another process."""

import contextlib
import threading
from typing import Any

import httpx
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.sandbox.conftest import connect

PATH = "/groups/7116/phones/batch"


def order(client: httpx.Client, what: str, **values: object) -> httpx.Response:
    return client.post(f"/_sandbox/{what}", json=values)


def test_state_and_phones_are_shown_with_all_fields(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post(PATH, json=[{"phone": "+491701", "e": "x"}, {"phone": "+491702"}])
    sandbox.store.block("+491703", 2)
    state = client.get("/_sandbox/state").json()
    assert [(group["id"], group["count_items"]) for group in state["groups"]] == [(7116, 2), (12344, 0)]
    assert [blocked["number"] for blocked in state["blocked_numbers"]] == ["+491703"]
    assert state["behaviour"]["duplicates"] == "store"
    phones = client.get("/_sandbox/phones", params={"group": 7116}).json()
    assert [(phone["phone"], phone["e"]) for phone in phones] == [("+491701", "x"), ("+491702", None)]
    assert client.get("/_sandbox/phones", params={"group": 12344}).json() == []


def test_requests_are_shown_and_the_controls_own_are_not_among_them(client: httpx.Client) -> None:
    client.post(PATH, json=[{"phone": "+491701"}])
    (request,) = client.get("/_sandbox/requests").json()
    assert (request["method"], request["path"], request["status"], request["items"]) == ("POST", PATH, 201, 1)


def test_switches_change_while_the_sandbox_runs(client: httpx.Client, sandbox: RunningSandbox) -> None:
    assert order(client, "behaviour", duplicates="refuse", latency=0, poison=["+491"]).status_code == 200
    assert sandbox.behaviour == Behaviour(duplicates="refuse", latency=0, poison=("+491",))


@pytest.mark.parametrize(
    "values",
    [
        {"duplicate": "refuse"},
        {"duplicates": "ignore"},
        {"page_size": 0},
        {"page_size": "3"},
        {"validation_status": 500},
        {"count_items": 1},
        {"latency": -1},
        {"poison": "+491"},
        {"ids": None},
    ],
)
def test_an_unknown_switch_or_value_changes_nothing(
    client: httpx.Client, sandbox: RunningSandbox, values: dict[str, Any]
) -> None:
    answer = order(client, "behaviour", **values)
    assert answer.status_code == 400
    assert next(iter(values)) in answer.json()["error"]
    assert sandbox.behaviour == Behaviour()


def test_faults_are_planned_shown_and_cleared(client: httpx.Client) -> None:
    rule = {"match": "POST .*", "skip": 1, "times": 2, "fault": {"kind": "status", "status": 503, "stores": "all"}}
    (shown,) = order(client, "faults", rules=[rule]).json()["faults"]
    assert {name: shown[name] for name in ("match", "skip", "times")} == {"match": "POST .*", "skip": 1, "times": 2}
    assert [client.post(PATH, json=[]).status_code for _ in range(2)] == [201, 503]
    assert order(client, "faults", clear=True).json()["faults"] == []
    assert client.post(PATH, json=[]).status_code == 201


def test_chaos_can_be_let_loose(client: httpx.Client, sandbox: RunningSandbox) -> None:
    order(client, "faults", chaos={"seed": 3, "rate": 1.0})
    for _ in range(5):
        with contextlib.suppress(httpx.TransportError):
            client.post(PATH, json=[{"phone": "+491"}])
    assert len(sandbox.requests) == 5
    assert None not in {request.fault for request in sandbox.requests}


@pytest.mark.parametrize(
    "values",
    [
        {"rules": [{"fault": {"kind": "earthquake"}}]},
        {"rules": [{}]},
        {"rules": [{"match": "(", "fault": {"kind": "drop"}}]},
        {"rules": [{"skip": -1, "fault": {"kind": "drop"}}]},
        {"rules": [{"times": "x", "fault": {"kind": "drop"}}]},
        {"rules": ["drop"]},
        {"rules": 5},
        {"chaos": {"rate": "x"}},
        {"chaos": 5},
    ],
)
def test_wrong_orders_are_told_and_plan_nothing(client: httpx.Client, values: dict[str, Any]) -> None:
    answer = order(client, "faults", **values)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert client.get("/_sandbox/state").json()["faults"] == []


def test_a_phone_unsubscribes_and_is_blocked_when_told_so(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post(PATH, json=[{"phone": "+491701"}])
    order(client, "unsubscribe", phone="0170 1", reason=3, at=1700000000)
    (phone,) = sandbox.store.phones(7116)
    assert (phone.unsubscribed_at, phone.unsubscribe_reason) == (1700000000, 3)
    assert sandbox.store.blocked_numbers() == []
    order(client, "unsubscribe", phone="+491701", block=True)
    (blocked,) = sandbox.store.blocked_numbers()
    assert (blocked.number, blocked.type) == ("+491701", 2)
    assert order(client, "unsubscribe", reason=3).status_code == 400


def test_a_reset_begins_anew_with_the_first_behaviour() -> None:
    with RunningSandbox(Behaviour(ids="integer")) as sandbox:
        sandbox.change(ids="string")
        sandbox.store.add_phones(7116, [("+491", None, None, None, None, None, None)])
        sandbox.store.delete_group(12344)
        with connect(sandbox.url) as client:
            answer = order(client, "reset")
        assert [(group["id"], group["count_items"]) for group in answer.json()["groups"]] == [(7116, 0), (12344, 0)]
        assert sandbox.behaviour.ids == "integer"
        assert sandbox.requests == []


def test_the_controls_take_json_alone(client: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain"}
    assert client.post("/_sandbox/reset", content="{}", headers=headers).status_code == 415
    assert client.post("/_sandbox/reset", json=[]).status_code == 400


def test_concurrent_batches_lose_nothing_and_share_no_id(sandbox: RunningSandbox) -> None:
    def send(sender: int) -> None:
        with connect(sandbox.url, sandbox.token) as own:
            for n in range(10):
                items = [{"phone": f"+49{sender}{n:02d}{i:02d}"} for i in range(20)]
                assert own.post(PATH, json=items).status_code == 201

    senders = [threading.Thread(target=send, args=(sender,)) for sender in range(4)]
    for sender in senders:
        sender.start()
    counts = [sandbox.store.count(7116) for _ in range(20)]
    for sender in senders:
        sender.join()
    assert counts == sorted(counts)
    stored = sandbox.store.phones(7116)
    assert len(stored) == len({phone.id for phone in stored}) == len({phone.phone for phone in stored}) == 800
