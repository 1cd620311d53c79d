"""Standard streams that are closed, full or read by nobody, and early signals: an exit code, no traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, TOKEN, Lox24

IMPORT = f"phones import {SAMPLES / 'contacts.csv'} --group 7116 --region DE --report-dir out"
MESSY = f"phones check {SAMPLES / 'contacts-messy.csv'} --report-dir out"


def shell(environment: dict[str, str], sandbox: RunningSandbox, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which $LOX24 is the command; its standard input is empty."""
    variables = {"LOX24_BASE_URL": sandbox.url, "LOX24_TOKEN": TOKEN, "LOX24": f"{sys.executable} -m lox24cli"}
    return subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", line],
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "exit_code"),
    [
        (f"$LOX24 {IMPORT} | true", 0),
        (f"$LOX24 {MESSY} | head -1", 3),
        (f"$LOX24 {IMPORT} >&-", 0),
        (f"$LOX24 {IMPORT} 2>&-", 0),
        (f"$LOX24 {IMPORT} <&- >&- 2>&-", 0),
        (f"$LOX24 {IMPORT} >/dev/full", 5),
        (f"$LOX24 {IMPORT} --json >/dev/full", 5),
        (f"$LOX24 {MESSY} >/dev/full", 3),
        (f"$LOX24 {IMPORT} --nonsense 2>/dev/full", 2),
        ("$LOX24 phones import nothing.csv --group 7116 2>/dev/full", 6),
        ("$LOX24 phones import - --group 7116 <&-", 6),
    ],
)
def test_streams_that_take_or_give_nothing_are_no_bug(
    environment: dict[str, str], sandbox: RunningSandbox, line: str, exit_code: int
) -> None:
    done = shell(environment, sandbox, line)
    assert done.returncode == exit_code, done.stderr
    assert "Traceback" not in done.stderr


def test_an_answer_that_is_lost_is_told(environment: dict[str, str], sandbox: RunningSandbox) -> None:
    done = shell(environment, sandbox, f"$LOX24 {IMPORT} --json >/dev/full")
    assert "No space left" in done.stderr
    assert sandbox.store.count(7116) == 12


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_before_the_file_is_read_is_told_in_json_too(
    environment: dict[str, str], sandbox: RunningSandbox, number: int, exit_code: int, tmp_path: Path
) -> None:
    """The token comes from a pipe into which nobody writes: the command waits before it has read anything."""
    os.mkfifo(tmp_path / "token", 0o600)
    process = subprocess.Popen(
        [sys.executable, "-m", "lox24cli", *IMPORT.split(), "--json", "--token-file", "token"],
        env=environment | {"LOX24_BASE_URL": sandbox.url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == exit_code, stderr
    assert "Traceback" not in stderr
    assert json.loads(stdout)["exit_code"] == exit_code


@pytest.mark.parametrize("option", ["--timeout", "--settle-wait"])
@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300", "-1"])
def test_a_wait_without_end_is_wrong_usage(offline: Lox24, option: str, seconds: str) -> None:
    assert offline("phones", "import", "x.csv", option, seconds).exit_code == 2


def test_wrong_usage_says_in_json_what_is_wrong(offline: Lox24, tmp_path: Path) -> None:
    done = offline("phones", "import", "x.csv", "--nonsense", "--json")
    assert done.exit_code == 2
    assert "--nonsense" in done.json["error"]["message"]
    (tmp_path / ".env").write_text("LOX24_JSON=1\n")
    assert "--limit" in offline("phones", "import", "x.csv", "--limit", "x").json["error"]["message"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_text_can_be_imported(lox24: Lox24, tmp_path: Path) -> None:
    name = os.fsdecode(b"M\xfcller.csv")
    (tmp_path / name).write_text("phone\n+4915228817386\n")
    done = lox24("phones", "import", name, "--group", "7116", "--json")
    assert done.exit_code == 0, done.stderr
    assert done.json["file"] == name
    assert Path(done.json["report"]).exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_log_on_a_full_disk_is_told_once_and_stops_nothing(lox24: Lox24) -> None:
    contacts = (SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")
    done = lox24("phones", "import", *contacts, "--log-file", "/dev/full", "--json")
    assert (done.exit_code, done.json["counts"]["created"]) == (0, 12)
    assert done.stderr.count("the log cannot be written any more") == 1
