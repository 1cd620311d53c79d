"""Which earlier run a command goes on with: the same contacts by the same rules, whatever they are called."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, Lox24

BATCH = r"POST /groups/\d+/phones/batch"
OPTIONS = ("--group", "7116", "--region", "DE", "--report-dir", "out", "--json")
IMPORT = ("phones", "import", SAMPLES / "contacts.csv", *OPTIONS)
PIPED = ("phones", "import", "-", *OPTIONS)


@pytest.fixture
def stop(sandbox: RunningSandbox) -> None:
    """The first batch of the test is refused, so that the first run is not finished."""
    sandbox.faults.plan(BATCH, Fault("status", status=403), times=1)


@pytest.mark.usefixtures("stop")
def test_two_lists_by_pipe_are_told_apart_by_what_is_in_them(lox24: Lox24) -> None:
    """The second one takes nobody's place: the first can still be gone on with, by what is in it or by its name."""
    first, second = b"phone\n+4915228817386\n", b"phone\n+4915228817387\n"
    stopped = lox24(*PIPED, stdin=first)
    assert stopped.exit_code == 4
    other = lox24(*PIPED, stdin=second)
    assert (other.exit_code, other.json["counts"]["created"]) == (0, 1)
    assert "was not finished" not in other.stderr
    again = lox24(*PIPED, stdin=first)
    assert (again.exit_code, again.json["run"]) == (0, stopped.json["run"])


@pytest.mark.usefixtures("stop")
def test_the_same_list_of_numbers_under_another_name_is_the_same_run(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("+4915228817399\n")
    (tmp_path / "two.txt").write_text("+4915228817399\n")
    stopped = lox24(*IMPORT, "--suppress", "one.txt")
    assert lox24(*IMPORT, "--suppress", "two.txt").json["run"] == stopped.json["run"]


@pytest.mark.usefixtures("stop")
def test_a_longer_list_of_numbers_makes_another_run_which_sends_to_none_of_them(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    suppressed = tmp_path / "never.txt"
    suppressed.write_text("+4915228817399\n")
    stopped = lox24(*IMPORT, "--suppress", "never.txt")
    suppressed.write_text("+4915228817386\n")
    again = lox24(*IMPORT, "--suppress", "never.txt")
    assert "the list of --suppress changed since" in again.stderr
    assert again.json["run"] != stopped.json["run"]
    assert again.json["codes"] == {"blocked": 1, "created": 11}
    assert "+4915228817386" not in {phone.phone for phone in sandbox.store.phones(7116)}


@pytest.mark.usefixtures("stop")
def test_columns_that_got_other_titles_in_the_group_make_another_run(lox24: Lox24, sandbox: RunningSandbox) -> None:
    """The titles decide where a column goes."""
    group = sandbox.store.add_group("Titled", {"name_a": "Vorname"})
    command = ("phones", "import", SAMPLES / "contacts.csv", "--group", str(group.id), *OPTIONS[2:])
    stopped = lox24(*command)
    sandbox.store.change_group(group.id, {"name_a": "Nachname"})
    again = lox24(*command)
    assert "the titles of the group's columns changed since" in again.stderr
    assert again.json["run"] != stopped.json["run"]


# ---- journals that cannot be read, and many ------------------------------------------------------


@pytest.mark.parametrize(("written", "said"), [(1, "an older version"), (99, "a newer version")])
@pytest.mark.usefixtures("stop")
def test_a_run_that_another_version_began_is_told_and_not_sent_again(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, written: int, said: str
) -> None:
    run = lox24(*IMPORT).json["run"]
    (path,) = (tmp_path / "state" / "runs").glob("*/journal.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {written}")
    for command in (IMPORT, ("runs", "resume", "--json"), ("runs", "show", run, "--json")):
        refused = lox24(*command)
        assert (refused.exit_code, refused.json["error"]["code"]) == (2, "journal-format")
        assert run in refused.json["error"]["message"]
        assert said in refused.json["error"]["message"]
    assert sandbox.store.count(7116) == 0
    listed = lox24("runs", "list", "--json")
    assert (listed.exit_code, listed.json["runs"]) == (0, [])
    assert said in listed.stderr


@pytest.mark.usefixtures("stop")
def test_a_damaged_journal_stops_imports_into_its_own_group_alone(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    assert lox24(*IMPORT).exit_code == 4
    (path,) = (tmp_path / "state" / "runs").glob("*/journal.sqlite")
    path.write_bytes(b"no database " * 400)
    other = str(sandbox.store.add_group("Other").id)
    assert lox24(*IMPORT, "--group", other).json["codes"] == {"created": 12}
    assert lox24(*IMPORT).exit_code == 5


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on open files")
@pytest.mark.usefixtures("stop")
def test_a_hundred_unfinished_runs_do_not_exhaust_the_open_files(
    lox24: Lox24, environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    assert lox24(*IMPORT).exit_code == 4
    runs = tmp_path / "state" / "runs"
    (stopped,) = runs.iterdir()
    for number in range(100):
        folder = shutil.copytree(stopped, runs / f"20200101T000000-{number:04}")
        with closing(sqlite3.connect(folder / "journal.sqlite")) as connection, connection:
            connection.execute(
                "UPDATE run SET value = json_set(value, '$.identity.path', ?, '$.identity.sha256', ?)"
                " WHERE name = 'facts'",
                (f"/elsewhere/{number}.csv", str(number)),
            )
    words = ("bash", "-c", 'ulimit -n 64; exec "$0" "$@"', sys.executable, "-m", "lox24cli", *IMPORT)
    done = subprocess.run([str(word) for word in words], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sandbox.store.count(7116) == 12
