"""What a run that waits, or whose terminal was closed, leaves behind: what it still needs, and nothing else."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_terminal import SAMPLE, terminal
from tests.conftest import TOKEN, Lox24

if sys.platform == "win32":
    pytest.skip("no hang-up, no pseudo-terminals", allow_module_level=True)


def runs_in(folder: Path) -> list[Path]:
    return list((folder / "state" / "runs").iterdir())


def test_a_run_that_waits_at_its_question_is_not_pruned(
    environment: dict[str, str], sandbox: RunningSandbox, offline: Lox24, tmp_path: Path
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        time.sleep(1.1)  # a run is older than 0 m from the next second on
        assert offline("runs", "prune", "--older-than", "0m", "--json").json["deleted"] == []
        screen.type("y\n")
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 12
    (run,) = runs_in(tmp_path)
    assert offline("runs", "prune", "--older-than", "0m", "--json").json["deleted"] == [run.name]


def test_a_run_that_was_killed_at_its_question_is_pruned_with_its_files(
    environment: dict[str, str], sandbox: RunningSandbox, offline: Lox24, tmp_path: Path
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        time.sleep(1.1)
        screen.process.kill()
        screen.process.wait()
        (run,) = runs_in(tmp_path)
        assert list((tmp_path / "out").iterdir())
        assert offline("runs", "prune", "--older-than", "0m", "--json").json["deleted"] == [run.name]
    assert runs_in(tmp_path) == []
    assert list((tmp_path / "out").iterdir()) == []


def hang_up(
    environment: dict[str, str], sandbox: RunningSandbox, *options: str, before: Callable[[], object] | None = None
) -> int:
    """Import contacts from a pipe, and hang up as soon as the first batch is under way; return the exit code."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lox24cli", "phones", "import", "-", "--group", "7116", *options],
        env=environment | {"LOX24_BASE_URL": sandbox.url, "LOX24_TOKEN": TOKEN},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=before,  # noqa: PLW1509  no threads yet
    )
    assert process.stdin is not None
    process.stdin.write("\n".join(("phone", *(f"+49171392{n:04}" for n in range(20)))).encode())
    process.stdin.close()
    ends = time.monotonic() + 30
    while not any(request.is_batch for request in sandbox.requests) and time.monotonic() < ends:
        time.sleep(0.02)
    process.send_signal(signal.SIGHUP)
    return process.wait(timeout=30)


def test_a_terminal_that_is_closed_leaves_no_piped_contacts(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.change(latency=0.3)
    assert hang_up(environment, sandbox, "--batch-size", "2", "--concurrency", "1") == 143
    assert list((tmp_path / "state" / "piped").iterdir()) == []
    assert 0 < sandbox.store.count(7116) < 20


def test_a_command_that_is_to_outlive_its_terminal_does(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    """As `nohup` starts it."""
    sandbox.change(latency=0.1)
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731  runs in the new process
    assert hang_up(environment, sandbox, "--batch-size", "5", before=ignore) == 0
    assert sandbox.store.count(7116) == 20
