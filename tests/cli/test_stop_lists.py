"""Who said no after a run stopped: on the user's own list, in the account, in the group. Nobody of them is sent to."""

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour
from tests.conftest import Finished, Lox24

PHONES = [f"+49171392005{n}" for n in range(6)]
ADDED, NO = PHONES[0], PHONES[4]
"""Uploaded before the run stopped; not yet uploaded, and says no then."""
IMPORT = ("phones", "import", "list.csv", "--group", "7116", "--batch-size", "2", "--concurrency", "1", "--json")
RESUMES = [pytest.param(IMPORT, id="same command"), pytest.param(("runs", "resume", "--json"), id="runs resume")]
ADD = ("--on-existing", "add")


def stop(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, *options: str) -> Finished:
    """Leave a run of which two contacts are uploaded and four are not."""
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    sandbox.faults.plan(BATCH, Fault("status", status=402), skip=1, times=1)
    stopped = lox24(*IMPORT, *options)
    assert (stopped.exit_code, stopped.json["counts"]["created"]) == (4, 2)
    return stopped


def phones_of(sandbox: RunningSandbox) -> Counter[str]:
    return Counter(entry.phone for entry in sandbox.store.phones(7116))


def block(sandbox: RunningSandbox, _: Path) -> None:
    sandbox.store.block(NO)


def opt_out(sandbox: RunningSandbox, _: Path) -> None:
    sandbox.store.add_phones(7116, [(NO, None, None, None, None, None, None)])
    sandbox.store.unsubscribe(NO)


def suppress(_: RunningSandbox, folder: Path) -> None:
    (folder / "never.txt").write_text(f"+491713920999\n{NO}\n")


SAYS_NO = [(block, "blocked"), (opt_out, "opted-out"), (suppress, "blocked")]


@pytest.mark.parametrize("mode", [(), ADD], ids=["skip", "add"])
@pytest.mark.parametrize(("say_no", "code"), SAYS_NO, ids=["blocked", "opted out", "suppressed"])
@pytest.mark.parametrize("again", RESUMES)
def test_who_says_no_after_a_run_stopped_is_not_sent_to(
    lox24: Lox24,
    sandbox: RunningSandbox,
    tmp_path: Path,
    again: tuple[str, ...],
    say_no: Callable[[RunningSandbox, Path], None],
    code: str,
    mode: tuple[str, ...],
) -> None:
    (tmp_path / "never.txt").write_text("+491713920999\n")
    options = ("--suppress", "never.txt", *mode)
    stop(lox24, sandbox, tmp_path, *options)
    say_no(sandbox, tmp_path)
    before = phones_of(sandbox)
    done = lox24(*again, *(options if again is IMPORT else ()))
    assert done.exit_code == 0, done.stderr
    assert done.json["codes"][code] == 1
    assert phones_of(sandbox) == before | Counter(phone for phone in PHONES if phone != NO)


@pytest.mark.parametrize("again", RESUMES)
def test_a_block_list_that_cannot_be_read_stops_a_run_that_goes_on(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, again: tuple[str, ...]
) -> None:
    stop(lox24, sandbox, tmp_path)
    sandbox.faults.plan("GET /blocked_numbers", Fault("status", status=403), times=None)
    refused = lox24(*again)
    assert (refused.exit_code, refused.json["error"]["code"]) == (4, "account-refused")
    assert sandbox.store.count(7116) == 2


def test_who_may_be_sent_to_all_the_same_is_sent_to_when_a_run_goes_on(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    stop(lox24, sandbox, tmp_path, "--include-opted-out", "--yes")
    block(sandbox, tmp_path)
    assert lox24("runs", "resume", "--json").json["codes"] == {"created": 6}


def test_a_list_that_has_changed_is_told_and_one_that_is_gone_stops_the_run(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    never = tmp_path / "never.txt"
    never.write_text(f"{NO}\n")
    run = stop(lox24, sandbox, tmp_path, "--suppress", "never.txt").json["run"]
    never.unlink()
    refused = lox24("runs", "resume", "--json")
    assert (refused.exit_code, refused.json["error"]["code"]) == (2, "suppress-missing")
    assert str(never) in refused.json["error"]["message"]
    assert sandbox.store.count(7116) == 2
    never.write_text(f"{PHONES[5]}\n")
    done = lox24("runs", "resume", run, "--json")
    assert f"{never} has changed since" in done.stderr
    assert done.json["codes"] == {"blocked": 2, "created": 4}
    assert NO not in phones_of(sandbox)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_list_that_comes_through_a_pipe_is_read_once(lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path) -> None:
    """`--suppress <(…)`: a second reading finds nobody in it."""
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    os.mkfifo(tmp_path / "pipe")

    def write() -> None:
        (tmp_path / "pipe").write_text(f"{NO}\n")
        (tmp_path / "pipe").write_text("")

    threading.Thread(target=write, daemon=True).start()
    done = lox24(*IMPORT, "--suppress", "pipe")
    assert done.json["codes"] == {"blocked": 1, "created": 5}
    assert NO not in phones_of(sandbox)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_a_list_that_never_ends_is_not_read_to_its_end(offline: Lox24, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    refused = offline("phones", "check", "list.csv", "--suppress", "/dev/zero", "--json")
    assert (refused.exit_code, refused.json["error"]["message"]) == (
        2,
        "the list /dev/zero cannot be read: it is not a text file",
    )


# ---- a list that is read in part -----------------------------------------------------------------

PAGED = Behaviour(list_page_size=3)


@pytest.mark.parametrize("status", [400, 404, 405, 422])
def test_a_block_list_of_which_a_page_is_refused_stops_the_import(
    lox24: Lox24, sandbox: RunningSandbox, tmp_path: Path, status: int
) -> None:
    for number in range(4):
        sandbox.store.block(f"+49171392009{number}")
    sandbox.store.block(NO)
    sandbox.behaviour = PAGED
    (tmp_path / "list.csv").write_text("\n".join(("phone", *PHONES)))
    sandbox.faults.plan("GET /blocked_numbers", Fault("status", status=status), skip=1, times=1)
    stopped = lox24(*IMPORT, "--retries", "0")
    assert stopped.exit_code == 5, stopped.stderr
    assert sandbox.store.count(7116) == 0
    assert lox24(*IMPORT).json["codes"] == {"blocked": 1, "created": 5}
