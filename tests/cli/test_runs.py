"""Runs: what is kept of an import, what is deleted, one at a time, and cron."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, Lox24
from tests.reading_reports import read_report

BATCH = r"POST /groups/\d+/phones/batch"
IMPORT = ("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_finished_run_keeps_no_text_of_a_contact(lox24: Lox24, tmp_path: Path) -> None:
    """Names and callback_data go when they are not needed any more; from the file's bytes, not only from its tables."""
    assert lox24(*IMPORT, "--map", "callback_data=Kundennummer").exit_code == 0
    kept = bytes_of(tmp_path / "state")
    for text in ("Köhler", "Jördis", "10021", "Süderbrarup"):
        assert text.encode() not in kept


def test_a_finished_run_keeps_no_text_of_a_surplus_cell(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("phone,a\n+4915228817386,Ada\n+4915228817387,Bo,Jordisdottir\n")
    assert lox24("phones", "import", "c.csv", "--group", "7116").exit_code == 3
    assert b"Jordisdottir" not in bytes_of(tmp_path / "state")


def test_an_unfinished_run_keeps_what_it_needs_and_nobody_else_may_read_it(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=403), times=1)
    assert lox24(*IMPORT).exit_code == 4
    state = tmp_path / "state"
    assert "Köhler".encode() in bytes_of(state)
    for path in (state, *state.rglob("*"), *(tmp_path / "out").iterdir()):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, f"{path} {mode:o}"


@pytest.mark.parametrize(("status", "exit_code"), [(401, 4), (402, 4), (403, 4), (404, 4), (429, 5)])
def test_a_refusal_in_the_middle_stops_the_run_and_it_can_be_gone_on_with(
    lox24: Lox24, sandbox: RunningSandbox, status: int, exit_code: int
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=status), skip=1, times=1)
    stopped = lox24(*IMPORT, "--batch-size", "4", "--concurrency", "1", "--json")
    assert stopped.exit_code == exit_code
    assert stopped.json["counts"]["created"] == 4
    assert stopped.json["codes"]["not-sent" if exit_code == 4 else "gateway"] in (4, 8)
    assert stopped.json["counts"]["failed"] == 8
    resumed = lox24("runs", "resume", "--report-dir", "out", "--json")
    assert resumed.exit_code == 0, resumed.stderr
    assert resumed.json["run"] == stopped.json["run"]
    assert resumed.json["counts"]["created"] == 12
    assert sandbox.store.count(7116) == 12


def test_a_row_that_was_only_in_a_refused_batch_is_not_called_bad_itself(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=422), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    stopped = lox24(*IMPORT, "--json").json
    assert stopped["codes"] == {"gateway": 12}
    (message,) = {line["message"] for line in read_report(stopped["report"]) if line["http_status"] == "422"}
    assert message.startswith("sent, but not stored: the gateway refused this row's whole batch (422)")


def test_the_same_command_goes_on_with_the_unfinished_run(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=402), skip=1, times=1)
    stopped = lox24(*IMPORT, "--batch-size", "5", "--concurrency", "1", "--json")
    again = lox24(*IMPORT, "--json")
    assert again.exit_code == 0
    assert again.json["run"] == stopped.json["run"]
    assert again.json["codes"] == {"created": 12}
    assert "goes on where it stopped" in again.stderr
    assert sandbox.store.count(7116) == 12


def test_the_list_shows_each_run_and_its_end(lox24: Lox24) -> None:
    first = lox24(*IMPORT, "--json").json["run"]
    lox24(*IMPORT, "--dry-run")
    runs = lox24("runs", "list", "--json").json["runs"]
    assert [run["state"] for run in runs] == ["dry run", "finished"]
    assert runs[1]["run"] == first
    assert runs[1]["counts"]["created"] == 12
    shown = lox24("runs", "show", first)
    assert "12 created" in shown.stdout


def test_a_report_can_be_written_again_from_the_run(lox24: Lox24) -> None:
    answer = lox24(*IMPORT, "--json").json
    assert lox24("runs", "show", answer["run"], "--report", "again.csv").exit_code == 0
    assert read_report("again.csv") == read_report(answer["report"])


def test_prune_deletes_old_finished_runs_and_leaves_unfinished_ones(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    finished = lox24(*IMPORT, "--json").json["run"]
    (tmp_path / "more.csv").write_text("phone\n+491713920050\n")
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    unfinished = lox24("phones", "import", "more.csv", "--group", "7116", "--json").json["run"]
    assert lox24("runs", "prune", "--older-than", "1d", "--json").json["deleted"] == []
    assert lox24("runs", "prune", "--older-than", "0m", "--json").json["deleted"] == [finished]
    assert [run["run"] for run in lox24("runs", "list", "--json").json["runs"]] == [unfinished]


def test_nothing_to_resume_is_no_error(lox24: Lox24) -> None:
    run = lox24(*IMPORT, "--json").json["run"]
    done = lox24("runs", "resume")
    assert (done.exit_code, done.stdout) == (0, "nothing to do: no run is unfinished\n")
    done = lox24("runs", "resume", run, "--json")
    assert (done.exit_code, done.json["ok"], done.json["rows"]) == (0, True, 0)
    assert lox24("runs", "resume", "../../etc").exit_code == 2


# ---- one at a time ---------------------------------------------------------------------------------


def test_a_second_import_into_the_same_group_is_told_who_is_at_it(
    lox24: Lox24, sandbox: RunningSandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    sandbox.change(latency=1.0)
    command = [sys.executable, "-m", "lox24cli", *map(str, IMPORT), "--batch-size", "2", "--concurrency", "1"]
    quiet = subprocess.DEVNULL
    first = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet)
    try:
        while not list((tmp_path / "state").glob("locks/*.json")):
            assert first.poll() is None
            time.sleep(0.02)
        second = lox24(*IMPORT, "--json")
    finally:
        sandbox.change(latency=0.0)
        first.wait(timeout=60)
    assert second.exit_code == 5
    assert second.json["error"]["code"] == "locked"
    assert str(first.pid) in second.json["error"]["message"]
    assert sandbox.store.count(7116) == 12


def test_a_lock_whose_process_is_dead_is_no_obstacle(lox24: Lox24, tmp_path: Path) -> None:
    assert lox24(*IMPORT).exit_code == 0
    (lock,) = (tmp_path / "state" / "locks").glob("*.lock")
    lock.with_suffix(".json").write_text(json.dumps({"pid": 1, "since": "2026-01-01T00:00:00"}))
    assert lox24(*IMPORT).exit_code == 0


def test_another_group_is_not_locked(lox24: Lox24, sandbox: RunningSandbox) -> None:
    assert lox24(*IMPORT[:4], "12344", *IMPORT[5:]).exit_code == 0
    assert sandbox.store.count(12344) == 12


# ---- cron ------------------------------------------------------------------------------------------


def test_cron_says_nothing_when_all_is_well(lox24: Lox24) -> None:
    done = lox24(*IMPORT, "--cron")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_cron_says_one_dated_line_with_the_report_when_not(lox24: Lox24) -> None:
    done = lox24("phones", "import", SAMPLES / "contacts-messy.csv", *IMPORT[3:], "--cron")
    assert done.exit_code == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line[:2] == "20"
    assert ".report.csv" in line
    assert "rejected" in line


def test_cron_says_one_line_when_the_run_cannot_begin(lox24: Lox24) -> None:
    done = lox24("phones", "import", "nothing.csv", "--group", "7116", "--cron")
    assert done.exit_code == 6
    assert len(done.stderr.splitlines()) == 1


def test_if_changed_does_nothing_for_a_file_that_was_imported_completely(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("phone\n+491713920050\n")
    command = ("phones", "import", "list.csv", "--group", "7116", "--if-changed", "--json")
    assert lox24(*command).json["counts"]["created"] == 1
    posts = len([request for request in sandbox.requests if request.method == "POST"])
    again = lox24(*command)
    assert (again.exit_code, again.json["rows"], again.json["run"]) == (0, 0, None)
    assert len([request for request in sandbox.requests if request.method == "POST"]) == posts
    (tmp_path / "list.csv").write_text("phone\n+491713920050\n+491713920051\n")
    assert lox24(*command).json["codes"] == {"already-in-group": 1, "created": 1}


# ---- opt-outs --------------------------------------------------------------------------------------


def test_opted_out_and_blocked_numbers_are_skipped_and_told(lox24: Lox24, sandbox: RunningSandbox) -> None:
    lox24(*IMPORT, "--limit", "1")
    sandbox.store.unsubscribe("+4915228817386")
    sandbox.store.block("+4915228895456")
    done = lox24(*IMPORT, "--on-existing", "add", "--json")
    assert done.exit_code == 0
    assert done.json["codes"] == {"blocked": 1, "created": 10, "opted-out": 1}
    lines = read_report(done.json["report"])
    assert [line["code"] for line in lines[:3]] == ["opted-out", "blocked", "created"]


def test_who_has_unsubscribed_is_read_from_the_list_and_never_taken_from_an_export_that_does_not_say_it(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    lox24(*IMPORT, "--limit", "1")
    sandbox.store.unsubscribe("+4915228817386")
    sandbox.faults.plan("GET /groups/7116/phones", Fault("empty"), times=None)
    done = lox24(*IMPORT, "--on-existing", "add", "--retries", "1", "--json")
    assert (done.exit_code, done.json["error"]["code"]) == (5, "group-unreadable")
    assert sandbox.store.count(7116) == 1
    sandbox.faults.clear()
    sandbox.faults.plan("GET /groups/7116/phones", Fault("empty"), times=1)
    done = lox24(*IMPORT, "--on-existing", "add", "--retries", "1", "--json")
    assert done.json["codes"] == {"created": 11, "opted-out": 1}


def test_opted_out_numbers_need_an_explicit_yes(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.store.block("+4915228895456")
    assert lox24(*IMPORT, "--include-opted-out").exit_code == 2
    assert sandbox.store.count(7116) == 0
    assert lox24(*IMPORT, "--include-opted-out", "--yes", "--json").json["codes"] == {"created": 12}


def test_a_list_of_ones_own_is_suppressed(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "never.txt").write_text("0152 28817386\n+4915228895456  # asked by phone\n\n")
    done = lox24(*IMPORT, "--suppress", "never.txt", "--json")
    assert done.json["codes"] == {"blocked": 2, "created": 10}
    (tmp_path / "never.txt").write_text("nobody\n")
    assert lox24(*IMPORT, "--suppress", "never.txt").exit_code == 2


# ---- hostile surroundings --------------------------------------------------------------------------


def test_escapes_in_cells_and_headers_never_reach_the_terminal_raw(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "evil.csv").write_bytes(b"phone,\x1b]0;x\x07a,[bold]b\n\x1b[31mrot,x,y\n+4915228817386,\x1b[2J,[/x]\n")
    done = lox24("phones", "import", "evil.csv", "--group", "7116", "-v", "--map", "a=2", "--map", "b=[bold]b")
    assert done.exit_code == 3
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("group", ["[/x]", "../me", "7116/../me", "\x1b[31m", "7116?x=1", "99"])
def test_a_group_that_is_none_is_told_as_it_was_written(lox24: Lox24, sandbox: RunningSandbox, group: str) -> None:
    done = lox24("phones", "import", SAMPLES / "contacts.csv", "--group", group, "--region", "DE")
    assert done.exit_code in (2, 4)
    assert "\x1b" not in done.stderr
    assert not [request for request in sandbox.requests if request.method == "POST"]


def test_a_file_name_with_markup_is_only_a_name(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "[bold]x[].csv").write_text("phone\n+4915228817386\n")
    done = lox24("phones", "import", "[bold]x[].csv", "--group", "7116")
    assert done.exit_code == 0
    assert "[bold]x[].csv" in done.stdout


def test_reports_are_not_written_through_links_nor_over_other_files(lox24: Lox24, tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    (tmp_path / "link.csv").symlink_to(target)
    for options in (("--report", "link.csv"), ("--failed", "link.csv"), ("--report", "precious.txt")):
        done = lox24(*IMPORT, *options)
        assert done.exit_code == 2, done.stderr
        assert target.read_text() == "precious"
    assert lox24(*IMPORT, "--report", "precious.txt", "--force").exit_code == 0
    assert lox24(*IMPORT, "--report", "precious.txt").exit_code == 0


def test_a_damaged_journal_is_told_and_stands_in_nobodys_way(lox24: Lox24, tmp_path: Path) -> None:
    run = lox24(*IMPORT, "--json").json["run"]
    damaged = tmp_path / "state" / "runs" / "20991231T000000-xxxx"
    damaged.mkdir()
    (damaged / "journal.sqlite").write_bytes(b"no database, whatever its name says " * 100)
    listed = lox24("runs", "list", "--json")
    assert [found["run"] for found in listed.json["runs"]] == [run]
    assert "20991231T000000-xxxx is damaged" in listed.stderr
    assert "nothing to do" in lox24(*IMPORT, "--if-changed").stdout
    assert lox24("runs", "show", damaged.name).exit_code == 5


@pytest.mark.parametrize("run", ["20261123T204512-k3f9", "../runs", "[/x]", 300 * "x", ""])
def test_a_run_that_is_none_is_wrong_usage(lox24: Lox24, run: str) -> None:
    lox24(*IMPORT, "--dry-run")
    for command in ("show", "resume"):
        done = lox24("runs", command, run)
        assert done.exit_code == 2, done.stderr
        assert "lox24 runs list" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_found_out_before_the_first_upload(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert lox24(*IMPORT, "--report", "closed/r.csv").exit_code == 2
    assert sandbox.store.count(7116) == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may delete everything")
def test_a_run_that_cannot_be_deleted_is_told(lox24: Lox24, tmp_path: Path) -> None:
    assert lox24(*IMPORT).exit_code == 0
    (folder,) = (tmp_path / "state" / "runs").iterdir()
    folder.chmod(0o500)
    pruned = lox24("runs", "prune", "--older-than", "0m", "--json")
    folder.chmod(0o700)
    assert (pruned.exit_code, pruned.json["error"]["code"]) == (5, "journal")


def test_the_journal_is_an_ordinary_database(lox24: Lox24, tmp_path: Path) -> None:
    """Anyone can look at what was recorded with sqlite3."""
    lox24(*IMPORT)
    (path,) = (tmp_path / "state" / "runs").glob("*/journal.sqlite")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM rows WHERE status = 'created'").fetchone() == (12,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


# ---- the end ---------------------------------------------------------------------------------------


def test_a_question_without_an_answer_makes_no_failure_of_a_run_whose_rows_are_all_stored(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    """Its exit code would ask for the same command again, when nothing is left to do."""
    phones = "GET /groups/7116/phones"
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"), times=1)
    sandbox.faults.plan(phones, Fault("status", status=403), skip=1, times=1)
    assert lox24(*IMPORT).exit_code == 8
    sandbox.faults.plan(phones, Fault("status", status=403), skip=2, times=1)
    resumed = lox24("runs", "resume", "--report-dir", "out", "--json")
    assert sandbox.faults.as_json() == []
    assert resumed.json["codes"] == {"created-confirmed": 12}
    assert (resumed.exit_code, resumed.json["error"]) == (0, None)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on a file's size")
def test_a_disk_that_is_full_before_an_answer_is_recorded_leaves_rows_unknown_until_there_is_room(
    lox24: Lox24, environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    """A limit on the size of files, which the journal's log meets while rows are sent, stands for the full disk."""
    limited = ("bash", "-c", 'ulimit -f "$0"; exec "$@"', "KILOBYTES", sys.executable, "-m", "lox24cli")
    kilobytes = 160
    while True:  # where in a batch the limit is met depends on the database's page count
        kilobytes += 4
        assert kilobytes < 200
        group = str(sandbox.store.add_group("Full").id)
        command = (*IMPORT, "--group", group, "--batch-size", "1", "--concurrency", "1", "--json")
        words = [str(word).replace("KILOBYTES", str(kilobytes)) for word in (*limited, *command)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode in (5, 8), done.stderr
        assert json.loads(done.stdout)["error"]["code"] == "journal"
        assert not list(Path("out").glob(".*"))
        if done.returncode == 8:
            break
    stored = sandbox.store.count(int(group))
    assert stored > 0
    finished = lox24(*command)
    assert finished.exit_code == 0
    assert finished.json["codes"]["created-confirmed"] == 1
    assert sandbox.store.count(int(group)) == finished.json["counts"]["created"] == 12


def test_a_damaged_journal_is_named_with_what_to_do(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=403), times=1)
    assert lox24(*IMPORT).exit_code == 4
    (folder,) = (tmp_path / "state" / "runs").iterdir()
    (folder / "journal.sqlite").write_bytes(b"no database " * 400)
    stopped = lox24(*IMPORT, "--json")
    assert stopped.exit_code == 5
    assert f"{folder} is damaged" in stopped.json["error"]["message"]
    folder.rename(tmp_path / "elsewhere")
    assert lox24(*IMPORT, "--json").json["codes"] == {"created": 12}


def test_a_contact_that_was_found_in_the_group_does_not_carry_the_status_of_the_answer_that_failed(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=500, stores="all"), times=1)
    lines = read_report(lox24(*IMPORT, "--json").json["report"])
    assert {(line["code"], line["http_status"]) for line in lines} == {("created-confirmed", "")}
    assert all(line["request_id"] for line in lines)


@pytest.mark.parametrize("command", [("runs", "resume"), IMPORT])
def test_a_run_in_doubt_stays_unknown_while_the_gateway_is_away(
    lox24: Lox24, sandbox: RunningSandbox, command: tuple[str, ...]
) -> None:
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"), times=1)
    sandbox.faults.plan("GET /groups/7116/phones", Fault("status", status=503), skip=1, times=1)
    assert lox24(*IMPORT, "--retries", "0").exit_code == 8
    sandbox.faults.plan("GET /me", Fault("status", status=503), times=1)
    away = lox24(*command, "--retries", "0", "--json")
    assert (away.exit_code, away.json["error"]["code"]) == (8, "gateway-down")
    assert lox24(*command, "--json").json["codes"] == {"created-confirmed": 12}


def test_a_block_of_no_time_is_not_asked_again_for_ever(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan("GET /me", Fault("status", status=429, retry_after=0), times=None)
    assert lox24(*IMPORT).exit_code == 5
    assert len(sandbox.requests) == 1
    assert lox24(*IMPORT, "--max-wait", "2").exit_code == 5
    assert len(sandbox.requests) == 4
