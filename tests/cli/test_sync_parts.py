"""`phones sync` of a file that is not the whole list, or does not show it: nobody goes who is in the rest."""

from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.sandbox.faults.faults import READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import Lox24
from tests.desk import HEADER, fill, held, meanwhile, number, write, writes

FREELY = ("--group", "7116", "--region", "DE", "--max-delete", "100%", "--json")


def workbook(path: Path, *, hidden: tuple[int, ...]) -> Path:
    """A workbook of number(0) to number(4), some of whose rows a filter hides."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Kontakte")
    for row, cells in enumerate((HEADER, *((number(n), "", f"Name {n}") for n in range(5)))):
        sheet.write_row(row, 0, cells)
        if row - 1 in hidden:
            sheet.set_row(row, None, None, {"hidden": True})
    book.close()
    return path


def test_nobody_is_deleted_while_the_sheet_hides_rows(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """Whoever a filter hides is in the file, though nobody reads him."""
    before = [(number(n), "", f"Name {n}") for n in (0, 1, 2, 3, 9)]
    fill(sandbox, *before)
    path = workbook(tmp_path / "list.xlsx", hidden=(0, 3))
    done = lox24("phones", "sync", path, *FREELY)
    assert (done.exit_code, done.json["deleted"], done.json["counts"]["created"]) == (0, 0, 1), done.stderr
    assert held(sandbox) == [*before, (number(4), "", "Name 4")]
    assert "3 phones of the group, as the sheet hides 2 rows" in done.stderr
    workbook(path, hidden=())
    assert lox24("phones", "sync", path, *FREELY).json["deleted"] == 1
    assert number(9) not in {phone for phone, _, _ in held(sandbox)}


def test_a_failed_file_is_no_whole_list(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, (number(0), "", ""), (number(1), "", ""))
    write(tmp_path, (number(1), "", ""), ("nix", "", ""))
    failed = lox24("phones", "sync", "list.csv", *FREELY).json["failed"]
    path = Path(failed)
    path.write_text(path.read_text("utf-8-sig").replace("nix", number(2)), "utf-8")
    earlier = len(writes(sandbox))
    done = lox24("phones", "sync", failed, *FREELY)
    assert (done.exit_code, len(writes(sandbox))) == (2, earlier)
    assert "would delete whoever is in the rest" in done.stderr
    assert lox24("phones", "import", failed, *FREELY[:4], "--on-existing", "update").exit_code == 0
    assert {phone for phone, _, _ in held(sandbox)} == {number(n) for n in range(3)}


def test_nobody_is_deleted_where_the_group_names_no_id(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, (number(0), "", ""))
    sandbox.store.block(number(1))
    write(tmp_path, (number(1), "", ""))
    sandbox.faults.plan(READ, Fault("no-ids"), times=None)
    done = lox24("phones", "sync", "list.csv", *FREELY)
    assert (done.exit_code, done.json["deleted"], writes(sandbox)) == (0, 0, []), done.stderr


@pytest.mark.parametrize("skip", [0, 1])
def test_nobody_is_deleted_where_the_group_does_not_say_who_opted_out(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, skip: int
) -> None:
    """The list is a phone short, and the CSV export, which is whole, does not say it."""
    fill(sandbox, *((number(n), "", "") for n in range(3)))
    sandbox.store.unsubscribe(number(2))
    write(tmp_path, (number(1), "", ""))
    sandbox.faults.plan(READ, Fault("fewer"), skip=skip, times=None)
    done = lox24("phones", "sync", "list.csv", *FREELY, "--retries", "1")
    assert (done.exit_code, done.json["deleted"], writes(sandbox)) == (5, 0, []), done.stderr


def test_a_dry_run_counts_nobody_of_whom_it_is_not_known_whether_he_opted_out(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, *((number(n), "", "") for n in range(3)))
    sandbox.store.unsubscribe(number(2))
    write(tmp_path, (number(1), "", ""))
    sandbox.faults.plan(READ, Fault("fewer"))
    done = lox24("phones", "sync", "list.csv", *FREELY, "--dry-run")
    assert (done.exit_code, done.json["to_delete"]) == (0, 1), done.stderr


def test_an_entry_that_is_gone_is_created_anew_before_anybody_is_deleted(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    fill(sandbox, (number(0), "", "Alt"), (number(1), "", "Alt"), (number(2), "", "Alt"))
    write(tmp_path, (number(1), "", "Neu"), (number(2), "", "Neu"))
    entries = {phone.phone: phone.id for phone in sandbox.store.phones(7116)}

    def go() -> None:
        sandbox.store.delete_phone(entries[number(2)])

    done = meanwhile(lox24, sandbox, ("phones", "sync", "list.csv", *FREELY, "--concurrency", "1"), go)
    assert (done.exit_code, done.json["deleted"]) == (0, 1), done.stderr
    assert writes(sandbox) == ["PUT", "PUT", "POST", "DELETE"]
