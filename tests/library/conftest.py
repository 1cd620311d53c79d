"""What a program has that calls the library: a sandbox, a state folder, a token."""

from pathlib import Path
from typing import Any

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import TOKEN

GROUP = 7116
CONTACTS = "Vorname;Mobil\nAda;0152 28817386\nBob;0152 28817387\nKim;0152 1\n"


@pytest.fixture
def account(sandbox: RunningSandbox, tmp_path: Path) -> dict[str, Any]:
    """Arguments that each call takes: which gateway, as whom, where the journals are."""
    return {
        "token": TOKEN,
        "base_url": sandbox.url,
        "state_dir": tmp_path / "state",
        "backoff": 0.02,
    }


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """A file with two contacts and a row to mend."""
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return path
