"""A report that cannot be written takes nothing back: the books say what is stored, and the run is still to be had."""

import json
import shutil
import threading
import time
from pathlib import Path

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Finished, Lox24


def import_while_the_folder_goes(lox24: Lox24, sandbox: RunningSandbox) -> tuple[Finished, Path]:
    """Import three contacts and one bad row into the group; the folder of the reports is deleted under way."""
    contacts, folder = Path("contacts.csv").absolute(), Path("reports").absolute()
    contacts.write_text("Mobil\n+4915123456701\n+4915123456702\n+4915123456703\n12\n")
    sandbox.faults.plan(BATCH, Fault("delay", seconds=1.5))

    def delete() -> None:
        while not any(request.path.endswith("/phones") for request in sandbox.requests):
            time.sleep(0.02)
        shutil.rmtree(folder)

    deleting = threading.Thread(target=delete)
    deleting.start()
    done = lox24("phones", "import", contacts, "--group", "7116", "--report-dir", folder, "--json")
    deleting.join()
    return done, folder


def test_the_books_are_told_and_the_run_is_unfinished(lox24: Lox24, sandbox: RunningSandbox) -> None:
    done, _ = import_while_the_folder_goes(lox24, sandbox)
    answer = done.json
    assert done.exit_code == answer["exit_code"] == 5
    assert (answer["rows"], answer["counts"]["created"], answer["counts"]["rejected"]) == (4, 3, 1)
    assert (answer["report"], answer["error"]["code"]) == (None, "report-unwritable")
    assert f"lox24 runs resume {answer['run']}" in answer["error"]["hint"]
    shown = json.loads(lox24("runs", "show", answer["run"], "--json").stdout)
    assert (shown["state"], shown["counts"]["created"]) == ("stopped", 3)


def test_the_same_command_writes_the_report_and_sends_nothing_again(lox24: Lox24, sandbox: RunningSandbox) -> None:
    first, folder = import_while_the_folder_goes(lox24, sandbox)
    again = lox24("phones", "import", "contacts.csv", "--group", "7116", "--report-dir", folder, "--json")
    assert again.exit_code == 3
    assert (again.json["run"], again.json["counts"]["created"]) == (first.json["run"], 3)
    assert len(Path(again.json["report"]).read_text("utf-8-sig").splitlines()) == 5
    assert "12" in Path(again.json["failed"]).read_text("utf-8-sig")
    assert sum(request.path.endswith("/batch") for request in sandbox.requests) == 1
    assert json.loads(lox24("runs", "show", first.json["run"], "--json").stdout)["state"] == "finished"
