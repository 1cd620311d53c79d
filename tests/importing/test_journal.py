"""The journal whatever happens to it: the books balance, each row is sent at most once at a time, and dies settled."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lox24cli.importing.choices import OnDuplicate
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import count, report_lines, rows_to_mend
from lox24cli.importing.journal.texts import Range, RowRecord
from lox24cli.importing.journal.verdicts import (
    GroupLine,
    close_settled,
    confirm_late,
    keep_group,
    settle_by_comparison,
    skip_duplicates,
    skip_held,
    skip_opted_out,
)
from lox24cli.model import Code, Outcome, Status

SECRET = "Sigrun Jördisdottir"
PHONES = [f"+4917120000{number:02}" for number in range(12)]


def rows_of(phones: Sequence[str | None], first: int = 0) -> Range:
    """Rows as prepare leaves them: ready with a phone, rejected without one."""
    rows = Range()
    for seq, phone in enumerate(phones, start=first):
        status, code = (Status.READY, Code.READY) if phone else (Status.REJECTED, Code.PHONE_MISSING)
        made = (phone, "DE" if phone else "", phone is not None)
        rows.records.append(RowRecord(seq, seq + 2, seq + 2, None, phone or "", *made, status, code, ""))
        rows.cells.append((SECRET, phone or ""))
        rows.fields.append(f'{{"a":"{SECRET}{seq}"}}'.encode())
    return rows


class JournalMachine(RuleBasedStateMachine):
    """Sends rows, answers, loses answers, dies and comes back in any order; a model knows the fate of each row."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="lox24-journal-"))
        self.journal = Journal.create(self.home / "runs" / "20261123T204512-k3f9")
        self.fate: dict[int, str] = {}
        self.batches: dict[int, tuple[int, ...]] = {}
        """Sent and not answered."""

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.journal.close()
        shutil.rmtree(self.home)

    @rule(phones=st.lists(st.sampled_from([None, *PHONES]), min_size=1, max_size=8))
    def add(self, phones: list[str | None]) -> None:
        first = len(self.fate)
        self.journal.add(rows_of(phones, first))
        self.fate |= {first + place: "ready" if phone else "rejected" for place, phone in enumerate(phones)}

    @rule(limit=st.integers(1, 5))
    def send(self, limit: int) -> None:
        rows = self.journal.ready_rows(-1, limit)
        expected = [seq for seq, fate in self.fate.items() if fate == "ready"][:limit]
        assert [row.seq for row in rows] == expected
        assert [orjson.loads(row.payload) for row in rows] == [
            {"phone": row.phone, "a": f"{SECRET}{row.seq}"} for row in rows
        ]
        if rows:
            seqs = tuple(row.seq for row in rows)
            self.batches[self.journal.mark_sent(seqs, 0.0)] = seqs
            self.fate |= dict.fromkeys(seqs, "sent")

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        batch, seqs = self._pick(data)
        created = {seq: data.draw(st.booleans()) for seq in seqs}
        self.journal.record(
            batch,
            [
                Outcome(seq, Status.CREATED, Code.CREATED, "", str(seq), 201, "r")
                if well
                else Outcome(seq, Status.REFUSED, Code.REFUSED, "no", http_status=400)
                for seq, well in created.items()
            ],
        )
        self.fate |= {seq: "created" if well else "refused" for seq, well in created.items()}

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        batch, seqs = self._pick(data)
        self.journal.release(batch, "no connection")
        self.fate |= dict.fromkeys(seqs, "ready")

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def lose_the_answer(self, data: st.DataObject) -> None:
        batch = data.draw(st.sampled_from(sorted(self.batches)))
        self.journal.doubt(batch, "no answer in time", None, "")

    @rule()
    def die_and_come_back(self) -> None:
        self.journal.connection.close()
        self.journal = Journal.open(self.journal.folder)

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        """The group holds some of what was sent; the rest is free to be sent again."""
        phones = dict(self.journal.query("SELECT seq, phone FROM rows WHERE phone IS NOT NULL"))
        in_doubt = [seq for seqs in self.batches.values() for seq in seqs]
        one_each = list({phones[seq]: seq for seq in in_doubt}.values())
        stored = data.draw(st.sets(st.sampled_from(one_each)))
        keep_group(self.journal, [GroupLine(phones[seq], f"id{seq}", False) for seq in stored], "seen")
        confirmed = {seq for seq in in_doubt if phones[seq] in {phones[one] for one in stored}}
        assert settle_by_comparison(self.journal) == len(in_doubt) - len(confirmed)
        left = close_settled(self.journal)
        assert sorted(seq for seqs in left for seq in seqs) == sorted(set(in_doubt) - confirmed)
        self.fate |= {seq: "created" if seq in confirmed else "ready" for seq in in_doubt}
        self.batches.clear()

    @invariant()
    def the_books_balance_and_say_what_is_known(self) -> None:
        books = count(self.journal, dry=False)
        assert books.balance
        assert books.rows == len(self.fate)
        words = {"ready": Status.FAILED, "sent": Status.UNKNOWN}
        expected = Counter(words.get(fate) or Status(fate) for fate in self.fate.values())
        assert {status: number for status, number in books.counts.items() if number} == expected

    @invariant()
    def the_report_has_one_line_for_each_row_in_order(self) -> None:
        assert [line.row for line in report_lines(self.journal)] == [seq + 2 for seq in sorted(self.fate)]
        to_mend = [seq for seq, fate in sorted(self.fate.items()) if fate != "created"]
        assert [row.number for row in rows_to_mend(self.journal)] == [seq + 2 for seq in to_mend]
        phones = dict(self.journal.query("SELECT seq, phone FROM rows"))
        assert [row.cells for row in rows_to_mend(self.journal)] == [(SECRET, phones[seq] or "") for seq in to_mend]

    def _pick(self, data: st.DataObject) -> tuple[int, tuple[int, ...]]:
        batch = data.draw(st.sampled_from(sorted(self.batches)))
        return batch, self.batches.pop(batch)


JournalMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestJournal = JournalMachine.TestCase


@settings(max_examples=30)
@given(
    before=st.lists(st.sampled_from(PHONES), max_size=15),
    sent=st.lists(st.sampled_from(PHONES), unique=True, min_size=1),
    data=st.data(),
)
def test_a_row_counts_as_stored_when_the_group_holds_its_phone_once_more_than_before(
    before: list[str], sent: list[str], data: st.DataObject
) -> None:
    """Counts decide, not presence: with `--on-existing add` the group may have held the number already."""
    arrived = data.draw(st.sets(st.sampled_from(sent)))
    with tempfile.TemporaryDirectory() as home, Journal.create(Path(home, "run")) as journal:
        journal.add(rows_of(sent))
        keep_group(journal, [GroupLine(phone, f"old{place}", False) for place, phone in enumerate(before)])
        journal.mark_sent(range(len(sent)), 0.0)
        after = [*(GroupLine(phone, f"old{place}", False) for place, phone in enumerate(before))]
        after += [GroupLine(phone, f"new {phone}", False) for phone in arrived]
        keep_group(journal, data.draw(st.permutations(after)), "seen")
        settle_by_comparison(journal)
        found = journal.query("SELECT phone, phone_id FROM rows WHERE code = 'created-confirmed'")
        assert dict(found) == {phone: f"new {phone}" for phone in arrived}


def test_a_batch_that_arrives_after_it_was_settled_as_not_stored_is_still_ours() -> None:
    with tempfile.TemporaryDirectory() as home, Journal.create(Path(home, "run")) as journal:
        journal.add(rows_of(PHONES[:4]))
        keep_group(journal, [GroupLine(PHONES[1], "old", False)])
        journal.mark_sent([0, 1], 0.0)
        keep_group(journal, [GroupLine(PHONES[1], "old", False)], "seen")
        settle_by_comparison(journal)
        assert close_settled(journal) == [[0, 1]]
        now = [("new", PHONES[0]), ("old", PHONES[1]), ("3", PHONES[2])]
        keep_group(journal, [GroupLine(phone, name, False) for name, phone in now], "seen")
        confirm_late(journal)
        skip_opted_out(journal, "seen")
        skip_held(journal, "seen")
        assert [(line.code, line.phone_id) for line in report_lines(journal)] == [
            (Code.CREATED_CONFIRMED, "new"),
            (Code.ALREADY_IN_GROUP, ""),
            (Code.ALREADY_IN_GROUP, ""),  # never sent: somebody else's
            (Code.NOT_SENT, ""),
        ]


@settings(max_examples=30)
@given(phones=st.lists(st.sampled_from(PHONES), max_size=30), keep=st.sampled_from(OnDuplicate), data=st.data())
def test_of_equal_phones_one_row_is_left_and_none_that_the_group_holds(
    phones: list[str], keep: OnDuplicate, data: st.DataObject
) -> None:
    held = data.draw(st.sets(st.sampled_from(PHONES), max_size=5))
    with tempfile.TemporaryDirectory() as home, Journal.create(Path(home, "run")) as journal:
        if phones:
            journal.add(rows_of(phones))
        skip_duplicates(journal, keep)
        keep_group(journal, [GroupLine(phone, "1", False) for phone in held])
        skip_held(journal)
        places = {phone: seq for seq, phone in enumerate(phones)}
        if keep is OnDuplicate.FIRST:
            places = {phone: seq for seq, phone in reversed(list(enumerate(phones)))}
        expected = sorted(seq for phone, seq in places.items() if phone not in held)
        assert [row.seq for row in journal.ready_rows(-1, 100)] == expected
        assert count(journal, dry=True).balance


def test_what_is_forgotten_is_in_no_byte_of_the_folder() -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "run")
        with Journal.create(folder) as journal:
            journal.add(rows_of(PHONES * 50))
            keep_group(journal, [GroupLine(phone, SECRET, False) for phone in PHONES])
            assert any(SECRET.encode() in path.read_bytes() for path in folder.iterdir())
            journal.forget_personal_data()
        assert not any(SECRET.encode() in path.read_bytes() for path in folder.iterdir())
