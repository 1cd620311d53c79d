"""Batches: every ready row travels, in order, within both limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.importing.delivery.batching import Batch, Batches
from lox24cli.importing.journal.journal import Sendable


def rows(sizes: list[int]) -> list[Sendable]:
    return [Sendable(seq, f"+49{seq}", b"x" * size) for seq, size in enumerate(sizes)]


def fetch_from(ready: list[Sendable]):  # type: ignore[no-untyped-def]  # noqa: ANN201  the closure's type says it
    def fetch(after: int, limit: int) -> list[Sendable]:
        return [row for row in ready if row.seq > after][:limit]

    return fetch


def drain(batches: Batches) -> list[Batch]:
    found = []
    while (batch := batches.next()) is not None:
        found.append(batch)
    return found


@given(st.lists(st.integers(1, 900), max_size=200), st.integers(1, 40), st.integers(50, 2000))
def test_every_row_travels_once_and_in_order(sizes: list[int], max_rows: int, max_bytes: int) -> None:
    ready = rows(sizes)
    found = drain(Batches(fetch_from(ready), max_rows=max_rows, max_bytes=max_bytes))
    assert [row for batch in found for row in batch.rows] == ready


@given(st.lists(st.integers(1, 900), max_size=200), st.integers(1, 40), st.integers(50, 2000))
def test_no_batch_is_over_a_limit_unless_one_row_alone_is(sizes: list[int], max_rows: int, max_bytes: int) -> None:
    for batch in drain(Batches(fetch_from(rows(sizes)), max_rows=max_rows, max_bytes=max_bytes)):
        body = b"[" + b",".join(row.payload for row in batch.rows) + b"]"
        assert len(batch.rows) <= max_rows
        assert len(body) <= max_bytes or len(batch.rows) == 1


def upload(batches: Batches, guilty: set[int]) -> tuple[int, list[int], list[int]]:
    """Play a gateway that refuses every batch with a guilty row; return requests, rows stored, rows blamed."""
    requests = 0
    stored: list[int] = []
    blamed: list[int] = []
    while (batch := batches.next()) is not None:
        requests += 1
        if guilty.isdisjoint(batch.seqs):
            stored += batch.seqs
            batches.accepted(batch)
        elif len(batch.rows) == 1:
            blamed += batch.seqs
            batches.repeat(batch, ())
        else:
            batches.refused(batch)
    return requests, stored, blamed


@given(st.integers(1, 3_000), st.integers(1, 700), st.data())
def test_one_guilty_row_costs_a_request_each_time_its_batch_can_be_halved(
    count: int, max_rows: int, data: st.DataObject
) -> None:
    guilty = data.draw(st.integers(0, count - 1))
    batches = Batches(fetch_from(rows([10] * count)), max_rows=max_rows, max_bytes=10**9)
    requests, stored, blamed = upload(batches, {guilty})
    assert blamed == [guilty]
    assert sorted(stored) == [seq for seq in range(count) if seq != guilty]
    ordinary = -(-count // max_rows)
    alone, travel_on = 1, 1  # the guilty row is refused by itself; the halves not to blame go with new rows
    assert requests <= ordinary + (min(max_rows, count) - 1).bit_length() + alone + travel_on


@given(st.integers(1, 300), st.integers(1, 60), st.data())
def test_any_number_of_guilty_rows_is_found_and_no_other_row_lost_or_sent_twice(
    count: int, max_rows: int, data: st.DataObject
) -> None:
    guilty = data.draw(st.sets(st.integers(0, count - 1)))
    batches = Batches(fetch_from(rows([10] * count)), max_rows=max_rows, max_bytes=10**9)
    _, stored, blamed = upload(batches, guilty)
    assert sorted(blamed) == sorted(guilty)
    assert sorted(stored) == sorted(set(range(count)) - guilty)


def test_a_batch_refused_for_its_size_makes_the_next_ones_smaller() -> None:
    """Some gateways answer 400 to a batch of too many items."""
    batches = Batches(fetch_from(rows([10] * 800)), max_rows=100, max_bytes=10**9)
    stored: list[int] = []
    refusals = 0
    while (batch := batches.next()) is not None:
        if len(batch.rows) > 60:
            refusals += 1
            batches.refused(batch)
        else:
            stored += batch.seqs
            batches.accepted(batch)
    assert sorted(stored) == list(range(800))
    assert refusals == 1


def test_one_refusal_without_a_guilty_row_makes_no_batch_smaller_that_was_accepted_before() -> None:
    """A whim, such as a 400 of a proxy before the gateway, must not cost a request for each row ever after."""
    batches = Batches(fetch_from(rows([10] * 10_000)), max_rows=100, max_bytes=10**9)
    lengths: list[int] = []
    while (batch := batches.next()) is not None:
        if len(lengths) % 20 == 10 and len(batch.rows) > 1:
            batches.refused(batch)
        else:
            batches.accepted(batch)
        lengths.append(len(batch.rows))
    assert len(lengths) < 300
    assert max(lengths[-40:]) == 100


@pytest.mark.parametrize("share", [1, 2, 3, 5])
def test_where_many_rows_are_guilty_a_row_costs_no_more_than_a_few_requests(share: int) -> None:
    count = 3_000
    guilty = set(range(0, count, share))
    requests, stored, blamed = upload(Batches(fetch_from(rows([10] * count)), max_rows=500, max_bytes=10**9), guilty)
    assert sorted(blamed) == sorted(guilty)
    assert len(stored) == count - len(guilty)
    assert requests < 1.6 * count


@given(st.integers(2, 300), st.data())
def test_a_search_that_is_broken_off_loses_no_row(count: int, data: st.DataObject) -> None:
    batches = Batches(fetch_from(rows([10] * count)), max_rows=count, max_bytes=10**9)
    stored: list[int] = []
    broken = 0
    while (batch := batches.next()) is not None:
        match data.draw(st.sampled_from(("accepted", "refused", "unanswered"))) if broken < 20 else "accepted":
            case "refused" if len(batch.rows) > 1:
                batches.refused(batch)
            case "unanswered":
                (batches.halve if data.draw(st.booleans()) else batches.repeat)(batch)
            case _:
                stored += batch.seqs
                batches.accepted(batch)
        broken += 1
    assert sorted(stored) == list(range(count))


def test_a_lowered_limit_holds_for_new_rows() -> None:
    batches = Batches(fetch_from(rows([10] * 30)), max_rows=10, max_bytes=10**9)
    assert len((batches.next() or Batch(())).rows) == 10
    batches.lower_limit(4)
    assert [len(batch.rows) for batch in drain(batches)] == [4, 4, 4, 4, 4]


def test_what_must_be_sent_again_comes_before_new_rows() -> None:
    batches = Batches(fetch_from(rows([10] * 4)), max_rows=2, max_bytes=10**9)
    first = batches.next()
    assert first is not None
    batches.repeat(first, first.rows[1:])
    assert [batch.seqs for batch in drain(batches)] == [(1,), (2, 3)]


@given(st.integers(2, 60), st.data())
def test_rows_that_are_in_the_group_already_are_forgotten_wherever_they_wait(count: int, data: st.DataObject) -> None:
    batches = Batches(fetch_from(rows([10] * count)), max_rows=count, max_bytes=10**9)
    batch = batches.next()
    assert batch is not None
    batches.refused(batch) if data.draw(st.booleans()) else batches.halve(batch)
    there = data.draw(st.frozensets(st.integers(0, count - 1)))
    batches.forget(there)
    _, stored, _ = upload(batches, set())
    assert sorted(stored) == sorted(set(range(count)) - there)
