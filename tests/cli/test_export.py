"""A group as a file: complete or not there, and read back by an import as it was."""

import csv
import io
import json
import string
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lox24cli.sandbox.faults.faults import READ, Fault
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.store import Entry
from tests.conftest import Lox24

_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@',;\t\"\n|äß€ \u00a0" + string.ascii_letters + string.digits),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")),
    ),
    max_size=30,
).map(str.strip)
_PHONES = st.lists(st.integers(0, 9_999_999).map(lambda n: f"+49151{n:08d}"), max_size=12, unique=True)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def entries(phones: Sequence[str], texts: Sequence[str]) -> list[Entry]:
    cells = cycle(text or None for text in texts)

    def entry(phone: str) -> Entry:
        return phone, next(cells), next(cells), next(cells), next(cells), next(cells), next(cells)

    return [entry(phone) for phone in phones]


def test_every_phone_is_written_once_with_what_the_account_knows_of_it(lox24: Lox24, sandbox: RunningSandbox) -> None:
    made = sandbox.store.add_group("Kurs", {"name_a": "Vorname", "name_b": "Ort"})
    sandbox.store.add_phones(made.id, [("+4915123456789", "Erna", None, None, "=1+1", None, "id-1")])
    sandbox.store.unsubscribe("+4915123456789", reason=3, at=1_764_000_000)
    done = lox24("phones", "export", "--group", "Kurs")
    assert done.exit_code == 0
    (row,) = read(done.stdout)
    assert row | {"lox24_id": ""} == {
        "phone": "+4915123456789",
        "Vorname": "Erna",
        "Ort": "",
        "c": "",
        "d": "'=1+1",
        "e": "",
        "callback_data": "id-1",
        "lox24_id": "",
        "lox24_subscribed_at": "",
        "lox24_unsubscribed_at": "2025-11-24T16:00:00Z",
        "lox24_unsubscribe_reason": "3",
    }


@pytest.mark.parametrize("title", ["phone", "A", "callback data", "lox24_row", "0151 23456789", "–", "Doppelt"])
def test_a_title_that_would_not_be_read_back_gives_way_to_its_letter(
    lox24: Lox24, sandbox: RunningSandbox, title: str
) -> None:
    made = sandbox.store.add_group("Kurs", {"name_b": title, "name_c": "doppelt", "name_d": "Ort"})
    header = lox24("phones", "export", "--group", str(made.id)).stdout.removeprefix("\ufeff").splitlines()[0]
    third = "c" if title == "Doppelt" else "doppelt"
    assert header.startswith(f'"phone","a","b","{third}","Ort","e","callback_data","lox24_id"')


@pytest.mark.parametrize("page_size", ["", "7"])
def test_a_list_by_pages_is_exported_in_full(lox24: Lox24, sandbox: RunningSandbox, page_size: str) -> None:
    if page_size:
        sandbox.change(page_size=int(page_size))
    phones = [f"+49151{n:08d}" for n in range(40)]
    sandbox.store.add_phones(7116, entries(phones, ["x"]))
    assert [row["phone"] for row in read(lox24("phones", "export", "--group", "7116").stdout)] == phones


def test_lines_of_json_hold_what_is_stored(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.store.add_phones(7116, [("+4915123456789", "=1+1", None, None, None, None, None)])
    done = lox24("phones", "export", "--group", "7116", "-o", "group.jsonl", "--json")
    assert (done.json["phones"], done.json["format"]) == (1, "jsonl")
    (line,) = Path("group.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["phone"] == "+4915123456789"
    assert "=1+1" in json.loads(line).values()


def test_a_list_that_breaks_off_leaves_the_old_file_and_writes_nothing(lox24: Lox24, sandbox: RunningSandbox) -> None:
    sandbox.store.add_phones(7116, entries([f"+49151{n:08d}" for n in range(40)], ["x"]))
    target = Path("group.csv")
    assert lox24("phones", "export", "--group", "7116", "-o", target).exit_code == 0
    before = target.read_bytes()
    sandbox.faults.plan(READ, Fault("half"), times=None)
    done = lox24("phones", "export", "--group", "7116", "-o", target, "--retries", "1")
    assert done.exit_code == 5
    assert target.read_bytes() == before
    assert [path.name for path in Path().iterdir() if "group" in path.name] == ["group.csv"]
    assert lox24("phones", "export", "--group", "7116", "--retries", "1").stdout == ""


def test_a_file_of_somebody_else_is_not_overwritten(lox24: Lox24) -> None:
    target = Path("group.csv")
    target.write_text("phone\n+4915123456789\n")
    done = lox24("phones", "export", "--group", "7116", "-o", target)
    assert done.exit_code == 2
    assert target.read_text() == "phone\n+4915123456789\n"
    assert lox24("phones", "export", "--group", "7116", "-o", target, "--force").exit_code == 0


@settings(max_examples=12)
@given(
    phones=_PHONES.filter(bool), texts=st.lists(_TEXT, min_size=6, max_size=6), kind=st.sampled_from(["csv", "xlsx"])
)
def test_what_was_exported_is_imported_as_it_was(
    lox24: Lox24, sandbox: RunningSandbox, phones: list[str], texts: list[str], kind: str
) -> None:
    titles = {"name_a": "Anrede", "name_b": "Telefon privat", "name_d": "=Ort"}
    full, empty = sandbox.store.add_group("full", titles), sandbox.store.add_group("empty", titles)
    sandbox.store.add_phones(full.id, entries(phones, texts))
    target = Path(f"group-{full.id}.{kind}")
    assert lox24("phones", "export", "--group", str(full.id), "-o", target).exit_code == 0
    done = lox24("phones", "import", target, "--group", str(empty.id), "--json")
    assert done.exit_code == 0, done.stderr
    assert [phone.entry for phone in sandbox.store.phones(empty.id)] == [
        phone.entry for phone in sandbox.store.phones(full.id)
    ]
