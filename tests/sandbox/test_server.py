"""The sandbox in a thread: how quickly it comes and goes, and where its data are."""

import os
import sqlite3
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lox24cli.errors import SettingsError
from lox24cli.sandbox.faults.faults import ANY, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.store import Store
from tests.sandbox.conftest import connect, get

PHONE = ("+491701", "x", None, None, None, None, None)


def test_a_sandbox_starts_and_stops_in_a_moment_even_with_requests_in_flight() -> None:
    began = time.perf_counter()
    with RunningSandbox() as sandbox:
        sandbox.faults.plan(ANY, Fault("stall"))
        waiting = threading.Thread(target=_expect_no_answer, args=(f"{sandbox.url}/me",))
        waiting.start()
        while not sandbox.requests:
            time.sleep(0.001)
        started = time.perf_counter()
    stopped = time.perf_counter()
    waiting.join()
    assert started - began < 1
    assert stopped - started < 0.5


def _expect_no_answer(url: str) -> None:
    with pytest.raises(httpx.HTTPError):
        get(url)


def test_a_stopped_sandbox_listens_no_more() -> None:
    with RunningSandbox() as sandbox:
        pass
    with pytest.raises(httpx.ConnectError):
        get(f"{sandbox.url}/me")


def test_answers_on_one_connection_do_not_wait_for_each_other(sandbox: RunningSandbox) -> None:
    """Without TCP_NODELAY each of them takes 40 ms."""
    with connect(sandbox.url, sandbox.token) as client:
        client.get("/me")
        began = time.perf_counter()
        for _ in range(20):
            client.get("/me")
        assert time.perf_counter() - began < 0.6


def test_a_taken_port_is_a_wrong_setting_with_a_way_out() -> None:
    with RunningSandbox() as sandbox, pytest.raises(SettingsError, match="taken") as caught:
        RunningSandbox(port=int(sandbox.url.rpartition(":")[2]))
    assert "--port" in (caught.value.hint or "")


def test_data_in_a_file_outlive_the_sandbox_and_are_private(tmp_path: Path) -> None:
    db = tmp_path / "new" / "folder" / "sandbox.sqlite"
    with RunningSandbox(db=db) as sandbox:
        sandbox.store.add_phones(7116, [PHONE])
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (db.parent, *db.parent.iterdir())}
    with RunningSandbox(db=db) as sandbox:
        (phone,) = sandbox.store.phones(7116)
        assert phone.entry == PHONE
        (second,) = sandbox.store.add_phones(7116, [PHONE])
        assert second is not None
        assert second.id == phone.id + 1
    if os.name == "posix":
        assert modes.pop("folder") == 0o700
        assert set(modes.values()) == {0o600}


def test_many_can_open_the_same_new_file_at_once(tmp_path: Path) -> None:
    db = tmp_path / "sandbox.sqlite"
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: Store(db), range(8)))
    for store in stores:
        assert [group.id for group in store.groups()] == [7116, 12344]
        store.add_phones(7116, [PHONE])
    assert stores[0].count(7116) == 8
    for store in stores:
        store.close()


def test_two_sandboxes_can_share_a_file(tmp_path: Path) -> None:
    db = tmp_path / "sandbox.sqlite"
    with RunningSandbox(db=db) as one, RunningSandbox(db=db) as other:
        one.store.add_phones(7116, [PHONE])
        other.store.add_phones(7116, [PHONE])
        assert len({phone.id for phone in one.store.phones(7116)}) == 2


@pytest.mark.parametrize("content", [b"phone\n+491701\n", "other database"])
def test_a_file_that_is_no_sandbox_is_left_alone(tmp_path: Path, content: bytes | str) -> None:
    db = tmp_path / "file"
    if isinstance(content, bytes):
        db.write_bytes(content)
    else:
        with sqlite3.connect(db) as connection:
            connection.execute("CREATE TABLE other (id)")
        connection.close()
    before = db.read_bytes()
    with pytest.raises(SettingsError, match="not a sandbox"):
        Store(db)
    assert db.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot keep its data"):
        Store(tmp_path / "file" / "sandbox.sqlite")
