"""A year of nights: the same list, exported from a CRM every night and synced: `python -m tests.crash.nights`.

Every night 2 % of the contacts have changed, 1 % are gone and 1 % are new; batches, changes and deletions meet faults,
the command is killed and repeated until it is done. Now and then somebody opts out, a cell has a typo, or the whole
night is undone. After each night the group is held against what it must be, entry by entry, and the report against
both.
"""

import argparse
import csv
import io
import json
import os
import queue
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from lox24cli.sandbox.faults.faults import WRITE
from lox24cli.sandbox.serving.server import RunningSandbox
from tests.zygote import Ended, Zygote

GROUP = 7116
_PATIENCE_SECONDS = 900.0
"""What hangs, hangs for ever; what waits for a processor of a crowded machine has taken two minutes."""
_MOST_TRIES = 12
_FAULTS = (0.0, 0.0, 0.05, 0.2)
_NEVER_KILLED = -1
_SYNC = ("sync", "list.csv", "--group", "7116")
Fields = tuple[str, str]
Entry = tuple[str, str, str, str]
"""Number, a, b, and c, which no file has."""


@dataclass
class Figures:
    """What happened in all nights."""

    nights: int = 0
    commands: int = 0
    kills: int = 0
    faults: int = 0
    created: int = 0
    updated: int = 0
    deleted: int = 0
    undone: int = 0
    exact: int = 0
    """Nights without faults and kills, whose writing requests were counted."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Nights:
    """The CRM, the group as it must be, and a command that syncs them."""

    rng: Random
    folder: Path
    sandbox: RunningSandbox
    zygote: Zygote
    size: int = 200
    crm: dict[str, Fields] = field(default_factory=dict)
    must_be: dict[str, Entry] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)
    figures: Figures = field(default_factory=Figures)

    def begin(self) -> None:
        """Fill the CRM and the group."""
        for _ in range(self.size):
            self.crm[self._number()] = self._fields()
        for phone, (a, b) in self.crm.items():
            self.sandbox.store.add_phones(GROUP, [(phone, a or None, b or None, "by hand", None, None, None)])
            self.must_be[phone] = (phone, a, b, "by hand")

    def play(self) -> None:
        """Play one night."""
        night = self.figures.nights
        self.figures.nights += 1
        self._opt_out()
        before, ids, runs = dict(self.must_be), self._ids(), set(self._runs())
        changed, gone = self._live_on()
        typo = self.rng.choice(sorted(self.crm)) if self.rng.random() < 0.1 else None
        self._write(typo)
        expected = self._expect(typo)
        rate, kill = self.rng.choice(_FAULTS), self.rng.random() < 0.3
        first = len(self.sandbox.requests)
        answer = self._until_done(
            ("sync", "list.csv", "--group", "7116", "--max-delete", "20%"), night, rate, kill=kill
        )
        self._compare(night, "after the sync", expected)
        new_runs = [run for run in self._runs() if run not in runs]
        waits = typo is not None  # then nothing is deleted
        self._check_books(night, answer, changed, set() if waits else gone, typo, is_whole=len(new_runs) == 1)
        for phone in self.must_be.keys() & expected.keys() & ids.keys():
            if self._ids()[phone] != ids[phone]:
                self._wrong(night, f"{phone} has another id")
        if rate == 0 and not kill:
            self._check_requests(night, first, answer)
        self.must_be = expected
        if self.rng.random() < 0.1:
            self._undo(night, new_runs, before)

    def _runs(self) -> list[str]:
        """Return the runs, newest first; a night has several when it was killed at the very end."""
        return sorted((path.name for path in (self.folder / "state" / "runs").glob("*")), reverse=True)

    def _number(self) -> str:
        while (phone := f"+49171{self.rng.randrange(2_000_000, 9_999_999)}") in self.must_be or phone in self.crm:
            pass
        return phone

    def _fields(self) -> Fields:
        return self.rng.choice(("Herr", "Frau", "")), f"Name {self.rng.randrange(10**6)}"

    def _live_on(self) -> tuple[set[str], set[str]]:
        gone = set(self.rng.sample(sorted(self.crm), max(1, self.size // 100)))
        for phone in gone:
            del self.crm[phone]
        changed = set(self.rng.sample(sorted(self.crm), max(1, self.size // 50)))
        for phone in changed:
            self.crm[phone] = self._fields()
        for _ in gone:
            self.crm[self._number()] = self._fields()
        return changed, gone

    def _opt_out(self) -> None:
        if self.rng.random() < 0.1:
            phone = self.rng.choice(sorted(self.must_be))
            self.sandbox.store.unsubscribe(phone)
            self.opted_out.add(phone)

    def _write(self, typo: str | None) -> None:
        rows = list(self.crm.items())
        self.rng.shuffle(rows)
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(("Mobil", "a", "b"))
        writer.writerows((f"{phone[:-3]}x" if phone == typo else phone, *fields) for phone, fields in rows)
        (self.folder / "list.csv").write_text(text.getvalue(), encoding="utf-8")

    def _expect(self, typo: str | None) -> dict[str, Entry]:
        """Return what the group must hold after the sync."""
        expected: dict[str, Entry] = {}
        for phone, (a, b) in self.crm.items():
            held = self.must_be.get(phone)
            if held is None and phone != typo:
                expected[phone] = (phone, a, b, "")
            elif held is not None and (phone in self.opted_out or phone == typo):
                expected[phone] = held
            elif held is not None:
                expected[phone] = (phone, a or held[1], b or held[2], held[3])
        for phone, held in self.must_be.items():
            if phone not in expected and (typo is not None or phone in self.opted_out):
                expected[phone] = held
        return expected

    def _until_done(self, words: tuple[str, ...], night: int, rate: float, *, kill: bool) -> dict[str, Any]:
        if rate:
            self.sandbox.faults.chaos(self.rng.randrange(10**6), rate, match=WRITE)
        first, status, answer = len(self.sandbox.requests), 0, None
        for _ in range(_MOST_TRIES):
            at = self.rng.randrange(1, 12) if kill else _NEVER_KILLED
            kill = kill and self.rng.random() < 0.3
            status, answer = self._run(words, at)
            if answer is not None and status in (0, 3):
                break
        else:
            self._wrong(night, f"{words[0]} was not done after {_MOST_TRIES} tries: {status} {answer}")
        self.sandbox.faults.clear()
        self.figures.faults += sum(request.fault is not None for request in self.sandbox.requests[first:])
        return answer or {}

    def _run(self, words: tuple[str, ...], kill_at: int) -> tuple[int, dict[str, Any] | None]:
        self.figures.commands += 1
        events: queue.SimpleQueue[Ended] = queue.SimpleQueue()
        self.zygote.events = events
        out, said = self.folder / "stdout", self.folder / "stderr"
        first = len(self.sandbox.requests)
        self.zygote.launch(
            ["phones", *words, "--json", "--yes", "--report-dir", "reports"],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "LOX24_STATE_DIR": str(self.folder / "state"),
                "LOX24_BASE_URL": self.sandbox.url,
                "LOX24_TOKEN": self.sandbox.token,
                "LOX24_SETTLE_WAIT": "0.05",
                "LOX24_BACKOFF": "0.01",
            },
            cwd=self.folder,
            stdout=out,
            stderr=said,
        )
        ends = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < ends:
            if kill_at > 0 and sum(request.method != "GET" for request in self.sandbox.requests[first:]) >= kill_at:
                self.zygote.signal(signal.SIGKILL)
                kill_at = _NEVER_KILLED
            try:
                status = events.get(timeout=0.01 if kill_at > 0 else 1.0).status
            except queue.Empty:
                continue
            self.figures.kills += status == -signal.SIGKILL
            text = out.read_text("utf-8")
            return status, json.loads(text) if text.strip() else None
        self.zygote.signal(signal.SIGKILL)
        events.get()
        raise TimeoutError(f"{words} hangs; {said.read_text('utf-8')[-2000:]}")

    def _ids(self) -> dict[str, int]:
        return {phone.phone: phone.id for phone in self.sandbox.store.phones(GROUP)}

    def _compare(self, night: int, when: str, expected: dict[str, Entry]) -> None:
        held = sorted((p.phone, p.a or "", p.b or "", p.c or "") for p in self.sandbox.store.phones(GROUP))
        if held != sorted(expected.values()):
            wanted = sorted(expected.values())
            missing, surplus = set(wanted) - set(held), set(held) - set(wanted)
            self._wrong(
                night, f"{when}: missing {sorted(missing)[:3]}, too many {sorted(surplus)[:3]}, {len(held)} held"
            )

    def _check_books(
        self, night: int, answer: dict[str, Any], changed: set[str], gone: set[str], typo: str | None, *, is_whole: bool
    ) -> None:
        """Hold the report against what happened; one of several runs of a night (`is_whole`: of one) tells a part."""
        if not answer.get("report"):
            self._wrong(night, "no report")
            return
        path = self.folder / answer["report"]
        lines = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        rows = [line for line in lines if line["row"]]
        deleted = {line["phone"] for line in lines if not line["row"]}
        counts = answer["counts"]
        self.figures.created += counts["created"]
        self.figures.updated += counts["updated"]
        self.figures.deleted += answer["deleted"]
        if not len(rows) == answer["rows"] == sum(counts.values()) == len(self.crm):
            self._wrong(night, f"{len(rows)} lines for {answer['rows']} rows, {sum(counts.values())} counted")
        if deleted & (self.opted_out | self.crm.keys()) or len(deleted) != answer["deleted"]:
            self._wrong(night, f"deleted {sorted(deleted)}")
        if not is_whole:
            return
        if not (gone & self.must_be.keys()) - self.opted_out <= deleted:
            self._wrong(night, f"deleted {sorted(deleted)}, gone {sorted(gone)}")
        created = {line["phone"] for line in rows if line["status"] == "created"}
        if created != self.crm.keys() - self.must_be.keys() - {typo}:
            self._wrong(night, f"created {sorted(created)}")
        told = {line["phone"] for line in rows if line["status"] in ("updated", "unchanged", "skipped")}
        if not (changed & self.must_be.keys()) - {typo} <= told:
            self._wrong(night, f"changed, and not told: {sorted(changed - told)}")

    def _check_requests(self, night: int, first: int, answer: dict[str, Any]) -> None:
        self.figures.exact += 1
        writes = [request.method for request in self.sandbox.requests[first:] if request.method != "GET"]
        reads = [r for r in self.sandbox.requests[first:] if r.path.endswith("/phones") and not r.query]
        counts = answer["counts"]
        wanted = (int(counts["created"] > 0), counts["updated"], answer["deleted"])
        if (writes.count("POST"), writes.count("PUT"), writes.count("DELETE")) != wanted or len(reads) > 2:
            self._wrong(night, f"{len(writes)} writing and {len(reads)} reading requests for {wanted}")

    def _undo(self, night: int, runs: list[str], before: dict[str, Entry]) -> None:
        rate, kill = self.rng.choice(_FAULTS), self.rng.random() < 0.3
        for run in runs:
            self._until_done(("undo", run), night, rate, kill=kill)
        self.figures.undone += 1
        self._compare(night, "after the undoing", before)
        self.must_be = before

    def _wrong(self, night: int, what: str) -> None:
        self.figures.wrong.append(f"night {night}: {what}")


def play(seed: int, nights: int, zygote: Zygote) -> Figures:
    """Play so many nights; return what happened, and what was wrong."""
    with tempfile.TemporaryDirectory() as folder, RunningSandbox() as sandbox:
        year = Nights(Random(seed), Path(folder), sandbox, zygote)
        year.begin()
        for _ in range(nights):
            year.play()
        return year.figures


def summarise(figures: Figures) -> Iterator[str]:
    """Yield the figures, and what was wrong, in lines."""
    yield (
        f"{figures.nights:,} nights: {figures.commands:,} commands, {figures.kills:,} killed, "
        f"{figures.faults:,} faults; {figures.created:,} created, {figures.updated:,} changed, "
        f"{figures.deleted:,} deleted, {figures.undone:,} nights undone; requests counted in {figures.exact:,} nights"
    )
    yield f"wrong: {len(figures.wrong)}"
    yield from figures.wrong[:20]


def main() -> int:
    """Play a year, print the figures, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.nights", description=__doc__)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with Zygote() as zygote:
        figures = play(options.seed, options.nights, zygote)
    sys.stdout.write("\n".join(summarise(figures)) + "\n")
    return int(bool(figures.wrong))


if __name__ == "__main__":
    sys.exit(main())
