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
    environment: dict[str, str],
    sandbox: RunningSandbox,
    *options: str,
    before: Callable[[], object] | None = None,
    number: int = signal.SIGHUP,
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
    process.send_signal(number)
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


CHECK = ("phones", "check", "list.csv", "--report-dir", "out")
DRY_RUN = ("phones", "import", "list.csv", "--group", "7116", "--dry-run", "--report-dir", "out")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # one of SQLite's own, which come and go
        return 0


def signal_while_preparing(environment: dict[str, str], folder: Path, command: tuple[str, ...], number: int) -> None:
    """Begin the command, and signal it once its first rows are in a journal."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lox24cli", *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ends = time.monotonic() + 30
    while not any(_size(path) > 100_000 for path in folder.glob("state/runs/*/journal.sqlite*")):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.005)
    process.send_signal(number)
    process.wait(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", [CHECK, DRY_RUN], ids=["check", "dry run"])
def test_what_a_killed_check_leaves_is_swept_by_the_next_command(
    environment: dict[str, str], lox24: Lox24, tmp_path: Path, command: tuple[str, ...], number: int
) -> None:
    out, rows = tmp_path / "out", [f"+49171{n:07}" for n in range(2_000_000, 2_060_000)]
    out.mkdir()
    (tmp_path / "list.csv").write_text("\n".join(("phone", *rows)))
    signal_while_preparing(environment, tmp_path, command, number)
    left = [*runs_in(tmp_path), *out.iterdir()]
    assert bool(left) == (number == signal.SIGKILL)
    (tmp_path / "list.csv").write_text("\n".join(("phone", *rows[:3])))
    assert lox24(*CHECK, "--json").json["counts"]["ready"] == 3
    assert len(runs_in(tmp_path)) == 1
    assert [path.suffix for path in out.iterdir()] == [".csv"]


def test_a_check_leaves_the_run_alone_that_waits_at_its_question(
    environment: dict[str, str], sandbox: RunningSandbox, offline: Lox24, tmp_path: Path
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        assert offline("phones", "check", *SAMPLE[:1], *SAMPLE[3:]).exit_code == 0
        assert len(runs_in(tmp_path)) == 2
        screen.type("y\n")
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 12


def test_a_run_that_was_killed_while_it_sent_and_then_finished_is_kept(
    environment: dict[str, str], sandbox: RunningSandbox, lox24: Lox24, tmp_path: Path
) -> None:
    sandbox.change(latency=0.3)
    with terminal(environment, sandbox, *SAMPLE, "--batch-size", "2", "--concurrency", "1", "--yes") as screen:
        while not any(request.is_batch for request in sandbox.requests):
            time.sleep(0.01)
        screen.process.kill()
        screen.process.wait()
    sandbox.change(latency=0.0)
    (run,) = runs_in(tmp_path)
    assert lox24("runs", "resume", "--yes").exit_code == 0
    assert lox24(*CHECK[:2], SAMPLE[0], "--region", "DE").exit_code == 0
    assert run in runs_in(tmp_path)
    assert lox24("runs", "show", run.name).exit_code == 0


def test_what_a_killed_import_left_of_a_pipe_is_swept_by_the_next_one(
    environment: dict[str, str], sandbox: RunningSandbox, lox24: Lox24, tmp_path: Path
) -> None:
    sandbox.change(latency=0.3)
    assert hang_up(environment, sandbox, "--batch-size", "2", number=signal.SIGKILL) == -signal.SIGKILL
    assert list((tmp_path / "state" / "piped").iterdir())
    assert lox24("phones", "check", "-", stdin=b"phone\n+491713920001\n").exit_code == 0
    assert list((tmp_path / "state" / "piped").iterdir()) == []
