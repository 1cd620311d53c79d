"""Batches whose answer does not say what became of them: nobody is uploaded twice, or called created on faith."""

import threading
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from lox24cli.importing.delivery.pacing import DONE_SECONDS, WORKING_SECONDS, SettleWait
from lox24cli.sandbox.faults.faults import BATCH, READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.conftest import Finished, Lox24
from tests.reading_reports import read_report

PHONES = [f"+49171392005{n}" for n in range(6)]
IMPORT = ("phones", "import", "list.csv", "--group", "7116", "--json")
BY_KIND = {"LOX24_SETTLE_WAIT": ""}
"""The waits that a user has who says nothing."""


@pytest.fixture(autouse=True)
def _list(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))


def phones_of(sandbox: RunningSandbox) -> Counter[str]:
    return Counter(entry.phone for entry in sandbox.store.phones(7116))


def all_once(done: Finished, sandbox: RunningSandbox) -> None:
    assert done.exit_code == 0, done.stderr
    assert done.json["counts"]["created"] == len(PHONES)
    assert phones_of(sandbox) == Counter(PHONES)


# ---- how long is waited --------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault("status", status=504), Fault("drop"), Fault("status", status=502)], ids=str)
def test_a_batch_that_the_server_stores_three_seconds_after_its_error_is_not_sent_again(
    lox24: Lox24, sandbox: RunningSandbox, fault: Fault
) -> None:
    sandbox.faults.plan(BATCH, Fault(fault.kind, status=fault.status, stores="all", late=3.0))
    all_once(lox24(*IMPORT, env=BY_KIND), sandbox)


@pytest.mark.parametrize("fault", [Fault("status", status=500, stores="all"), Fault("cut"), Fault("half")], ids=str)
def test_a_group_that_lags_a_second_behind_a_useless_answer_is_read_again(
    lox24: Lox24, sandbox: RunningSandbox, fault: Fault
) -> None:
    sandbox.behaviour = Behaviour(list_lag=1.0)
    sandbox.faults.plan(BATCH, fault)
    all_once(lox24(*IMPORT, env=BY_KIND), sandbox)


def test_a_longer_wait_can_be_asked_for_and_is_told(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=504, stores="all", late=1.5))
    done = lox24(*IMPORT, "--settle-wait", "6")
    all_once(done, sandbox)
    assert "what is not in the group after 6 s is sent again (--settle-wait)" in done.stderr


def test_rows_that_trickle_in_begin_the_wait_anew(lox24: Lox24, sandbox: RunningSandbox) -> None:
    """A server that stores row by row, more slowly than the whole wait."""
    sandbox.faults.plan(BATCH, Fault("drop", stores=3, late=0.5))
    sandbox.faults.plan(BATCH, Fault("status", status=402))
    late = [(phone, None, None, None, None, None, None) for phone in PHONES[3:]]
    add = sandbox.store.add_phones

    def add_and_go_on(group_id: int, entries: list[object], *rest: object) -> object:
        sandbox.store.add_phones = add  # type: ignore[method-assign]
        threading.Timer(0.6, add, (7116, late)).start()
        return add(group_id, entries, *rest)  # type: ignore[arg-type]

    sandbox.store.add_phones = add_and_go_on  # type: ignore[method-assign, assignment]
    all_once(lox24(*IMPORT, "--settle-wait", "0.8"), sandbox)


def test_the_wait_follows_the_kind_of_doubt_and_grows() -> None:
    def seconds(asked: float | None, *, still_working: bool, failures: int = 1) -> float:
        wait = SettleWait.of(asked, still_working=still_working, failures=failures)
        assert sum(wait.pauses()) == pytest.approx(wait.seconds)
        pauses = list(wait.pauses())
        assert all(later == 2 * sooner for sooner, later in pairwise(pauses))
        return wait.seconds

    assert seconds(None, still_working=True) == WORKING_SECONDS
    assert seconds(None, still_working=False) == DONE_SECONDS
    assert seconds(None, still_working=False, failures=2) == 2 * DONE_SECONDS
    assert seconds(90.0, still_working=True) == seconds(90.0, still_working=False) == 90.0


def test_a_wait_that_is_broken_off_leaves_the_rows_unknown_and_nothing_is_sent_again(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(BATCH, Fault("drop"))
    sandbox.faults.plan(READ, Fault("status", status=503, retry_after=60), skip=1, times=None)
    stopped = lox24(*IMPORT, "--settle-wait", "0.1")
    assert (stopped.exit_code, stopped.json["counts"]["unknown"]) == (8, 6)
    assert len([request for request in sandbox.requests if request.is_batch]) == 1
    sandbox.faults.clear()
    all_once(lox24("runs", "resume", "--json"), sandbox)


# ---- whole batches that are refused --------------------------------------------------------------


@pytest.mark.parametrize(("status", "guilty"), [(400, 0), (400, 3), (400, 5), (413, 4), (422, 2)])
@pytest.mark.parametrize("stores", ["before", "others"])
@pytest.mark.parametrize("counts", [{"count_items": True}, {"count_items": False}], ids=["counts", "no count"])
def test_a_server_that_stores_row_by_row_and_refuses_the_whole_gets_nobody_twice(
    lox24: Lox24, sandbox: RunningSandbox, status: int, guilty: int, stores: str, counts: dict[str, bool]
) -> None:
    sandbox.behaviour = Behaviour().changed(
        {"poison": [PHONES[guilty]], "poison_status": status, "refusal_stores": stores, **counts}
    )
    done = lox24(*IMPORT)
    assert phones_of(sandbox) == Counter(phone for phone in PHONES if phone != PHONES[guilty])
    assert (done.exit_code, done.json["counts"]["created"], done.json["counts"]["refused"]) == (3, 5, 1)


def test_a_group_that_has_grown_is_read_at_later_refusals_too(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """The first batch is refused and nothing of it stored; of a later one, something is."""
    phones = [f"+491713920{n:03d}" for n in range(40)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    sandbox.faults.plan(BATCH, Fault("status", status=422), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=422, stores=6), skip=3, times=2)
    done = lox24(*IMPORT, "--batch-size", "10", "--concurrency", "2")
    assert done.exit_code == 0, done.stderr
    assert phones_of(sandbox) == Counter(phones)


@pytest.mark.parametrize("concurrency", ["1", "3"])
@pytest.mark.parametrize("counts", [True, False], ids=["counts", "no count"])
def test_a_later_refusal_that_stores_as_much_as_the_first_gets_nobody_twice(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, concurrency: str, *, counts: bool
) -> None:
    phones = [f"+491713920{n:03d}" for n in range(40)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    guilty = (phones[6], phones[26], phones[36])
    sandbox.behaviour = Behaviour(count_items=counts, poison=guilty, refusal_stores="before")
    done = lox24(*IMPORT, "--batch-size", "10", "--concurrency", concurrency)
    assert phones_of(sandbox) == Counter(set(phones) - set(guilty))
    assert (done.exit_code, done.json["counts"]["refused"]) == (3, 3)


# ---- single items --------------------------------------------------------------------------------


@pytest.mark.parametrize("stores", [None, "all"])
@pytest.mark.parametrize("status", [500, 503, 408, 302])
def test_an_item_with_an_error_of_the_servers_is_in_doubt(
    lox24: Lox24, sandbox: RunningSandbox, status: int, stores: str | None
) -> None:
    sandbox.faults.plan(BATCH, Fault.from_json({"kind": "item-status", "status": status, "stores": stores}))
    all_once(lox24(*IMPORT), sandbox)


@pytest.mark.parametrize(("status", "exit_code"), [(401, 4), (402, 4), (403, 4), (404, 4), (429, 5), (415, 5)])
def test_an_item_may_say_that_the_account_is_refused(
    lox24: Lox24, sandbox: RunningSandbox, status: int, exit_code: int
) -> None:
    sandbox.faults.plan(BATCH, Fault("item-status", status=status))
    stopped = lox24(*IMPORT)
    assert (stopped.exit_code, stopped.json["codes"]) == (exit_code, {"created": 5, "gateway": 1})
    line = read_report(stopped.json["report"])[-1]
    assert (line["status"], line["http_status"]) == ("failed", str(status))
    assert "correct" not in line["message"]
    all_once(lox24("runs", "resume", "--json"), sandbox)


@pytest.mark.parametrize(("status", "exit_code"), [(401, 4), (402, 4), (403, 4), (404, 4), (415, 5), (429, 5)])
def test_rows_of_a_batch_that_the_account_was_refused_for_were_sent_and_the_report_says_so(
    lox24: Lox24, sandbox: RunningSandbox, status: int, exit_code: int
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=status))
    stopped = lox24(*IMPORT, "--batch-size", "4", "--concurrency", "1")
    sent = [request for request in sandbox.requests if request.is_batch]
    assert (stopped.exit_code, len(sent)) == (exit_code, 1)
    lines = read_report(stopped.json["report"])
    assert {(line["http_status"], line["request_id"]) for line in lines[:4]} == {(str(status), sent[0].request_id)}
    assert all(line["message"].startswith("sent, but not stored: ") for line in lines[:4])
    assert {(line["code"], line["http_status"]) for line in lines[4:]} == {("not-sent", "")}
    assert sent[0].request_id in stopped.json["error"]["message"]


# ---- created is what has an id, or is read back --------------------------------------------------


def test_contacts_that_are_called_created_without_an_id_are_read_back(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("no-ids"), times=None)
    done = lox24(*IMPORT, "--batch-size", "2")
    all_once(done, sandbox)
    assert done.json["codes"] == {"created-confirmed": 6}
    assert len([request for request in sandbox.requests if request.path.endswith("/7116/phones")]) <= 6


def test_contacts_that_are_called_created_without_an_id_and_are_not_there_are_sent_again(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    add = sandbox.store.add_phones
    answers = []

    def add_nothing(group_id: int, entries: list[object], *rest: object) -> object:
        answers.append(len(entries))
        if len(answers) > 1:
            return add(group_id, entries, *rest)  # type: ignore[arg-type]
        made = add(group_id, entries, *rest)  # type: ignore[arg-type]
        for phone in made:
            sandbox.store.delete_phone(phone.id)  # type: ignore[union-attr]
        return made

    sandbox.store.add_phones = add_nothing  # type: ignore[method-assign, assignment]
    sandbox.faults.plan(BATCH, Fault("no-ids"), times=1)
    all_once(lox24(*IMPORT), sandbox)


@pytest.mark.parametrize("behaviour", [Behaviour(), Behaviour(count_items=False)], ids=["counts", "no count"])
def test_contacts_that_the_group_does_not_hold_though_they_were_called_created_are_unknown(
    lox24: Lox24, sandbox: RunningSandbox, behaviour: Behaviour
) -> None:
    sandbox.behaviour = behaviour
    add = sandbox.store.add_phones

    def lose_one(group_id: int, entries: list[object], *rest: object) -> object:
        made = add(group_id, entries, *rest)  # type: ignore[arg-type]
        sandbox.store.delete_phone(made[2].id)  # type: ignore[union-attr]
        return made

    sandbox.store.add_phones = lose_one  # type: ignore[method-assign, assignment]
    done = lox24(*IMPORT)
    assert (done.exit_code, done.json["counts"]["unknown"], done.json["counts"]["created"]) == (8, 1, 5)
    assert "1 contact that the gateway called created is not in the group" in done.json["error"]["message"]
    assert "the group does not hold it" in read_report(done.json["report"])[2]["message"]
    sandbox.store.add_phones = add  # type: ignore[method-assign]
    all_once(lox24("runs", "resume", "--json"), sandbox)


# ---- a gateway that refuses everything ------------------------------------------------------------


@pytest.mark.parametrize("size", ["500", "1", "10000"])
@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_gateway_that_refuses_everything_costs_a_few_requests_and_the_run_can_be_gone_on_with(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, status: int, size: str
) -> None:
    phones = [f"+491713920{n:03d}" for n in range(300)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    sandbox.faults.plan(BATCH, Fault("status", status=status), times=None)
    stopped = lox24(*IMPORT, "--batch-size", size)
    assert (stopped.exit_code, stopped.json["error"]["code"]) == (5, "gateway-refused")
    assert len(sandbox.requests) <= 25
    assert stopped.json["counts"]["failed"] == 300
    last = [request for request in sandbox.requests if request.is_batch][-1]
    assert last.request_id in stopped.json["error"]["message"]
    sandbox.faults.clear()
    done = lox24("runs", "resume", "--json")
    assert (done.exit_code, done.json["counts"]["created"]) == (0, 300)
    assert phones_of(sandbox) == Counter(phones)


def test_a_gateway_that_begins_to_refuse_everything_in_mid_run_is_found_out_too(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    phones = [f"+491713920{n:03d}" for n in range(300)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    sandbox.faults.plan(BATCH, Fault("status", status=422), skip=2, times=None)
    stopped = lox24(*IMPORT, "--batch-size", "50", "--concurrency", "1")
    assert (stopped.exit_code, stopped.json["error"]["code"]) == (5, "gateway-refused")
    assert len([request for request in sandbox.requests if request.is_batch]) <= 2 + 25
    assert stopped.json["counts"]["created"] == 100


def test_a_few_rows_to_blame_at_the_beginning_are_found_all_the_same(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    phones = [f"+491713920{n:03d}" for n in range(300)]
    (tmp_path / "list.csv").write_text("\n".join(("phone", *phones)))
    sandbox.behaviour = Behaviour(poison=tuple(phones[:9]))
    done = lox24(*IMPORT)
    assert (done.exit_code, done.json["counts"]["refused"], done.json["counts"]["created"]) == (3, 9, 291)
    assert len([request for request in sandbox.requests if request.is_batch]) <= 12


# ---- how long the gateway may ask to wait ----------------------------------------------------------


@pytest.mark.parametrize("where", ["GET /groups/7116/phones", "GET /blocked_numbers", "GET /me", BATCH])
def test_a_wait_of_a_day_that_the_gateway_asks_for_is_told_and_not_kept(
    lox24: Lox24, sandbox: RunningSandbox, where: str
) -> None:
    sandbox.faults.plan(where, Fault("status", status=503, retry_after=86400), times=1)
    stopped = lox24(*IMPORT, "--cron", timeout=20.0)
    assert stopped.exit_code == (8 if where == BATCH else 5)
    assert "asks to wait 86400 s" in stopped.json["error"]["message"]
    assert "--max-wait 86400" in stopped.json["error"]["hint"]


@pytest.mark.parametrize("where", ["GET /groups/7116/phones", BATCH])
def test_a_short_wait_that_the_gateway_asks_for_is_kept(lox24: Lox24, sandbox: RunningSandbox, where: str) -> None:
    sandbox.faults.plan(where, Fault("status", status=503, retry_after=1), times=1)
    all_once(lox24(*IMPORT), sandbox)


def test_rows_without_an_id_that_are_missing_when_another_batch_is_settled_are_sent_once(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    """The first batch is called created without an id and is not there; the second one fails before the end."""
    add = sandbox.store.add_phones
    answers = []

    def lose_the_first(group_id: int, entries: list[object], *rest: object) -> object:
        answers.append(len(entries))
        made = add(group_id, entries, *rest)  # type: ignore[arg-type]
        for phone in made if len(answers) == 1 else ():
            sandbox.store.delete_phone(phone.id)  # type: ignore[union-attr]
        return made

    sandbox.store.add_phones = lose_the_first  # type: ignore[method-assign, assignment]
    sandbox.faults.plan(BATCH, Fault("no-ids"), times=1)
    sandbox.faults.plan(BATCH, Fault("drop"), times=1)
    all_once(lox24(*IMPORT, "--batch-size", "2", "--concurrency", "1"), sandbox)
