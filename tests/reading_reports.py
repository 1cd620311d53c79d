"""Reads the files that lox24 writes, as a script of a user's would."""

import csv
from pathlib import Path


def read_report(path: str | Path) -> list[dict[str, str]]:
    """Return the lines of a report, in order, with the apostrophe off that guards against formulas."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [{key: value.removeprefix("'") for key, value in line.items()} for line in csv.DictReader(file)]
