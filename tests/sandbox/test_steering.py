"""The sandbox steered by the test that holds it, while it runs."""

import contextlib
import threading
from typing import Any

import httpx
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.sandbox.conftest import connect

PATH = "/groups/7116/phones/batch"


def test_switches_change_while_the_sandbox_runs(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post(PATH, json=[{"phone": "+491701"}])
    sandbox.change(duplicates="refuse", poison=["+491"])
    assert sandbox.behaviour == Behaviour(duplicates="refuse", poison=("+491",))
    (item,) = client.post(PATH, json=[{"phone": "+491701"}]).json()
    assert item["status"] == 400


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
def test_an_unknown_switch_or_value_changes_nothing(sandbox: RunningSandbox, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(values))):
        sandbox.change(**values)
    assert sandbox.behaviour == Behaviour()


def test_chaos_can_be_let_loose(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.chaos(3, 1.0)
    for _ in range(5):
        with contextlib.suppress(httpx.TransportError):
            client.post(PATH, json=[{"phone": "+491"}])
    assert len(sandbox.requests) == 5
    assert None not in {request.fault for request in sandbox.requests}


def test_a_reset_begins_anew_with_the_first_behaviour() -> None:
    with RunningSandbox(Behaviour(ids="integer")) as sandbox:
        sandbox.change(ids="string")
        sandbox.store.add_phones(7116, [("+491", None, None, None, None, None, None)])
        sandbox.store.delete_group(12344)
        sandbox.reset()
        assert [(group.id, group.count_items) for group in sandbox.store.groups()] == [(7116, 0), (12344, 0)]
        assert sandbox.behaviour.ids == "integer"
        assert sandbox.requests == []


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
