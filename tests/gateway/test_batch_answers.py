"""What the gateway says of a batch, and what is made of it."""

import pytest

from lox24cli.errors import IpBlocked, Lox24Error, TokenRefused
from lox24cli.gateway.judging import Answer
from lox24cli.gateway.outcomes import (
    AccountRefused,
    Answered,
    BatchRefused,
    FundsRefused,
    GatewayRefused,
    GroupMissing,
    InDoubt,
    ItemAnswer,
    Trouble,
)
from lox24cli.gateway.wire import encode_batch, encode_phone
from tests.gateway.scripted import REQUEST_ID, answer, doubt_of, items_of, talk

PHONES = ("+491701234567", "+491701234568", "+491701234569")
BODY = encode_batch(encode_phone(phone, {"a": "Ms"}) for phone in PHONES)


def created(number: int, **more: object) -> dict[str, object]:
    return {"status": 201, "body": {"id": str(700 + number), "phone": PHONES[number], **more}}


def refused(**body: object) -> dict[str, object]:
    return {"status": 400, "body": body}


ALL = [created(0), created(1), created(2)]
STORED = tuple(ItemAnswer(created=True, phone_id=str(700 + n), http_status=201, message="") for n in range(3))


def send(body: object, status: int = 201, phones: tuple[str, ...] = PHONES, **headers: str) -> Answer:
    with talk(answer(status, body, **headers)) as (_, gateway):
        return gateway.create_phones("7116", BODY, phones)


@pytest.mark.parametrize(
    "body",
    [
        ALL,
        {"hydra:member": ALL, "hydra:totalItems": 3, "@context": "/contexts/phones"},
        {"member": ALL, "hydra:totalItems": 3},
        [{**item, "@id": "/x", "@type": "y"} for item in ALL],
        [{"status": "201", "body": item["body"]} for item in ALL],
        [created(n, id=700 + n) for n in range(3)],
        [created(n, phone=PHONES[n].removeprefix("+")) for n in range(3)],
        [created(n, phone="00" + PHONES[n].removeprefix("+")) for n in range(3)],
        [created(n, phone=f"{PHONES[n][:3]} {PHONES[n][3:]}") for n in range(3)],
        [created(n, phone=f"0{PHONES[n][3:]}") for n in range(3)],
        [created(n, phone=f"+49 (0){PHONES[n][3:]}") for n in range(3)],
        [created(n, new_key={"deep": [1]}, subscribed_at="2026-01-01T00:00:00Z") for n in range(3)],
    ],
)
def test_every_known_shape_of_success_gives_the_same_items(body: object) -> None:
    assert send(body) == Answered(STORED, 201, REQUEST_ID)


def test_a_single_item_without_a_list_is_the_answer_to_a_batch_of_one() -> None:
    for body in (created(0), {"hydra:member": created(0)}, {"member": created(0)}):
        assert send(body, phones=PHONES[:1]) == Answered(STORED[:1], 201, REQUEST_ID)


def test_phones_listed_without_a_status_are_created_and_their_status_is_not_invented() -> None:
    items = items_of(send([item["body"] for item in ALL]))
    assert [(item.created, item.phone_id, item.http_status) for item in items] == [
        (True, "700", None),
        (True, "701", None),
        (True, "702", None),
    ]


def test_a_mixed_batch_tells_each_row_its_own_fate() -> None:
    detail = "phone: This value should not be blank."
    items = items_of(send([created(0), refused(type="t", title="An error occurred", detail=detail), created(2)]))
    assert [item.created for item in items] == [True, False, True]
    assert items[1] == ItemAnswer(created=False, phone_id="", http_status=400, message=detail)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"detail": "a: too long", "title": "An error occurred"}, "a: too long"),
        ({"hydra:title": "An error occurred", "hydra:description": "too long"}, "too long"),
        ({"description": "too long"}, "too long"),
        ({"message": "too long"}, "too long"),
        ({"title": "Bad Request"}, "Bad Request"),
        ({"violations": [{"propertyPath": "[1].phone", "message": "blank"}]}, "phone: blank"),
        ({"title": "x", "violations": [{"propertyPath": "a", "message": "long"}, {"message": "b"}]}, "a: long; b"),
        ({"detail": "\x1b[31mred\x1b[0m\r\n\u202edis\x00order\u2028 end"}, "red dis order end"),
        ({"detail": "\x1b]0;title\x07shown"}, "shown"),
        ({"detail": "x" * 1_000_000}, "x" * 299 + "…"),
        ({"detail": None, "violations": "none"}, ""),
        ("plain words", "plain words"),
        (None, ""),
        ([], ""),
    ],
)
def test_a_refusal_is_told_in_the_gateways_own_words_made_harmless(body: object, message: str) -> None:
    items = items_of(send([created(0), {"status": 422, "body": body}, created(2)]))
    assert (items[1].created, items[1].http_status, items[1].message) == (False, 422, message)


def test_a_created_item_without_a_phone_counts_by_its_place_alone() -> None:
    items = items_of(send([created(0), {"status": 201, "body": {"id": "701"}}, created(2)]))
    assert [(item.created, item.phone_id) for item in items] == [(True, "700"), (True, "701"), (True, "702")]


@pytest.mark.parametrize(
    "item",
    [
        {"status": 201, "body": None},
        {"status": 201, "body": {}},
        {"status": 201, "body": {"phone": PHONES[1], "id": None}},
        {"status": 200, "phone": PHONES[1], "id": ""},
        {"phone": PHONES[1], "id": None},
    ],
)
def test_an_item_without_an_id_is_created_only_once_the_group_says_so(item: object) -> None:
    first, second, third = items_of(send([created(0), item, created(2)]))
    assert (first.created, third.created) == (True, True)
    assert (second.created, second.doubt, second.message) == (False, Trouble.WRONG_ANSWER, "the answer names no id")


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize("rest", [{"detail": "no"}, {"violations": [{"message": "no"}]}])
def test_a_status_that_is_there_decides_in_a_flat_item_too(status: int, rest: dict[str, object]) -> None:
    flat = {"status": status, "phone": PHONES[1], "id": None, **rest}
    assert items_of(send([created(0), flat, created(2)]))[1] == ItemAnswer(False, "", status, "no")
    assert items_of(send(flat, phones=PHONES[1:2])) == (ItemAnswer(False, "", status, "no"),)
    assert items_of(send([created(0), flat, created(2)], 422))[1] == ItemAnswer(False, "", status, "no")


@pytest.mark.parametrize(
    ("status", "doubt"),
    [(500, Trouble.SERVER_ERROR), (599, Trouble.SERVER_ERROR), (408, Trouble.UNEXPECTED_STATUS)]
    + [(status, Trouble.UNEXPECTED_STATUS) for status in (102, 302, 425)],
)
def test_an_item_with_an_error_of_the_servers_is_in_doubt(status: int, doubt: Trouble) -> None:
    item = items_of(send([created(0), {"status": status, "body": {"detail": "hm"}}, created(2)]))[1]
    assert (item.created, item.http_status, item.doubt) == (False, status, doubt)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, TokenRefused),
        (402, FundsRefused),
        (403, AccountRefused),
        (404, GroupMissing),
        (410, GroupMissing),
        (429, IpBlocked),
        (415, GatewayRefused),
    ],
)
def test_an_item_with_a_status_of_the_account_means_what_it_means_for_a_batch(
    status: int, error: type[Lox24Error]
) -> None:
    item = items_of(send([created(0), {"status": status, "body": {"detail": "hm"}}, created(2)]))[1]
    assert type(item.stops) is error
    assert (item.created, item.doubt, item.stops.http_status) == (False, None, status)


@pytest.mark.parametrize(
    "body",
    [
        ALL[:2],
        [*ALL, created(0)],
        [],
        [created(0), created(2), created(1)],
        [created(0), created(1, phone="+491701234999"), created(2)],
        [created(0), {"status": 400, "body": {"phone": PHONES[2], "detail": "no"}}, created(2)],
        [created(0), created(1, id="700"), created(2)],
        [created(0), {"status": 201, "body": {"detail": "no", "title": "error"}}, created(2)],
        [created(0), {"status": 201, "body": {"phone": PHONES[1], "violations": [{"message": "no"}]}}, created(2)],
        [created(0), {"status": 0, "body": {}}, created(2)],
        [created(0), {"status": True, "body": {}}, created(2)],
        [created(0), {"status": None, "body": ALL[1]["body"]}, created(2)],
        [created(0), {"phone": PHONES[1]}, created(2)],
        [created(0), "701", created(2)],
        [created(0), None, created(2)],
        {"0": ALL[0], "1": ALL[1], "2": ALL[2]},
        {"hydra:member": ALL[:2]},
        {"hydra:member": None},
        {"status": 201},
        {"detail": "all is well"},
        "created",
        201,
        None,
        True,
        b"",
        b"  \n",
        b"<html><body>Created</body></html>",
        b"\xff\xfe[",
        b"[" * 100_000,
        b'[{"status":201,"body":{"phone":"\\ud800"}}]',
    ],
)
def test_an_answer_that_contradicts_the_batch_or_has_no_known_shape_is_never_success(body: object) -> None:
    outcome = doubt_of(send(body))
    assert (outcome.kind, outcome.http_status, outcome.request_id) == (Trouble.WRONG_ANSWER, 201, REQUEST_ID)


@pytest.mark.parametrize("kind", ["text/html", "application/problem+json; charset=utf-8", "", "nonsense"])
def test_the_content_type_decides_nothing(kind: str) -> None:
    assert send(ALL, content_type=kind) == Answered(STORED, 201, REQUEST_ID)
    assert send({"detail": "no"}, 422, content_type=kind) == BatchRefused(422, "no", REQUEST_ID)


def test_a_byte_order_mark_before_the_answer_does_no_harm() -> None:
    body = b"\xef\xbb\xbf" + answer(201, ALL).partition(b"\r\n\r\n")[2]
    assert send(body) == Answered(STORED, 201, REQUEST_ID)


@pytest.mark.parametrize("status", [400, 422])
def test_a_whole_answer_with_a_refusing_status_still_counts_item_by_item_when_it_has_items(status: int) -> None:
    items = [created(0), refused(detail="no"), created(2)]
    assert [item.created for item in items_of(send(items, status))] == [True, False, True]
    assert isinstance(send(items[:2], status), InDoubt)


def test_the_request_carries_the_batch_as_it_was_encoded_and_nothing_else_of_note() -> None:
    with talk(answer(201, ALL)) as (server, gateway):
        gateway.create_phones("7116", BODY, PHONES)
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("POST", "/groups/7116/phones/batch", BODY)
    assert request.headers["x-lox24-auth-token"].startswith("1234567:e3f3")
    assert request.headers["accept"] == "application/json"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"] == "lox24cli/9.9"
    assert not {"cookie", "authorization", "transfer-encoding"} & request.headers.keys()


def test_an_empty_batch_is_a_bug_of_the_caller() -> None:
    with talk(answer(201, [])) as (server, gateway), pytest.raises(ValueError, match="empty batch"):
        gateway.create_phones("7116", b"[]", ())
    assert server.requests == []


def test_a_large_batch_arrives_whole() -> None:
    body = encode_batch([encode_phone(PHONES[0], {"a": "ü" * 700_000})])
    with talk(answer(201, [created(0)])) as (server, gateway):
        items_of(gateway.create_phones("7116", body, PHONES[:1]))
    assert server.requests[0].body == body
