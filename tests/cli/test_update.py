"""`--on-existing update`: what the group holds is changed where the file says something else, and only there."""

import signal
from pathlib import Path
from typing import Literal

import pytest

from lox24cli.sandbox.faults.faults import BATCH, LOOK, PUT, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import GROUP, fill, held, kill_when, meanwhile, number, report, write, writes

UPDATE = ("phones", "import", "list.csv", "--group", "7116", "--on-existing", "update", "--json")


@pytest.fixture(params=["keep", "replace"])
def puts(request: pytest.FixtureRequest, sandbox: RunningSandbox) -> None:
    """Let a PUT keep the fields that it leaves out, or empty them: both must come to the same."""
    sandbox.change(put=request.param)


@pytest.mark.usefixtures("puts")
def test_what_differs_is_changed_by_one_request_and_what_is_equal_by_none(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(1), "Herr", "Huber"), (number(2), "Frau", "Lange"), (number(3), "Frau", "Schmidt"))
    write(tmp_path, (number(1), "Herr", "Maier"), (number(2), " Frau ", "Lange"), (number(4), "Herr", "Neu"))
    done = lox24(*UPDATE)
    assert done.exit_code == 0, done.stderr
    counts = done.json["counts"]
    assert (counts["created"], counts["updated"], counts["unchanged"], done.json["rows"]) == (1, 1, 1, 3)
    assert writes(sandbox) == ["POST", "PUT"]
    expected = [(number(1), "Herr", "Maier"), (number(2), "Frau", "Lange"), (number(3), "Frau", "Schmidt")]
    assert held(sandbox) == [*expected, (number(4), "Herr", "Neu")]
    assert {(entry.e, entry.callback_data) for entry in sandbox.store.phones(GROUP)[:3]} == {("kept", "own id")}
    lines = {line["row"]: line for line in report(tmp_path)}
    assert [(line["status"], line["code"]) for line in lines.values()] == [
        ("updated", "updated"),
        ("unchanged", "unchanged"),
        ("created", "created"),
    ]
    assert lines["2"]["message"] == "changes b"
    assert lines["2"]["phone_id"] == str(sandbox.store.phones(GROUP)[0].id)
    assert lines["2"]["request_id"]
    assert lox24(*UPDATE).json["counts"]["unchanged"] == 3
    assert writes(sandbox) == ["POST", "PUT"]


@pytest.mark.parametrize(("blank", "left"), [("keep", "Huber"), ("clear", "")])
@pytest.mark.usefixtures("puts")
def test_a_blank_cell_leaves_the_value_unless_it_is_to_clear_it(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, blank: str, left: str
) -> None:
    fill(sandbox, (number(1), "Herr", "Huber"))
    write(tmp_path, (number(1), "Dr.", ""))
    assert lox24(*UPDATE, "--blank", blank).json["counts"]["updated"] == 1
    assert held(sandbox) == [(number(1), "Dr.", left)]
    assert {(entry.e, entry.callback_data) for entry in sandbox.store.phones(GROUP)} == {("kept", "own id")}  # unmapped


def test_of_several_entries_with_one_number_the_first_is_changed_and_the_others_are_told(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    first, *_ = fill(sandbox, (number(1), "", "Alt"), (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"))
    done = lox24(*UPDATE)
    assert held(sandbox) == [(number(1), "", "Neu"), (number(1), "", "Alt")]
    assert f"the group holds this number 2 times: entry {first.id} counts" in report(tmp_path)[0]["message"]
    assert "1 number of the file more than once" in done.stderr


def test_a_number_is_changed_as_the_group_writes_it_and_not_where_it_may_be_another(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, ("0171 39000001", "", "Alt"), ("43664123456", "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), ("+43 664 123456", "", "Neu"))
    assert lox24(*UPDATE, "--region", "DE").json["codes"] == {"already-in-group": 1, "updated": 1}
    assert held(sandbox) == [("0171 39000001", "", "Neu"), ("43664123456", "", "Alt")]
    assert "which may be +4943664123456 too" in report(tmp_path)[1]["message"]


def test_who_opted_out_is_not_changed(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, (number(1), "", "Alt"))
    sandbox.store.unsubscribe(number(1))
    write(tmp_path, (number(1), "", "Neu"))
    assert lox24(*UPDATE).json["codes"] == {"opted-out": 1}
    assert held(sandbox) == [(number(1), "", "Alt")]


@pytest.mark.parametrize(
    ("fault", "puts"),
    [
        (Fault("drop", stores="all"), 1),
        (Fault("drop", stores=0), 2),
        (Fault("status", status=504, stores="all"), 1),
        (Fault("status", status=503), 2),
        (Fault("half"), 1),
        (Fault("html"), 1),
        (Fault("other-phone"), 1),
        (Fault("wrong-ids"), 1),
    ],
    ids=str,
)
def test_a_change_without_an_answer_is_settled_by_reading_that_entry(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, fault: Fault, puts: int
) -> None:
    fill(sandbox, (number(1), "", "Alt"), (number(2), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", "Neu"))
    sandbox.faults.plan(PUT, fault)
    done = lox24(*UPDATE)
    assert (done.exit_code, done.json["counts"]["updated"]) == (0, 2), done.stderr
    assert held(sandbox) == [(number(1), "", "Neu"), (number(2), "", "Neu")]
    assert writes(sandbox) == ["PUT"] * (puts + 1)
    assert sum(request.path.endswith("/phones") and not request.query for request in sandbox.requests) == 1


def test_a_change_that_cannot_be_settled_is_unknown_and_the_same_command_settles_it(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"))
    sandbox.faults.plan(PUT, Fault("drop", stores="all"))
    sandbox.faults.plan(LOOK, Fault("status", status=503), times=None)
    done = lox24(*UPDATE, "--retries", "1")
    assert (done.exit_code, done.json["counts"]["unknown"]) == (8, 1)
    sandbox.faults.clear()
    again = lox24(*UPDATE)
    assert (again.exit_code, again.json["counts"]["updated"]) == (0, 1)
    assert writes(sandbox) == ["PUT"]


@pytest.mark.parametrize(("status", "exit_code"), [(401, 4), (402, 4), (403, 4), (429, 5), (405, 5)])
def test_what_stops_an_import_stops_its_changes_and_the_same_command_goes_on(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, status: int, exit_code: int
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(3)))
    write(tmp_path, *((number(n), "", "Neu") for n in range(3)))
    sandbox.faults.plan(PUT, Fault("status", status=status), skip=1)
    done = lox24(*UPDATE, "--concurrency", "1")
    assert (done.exit_code, done.json["counts"]["updated"], done.json["counts"]["failed"]) == (exit_code, 1, 2)
    again = lox24(*UPDATE)
    assert (again.exit_code, again.json["run"], again.json["counts"]["updated"]) == (0, done.json["run"], 3)
    assert writes(sandbox) == ["PUT"] * 4


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_change_that_the_gateway_refuses_is_that_rows_alone(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, status: int
) -> None:
    fill(sandbox, (number(1), "", "Alt"), (number(2), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", "Neu"))
    sandbox.faults.plan(PUT, Fault("status", status=status))
    done = lox24(*UPDATE, "--concurrency", "1")
    assert (done.exit_code, done.json["codes"]) == (3, {"refused": 1, "updated": 1})
    assert report(tmp_path)[0]["http_status"] == str(status)


def test_an_entry_that_is_gone_when_it_is_to_be_changed_is_created_anew(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    entries = fill(sandbox, *((number(n), "", "Alt") for n in range(3)))
    write(tmp_path, *((number(n), "", "Neu") for n in range(3)))

    def go() -> None:
        sandbox.store.delete_phone(entries[2].id)

    done = meanwhile(lox24, sandbox, (*UPDATE, "--concurrency", "1"), go)
    assert (done.exit_code, done.json["codes"]) == (0, {"created": 1, "updated": 2}), done.stderr
    assert sorted(held(sandbox)) == [(number(n), "", "Neu") for n in range(3)]


def test_an_entry_that_is_listed_and_never_found_is_refused_in_the_end(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"))
    sandbox.faults.plan(PUT, Fault("status", status=404), times=None)
    done = lox24(*UPDATE)
    assert (done.exit_code, done.json["codes"]) == (3, {"refused": 1})
    assert writes(sandbox) == ["PUT"] * 2
    assert held(sandbox) == [(number(1), "", "Alt")]


@pytest.mark.parametrize("stores", ["all", 0])
def test_a_run_that_was_killed_in_the_middle_goes_on_and_changes_nothing_twice(
    lox24: Lox24, sandbox: RunningSandbox, environment: dict[str, str], tmp_path: Path, stores: Literal["all", 0]
) -> None:
    fill(sandbox, *((number(n), "", "Alt") for n in range(4)))
    write(tmp_path, *((number(n), "", "Neu") for n in range(5)))
    sandbox.faults.plan(PUT, Fault("stall", stores=stores), skip=1)
    words = (*UPDATE, "--concurrency", "1")
    status, said = kill_when(words, environment, tmp_path, lambda: len(writes(sandbox)) >= 3)
    assert status == -signal.SIGKILL, said
    done = lox24(*words)
    assert (done.exit_code, done.json["codes"]) == (0, {"created": 1, "updated": 4}), done.stderr
    assert held(sandbox) == [(number(n), "", "Neu") for n in range(5)]
    assert writes(sandbox).count("PUT") == (4 if stores == "all" else 5)


def test_a_run_that_goes_on_looks_at_the_group_as_it_is_now(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """What somebody changed, deleted or added meanwhile is neither written over blindly nor doubled."""
    entries = fill(sandbox, *((number(n), "", "Alt") for n in range(4)))
    write(tmp_path, *((number(n), "", "Neu") for n in range(6)))
    sandbox.faults.plan(r"POST .*|PUT .*", Fault("status", status=402))
    assert lox24(*UPDATE).exit_code == 4
    sandbox.store.change_phone(entries[0].id, (number(0), None, "Neu", None, None, None, None))
    sandbox.store.change_phone(entries[1].id, (number(1), "Dr.", "Alt", None, None, None, None))
    sandbox.store.delete_phone(entries[2].id)
    fill(sandbox, (number(4), "Frau", "Alt"))
    done = lox24(*UPDATE)
    assert (done.exit_code, done.json["codes"]) == (0, {"created": 2, "unchanged": 1, "updated": 3}), done.stderr
    assert sorted(held(sandbox)) == sorted(
        [
            (number(0), "", "Neu"),
            (number(1), "Dr.", "Neu"),
            (number(2), "", "Neu"),
            (number(3), "", "Neu"),
            (number(4), "Frau", "Neu"),
            (number(5), "", "Neu"),
        ]
    )


def test_a_dry_run_says_of_each_row_what_the_real_one_does(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "Alt" if n % 3 else "Neu") for n in range(12)))
    sandbox.store.unsubscribe(number(5))
    sandbox.store.block(number(7))
    write(
        tmp_path, *((number(n), "", "Neu" if n % 4 else "") for n in range(16)), ("nix", "", "x"), (number(1), "", "")
    )
    words = (*UPDATE, "--region", "DE")
    dry = lox24(*words, "--dry-run")
    planned = report(tmp_path)
    real = lox24(*words)
    said, done = dry.json["counts"], real.json["counts"]
    assert said.pop("ready") == done["created"] + done["updated"] > 5
    assert {**said, "ready": 0} == {**done, "created": 0, "updated": 0}
    for before, after in zip(planned, report(tmp_path), strict=True):
        if before["status"] == "ready":
            assert after["status"] in ("created", "updated")
            continue
        assert before == after


def test_a_change_that_arrives_between_two_runs_is_ours(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    (entry,) = fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"))
    sandbox.faults.plan(PUT, Fault("drop", stores=0))
    sandbox.faults.plan(PUT, Fault("status", status=402))
    assert lox24(*UPDATE).json["counts"]["failed"] == 1
    sandbox.store.change_phone(entry.id, (number(1), None, "Neu", None, None, "kept", "own id"))
    assert lox24(*UPDATE).json["codes"] == {"updated": 1}
    assert writes(sandbox) == ["PUT", "PUT"]


def test_an_entry_that_is_gone_does_not_count_as_there_before(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """Otherwise the new one, sent without an answer, would seem not to have arrived, and be sent twice."""
    (entry,) = fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"))
    sandbox.faults.plan(PUT, Fault("status", status=402))
    assert lox24(*UPDATE).exit_code == 4
    sandbox.store.delete_phone(entry.id)
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"))
    assert lox24(*UPDATE).json["codes"] == {"created-confirmed": 1}
    assert held(sandbox) == [(number(1), "", "Neu")]
