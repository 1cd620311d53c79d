"""The runs in the state folder, while other processes begin and end theirs."""

import json
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from lox24cli.importing.journal import run_folders


def test_runs_that_others_begin_and_delete_meanwhile_are_in_nobodys_way(tmp_path: Path) -> None:
    """Imports into several groups share the state folder: the files of one come and go while another looks."""
    is_over = threading.Event()
    facts = json.dumps({"account": "account", "group_id": "7117"})

    def begin_and_delete(folder: Path) -> None:
        while not is_over.is_set():
            folder.mkdir(parents=True)
            for name in ("journal.sqlite", "preparing", "open"):
                (folder / "new").write_text(facts)
                (folder / "new").rename(folder / name)
            shutil.rmtree(folder)

    others = [threading.Thread(target=begin_and_delete, args=(tmp_path / "runs" / name,)) for name in ("a", "b")]
    for other in others:
        other.start()
    try:
        for _ in range(2000):
            run_folders.sweep(tmp_path, "account", "7116")
            list(run_folders.open_journals(tmp_path, "account", "7116"))
    finally:
        is_over.set()
        for other in others:
            other.join()


def test_of_runs_that_begin_in_the_same_second_the_later_is_the_newer(tmp_path: Path) -> None:
    now, begun = datetime(2026, 11, 28, tzinfo=UTC), []
    for seed in range(12):
        with run_folders.new_run(tmp_path, now, Random(seed)) as journal:
            begun.append(journal.folder)
    assert run_folders.all_runs(tmp_path) == begun[::-1]
