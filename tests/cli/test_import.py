"""The main job through the real command, real files and real HTTP."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from lox24cli.model import COUNTED
from lox24cli.sandbox.faults.faults import Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import BatchAnswer, Behaviour, IdType, Phones
from tests.conftest import SAMPLES, Lox24
from tests.reading_reports import read_report

PHONES = [
    *("+4915228817386", "+4915228895456", "+4915254599371", "+491713920011", "+491729925904", "+491729968532"),
    *("+491729973185", "+491729973186", "+491729980752", "+491749091317", "+491749464308", "+491713920024"),
]


def stored(sandbox: RunningSandbox, group: int = 7116) -> list[str]:
    return [phone.phone for phone in sandbox.store.phones(group)]


def import_sample(lox24: Lox24, *options: str | Path, file: Path = SAMPLES / "contacts.csv") -> Any:  # noqa: ANN401  JSON
    return lox24(
        *("phones", "import", file, "--group", "7116", "--region", "DE", "--json", "--report-dir", "out"), *options
    )


@pytest.mark.parametrize("name", ["contacts.csv", "contacts.xlsx"])
def test_every_contact_of_the_sample_is_stored_once_and_in_order(
    lox24: Lox24, sandbox: RunningSandbox, name: str
) -> None:
    done = import_sample(lox24, file=SAMPLES / name)
    assert done.exit_code == 0, done.stderr
    assert stored(sandbox) == PHONES
    first = sandbox.store.phones(7116)[0]
    assert (first.a, first.b, first.c, first.d) == ("Frau", "Jördis", "Köhler", None)


def test_the_json_answer_has_the_promised_keys_and_its_counts_add_up(lox24: Lox24) -> None:
    answer = import_sample(lox24).json
    assert list(answer) == [
        *("ok", "exit_code", "run", "file", "group", "dry_run", "rows", "counts", "codes"),
        *("deleted", "to_delete", "report", "failed", "html", "done_by", "undoes", "elapsed_seconds", "error"),
    ]
    assert set(answer["counts"]) == {str(status) for status in COUNTED}
    assert answer["ok"]
    assert answer["rows"] == sum(answer["counts"].values()) == answer["counts"]["created"] == 12
    assert answer["codes"] == {"created": 12}
    assert (answer["error"], answer["failed"], answer["group"], answer["dry_run"]) == (None, None, "7116", False)


def test_the_report_has_one_line_for_each_row_in_file_order(lox24: Lox24, sandbox: RunningSandbox) -> None:
    answer = import_sample(lox24).json
    raw = Path(answer["report"]).read_bytes()
    assert raw.startswith(
        b"\xef\xbb\xbfrow,line,status,code,message,input,phone,country,phone_id,http_status,request_id"
    )
    lines = read_report(answer["report"])
    assert [line["row"] for line in lines] == [str(number) for number in range(2, 14)]
    assert [line["line"] for line in lines] == [line["row"] for line in lines]
    assert [line["phone"] for line in lines] == PHONES
    ids = [str(phone.id) for phone in sandbox.store.phones(7116)]
    assert [line["phone_id"] for line in lines] == ids
    assert {(line["status"], line["code"], line["http_status"], line["country"]) for line in lines} == {
        ("created", "created", "201", "DE")
    }
    assert all(len(line["request_id"]) == 32 for line in lines)


def test_a_second_import_finds_everything_there_already(lox24: Lox24, sandbox: RunningSandbox) -> None:
    import_sample(lox24)
    again = import_sample(lox24)
    assert again.exit_code == 0
    assert again.json["codes"] == {"already-in-group": 12}
    assert stored(sandbox) == PHONES


@pytest.mark.parametrize("batch_answer", ["array", "hydra", "member", "single"])
@pytest.mark.parametrize(("ids", "phones"), [("string", "verbatim"), ("integer", "verbatim"), ("string", "bare")])
def test_every_documented_shape_of_answer_is_understood(
    lox24: Lox24, sandbox: RunningSandbox, batch_answer: BatchAnswer, ids: IdType, phones: Phones
) -> None:
    sandbox.behaviour = Behaviour(batch_answer=batch_answer, ids=ids, phones=phones)
    batch_size = "1" if batch_answer == "single" else "5"
    done = import_sample(lox24, "--batch-size", batch_size)
    assert done.exit_code == 0, done.stderr
    assert done.json["codes"] == {"created": 12}
    assert sorted("+" + phone.lstrip("+") for phone in stored(sandbox)) == sorted(PHONES)
    again = import_sample(lox24)
    assert again.json["codes"] == {"already-in-group": 12}


@pytest.mark.parametrize("page_size", [1, 5, 12, 30])
def test_a_group_that_is_listed_in_pages_is_read_to_its_end(
    lox24: Lox24, sandbox: RunningSandbox, page_size: int
) -> None:
    sandbox.behaviour = Behaviour(page_size=page_size, count_items=page_size != 5)
    import_sample(lox24)
    assert import_sample(lox24).json["codes"] == {"already-in-group": 12}


def test_a_dry_run_says_what_the_import_will_do_and_sends_nothing(lox24: Lox24, sandbox: RunningSandbox) -> None:
    dry = import_sample(lox24, "--dry-run")
    assert dry.exit_code == 0
    assert dry.json["counts"]["ready"] == 12
    assert dry.json["dry_run"] is True
    assert stored(sandbox) == []
    assert not [request for request in sandbox.requests if request.method != "GET"]
    real = import_sample(lox24)
    verdicts = [(line["row"], line["phone"], line["country"]) for line in read_report(dry.json["report"])]
    assert verdicts == [(line["row"], line["phone"], line["country"]) for line in read_report(real.json["report"])]


def test_only_the_seven_documented_keys_are_sent_and_no_empty_one(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("phone,a,callback_data,note\n+4915228817386,,id-1,secret\n")
    lox24("phones", "import", "c.csv", "--group", "7116")
    phone = sandbox.store.phones(7116)[0]
    assert (phone.a, phone.callback_data) == (None, "id-1")
    assert "secret" not in str(sandbox.store.phones(7116))


def test_contacts_can_come_from_standard_input(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    done = lox24("phones", "import", "-", "--group", "7116", "--json", stdin=b"phone\n+4915228817386\n")
    assert done.exit_code == 0, done.stderr
    assert stored(sandbox) == ["+4915228817386"]
    assert Path(done.json["report"]).parent == tmp_path
    assert Path(done.json["report"]).name.startswith("stdin.")


def test_standard_input_is_called_so(lox24: Lox24) -> None:
    empty = lox24("phones", "import", "-", "--group", "7116", stdin=b"")
    assert "standard input is empty" in empty.stderr
    done = lox24("phones", "check", "-", stdin=b"phone\n+4915228817386\n")
    assert "1  row in standard input" in done.stdout


def test_a_row_whose_cells_moved_is_held_until_they_are_put_right(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text(
        "a,guardian,phone\nMeyer, Dr.,0171 3920001,0152 28817386\n" + "Bo,0171 3920002,0152 28817387\n" * 2
    )
    options = ("--group", "7116", "--region", "DE", "--report-dir", "out", "--json")
    first = lox24("phones", "import", "c.csv", *options)
    assert first.exit_code == 3, first.stderr
    line = read_report(first.json["report"])[0]
    assert (line["code"], line["message"][:6]) == ("row-too-long", "row 2:")
    again = lox24("phones", "import", first.json["failed"], *options)
    assert again.json["codes"] == {"row-too-long": 1}, again.stderr
    assert read_report(again.json["report"])[0]["message"].endswith("and empty lox24_surplus")
    with Path(again.json["failed"]).open(encoding="utf-8-sig", newline="") as file:
        headers, cells = csv.reader(file)
    assert headers[-1] == "lox24_surplus"
    mended = ["Meyer, Dr.", "0171 3920001", cells[-1], *cells[3:-1], ""]
    with (tmp_path / "mended.csv").open("w", newline="") as file:
        csv.writer(file).writerows((headers, mended))
    assert lox24("phones", "import", "mended.csv", *options).exit_code == 0
    assert stored(sandbox) == ["+4915228817387", "+4915228817386"]


def test_numbers_of_other_countries_and_such_as_take_no_sms_are_told(offline: Lox24, tmp_path: Path) -> None:
    cells = ["0171 1234567", "+47 406 12 345", "+7 916 123-45-67", "+47 406 12 346", "030 12345678", "0900 1000000"]
    (tmp_path / "c.csv").write_text("\n".join(["phone", *cells]))
    done = offline("phones", "check", "c.csv", "--region", "DE")
    assert "3 numbers are of other countries than --region DE: NO 2, RU 1" in done.stderr
    assert "2 valid numbers cannot take an SMS (rows 6, 7); --mobile-only leaves such numbers out" in done.stderr
    told = [line["message"] for line in read_report(next(tmp_path.glob("*.report.csv")))]
    assert told[:2] == ["", "a number of NO"]
    assert told[5] == "premium-rate number: cannot take an SMS"


def test_the_row_of_the_headers_can_be_named(offline: Lox24, tmp_path: Path) -> None:
    rows = "".join(f"Bo,0171 392000{number}\n" for number in range(5))
    (tmp_path / "c.csv").write_text(f"{rows}a,phone\nAda,0152 28817386\n")
    check = ("phones", "check", "c.csv", "--region", "DE", "--json")
    asked = offline(*check).json["error"]
    assert (asked["code"], asked["hint"][:14]) == ("header-row", "--header-row 6")
    assert offline(*check, "--header-row", "6").json["counts"]["ready"] == 1
    assert offline(*check, env={"LOX24_HEADER_ROW": "6"}).json["rows"] == 1
    for options in (("--header-row", "x"), ("--header-row", "3-2"), ("--header-row", "6", "--no-header")):
        assert offline(*check, *options).exit_code == 2


def test_refused_items_are_reported_with_the_words_of_the_gateway(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.behaviour = Behaviour(duplicates="refuse")
    import_sample(lox24, "--limit", "1")
    done = import_sample(lox24, "--on-existing", "add")
    assert done.exit_code == 3
    assert done.json["codes"] == {"created": 11, "refused": 1}
    line = read_report(done.json["report"])[0]
    assert (line["status"], line["http_status"]) == ("refused", "400")
    assert line["message"]
    failed = csv.DictReader(io.StringIO(Path(done.json["failed"]).read_text("utf-8-sig")), delimiter=";")
    assert [row["lox24_code"] for row in failed] == ["refused"]


def test_an_account_without_a_list_of_blocked_numbers_is_told_and_imports(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(r"GET /blocked_numbers", Fault("status", status=404), times=None)
    done = import_sample(lox24)
    assert done.exit_code == 0
    assert "blocked numbers cannot be read" in done.stderr
    assert len(stored(sandbox)) == 12


def test_a_group_that_counts_otherwise_than_the_report_is_told(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.behaviour = Behaviour(duplicates="merge")
    import_sample(lox24, "--limit", "1")
    done = import_sample(lox24, "--on-existing", "add")
    assert done.json["codes"] == {"created": 12}
    assert "held 1 phone before, this run created 12, but it says 12 now" in done.stderr
    assert "it says" not in import_sample(lox24).stderr


def test_blocked_numbers_that_may_not_be_read_stop_the_import_before_anything_is_sent(
    lox24: Lox24, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(r"GET /blocked_numbers", Fault("status", status=403), times=None)
    done = import_sample(lox24)
    assert done.exit_code == 4
    assert "--include-opted-out" in done.json["error"]["hint"]
    assert stored(sandbox) == []
    assert import_sample(lox24, "--include-opted-out", "--yes").exit_code == 0
