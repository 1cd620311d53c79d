"""Holds what the command said against what the gateway holds.

After every attempt: nothing it says is a lie. At the end: everybody is there once, and the report is that of a run to
which nothing happened.
"""

import csv
import io
import json
import shutil
import sqlite3
import stat
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from tests.crash.contacts_file import SECRET, ContactsFile, Fields
from tests.crash.driving import SIGNALLED, Tried
from tests.crash.place import GROUP, Place, fast_folder
from tests.reading_reports import read_report

ReportLine = dict[str, str]
Entry = tuple[str, Fields]

_TEMPORARY = frozenset({4, 5, 8, 130, 143})
_DONE = frozenset({0, 3})
_NOTHING_TO_RESUME = 2
_FILE_CHANGED = 6
_INTERRUPTED = 130
_TERMINATED = 143
_COMPARED = ("row", "line", "status", "code", "input", "phone", "country")


def digits(phone: str) -> str:
    """Return a number without what the gateway may leave out."""
    return "".join(filter(str.isdigit, phone))


def stored(place: Place) -> Counter[Entry]:
    """Return what the group holds: how often each number with each fields."""
    return Counter((digits(phone.phone), phone.entry[1:]) for phone in place.sandbox.store.phones(GROUP))


def before(contacts: ContactsFile) -> Counter[Entry]:
    """Return what the group held before."""
    nothing: Fields = ("before", None, None, None, None, None)
    return Counter((digits(number), nothing) for number in (*contacts.strangers, *contacts.held))


def added(place: Place) -> Counter[str]:
    """Return how often each number was added to the group."""
    new: Counter[str] = Counter()
    for (number, _), count in (stored(place) - before(place.scenario.contacts)).items():
        new[number] += count
    return new


# ---- after every attempt ---------------------------------------------------------------------------


def find_lies(place: Place, tried: Tried) -> Iterator[str]:
    """Yield what of an attempt's end is not true, or breaks a promise."""
    if tried.hung:
        yield "it hung"
    # A second signal ends the process wherever it is, open files and all.
    if tried.status == 1 or ("Traceback" in tried.stderr and tried.status not in (_INTERRUPTED, _TERMINATED)):
        yield f"a bug: {tried.stderr[-1500:]}"
    nothing_left = tried.args[0] == "runs" and tried.status == _NOTHING_TO_RESUME
    file_changed = tried.shrunk and tried.status == _FILE_CHANGED
    if tried.status not in _TEMPORARY | _DONE | SIGNALLED and not (nothing_left or file_changed):
        yield f"exit {tried.status}: {tried.stderr[-500:]}"
    if tried.answer is None:
        # Python itself answers a Ctrl-C that comes before the command listens, or after.
        if tried.status not in SIGNALLED | {_INTERRUPTED}:
            yield f"no answer with exit {tried.status}: {tried.stderr[-500:]}"
        elif tried.status == _INTERRUPTED and closed_run(place):
            yield "exit 130, which asks for the same command again, when all was done"
        return
    yield from _find_false_sums(tried)
    if tried.report is not None:
        yield from _find_false_lines(place, tried, read_report(tried.report))


def _find_false_sums(tried: Tried) -> Iterator[str]:
    answer = tried.answer or {}
    counts = answer["counts"]
    if answer["exit_code"] != tried.status and tried.status not in SIGNALLED:
        yield f"exit {tried.status}, and the answer says {answer['exit_code']}"
    if answer["rows"] != sum(counts.values()) or answer["rows"] != sum(answer["codes"].values()):
        yield f"the counts do not add up: {answer}"
    status = answer["exit_code"]
    if status in _DONE and counts["failed"] + counts["unknown"] + counts["ready"]:
        yield f"exit {status} with open rows: {counts}"
    if counts["unknown"] and status not in (8, 130, 143):
        yield f"exit {status} with unknown rows: {counts}"
    if status in (8, 130, 143) and answer["report"] and not counts["unknown"] + counts["failed"]:
        yield f"exit {status} and nothing is left to do: {counts}"
    if answer["ok"] != (status == 0):
        yield f"ok is {answer['ok']} with exit {status}"


def _find_false_lines(place: Place, tried: Tried, lines: list[ReportLine]) -> Iterator[str]:
    counts = {status: count for status, count in (tried.answer or {})["counts"].items() if count}
    if Counter(line["status"] for line in lines) != Counter(counts):
        yield f"the report has other counts than the answer: {counts}"
    if len(lines) != len(place.scenario.contacts.rows) and not tried.shrunk:
        yield f"{len(lines)} lines for {len(place.scenario.contacts.rows)} rows"
    new = added(place)
    ids = {str(phone.id): digits(phone.phone) for phone in place.sandbox.store.phones(GROUP)}
    known = {request.request_id for request in place.requests}
    for line in lines:
        held = line["code"] == "already-in-group" and place.is_changed  # by an earlier run
        if not held and (lie := _find_false_status(line, new[digits(line["phone"])], ids)):
            yield f"{lie}: {line}"
        if not line["message"] and line["status"] not in ("created", "skipped"):
            yield f"no reason: {line}"
        if line["request_id"] and line["request_id"] not in known:
            yield f"no such request: {line}"
    created = [line["phone_id"] for line in lines if line["status"] == "created"]
    if len(set(created)) != len(created):
        yield "one id for two rows"


def _find_false_status(line: ReportLine, there: int, ids: Mapping[str, str]) -> str | None:
    match line["status"]:
        case "created" if not there:
            return "not there"
        case "created" if ids.get(line["phone_id"]) != digits(line["phone"]):
            return "another id in the group"
        case "failed" | "refused" if there:
            return "there"
        case "skipped" if there and line["code"] != "duplicate-in-file":
            return "there"
        case _:
            return None


# ---- at the end ------------------------------------------------------------------------------------


def compare_group(place: Place) -> tuple[list[str], list[str]]:
    """Return who is lost (or has other fields), and who is there twice or should not be there at all."""
    contacts = place.scenario.contacts
    wanted = before(contacts)
    expected = {number: fields for number, fields in contacts.expected.items() if number not in place.said_no}
    wanted.update((digits(number), fields) for number, fields in expected.items())
    there = stored(place)
    for number in place.said_no:
        there.pop((digits(number), contacts.expected[number]), None)  # see find_said_no
    return [str(entry) for entry in (wanted - there).elements()], [str(e) for e in (there - wanted).elements()]


def find_said_no(place: Place) -> list[str]:
    """Return who said no and was uploaded afterwards."""
    new = added(place)
    return [number for number in sorted(place.said_no) if new[digits(number)]]


def compare_reports(place: Place, lines: list[ReportLine], undisturbed: list[ReportLine]) -> Iterator[str]:
    """Yield the lines that are not what they would be if nothing had happened."""
    if len(lines) != len(undisturbed):
        yield f"{len(lines)} lines instead of {len(undisturbed)}"
    for line, right in zip(lines, undisturbed, strict=False):
        if place.is_changed and right["status"] in ("created", "skipped"):
            yield from _compare_changed(place, line)
        elif _essence(line) != _essence(right):
            yield f"{_essence(line)} instead of {_essence(right)}"


def _compare_changed(place: Place, line: ReportLine) -> Iterator[str]:
    """Yield what is wrong with a line of the last of several runs; what is in the group is judged elsewhere."""
    said_no = f"+{digits(line['phone'])}" in place.said_no
    if line["status"] not in (("skipped",) if said_no else ("created", "skipped")):
        yield f"{_essence(line)}, which {'said no' if said_no else 'is a contact'}"


def _essence(line: ReportLine) -> tuple[str, ...]:
    """Return what of a line does not depend on how it got there."""
    shown = {**line, "code": "created"} if line["status"] == "created" else line
    # The words of a refusal may be lost on the way when its status is not.
    return (*(shown[name] for name in _COMPARED), line["message"] if line["status"] in ("skipped", "rejected") else "")


def compare_files(failed: Path | None, undisturbed: Path | None) -> Iterator[str]:
    """Yield how the failed file differs from that of an undisturbed run."""
    if (failed is None) != (undisturbed is None):
        yield f"failed file {failed} instead of {undisturbed}"
    elif failed is not None and undisturbed is not None and _cells(failed) != _cells(undisturbed):
        yield "the failed file has other contents than that of an undisturbed run"


def _cells(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  only workbooks need it

        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        rows = [[str(cell) for cell in row] for row in sheet]
    else:
        text = path.read_bytes().decode("latin-1")
        delimiter = max(",;\t", key=text.splitlines()[0].count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [row[:-1] if "refused" in row else row for row in rows]


def find_traces(place: Place, *, finished: bool) -> Iterator[str]:
    """Yield personal data in finished journals, and files that others may read."""
    for path in (place.state, *place.state.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode != (0o700 if path.is_dir() else 0o600):
            yield f"mode {mode:o} of {path.relative_to(place.folder)}"
    for folder in place.state.glob("runs/*"):
        is_open = (folder / "open").exists()
        if is_open and finished:
            yield f"{folder.name} is still open"
        if not is_open and journal_state(folder) in ("finished", "closed"):
            for path in folder.iterdir():
                if SECRET.encode() in path.read_bytes():
                    yield f"personal data in {path.relative_to(place.folder)}"


def find_litter(place: Place) -> tuple[int, int]:
    """Return how many temporary files, and journals that never began, killed processes left behind."""
    folders = [folder for folder in place.state.glob("runs/*") if journal_state(folder) in (None, "prepared")]
    return len(list(place.folder.rglob("*.tmp"))), len(folders)


def closed_run(place: Place) -> str | None:
    """Return the id of the run that has ended for good, as far as the disk says; None: none has."""
    for folder in sorted(place.state.glob("runs/*"), reverse=True):
        is_whole = folder.name not in place.set_aside
        if is_whole and not (folder / "open").exists() and journal_state(folder) == "finished":
            return folder.name
    return None


def journal_state(folder: Path) -> str | None:
    """Return the state that a journal tells; looked up in a copy, so that the command meets what it left."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as place:
        copy = shutil.copytree(folder, Path(place) / "run")
        if not (copy / "journal.sqlite").exists():
            return None
        with closing(sqlite3.connect(copy / "journal.sqlite")) as connection:
            try:
                found = connection.execute("SELECT value FROM run WHERE name = 'state'").fetchone()
            except sqlite3.OperationalError:  # killed before its tables were made
                return None
    return str(json.loads(found[0])) if found else None
