"""Runs as people ask for them: a table, the beginning of an id, `last`, giving up, and how long checks are kept."""

import os
import re
from pathlib import Path

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24


def contacts(name: str, *phones: str) -> Path:
    path = Path(name)
    path.write_text("\n".join(("Mobil", *phones, "")))
    return path


def unfinished(lox24: Lox24, sandbox: RunningSandbox, name: str = "stopped.csv") -> str:
    """Leave a run whose batch was refused for want of funds; return its id."""
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    done = lox24("phones", "import", contacts(name, "+4915123456791", "+4915123456792"), "--group", "7116", "--json")
    assert done.exit_code == 4
    return str(done.json["run"])


def test_the_table_fits_80_columns_and_says_where_what_went(lox24: Lox24, sandbox: RunningSandbox) -> None:
    lox24("phones", "import", contacts("club.csv", "+4915123456701", "12"), "--group", "7116")
    unfinished(lox24, sandbox)
    header, *lines = lox24("runs", "list", env={"TZ": "Europe/Berlin"}).stdout.splitlines()
    assert header.split() == ["RUN", "BEGUN", "STATE", "CREATED", "SKIPPED", "REJECTED"]
    assert all(len(line) <= 80 for line in (header, *lines))
    assert re.fullmatch(r"\S{20}  \d{4}-\d\d-\d\d \d\d:\d\d  stopped          0        0        0", lines[0])
    assert lines[1] == f"  stopped.csv -> group 7116 Sandbox ({sandbox.url.removeprefix('http://')}); 2 failed"
    assert lines[2].endswith("finished         1        0        1")
    assert lines[3].startswith("  club.csv -> group 7116 Sandbox")


def test_times_are_those_of_the_reader(lox24: Lox24) -> None:
    lox24("phones", "check", contacts("club.csv", "+4915123456701"))
    here, there = (lox24("runs", "list", env={"TZ": zone}).stdout for zone in ("UTC", "UTC-3"))
    hour = re.compile(r" (\d\d):\d\d  ")
    found = [hour.search(text) for text in (here, there)]
    assert found[0] is not None
    assert found[1] is not None
    assert (int(found[1][1]) - int(found[0][1])) % 24 == 3


def test_only_the_newest_or_latest_are_listed_where_asked(lox24: Lox24) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        lox24("phones", "check", contacts(name, "+4915123456701"))
    assert [Path(run["file"]).name for run in lox24("runs", "list", "--limit", "2", "--json").json["runs"]] == [
        "c.csv",
        "b.csv",
    ]
    assert len(lox24("runs", "list", "--since", "1h", "--json").json["runs"]) == 3
    assert lox24("runs", "list", "--since", "2999-01-01", "--json").json["runs"] == []
    assert lox24("runs", "list", "--since", "soon").exit_code == 2


def test_a_run_is_meant_by_last_or_by_the_beginning_of_its_id(lox24: Lox24, sandbox: RunningSandbox) -> None:
    first = lox24("phones", "import", contacts("a.csv", "+4915123456701"), "--group", "7116", "--json").json["run"]
    newest = lox24("phones", "import", contacts("b.csv", "+4915123456702"), "--group", "7116", "--json").json["run"]
    assert lox24("runs", "show", "last", "--json").json["run"] == newest
    assert lox24("runs", "show", first[:18], "--json").json["run"] == first
    several = lox24("runs", "show", first[:4])
    assert several.exit_code == 2
    assert f"2 runs begin with {first[:4]}" in several.stderr
    assert first in several.stderr
    stopped = unfinished(lox24, sandbox)
    assert lox24("runs", "resume", stopped[:19], "--json").json["counts"]["created"] == 2


def test_resume_says_what_it_goes_on_with(lox24: Lox24, sandbox: RunningSandbox) -> None:
    run = unfinished(lox24, sandbox)
    done = lox24("runs", "resume")
    assert (
        f"run {run}: {Path('stopped.csv').absolute()} -> group 7116 Sandbox: 2 rows to send, 0 in doubt" in done.stderr
    )


def test_a_run_that_is_given_up_sends_nothing_more(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    run = unfinished(lox24, sandbox)
    asked = lox24("runs", "discard", run)
    assert asked.exit_code == 2
    assert "2 rows will not be sent, and nobody can be asked" in asked.stderr
    done = lox24("runs", "discard", run, "--yes", "--json")
    assert (done.exit_code, done.json["not_sent"], done.json["in_doubt"]) == (0, 2, 0)
    assert lox24("runs", "resume", "--json").json["counts"]["created"] == 0
    assert lox24("runs", "show", run, "--json").json["state"] == "closed"
    assert sandbox.store.count(7116) == 0
    assert lox24("runs", "discard", run, "--yes").exit_code == 2
    assert not list((tmp_path / "state").glob("runs/*/open"))


def test_a_given_up_file_is_imported_as_a_new_run(lox24: Lox24, sandbox: RunningSandbox) -> None:
    run = unfinished(lox24, sandbox)
    lox24("runs", "discard", run, "--yes")
    again = lox24("phones", "import", "stopped.csv", "--group", "7116", "--json")
    assert again.json["run"] != run
    assert again.json["counts"]["created"] == 2


def test_checks_are_kept_for_a_week_and_imports_as_long_as_asked(lox24: Lox24, tmp_path: Path) -> None:
    check = lox24("phones", "check", contacts("a.csv", "+4915123456701"), "--json").json["run"]
    imported = lox24("phones", "import", "a.csv", "--group", "7116", "--json").json["run"]
    runs = tmp_path / "state" / "runs"
    eight_days_ago = "20261101T000000"
    for run in (check, imported):
        (runs / run).rename(runs / (eight_days_ago + run[15:]))
        os.utime(runs / (eight_days_ago + run[15:]))
    lox24("phones", "check", "a.csv")
    deleted = lox24("runs", "prune", "--older-than", "36500d", "--json").json["deleted"]
    assert deleted == [eight_days_ago + check[15:]]


def test_if_changed_rests_where_only_the_same_bad_rows_are_left(lox24: Lox24) -> None:
    command = (
        "phones",
        "import",
        contacts("a.csv", "+4915123456701", "12"),
        "--group",
        "7116",
        "--if-changed",
        "--json",
    )
    first = lox24(*command)
    assert (first.exit_code, first.json["done_by"]) == (3, None)
    again = lox24(*command)
    assert (again.exit_code, again.json["done_by"], again.json["run"]) == (0, first.json["run"], None)
    contacts("a.csv", "+4915123456701", "+4915123456702")
    assert lox24(*command).json["counts"]["created"] == 1


def test_the_summary_names_the_group_and_the_gateway(lox24: Lox24, sandbox: RunningSandbox) -> None:
    done = lox24("phones", "import", contacts("a.csv", "+4915123456701"), "--group", "7116")
    assert f"-> group 7116 Sandbox ({sandbox.url.removeprefix('http://')})\n" in done.stdout
