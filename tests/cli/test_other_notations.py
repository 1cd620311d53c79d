"""Phones of the group and of the block list in other notations: nobody is uploaded twice, or although blocked."""

from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour, Phones
from tests.conftest import Finished, Lox24
from tests.reading_reports import read_report

PHONES = ("+4915123456789", "+4917612345678", "+4916098765432")
NOTATIONS = ("+49 (0)151 23456789", "+49015123456789", "4915123456789", "(0151) 23456789", "0151/23456789")


def put_into_group(sandbox: RunningSandbox, *phones: str) -> None:
    sandbox.store.add_phones(7116, [(phone, None, None, None, None, None, None) for phone in phones])


def import_phones(lox24: Lox24, folder: Path, *options: str) -> Finished:
    (folder / "list.csv").write_text("\n".join(("phone", *PHONES)))
    return lox24("phones", "import", "list.csv", "--group", "7116", "--json", *options)


@pytest.mark.parametrize("options", [(), ("--region", "DE")], ids=["no region", "region"])
@pytest.mark.parametrize("stored", NOTATIONS)
def test_a_contact_that_the_group_holds_in_another_notation_is_not_uploaded_again(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, stored: str, options: tuple[str, ...]
) -> None:
    put_into_group(sandbox, stored)
    assert import_phones(lox24, tmp_path, *options).json["codes"] == {"already-in-group": 1, "created": 2}


@pytest.mark.parametrize("blocked", [*NOTATIONS, "15123456789"])
def test_a_number_that_is_blocked_in_another_notation_is_not_uploaded(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, blocked: str
) -> None:
    sandbox.store.block(blocked)
    assert import_phones(lox24, tmp_path).json["codes"] == {"blocked": 1, "created": 2}


@pytest.mark.parametrize("line", [*NOTATIONS, "15123456789"])
def test_a_list_of_ones_own_may_be_in_any_notation(lox24: Lox24, tmp_path: Path, line: str) -> None:
    (tmp_path / "never.txt").write_text(line)
    done = import_phones(lox24, tmp_path, "--suppress", "never.txt", "--region", "DE")
    assert done.json["codes"] == {"blocked": 1, "created": 2}


def test_what_cannot_be_read_in_the_group_or_the_block_list_is_counted_and_told(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    put_into_group(sandbox, "4915*****89", "unknown", "+493012345")
    sandbox.store.block("anonymous")
    done = import_phones(lox24, tmp_path)
    assert done.json["codes"] == {"created": 3}
    assert "2 numbers of the group cannot be read" in done.stderr
    assert "1 number of the account's blocked numbers cannot be read" in done.stderr


@pytest.mark.parametrize("options", [(), ("--region", "DE")], ids=["no region", "region"])
@pytest.mark.parametrize("phones", ["national", "bare", "e164"])
def test_a_gateway_that_stores_another_notation_than_was_sent_gets_each_contact_once(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, phones: Phones, options: tuple[str, ...]
) -> None:
    sandbox.behaviour = Behaviour(phones=phones)
    assert import_phones(lox24, tmp_path, *options).json["codes"] == {"created": 3}
    assert import_phones(lox24, tmp_path, *options).json["codes"] == {"already-in-group": 3}
    assert sandbox.store.count(7116) == 3


def test_contacts_are_found_by_the_ids_of_the_answer_where_their_phones_are_stored_unreadably(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.behaviour = Behaviour(phones="masked")
    done = import_phones(lox24, tmp_path)
    assert done.json["codes"] == {"created-confirmed": 3}, done.stderr
    ids = [str(phone.id) for phone in sandbox.store.phones(7116)]
    assert [line["phone_id"] for line in read_report(done.json["report"])] == ids


@pytest.mark.parametrize("before", [(), ("4915*****89",)], ids=["empty group", "group of such"])
def test_a_group_that_has_grown_by_what_nobody_can_read_is_not_sent_to_again(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, before: tuple[str, ...]
) -> None:
    put_into_group(sandbox, *before)
    sandbox.behaviour = Behaviour(phones="masked")
    sandbox.faults.plan(BATCH, Fault("drop", stores="all"), times=1)
    done = import_phones(lox24, tmp_path)
    assert (done.exit_code, done.json["codes"]) == (8, {"unknown": 3}), done.stderr
    assert "grown by 3 numbers that cannot be read" in done.json["error"]["message"]
    assert import_phones(lox24, tmp_path).exit_code == 8
    assert sandbox.store.count(7116) == 3 + len(before)
    for phone in sandbox.store.phones(7116):
        sandbox.store.delete_phone(phone.id)
    sandbox.behaviour = Behaviour()
    assert lox24("runs", "resume").exit_code == 0
    assert [phone.phone for phone in sandbox.store.phones(7116)] == list(PHONES)


def test_what_others_put_into_the_group_meanwhile_leaves_nothing_in_doubt(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.faults.plan(BATCH, Fault("drop"), times=1)
    sandbox.faults.plan(BATCH, Fault("status", status=402), times=1)
    assert import_phones(lox24, tmp_path).exit_code == 4
    put_into_group(sandbox, "+4917099999999", "0170 8888888")
    assert import_phones(lox24, tmp_path).json["codes"] == {"created": 3}
