"""The tab key, in the shells that are installed: commands, options, groups of the account, runs of the state folder."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lox24cli.cli.completing import harmless
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import SAMPLES, TOKEN, Lox24

_BASH = """
source ./lines
COMP_WORDS=($1 "") COMP_CWORD=$(wc -w <<< "$1")
_lox24_completion lox24
printf '%s\\n' "${COMPREPLY[@]}"
"""
_FISH = 'source ./lines; complete -C "$argv[1]"'
_ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit; compinit -u; source ./lines; print BE""GUN'
until [[ $shown == *BEGUN* ]]; do zpty -r shell part || exit; shown+=$part; done
shown=
zpty -w -n shell "$1"$'\\t\\t'
repeat 100; do
  while zpty -rt shell part; do shown+=$part; done
  [[ $shown == *$2* ]] && break
  sleep 0.2
done
print -r -- $shown
zpty -d shell
"""
"""Zsh completes at a terminal only: a second one is driven, until it shows what is waited for."""


class Shells:
    """Shells with lox24 in their path."""

    def __init__(self, folder: Path, environment: Mapping[str, str], lox24: Lox24) -> None:
        program = folder / "bin" / "lox24"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lox24cli "$@"\n')
        program.chmod(0o700)
        self._folder, self._lox24 = folder, lox24
        self._environment = {**environment, "PATH": f"{program.parent}:{environment['PATH']}", "TERM": "dumb"}

    def complete(self, shell: str, line: str, offered: str) -> str:
        """Return what the shell shows behind `line`; `offered` is waited for."""
        (self._folder / "lines").write_text(self._lox24("completion", shell).stdout)
        words = {
            "bash": ("bash", "--norc", "-c", _BASH, "bash", line),
            "fish": ("fish", "--no-config", "-c", _FISH, line),
            "zsh": ("zsh", "-f", "-c", _ZSH, "zsh", line, offered),
        }[shell]
        done = subprocess.run(
            words, cwd=self._folder, env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout


@pytest.fixture
def shells(tmp_path: Path, environment: dict[str, str], lox24: Lox24) -> Shells:
    return Shells(tmp_path, environment, lox24)


@pytest.fixture(params=["bash", "fish", "zsh"])
def shell(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return name


def test_a_shell_offers_commands_options_choices_groups_and_runs(
    shells: Shells, shell: str, lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    lox24("groups", "create", "evil\\$(touch owned)")
    lox24("phones", "check", SAMPLES / "contacts.csv", "--region", "DE")
    (run,) = lox24("runs", "list", "--json").json["runs"]

    for line, offered in (
        ("lox24 phones ", "export"),
        ("lox24 phones import x --on-existing ", "update"),
        ("lox24 phones export --group ", "7116"),
        ("lox24 runs show ", run["run"]),
    ):
        assert offered in shells.complete(shell, line, offered), line
    assert sandbox.requests
    assert not (tmp_path / "owned").exists()


def complete(lox24: Lox24, line: str, **variables: str) -> list[str]:
    """What lox24 tells a bash; nothing else reaches it."""
    words = line.split(" ")
    env = {"_LOX24_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), **variables}
    done = lox24(env=env)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


def test_the_gateway_is_asked_once_a_minute(lox24: Lox24, sandbox: RunningSandbox) -> None:
    assert complete(lox24, "lox24 groups show ") == ["7116", "12344"]
    asked = len(sandbox.requests)
    assert complete(lox24, "lox24 groups show 7") == ["7116"]
    assert complete(lox24, "lox24 groups show Sa") == ["Sandbox"]
    assert len(sandbox.requests) == asked


def test_a_token_that_was_refused_is_not_sent_again_with_each_tab(offline: Lox24) -> None:
    with RunningSandbox(token=TOKEN[:-1] + "y") as strict:
        variables = {"LOX24_BASE_URL": strict.url, "LOX24_TOKEN": TOKEN}

        assert [complete(offline, "lox24 phones import x --group ", **variables) for _ in range(6)] == [[""]] * 6
        assert len(strict.requests) == 1


def test_without_a_token_or_a_gateway_nothing_is_offered_and_nothing_said(offline: Lox24, lox24: Lox24) -> None:
    assert complete(offline, "lox24 groups show ", LOX24_TOKEN="") == [""]
    assert complete(lox24, "lox24 groups show ", LOX24_BASE_URL="http://127.0.0.1:1") == [""]
    assert complete(lox24, "lox24 phones import x --sandbox --group ") == ["7116"]


def test_a_name_that_a_shell_would_obey_is_no_candidate(lox24: Lox24) -> None:
    lox24("groups", "create", "evil$(touch${IFS}owned)`x`';\"\\")

    assert all(word.isalnum() for word in complete(lox24, "lox24 groups show "))
    assert complete(lox24, "lox24 groups show evil") == [""]
    assert harmless("evil$(touch owned)`x`';\"\\:[b]\x1b") == "evil touch owned x b"


def test_only_unfinished_runs_are_offered_to_go_on_with(lox24: Lox24) -> None:
    lox24("phones", "check", SAMPLES / "contacts.csv", "--region", "DE")

    assert complete(lox24, "lox24 runs resume ") == [""]
    assert len(complete(lox24, "lox24 phones undo ")) == 2
