"""What the tab key offers besides commands and options: groups of the account, runs of the state folder, topics.

Whatever stands in the way, nothing is offered and nothing is said. What the gateway answers is kept for a minute, and
a refusal for ten: the fourth bad request in a minute blocks the whole IP, and fish asks twice for each tab. Names come
from elsewhere and go into a shell's code: ids that are plain words are offered, and of names what no shell obeys.
"""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from lox24cli.errors import AccountError, IpBlocked, Lox24Error

Candidate = tuple[str, str]
"""What is typed, and what is said of it."""

LONGEST_SECONDS = 2.0
"""A person is waiting, finger on the key."""
_KEPT_SECONDS = 60.0
_REFUSED_SECONDS = 600.0
"""As long as an IP is blocked (https://doc.lox24.eu/api/, "IP blocking")."""
_MOST_RUNS = 20
_WORD = re.compile(r"[\w.-]+")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_PUNCTUATION = frozenset(" .,_-/+@")


def complete_group(context: typer.Context, incomplete: str) -> list[Candidate]:
    """Return the account's groups: their ids, and the names that are one word, once such a name is begun."""
    try:
        groups = _groups(context.params)
    except (Lox24Error, OSError):
        return []
    found = [(id_, harmless(name)) for id_, name in groups if _ID.fullmatch(id_)]
    if incomplete and not incomplete[0].isdigit():
        found += [(name, id_) for id_, name in groups if _WORD.fullmatch(name) and not name.startswith("-")]
    return [candidate for candidate in found if candidate[0].startswith(incomplete)]


def complete_run(incomplete: str) -> list[Candidate]:
    """Return `last` and the newest runs, each with its file and group."""
    return [found for found in [("last", "the newest"), *_runs(unfinished=False)] if found[0].startswith(incomplete)]


def complete_unfinished(incomplete: str) -> list[Candidate]:
    """Return the newest unfinished runs."""
    return [found for found in _runs(unfinished=True) if found[0].startswith(incomplete)]


def harmless(text: str) -> str:
    """Return text without what any shell takes for more than a letter."""
    return " ".join("".join(sign if sign.isalnum() or sign in _PUNCTUATION else " " for sign in text).split())


def _runs(*, unfinished: bool) -> Iterator[Candidate]:
    from lox24cli.cli.connecting import read_environment  # noqa: PLC0415  help completes nothing
    from lox24cli.importing.journal.journal import Journal  # noqa: PLC0415  loads the importer
    from lox24cli.importing.journal.run_folders import all_runs, open_runs  # noqa: PLC0415  the same

    try:
        _, state = read_environment()
        folders = open_runs(state) if unfinished else all_runs(state)
    except (Lox24Error, OSError):
        return
    for folder in folders[:_MOST_RUNS]:
        try:
            with Journal.open(folder) as journal:
                facts = journal.facts
        except (Lox24Error, OSError):
            continue
        group = f" to group {facts.group.id}" if facts and facts.group else ""
        yield folder.name, harmless(f"{Path(facts.name).name}{group}") if facts else ""


def _groups(options: dict[str, Any]) -> list[Candidate]:
    """Return id and name of the groups: those of a minute ago, or the gateway's answer if it comes in time."""
    from threading import Thread  # noqa: PLC0415  help completes nothing

    from lox24cli.cli.connecting import find_account, read_environment  # noqa: PLC0415  help completes nothing
    from lox24cli.cli.flags import ConnectionFlags  # noqa: PLC0415  the same
    from lox24cli.library.accounts import SANDBOX_GROUP  # noqa: PLC0415  the same

    if options.get("sandbox"):  # to start it takes longer than anybody waits
        return [(SANDBOX_GROUP, "Sandbox")]
    environment, state = read_environment()
    file, found = options.get("token_file"), list[Candidate]()
    flags = ConnectionFlags(token_file=Path(file) if file else None)

    def ask() -> None:
        with find_account(flags, environment, state) as account:
            kept = _Kept(state / "completion.json", account.name)
            found.extend(kept.read() if kept.is_fresh() else kept.ask(account))

    def ask_in_silence() -> None:
        try:
            ask()
        except (Lox24Error, OSError):
            return

    asking = Thread(target=ask_in_silence, daemon=True)
    asking.start()
    asking.join(LONGEST_SECONDS)
    return found


class _Kept:
    """The last answer, in the state folder: until when it counts, whose it is, the groups (none: a refusal)."""

    def __init__(self, path: Path, account: str) -> None:
        import json  # noqa: PLC0415  help completes nothing

        self._path, self._account = path, account
        try:
            facts = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            facts = {}
        self._facts = facts if isinstance(facts, dict) and facts.get("account") == account else {}

    def is_fresh(self) -> bool:
        """Tell whether it counts still; one from the future does not."""
        left = float(self._facts.get("until", 0)) - time.time()
        return 0 < left <= _REFUSED_SECONDS

    def read(self) -> list[Candidate]:
        return [(str(id_), str(name)) for id_, name in self._facts.get("groups", [])]

    def ask(self, account: Any) -> list[Candidate]:  # noqa: ANN401  the library's type is loaded here
        """Ask the gateway; what it says is kept before anybody can ask again."""
        from lox24cli.library.accounts import connect  # noqa: PLC0415  loads the wire

        self._write(_KEPT_SECONDS, [])
        try:
            with connect(account, {"timeout": LONGEST_SECONDS}, trust_env=True) as gateway:
                found = [(group.id, group.name) for group in gateway.groups()]
        except (AccountError, IpBlocked):
            self._write(_REFUSED_SECONDS, [])
            raise
        self._write(_KEPT_SECONDS, found)
        return found

    def _write(self, seconds: float, groups: list[Candidate]) -> None:
        import json  # noqa: PLC0415  the same

        facts = {"account": self._account, "until": time.time() + seconds, "groups": groups}
        unfinished = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(facts, file)
        unfinished.replace(self._path)
