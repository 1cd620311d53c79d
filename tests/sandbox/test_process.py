"""The sandbox as a process: in the foreground for people, in the background for one command."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from lox24cli.errors import TemporaryError
from lox24cli.sandbox.serving.background import start_in_background
from lox24cli.sandbox.world.store import Store
from tests.conftest import Lox24
from tests.sandbox.conftest import connect, get

BATCH = "/groups/7116/phones/batch"
ITEMS = [{"phone": "+491701"}]


@dataclass(frozen=True, slots=True)
class Foreground:
    """`lox24 sandbox`, running."""

    process: "subprocess.Popen[str]"
    url: str
    second_line: str

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was written to standard error."""
        _, errors = self.process.communicate(timeout=10)
        return self.process.returncode, errors


@contextmanager
def foreground(environment: Mapping[str, str], *args: str) -> Iterator[Foreground]:
    with subprocess.Popen(
        [sys.executable, "-m", "lox24cli", "sandbox", "--port", "0", *args],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            address = re.fullmatch(r"export LOX24_BASE_URL=(http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
            assert address
            yield Foreground(process, address[1], process.stdout.readline().strip())
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_to_set_and_a_signal_ends_it_cleanly(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    with foreground(environment) as sandbox:
        with connect(sandbox.url, sandbox.second_line.removeprefix("export LOX24_TOKEN=")) as client:
            assert client.get("/me").status_code == 200
        sandbox.process.send_signal(number)
        assert sandbox.end() == (0, "")
    assert (tmp_path / "state" / "sandbox.sqlite").exists()


def test_it_listens_on_loopback_alone(environment: dict[str, str]) -> None:
    with foreground(environment) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
        with pytest.raises(ConnectionRefusedError):
            # Another address of the same machine, which a server on 0.0.0.0 would answer.
            socket.create_connection(("127.0.0.2", port), timeout=1)


def test_what_was_stored_outlives_a_killed_process(environment: dict[str, str], tmp_path: Path) -> None:
    db = tmp_path / "kept.sqlite"
    with foreground(environment, "--db", str(db)) as sandbox:
        with connect(sandbox.url, "1:x") as client:
            assert client.post(BATCH, json=ITEMS).status_code == 201
        sandbox.process.kill()
        sandbox.process.wait()
    store = Store(db)
    assert store.count(7116) == 1
    store.close()


def test_with_stop_at_eof_it_ends_with_its_input(environment: dict[str, str]) -> None:
    with foreground(environment, "--stop-at-eof") as sandbox:
        assert sandbox.process.poll() is None
        assert sandbox.end() == (0, "")


def test_switches_and_faults_come_from_options_and_environment(environment: dict[str, str]) -> None:
    environment["LOX24_SANDBOX_DUPLICATES"] = "refuse"
    with foreground(environment, "--ids", "integer", "--fault", "status:status=503,skip=1", "-v") as sandbox:
        with connect(sandbox.url, "1:x") as client:
            answers = [client.post(BATCH, json=ITEMS) for _ in range(3)]
        sandbox.process.terminate()
        code, errors = sandbox.end()
    assert [answer.status_code for answer in answers] == [201, 503, 201]
    (stored,), (refused,) = answers[0].json(), answers[2].json()
    assert isinstance(stored["body"]["id"], int)
    assert refused["status"] == 400
    assert code == 0
    assert f"POST {BATCH} 1 items: 503 fault status" in errors


def test_a_named_token_is_the_only_one_and_is_not_repeated(environment: dict[str, str]) -> None:
    with foreground(environment, "--token", "1:secret-key", "-v") as sandbox:
        tokens = ("1:secret-key", "1:other")
        statuses = [get(f"{sandbox.url}/me", {"X-LOX24-AUTH-TOKEN": token}).status_code for token in tokens]
        sandbox.process.terminate()
        _, errors = sandbox.end()
    assert statuses == [200, 401]
    assert "secret-key" not in sandbox.second_line + errors


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--token", "nocolon"), "clientid:key"),
        (("--fault", "earthquake"), "earthquake"),
        (("--validation-status", "500"), "400 or 422"),
    ],
)
def test_wrong_options_end_with_exit_2(offline: Lox24, args: tuple[str, ...], says: str) -> None:
    finished = offline("sandbox", "--port", "0", *args)
    assert finished.exit_code == 2
    assert says in finished.stderr
    assert "Traceback" not in finished.stderr


def test_in_the_background_it_keeps_its_data_from_one_time_to_the_next(tmp_path: Path) -> None:
    db = tmp_path / "state" / "sandbox.sqlite"
    for expected in (1, 2):
        with start_in_background(db) as sandbox, connect(sandbox.url, sandbox.token) as client:
            client.post(BATCH, json=ITEMS)
            assert client.get("/groups/7116").json()["count_items"] == expected
        with pytest.raises(httpx.ConnectError):
            get(f"{sandbox.url}/me")


def test_in_the_background_it_takes_over_switches_but_no_place_and_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOX24_SANDBOX_IDS", "integer")
    monkeypatch.setenv("LOX24_SANDBOX_TOKEN", "1:other")
    monkeypatch.setenv("LOX24_SANDBOX_PORT", "1")
    with start_in_background(tmp_path / "sandbox.sqlite") as sandbox, connect(sandbox.url, sandbox.token) as client:
        (result,) = client.post(BATCH, json=ITEMS).json()
    assert type(result["body"]["id"]) is int


def test_in_the_background_a_start_that_fails_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no sandbox")
    with pytest.raises(TemporaryError, match="did not start"), start_in_background(tmp_path / "file"):
        pass
    assert "not a sandbox" in capfd.readouterr().err


def test_in_the_background_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from lox24cli.sandbox.serving.background import start_in_background\n"
        "with start_in_background(Path(sys.argv[1])) as sandbox:\n"
        "    print(sandbox.url, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "sandbox.sqlite")], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert get(f"{url}/me").status_code == 401
        parent.kill()
    deadline = time.monotonic() + 5
    while _is_there(url):
        assert time.monotonic() < deadline, "the sandbox outlived its parent"
        time.sleep(0.02)


def _is_there(url: str) -> bool:
    try:
        get(f"{url}/me")
    except httpx.TransportError:
        return False
    return True


def test_the_sandbox_of_a_command_is_closed_to_other_users_of_the_machine(tmp_path: Path) -> None:
    """They reach its port, too; its token is in no list of processes."""
    with start_in_background(tmp_path / "sandbox.sqlite") as sandbox:
        assert get(f"{sandbox.url}/groups/7116/phones").status_code == 401
        with connect(sandbox.url, "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx") as client:
            assert client.get("/me").status_code == 401
        with connect(sandbox.url, sandbox.token) as client:
            assert client.get("/me").status_code == 200
        processes = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
        assert sandbox.token.partition(":")[2].encode() not in b"".join(processes)


def test_what_a_client_asks_for_is_shown_without_its_escape_sequences(environment: dict[str, str]) -> None:
    with foreground(environment, "-v") as sandbox:
        host, _, port = sandbox.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"GET /\x1b]0;owned\x07 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            connection.recv(1000)
        get(f"{sandbox.url}/me%1b%5b2J")
        sandbox.process.send_signal(signal.SIGTERM)
        _, errors = sandbox.end()
    assert "/me" in errors
    assert "\x1b" not in errors
