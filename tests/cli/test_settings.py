"""Tokens, addresses, `.env`: told before anything is read, and never shown."""

import json
import os
from pathlib import Path

import pytest

from lox24cli.credentials import check_base_url
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, TOKEN, Lox24
from tests.gateway.scripted import ScriptedServer, answer

IMPORT = ("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")


def write_dotenv(folder: Path, text: str, mode: int = 0o600) -> None:
    (folder / ".env").write_text(text)
    (folder / ".env").chmod(mode)


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
    write_dotenv(
        tmp_path,
        f"LOX24_TOKEN={TOKEN}\nLOX24_BASE_URL={sandbox.url}\nLOX24_GROUP=7116\nLOX24_REGION=DE\nLOX24_BATCH_SIZE=5\n"
        "LOX24_DRY_RUN=1\nLOX24_MAP=phone=Mobil;a=Ort\n",
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
    write_dotenv(tmp_path, f"LOX24_TOKEN={TOKEN}\nLOX24_BASE_URL={sandbox.url}\nLOX24_GROUP=1\nLOX24_LIMIT=3\n")
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


def test_a_variable_is_for_the_commands_that_import_and_for_no_other(offline: Lox24, tmp_path: Path) -> None:
    """`LOX24_REPORT` of the nightly import must not make `runs show` of an old run overwrite last night's report."""
    offline("phones", "import", SAMPLES / "contacts.csv", "--region", "DE", "--sandbox", "--report", "kept.csv")
    kept = (tmp_path / "kept.csv").read_bytes()
    run = offline("runs", "list", "--json").json["runs"][0]["run"]
    (tmp_path / "kept.csv").write_bytes(kept + b"mine")
    shown = offline("runs", "show", run, env={"LOX24_REPORT": "kept.csv"})
    assert shown.exit_code == 0
    assert (tmp_path / "kept.csv").read_bytes() == kept + b"mine"
    assert "deleted" in offline("runs", "prune", env={"LOX24_OLDER_THAN": "soon"}).stdout
    assert offline("groups", "create", "x", "--sandbox", env={"LOX24_COLUMNS": "z=Anrede"}).exit_code == 0


def test_an_age_beyond_all_dates_prunes_nothing(offline: Lox24) -> None:
    done = offline("runs", "prune", "--older-than", "999999999d")
    assert (done.exit_code, done.stdout) == (0, "0 runs deleted\n")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize(
    ("mode", "line"),
    [(0o666, "LOX24_REGION=DE"), (0o620, "LOX24_REGION=DE"), (0o602, "LOX24_YES=1"), (0o644, f"LOX24_TOKEN={TOKEN}")],
)
def test_a_dotenv_that_others_can_change_or_whose_token_they_can_read_is_refused(
    offline: Lox24, tmp_path: Path, mode: int, line: str
) -> None:
    write_dotenv(tmp_path, f"{line}\n", mode)
    done = offline(*IMPORT[:3], "--sandbox", "--report-dir", "out")
    assert done.exit_code == 2
    assert f"chmod 600 {tmp_path / '.env'}" in done.stderr
    assert TOKEN not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_dotenv_of_somebody_else_is_refused(offline: Lox24, tmp_path: Path) -> None:
    write_dotenv(tmp_path, "LOX24_INCLUDE_OPTED_OUT=1\nLOX24_YES=1\n")
    os.chown(tmp_path / ".env", 12345, 12345)
    done = offline(*IMPORT[:3], "--sandbox", "--report-dir", "out")
    assert done.exit_code == 2
    assert "belongs to another user" in done.stderr


def test_the_token_of_the_environment_does_not_go_where_a_dotenv_says(
    offline: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    write_dotenv(tmp_path, "LOX24_BASE_URL=http://127.0.0.1:9\n")
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    for token in ({"LOX24_TOKEN": TOKEN}, {"LOX24_TOKEN_FILE": "token"}):
        done = offline(*IMPORT, "--retries", "0", env=token)
        assert done.exit_code == 2
        assert "http://127.0.0.1:9" in done.stderr
    assert offline(*IMPORT, env={"LOX24_TOKEN": TOKEN, "LOX24_BASE_URL": sandbox.url}).exit_code == 0


def test_a_dotenv_beside_the_contacts_counts_wherever_the_command_is_run(
    offline: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    (folder / "members.csv").write_text("phone\n0171 3920011\n")
    write_dotenv(folder, f"LOX24_TOKEN={TOKEN}\nLOX24_BASE_URL={sandbox.url}\nLOX24_REGION=AT\nLOX24_GROUP=7116\n")
    write_dotenv(tmp_path, "LOX24_REGION=DE\n")
    done = offline("phones", "import", "club/members.csv", "--yes", "--json")
    assert (done.exit_code, done.json["counts"]["created"]) == (0, 1), done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [("LOX24_SUPRESS", "did you mean LOX24_SUPPRESS?"), ("LOX24_API_KEY", "LOX24_API_KEY in the environment is no")],
)
def test_a_variable_that_is_no_setting_is_told(offline: Lox24, name: str, said: str) -> None:
    check = ("phones", "check", SAMPLES / "contacts.csv", "--region", "DE", "--report-dir", "out")
    done = offline(*check, env={name: "x"})
    assert done.exit_code == 0
    assert said in done.stderr
    assert offline(*check, "-q", env={name: "x"}).stderr == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("LOX24_LIMIT=many", "LOX24_LIMIT"),
        ("LOX24_REGION=XX", "LOX24_REGION"),
        ("LOX24_MAX_ERRORS=a", "LOX24_MAX_ERRORS"),
    ],
)
def test_a_wrong_value_names_its_origin(offline: Lox24, tmp_path: Path, line: str, said: str) -> None:
    name, _, value = line.partition("=")
    by_environment = offline("phones", "check", SAMPLES / "contacts.csv", env={name: value})
    assert by_environment.exit_code == 2
    assert f"{said} in the environment" in by_environment.stderr
    write_dotenv(tmp_path, f"{line}\n")
    by_file = offline("phones", "check", SAMPLES / "contacts.csv", "--json")
    assert by_file.exit_code == 2
    assert f"{said} in {tmp_path / '.env'}" in by_file.stderr


def test_one_gateway_has_one_spelling() -> None:
    spellings = (
        "HTTP://LOCALHOST:8024",
        "http://localhost:8024/",
        "http://localhost:8024/.",
        "http://localhost:8024/x/..",
    )
    assert {check_base_url(url) for url in spellings} == {"http://localhost:8024"}
    assert check_base_url("https://API.LOX24.EU:443/") == "https://api.lox24.eu"
    assert check_base_url("http://[::1]:80/a/./b/") == "http://[::1]/a/b"


def test_sandbox_needs_no_token_and_keeps_its_data(offline: Lox24) -> None:
    first = offline(*IMPORT[:3], "--region", "DE", "--report-dir", "out", "--sandbox", "--json")
    again = offline(*IMPORT[:3], "--region", "DE", "--report-dir", "out", "--sandbox", "--json")
    assert (first.exit_code, first.json["counts"]["created"]) == (0, 12)
    assert (again.exit_code, again.json["codes"]) == (0, {"already-in-group": 12})
