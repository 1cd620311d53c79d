"""`phones undo`: a run is taken back as far as nothing has changed since, and nothing else is touched."""

import json
import signal
from pathlib import Path
from typing import Any, Literal

import pytest

from lox24cli.sandbox.faults.faults import BATCH, DELETE, PUT, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import GROUP, Contact, fill, held, kill_when, number, report, write, writes

SYNC = ("phones", "sync", "list.csv", "--group", "7116", "--max-delete", "100%", "--json")
UNDO = ("phones", "undo", "last", "--json")

BEFORE: list[Contact] = [(number(n), "Herr", f"Name {n}") for n in range(6)]
AFTER: list[Contact] = [(number(n), "Herr", f"Name {n}" if n < 4 else "Neu") for n in range(2, 6)] + [
    (number(8), "", "Neu"),
    (number(9), "", "Neu"),
]
"""Two are deleted, two changed, two left, two created."""


@pytest.fixture
def synced(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> str:
    """A sync that has created, changed and deleted; its run."""
    fill(sandbox, *BEFORE)
    write(tmp_path, *AFTER)
    done = lox24(*SYNC)
    assert done.exit_code == 0, done.stderr
    assert sorted(held(sandbox)) == sorted(AFTER)
    return str(done.json["run"])


def books(answer: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in answer["counts"].items() if count} | {"deleted": answer["deleted"]}


def test_what_a_run_did_is_taken_back_and_nothing_else(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, synced: str
) -> None:
    ids = {phone.phone: phone.id for phone in sandbox.store.phones(GROUP)}
    fill(sandbox, (number(20), "", "of somebody else"))
    earlier = len(writes(sandbox))
    done = lox24(*UNDO)
    assert done.exit_code == 0, done.stderr
    answer = done.json
    assert (answer["undoes"], answer["rows"], books(answer)) == (synced, 4, {"created": 2, "updated": 2, "deleted": 2})
    assert sorted(held(sandbox)) == sorted([*BEFORE, (number(20), "", "of somebody else")])
    assert writes(sandbox)[earlier:] == ["POST", "PUT", "PUT", "DELETE", "DELETE"]
    kept = {phone.phone: (phone.e, phone.callback_data) for phone in sandbox.store.phones(GROUP)}
    assert set(kept.values()) == {("kept", "own id")}
    lines = {line["phone"]: line for line in report(tmp_path)}
    assert {line["row"] for line in lines.values()} == {""}
    assert [lines[number(n)]["status"] for n in (0, 4, 8)] == ["created", "updated", "deleted"]
    assert [lines[number(n)]["code"] for n in (0, 4, 8)] == ["created", "updated", "undone"]
    assert lines[number(4)]["message"] == "changes b back"
    assert "under a new id" in lines[number(0)]["message"]
    assert lines[number(0)]["phone_id"] not in ("", str(ids.get(number(0))))


def test_what_has_changed_since_is_left_alone_and_named(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, synced: str
) -> None:
    assert synced
    ids = {phone.phone: phone.id for phone in sandbox.store.phones(GROUP)}
    sandbox.store.change_phone(ids[number(8)], (number(8), "Dr.", "Neu", None, None, None, None))
    sandbox.store.unsubscribe(number(9))
    sandbox.store.change_phone(ids[number(4)], (number(30), "Herr", "Neu", None, None, None, None))
    sandbox.store.delete_phone(ids[number(5)])
    fill(sandbox, (number(0), "", "again"))
    sandbox.store.block(number(1))
    before, earlier = held(sandbox), len(writes(sandbox))
    done = lox24(*UNDO)
    assert done.exit_code == 0, done.stderr
    assert (books(done.json), done.json["codes"]) == (
        {"skipped": 6, "deleted": 0},
        {"blocked": 1, "changed-since": 5},
    )
    assert (held(sandbox), writes(sandbox)[earlier:]) == (before, [])
    said = {line["phone"]: line["message"] for line in report(tmp_path)}
    for n, why in {
        8: f"entry {ids[number(8)]} was changed",
        9: "opted out since",
        4: "has another number",
        5: f"has entry {ids[number(5)]} no longer",
        0: "holds this number again",
        1: "blocked this number",
    }.items():
        assert why in said[number(n)]


def test_an_undoing_can_be_undone(lox24: Lox24, sandbox: RunningSandbox, synced: str) -> None:
    undoing = lox24(*UNDO).json["run"]
    again = lox24("phones", "undo", undoing[:20], "--json")
    assert (again.exit_code, again.json["undoes"]) == (0, undoing), again.stderr
    assert sorted(held(sandbox)) == sorted(AFTER)
    listed = {run["run"]: run for run in json.loads(lox24("runs", "list", "--json").stdout)["runs"]}
    assert [listed[run]["undone_by"] for run in (again.json["run"], undoing, synced)] == [
        None,
        again.json["run"],
        None,
    ]
    assert [listed[run]["undoes"] for run in (again.json["run"], undoing, synced)] == [undoing, synced, None]
    shown = lox24("runs", "list").stdout
    assert f"undoes {synced}" in shown
    assert f"undone by {again.json['run']}" in shown


def test_a_run_is_undone_once(lox24: Lox24, sandbox: RunningSandbox, synced: str) -> None:
    undoing = lox24(*UNDO).json["run"]
    earlier = len(writes(sandbox))
    for asked in ("last", synced, synced[:19]):
        again = lox24("phones", "undo", asked)
        assert (again.exit_code, len(writes(sandbox))) == (0, earlier)
        assert f"run {synced} was undone already, by run {undoing}" in again.stdout


@pytest.mark.parametrize("asked", ["", "2", "20991231T000000-none", "nix"])
def test_a_run_that_is_not_meant_clearly_is_asked_about(lox24: Lox24, synced: str, asked: str) -> None:
    assert synced
    if asked == "2":
        lox24(*UNDO)
    assert lox24("phones", "undo", asked).exit_code == 2


def test_a_run_of_another_account_is_not_undone(lox24: Lox24, sandbox: RunningSandbox, synced: str) -> None:
    assert synced
    done = lox24(*UNDO, env={"LOX24_TOKEN": "7654321:e3f3a759b6677959b6ebfcxxxxxxxxxx"})
    assert done.exit_code == 2
    assert sorted(held(sandbox)) == sorted(AFTER)


def test_a_dry_run_says_of_each_line_what_the_real_one_does(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, synced: str
) -> None:
    assert synced
    ids = {phone.phone: phone.id for phone in sandbox.store.phones(GROUP)}
    sandbox.store.delete_phone(ids[number(9)])
    earlier = len(writes(sandbox))
    dry = lox24(*UNDO, "--dry-run")
    planned = report(tmp_path)
    assert (books(dry.json), dry.json["to_delete"]) == ({"ready": 4, "skipped": 1, "deleted": 0}, 1)
    assert len(writes(sandbox)) == earlier
    real = lox24(*UNDO)
    assert books(real.json) == {"created": 2, "updated": 2, "skipped": 1, "deleted": 1}
    for before, after in zip(planned, report(tmp_path), strict=True):
        same = ("phone", "input", "message") if before["status"] != "skipped" else tuple(before)
        assert {name: before[name] for name in same} == {name: after[name] for name in same}
        assert after["status"] in {"ready": {"created", "updated", "deleted"}}.get(before["status"], {"skipped"})


@pytest.mark.parametrize("stores", ["all", 0])
@pytest.mark.parametrize("match", [BATCH, PUT, DELETE], ids=["POST", "PUT", "DELETE"])
def test_an_undoing_that_was_killed_goes_on_with_the_same_command(
    lox24: Lox24,
    sandbox: RunningSandbox,
    environment: dict[str, str],
    tmp_path: Path,
    synced: str,
    match: str,
    stores: Literal["all", 0],
) -> None:
    sandbox.faults.plan(match, Fault("stall", stores=stores))
    method, earlier = match.split(" ", maxsplit=1)[0], len(writes(sandbox))
    words = (*UNDO, "--concurrency", "1")
    killed, said = kill_when(words, environment, tmp_path, lambda: method in writes(sandbox)[earlier:])
    assert killed == -signal.SIGKILL, said
    done = lox24(*words)
    assert (done.exit_code, done.json["undoes"]) == (0, synced), done.stderr
    assert books(done.json) == {"created": 2, "updated": 2, "deleted": 2}
    assert sorted(held(sandbox)) == sorted(BEFORE)
    expected = {"POST": 1, "PUT": 2, "DELETE": 2}
    expected[method] += stores == 0
    assert {name: writes(sandbox)[earlier:].count(name) for name in expected} == expected
    assert "was undone already" in lox24("phones", "undo", "last").stdout


def test_an_undoing_that_goes_on_looks_at_the_group_as_it_is_now(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, synced: str
) -> None:
    assert synced
    ids = {phone.phone: phone.id for phone in sandbox.store.phones(GROUP)}
    sandbox.faults.plan(r"POST .*", Fault("status", status=402))
    assert lox24(*UNDO).exit_code == 4
    sandbox.store.unsubscribe(number(8))
    sandbox.store.change_phone(ids[number(4)], (number(4), "Dr.", "Neu", None, None, None, None))
    fill(sandbox, (number(0), "", "again"))
    sandbox.store.block(number(1))
    done = lox24(*UNDO)
    assert (done.exit_code, books(done.json)) == (0, {"updated": 1, "skipped": 4, "deleted": 1}), done.stderr
    assert {(phone, b) for phone, _, b in held(sandbox)} == {
        *((number(n), f"Name {n}") for n in (2, 3, 5)),
        *((number(0), "again"), (number(4), "Neu"), (number(8), "Neu")),
    }
    assert sum(line["code"] == "changed-since" for line in report(tmp_path)) == 3


def test_a_run_that_was_stopped_is_undone_as_far_as_it_came_and_never_goes_on(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    write(tmp_path, *((number(n), "", "x") for n in range(6)))
    words = ("phones", "import", "list.csv", "--group", "7116", "--batch-size", "2", "--concurrency", "1", "--json")
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"), skip=1)
    sandbox.faults.plan(r"GET /groups/\d+/phones", Fault("status", status=503), skip=2, times=None)
    stopped = lox24(*words, "--retries", "0")
    assert stopped.exit_code == 8, stopped.stderr
    sandbox.faults.clear()
    assert len(held(sandbox)) == 4
    done = lox24(*UNDO)
    assert (done.exit_code, done.json["undoes"], done.json["deleted"]) == (0, stopped.json["run"], 4), done.stderr
    assert held(sandbox) == []
    assert lox24("runs", "resume").stdout.startswith("nothing to do")


def test_who_was_undone_is_imported_again_even_if_the_file_has_not_changed(lox24: Lox24, tmp_path: Path) -> None:
    write(tmp_path, *((number(n), "", "x") for n in range(3)))
    words = ("phones", "import", "list.csv", "--group", "7116", "--if-changed", "--json")
    assert lox24(*words).json["counts"]["created"] == 3
    assert lox24(*UNDO).json["deleted"] == 3
    assert lox24(*words).json["counts"]["created"] == 3
    assert lox24(*words).json["rows"] == 0


@pytest.mark.parametrize("phones", ["bare", "national"])
def test_notations_of_the_gateway_are_no_changes(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, phones: str
) -> None:
    sandbox.change(phones=phones)
    write(tmp_path, (number(1), " Herr ", "Name"))
    assert lox24("phones", "import", "list.csv", "--group", "7116", "--region", "DE").exit_code == 0
    assert lox24(*UNDO).json["deleted"] == 1
    assert held(sandbox) == []


def test_a_run_that_did_nothing_has_nothing_to_undo(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    assert lox24("phones", "undo", "last").exit_code == 2
    fill(sandbox, (number(1), "", "x"))
    write(tmp_path, (number(1), "", "x"))
    lox24("phones", "import", "list.csv", "--group", "7116")
    done = lox24("phones", "undo", "last")
    assert (done.exit_code, writes(sandbox)) == (0, [])
    assert "created, changed and deleted nothing" in done.stdout
    dry = lox24("phones", "import", "list.csv", "--group", "7116", "--dry-run", "--json").json["run"]
    assert lox24("phones", "undo", dry).exit_code == 2


def test_what_undoing_needs_is_kept_until_pruned_and_nothing_more(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(1), "Geheim-alt", ""), (number(2), "Geheim-weg", ""))
    write(tmp_path, (number(1), "Geheim-neu", ""), (number(3), "Geheim-dazu", ""))
    run = lox24(*SYNC).json["run"]
    folder = tmp_path / "state" / "runs" / run
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert (b"Geheim-alt" in kept, b"Geheim-weg" in kept) == (True, True)
    assert (b"Geheim-neu" in kept, b"Geheim-dazu" in kept) == (False, False)
    lox24("runs", "prune", "--older-than", "0m")
    assert not folder.exists()


def test_what_an_undoing_sent_and_gave_up_is_ours_when_it_arrives(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", "Neu"))
    assert lox24(*SYNC).exit_code == 0
    entries = {phone.phone: phone for phone in sandbox.store.phones(GROUP)}
    for match in (PUT, DELETE):
        sandbox.faults.plan(match, Fault("drop", stores=0))
        sandbox.faults.plan(match, Fault("status", status=402))
    assert lox24(*UNDO).exit_code == 4
    sandbox.store.change_phone(entries[number(1)].id, (number(1), None, "Alt", None, None, "kept", "own id"))
    assert lox24(*UNDO).exit_code == 4
    sandbox.store.delete_phone(entries[number(2)].id)
    done = lox24(*UNDO)
    assert (done.exit_code, books(done.json)) == (0, {"updated": 1, "deleted": 1}), done.stderr
    assert held(sandbox) == [(number(1), "", "Alt")]
