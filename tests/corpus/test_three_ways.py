"""`phones check`, `import --dry-run` and the import itself say the same of each row, in whatever file."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, Finished, Lox24
from tests.corpus.generator import make_file
from tests.corpus.test_rebuilt import CASES, REBUILT
from tests.desk import fill, number, write

SEED, FILES = 29, 6
_OF_ONE_RUN = ("run", "dry_run", "elapsed_seconds", "report", "failed")
_OF_THE_GATEWAY = ("phone_id", "http_status", "request_id")


def lines_of(done: Finished) -> list[dict[str, str]]:
    """The report; empty where there is none."""
    path = done.json["report"]
    text = Path(path).read_text("utf-8-sig") if path else ""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def assert_same_rows(before: Finished, after: Finished, *, is_sent: bool = True) -> None:
    """What was to be sent was sent (`is_sent`), and of all else the two say the same."""
    done_as = ("created", "updated", "deleted") if is_sent else ("ready",)
    planned, done = lines_of(before), lines_of(after)
    assert [line["row"] for line in planned] == [line["row"] for line in done]
    for said, became in zip(planned, done, strict=True):
        if said["status"] == "ready":
            assert became["status"] in done_as
            same = ["row", "line", "input", "phone", "country", "message"]
        else:
            same = [name for name in said if name not in _OF_THE_GATEWAY]
        assert {name: said[name] for name in same} == {name: became[name] for name in same}


def same_but_for(answer: dict[str, Any]) -> dict[str, Any]:
    """What both answers must have in common: done is counted as ready."""
    counts, codes = dict(answer["counts"]), dict(answer["codes"])
    counts["ready"] += counts.pop("created") + counts.pop("updated")
    codes["ready"] = sum(codes.pop(name, 0) for name in ("ready", "created", "updated"))
    error = answer["error"]
    names = [name for name in answer if name not in {*_OF_ONE_RUN, "counts", "codes", "error"}]
    kept = {name: answer[name] for name in names}
    return kept | {"counts": counts, "codes": codes, "error": error and (error["code"], error["message"])}


def try_three_ways(lox24: Lox24, sandbox: RunningSandbox, file: str, options: Sequence[str]) -> None:
    """Check the file, import it as a dry run, and import it, into a group whose columns have no titles."""
    group = str(sandbox.store.add_group("Without titles").id)
    words = (*options, "--json", "--report-dir", "out")
    checked = lox24("phones", "check", file, *words)
    dry = lox24("phones", "import", file, "--group", group, *words, "--dry-run")
    real = lox24("phones", "import", file, "--group", group, *words)
    assert checked.exit_code == dry.exit_code == real.exit_code, real.stderr
    assert real.exit_code in (0, 3, 6), real.stderr
    assert same_but_for(dry.json) == same_but_for(real.json)
    assert same_but_for(checked.json) | {"group": group} == same_but_for(dry.json) | {"group": group}
    assert_same_rows(checked, dry, is_sent=False)
    assert_same_rows(dry, real)


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_rebuilt_files(lox24: Lox24, sandbox: RunningSandbox, case: dict[str, Any]) -> None:
    shutil.copy(REBUILT / case["file"], case["file"])
    try_three_ways(lox24, sandbox, case["file"], ("--region", case["region"], *case["args"]))


@pytest.mark.parametrize("index", range(FILES))
def test_generated_files(lox24: Lox24, sandbox: RunningSandbox, index: int) -> None:
    file = make_file(SEED, index)
    Path(file.name).write_bytes(file.content)
    try_three_ways(lox24, sandbox, file.name, ("--region", file.region) if file.region else ())


def test_a_file_with_each_reason_to_hold_a_row(lox24: Lox24, sandbox: RunningSandbox) -> None:
    shutil.copy(SAMPLES / "contacts-messy.csv", "messy.csv")
    try_three_ways(lox24, sandbox, "messy.csv", ("--region", "DE", "--mobile-only"))


@pytest.mark.parametrize(
    "options",
    [
        ("import", "--on-existing", "skip"),
        ("import", "--on-existing", "update"),
        ("import", "--on-existing", "update", "--blank", "clear", "--on-duplicate", "last"),
        ("import", "--on-existing", "add", "--suppress", "own.txt"),
        ("import", "--on-existing", "fail"),
        ("import", "--max-errors", "1"),
        ("sync", "--max-delete", "1"),
        ("sync", "--max-delete", "100%", "--delete-despite-rejected"),
    ],
    ids=" ".join,
)
def test_the_answer_of_a_dry_run_is_that_of_the_run_but_for_what_is_done(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, options: tuple[str, ...]
) -> None:
    fill(sandbox, *((number(n), "Herr", f"Name {n}") for n in range(12)), (number(3), "", "twice"))
    sandbox.store.unsubscribe(number(5))
    sandbox.store.block(number(6))
    (tmp_path / "own.txt").write_text(number(7), "utf-8")
    rows = [(number(n), "", f"Name {n}" if n % 2 else "Neu") for n in range(2, 20)]
    write(tmp_path, *rows, (number(4), "", "again"), ("nix", "", ""), ("0171 39", "", ""))
    command, *more = options
    words = ("phones", command, "list.csv", "--group", "7116", "--region", "DE", "--json", *more)
    dry, real = lox24(*words, "--dry-run"), lox24(*words)
    assert dry.exit_code == real.exit_code, real.stderr
    said, done = same_but_for(dry.json), same_but_for(real.json)
    if dry.exit_code == 7:  # what was ready is left
        done["counts"]["ready"], done["counts"]["failed"] = done["counts"]["failed"], 0
        done["codes"]["ready"] = done["codes"].pop("not-sent")
    else:
        assert_same_rows(dry, real)
    said["to_delete"], said["deleted"] = 0, said["to_delete"] + said["deleted"]
    done["to_delete"], done["deleted"] = 0, done["to_delete"] + done["deleted"]
    assert json.dumps(said, sort_keys=True) == json.dumps(done, sort_keys=True)
