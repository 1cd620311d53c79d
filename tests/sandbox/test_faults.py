"""What goes wrong, seen from the socket; and what was stored meanwhile."""

import contextlib
import socket
import time
from typing import Any, Literal

import httpx
import orjson
import pytest

from lox24cli.sandbox.faults.faults import ANY, BATCH, CHAOS, DELETE, PUT, READ, Fault, Faults, Kind
from lox24cli.sandbox.serving.server import RunningSandbox
from lox24cli.sandbox.world.behaviour import Behaviour

ITEMS = [{"phone": f"+4917000000{n:02d}", "a": str(n)} for n in range(5)]
PATH = "/groups/7116/phones/batch"


def converse(sandbox: RunningSandbox) -> bytes:
    """Send a batch over a socket of its own; return every byte up to the end of the connection."""
    body = orjson.dumps(ITEMS)
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-LOX24-AUTH-TOKEN: {sandbox.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    host, _, port = sandbox.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(head.encode() + body)
        received = b""
        while piece := raw.recv(65536):
            received += piece
        return received


def post(client: httpx.Client) -> httpx.Response:
    return client.post(PATH, json=ITEMS)


@pytest.mark.parametrize(("stores", "stored"), [(None, 0), (0, 0), (2, 2), ("all", 5)])
def test_a_dropped_connection_gives_no_byte_and_stores_what_it_was_told(
    sandbox: RunningSandbox, stores: int | Literal["all"] | None, stored: int
) -> None:
    sandbox.faults.plan(BATCH, Fault("drop", stores=stores))
    assert converse(sandbox) == b""
    assert [phone.a for phone in sandbox.store.phones(7116)] == [str(n) for n in range(stored)]
    (request,) = sandbox.requests
    assert (request.status, request.fault, request.items) == (None, "drop", 5)


def test_a_reset_connection_is_reset(sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("reset", stores="all"))
    with pytest.raises(ConnectionResetError):
        converse(sandbox)
    assert sandbox.store.count(7116) == 5


def test_half_an_answer_ends_in_the_middle_of_the_body_that_was_announced(sandbox: RunningSandbox) -> None:
    whole = converse(sandbox)
    sandbox.faults.plan(BATCH, Fault("half"))
    half = converse(sandbox)
    head, _, body = half.partition(b"\r\n\r\n")
    announced = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    assert 0 < len(body) < announced
    assert whole.startswith(b"HTTP/1.1 201")
    assert half.startswith(b"HTTP/1.1 201")
    assert sandbox.store.count(7116) == 10


def test_cut_json_is_a_complete_answer_all_the_same(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("cut"))
    answer = post(client)
    assert (answer.status_code, len(answer.content)) == (201, int(answer.headers["content-length"]))
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(answer.content)


def test_bytes_that_are_no_http(sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("not-http"))
    assert converse(sandbox).startswith(b"\x16\x03")


def test_a_stalled_request_is_never_answered_but_may_be_stored(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("stall", stores="all"))
    client.timeout = httpx.Timeout(0.2)
    with pytest.raises(httpx.ReadTimeout):
        post(client)
    assert sandbox.store.count(7116) == 5


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 503, 504])
def test_a_status_is_answered_in_place_of_the_api(client: httpx.Client, sandbox: RunningSandbox, status: int) -> None:
    sandbox.faults.plan(ANY, Fault("status", status=status))
    answer = post(client)
    assert answer.status_code == status
    assert len(answer.headers["X-LOX24-REQUEST-ID"]) == 32
    assert answer.headers["content-type"].startswith("text/html" if status == 502 else "application/problem+json")
    assert sandbox.store.count(7116) == 0
    assert post(client).status_code == 201


def test_a_status_can_come_after_a_part_was_stored(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=500, stores=3))
    assert post(client).status_code == 500
    assert sandbox.store.count(7116) == 3


@pytest.mark.parametrize(("given", "sent"), [(None, None), (7, "7"), ("soon", "soon")])
def test_retry_after_is_sent_as_given(
    client: httpx.Client, sandbox: RunningSandbox, given: int | str | None, sent: str | None
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=429, retry_after=given))
    assert post(client).headers.get("retry-after") == sent


def test_retry_after_can_be_a_date() -> None:
    with RunningSandbox(clock=lambda: 1_800_000_000.0) as sandbox:
        sandbox.faults.plan(BATCH, Fault("status", status=503, retry_after="date:90"))
        assert b"retry-after: Fri, 15 Jan 2027 08:01:30 GMT\r\n" in converse(sandbox)


def test_a_redirect_names_another_place(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=307, location="http://127.0.0.1:1/elsewhere"))
    answer = post(client)
    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:1/elsewhere")


def phones(results: list[Any]) -> list[str]:
    return [result["body"]["a"] for result in results]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("fewer", ["0", "1", "2", "3"]),
        ("more", ["0", "1", "2", "3", "4", "4"]),
        ("reordered", ["4", "3", "2", "1", "0"]),
        ("duplicated", ["0", "0", "2", "3", "4"]),
    ],
)
@pytest.mark.parametrize("shape", ["array", "hydra", "member"])
def test_results_can_be_too_few_too_many_or_in_disorder(
    client: httpx.Client, sandbox: RunningSandbox, kind: Kind, expected: list[str], shape: str
) -> None:
    sandbox.change(batch_answer=shape)
    sandbox.faults.plan(BATCH, Fault(kind))
    answer = post(client).json()
    assert phones(answer if shape == "array" else answer.get("hydra:member") or answer["member"]) == expected
    assert [phone.a for phone in sandbox.store.phones(7116)] == ["0", "1", "2", "3", "4"]


def test_the_first_result_can_show_a_phone_that_was_not_sent(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("other-phone"))
    shown = [result["body"]["phone"] for result in post(client).json()]
    assert shown[0] not in {item["phone"] for item in ITEMS}
    assert shown[1:] == [item["phone"] for item in ITEMS[1:]]


@pytest.mark.parametrize("ids", ["string", "integer"])
def test_ids_can_be_those_of_no_phone(client: httpx.Client, sandbox: RunningSandbox, ids: str) -> None:
    sandbox.change(ids=ids)
    sandbox.faults.plan(BATCH, Fault("wrong-ids"))
    results = post(client).json()
    assert not {int(result["body"]["id"]) for result in results} & {phone.id for phone in sandbox.store.phones(7116)}
    assert {type(result["body"]["id"]) for result in results} == {int if ids == "integer" else str}


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "stored"),
    [
        (Fault("empty"), 201, "application/json", 5),
        (Fault("empty", stores=0), 201, "application/json", 0),
        (Fault("html", status=200), 200, "text/html", 5),
        (Fault("html", stores=0), 201, "text/html", 0),
        (Fault("garbage"), 201, "application/json", 5),
    ],
)
def test_an_answer_can_be_replaced_by_nothing_a_page_or_garbage(
    client: httpx.Client, sandbox: RunningSandbox, fault: Fault, status: int, content_type: str, stored: int
) -> None:
    sandbox.faults.plan(BATCH, fault)
    answer = post(client)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, content_type)
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(answer.content)
    assert sandbox.store.count(7116) == stored


def test_a_huge_answer_is_still_the_true_one(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("huge-spaces", megabytes=2))
    spaces = post(client)
    assert len(spaces.content) > 2_000_000
    assert phones(spaces.json()) == ["0", "1", "2", "3", "4"]
    sandbox.faults.plan(READ, Fault("huge-items", megabytes=2))
    items = client.get("/groups/7116/phones")
    assert len(items.content) > 1_900_000
    assert len(items.json()) > 5


def test_a_dripping_answer_comes_whole_in_the_end(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("slow", seconds=0.2))
    began = time.perf_counter()
    assert phones(post(client).json()) == ["0", "1", "2", "3", "4"]
    assert time.perf_counter() - began >= 0.2


@pytest.mark.parametrize("late", ["fault", "latency"])
def test_late_answers_are_stored_at_once(client: httpx.Client, sandbox: RunningSandbox, late: str) -> None:
    if late == "fault":
        sandbox.faults.plan(BATCH, Fault("delay", seconds=0.4))
    else:
        sandbox.change(latency=0.4)
    client.timeout = httpx.Timeout(0.1)
    with pytest.raises(httpx.ReadTimeout):
        post(client)
    assert sandbox.store.count(7116) == 5


def test_a_late_answer_keeps_no_other_request_waiting(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("stall"))
    client.timeout = httpx.Timeout(0.1)
    with pytest.raises(httpx.ReadTimeout):
        post(client)
    assert client.get("/me").status_code == 200


def test_the_second_and_third_batch_meet_the_fault_and_no_other_request(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=503), skip=1, times=2)
    statuses = []
    for _ in range(4):
        assert client.get("/groups/7116").status_code == 200
        statuses.append(post(client).status_code)
    assert statuses == [201, 503, 503, 201]


def test_a_fault_without_end_lasts_until_it_is_cleared(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(r"GET /groups/\d+", Fault("status", status=500), times=None)
    assert [client.get("/groups/7116").status_code for _ in range(3)] == [500] * 3
    assert client.get("/groups/7116/phones").status_code == 200
    sandbox.faults.clear()
    assert client.get("/groups/7116").status_code == 200


def test_the_first_rule_that_is_due_counts() -> None:
    faults = Faults()
    faults.plan(ANY, Fault("drop"), skip=1)
    faults.plan(BATCH, Fault("cut"))
    met = [faults.choose("POST", PATH) for _ in range(3)]
    assert [fault.kind if fault else None for fault in met] == ["cut", "drop", None]


def test_chaos_is_the_same_for_the_same_seed_and_as_frequent_as_its_rate() -> None:
    def draw(seed: int) -> list[Fault | None]:
        faults = Faults()
        faults.chaos(seed, 0.3)
        return [faults.choose("POST", PATH) for _ in range(2000)]

    first = draw(1)
    assert first == draw(1) != draw(2)
    assert 450 < sum(fault is not None for fault in first) < 750
    assert {fault for fault in first if fault} == set(CHAOS)


def test_chaos_spares_what_it_was_not_let_loose_on() -> None:
    faults = Faults()
    faults.chaos(1, 1.0)
    assert faults.choose("GET", "/groups/7116/phones") is None
    assert faults.choose("POST", PATH) is not None


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "earthquake"},
        {"kind": "status"},
        {"kind": "half", "stores": 0},
        {"kind": "drop", "color": "red"},
        {"kind": "drop", "stores": -1},
        {"kind": "drop", "stores": "some"},
        {},
        "drop",
        None,
    ],
)
def test_what_is_no_fault_is_told_at_once(values: object) -> None:
    with pytest.raises(ValueError, match=r"fault|stores"):
        Fault.from_json(values)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("fault", [*CHAOS, Fault("status", status=429, retry_after=1), Fault("garbage")], ids=str)
def test_the_accidents_of_batches_meet_single_phones_too(
    client: httpx.Client, sandbox: RunningSandbox, method: str, fault: Fault
) -> None:
    (stored,) = sandbox.store.add_phones(7116, [("+491701", "old", None, None, None, None, None)])
    assert stored is not None
    sandbox.faults.plan(PUT if method == "PUT" else DELETE, fault)
    with contextlib.suppress(httpx.TransportError):
        answered = client.request(method, f"/phones/{stored.id}", json={"phone": "+491701", "a": "new"})
        assert fault.status in (None, answered.status_code)
    now = sandbox.store.phone(stored.id)
    if fault.served == 0:
        assert now == stored
    else:
        assert now is None if method == "DELETE" else now is not None and now.a == "new"
    assert sandbox.requests[0].fault == fault.kind


# ---- what is stored late, seen late, or stored of what is refused ---------------------------------


def test_a_late_batch_is_stored_after_its_answer(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("status", status=504, stores="all", late=0.3))
    assert post(client).status_code == 504
    assert sandbox.store.count(7116) == 0
    deadline = time.monotonic() + 5
    while sandbox.store.count(7116) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sandbox.store.count(7116) == 5


@pytest.mark.parametrize("values", [{"kind": "drop"}, {"kind": "cut"}], ids=["stores nothing", "has an answer"])
def test_what_stores_nothing_or_has_a_true_answer_is_never_late(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="late"):
        Fault.from_json({**values, "late": 1})


def test_a_list_that_lags_shows_neither_entry_nor_count_until_then(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    post(client)
    sandbox.behaviour = Behaviour(list_lag=60.0)
    assert client.get("/groups/7116/phones").json() == []
    assert client.get("/groups/7116").json()["count_items"] == 0
    assert client.get("/groups/7116/file/csv", headers={"Accept": "text/csv"}).text.count("\n") == 1
    sandbox.behaviour = Behaviour(list_lag=0.001)
    time.sleep(0.01)
    assert len(client.get("/groups/7116/phones").json()) == 5


@pytest.mark.parametrize(("stores", "stored"), [("nothing", []), ("before", ["0", "1"]), ("others", list("0134"))])
def test_a_refused_batch_stores_what_it_was_told(
    client: httpx.Client, sandbox: RunningSandbox, stores: Literal["nothing", "before", "others"], stored: list[str]
) -> None:
    sandbox.behaviour = Behaviour(poison=(ITEMS[2]["phone"],), poison_status=422, refusal_stores=stores)
    assert post(client).status_code == 422
    assert [phone.a for phone in sandbox.store.phones(7116)] == stored


@pytest.mark.parametrize(("stores", "stored"), [(None, 4), ("all", 5)])
def test_the_last_item_has_another_status(
    client: httpx.Client, sandbox: RunningSandbox, stores: Literal["all"] | None, stored: int
) -> None:
    sandbox.faults.plan(BATCH, Fault("item-status", status=503, stores=stores))
    items = post(client).json()
    assert [item["status"] for item in items] == [201] * 4 + [503]
    assert sandbox.store.count(7116) == stored


def test_an_answer_without_ids_names_the_phones_all_the_same(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.faults.plan(BATCH, Fault("no-ids"))
    bodies = [item["body"] for item in post(client).json()]
    assert [body["phone"] for body in bodies] == [item["phone"] for item in ITEMS]
    assert not any("id" in body for body in bodies)


def test_a_key_that_is_revoked_is_refused_from_then_on_until_it_is_forgiven(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    sandbox.faults.plan(BATCH, Fault("revoke"), skip=1)
    assert [post(client).status_code for _ in range(3)] == [201, 401, 401]
    assert sandbox.store.count(7116) == 5
    assert not sandbox.forgive()
    assert post(client).status_code == 201
    sandbox.faults.plan(BATCH, Fault("revoke"))
    assert [post(client).status_code for _ in range(5)] == [401, 401, 401, 401, 429]
    assert sandbox.forgive()
