"""The failed file is the next input: correct a cell, import it, and exactly that row is uploaded."""

import csv
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, Lox24
from tests.reading_reports import read_report

GOOD = "0152 28817386"
REJECTION_CODES = {
    *("phone-missing", "phone-unreadable", "phone-country-unknown", "phone-too-short", "phone-too-long"),
    *("phone-invalid", "phone-ambiguous", "phone-several", "phone-damaged", "phone-not-mobile"),
    *("field-too-long", "callback-data-too-long"),
}


def import_file(lox24: Lox24, file: str | Path, *options: str):  # type: ignore[no-untyped-def]  # noqa: ANN201  Finished
    return lox24(
        "phones", "import", file, "--group", "7116", "--region", "DE", "--json", "--report-dir", "out", *options
    )


def test_the_messy_sample_shows_each_reason_once(lox24: Lox24) -> None:
    done = import_file(lox24, SAMPLES / "contacts-messy.csv", "--mobile-only")
    assert done.exit_code == 3
    codes = done.json["codes"]
    assert {code: codes.get(code) for code in REJECTION_CODES} == dict.fromkeys(REJECTION_CODES, 1)


def test_the_failed_file_corrected_uploads_exactly_the_corrected_rows(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    done = import_file(lox24, SAMPLES / "contacts-messy.csv", "--mobile-only")
    before = sandbox.store.count(7116)
    failed = Path(done.json["failed"])
    with failed.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    assert header[-3:] == ["lox24_row", "lox24_code", "lox24_message"]
    assert {row[-2] for row in rows} == REJECTION_CODES
    for number, row in enumerate(rows):
        row[header.index("Mobil")] = f"0171 39200{number:02}"
        row[header.index("a")] = "Frau"
        row[header.index("callback_data")] = f"id-{number}"
    corrected = tmp_path / "corrected.csv"
    with corrected.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    again = import_file(lox24, corrected, "--mobile-only")
    assert again.exit_code == 0, again.stdout
    new = [phone.phone for phone in sandbox.store.phones(7116)][before:]
    assert new == [f"+4917139200{number:02}" for number in range(len(rows))]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline"),
    [
        ("utf-8-sig", ";", "\r\n"),
        ("cp1252", ";", "\r\n"),
        ("utf-8", ",", "\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-8", "|", "\n"),
    ],
)
def test_the_failed_file_is_written_like_its_input(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    lines = [
        ["Größe", "Mobil", "a"],
        ["x", GOOD, "Jörg"],
        ["ß", "kaputt", f"mit{delimiter}Trenner"],
        ["y", "unbekannt", "Zoë"],
    ]
    with (tmp_path / "in.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=newline).writerows(lines)
    done = import_file(lox24, "in.csv")
    assert done.exit_code == 3, done.stderr
    raw = Path(done.json["failed"]).read_bytes()
    assert raw.startswith(b"\xff\xfe") is (encoding == "utf-16")
    text = raw.decode(encoding)
    assert text.count(newline) == 3
    header, *rows = csv.reader(text.splitlines(), delimiter=delimiter)
    assert header[:3] == lines[0]
    assert [row[:3] for row in rows] == lines[2:]
    assert [row[3] for row in rows] == ["3", "4"]
    assert sandbox.store.count(7116) == 1


def test_the_failed_file_keeps_the_first_files_row_numbers_in_its_messages(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f"Mobil,a\n{GOOD},x\n0171 3920001,y\nkaputt,z\n")
    first = import_file(lox24, "in.csv")
    second = import_file(lox24, first.json["failed"])
    (line,) = read_report(second.json["report"])
    assert line["row"] == "2"
    assert line["message"].startswith("row 4, Mobil (A4)")


def test_cells_that_a_spreadsheet_would_execute_are_neutralised_and_read_back_as_they_were(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    evil = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "'=1", "\tx"]
    with (tmp_path / "in.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["Mobil", "a"], *(["keine Nummer", cell] for cell in evil), ["=1+1", "z"]])
    first = import_file(lox24, "in.csv")
    for name in ("report", "failed"):
        with Path(first.json[name]).open(encoding="utf-8-sig", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    with Path(first.json["failed"]).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    for number, row in enumerate(rows):
        row[0] = f"0171 39200{number:02}"
    with (tmp_path / "mended.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    assert import_file(lox24, "mended.csv").exit_code == 0
    assert [phone.a for phone in sandbox.store.phones(7116)] == [cell.strip() for cell in evil] + ["z"]


def test_a_workbook_gets_a_workbook_with_its_phones_as_text(lox24: Lox24, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    sheet = book.add_worksheet("Mitglieder")
    sheet.write_row(0, 0, ["Mobil", "a"])
    sheet.write_row(1, 0, [GOOD, "gut"])
    sheet.write_row(2, 0, ["0171 39200", "kurz"])
    book.close()
    done = import_file(lox24, "in.xlsx")
    failed = Path(done.json["failed"])
    assert failed.suffix == ".xlsx"
    again = import_file(lox24, failed)
    assert again.json["rows"] == 1
    (line,) = read_report(again.json["report"])
    assert line["input"] == "0171 39200"
    assert line["message"].startswith("row 3, Mobil (A3)")


def test_a_phone_that_the_sheet_rounds_keeps_its_digits_in_the_failed_file(lox24: Lox24, tmp_path: Path) -> None:
    """4915112345678.5 is shown as 4915112345679, which is another phone."""
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Mobil", "a"])
    sheet.write_row(1, 0, [GOOD, "gut"])
    sheet.write_number(2, 0, 4915112345678.5, book.add_format({"num_format": "0"}))
    sheet.write_number(3, 0, 491512345678, book.add_format({"num_format": "0.00E+00"}))
    book.close()
    first = import_file(lox24, "in.xlsx")
    verdicts = [(line["code"], line["input"]) for line in read_report(first.json["report"])[1:]]
    assert verdicts == [("phone-damaged", "4915112345678.5"), ("phone-ambiguous", "491512345678")]
    again = import_file(lox24, first.json["failed"])
    assert [(line["code"], line["input"]) for line in read_report(again.json["report"])] == verdicts


def test_any_sheet_and_any_cell_gets_a_failed_file(lox24: Lox24, tmp_path: Path) -> None:
    """A sheet's name that Excel forbids, and a cell longer than Excel's 32,767 characters."""
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    sheet = book.add_worksheet("Eins")
    sheet.write_row(0, 0, ["Mobil", "a"])
    sheet.write_row(1, 0, [GOOD, "LANG"])
    book.close()
    with zipfile.ZipFile(tmp_path / "in.xlsx") as source, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b'name="Eins"', b"name=\"'A/B: [C]?'\"")
            target.writestr(name, content.replace(b">LANG<", b">" + 40_000 * b"x" + b"<"))
    first = import_file(lox24, "odd.xlsx")
    assert first.json["codes"] == {"field-too-long": 1}, first.stderr
    assert import_file(lox24, first.json["failed"]).json["codes"] == {"field-too-long": 1}


def test_there_is_no_failed_file_when_nothing_failed(lox24: Lox24, tmp_path: Path) -> None:
    done = import_file(lox24, SAMPLES / "contacts.csv")
    assert done.json["failed"] is None
    assert [path.suffixes[-2:] for path in (tmp_path / "out").iterdir()] == [[".report", ".csv"]]


def test_the_failed_file_of_an_interrupted_try_is_gone_when_the_run_has_brought_everyone_in(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """Otherwise it would go on saying that these contacts were not uploaded."""
    (tmp_path / "list.csv").write_text("phone\n+491713920050\n+491713920051\n")
    (tmp_path / "own.csv").write_text("phone\n1\n")
    command = ("phones", "import", "list.csv", "--group", "7116", "--json")
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    failed = Path(lox24(*command).json["failed"])
    assert failed.is_file()
    assert lox24(*command).json["failed"] is None
    assert not failed.exists()
    assert lox24(*command, "--failed", "own.csv", "--force").exit_code == 0
    assert (tmp_path / "own.csv").is_file()
