"""`phones undo` while others work in the group: what changes after it was read is left alone, too."""

from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import GROUP, fill, held, meanwhile, number, report, write, writes

SYNC = ("phones", "sync", "list.csv", "--group", "7116", "--max-delete", "100%", "--json")
UNDO = ("phones", "undo", "last", "--json")


def ids(sandbox: RunningSandbox) -> dict[str, int]:
    return {phone.phone: phone.id for phone in sandbox.store.phones(GROUP)}


def test_what_changes_after_the_group_was_read_is_not_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(0), "", "Alt"))
    write(tmp_path, (number(0), "", "Neu"), *((number(n), "", "Neu") for n in range(1, 6)))
    assert lox24(*SYNC).exit_code == 0
    there = ids(sandbox)

    def happen() -> None:
        sandbox.store.unsubscribe(number(1))
        sandbox.store.change_phone(there[number(2)], (number(2), "Dr.", "Neu", None, None, None, None))
        sandbox.store.change_phone(there[number(3)], (number(30), None, "Neu", None, None, None, None))
        sandbox.store.delete_phone(there[number(4)])
        fill(sandbox, (number(4), "", "again"))

    done = meanwhile(lox24, sandbox, UNDO, happen)
    assert (done.exit_code, done.json["deleted"], done.json["codes"]["changed-since"]) == (0, 1, 4), done.stderr
    assert {phone for phone, _, _ in held(sandbox)} == {number(n) for n in (0, 1, 2, 30, 4)}
    assert held(sandbox)[0] == (number(0), "", "Alt")
    said = {line["phone"]: line["message"] for line in report(tmp_path) if line["status"] == "skipped"}
    assert set(said) == {number(n) for n in (1, 2, 3, 4)}
    assert "no longer" in said[number(4)]


@pytest.mark.parametrize("put", ["keep", "replace"])
def test_what_a_run_filled_is_emptied_again_and_what_it_left_is_left(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, put: str
) -> None:
    """Whatever a PUT does with fields that it leaves out: it leaves none out."""
    sandbox.change(put=put)
    fill(sandbox, (number(0), "", ""), (number(1), "Herr", "Huber"))
    before = [phone.entry for phone in sandbox.store.phones(GROUP)]
    write(tmp_path, (number(0), "Frau", "Neu"), (number(1), "", "Maier"))
    words = (*SYNC[:5], "--json", "--blank", "clear")
    assert lox24(*words).json["counts"]["updated"] == 2
    assert held(sandbox) == [(number(0), "Frau", "Neu"), (number(1), "", "Maier")]
    assert lox24(*UNDO).json["counts"]["updated"] == 2
    assert [tuple(value or None for value in phone.entry) for phone in sandbox.store.phones(GROUP)] == before


def test_a_run_whose_entries_have_no_id_is_left_alone(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """The group names no ids at all: nobody can say which entry is the run's."""
    sandbox.faults.plan(READ, Fault("no-ids"), times=None)
    sandbox.faults.plan(r"POST .*", Fault("drop", stores="all"))
    write(tmp_path, (number(0), "", "Neu"))
    assert lox24("phones", "import", "list.csv", "--group", "7116", "--json").json["counts"]["created"] == 1
    earlier = len(writes(sandbox))
    done = lox24(*UNDO)
    assert (done.exit_code, done.json["codes"], len(writes(sandbox))) == (0, {"changed-since": 1}, earlier)
    assert "did not say under which id" in report(tmp_path)[0]["message"]
