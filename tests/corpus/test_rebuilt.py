"""Small contact files rebuilt from public reports: of each row the number that alone may go up, and those that must."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Lox24

REBUILT = Path(__file__).parent / "rebuilt"
CASES: list[dict[str, Any]] = json.loads((REBUILT / "cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_no_other_number_goes_up_and_none_is_missed(offline: Lox24, case: dict[str, Any]) -> None:
    shutil.copy(REBUILT / case["file"], case["file"])
    done = offline("phones", "check", case["file"], "--region", case["region"], "--report", "report.csv", *case["args"])
    assert done.exit_code in (0, 3, 6), done.stderr
    report = Path("report.csv")
    text = report.read_text("utf-8-sig") if report.exists() else ""
    lines = csv.DictReader(io.StringIO(text, newline=""))
    ready = {line["row"]: line["phone"] for line in lines if line["status"] == "ready"}

    truth: dict[str, str | None] = case["truth"]
    assert {row: phone for row, phone in ready.items() if truth.get(row, phone) != phone} == {}
    assert [row for row in map(str, case["must"]) if ready.get(row) != truth[row]] == []
