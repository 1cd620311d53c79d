"""Who may ask, in which form, and what every answer carries."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.sandbox.conftest import connect, get

KEY = "e3f3a759b6677959b6ebfcxxxxxxxxxx"


class Clock:
    """Time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def strict(clock: Clock) -> Iterator[RunningSandbox]:
    """A sandbox with one right token."""
    with RunningSandbox(token=f"1234567:{KEY}", clock=clock) as running:
        yield running


def status(sandbox: RunningSandbox, headers: dict[str, str] | None = None, path: str = "/me") -> int:
    return get(sandbox.url + path, headers=headers).status_code


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-LOX24-AUTH-TOKEN": f"1234567:{KEY}"}, 200),
        ({"X-LOX24-AUTH-TOKEN": KEY, "X-LOX24-CLIENT-ID": "1234567"}, 200),
        ({"X-LOX24-AUTH-TOKEN": KEY, "X-LOX24-AUTH-CLIENT-ID": "1234567"}, 200),
        ({"X-LOX24-AUTH-TOKEN": f"1234567:{KEY[:-1]}y"}, 401),
        ({"X-LOX24-AUTH-TOKEN": f"1234568:{KEY}"}, 401),
        ({"X-LOX24-AUTH-TOKEN": KEY}, 401),
        ({"X-LOX24-CLIENT-ID": "1234567"}, 401),
        ({"Authorization": f"Bearer 1234567:{KEY}"}, 401),
        ({}, 401),
    ],
)
def test_the_token_is_taken_in_both_header_styles(
    strict: RunningSandbox, headers: dict[str, str], expected: int
) -> None:
    assert status(strict, headers) == expected


def test_any_well_formed_token_will_do_unless_one_is_named(sandbox: RunningSandbox) -> None:
    assert status(sandbox, {"X-LOX24-AUTH-TOKEN": "1:x"}) == 200
    assert status(sandbox, {"X-LOX24-AUTH-TOKEN": "no colon"}) == 401


def test_after_a_fourth_refusal_within_a_minute_everything_is_429_for_ten_minutes(
    strict: RunningSandbox, clock: Clock
) -> None:
    good = {"X-LOX24-AUTH-TOKEN": strict.token}
    assert [status(strict, {"X-LOX24-AUTH-TOKEN": "1:wrong"}) for _ in range(4)] == [401] * 4
    assert status(strict, good) == 429
    assert status(strict, good, "/no/such/route") == 429
    clock.now += 599
    assert status(strict, good) == 429
    clock.now += 1
    assert status(strict, good) == 200


def test_three_refusals_or_four_over_more_than_a_minute_block_nobody(strict: RunningSandbox, clock: Clock) -> None:
    for _ in range(5):
        assert [status(strict) for _ in range(3)] == [401] * 3
        clock.now += 60
    assert status(strict, {"X-LOX24-AUTH-TOKEN": strict.token}) == 200


@pytest.mark.parametrize(
    ("switch", "expected"), [("none", None), ("seconds", "571"), ("date", "Fri, 15 Jan 2027 08:10:01 GMT")]
)
def test_the_429_of_a_block_says_how_long_only_when_told_to(
    strict: RunningSandbox, clock: Clock, switch: str, expected: str | None
) -> None:
    strict.change(block_retry_after=switch)
    for _ in range(4):
        status(strict)
    clock.now += 30
    answer = get(f"{strict.url}/me")
    assert answer.status_code == 429
    assert answer.headers.get("retry-after") == expected


def test_nothing_is_stored_for_a_request_that_is_refused(strict: RunningSandbox) -> None:
    with connect(strict.url, "1:wrong") as client:
        assert client.post("/groups/7116/phones/batch", json=[{"phone": "+491"}]).status_code == 401
    assert strict.store.count(7116) == 0


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("Application/LD+JSON; q=0.9, application/json;q=0.5", "application/ld+json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/json;q=0, */*", "application/ld+json"),
    ],
)
def test_the_form_of_an_answer_is_the_one_asked_for(client: httpx.Client, accept: str | None, expected: str) -> None:
    if accept is None:
        del client.headers["Accept"]
    else:
        client.headers["Accept"] = accept
    answer = client.get("/me")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert ("@id" in answer.json()) == (expected == "application/ld+json")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0"])
def test_another_form_is_not_acceptable_and_nothing_is_stored(
    client: httpx.Client, sandbox: RunningSandbox, accept: str
) -> None:
    answer = client.post("/groups/7116/phones/batch", json=[{"phone": "+491"}], headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert sandbox.store.count(7116) == 0


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("APPLICATION/JSON;charset=UTF-8", 201),
        ("application/ld+json", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ],
)
def test_only_json_bodies_are_read(client: httpx.Client, content_type: str, expected: int) -> None:
    headers = {"Content-Type": content_type}
    answer = client.post("/groups/7116/phones/batch", content=b'[{"phone":"+491"}]', headers=headers)
    assert answer.status_code == expected


@pytest.mark.parametrize("form", ["application/json", "application/ld+json"])
@pytest.mark.parametrize("style", ["legacy", "modern"])
def test_errors_come_in_both_forms_and_styles(
    client: httpx.Client, sandbox: RunningSandbox, form: str, style: str
) -> None:
    sandbox.change(errors=style)
    answer = client.get("/groups/1", headers={"Accept": form})
    problem = answer.json()
    expected = {
        ("application/json", "legacy"): {"type", "title", "detail"},
        ("application/json", "modern"): {"type", "title", "status", "detail"},
        ("application/ld+json", "legacy"): {"@context", "@type", "hydra:title", "hydra:description"},
    }
    if (form, style) in expected:
        assert set(problem) == expected[form, style]
    else:
        assert problem["@id"] == "/errors/404"
        assert problem["status"] == 404
    kind = "application/problem+json" if form == "application/json" else form
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", 404),
        ("GET", "/groups/", 404),
        ("GET", "/groups/x/phones", 404),
        ("POST", "/me", 405),
        ("DELETE", "/groups/7116/phones", 405),
        ("OPTIONS", "/groups/7116/phones/batch", 405),
        ("HEAD", "/me", 200),
        ("GET", "/groups/1", 404),
        ("GET", "/nothing", 404),
        ("DELETE", "/groups/12344", 204),
    ],
)
def test_every_answer_has_a_request_id_of_its_own(client: httpx.Client, method: str, path: str, expected: int) -> None:
    answers = [client.request(method, path), client.request("GET", "/groups/1")]
    assert answers[0].status_code == expected
    ids = [answer.headers["X-LOX24-REQUEST-ID"] for answer in answers]
    assert all(re.fullmatch(r"[0-9A-Za-z]{32}", one) for one in ids)
    assert ids[0] != ids[1]


def test_a_405_names_the_methods_that_there_are(client: httpx.Client) -> None:
    allowed = client.patch("/phones/1").headers["allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "PUT", "DELETE"}


def test_even_what_is_no_http_is_answered_with_a_request_id(sandbox: RunningSandbox) -> None:
    host, _, port = sandbox.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(b"nonsense\r\n\r\n")
        with raw.makefile("rb") as stream:
            answer = stream.read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert re.search(rb"\r\nx-lox24-request-id: [0-9a-z]{32}\r\n", answer)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1:8024", 200), ("localhost", 200), ("LOCALHOST:1", 200), ("evil.example", 421), ("127.0.0.1.evil", 421)],
)
def test_a_page_under_a_foreign_name_gets_nothing(client: httpx.Client, host: str, expected: int) -> None:
    assert client.get("/me", headers={"Host": host}).status_code == expected


def test_requests_are_remembered_without_their_token(client: httpx.Client, sandbox: RunningSandbox) -> None:
    answer = client.post("/groups/7116/phones/batch?x=1", json=[{"phone": "+491"}, {}])
    get(f"{sandbox.url}/groups")
    batch, listing = sandbox.requests
    assert (batch.method, batch.path, batch.query) == ("POST", "/groups/7116/phones/batch", "x=1")
    assert (batch.status, batch.items, batch.had_credentials, batch.is_batch) == (201, 2, True, True)
    assert batch.request_id == answer.headers["X-LOX24-REQUEST-ID"]
    assert (listing.status, listing.items, listing.had_credentials, listing.is_batch) == (401, None, False, False)
    assert sandbox.token.partition(":")[2] not in repr(sandbox.requests)
