"""Rows that a program has: generators, records of data frames, and what becomes of their values."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lox24cli import import_rows
from lox24cli.errors import InputError
from lox24cli.model import Code, Status
from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.library.conftest import GROUP

ADA = {"Vorname": "Ada", "Mobil": "0152 28817386"}


class NAType:
    """What pandas has for a missing value; it is known by its name."""


def test_a_generator_is_read_once_and_its_rows_are_numbered_below_the_headers(
    sandbox: RunningSandbox, account: dict[str, Any]
) -> None:
    def query() -> Iterator[Mapping[str, object]]:
        yield ADA
        yield {"Mobil": "0152 1", "Vorname": "Kim"}
        yield {"Mobil": "+49 160 1234567"}

    done = import_rows(query(), GROUP, region="DE", **account)
    assert (done.file, done.rows) == ("rows", 3)
    assert [found.phone for found in sandbox.store.phones(GROUP)] == ["+4915228817386", "+491601234567"]
    (problem,) = done.problems
    assert problem.ranges == ((3, 3),)
    assert done.report
    assert len(done.report.read_text("utf-8-sig").splitlines()) == 4


def test_values_of_a_data_frame_are_what_its_owner_sees(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    rows: list[Mapping[str, object]] = [
        {"Name": 'O"Hara; Ltd,\nUlm', "Mobil": 4915228817386.0, "Seit": date(2026, 11, 23), "Punkte": Decimal("1.50")},
        {"Name": math.nan, "Mobil": 4915228817387, "Seit": NAType(), "Punkte": 2.5},
        {"Name": None, "Mobil": "+4915228817388", "Seit": None, "Punkte": True},
    ]
    columns = {"phone": "Mobil", "a": "Name", "b": "Seit", "c": "Punkte"}
    done = import_rows(rows, GROUP, region="DE", map=columns, **account)
    assert done.counts[Status.CREATED] == 3
    assert [found.phone for found in sandbox.store.phones(GROUP)] == [f"+491522881738{last}" for last in (6, 7, 8)]
    assert [(found.a, found.b, found.c) for found in sandbox.store.phones(GROUP)] == [
        ('O"Hara; Ltd,\nUlm', "2026-11-23", "1.50"),
        (None, None, "2.5"),
        (None, None, "True"),
    ]


def test_digits_that_a_float_has_lost_are_held_back(account: dict[str, Any]) -> None:
    done = import_rows([{"Mobil": 4.915228817386123e16}, {"Mobil": "+4915228817386"}], GROUP, **account)
    assert done.codes[Code.PHONE_DAMAGED] == 1


def test_a_value_that_no_cell_can_show_is_refused_with_its_row(account: dict[str, Any]) -> None:
    for wrong in (b"0152", ["0152"], {"mobil": "0152"}):
        with pytest.raises(InputError, match="row 3: Mobil is a "):
            import_rows([ADA, {"Mobil": wrong}], GROUP, region="DE", **account)
    with pytest.raises(InputError, match="row 2 of rows has half a character"):
        import_rows([{"Mobil": "\ud800"}], GROUP, **account)


def test_a_key_that_is_no_column_is_not_lost_unseen(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    rows = [ADA, {"Mobil": "0152 28817387", "Ort": "Ulm"}]
    with pytest.raises(InputError, match="row 3 of crm has 'Ort', which is no column") as refused:
        import_rows(rows, GROUP, region="DE", name="crm", **account)
    assert refused.value.code == "column-unknown"
    done = import_rows(rows, GROUP, region="DE", columns=["Vorname", "Mobil", "Ort"], map={"a": "Ort"}, **account)
    assert done.counts[Status.CREATED] == 2
    assert [found.a for found in sandbox.store.phones(GROUP)] == [None, "Ulm"]


def test_no_rows_are_an_error(account: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="rows has no rows"):
        import_rows([], GROUP, **account)


def test_an_error_of_the_query_leaves_nothing_behind(account: dict[str, Any], tmp_path: Path) -> None:
    def query() -> Iterator[Mapping[str, object]]:
        yield ADA
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError, match="the database is gone"):
        import_rows(query(), GROUP, region="DE", **account)
    assert not list((tmp_path / "state" / "piped").iterdir())


def test_the_same_rows_go_on_where_they_were_stopped(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    account |= {"retries": 0, "settle_wait": 0.01, "batch_size": 10, "concurrency": 1}
    sandbox.faults.plan(BATCH, Fault("status", status=503), skip=1)
    rows = [{"phone": f"+49152288{number:05}"} for number in range(30)]
    first = import_rows(rows, GROUP, raises=False, **account)
    again = import_rows(iter(rows), GROUP, **account)
    assert first.counts[Status.FAILED] == 20
    assert first.run == again.run
    assert again.counts[Status.CREATED] == 30
    assert len({found.phone for found in sandbox.store.phones(GROUP)}) == len(sandbox.store.phones(GROUP)) == 30
