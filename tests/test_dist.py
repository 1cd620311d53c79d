"""What is released: the same bytes from the same commit, with all that the command needs and nothing else."""

import tarfile
import zipfile
from pathlib import Path

import pytest

from lox24cli import __version__
from tests.conftest import ROOT
from tests.dist import build_twice

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="releases are built from a checkout")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "dist"
    assert len(build_twice(folder)) == 2
    return folder


def test_the_wheel_holds_the_package_and_its_texts_and_no_tests(built: Path) -> None:
    with zipfile.ZipFile(built / f"lox24cli-{__version__}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())

    inside = {path.relative_to(ROOT).as_posix() for path in (ROOT / "lox24cli").rglob("*") if path.is_file()}
    expected = {name for name in inside if "__pycache__" not in name}
    assert {name for name in names if name.startswith("lox24cli/")} == expected
    assert "lox24cli/py.typed" in names
    assert {name.partition("/")[2] for name in names if ".data/" in name} == {"data/share/man/man1/lox24.1"}
    assert not [name for name in names if not name.startswith("lox24cli")]


def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    with tarfile.open(built / f"lox24cli-{__version__}.tar.gz") as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {"tests/conftest.py", "samples/contacts.csv", "docs/lox24.1", "Makefile", "constraints.txt"} <= names
    assert not [name for name in names if name.startswith((".git/", ".venv", ".demo", ".env"))]


def test_nothing_that_is_built_names_the_machine(built: Path) -> None:
    with zipfile.ZipFile(built / f"lox24cli-{__version__}-py3-none-any.whl") as wheel:
        texts = {name: wheel.read(name) for name in wheel.namelist()}

    assert not [name for name, text in texts.items() if str(ROOT).encode() in text or bytes(Path.home()) + b"/" in text]
