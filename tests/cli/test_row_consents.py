"""Rows that say no themselves: in check, import, sync and again, in plan, report and JSON."""

from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.reading_reports import read_report

ROWS = ("Eva;0151 12345678;ja;", "Uwe;0152 22345678;nein;", "Urs;0171 2345678;ja;x", "Ute;0160 7654321;;")


def write(folder: Path, *rows: str, headers: str = "Name;Mobil;SMS-erlaubt;Werbesperre") -> None:
    (folder / "list.csv").write_text("\n".join((headers, *rows)), encoding="utf-8")


def stored(sandbox: RunningSandbox) -> set[str]:
    return {phone.phone for phone in sandbox.store.phones(7116)}


IMPORT = ("phones", "import", "list.csv", "--region", "DE", "--group", "7116", "--json")


def test_who_says_no_is_skipped_and_told(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    write(tmp_path, *ROWS, "Uli;0171 2345679;vielleicht;")
    check = lox24("phones", "check", "list.csv", "--region", "DE", "--json", "--report", "report.csv")
    assert check.json["codes"] == {"ready": 2, "no-consent": 3}
    assert check.json["counts"]["skipped"] == 3
    assert check.exit_code == 0
    assert "not sent: 2 rows with a no to messages (SMS-erlaubt 1, Werbesperre 1)" in check.stderr
    assert "not sent: 1 row of which it is not understood whether messages are welcome (SMS-erlaubt 1)" in check.stderr
    messages = [line["message"] for line in read_report(tmp_path / "report.csv")]
    assert messages[1] == 'row 3, SMS-erlaubt (C3): "nein" says no to messages'
    assert messages[2] == 'row 4, Werbesperre (D4): "x" says no to messages'
    assert '"vielleicht" is not understood' in messages[4]
    assert lox24(*IMPORT, "--dry-run").json["codes"] == check.json["codes"]
    assert lox24(*IMPORT).json["codes"] == {"created": 2, "no-consent": 3}
    assert stored(sandbox) == {"+4915112345678", "+491607654321"}


def test_another_row_of_the_same_number_is_not_sent_to_either(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    write(tmp_path, "Eva;0151 12345678;ja;", "Uwe;0151/12345678;nein;", "Urs;0171 2345678;ja;")
    done = lox24(*IMPORT, "--report", "report.csv").json
    assert done["codes"] == {"created": 1, "no-consent": 2}
    assert "row 3 of the same number is not to be sent to" in read_report(tmp_path / "report.csv")[0]["message"]
    assert stored(sandbox) == {"+491712345678"}


def test_consent_is_ignored_only_with_yes(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    write(tmp_path, *ROWS)
    refused = lox24(*IMPORT, "--ignore-consent")
    assert refused.exit_code == 2
    assert "--yes" in refused.json["error"]["hint"]
    assert not stored(sandbox)
    assert lox24(*IMPORT, "--ignore-consent", "--consent", "Name", "--yes").exit_code == 2
    assert lox24(*IMPORT, "--ignore-consent", "--yes").json["codes"] == {"created": 4}


def test_a_question_is_answered_by_the_option_that_it_names(lox24: Lox24, tmp_path: Path) -> None:
    write(tmp_path, "Eva;0151 12345678;ja;", "Uwe;0152 22345678;nein;", headers="Name;Mobil;SMS-Service;Ort")
    asked = lox24("phones", "check", "list.csv", "--region", "DE", "--json")
    assert (asked.exit_code, asked.json["error"]["code"]) == (6, "consent-column-ambiguous")
    for option, ready in (("--consent=SMS-Service", 1), ("--consent=not SMS-Service", 1), ("--ignore-consent", 2)):
        done = lox24("phones", "check", "list.csv", "--region", "DE", "--json", option)
        assert done.json["codes"]["ready"] == ready


def test_another_choice_is_another_run(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """`--if-changed` rests only when the same people were asked."""
    write(tmp_path, *ROWS)
    assert lox24(*IMPORT, "--if-changed").json["rows"] == 4
    assert lox24(*IMPORT, "--if-changed").json["rows"] == 0
    assert lox24(*IMPORT, "--if-changed", "--ignore-consent", "--yes").json["codes"] == {
        "created": 2,
        "already-in-group": 2,
    }
    assert lox24(*IMPORT, "--if-changed", "--consent", "Werbesperre").json["rows"] == 4
    assert sandbox.store is not None


def test_a_sync_deletes_nobody_for_saying_no(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    sandbox.store.add_phones(7116, [("+4915222345678", None, None, None, None, None, None)])
    write(tmp_path, *ROWS)
    done = lox24("phones", "sync", "list.csv", "--region", "DE", "--group", "7116", "--json", "--yes").json
    assert done["codes"] == {"created": 2, "no-consent": 2}
    assert "+4915222345678" in stored(sandbox)


def test_who_left_is_told_and_not_decided(lox24: Lox24, tmp_path: Path) -> None:
    rows = ("Eva;0151 12345678;01.03.2019", "Uwe;0152 22345678;", "Urs;0171 2345678;31.12.2199")
    write(tmp_path, *rows, headers="Name;Mobil;Austritt")
    check = lox24("phones", "check", "list.csv", "--region", "DE", "--json")
    assert check.json["codes"] == {"ready": 3}
    assert "sent like all others: 1 row with a day in the past in Austritt (C), row 2" in check.stderr


def test_who_unsubscribed_from_an_exported_group_is_skipped(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    """The file alone says so: the group to import into may not know it."""
    sandbox.store.add_phones(7116, [(f"+49151123456{n}", None, None, None, None, None, None) for n in (78, 79)])
    sandbox.store.unsubscribe("+4915112345678")
    assert lox24("phones", "export", "--group", "7116", "-o", "list.csv").exit_code == 0
    check = lox24("phones", "check", "list.csv", "--json", "--report", "report.csv")
    assert check.json["codes"] == {"opted-out": 1, "ready": 1}
    assert "lox24_unsubscribed_at" in next(
        line["message"] for line in read_report(tmp_path / "report.csv") if line["code"] == "opted-out"
    )
    assert lox24("phones", "check", "list.csv", "--json", "--include-opted-out").json["codes"] == {"ready": 2}


@pytest.mark.parametrize("column", ["SMS-erlaubt", "C", "3"])
def test_a_named_column_alone_is_asked(lox24: Lox24, tmp_path: Path, column: str) -> None:
    write(tmp_path, *ROWS)
    done = lox24("phones", "check", "list.csv", "--region", "DE", "--json", "--consent", column).json
    assert done["codes"] == {"ready": 3, "no-consent": 1}
