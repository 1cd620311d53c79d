"""A summary with problems: the commonest codes with an example each, and the one command to go on with."""

import json
import re
import shlex
from pathlib import Path

import pytest

from lox24cli.cli.output.links import takes_links
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_terminal import terminal
from tests.conftest import SAMPLES, Lox24
from tests.desk import fill, held, number, write

MESSY = SAMPLES / "contacts-messy.csv"
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\")
_LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")


def test_the_commonest_five_are_shown_with_an_example_each_and_the_others_counted(
    offline: Lox24, tmp_path: Path
) -> None:
    cells = ["nix", "nix", "nix", "0100 1234567", "0100 1234567", *("", "017", "0171 3920011121314151", "4,91713E+12")]
    write(tmp_path, *((cell, "", "x") for cell in cells), ("0171 3920011", "x" * 1531, ""))
    done = offline("phones", "check", "list.csv", "--region", "DE")
    assert done.exit_code == 3
    codes = re.findall(r"rows? [\d–, ]+: ([a-z-]+): ", done.stdout)
    assert codes == ["phone-unreadable", "phone-invalid", "phone-missing", "phone-too-short", "phone-too-long"]
    assert '  for example list.csv, row 2 (A2): "nix"\n' in done.stdout
    assert "  for example list.csv, row 7 (A7): (empty)\n" in done.stdout
    run = re.search(r"2 more codes: lox24 runs show (\S+) --problems\n", done.stdout)
    assert run is not None
    later = offline("runs", "show", run[1], "--problems").stdout
    assert re.findall(r"^ +([\d,]+)  ([a-z-]+)$", later, re.MULTILINE)[:3] == [
        ("3", "phone-unreadable"),
        ("2", "phone-invalid"),
        ("1", "phone-missing"),
    ]
    assert '  for example list.csv, row 11: "0171 3920011"\n' in later
    listed = json.loads(offline("runs", "show", run[1], "--problems", "--json").stdout)["problems"]
    assert len(listed) == 7
    first = {"code": "phone-unreadable", "status": "rejected", "rows": 3, "first_row": 2, "cell": "A2", "value": "nix"}
    assert listed[0] | first == listed[0]


def test_problems_are_listed_long_after_the_run_is_finished(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.change(poison=(number(1),))
    write(tmp_path, (number(0), "", ""), (number(1), "", ""), ("nix", "", ""))
    lox24("phones", "import", "list.csv", "--group", "7116")
    shown = lox24("runs", "show", "last", "--problems").stdout
    assert re.search(rf'for example list.csv, row 3: "\{number(1)}": \S', shown)
    assert 'for example list.csv, row 4 (A4): "nix"' in shown
    write(tmp_path, (number(5), "", ""))
    lox24("phones", "import", "list.csv", "--group", "7116")
    assert "no problems" in lox24("runs", "show", "last", "--problems").stdout


def command_in(shown: str) -> list[str]:
    """The command that is to be typed, as a shell reads it when it is copied."""
    return shlex.split(shown.split("then:\n")[1].replace("\\\n", " "))


def test_the_command_to_go_on_with_brings_the_mended_rows_in(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("Wer;Was;Anrede\nHuber;0171 39000000;Herr\nMaier;nix;Frau\n", "utf-8")
    mapping = ("--map", "phone=Was", "--map", "a={Anrede} {Wer}", "--region", "DE", "--mobile-only")
    done = lox24("phones", "import", "list.csv", "--group", "7116", *mapping)
    assert done.exit_code == 3, done.stderr
    (failed,) = tmp_path.glob("*.failed.csv")
    failed.write_text(failed.read_text("utf-8-sig").replace("nix", "0171 39000001"), "utf-8")
    lox, *words = command_in(done.stdout)
    assert lox == "lox24"
    assert lox24(*words).exit_code == 0
    assert held(sandbox) == [(number(0), "Herr Huber", ""), (number(1), "Frau Maier", "")]


def test_a_sync_goes_on_with_an_update(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    fill(sandbox, (number(1), "", "Alt"))
    write(tmp_path, ("nix", "", "Neu"), (number(2), "", ""))
    done = lox24("phones", "sync", "list.csv", "--group", "7116", "--region", "DE", "--blank", "clear")
    (failed,) = tmp_path.glob("*.failed.csv")
    failed.write_text(failed.read_text("utf-8-sig").replace("nix", number(1)), "utf-8")
    assert lox24(*command_in(done.stdout)[1:]).exit_code == 0
    assert held(sandbox) == [(number(1), "", "Neu"), (number(2), "", "")]


def test_at_80_columns_all_fits_and_what_is_copied_still_runs(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path
) -> None:
    words = (MESSY, "--group", "7116", "--region", "DE", "--report-dir", "the reports", "--map", "phone=Mobil")
    with terminal(environment, sandbox, *words, "--yes", COLUMNS="80", FORCE_HYPERLINK="1") as screen:
        assert screen.end() == 3
    shown = _ESCAPES.sub("", screen.seen).replace("\r\n", "\n")
    assert all(len(line.rpartition("\r")[2]) <= 80 for line in shown.split("\n"))
    assert command_in(shown)[:3] == ["lox24", "phones", "import"]
    links = {name: target for target, name in _LINK.findall(screen.seen)}
    assert {Path(name).suffixes[-2] for name in links} == {".report", ".failed"}
    for name, target in links.items():
        assert target.startswith("file://")
        assert target.endswith(f"{tmp_path}/the%20reports/{Path(name).name}")


@pytest.mark.parametrize(
    ("variables", "takes"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7003"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4205"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "screen", "TERM_PROGRAM": "iTerm.app", "TMUX": "socket"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_links_are_for_terminals_that_say_they_know_them(variables: dict[str, str], *, takes: bool) -> None:
    assert takes_links(variables) is takes


def test_a_pipe_gets_no_links(lox24: Lox24, tmp_path: Path) -> None:
    write(tmp_path, (number(0), "", ""))
    done = lox24("phones", "import", "list.csv", "--group", "7116", env={"FORCE_HYPERLINK": "1"})
    assert "\x1b" not in done.stdout
