"""`lox24 doctor`: each thing an import needs, ok or with what to do; and never the secret."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lox24cli.cli.commands.doctor import examine_clock
from lox24cli.sandbox.faults.faults import ANY, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import TOKEN, Finished, Lox24


def check(done: Finished, name: str) -> dict[str, object]:
    found = {one["name"]: one for one in done.json["checks"]}[name]
    assert isinstance(found, dict)
    return found


def test_all_is_well(lox24: Lox24) -> None:
    done = lox24("doctor", "--json")
    assert (done.exit_code, done.json["ok"]) == (0, True)
    assert all(one["ok"] for one in done.json["checks"])
    assert "balance 100.00 EUR" in str(check(done, "account")["text"])


def test_the_variables_are_named_and_the_secret_is_not(lox24: Lox24) -> None:
    done = lox24("doctor", "--json")
    assert "LOX24_TOKEN" in str(check(done, "settings")["text"])
    assert TOKEN.split(":")[1] not in done.stdout + done.stderr


def test_a_dotenv_is_named_with_what_it_sets(lox24: Lox24, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("LOX24_REGION=DE\n")
    dotenv.chmod(0o600)
    assert f"{dotenv}: LOX24_REGION" in str(check(lox24("doctor", "--json"), "settings")["text"])


def test_without_a_token_it_says_how_to_give_one(offline: Lox24) -> None:
    done = offline("doctor")
    assert done.exit_code == 2
    assert "!!  token     no token was given" in done.stdout
    assert "LOX24_TOKEN=clientid:key" in done.stdout


def test_a_token_that_is_refused_is_the_account(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(ANY, Fault("status", status=401))
    done = lox24("doctor", "--json")
    assert done.exit_code == 4
    assert (check(done, "network")["ok"], check(done, "account")["ok"]) == (True, False)


def test_a_gateway_that_is_not_there_is_the_network(lox24: Lox24) -> None:
    done = lox24("doctor", "--json", env={"LOX24_BASE_URL": "http://127.0.0.1:9"})
    assert done.exit_code == 5
    assert check(done, "network")["ok"] is False


def test_a_state_folder_that_takes_nothing_is_named(lox24: Lox24, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = lox24("doctor", env={"LOX24_STATE_DIR": str(tmp_path / "file" / "state")})
    assert done.exit_code == 2
    assert "LOX24_STATE_DIR" in done.stdout


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("Sat, 28 Nov 2026 12:00:30 GMT", "as the gateway's"),
        ("Sat, 28 Nov 2026 11:00:00 GMT", "3,600 s ahead of the gateway's"),
        ("Sat, 28 Nov 2026 12:10:00 GMT", "600 s behind the gateway's"),
        ("soon", "the gateway does not tell the time"),
        (None, "the gateway does not tell the time"),
    ],
)
def test_the_clock_is_held_against_the_gateways(date: str | None, text: str) -> None:
    assert examine_clock(date, datetime(2026, 11, 28, 12, tzinfo=UTC)).text == text


def test_the_account_lists_its_groups_with_their_sizes(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.store.add_phones(7116, [("+4915123456789", None, None, None, None, None, None)])
    done = lox24("account")
    assert "  7116  Sandbox  1 phone\n" in done.stdout
    assert lox24("account", "--json").json["groups"][0] == {"id": "7116", "name": "Sandbox", "count": 1}
