"""Tokens, addresses, `.env`: told before anything is read, and never shown."""

import json
from pathlib import Path

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, TOKEN, Lox24
from tests.gateway.scripted import ScriptedServer, answer

IMPORT = ("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")


def test_a_missing_token_is_told_with_the_three_ways_to_give_it_and_the_sandbox(offline: Lox24) -> None:
    done = offline(*IMPORT)
    assert (done.exit_code, done.stdout) == (2, "")
    for way in ("LOX24_TOKEN=", ".env", "--token-file", "--sandbox"):
        assert way in done.stderr


def test_a_missing_token_is_told_before_the_file_is_looked_at(offline: Lox24) -> None:
    done = offline("phones", "import", "nothing-here.csv", "--group", "7116")
    assert done.exit_code == 2
    assert "no token" in done.stderr


@pytest.mark.parametrize(
    "token",
    ["secret", "a:b:c", "123: key", ":key", "123:", "123:k\x1bey", "123:schlüssel", "LOX24_TOKEN=123:key", "'123:key'"],
)
def test_a_malformed_token_is_told_and_not_repeated(offline: Lox24, token: str) -> None:
    done = offline(*IMPORT, env={"LOX24_TOKEN": token})
    assert done.exit_code == 2
    assert "clientid:key" in done.stderr
    assert token not in done.stderr.replace("clientid:key", "")


def test_the_json_answer_says_it_too(offline: Lox24) -> None:
    done = offline(*IMPORT, "--json")
    assert done.exit_code == 2
    assert done.json["ok"] is False
    assert done.json["error"]["code"] == "token-missing"
    assert done.json["file"].endswith("contacts.csv")
    assert sum(done.json["counts"].values()) == done.json["rows"] == 0


def test_wrong_usage_is_told_in_json_too(offline: Lox24) -> None:
    done = offline("phones", "import", "--json", "--nonsense")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["code"] == "usage"


def test_a_dotenv_above_the_working_folder_gives_the_token_and_options(
    offline: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        f"LOX24_TOKEN={TOKEN}\nLOX24_BASE_URL={sandbox.url}\nLOX24_GROUP=7116\nLOX24_REGION=DE\nLOX24_BATCH_SIZE=5\n"
        "LOX24_DRY_RUN=1\nLOX24_MAP=phone=Mobil;a=Ort\n"
    )
    done = offline("phones", "import", SAMPLES / "contacts.csv", "--report-dir", "out", "--json")
    assert done.exit_code == 0, done.stderr
    assert done.json["dry_run"] is True
    assert done.json["counts"]["ready"] == 12


def test_what_other_programs_write_into_dotenv_is_none_of_our_business(offline: Lox24, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("a line of prose\n=x\nFOO='open\nLOX24_REGION=DE\n")
    done = offline("phones", "check", SAMPLES / "contacts.csv", "--report-dir", "out")
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_setting_that_dotenv_loses_is_told(offline: Lox24, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FOO=1\nexport LOX24_REGION='DE\nLOX24_LIMIT=2\n")
    done = offline("phones", "check", SAMPLES / "contacts.csv", "--report-dir", "out")
    assert done.exit_code == 2
    assert "LOX24_REGION" in done.stderr


def test_the_environment_beats_dotenv_and_the_flag_beats_both(
    offline: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"LOX24_TOKEN={TOKEN}\nLOX24_BASE_URL={sandbox.url}\nLOX24_GROUP=1\nLOX24_LIMIT=3\n")
    done = offline(
        *("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--json"),
        env={"LOX24_GROUP": "2", "LOX24_LIMIT": "4", "LOX24_REPORT_DIR": "out"},
    )
    assert done.exit_code == 0, done.stderr
    assert (done.json["group"], done.json["rows"]) == ("7116", 4)


def test_a_token_file_must_be_private(offline: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    path.chmod(0o644)
    refused = offline(*IMPORT, "--token-file", "token", env={"LOX24_BASE_URL": sandbox.url})
    assert refused.exit_code == 2
    assert "chmod 600" in refused.stderr
    path.chmod(0o600)
    assert offline(*IMPORT, "--token-file", "token", env={"LOX24_BASE_URL": sandbox.url}).exit_code == 0


@pytest.mark.parametrize(
    "url",
    [
        *("http://api.lox24.eu", "http://192.0.2.1:80", "ftp://127.0.0.1", "api.lox24.eu", "https://", "http://[::1"),
        *("http://localhost.example.org", "http://127.0.0.1.example.org", "http://127.0.0.1@example.org"),
        *("https://api..lox24.eu", "https://" + 64 * "x" + ".eu", "https://api lox24.eu"),
    ],
)
def test_an_address_that_would_send_the_token_unencrypted_is_refused(offline: Lox24, url: str) -> None:
    done = offline(*IMPORT, env={"LOX24_TOKEN": TOKEN, "LOX24_BASE_URL": url})
    assert done.exit_code == 2
    assert "LOX24_BASE_URL" in done.stderr


def test_the_token_is_nowhere_in_what_is_written(lox24: Lox24, tmp_path: Path) -> None:
    done = lox24(*IMPORT, "-v", "--log-file", "log.jsonl", "--json")
    assert done.exit_code == 0
    key = TOKEN.split(":")[1]
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [data for data in (*written, done.stdout.encode(), done.stderr.encode()) if key.encode() in data]
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert {line["method"] for line in lines} == {"GET", "POST"}
    assert "15228817386" not in (tmp_path / "log.jsonl").read_text()


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_gateway_that_repeats_the_token_does_not_bring_it_into_messages(offline: Lox24, status: int) -> None:
    key = TOKEN.partition(":")[2]
    said = answer(status, {"detail": f"no such token: {TOKEN}, key {key}"})
    with ScriptedServer(lambda _request, _socket: said) as server:
        environment = {"LOX24_BASE_URL": server.base_url, "LOX24_TOKEN": TOKEN}
        done = offline(*IMPORT, "--json", "--retries", "0", env=environment)
    assert "no such token: ***, key ***" in done.stderr
    assert key not in done.stderr + done.stdout


def test_commands_that_ask_no_gateway_take_sandbox_too(offline: Lox24) -> None:
    assert offline("phones", "check", *IMPORT[2:3], *IMPORT[5:], "--sandbox").exit_code == 0
    assert offline("runs", "list", "--sandbox").exit_code == 0


def test_every_option_has_a_variable(offline: Lox24) -> None:
    assert "--older-than soon" in offline("runs", "prune", env={"LOX24_OLDER_THAN": "soon"}).stderr
    titles = offline("groups", "create", "x", "--sandbox", env={"LOX24_COLUMNS": "z=Anrede"})
    assert "--columns z=Anrede" in titles.stderr


def test_sandbox_needs_no_token_and_keeps_its_data(offline: Lox24) -> None:
    first = offline(*IMPORT[:3], "--region", "DE", "--report-dir", "out", "--sandbox", "--json")
    again = offline(*IMPORT[:3], "--region", "DE", "--report-dir", "out", "--sandbox", "--json")
    assert (first.exit_code, first.json["counts"]["created"]) == (0, 12)
    assert (again.exit_code, again.json["codes"]) == (0, {"already-in-group": 12})
