"""The commands of README and the pages beside it are run, and what a terminal shows is compared with the page."""

import codecs
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from lox24cli import __version__
from lox24cli.cli.app import app
from tests.conftest import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/topics").glob("*.md")))
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_VARIES = (
    (re.compile(r"\d{8}T\d{6}-[a-z0-9]{4}"), "RUN"),
    (re.compile(r"\d+\.\d s\b"), "N s"),
    (re.compile(r"rows \S+/s \S+"), "rows N/s M:SS"),
)
_MOVES = re.compile(r"(\n|\r|\x1b\[1A|\x1b\[2K)")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def same(text: str) -> str:
    for pattern, word in _VARIES:
        text = pattern.sub(word, text)
    return text


def on_a_terminal(command: str, folder: Path) -> str:
    """Return what a terminal of 100 columns shows in the end, where `y` answers the question."""
    words = shlex.split(command)
    assert words[0] == "lox24"
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lox24cli", *words[1:]],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LOX24_STATE_DIR": str(folder / "state"),
            "PYTHONUTF8": "1",
            "TERM": "xterm",
            "COLUMNS": "100",
        },
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    printed = "".join(_read_and_answer(master))
    os.close(master)
    assert process.wait(timeout=60) in (0, 3), printed
    return "\n".join(_screen(printed))


def _screen(printed: str) -> list[str]:
    """Return the lines that stay: a bar goes back up to be drawn again."""
    lines, at = [""], 0
    for piece in _MOVES.split(printed.replace("\r\n", "\n")):
        if piece == "\n":
            at += 1
            lines += [""] * (at == len(lines))
        elif piece == "\x1b[1A":
            at -= 1
        elif piece in ("\r", "\x1b[2K"):
            lines[at] = ""
        else:
            lines[at] += _CONTROL.sub("", piece)
    return [line.rstrip() for line in lines]


def _read_and_answer(master: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    printed = ""
    while select.select([master], [], [], 60)[0]:
        try:
            read = os.read(master, 65536)
        except OSError:  # Linux: the other end is closed
            return
        if not read:
            return
        yield (text := decoder.decode(read))
        printed += text
        if printed.endswith("[y/N] "):
            os.write(master, b"y\n")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```console" in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """The commands run one after the other in one folder, as a reader would run them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    text = page.read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    assert blocks
    renewed = text
    for block in blocks:
        printed = ""
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            printed += f"$ {command}\n{on_a_terminal(command, tmp_path)}"
        if pytestconfig.getoption("--update-golden"):
            if same(printed) != same(block):
                renewed = renewed.replace(block, printed)
        else:
            assert same(printed) == same(block)
    if renewed != text:
        page.write_text(renewed, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_names_exists(page: Path) -> None:
    known: set[str] = set()

    def collect(command: object) -> None:
        for parameter in getattr(command, "params", []):
            known.update(parameter.opts)
        for child in getattr(command, "commands", {}).values():
            collect(child)

    collect(get_command(app))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page.read_text(encoding="utf-8"))) - {"--help"}
    assert named <= known, named - known


def test_every_make_target_that_the_pages_name_exists() -> None:
    readme = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", readme, re.MULTILINE))
    assert {"demo", "test", "check"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_newest_released_heading_of_the_changelog_is_the_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == __version__


def test_every_page_that_a_page_links_to_is_there() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)", text):
            linked = page.parent / target if target else page
            assert linked.exists(), f"{page.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
                assert anchor in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}, anchor
