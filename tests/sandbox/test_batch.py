import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lox24cli.sandbox.serving.server import RunningSandbox

BATCH = "/groups/7116/phones/batch"


def post(client: httpx.Client, items: object) -> list[dict[str, Any]]:
    answer = client.post(BATCH, json=items)
    assert answer.status_code == 201, answer.text
    results = answer.json()
    assert isinstance(results, list)
    return results


def post_for_collection(client: httpx.Client, items: object, accept: str = "application/ld+json") -> dict[str, Any]:
    answer = client.post(BATCH, json=items, headers={"Accept": accept})
    assert answer.status_code == 201, answer.text
    collection = answer.json()
    assert isinstance(collection, dict)
    return collection


def test_a_batch_is_answered_201_with_one_result_for_each_item_in_its_order(client: httpx.Client) -> None:
    created, refused = post(client, [{"phone": "+491700000001", "a": "Ms", "callback_data": "x"}, {"a": "no phone"}])

    assert created["status"] == 201
    assert re.fullmatch(r"\d{7}", created["body"].pop("id"))
    assert created["body"] == {
        "phone": "+491700000001",
        "a": "Ms",
        "b": None,
        "c": None,
        "d": None,
        "e": None,
        "callback_data": "x",
        "subscribed_at": None,
        "unsubscribed_at": None,
        "unsubscribe_reason": None,
    }
    assert refused == {
        "status": 400,
        "body": {
            "type": "https://tools.ietf.org/html/rfc2616#section-10",
            "title": "An error occurred",
            "detail": "phone: This value should not be blank.",
            "violations": [
                {
                    "propertyPath": "phone",
                    "message": "This value should not be blank.",
                    "code": "c1051bb4-d103-4f74-8988-acbcafc7fdc3",
                }
            ],
        },
    }


def test_json_ld_wraps_the_results_and_gives_each_resource_its_address(client: httpx.Client) -> None:
    answer = post_for_collection(client, [{"phone": "+491700000001"}, {}])

    assert answer["@type"] == "hydra:Collection"
    assert answer["hydra:totalItems"] == 2
    created, refused = answer["hydra:member"]
    assert created["body"]["@id"] == f"/phones/{created['body']['id']}"
    assert created["body"]["@type"] == "Phone"
    assert refused["body"]["@type"] == "ConstraintViolationList"
    assert refused["body"]["hydra:description"] == "phone: This value should not be blank."
    assert refused["body"]["violations"][0]["propertyPath"] == "phone"


def test_only_the_good_items_are_stored_in_the_order_they_were_sent(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    phones = [f"+49170{n:07d}" for n in (5, 3, 9, 1)]
    post(
        client, [{"phone": phones[0]}, {"phone": phones[1]}, {"phone": ""}, {"phone": phones[2]}, {"phone": phones[3]}]
    )

    stored = sandbox.store.phones(7116)
    assert [phone.phone for phone in stored] == phones
    assert [phone.id for phone in stored] == sorted({phone.id for phone in stored})
    assert sandbox.store.phones(12344) == []


def test_the_path_of_the_documentations_javascript_sample_works(client: httpx.Client, sandbox: RunningSandbox) -> None:
    assert client.post("/groups/12344/phone/batch", json=[{"phone": "+93701234567"}, {"a": "-"}]).status_code == 201
    assert sandbox.store.count(12344) == 1


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ({"phone": "1" * 31}, "phone"),
        ({"phone": None}, "phone"),
        ({"phone": "+491", "a": "x" * 1531}, "a"),
        ({"phone": "+491", "e": "🦉" * 1531}, "e"),
        ({"phone": "+491", "callback_data": "x" * 37}, "callback_data"),
    ],
)
def test_a_value_beyond_its_limit_is_refused_by_its_name(client: httpx.Client, item: object, path: str) -> None:
    (result,) = post(client, [item])
    assert result["status"] == 400
    assert [violation["propertyPath"] for violation in result["body"]["violations"]] == [path]


def test_limits_count_characters_not_bytes(client: httpx.Client, sandbox: RunningSandbox) -> None:
    item = {"phone": "1" * 30, "a": "🦉" * 1530, "callback_data": "ü" * 36}
    (result,) = post(client, [item])
    assert result["status"] == 201
    assert sandbox.store.phones(7116)[0].a == "🦉" * 1530


@pytest.mark.parametrize("item", ["x", 1, None, [], {"phone": 491701}, {"phone": "+491", "a": 12.5}])
def test_an_item_of_another_type_is_refused_for_itself(client: httpx.Client, item: object) -> None:
    refused, created = post(client, [item, {"phone": "+491700000001"}])
    assert (refused["status"], created["status"]) == (400, 201)
    assert "violations" not in refused["body"]


@pytest.mark.parametrize("body", [b"", b"[", b'{"phone": "+491"}', b'"x"', b'[{"phone": "\xff"}]', b"[NaN]"])
def test_a_body_that_is_no_json_list_is_refused_as_a_whole(client: httpx.Client, body: bytes) -> None:
    answer = client.post(BATCH, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json; charset=utf-8"
    assert set(answer.json()) == {"type", "title", "detail"}


def test_an_empty_batch_is_no_error(client: httpx.Client) -> None:
    assert post(client, []) == []


def test_an_unknown_group_is_told_before_the_body_is_looked_at(client: httpx.Client) -> None:
    for group in (1, 99999999999999999999999999):
        assert client.post(f"/groups/{group}/phones/batch", content=b"[").status_code == 404


@pytest.mark.parametrize(("switch", "key"), [("hydra", "hydra:member"), ("member", "member")])
def test_a_batch_asked_for_as_json_can_be_answered_with_a_collection(
    client: httpx.Client, sandbox: RunningSandbox, switch: str, key: str
) -> None:
    sandbox.change(batch_answer=switch)
    (result,) = post_for_collection(client, [{"phone": "+491700000001"}], "application/json")[key]
    assert result["body"]["phone"] == "+491700000001"


def test_a_batch_of_one_asked_for_as_json_can_be_answered_with_its_only_result(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    sandbox.change(batch_answer="single")
    only = post_for_collection(client, [{"phone": "+491700000001"}], "application/json")
    assert (only["status"], only["body"]["phone"]) == (201, "+491700000001")


@pytest.mark.parametrize(("switch", "key"), [("hydra:member", "hydra:member"), ("member", "member")])
def test_the_member_key_of_json_ld_is_a_switch(
    client: httpx.Client, sandbox: RunningSandbox, switch: str, key: str
) -> None:
    sandbox.change(member=switch)
    assert len(post_for_collection(client, [{}, {}])[key]) == 2


def test_a_batch_of_one_can_have_an_object_where_the_list_stood(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.change(member="single", batch_answer="single")
    single = post_for_collection(client, [{"phone": "+491"}])["hydra:member"]
    assert single["body"]["phone"] == "+491"
    assert len(post_for_collection(client, [{}, {}])["hydra:member"]) == 2
    assert len(post(client, [{}, {}])) == 2


def test_ids_can_be_integers(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.change(ids="integer")
    (result,) = post(client, [{"phone": "+491"}])
    assert type(result["body"]["id"]) is int


def test_violations_can_be_422_indexed_and_modern(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.change(validation_status=422, property_path="indexed", errors="modern")
    _, refused = post(client, [{"phone": "+491"}, {}])
    assert refused["status"] == 422
    assert refused["body"]["status"] == 422
    assert refused["body"]["type"] == "/validation_errors/c1051bb4-d103-4f74-8988-acbcafc7fdc3"
    assert refused["body"]["violations"][0]["propertyPath"] == "[1].phone"


@pytest.mark.parametrize(
    ("switch", "statuses", "stored"),
    [
        ("store", [201, 201, 201], ["+49 170 1", "+491701", "+491702"]),
        ("refuse", [201, 400, 201], ["+49 170 1", "+491702"]),
        ("merge", [201, 201, 201], ["+491701", "+491702"]),
    ],
)
def test_duplicates_are_stored_refused_or_merged(
    client: httpx.Client, sandbox: RunningSandbox, switch: str, statuses: list[int], stored: list[str]
) -> None:
    sandbox.change(duplicates=switch)
    results = post(client, [{"phone": "+49 170 1"}, {"phone": "+491701", "a": "new"}, {"phone": "+491702"}])
    assert [result["status"] for result in results] == statuses
    assert [phone.phone for phone in sandbox.store.phones(7116)] == stored


def test_a_merged_duplicate_keeps_its_id_and_takes_the_new_fields(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    (first,) = post(client, [{"phone": "+491701", "a": "old", "b": "old"}])
    sandbox.change(duplicates="merge")
    (second,) = post(client, [{"phone": "+491701", "a": "new"}])
    assert second["body"]["id"] == first["body"]["id"]
    (stored,) = sandbox.store.phones(7116)
    assert (stored.a, stored.b) == ("new", None)


@pytest.mark.parametrize(
    ("switch", "kept"),
    [
        ("verbatim", ["+49 (170) 1", "0170 1", "0049170-1", "no digit"]),
        ("e164", ["+491701", "+491701", "+491701", "no digit"]),
        ("bare", ["491701", "491701", "491701", "no digit"]),
    ],
)
def test_phones_are_kept_as_sent_or_normalised(
    client: httpx.Client, sandbox: RunningSandbox, switch: str, kept: list[str]
) -> None:
    sandbox.change(phones=switch)
    sent = ["+49 (170) 1", "0170 1", "0049170-1", "no digit"]
    results = post(client, [{"phone": phone} for phone in sent])
    assert [result["body"]["phone"] for result in results] == kept
    assert [phone.phone for phone in sandbox.store.phones(7116)] == kept


@pytest.mark.parametrize("status", [400, 500])
def test_a_batch_with_a_poisonous_phone_is_refused_as_a_whole(
    client: httpx.Client, sandbox: RunningSandbox, status: int
) -> None:
    sandbox.change(poison=["+49 170 2"], poison_status=status)
    assert client.post(BATCH, json=[{"phone": "+491701"}, {"phone": "+491702"}]).status_code == status
    assert sandbox.store.count(7116) == 0
    assert client.post(BATCH, json=[{"phone": "+491701"}]).status_code == 201


def test_a_batch_beyond_max_items_or_max_bytes_is_answered_413(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.change(max_items=2)
    assert client.post(BATCH, json=[{"phone": "+491"}] * 3).status_code == 413
    assert client.post(BATCH, json=[{"phone": "+491"}] * 2).status_code == 201
    sandbox.change(max_items=None, max_bytes=100)
    assert client.post(BATCH, json=[{"phone": "+491", "a": "x" * 100}]).status_code == 413
    assert sandbox.store.count(7116) == 2


COLUMN = st.none() | st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=60)
@given(
    items=st.lists(
        st.fixed_dictionaries(
            {"phone": st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)},
            optional={"a": COLUMN, "b": COLUMN, "c": COLUMN, "d": COLUMN, "e": COLUMN},
        ),
        max_size=8,
    )
)
def test_whatever_is_created_is_stored_and_read_back_as_it_was_sent(
    client: httpx.Client, sandbox: RunningSandbox, items: list[dict[str, str | None]]
) -> None:
    sandbox.reset()
    results = post(client, items)
    listed = client.get("/groups/7116/phones").json()
    assert [result["body"] for result in results] == listed
    sent = [(item["phone"], *(item.get(column) for column in "abcde")) for item in items]
    assert [(one["phone"], *(one[column] for column in "abcde")) for one in listed] == sent
