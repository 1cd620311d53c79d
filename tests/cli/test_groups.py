"""Groups: found by id or name, made, renamed, deleted; and imports into a group that is made on the way."""

import sys
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


def names(sandbox: RunningSandbox) -> dict[int, str]:
    return {group.id: group.name for group in sandbox.store.groups()}


def test_a_group_is_meant_by_its_name_where_no_other_has_it(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Jugend U13")
    contacts = Path("contacts.csv")
    contacts.write_text("Mobil\n+4915123456789\n")
    done = lox24("phones", "import", contacts, "--group", "jugend u13", "--json")
    assert (done.exit_code, done.json["group"]) == (0, str(made.id))
    assert [phone.phone for phone in sandbox.store.phones(made.id)] == ["+4915123456789"]


def test_a_name_that_two_groups_have_is_no_answer(lox24: Lox24, sandbox: RunningSandbox) -> None:
    one, other = sandbox.store.add_group("Jugend"), sandbox.store.add_group("Jugend")
    done = lox24("groups", "show", "Jugend")
    assert done.exit_code == 4
    assert f"2 groups are named Jugend: {one.id} Jugend, {other.id} Jugend" in done.stderr


def test_capitals_count_where_two_names_differ_by_them(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.store.add_group("jugend")
    made = sandbox.store.add_group("Jugend")
    assert lox24("groups", "show", "Jugend", "--json").json["group"]["id"] == str(made.id)


def test_an_unknown_name_is_answered_with_what_is_near(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Jugend U13")
    done = lox24("groups", "show", "Jugend U14")
    assert done.exit_code == 4
    assert "no group is named Jugend U14" in done.stderr
    assert f"{made.id} Jugend U13" in done.stderr


def test_a_number_is_an_id_first_and_a_name_where_no_group_has_that_id(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("7116")
    assert lox24("groups", "show", "7116", "--json").json["group"]["name"] != "7116"
    sandbox.store.add_group("2024")
    assert lox24("groups", "show", "2024", "--json").json["group"]["name"] == "2024"
    assert lox24("groups", "show", str(made.id), "--json").json["group"]["name"] == "7116"


def test_a_renamed_group_keeps_columns_and_description(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Old", {"description": "for parents", "name_a": "Anrede", "name_e": "Kurs"})
    assert lox24("groups", "rename", "Old", "New").exit_code == 0
    kept = sandbox.store.group(made.id)
    assert kept is not None
    assert kept.name == "New"
    assert (kept.description, kept.name_a, kept.name_b, kept.name_e) == ("for parents", "Anrede", None, "Kurs")


def test_a_name_that_the_gateway_does_not_take_is_an_error(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Old")
    done = lox24("groups", "rename", str(made.id), "x" * 51)
    assert done.exit_code == 2
    assert "a name has 1 to 50 characters" in done.stderr
    assert names(sandbox)[made.id] == "Old"


def test_nothing_is_deleted_where_nobody_can_be_asked(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Old")
    done = lox24("groups", "delete", "Old")
    assert done.exit_code == 2
    assert "--yes" in done.stderr
    assert made.id in names(sandbox)


def test_a_group_is_deleted_with_its_phones_and_said_so(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Old")
    sandbox.store.add_phones(made.id, [("+4915123456789", None, None, None, None, None, None)])
    done = lox24("groups", "delete", "Old", "--yes")
    assert done.exit_code == 0
    assert done.stdout == f"deleted: group {made.id} Old with 1 phone\n"
    assert made.id not in names(sandbox)


def test_titles_are_taken_from_the_headers_of_a_file(lox24: Lox24) -> None:
    contacts = Path("contacts.csv")
    contacts.write_text("Vorname;Mobil;Nachname;Ort;PLZ;Kurs;Notiz\nErna;0151 23456789;Muster;Trier;54290;U13;-\n")
    done = lox24("groups", "create", "Kurs", "--columns-from", contacts, "--columns", "a=Rufname", "--json")
    assert done.json["group"]["columns"] == {"a": "Rufname", "b": "Nachname", "c": "Ort", "d": "PLZ", "e": "Kurs"}
    assert "left out: Notiz" in done.stderr


def test_titles_are_taken_from_the_row_that_an_import_takes_for_the_headers(lox24: Lox24) -> None:
    contacts = Path("contacts.csv")
    contacts.write_text("Gäste;Hotel Krone;\nVorname;Mobil;Ort\nErna;0151 23456789;Trier\nUwe;0171 2345678;Ulm\n")
    done = lox24("groups", "create", "Kurs", "--columns-from", contacts, "--json")
    assert done.json["group"]["columns"] == {"a": "Vorname", "b": "Ort"}


def test_an_import_makes_its_group_once(lox24: Lox24, sandbox: RunningSandbox) -> None:
    contacts = Path("contacts.csv")
    contacts.write_text("Mobil;Vorname;Ort\n+4915123456789;Erna;Trier\n")
    words = ("phones", "import", contacts, "--create-group", "Kurs", "--map", "a=Vorname", "--map", "b={Vorname} {Ort}")
    first = lox24(*words, "--json")
    assert first.exit_code == 0
    made = sandbox.store.group(int(first.json["group"]))
    assert made is not None
    assert (made.name, made.name_a, made.name_b, made.name_c) == ("Kurs", "Vorname", "Vorname Ort", None)
    again = lox24(*words, "--json")
    assert again.json["group"] == first.json["group"]
    assert again.json["counts"]["skipped"] == 1
    assert list(names(sandbox).values()).count("Kurs") == 1


def test_a_dry_run_makes_no_group(lox24: Lox24, sandbox: RunningSandbox) -> None:
    contacts = Path("contacts.csv")
    contacts.write_text("Mobil\n+4915123456789\n")
    before = names(sandbox)
    done = lox24("phones", "import", contacts, "--create-group", "Kurs", "--dry-run", "--json")
    assert (done.exit_code, done.json["counts"]["ready"]) == (0, 1)
    assert names(sandbox) == before


def test_two_groups_named_are_one_too_many(lox24: Lox24) -> None:
    contacts = Path("contacts.csv")
    contacts.write_text("Mobil\n+4915123456789\n")
    assert lox24("phones", "import", contacts, "--group", "7116", "--create-group", "Kurs").exit_code == 2
