"""What the command says, word for word: help, plan, summary, errors. `make golden` writes them anew."""

import re
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests import manual
from tests.conftest import ROOT, SAMPLES, Lox24

GOLDEN = ROOT / "tests" / "golden"
_VARIES = (
    (re.compile(r"\d{8}T\d{6}-[a-z0-9]{4}"), "RUN"),
    (re.compile(r"\d+[.,]\d s\b"), "N s"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\b[0-9A-Za-z]{32}\b"), "REQUEST-ID"),
)

ERRORS = [
    ("no-such-file", None, ()),
    ("empty-file", b"", ()),
    ("no-phone-column", b"Name,Ort\nA,B\n", ()),
    ("two-phone-columns", b"Handy Mutter,Handy Vater\n0171 3920011,0171 3920012\n", ("--region", "DE")),
    ("unknown-column", b"phone,x\n+4915228817386,1\n", ("--map", "a=Vorname")),
    ("unknown-field", b"phone,x\n+4915228817386,1\n", ("--map", "f=x")),
    ("unknown-region", b"phone,x\n+4915228817386,1\n", ("--region", "XX")),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(100), ()),
    ("phone-in-header", b"+4915228817386,x\n+4915228895456,y\n", ()),
    ("max-errors", b"phone\nx\ny\n", ("--max-errors", "1")),
]
"""Of a check: name of its golden text, contents of the file, options."""


class Golden:
    """Compares a text with a file of tests/golden, or writes it."""

    def __init__(self, *, update: bool, folder: Path) -> None:
        self._update = update
        self._folder = folder

    def __call__(self, name: str, text: str) -> None:
        """Assert that `text` is what the file says, but for what varies."""
        for place, word in ((str(SAMPLES), "samples"), (str(self._folder), "HERE")):
            text = text.replace(place, word)
        for pattern, word in _VARIES:
            text = pattern.sub(word, text)
        path = GOLDEN / f"{name}.txt"
        if self._update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def golden(pytestconfig: pytest.Config, tmp_path: Path) -> Golden:
    return Golden(update=bool(pytestconfig.getoption("--update-golden")), folder=tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        *(
            "",
            "phones",
            "phones import",
            "phones sync",
            "phones undo",
            "phones check",
            "phones export",
            "runs",
            "runs list",
            "runs show",
            "runs resume",
            "runs discard",
            "runs prune",
        ),
        *(
            "groups",
            "groups list",
            "groups show",
            "groups create",
            "groups rename",
            "groups delete",
            "account",
            "doctor",
            "sandbox",
            "help",
            "completion",
        ),
    ],
)
def test_help(offline: Lox24, golden: Golden, command: str) -> None:
    done = offline(*command.split(), "--help", env={"COLUMNS": "80", "TERM": "dumb"})
    assert done.exit_code == 0
    golden("help-" + (command.replace(" ", "-") or "lox24"), done.stdout)


def test_the_manual_says_what_the_help_says(pytestconfig: pytest.Config) -> None:
    """`make docs` writes it anew, as does --update-golden."""
    if pytestconfig.getoption("--update-golden"):
        manual.write()
    wanted = manual.documents()
    there = {*manual.DOCS.glob("commands/*"), *manual.DOCS.glob("topics/*"), manual.DOCS / "lox24.1"}

    assert {path.relative_to(manual.DOCS).as_posix() for path in there} == set(wanted)
    assert not [place for place, text in wanted.items() if (manual.DOCS / place).read_text("utf-8") != text], (
        "make docs"
    )


def test_summary_of_an_import(lox24: Lox24, golden: Golden, sandbox: RunningSandbox) -> None:
    sandbox.change(poison=("+491713920011",))
    done = lox24(
        *("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")
    )
    golden("summary-import", done.stdout + done.stderr)


def test_summary_of_a_messy_file(offline: Lox24, golden: Golden) -> None:
    done = offline(
        *("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--mobile-only", "--report-dir", "out")
    )
    golden("summary-messy", done.stdout + done.stderr)


def test_report_of_a_messy_file(offline: Lox24, golden: Golden, tmp_path: Path) -> None:
    offline(
        *("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--mobile-only"),
        *("--report", "report.csv", "--failed", "failed.csv"),
    )
    golden("report-messy", (tmp_path / "report.csv").read_text(encoding="utf-8-sig"))
    golden("failed-messy", (tmp_path / "failed.csv").read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize(("name", "content", "options"), ERRORS)
def test_error(
    offline: Lox24, golden: Golden, tmp_path: Path, name: str, content: bytes | None, options: tuple[str, ...]
) -> None:
    if content is not None:
        (tmp_path / "list.csv").write_bytes(content)
    done = offline("phones", "check", "list.csv", *options)
    assert done.exit_code in (2, 6, 7)
    golden(f"error-{name}", f"exit {done.exit_code}\n{done.stdout}{done.stderr}")
