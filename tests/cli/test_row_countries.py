"""Rows that name their country: in check, import and again, in plan, report and failed file."""

import csv
import random
from pathlib import Path

import phonenumbers
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.reading_reports import read_report

LANDS = {
    "DE": "Deutschland",
    "AT": "Österreich",
    "CH": "Schweiz",
    "NL": "Niederlande",
    "FR": "Frankreich",
    "GB": "England",
    "IT": "Italien",
    "PL": "Polen",
}


def mobile(rng: random.Random, region: str) -> phonenumbers.PhoneNumber:
    """Draw a mobile of the region that nobody wrote down before."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    while True:
        digits = phonenumbers.national_significant_number(example)
        text = f"+{example.country_code}{digits[:-6]}{rng.randrange(10**6):06}"
        number = phonenumbers.parse(text)
        if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE:
            return number


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("named", ["name", "code"])
def test_a_list_of_eight_countries_is_read_row_by_row(lox24: Lox24, tmp_path: Path, seed: int, named: str) -> None:
    rng = random.Random(seed)
    truth = {}
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Name", "Land", "Mobil"))
        for row in range(2, 202):
            region = rng.choice(sorted(LANDS))
            number = mobile(rng, region)
            truth[row] = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            writer.writerow((f"N{row}", LANDS[region] if named == "name" else region, shown))
    done = lox24("phones", "check", "list.csv", "--region", "DE", "--json", "--report", "report.csv")
    lines = read_report(tmp_path / "report.csv")
    ready = {int(line["row"]): line["phone"] for line in lines if line["status"] == "ready"}
    assert done.json["rows"] == len(truth)
    assert {row: phone for row, phone in ready.items() if truth[row] != phone} == {}
    assert len(ready) >= len(truth) - 3  # the same number may be drawn twice


def write(folder: Path, *rows: str) -> None:
    (folder / "list.csv").write_text("\n".join(("Land;Mobil", *rows)), encoding="utf-8")


MIXED = (
    "DE;0171 4938271",
    "AT;0664 1234598",
    ";0160 9182736",
    "Atlantis;0160 9182737",
    "AT;+49 170 1122334",
    "CH;079 1234567",
)


def test_the_plan_counts_the_countries_and_the_report_names_the_cell(lox24: Lox24, tmp_path: Path) -> None:
    write(tmp_path, *MIXED, "CH;0171 4938272")
    done = lox24("phones", "check", "list.csv", "--region", "DE", "--json", "--report", "report.csv")
    assert done.json["codes"] == {"ready": 5, "phone-country-conflict": 2}
    assert "Land: 2 AT, 2 CH, 1 DE, 1 blank, 1 not understood" in done.stderr
    assert "1 number is of another country than the row names: DE 1" in done.stderr
    messages = [line["message"] for line in read_report(tmp_path / "report.csv")]
    assert '"Atlantis" in Land (A5) is not understood' in messages[3]
    assert "is +491714938272, a mobile in DE, and none in CH, which Land (A8) names" in messages[6]
    assert (
        "phone-country-conflict: number and country of the row do not fit"
        in lox24("phones", "check", "list.csv", "--region", "DE").stdout
    )


def test_check_dry_run_import_and_the_failed_file_agree(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    write(tmp_path, *MIXED)
    options = ("list.csv", "--region", "DE", "--json")
    check = lox24("phones", "check", *options).json["codes"]
    dry = lox24("phones", "import", *options, "--group", "7116", "--dry-run").json["codes"]
    done = lox24("phones", "import", *options, "--group", "7116", "--failed", "failed.csv").json
    assert check == dry == {"ready": 5, "phone-country-conflict": 1}
    assert done["codes"] == {"created": 5, "phone-country-conflict": 1}
    stored = {phone.phone for phone in sandbox.store.phones(7116)}
    assert stored == {"+491714938271", "+436641234598", "+491609182736", "+491701122334", "+41791234567"}
    mended = (
        (tmp_path / "failed.csv")
        .read_text("utf-8")
        .replace("Atlantis", "Österreich")
        .replace("0160 9182737", "0676 1234567")
    )
    (tmp_path / "failed.csv").write_text(mended, encoding="utf-8")
    again = lox24("phones", "import", "failed.csv", "--region", "DE", "--json", "--group", "7116").json
    assert again["codes"] == {"created": 1}
    assert "+436761234567" in {phone.phone for phone in sandbox.store.phones(7116)}


def test_the_country_is_asked_for_and_switched_off_by_map(lox24: Lox24, tmp_path: Path) -> None:
    write(tmp_path, "Bayern;0651 778800", "AT;0664 1234598", "AT;0664 1234599", "CH;079 1234567")
    asked = lox24("phones", "check", "list.csv", "--region", "AT", "--map", "region=Land", "--json")
    assert asked.json["codes"] == {"ready": 3, "phone-country-conflict": 1}
    off = lox24("phones", "check", "list.csv", "--region", "AT", "--map", "region=", "--json")
    assert "phone-country-conflict" not in off.json["codes"]


def test_another_country_column_is_another_run(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """`--if-changed` rests only when each number was read in the same country."""
    write(tmp_path, "DE;0171 4938271", "AT;0664 1234598")
    options = ("phones", "import", "list.csv", "--region", "DE", "--group", "7116", "--json", "--if-changed")
    assert lox24(*options).json["rows"] == 2
    assert lox24(*options).json["rows"] == 0
    assert lox24(*options, "--map", "region=").json["rows"] == 2
    assert sandbox.store is not None
