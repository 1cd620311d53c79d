"""What the documents for those who carry the project on name is there: files, folders, commands."""

import re
from pathlib import Path

import pytest

import lox24cli
from lox24cli.importing.journal.facts import State
from tests.conftest import ROOT

PACKAGE = Path(lox24cli.__file__).parent

DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
_PATH = re.compile(r"`([\w.-]+(?:/[\w.-]*)+|[A-Z]+\.md)`")
_TARGET = re.compile(r"^make ([a-z-]+)|`make ([a-z-]+)`", re.MULTILINE)


def is_ours(path: str) -> bool:
    """Tell whether the installed package has it: the tests may run where there is no other."""
    return path.startswith("lox24cli/") and (PACKAGE.parent / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = _PATH.findall((ROOT / document).read_text("utf-8"))
    inner = {"text/", "workbooks/", "formats/", "http/", "lists/", "journal/", "delivery/", "report/"}
    inner |= {"commands/", "output/", "serving/", "api/", "world/", "faults/", "gateway/"}
    missing = [path for path in named if path not in inner and not (ROOT / path).exists() and not is_ours(path)]
    assert named or document == "SECURITY.md"
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_named_is_a_target_of_make(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {one or other for one, other in _TARGET.findall((ROOT / document).read_text("utf-8"))}
    assert named <= targets


def test_every_room_has_its_sentence() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f"| `lox24cli/{room}/` |" in text} == rooms


def test_every_state_of_a_run_has_its_line() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert all(f"| `{state}` |" in text for state in State)


def test_the_order_of_things_is_the_one_that_the_code_shows() -> None:
    (order,) = re.findall(r"open the file -> .*", (ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert order in (PACKAGE / "importing/running.py").read_text("utf-8")


def test_the_container_is_made_of_files_that_are_there_and_its_program_is_not_root() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    copied = [
        words[:-1] for line in lines if (words := line.split()[1:]) and line.startswith("COPY ") and "--" not in line
    ]

    assert copied
    assert all((ROOT / name).exists() or name == "lox24cli" for names in copied for name in names)
    assert "USER 10001:10001" in lines
    assert "VOLUME /state" in lines
