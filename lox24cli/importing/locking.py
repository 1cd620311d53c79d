"""One delivering process for each account and group: an OS lock, which dies with its process.

Knows no network and no journal.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lox24cli.errors import LockHeld, TemporaryError
from lox24cli.translating import phrase


@contextmanager
def hold_group(state: Path, account: str, group_id: str, now: datetime) -> Iterator[None]:
    """Hold the group of that account for this process.

    Raises:
        LockHeld: another process delivers to it; says which and since when.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  a check or a dry run locks nothing

    folder = state / "locks"
    name = hashlib.sha256(f"{account}\n{group_id}".encode()).hexdigest()[:24]
    holder = folder / f"{name}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", mode=0o600)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockHeld(
            phrase("group {group_id} is busy: {who} delivers to it", group_id=group_id, who=_who(holder)),
            phrase("wait until that has ended, then run the same command again"),
        ) from error
    except OSError as error:
        raise TemporaryError(
            phrase("the lock in {folder} cannot be taken: {strerror}", folder=folder, strerror=error.strerror)
        ) from error
    try:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
            descriptor = os.open(holder, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}, file)
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        facts = json.loads(holder.read_text(encoding="utf-8"))
        return phrase(
            "process {process}, since {moment} UTC,",
            process=int(facts["pid"]),
            moment=f"{datetime.fromisoformat(facts['since']):%Y-%m-%d %H:%M:%S}",
        )
    except (OSError, ValueError, KeyError, TypeError):
        return phrase("another process")
