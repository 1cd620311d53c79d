"""Batches that arrive after they were settled as not stored: their contacts are ours, and nobody is uploaded twice."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24

PHONES = [f"+49171392005{n}" for n in range(4)]


@pytest.mark.parametrize("mode", ["skip", "add"])
@pytest.mark.parametrize("newer", [[], ["+491713920060"]], ids=["same file", "file changed"])
def test_a_contact_that_arrives_between_two_runs_is_not_uploaded_again(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, mode: str, newer: list[str]
) -> None:
    command = ("phones", "import", "list.csv", "--group", "7116", "--on-existing", mode, "--json")
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    sandbox.faults.plan(BATCH, Fault("drop", stores=0), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    stopped = lox24(*command)
    assert (stopped.exit_code, stopped.json["counts"]["failed"]) == (4, 4)
    sandbox.store.add_phones(7116, [(phone, None, None, None, None, None, None) for phone in PHONES])
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES, *newer)))
    done = lox24(*command)
    assert done.exit_code == 0
    assert Counter(entry.phone for entry in sandbox.store.phones(7116)) == Counter([*PHONES, *newer])
    if not newer:
        assert done.json["codes"] == {"created-confirmed": 4}, "they are ours, and the group had none of them before"


@pytest.mark.parametrize("mode", ["skip", "add"])
def test_a_contact_that_arrives_while_a_run_waits_out_a_block_is_not_uploaded_again(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, mode: str
) -> None:
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    sandbox.faults.plan(BATCH, Fault("drop", stores=0), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=429, retry_after=2), times=1)
    with ThreadPoolExecutor(1) as other:
        command = (
            "phones",
            "import",
            "list.csv",
            "--group",
            "7116",
            "--on-existing",
            mode,
            "--max-wait",
            "9",
            "--json",
        )
        running = other.submit(lox24, *command, "--max-wait", "9")
        while sum(request.method == "POST" for request in sandbox.requests) < 2 and not running.done():
            time.sleep(0.01)
        sandbox.store.add_phones(7116, [(phone, None, None, None, None, None, None) for phone in PHONES])
        done = running.result()
    assert done.json["codes"] == {"created-confirmed": 4}, done.stderr
    assert Counter(entry.phone for entry in sandbox.store.phones(7116)) == Counter(PHONES)
