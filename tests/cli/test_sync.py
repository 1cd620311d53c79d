"""`phones sync`: afterwards the group is what the file says, and nobody is deleted who must not be."""

import signal
from pathlib import Path
from typing import Literal

import pytest

from lox24cli.sandbox.faults.faults import BATCH, DELETE, PUT, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import GROUP, Contact, fill, held, kill_when, meanwhile, number, report, write, writes

SYNC = ("phones", "sync", "list.csv", "--group", "7116", "--region", "DE", "--json")
FREELY = (*SYNC, "--max-delete", "100%")


def numbers(sandbox: RunningSandbox) -> set[str]:
    return {phone for phone, _, _ in held(sandbox)}


def test_afterwards_the_group_is_what_the_file_says(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    entries = fill(sandbox, *((number(n), "", f"Name {n}") for n in range(20)))
    contacts = [(number(n), "", f"Name {n}" if n != 5 else "Neu") for n in range(1, 20)] + [(number(30), "", "Neu")]
    write(tmp_path, *contacts)
    done = lox24(*SYNC)
    assert done.exit_code == 0, done.stderr
    answer = done.json
    assert (answer["rows"], answer["deleted"], answer["to_delete"]) == (20, 1, 0)
    counts = {name: count for name, count in answer["counts"].items() if count}
    assert counts == {"created": 1, "updated": 1, "unchanged": 18}
    assert held(sandbox) == contacts
    assert writes(sandbox) == ["POST", "PUT", "DELETE"]
    *rows, last = report(tmp_path)
    assert [line["row"] for line in rows] == [str(n) for n in range(2, 22)]
    said = {name: last[name] for name in ("row", "line", "status", "code", "input", "phone", "phone_id")}
    phone = number(0)
    assert said == {
        "row": "",
        "line": "",
        "status": "deleted",
        "code": "not-in-file",
        "input": phone,
        "phone": phone,
        "phone_id": str(entries[0].id),
    }


def test_what_is_equal_costs_no_writing_request(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, *((number(n), "", "Name") for n in range(5)))
    write(tmp_path, *((number(n), "", "Name") for n in range(5)))
    assert lox24(*SYNC).json["counts"]["unchanged"] == 5
    assert writes(sandbox) == []
    assert sum(request.path.endswith("/phones") and not request.query for request in sandbox.requests) == 1


@pytest.mark.parametrize(
    ("limit", "gone", "is_done"),
    [("10%", 1, True), ("10%", 2, False), ("2", 2, True), ("2", 3, False), ("0", 0, True), ("0", 1, False)],
)
def test_more_deletions_than_allowed_end_with_nothing_done(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, limit: str, gone: int, *, is_done: bool
) -> None:
    before = [(number(n), "", "Alt") for n in range(10)]
    fill(sandbox, *before)
    write(tmp_path, *((number(n), "", "Neu") for n in range(gone, 12)))
    words = (*SYNC, "--max-delete", limit)
    dry, done = lox24(*words, "--dry-run"), lox24(*words)
    assert dry.exit_code == done.exit_code == (0 if is_done else 7), done.stderr
    if is_done:
        assert (done.json["deleted"], dry.json["to_delete"]) == (gone, gone)
        return
    assert (done.json["error"]["code"], done.json["deleted"], done.json["to_delete"]) == ("max-delete", 0, gone)
    assert f"{gone} of 10 phones in the group would be deleted" in done.stderr
    assert (writes(sandbox), held(sandbox)) == ([], before)


def test_ten_percent_is_the_limit_that_nobody_gave(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(10)))
    write(tmp_path, (number(1), "", ""))
    assert lox24(*SYNC).exit_code == 7
    assert lox24(*FREELY).json["deleted"] == 9


def test_who_opted_out_is_never_deleted(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(3)))
    sandbox.store.unsubscribe(number(0))
    write(tmp_path, (number(1), "", ""))
    done = lox24(*FREELY)
    assert (done.exit_code, done.json["deleted"]) == (0, 1)
    assert numbers(sandbox) == {number(0), number(1)}
    assert "kept though not in the file: 1 phone of the group that opted out" in done.stderr


def test_who_opts_out_while_the_sync_goes_on_is_never_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(4)))
    write(tmp_path, (number(3), "", "Neu"))
    done = meanwhile(lox24, sandbox, FREELY, lambda: sandbox.store.unsubscribe(number(0)))
    assert done.exit_code == 0
    assert numbers(sandbox) == {number(0), number(3)}
    assert "kept though not in the file: 1 phone that opted out since" in done.stderr


def test_who_comes_into_the_group_while_the_sync_goes_on_is_never_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    entries = fill(sandbox, *((number(n), "", "") for n in range(4)))
    write(tmp_path, (number(3), "", "Neu"))

    def come() -> None:
        sandbox.store.delete_phone(entries[0].id)
        fill(sandbox, (number(0), "", "again"), (number(9), "", "new"))
        sandbox.store.change_phone(entries[1].id, (number(8), None, None, None, None, None, None))

    assert meanwhile(lox24, sandbox, FREELY, come).exit_code == 0
    assert numbers(sandbox) == {number(0), number(9), number(8), number(3)}


REJECTED = [
    "0171 39000",
    "0171 390000 00 1",
    "+49 171 39000001x",
    "0171 39000000 Huber",
    "17139000009",
    "4,91714E+12",
    "#####",
]
"""What somebody may have made of number(0), which is +49 171 39000000."""


@pytest.mark.parametrize("cell", ["nix", *REJECTED])
def test_if_any_row_was_rejected_deletions_wait(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, cell: str
) -> None:
    fill(sandbox, (number(0), "", ""), (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", ""), (cell, "", ""))
    done = lox24(*FREELY)
    assert (done.exit_code, done.json["deleted"], done.json["counts"]["rejected"]) == (3, 0, 1), done.stderr
    assert numbers(sandbox) == {number(0), number(1), number(2)}
    assert (done.json["counts"]["updated"], "--delete-despite-rejected" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("cell", "stays"), [("nix", False), ("0171 55555", False), *((cell, True) for cell in REJECTED)]
)
def test_whoever_a_rejected_row_may_mean_is_never_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, cell: str, *, stays: bool
) -> None:
    fill(sandbox, (number(0), "", ""), ("+4915112340000", "", ""), (number(1), "", ""))
    write(tmp_path, (number(1), "", ""), (cell, "", ""))
    done = lox24(*FREELY, "--delete-despite-rejected")
    assert done.json["counts"]["rejected"] == 1
    assert (number(0) in numbers(sandbox)) is stays
    assert ("+4915112340000" in numbers(sandbox)) is (cell == "#####")


def test_in_a_row_whose_cells_have_moved_any_cell_may_be_the_phone(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(0), "", ""), (number(1), "", ""), ("+4915112340000", "", ""))
    write(tmp_path, (number(1), "", ""), ("Huber, Max", "", "", number(0)))
    assert lox24(*FREELY, "--delete-despite-rejected").json["codes"]["row-too-long"] == 1
    assert numbers(sandbox) == {number(0), number(1)}


def test_what_the_file_names_is_never_deleted_whatever_becomes_of_its_row(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(5)), (number(1), "", "twice"), ("43664123456", "", ""))
    sandbox.store.block(number(1))
    (tmp_path / "own.txt").write_text(number(2))
    rows: list[Contact] = [(number(n), "", "") for n in (1, 2, 3, 3)]
    write(tmp_path, *rows, ("+49 43664 123456", "", ""))
    done = lox24(*FREELY, "--suppress", "own.txt")
    assert (done.exit_code, done.json["deleted"]) == (0, 2), done.stderr
    assert done.json["codes"] | {"created": 1} == {"blocked": 2, "duplicate-in-file": 1, "unchanged": 1, "created": 1}
    assert {number(1), number(2), number(3), "43664123456"} <= numbers(sandbox)
    assert sum(phone == number(1) for phone, _, _ in held(sandbox)) == 2


def test_a_phone_that_is_no_number_is_never_deleted(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, ("0800-PIZZA", "", ""), (number(1), "", ""))
    write(tmp_path, (number(1), "", ""))
    done = lox24(*FREELY)
    assert done.json["deleted"] == 0
    assert "kept though not in the file: 1 phone of the group that cannot be read as a number" in done.stderr


def test_nothing_is_deleted_before_all_contacts_are_where_they_are_to_be(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(0), "", ""), (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", ""))
    sandbox.faults.plan(BATCH, Fault("status", status=402))
    stopped = lox24(*FREELY)
    assert (stopped.exit_code, stopped.json["to_delete"], numbers(sandbox)) == (4, 1, {number(0), number(1)})
    assert report(tmp_path)[-1]["status"] == "failed"
    sandbox.faults.plan(PUT, Fault("status", status=503), times=3)
    again = lox24(*FREELY, "--retries", "1", "--backoff", "0")
    assert again.exit_code == 5
    assert number(0) in numbers(sandbox)
    last = lox24(*FREELY)
    assert (last.exit_code, last.json["deleted"], numbers(sandbox)) == (0, 1, {number(1), number(2)})
    assert [request.method for request in sandbox.requests if request.method != "GET"][-1] == "DELETE"


@pytest.mark.parametrize(
    ("fault", "deletes"),
    [
        (Fault("drop", stores="all"), 2),
        (Fault("drop", stores=0), 3),
        (Fault("status", status=504, stores="all"), 2),
        (Fault("status", status=503), 3),
        (Fault("status", status=404, stores="all"), 2),
    ],
    ids=str,
)
def test_a_deletion_without_an_answer_is_settled_by_reading_that_entry(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, fault: Fault, deletes: int
) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(3)))
    write(tmp_path, (number(2), "", ""))
    sandbox.faults.plan(DELETE, fault)
    done = lox24(*FREELY)
    assert (done.exit_code, done.json["deleted"], numbers(sandbox)) == (0, 2, {number(2)}), done.stderr
    assert writes(sandbox) == ["DELETE"] * deletes


@pytest.mark.parametrize(("status", "exit_code"), [(401, 4), (402, 4), (403, 4), (429, 5), (400, 3)])
def test_a_deletion_that_is_refused_is_told_and_one_that_is_left_is_gone_on_with(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, status: int, exit_code: int
) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(3)))
    write(tmp_path, (number(2), "", ""))
    sandbox.faults.plan(DELETE, Fault("status", status=status))
    done = lox24(*FREELY, "--concurrency", "1")
    refused = status == 400
    assert (done.exit_code, done.json["deleted"]) == (exit_code, 1 if refused else 0)
    assert done.json["to_delete"] == (1 if refused else 2)
    assert [line["status"] for line in report(tmp_path)[1:]] == (["refused", "deleted"] if refused else ["failed"] * 2)
    again = lox24(*FREELY)
    assert (again.exit_code, numbers(sandbox)) == (0, {number(2)})
    assert (again.json["run"] == done.json["run"]) is not refused


@pytest.mark.parametrize("stores", ["all", 0])
@pytest.mark.parametrize("match", [BATCH, PUT, DELETE], ids=["POST", "PUT", "DELETE"])
def test_a_sync_that_was_killed_goes_on_and_does_nothing_twice(
    lox24: Lox24,
    sandbox: RunningSandbox,
    environment: dict[str, str],
    tmp_path: Path,
    match: str,
    stores: Literal["all", 0],
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(6)))
    write(tmp_path, *((number(n), "", "Neu" if n < 5 else "Alt") for n in range(3, 8)))
    method = match.split(" ", maxsplit=1)[0]
    sandbox.faults.plan(match, Fault("stall", stores=stores))
    words = (*FREELY, "--concurrency", "1")
    killed, said = kill_when(words, environment, tmp_path, lambda: method in writes(sandbox))
    assert killed == -signal.SIGKILL, said
    done = lox24(*words)
    assert (done.exit_code, done.json["deleted"]) == (0, 3), done.stderr
    assert {name: count for name, count in done.json["counts"].items() if count} == {
        "created": 2,
        "updated": 2,
        "unchanged": 1,
    }
    assert sorted(held(sandbox)) == [(number(n), "", "Neu" if n < 5 else "Alt") for n in range(3, 8)]
    expected = {"POST": 1, "PUT": 2, "DELETE": 3}
    expected[method] += stores == 0
    assert {name: writes(sandbox).count(name) for name in expected} == expected


def test_a_dry_run_says_of_each_line_what_the_real_one_does(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(10)))
    write(tmp_path, *((number(n), "", "Neu" if n % 2 else "Alt") for n in range(3, 14)))
    dry = lox24(*FREELY, "--dry-run")
    planned = report(tmp_path)
    assert (dry.json["deleted"], dry.json["to_delete"], writes(sandbox)) == (0, 3, [])
    real = lox24(*FREELY)
    assert real.json["deleted"] == 3
    kept = ("row", "phone", "code")
    for before, after in zip(planned, report(tmp_path), strict=True):
        assert (before["row"], before["phone"], before["phone_id"] or after["phone_id"]) == (
            *(after["row"], after["phone"]),
            after["phone_id"],
        )
        expected = {"ready": {"created", "updated", "deleted"}}.get(before["status"], {before["status"]})
        assert after["status"] in expected
        assert before["row"] or all(before[name] == after[name] for name in kept)


def test_a_sync_of_a_part_of_the_file_is_refused(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, (number(1), "", ""))
    write(tmp_path, (number(1), "", ""))
    done = lox24(*FREELY, "--limit", "1")
    assert (done.exit_code, writes(sandbox)) == (2, [])
    assert "whoever is in the rest" in done.stderr


def test_ten_thousand_contacts_with_fifty_changes_cost_fifty_requests(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(10_000)))
    write(tmp_path, *((number(n), "", "Neu" if n % 400 == 1 else "Alt") for n in range(25, 10_001)))
    done = lox24(*SYNC, timeout=120)
    assert (done.exit_code, done.json["deleted"], done.json["counts"]["updated"]) == (0, 25, 24), done.stderr
    assert writes(sandbox) == ["POST", *["PUT"] * 24, *["DELETE"] * 25]
    assert sum(request.path.endswith("/phones") and not request.query for request in sandbox.requests) == 2
    assert len(sandbox.store.phones(GROUP)) == 9_976


def test_a_deletion_that_arrives_between_two_runs_is_ours_and_another_ones_is_not(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    entries = fill(sandbox, *((number(n), "", "") for n in range(3)))
    write(tmp_path, (number(2), "", ""))
    sandbox.faults.plan(DELETE, Fault("drop", stores=0))
    sandbox.faults.plan(DELETE, Fault("status", status=402))
    assert lox24(*FREELY, "--concurrency", "1").json["to_delete"] == 2
    for entry in entries[:2]:
        sandbox.store.delete_phone(entry.id)
    done = lox24(*FREELY)
    assert (done.exit_code, done.json["deleted"]) == (0, 1), done.stderr
    assert writes(sandbox) == ["DELETE", "DELETE"]
    assert "gone from the group already: 1 phone" in done.stderr
