"""`--if-changed`: rest where the same file was brought in before, and what that did still stands."""

from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import PUT, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import fill, held, number, write, writes

SYNC = ("phones", "sync", "list.csv", "--group", "7116", "--max-delete", "100%", "--if-changed", "--json")
OLD = [(number(n), "", "Alt") for n in range(4)]


@pytest.mark.parametrize(
    "between",
    [
        [(number(n), "", "Alt") for n in range(3)],  # deletes
        [(number(n), "", "Neu") for n in range(4)],  # changes
        [(number(n), "", "Alt") for n in range(5)],  # creates
    ],
    ids=["deleted", "changed", "created"],
)
def test_a_sync_of_an_older_list_is_done_again_after_one_of_a_newer_list(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, between: list[tuple[str, str, str]]
) -> None:
    write(tmp_path, *OLD)
    assert lox24(*SYNC).json["counts"]["created"] == 4
    first = lox24(*SYNC).json["done_by"]
    assert first is not None
    write(tmp_path, *between)
    assert lox24(*SYNC).exit_code == 0
    assert held(sandbox) == between
    write(tmp_path, *OLD)
    done = lox24(*SYNC)
    assert (done.exit_code, done.json["done_by"]) == (0, None), done.stderr
    assert held(sandbox) == OLD
    assert lox24(*SYNC).json["done_by"] == done.json["run"] != first


def test_two_lists_of_one_group_rest_both(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """What another import only added takes nothing back."""
    fill(sandbox, (number(9), "", "there"))
    for name, contacts in (("one.csv", OLD[:2]), ("two.csv", OLD[2:])):
        write(tmp_path, *contacts, name=name)
    words = ("--group", "7116", "--if-changed", "--json")
    for name in ("one.csv", "two.csv"):
        assert lox24("phones", "import", name, *words).json["counts"]["created"] == 2
    earlier = len(writes(sandbox))
    for name in ("one.csv", "two.csv"):
        assert lox24("phones", "import", name, *words).json["done_by"] is not None
    assert len(writes(sandbox)) == earlier


def test_a_run_that_is_not_finished_does_not_rest_on_an_earlier_one(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    write(tmp_path, *OLD)
    assert lox24(*SYNC).exit_code == 0
    first, *_ = sandbox.store.phones(7116)
    sandbox.store.change_phone(first.id, (first.phone, None, "by hand", None, None, None, None))
    sandbox.faults.plan(PUT, Fault("status", status=402))
    stopped = lox24(*(word for word in SYNC if word != "--if-changed"))
    assert stopped.exit_code == 4
    done = lox24(*SYNC)
    assert (done.exit_code, done.json["run"]) == (0, stopped.json["run"])
    assert held(sandbox) == OLD
