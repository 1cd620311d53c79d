"""The same facts, asked of the look-alike in each of its spellings, and of the real gateway if there are credentials.

LOX24_CONTRACT_TOKEN and LOX24_CONTRACT_GROUP (a group to play in; what is created there is deleted again) add the real
gateway, or with LOX24_CONTRACT_URL another one.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from lox24cli.credentials import DEFAULT_BASE_URL, Token
from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import Answered
from lox24cli.gateway.wire import encode_batch, encode_phone
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour

# Read here, because every test starts without LOX24 variables.
LIVE_TOKEN = os.environ.get("LOX24_CONTRACT_TOKEN", "")
LIVE_GROUP = os.environ.get("LOX24_CONTRACT_GROUP", "")
LIVE_URL = os.environ.get("LOX24_CONTRACT_URL", DEFAULT_BASE_URL)

SPELLINGS = {
    "documented": Behaviour(),
    "integer-ids": Behaviour(ids="integer"),
    "hydra-member": Behaviour(batch_answer="hydra"),
    "member": Behaviour(batch_answer="member", member="member"),
    "modern-errors": Behaviour(errors="modern", validation_status=422),
    "indexed-paths": Behaviour(property_path="indexed"),
    "e164": Behaviour(phones="e164"),
    "bare-digits": Behaviour(phones="bare"),
    "pages-of-two": Behaviour(page_size=2),
    "uncounted-pages": Behaviour(page_size=2, count_items=False),
    "iso-times": Behaviour(times="iso"),
}


@dataclass
class Api:
    """A gateway to ask, a group to play in, and what to clear away."""

    url: str
    token: Token
    gateway: Gateway
    group_id: str
    created: list[str] = field(default_factory=list)

    def create(self, *contacts: dict[str, str]) -> Answered:
        """Send `contacts` as one batch, whatever they hold."""
        items = [encode_phone(contact["phone"], contact) for contact in contacts]  # type: ignore[arg-type]  # texts as keys
        outcome = self.gateway.create_phones(self.group_id, encode_batch(items), [c["phone"] for c in contacts])
        assert isinstance(outcome, Answered), outcome
        self.created += [item.phone_id for item in outcome.items if item.created]
        return outcome


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask every spelling of the look-alike, and the real gateway if there are credentials for it."""
    if "api" in metafunc.fixturenames:
        live = pytest.param(None, id="live", marks=pytest.mark.skipif(not LIVE_TOKEN, reason="no LOX24_CONTRACT_TOKEN"))
        spellings = [pytest.param(behaviour, id=name) for name, behaviour in SPELLINGS.items()]
        metafunc.parametrize("api", [*spellings, live], indirect=True)


@pytest.fixture
def api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """The gateway that is asked."""
    if request.param is None:
        assert LIVE_GROUP, "LOX24_CONTRACT_GROUP says in which group to play"
        yield from _play(LIVE_URL, Token.parse(LIVE_TOKEN, "LOX24_CONTRACT_TOKEN"), LIVE_GROUP)
        return
    with RunningSandbox(request.param) as sandbox:
        yield from _play(sandbox.url, Token.parse(sandbox.token, "the sandbox"), "7116")


def _play(url: str, token: Token, group_id: str) -> Iterator[Api]:
    with Gateway(url, token, version="contract") as gateway:
        api = Api(url, token, gateway, group_id)
        try:
            yield api
        finally:
            for phone_id in api.created:
                gateway.delete_phone(phone_id)
