"""The manual says what the help says, and the man page shows it; that it is fresh, cli/test_golden.py holds."""

import re
import shutil
import subprocess

import pytest

from lox24cli.cli.examples import EXAMPLES
from tests.manual import DOCS, pages


def test_every_command_has_a_page_and_every_example_stands_on_one() -> None:
    found = pages()

    assert {page.path for page in found} >= {path for path in EXAMPLES if path}
    assert all(page.text and page.sections for page in found)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_is_set_without_a_warning_and_loses_nothing() -> None:
    done = subprocess.run(
        [*("groff", "-man", "-ww", "-k", "-Tutf8", "-P-c", "-rLL=200n"), DOCS / "lox24.1"],
        capture_output=True,
        check=True,
    )
    shown = " ".join(re.sub(".\b", "", done.stdout.decode()).split())

    assert not done.stderr
    said = [text for page in pages() for _, records in page.sections for text, _ in records]
    said += [example for examples in EXAMPLES.values() for _, example in examples]
    said += ["phone-ambiguous two readings are numbers. Write it with + and country code.", "/srv/club &&"]
    assert not [text for text in said if " ".join(text.split()) not in shown]
