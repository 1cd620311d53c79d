"""What every test may use: a running sandbox, and the real command in a process of its own."""

import json
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.zygote import Ended, Zygote

# A shared machine is slow at times; and what CI tries must be the same for the same code.
_AT_LEISURE = hypothesis.settings(
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("here", _AT_LEISURE)
hypothesis.settings.register_profile("ci", _AT_LEISURE, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Tests that a shell runs in the background hear Ctrl-C as others do: the commands under test inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

TOKEN = "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"
"""The placeholder of the vendor's own samples; no secret."""

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"

_READ_AT_THE_START = ("PYTHON", "LC_", "LANG", "TZ")
"""Variables that a Python process reads once, when it begins: a forked one would not see them."""


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
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
    }


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote | None]:
    """What starts commands without the cost of starting Python; None where processes cannot fork."""
    if not hasattr(os, "fork"):
        yield None
        return
    with Zygote() as started:
        yield started


@pytest.fixture
def offline(tmp_path: Path, environment: dict[str, str], zygote: Zygote | None) -> Lox24:
    """The command without a gateway to speak to."""

    def run(
        *args: str | Path, env: Mapping[str, str] | None = None, stdin: bytes | None = None, timeout: float = 60.0
    ) -> Finished:
        words, variables = list(map(str, args)), {**environment, **(env or {})}
        if zygote is None or any(name.startswith(_READ_AT_THE_START) for name in env or {}):
            return _start(words, variables, tmp_path, stdin or b"", timeout)
        return _fork(zygote, words, variables, tmp_path, stdin or b"", timeout)

    return run


def _start(words: list[str], variables: Mapping[str, str], folder: Path, stdin: bytes, timeout: float) -> Finished:
    done = subprocess.run(
        [sys.executable, "-m", "lox24cli", *words],
        cwd=folder,
        env=variables,
        input=stdin,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


def _fork(
    zygote: Zygote, words: list[str], variables: Mapping[str, str], folder: Path, stdin: bytes, timeout: float
) -> Finished:
    streams = folder.with_name(f"{folder.name}.streams")
    streams.mkdir(exist_ok=True)
    (streams / "stdin").write_bytes(stdin)
    events: queue.SimpleQueue[Ended] = queue.SimpleQueue()
    zygote.events = events
    zygote.launch(
        words,
        env=variables,
        cwd=folder,
        stdout=streams / "stdout",
        stderr=streams / "stderr",
        stdin=streams / "stdin",
    )
    try:
        status = events.get(timeout=timeout).status
    except queue.Empty:
        zygote.signal(signal.SIGKILL)
        events.get()
        raise
    return Finished(status, (streams / "stdout").read_bytes().decode(), (streams / "stderr").read_bytes().decode())


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
