"""Back-off, concurrency, rate and patience are arithmetic; nothing here waits."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lox24cli.importing.delivery.pacing import BACK_OFF_CAP_SECONDS, BackOff, Concurrency, Patience, Rate


@given(st.integers(1, 10_000), st.integers())
def test_back_off_grows_to_a_cap_and_is_never_nothing(failures: int, seed: int) -> None:
    delay = BackOff(0.5, Random(seed)).delay_seconds(failures)
    step = min(BACK_OFF_CAP_SECONDS, 0.5 * 2 ** min(failures - 1, 30))
    assert step / 2 <= delay <= step


@given(st.floats(0, 600), st.integers(1, 20))
def test_the_server_is_never_asked_sooner_than_it_wished(asked: float, failures: int) -> None:
    assert BackOff(0.5, Random(1)).delay_seconds(failures, asked) >= asked


def test_one_batch_travels_alone_until_the_first_success_and_each_success_lets_in_one_more() -> None:
    concurrency = Concurrency(4)
    allowed = [concurrency.allowed]
    for _ in range(4):
        concurrency.succeeded()
        allowed.append(concurrency.allowed)
    assert allowed == [1, 2, 3, 4, 4]


def test_concurrency_falls_at_once_and_rises_slowly() -> None:
    concurrency = Concurrency(8)
    for _ in range(8):
        concurrency.succeeded()
    assert concurrency.allowed == 8
    concurrency.troubled()
    assert concurrency.allowed == 4
    concurrency.troubled()
    concurrency.troubled()
    concurrency.troubled()
    assert concurrency.allowed == 1
    for _ in range(2):
        concurrency.succeeded()
    assert concurrency.allowed == 2
    for _ in range(3):
        concurrency.succeeded()
    assert concurrency.allowed == 2
    concurrency.succeeded()
    assert concurrency.allowed == 3


def test_the_rate_holds_over_many_batches() -> None:
    time = [0.0]
    rate = Rate(100, lambda: time[0])
    for _ in range(10):
        time[0] += rate.delay_seconds(50)
    assert time[0] == 4.5


def test_without_a_rate_nothing_waits() -> None:
    assert Rate(None, lambda: 0.0).delay_seconds(10**6) == 0.0


def test_patience_is_spent_only_by_waits_that_fit() -> None:
    patience = Patience(10)
    assert not patience.spend(11)
    assert patience.spend(6)
    assert not patience.spend(6)
    assert patience.spend(4)
