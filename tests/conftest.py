"""What every test may use: a running sandbox, and the real command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox

TOKEN = "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"
"""The placeholder of the vendor's own samples; no secret."""

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object of `--json`."""
        answer = json.loads(self.stdout)
        assert isinstance(answer, dict)
        return answer


class Lox24(Protocol):
    """Runs `lox24` and waits for its end."""

    def __call__(
        self, *args: str | Path, env: Mapping[str, str] | None = None, stdin: bytes | None = None, timeout: float = 60.0
    ) -> Finished:
        """Run it in the test's own folder, with an empty home and nothing inherited but the path."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites the golden texts."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff")


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("LOX24_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    """A look-alike of the gateway on a free port of 127.0.0.1."""
    with RunningSandbox() as running:
        yield running


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What the command's process sees of the world."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LOX24_STATE_DIR": str(tmp_path / "state"),
        "PYTHONWARNINGS": "error",
        "PYTHONUTF8": "1",
    }


@pytest.fixture
def offline(tmp_path: Path, environment: dict[str, str]) -> Lox24:
    """The command without a gateway to speak to."""

    def run(
        *args: str | Path, env: Mapping[str, str] | None = None, stdin: bytes | None = None, timeout: float = 60.0
    ) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "lox24cli", *map(str, args)],
            cwd=tmp_path,
            env={**environment, **(env or {})},
            input=stdin if stdin is not None else b"",
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def lox24(sandbox: RunningSandbox, environment: dict[str, str], offline: Lox24) -> Lox24:
    """The command with a token, and the sandbox as its gateway."""
    environment |= {
        "LOX24_BASE_URL": sandbox.url,
        "LOX24_TOKEN": TOKEN,
        "LOX24_SETTLE_WAIT": "0.05",
        "LOX24_BACKOFF": "0.02",
    }
    return offline
