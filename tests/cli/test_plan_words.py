"""What is told before anything is sent: rows held back and why, a missing country, what is not sent."""

from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_terminal import terminal
from tests.conftest import Lox24


def contacts(text: str) -> Path:
    path = Path("club.csv")
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ("+4915123456701", "0151 23456702", "0171 23456703", "+436641234567", "+4915123456704"),
            "2 numbers have no country: add --region? Mobiles under each: DE 2, AT 0",
        ),
        (
            ("0664 1234567", "0676 1234567"),
            "2 numbers have no country: add --region? Mobiles under each: DE 0, AT 2, CH 0",
        ),
        (("+4915123456701", "0151 23456702"), "1 number has no country: add --region? Mobiles under each: DE 1"),
    ],
)
def test_the_country_that_is_missing_is_suggested_with_its_count(
    offline: Lox24, cells: tuple[str, ...], told: str
) -> None:
    assert told in offline("phones", "check", contacts("\n".join(("Mobil", *cells, "")))).stderr


def test_no_country_is_suggested_where_one_was_given_or_none_is_missing(offline: Lox24) -> None:
    assert "no country" not in offline("phones", "check", contacts("Mobil\n0151 23456702\n"), "--region", "DE").stderr
    assert "no country" not in offline("phones", "check", contacts("Mobil\n+4915123456702\n")).stderr


def test_a_group_without_titles_is_told_with_what_to_type(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Bare")
    file = contacts("Name;Mobil;Ort\nErna;+4915123456701;Trier\n")
    done = lox24("phones", "import", file, "--group", str(made.id), "--dry-run")
    assert 'say which: --map "a=Name" --map "b=Ort"' in done.stderr
    again = lox24("phones", "import", file, "--group", str(made.id), "--map", "a=Name", "--dry-run")
    assert "no titles" not in again.stderr
    assert "no titles" not in lox24("phones", "import", file, "--group", "7116", "--dry-run").stderr


def test_who_adds_what_is_there_is_told_how_many(lox24: Lox24) -> None:
    file = contacts("Mobil\n+4915123456701\n+4915123456702\n")
    lox24("phones", "import", file, "--group", "7116", "--limit", "1")
    done = lox24("phones", "import", file, "--group", "7116", "--on-existing", "add", "--dry-run")
    assert "1 number in the group already: --on-existing add stores each once more" in done.stderr


def test_the_plan_names_the_first_rows_of_each_reason(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    file = contacts("Mobil\n+4915123456701\n" + "12\n" * 5 + "keine\n").absolute()
    with terminal(environment, sandbox, file, "--group", "7116") as screen:
        screen.wait_for("Upload? [y/N]")
        screen.type("n\n")
        screen.end()
    shown = " ".join(screen.seen.split())
    assert (
        "Rows that are held back 5 phone-too-short: digits are missing; complete the number row 3, Mobil (A3)" in shown
    )
    assert "(A5)" in shown
    assert "(A6)" not in shown
    assert "and 2 more 1 phone-unreadable" in shown
