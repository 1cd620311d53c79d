"""What the gateway's accidents look like to a batch: success is claimed for none that leaves a doubt."""

from typing import Literal, get_args

import pytest

from lox24cli.credentials import Token
from lox24cli.errors import TokenRefused
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import Answered, BatchRefused, InDoubt
from lox24cli.gateway.wire import encode_batch, encode_phone
from lox24cli.sandbox.faults.faults import BATCH, Fault, Kind
from lox24cli.sandbox.serving.server import RunningSandbox

PHONES = ("+4917139200001", "+4917139200002", "+4917139200003")
BODY = encode_batch(encode_phone(phone, {}) for phone in PHONES)
HARMLESS = frozenset({"delay", "slow", "wrong-ids", "huge-spaces", "no-ids", "item-status"})
"""All that the batch needs to know still comes: three items, in order, each with its phone or its own doubt."""


@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if kind != "revoke"])
@pytest.mark.parametrize("stores", [0, 1, "all"])
def test_an_accident_is_in_doubt_unless_the_whole_answer_came(kind: Kind, stores: int | Literal["all"]) -> None:
    """Whatever was stored before it, which the client cannot know."""
    try:
        status = 503 if kind in ("status", "item-status") else None
        fault = Fault(kind, status=status, seconds=0.2, megabytes=0.5, stores=stores)
    except ValueError:
        pytest.skip("the fault cannot be without storing")
    with RunningSandbox() as sandbox:
        sandbox.faults.plan(BATCH, fault)
        token = Token.parse(sandbox.token, "the sandbox")
        patience = 0.5 if kind == "stall" else 20.0
        with Gateway(sandbox.url, token, version="contract", read_timeout=patience, total_timeout=patience) as gateway:
            outcome = gateway.create_phones("7116", BODY, PHONES)
            there = {entry.phone for entry in gateway.phones("7116", expected=None)}
    if isinstance(outcome, Answered):
        assert kind in HARMLESS
        assert {phone for phone, item in zip(PHONES, outcome.items, strict=True) if item.created} <= there
        assert all(item.created or item.doubt for item in outcome.items)
    else:
        assert isinstance(outcome, InDoubt), outcome
        assert kind not in HARMLESS or stores != "all"


def test_a_revoked_key_is_refused_and_stores_nothing() -> None:
    with RunningSandbox() as sandbox:
        sandbox.faults.plan(BATCH, Fault("revoke"))
        token = Token.parse(sandbox.token, "the sandbox")
        with Gateway(sandbox.url, token, version="contract") as gateway, pytest.raises(TokenRefused):
            gateway.create_phones("7116", BODY, PHONES)
        assert sandbox.store.count(7116) == 0


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refused_batch_is_refused_and_not_in_doubt(status: int) -> None:
    """https://doc.lox24.eu/api/operations/phone_batch_post/ lists 400 and 422; 413 is RFC 9110's."""
    with RunningSandbox() as sandbox:
        sandbox.faults.plan(BATCH, Fault("status", status=status))
        with Gateway(sandbox.url, Token.parse(sandbox.token, "the sandbox"), version="contract") as gateway:
            outcome = gateway.create_phones("7116", BODY, PHONES)
    assert isinstance(outcome, BatchRefused)
    assert outcome.http_status == status
