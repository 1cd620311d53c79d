"""`phones sync`: whom a rejected row may mean stays, for whatever reason the row was rejected."""

from pathlib import Path

import pytest

from lox24cli.model import Code
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import fill, held, number

LANDLINE = "+4965123456789"
AUSTRIAN = "+43664123456"
STRANGER, OTHER = "+4915112340000", "+491632345678"
LONG = "x" * 1531
CASES: dict[Code, tuple[str, tuple[str, ...]]] = {
    Code.PHONE_UNREADABLE: ("0171 39000000 ab 18 Uhr,,,", ("--region", "DE")),
    Code.PHONE_COUNTRY_UNKNOWN: ("0171 39000000,,,", ()),
    Code.PHONE_TOO_SHORT: ("0171 39,,,", ("--region", "DE")),
    Code.PHONE_TOO_LONG: ("0171 3900000000000000,,,", ("--region", "DE")),
    Code.PHONE_INVALID: ("0100 39000000,,,", ("--region", "DE")),
    Code.PHONE_AMBIGUOUS: ("43664123456,,,", ("--region", "DE")),
    Code.PHONE_SEVERAL: ("0171 39000000 / 0171 39000055,,,", ("--region", "DE")),
    Code.PHONE_DAMAGED: ('"4,91714E+12",,,', ("--region", "DE")),
    Code.PHONE_COUNTRY_CONFLICT: ("0171 39000000,,,AT", ("--region", "DE", "--map", "region=Land")),
    Code.PHONE_NOT_MOBILE: (f"{LANDLINE},,,", ("--mobile-only",)),
    Code.ROW_TOO_LONG: ("Huber, Max,,,0171 39000000", ("--region", "DE")),
    Code.FIELD_TOO_LONG: (f"0171 39000000,{LONG},,", ("--region", "DE")),
    Code.CALLBACK_DATA_TOO_LONG: (f"0171 39000000,,{'y' * 37},", ("--region", "DE")),
}
MEANT = {Code.PHONE_NOT_MOBILE: LANDLINE, Code.PHONE_AMBIGUOUS: AUSTRIAN}
"""Whom the row may mean where that is not number(0)."""


def test_there_is_a_case_for_each_reason_to_reject_a_row() -> None:
    reasons = {code for code in Code if code.startswith(("phone-", "row-", "field-", "callback-"))}
    assert reasons - {Code.PHONE_MISSING} == set(CASES)  # a blank cell means nobody


@pytest.mark.parametrize("code", CASES)
def test_whom_a_rejected_row_may_mean_is_never_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, code: Code
) -> None:
    row, options = CASES[code]
    meant = MEANT.get(code, number(0))
    fill(sandbox, (meant, "", ""), (STRANGER, "", ""), (OTHER, "", ""))
    others = [phone.replace("+49", "0") if "--region" in options else phone for phone in (number(40), number(41))]
    text = f"Telefon,a,callback_data,Land\n{others[0]},,,\n{others[1]},,,\n{row}\n"
    (tmp_path / "list.csv").write_text(text, "utf-8")
    words = ("phones", "sync", "list.csv", "--group", "7116", "--max-delete", "100%", "--json", *options)
    waits = lox24(*words)
    assert (waits.json["codes"].get(code), waits.json["deleted"]) == (1, 0), waits.stdout + waits.stderr
    done = lox24(*words, "--delete-despite-rejected")
    assert {phone for phone, _, _ in held(sandbox)} == {meant, number(40), number(41)}, done.stderr
    assert done.json["deleted"] == 2
