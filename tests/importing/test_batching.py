"""Batches: every ready row travels, in order, within both limits."""

from hypothesis import given
from hypothesis import strategies as st

from lox24cli.importing.batching import Batch, Batches
from lox24cli.importing.journal import Sendable


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


@given(st.integers(1, 700), st.data())
def test_halving_finds_the_one_guilty_row_in_logarithmic_time(count: int, data: st.DataObject) -> None:
    """One row to blame among n costs at most two requests for each time n can be halved."""
    guilty = data.draw(st.integers(0, count - 1))
    ready = rows([10] * count)
    batches = Batches(fetch_from(ready), max_rows=count, max_bytes=10**9)
    requests = 0
    stored: list[int] = []
    blamed: list[int] = []
    while (batch := batches.next()) is not None:
        requests += 1
        if guilty not in batch.seqs:
            stored += batch.seqs
        elif len(batch.rows) == 1:
            blamed += batch.seqs
        else:
            batches.halve(batch)
    assert blamed == [guilty]
    assert sorted(stored) == [seq for seq in range(count) if seq != guilty]
    assert requests <= 1 + 2 * (count - 1).bit_length()


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
