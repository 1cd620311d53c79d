"""The examples of docs/library.md are run, each in a folder of its own, and print what the page shows."""

import contextlib
import io
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import ROOT, TOKEN

_EXAMPLE = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_PAGE = (ROOT / "docs" / "library.md").read_text("utf-8")

CONTACTS = "Vorname;Mobil\nAda;0152 28817386\nBob;0152 28817387\nEva;0152 28817388\nKim;0152 1\nMia;0160 1234567\n"


class Example(NamedTuple):
    program: str
    printed: str


EXAMPLES = [Example(*found) for found in _EXAMPLE.findall(_PAGE)]


def test_every_example_shows_what_it_prints() -> None:
    assert len(EXAMPLES) == _PAGE.count("```python") == _PAGE.count("```text") > 5


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_prints_what_the_page_shows(
    example: Example, sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOX24_TOKEN", TOKEN)
    monkeypatch.setenv("LOX24_BASE_URL", sandbox.url)
    monkeypatch.setenv("LOX24_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "members.csv").write_text("Vorname;Mobil\nAda;0152 28817386\n", encoding="utf-8")
    (tmp_path / "two-phones.csv").write_text("Spalte 1,Spalte 2\n0152 28817386,0160 1234567\n", encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example.program, "docs/library.md", "exec"), {"__name__": "example"})  # noqa: S102  our own page
    assert printed.getvalue() == example.printed
