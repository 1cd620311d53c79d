"""Requests begin evenly, so that a key that is revoked in mid-run is not sent by every thread."""

import threading
import time
from pathlib import Path

from lox24cli.gateway.http.turnstile import Turnstile
from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.conftest import Lox24


def test_a_request_begins_once_the_last_is_answered_or_has_had_its_share_of_the_usual_time() -> None:
    turnstile = Turnstile(4, time.monotonic)
    turnstile.end(turnstile.begin(), 0.8, proves=True)
    began = time.monotonic()
    first = turnstile.begin()
    threading.Timer(0.05, turnstile.end, (first, 0.05), {"proves": False}).start()
    turnstile.begin()
    assert 0.04 <= time.monotonic() - began < 0.19, "the answer opens it"
    began = time.monotonic()
    turnstile.begin()
    assert time.monotonic() - began >= 0.19, "without an answer, a fourth of 0.8 s"


def test_a_key_that_is_revoked_in_mid_run_is_refused_once(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """A stored batch takes 0.7 s, a refusal 0.1 s; all four senders would have begun at once."""
    phones = [f"+4917139{number:05d}" for number in range(400)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    sandbox.behaviour = Behaviour(latency=0.1)
    sandbox.faults.plan(BATCH, Fault("delay", seconds=0.6), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=401), times=None)
    stopped = lox24("phones", "import", "list.csv", "--group", "7116", "--batch-size", "10", "--json")
    assert (stopped.exit_code, stopped.json["error"]["code"]) == (4, "token-refused")
    assert len([request for request in sandbox.requests if request.status == 401]) == 1
