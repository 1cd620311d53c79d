"""What a person at a terminal sees: the plan, one question, a bar, and Ctrl-C that is obeyed with care."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, TOKEN


class Terminal:
    """The command on a pseudo-terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.seen = ""
        self._master = master

    def wait_for(self, text: str, seconds: float = 30.0) -> None:
        """Read until `text` was shown."""
        ends = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < ends, f"{text!r} did not appear in:\n{self.seen}"
            if not self._read(0.2) and self.process.poll() is not None:
                break
        assert text in self.seen, self.seen

    def type(self, text: str) -> None:
        """Type keys."""
        os.write(self._master, text.encode())

    def end(self, seconds: float = 30.0) -> int:
        """Read to the end; return the exit code."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and (self._read(0.1) or self.process.poll() is None):
            pass
        return self.process.wait(timeout=5)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            self.seen += os.read(self._master, 65536).decode(errors="replace")
        except OSError:
            return False
        return True


@contextmanager
def terminal(
    environment: dict[str, str],
    sandbox: RunningSandbox,
    *args: str | Path,
    streams: Mapping[str, BinaryIO] | None = None,
    room: Sequence[str] = ("phones",),
    command: str = "import",
    **more: str,
) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    words = [sys.executable, "-m", "lox24cli", *room, *([command] if command else []), *map(str, args)]
    variables = {"TERM": "xterm", "COLUMNS": "100", "LOX24_BASE_URL": sandbox.url, "LOX24_TOKEN": TOKEN}
    everything = {**variables, **environment, **more}
    places: dict[str, Any] = {"stdin": slave, "stdout": slave, "stderr": slave, **(streams or {})}
    process = subprocess.Popen(
        words,
        **places,
        env=everything,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),  # noqa: PLW1509  no threads yet; it makes /dev/tty
        pass_fds=(slave,),
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


SAMPLE = (SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")


def test_the_plan_is_shown_and_nothing_is_sent_before_a_yes(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        for shown in ("semicolon", "7116 Sandbox, 0 phones", "phone  <- Mobil", "not sent: Ort", "+4915228817386"):
            assert shown in screen.seen
        assert sandbox.store.count(7116) == 0
        screen.type("y\n")
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 12
    assert "12/12" in screen.seen
    assert "12 created" in screen.seen


def test_the_time_a_person_took_to_answer_is_none_of_the_runs(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        begun = time.monotonic()
        screen.wait_for("Upload? [y/N]")
        time.sleep(2.0)
        screen.type("y\n")
        assert screen.end() == 0
        took = time.monotonic() - begun
    said = re.search(r"contacts.csv, (\d+\.\d) s", screen.seen)
    assert said is not None
    assert float(said[1]) < took - 1.8


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"])
def test_anything_but_a_yes_uploads_nothing(
    environment: dict[str, str], sandbox: RunningSandbox, answer: str, tmp_path: Path
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        screen.type(answer)
        assert screen.end() == 0
    assert "nothing was uploaded" in screen.seen
    assert sandbox.store.count(7116) == 0
    assert not list((tmp_path / "out").iterdir())


def test_ctrl_c_at_the_question_leaves_nothing_behind(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.wait_for("Upload? [y/N]")
        os.kill(screen.process.pid, signal.SIGINT)
        assert screen.end() == 130, screen.seen
    assert "nothing was uploaded" in screen.seen
    assert not list((tmp_path / "out").iterdir())
    assert not list((tmp_path / "state" / "runs").iterdir())


def test_the_bar_counts_rejected_rows_as_failed_and_only_skipped_ones_as_skipped(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    numbers = ("+4915228817386", "+49 1522 8817386", "keine", "+491522")
    (tmp_path / "c.csv").write_text("\n".join(("phone,a", *(f"{number},Ada" for number in numbers))))
    with terminal(environment, sandbox, tmp_path / "c.csv", "--group", "7116", "--yes") as screen:
        assert screen.end() == 3
    assert "1 created, 1 skipped, 2 rejected" in screen.seen


def test_no_line_is_wider_than_the_terminal_and_none_breaks_a_word_or_a_value_to_copy(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    header = "Handy Mutter;Handy Vater"
    (tmp_path / "two.csv").write_text(f"{header}\n0171 3920011;0171 3920012\n")
    with terminal(environment, sandbox, tmp_path / "two.csv", *SAMPLE[1:], COLUMNS="80") as screen:
        assert screen.end() == 6
    assert '--map "phone=Handy Mutter|Handy Vater"' in screen.seen
    with terminal(environment, sandbox, SAMPLES / "contacts-messy.csv", *SAMPLE[1:], "--yes", COLUMNS="80") as screen:
        screen.end()
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.seen).replace("\r\n", "\n").split("\n")
    assert [line for line in lines if len(line.rpartition("\r")[2]) > 80] == []


def test_yes_skips_the_question_but_not_the_plan(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    with terminal(environment, sandbox, *SAMPLE, "--yes") as screen:
        assert screen.end() == 0
    assert "phone  <- Mobil" in screen.seen
    assert "Upload?" not in screen.seen


@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_a_person_is_asked_with_the_plan_in_view_whatever_the_answer_looks_like(
    environment: dict[str, str], sandbox: RunningSandbox, option: str
) -> None:
    with terminal(environment, sandbox, *SAMPLE, option) as screen:
        screen.wait_for("Upload? [y/N]")
        assert "phone  <- Mobil" in screen.seen
        screen.type("n\n")
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 0
    if option == "--json":
        answer = json.loads(screen.seen[screen.seen.index('{"ok"') :])
        assert (answer["ok"], answer["dry_run"], answer["rows"], answer["counts"]["ready"]) == (True, True, 12, 12)


def test_what_was_typed_before_the_question_is_not_the_answer(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    with terminal(environment, sandbox, *SAMPLE) as screen:
        screen.type("y\n")
        screen.wait_for("Upload? [y/N]")
        time.sleep(0.3)
        assert sandbox.store.count(7116) == 0
        screen.type("n\n")
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 0


@pytest.mark.parametrize("redirected", ["stderr", "stdin", "stdout"])
def test_a_person_is_asked_at_the_terminal_whatever_stream_leads_elsewhere(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path, redirected: str
) -> None:
    file = "-" if redirected == "stdin" else str(SAMPLES / "contacts.csv")
    with (SAMPLES / "contacts.csv").open("rb") as contacts, (tmp_path / "elsewhere").open("wb") as elsewhere:
        streams = {redirected: contacts if redirected == "stdin" else elsewhere}
        with terminal(environment, sandbox, file, *SAMPLE[1:], streams=streams) as screen:
            screen.wait_for("Upload? [y/N]")
            assert "phone  <- Mobil" in screen.seen
            assert sandbox.store.count(7116) == 0
            screen.type("y\n")
            assert screen.end() == 0
    assert sandbox.store.count(7116) == 12


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_no_colour_where_none_is_wanted(
    environment: dict[str, str], sandbox: RunningSandbox, variables: dict[str, str]
) -> None:
    with terminal(environment | variables, sandbox, *SAMPLE, "--yes", "--max-errors", "many") as screen:
        assert screen.end() == 2
    assert "error:" in screen.seen
    assert "\x1b" not in screen.seen


def test_no_bar_on_a_dumb_terminal(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    with terminal(environment, sandbox, *SAMPLE, "--yes", TERM="dumb") as screen:
        assert screen.end() == 0
    assert "12  created" in screen.seen
    assert "\x1b" not in screen.seen


def test_the_first_ctrl_c_lets_the_batch_in_flight_end_and_records_it(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    sandbox.change(latency=0.5)
    with terminal(environment, sandbox, *SAMPLE, "--yes", "--batch-size", "3", "--concurrency", "1") as screen:
        screen.wait_for("3/12")
        os.kill(screen.process.pid, signal.SIGINT)
        assert screen.end() == 130, screen.seen
    created = sandbox.store.count(7116)
    assert 3 <= created < 12
    assert f"{created}  created" in screen.seen
    assert "run the same command again" in screen.seen
    sandbox.change(latency=0.0)
    with terminal(environment, sandbox, *SAMPLE, "--yes") as screen:
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 12
    assert "12  created" in screen.seen


def test_ctrl_c_while_the_rate_makes_the_next_batch_wait_records_the_batch_in_flight(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    sandbox.change(latency=1.0)
    slowly = ("--batch-size", "3", "--rate", "1", "--concurrency", "2")
    with terminal(environment, sandbox, *SAMPLE, "--yes", *slowly) as screen:
        screen.wait_for("3/12")
        while sum(request.method == "POST" for request in sandbox.requests) < 2:
            time.sleep(0.02)
        os.kill(screen.process.pid, signal.SIGINT)
        assert screen.end() == 130, screen.seen
    assert sandbox.store.count(7116) == 6
    assert "6  created" in screen.seen
    assert "unknown" not in screen.seen


def test_the_second_ctrl_c_stops_at_once_and_nothing_is_lost_or_sent_twice(
    environment: dict[str, str], sandbox: RunningSandbox
) -> None:
    sandbox.change(latency=3.0)
    began = time.monotonic()
    with terminal(environment, sandbox, *SAMPLE, "--yes", "--batch-size", "6") as screen:
        screen.wait_for("File ", 60)
        while not any(request.method == "POST" for request in sandbox.requests) and sandbox.store.count(7116) == 0:
            assert time.monotonic() - began < 60
            time.sleep(0.05)
        os.kill(screen.process.pid, signal.SIGINT)
        screen.wait_for("once more")
        os.kill(screen.process.pid, signal.SIGINT)
        asked = time.monotonic()
        assert screen.end() == 130, screen.seen
        assert time.monotonic() - asked < 2.0
    sandbox.change(latency=0.0)
    with terminal(environment | {"LOX24_SETTLE_WAIT": "0.1"}, sandbox, *SAMPLE, "--yes") as screen:
        assert screen.end() == 0
    assert sandbox.store.count(7116) == 12


def test_sigterm_ends_like_ctrl_c_with_its_own_code(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    sandbox.change(latency=0.5)
    with terminal(environment, sandbox, *SAMPLE, "--yes", "--batch-size", "3", "--concurrency", "1") as screen:
        screen.wait_for("3/12")
        os.kill(screen.process.pid, signal.SIGTERM)
        assert screen.end() == 143, screen.seen
    assert 3 <= sandbox.store.count(7116) < 12


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("loaded", ["lox24cli.cli.flags", "lox24cli.importing.journal.journal"])
def test_a_signal_that_comes_while_the_program_is_loaded_ends_it_with_its_exit_code_and_an_answer(
    environment: dict[str, str], number: int, loaded: str
) -> None:
    code = (
        "import os, sys\n"
        "class Now:\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {loaded!r}: os.kill(os.getpid(), {number})\n"
        "sys.meta_path.insert(0, Now())\n"
        f"sys.argv = ['lox24', 'phones', 'check', {str(SAMPLES / 'contacts.csv')!r}, '--json', '--report-dir', 'out']\n"
        "from lox24cli.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 128 + number
    assert json.loads(done.stdout)["exit_code"] == 128 + number
    assert done.stderr == "error: interrupted\nhint: run the same command again\n"
