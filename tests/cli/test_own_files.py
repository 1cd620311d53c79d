"""What is written never costs the user a file: not the contacts, not another one's, not one of our own."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from lox24cli.errors import TemporaryError
from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, Lox24

IMPORT = ("phones", "import", "list.csv", "--group", "7116", "--region", "DE")


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """A file with rows to mend, so that there is a failed file."""
    return Path(shutil.copy(SAMPLES / "contacts-messy.csv", tmp_path / "list.csv"))


@pytest.mark.parametrize("option", ["--report", "--failed"])
@pytest.mark.parametrize("name", ["list.csv", "./list.csv", "../{folder}/list.csv", "second-name.csv"])
def test_the_contact_file_is_never_written_over(
    lox24: Lox24, contacts: Path, tmp_path: Path, option: str, name: str
) -> None:
    before = contacts.read_bytes()
    (tmp_path / "second-name.csv").hardlink_to(contacts)
    done = lox24(*IMPORT, option, name.format(folder=tmp_path.name), "--force")
    assert done.exit_code == 2
    assert "the contact file itself" in done.stderr
    assert contacts.read_bytes() == before


def test_a_failed_file_that_is_imported_is_not_written_over_by_the_next_one(lox24: Lox24, contacts: Path) -> None:
    first = lox24(*IMPORT, "--json").json["failed"]
    before = Path(first).read_bytes()
    assert lox24("phones", "import", first, "--group", "7116", "--failed", first).exit_code == 2
    assert Path(first).read_bytes() == before
    assert contacts.exists()


def test_a_report_that_is_written_again_spares_the_contact_file(lox24: Lox24, contacts: Path) -> None:
    before = contacts.read_bytes()
    run = lox24(*IMPORT, "--json").json["run"]
    assert lox24("runs", "show", run, "--report", "list.csv", "--force").exit_code == 2
    assert contacts.read_bytes() == before


def test_report_and_failed_file_are_two_files(lox24: Lox24, contacts: Path, tmp_path: Path) -> None:
    done = lox24(*IMPORT, "--report", "x.csv", "--failed", "./x.csv")
    assert done.exit_code == 2
    assert "name two files" in done.stderr
    assert not (tmp_path / "x.csv").exists()
    assert contacts.exists()


def test_only_ordinary_files_are_written_over(lox24: Lox24, contacts: Path, sandbox: RunningSandbox) -> None:
    for target in (".", "/dev/null", "list.csv/report.csv", "x" * 300):
        done = lox24(*IMPORT, "--report", target, "--force")
        assert done.exit_code == 2, done.stderr
    assert Path("/dev/null").is_char_device()
    assert contacts.exists()
    assert sandbox.store.count(7116) == 0


def test_a_file_whose_name_leaves_no_room_for_the_reports_is_told_before_the_first_upload(
    lox24: Lox24, contacts: Path, tmp_path: Path, sandbox: RunningSandbox
) -> None:
    name = "l" * 240 + ".csv"
    contacts.rename(tmp_path / name)
    done = lox24("phones", "import", name, *IMPORT[3:])
    assert done.exit_code == 2
    assert "--report" in done.stderr
    assert sandbox.store.count(7116) == 0
    assert lox24("phones", "import", name, *IMPORT[3:], "--report", "r.csv", "--failed", "f.csv").exit_code == 3


def test_a_log_is_not_written_into_a_file_with_something_else_in_it(lox24: Lox24, contacts: Path) -> None:
    before = contacts.read_bytes()
    done = lox24(*IMPORT, "--log-file", "list.csv")
    assert done.exit_code == 2
    assert "is no log" in done.stderr
    assert contacts.read_bytes() == before
    for _ in range(2):
        assert lox24(*IMPORT, "--log-file", "log.jsonl").exit_code == 3


def test_a_failed_file_that_somebody_works_on_is_not_written_over(lox24: Lox24, contacts: Path, tmp_path: Path) -> None:
    """Cells mended by hand during the day are not lost to the import of the night."""
    failed = tmp_path / "mend.csv"
    assert lox24(*IMPORT, "--failed", "mend.csv", "--json").json["failed"] == str(failed)
    assert lox24(*IMPORT, "--failed", "mend.csv", "--json").json["failed"] == str(failed)
    mended = failed.read_bytes().replace(b"keine Angabe", b"0171 3920011")
    failed.write_bytes(mended)
    again = lox24(*IMPORT, "--failed", "mend.csv", "--json")
    assert again.exit_code == 3
    assert failed.read_bytes() == mended
    assert Path(again.json["failed"]).name == f"mend.{again.json['run']}.csv"
    contacts.write_text("Mobil\n0171 3920011\n")
    assert lox24(*IMPORT, "--failed", "mend.csv").exit_code == 0
    assert failed.read_bytes() == mended


def test_a_workbook_of_the_users_that_is_named_like_ours_is_not_written_over(lox24: Lox24, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "contacts.xlsx", tmp_path / "mine.failed.xlsx")
    before = (tmp_path / "mine.failed.xlsx").read_bytes()
    done = lox24("phones", "import", SAMPLES / "contacts.xlsx", *IMPORT[3:], "--failed", "mine.failed.xlsx")
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert (tmp_path / "mine.failed.xlsx").read_bytes() == before


def test_a_link_in_the_place_of_the_temporary_file_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    planned = PlannedFile(
        tmp_path / "r.csv", source=None, force=False, what="report", written=WrittenFiles(tmp_path), mark="run"
    )

    def swap(file: BinaryIO) -> None:
        planned.temporary.unlink()
        planned.temporary.symlink_to(victim)
        file.write(b"row,line")

    with pytest.raises(TemporaryError, match="put in the place"):
        planned.write(swap)
    assert victim.read_text() == "precious"
    assert not (tmp_path / "r.csv").exists()


def test_the_name_of_a_temporary_file_cannot_be_guessed(tmp_path: Path) -> None:
    first, second = (
        PlannedFile(
            tmp_path / "r.csv", source=None, force=False, what="report", written=WrittenFiles(tmp_path), mark="run"
        )
        for _ in range(2)
    )
    assert first.temporary.name != second.temporary.name
    assert [path.name for path in tmp_path.glob(".*.tmp")] == [second.temporary.name]  # the first one's was swept
    first.discard()
    second.discard()


@pytest.mark.parametrize("option", ["--report", "--failed", "--html", "--save-map", "--map-file", "--suppress"])
@pytest.mark.parametrize(
    "name", ["x" * 300, "circle/x", "/dev/full/x", "a\nb/c"], ids=["long", "circle", "device", "gone"]
)
def test_a_name_that_no_file_can_have_is_a_wrong_setting(
    offline: Lox24, contacts: Path, tmp_path: Path, option: str, name: str
) -> None:
    (tmp_path / "circle").symlink_to("circle")
    others = ("--failed", "circle/y") if option == "--report" else ()
    done = offline("phones", "check", "list.csv", "--region", "DE", option, name, *others, "--json")
    assert done.exit_code == 2, done.stderr
    assert done.json["error"]["hint"]
    assert contacts.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.usefixtures("sandbox")
def test_a_file_s_name_is_never_taken_for_a_sentence_of_ours(lox24: Lox24, tmp_path: Path) -> None:
    """Sentences are kept in the journal with the separator of records before them, which may stand in a name, too."""
    name = "\x1eliste.csv"
    (tmp_path / name).write_text("phone\n+491713920011\n", encoding="utf-8")
    assert lox24("phones", "import", name, "--group", "7116", "--json").exit_code == 0
    shown = lox24("runs", "show", "last", "--json")
    assert (shown.exit_code, Path(shown.json["file"]).name) == (0, name)
