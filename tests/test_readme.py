"""README's commands are run, and what they print is compared with what README shows."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from lox24cli import __version__
from lox24cli.cli.app import app
from tests.conftest import ROOT

_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_VARIES = (
    (re.compile(r"\d{8}T\d{6}-[a-z0-9]{4}"), "RUN"),
    (re.compile(r"\d+\.\d s\b"), "N s"),
)


def same(text: str) -> str:
    for pattern, word in _VARIES:
        text = pattern.sub(word, text)
    return text


def lox24(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "lox24"
    done = subprocess.run(
        [sys.executable, "-m", "lox24cli", *words[1:]],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LOX24_STATE_DIR": str(folder / "state"),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


def test_readme_shows_what_its_commands_print(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """The commands run one after the other in one folder, as a reader would run them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = _BLOCK.findall(readme)
    assert blocks
    renewed = readme
    for block in blocks:
        printed = ""
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            printed += f"$ {command}\n{lox24(command, tmp_path)}"
        if pytestconfig.getoption("--update-golden"):
            if same(printed) != same(block):
                renewed = renewed.replace(block, printed)
        else:
            assert same(printed) == same(block)
    if renewed != readme:
        (ROOT / "README.md").write_text(renewed, encoding="utf-8")


def test_every_option_that_readme_names_exists() -> None:
    known: set[str] = set()

    def collect(command: object) -> None:
        for parameter in getattr(command, "params", []):
            known.update(parameter.opts)
        for child in getattr(command, "commands", {}).values():
            collect(child)

    collect(get_command(app))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", readme)) - {"--help"}
    assert named <= known, named - known


def test_every_make_target_that_readme_names_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"demo", "test", "check"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_newest_released_heading_of_the_changelog_is_the_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == __version__
