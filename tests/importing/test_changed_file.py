"""A file that changes while it is read is no file that was read: nothing of it is sent."""

import os
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import ExitCode, InputError
from lox24cli.importing.job import Job
from lox24cli.importing.running import check_contacts
from lox24cli.library.listening import real_world
from tests.corpus.checking import Listener

ROWS = 3_000


class Meddler(Listener):
    """Does something to the file once the first rows were read."""

    def __init__(self, path: Path, change: str) -> None:
        super().__init__()
        self.path, self.change = path, change

    def reading(self, rows: int) -> None:
        """Change the file, once."""
        assert rows
        change, self.change = self.change, ""
        if change == "shrink":
            os.truncate(self.path, 0)
        elif change == "grow":
            with self.path.open("a", encoding="utf-8") as file:
                file.write("+4915228817386\n")
        elif change == "replace":
            other = self.path.with_name("other")
            shutil.copyfile(self.path, other)
            with other.open("r+b") as file:
                file.seek(-3, os.SEEK_END)
                file.write(b"1")
            other.replace(self.path)
        elif change == "remove":
            self.path.unlink()


def check(path: Path, change: str) -> int:
    """How many rows a check reads while the file is changed so."""
    job = Job(file=path, name=path.name, group_id=None)
    return check_contacts(job, real_world(path.parent / "state", Meddler(path, change))).rows


@pytest.mark.parametrize("change", ["shrink", "grow", "replace", "remove"])
def test_a_text_file_that_changes_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text("phone\n" + "".join(f"+49152288{number:05}\n" for number in range(ROWS)))
    with pytest.raises(InputError, match=r"c\.csv changed while it was read") as refused:
        check(path, change)
    assert refused.value.exit_code == ExitCode.INPUT
    assert not list((tmp_path / "state" / "runs").iterdir())


def test_a_workbook_that_is_replaced_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["phone", *(f"+49152288{number:05}" for number in range(3000))])
    book.close()
    with pytest.raises(InputError, match=r"c\.xlsx changed while it was read"):
        check(path, "replace")


def test_a_file_that_nobody_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("phone\n+4915228817386\n")
    assert check(path, "") == 1
