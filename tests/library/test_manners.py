"""What a library must not do to its program: signals, environment, threads, a process that waits; and how it stops."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lox24cli import Progress, Summary, check_contacts, import_contacts, import_rows
from lox24cli.errors import ExitCode, Interrupted, LockHeld, SettingsError, TemporaryError
from lox24cli.library.listening import Callbacks
from lox24cli.model import Status
from lox24cli.sandbox.faults.faults import BATCH, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.conftest import TOKEN
from tests.library.conftest import GROUP

ROWS = [{"phone": f"+49152288{number:05}"} for number in range(60)]


def in_thread(call: Callable[..., Summary], *args: object, **options: object) -> tuple[threading.Thread, list[Any]]:
    """Start a call in a thread; its result or error is in the list once it has ended."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(call(*args, **options))
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def test_no_signal_handler_is_installed_or_changed(account: dict[str, Any]) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
    before = [signal.getsignal(number) for number in numbers]
    during: list[Any] = []
    import_rows(ROWS, GROUP, progress=lambda _: during.append([signal.getsignal(n) for n in numbers]), **account)
    assert during
    assert all(handlers == before for handlers in during)
    assert [signal.getsignal(number) for number in numbers] == before


def test_variables_count_only_where_they_are_handed_over_and_are_never_written(
    sandbox: RunningSandbox, tmp_path: Path, contacts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "LOX24_TOKEN": TOKEN,
        "LOX24_BASE_URL": sandbox.url,
        "LOX24_STATE_DIR": str(tmp_path / "elsewhere"),
        "LOX24_REGION": "AT",
        "LOX24_MAP": "phone=Vorname",
        "HTTPS_PROXY": "socks9://nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".env").write_text(f"LOX24_TOKEN={TOKEN}\n")
    (tmp_path / ".env").chmod(0o600)
    before = dict(os.environ)

    with pytest.raises(SettingsError, match="no token was given") as missing:
        import_contacts(contacts, GROUP, region="DE", state_dir=tmp_path / "state")
    with_them = import_contacts(contacts, GROUP, region="DE", environment=os.environ)

    assert "environment=os.environ" in (missing.value.hint or "")
    assert with_them.counts[Status.CREATED] == 2
    assert (tmp_path / "elsewhere" / "runs").is_dir()
    assert dict(os.environ) == before


def test_a_proxy_of_the_system_counts_only_with_the_environment(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unusable proxy is a setting's error before anything is sent; without it, the address is just not there."""
    monkeypatch.setenv("HTTPS_PROXY", "socks9://nowhere")
    options: dict[str, Any] = {
        "token": TOKEN,
        "base_url": "https://gateway.invalid",
        "state_dir": tmp_path / "state",
        "retries": 0,
    }
    with pytest.raises(SettingsError, match="the proxy address is not a URL"):
        import_contacts(contacts, GROUP, environment=os.environ, **options)
    with pytest.raises(TemporaryError, match=r"gateway\.invalid"):
        import_contacts(contacts, GROUP, **options)


def test_nothing_is_written_to_standard_output_or_error(
    account: dict[str, Any], contacts: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import_contacts(contacts, GROUP, region="DE", **account)
    check_contacts(contacts, region="DE", state_dir=account["state_dir"])
    assert capfd.readouterr() == ("", "")


def test_two_imports_side_by_side_bring_each_their_own(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    others = [{"phone": f"+49160123{number:04}"} for number in range(60)]
    other = sandbox.store.add_group("Other").id
    calls = [
        in_thread(import_rows, ROWS, GROUP, batch_size=7, **account),
        in_thread(import_rows, others, other, batch_size=7, **account),
    ]
    for thread, _ in calls:
        thread.join(60)
    for (_, found), (group, rows) in zip(calls, ((GROUP, ROWS), (other, others)), strict=True):
        (summary,) = found
        assert isinstance(summary, Summary), summary
        assert summary.counts[Status.CREATED] == 60
        assert sorted(phone.phone for phone in sandbox.store.phones(group)) == sorted(row["phone"] for row in rows)


def test_two_threads_on_one_group_are_one_and_an_error(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def progress(_: Progress) -> None:
        begun.set()
        go_on.wait(30)

    thread, found = in_thread(import_rows, ROWS, GROUP, progress=progress, **account)
    assert begun.wait(30)
    with pytest.raises(LockHeld):
        import_rows(ROWS[:5], GROUP, **account)
    go_on.set()
    thread.join(60)
    assert found[0].counts[Status.CREATED] == 60
    assert len(sandbox.store.phones(GROUP)) == 60


def test_a_cancelled_import_says_so_and_the_same_call_goes_on(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    account |= {"batch_size": 10, "concurrency": 1}
    cancel = threading.Event()
    with pytest.raises(Interrupted, match="cancelled; the batches in flight were recorded") as stopped:
        import_rows(ROWS, GROUP, cancel=cancel, progress=lambda _: cancel.set(), **account)
    summary = stopped.value.summary
    assert summary.exit_code is ExitCode.INTERRUPTED
    assert summary.counts[Status.CREATED] == 10
    assert summary.counts[Status.FAILED] == 50
    cancel.clear()
    done = import_rows(ROWS, GROUP, cancel=cancel, **account)
    assert done.run == summary.run
    assert len({found.phone for found in sandbox.store.phones(GROUP)}) == len(sandbox.store.phones(GROUP)) == 60


def test_an_import_that_is_cancelled_before_it_sends_has_done_nothing(
    sandbox: RunningSandbox, account: dict[str, Any], tmp_path: Path
) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Interrupted, match="nothing was uploaded"):
        import_rows(ROWS, GROUP, cancel=cancel, **account)
    assert not sandbox.store.phones(GROUP)
    assert not list((tmp_path / "state" / "runs").iterdir())


def test_a_wait_ends_when_it_is_cancelled(sandbox: RunningSandbox, account: dict[str, Any]) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=503))
    cancel, heard = threading.Event(), []

    def notice(text: str) -> None:
        heard.append(text)
        if text.startswith("waiting"):
            cancel.set()

    begun = time.monotonic()
    with pytest.raises(Interrupted):
        import_rows(ROWS, GROUP, cancel=cancel, notice=notice, **{**account, "settle_wait": 60.0})
    assert time.monotonic() - begun < 30
    assert any(text.startswith("waiting") for text in heard)


def test_an_error_of_a_callback_stops_the_run_and_the_same_call_goes_on(
    sandbox: RunningSandbox, account: dict[str, Any]
) -> None:
    def progress(progress: Progress) -> None:
        raise RuntimeError(f"{progress.done} rows")

    with pytest.raises(RuntimeError, match="10 rows"):
        import_rows(ROWS, GROUP, batch_size=10, concurrency=1, progress=progress, **account)
    assert len(sandbox.store.phones(GROUP)) == 10
    done = import_rows(ROWS, GROUP, batch_size=10, settle_wait=0.05, **account)
    assert done.counts[Status.CREATED] == 60
    assert len({found.phone for found in sandbox.store.phones(GROUP)}) == len(sandbox.store.phones(GROUP)) == 60


def test_a_watcher_and_callbacks_are_not_both_heard(account: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="watcher stands in the place of"):
        import_rows(ROWS, GROUP, watcher=Callbacks(), notice=print, **account)
