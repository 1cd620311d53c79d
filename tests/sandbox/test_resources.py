import csv

import httpx
import pytest

from lox24cli.sandbox.serving.server import RunningSandbox


@pytest.fixture
def phone_id(sandbox: RunningSandbox) -> int:
    (phone,) = sandbox.store.add_phones(7116, [("+491701", "Frau", "Erika", None, None, None, "own id")])
    assert phone is not None
    return phone.id


def test_the_account_lists_its_groups_by_address(client: httpx.Client) -> None:
    account = client.get("/me").json()
    assert account["id"] == 1234567
    assert account["currency"] == "EUR"
    assert account["groups"] == {"7116": "/groups/7116", "12344": "/groups/12344"}


def test_an_account_without_groups_has_a_list_in_place_of_the_map(
    client: httpx.Client, sandbox: RunningSandbox
) -> None:
    sandbox.store.delete_group(7116)
    sandbox.store.delete_group(12344)
    assert client.get("/me").json()["groups"] == []


def test_the_groups_of_the_vendors_samples_are_there_from_the_start(client: httpx.Client) -> None:
    group = client.get("/groups/7116").json()
    assert (group["name_a"], group["name_b"], group["name_c"], group["name_d"]) == (
        "Anrede",
        "Vorname",
        "Nachname",
        None,
    )
    assert group["count_items"] == 0
    assert client.get("/groups/12344").status_code == 200


def test_count_items_follows_the_phones_and_can_be_absent(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post("/groups/7116/phones/batch", json=[{"phone": "+491"}, {"phone": "+492"}])
    assert client.get("/groups/7116").json()["count_items"] == 2
    sandbox.change(count_items=False)
    assert "count_items" not in client.get("/groups/7116").json()


def test_a_group_is_created_changed_and_deleted_with_its_phones(client: httpx.Client, sandbox: RunningSandbox) -> None:
    created = client.post("/groups", json={"name": "Chor", "name_a": "Stimme", "id": 5, "phones": []})
    assert created.status_code == 201
    group = created.json()["id"]
    assert group not in (5, 7116, 12344)
    assert client.post(f"/groups/{group}/phones/batch", json=[{"phone": "+491"}]).status_code == 201

    changed = client.put(f"/groups/{group}", json={"name": "Chor 2"}).json()
    assert (changed["name"], changed["name_a"], changed["count_items"]) == ("Chor 2", "Stimme", 1)

    assert client.delete(f"/groups/{group}").status_code == 204
    assert client.get(f"/groups/{group}/phones").status_code == 404
    assert sandbox.store.count(group) == 0


@pytest.mark.parametrize(
    "item", [{}, {"name": ""}, {"name": "x" * 51}, {"name": "x", "name_e": "y" * 51}, [], {"name": 5}]
)
def test_a_group_that_breaks_a_limit_is_refused(client: httpx.Client, item: object) -> None:
    assert client.post("/groups", json=item).status_code == 400


def test_fields_that_a_put_leaves_out_are_kept_or_emptied(
    client: httpx.Client, sandbox: RunningSandbox, phone_id: int
) -> None:
    kept = client.put(f"/phones/{phone_id}", json={"phone": "+491702"}).json()
    assert (kept["phone"], kept["a"], kept["callback_data"]) == ("+491702", "Frau", "own id")
    sandbox.change(put="replace")
    emptied = client.put(f"/phones/{phone_id}", json={"phone": "+491702", "b": "Eva"}).json()
    assert (emptied["a"], emptied["b"], emptied["callback_data"]) == (None, "Eva", None)
    assert client.put(f"/phones/{phone_id}", json={"a": "no phone"}).status_code == 400


def test_one_phone_is_added_shown_and_deleted(client: httpx.Client, sandbox: RunningSandbox) -> None:
    created = client.post("/groups/7116/phones", json={"phone": "+491701", "a": "x"})
    assert created.status_code == 201
    path = f"/phones/{created.json()['id']}"
    assert client.get(path).json() == created.json()
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404
    assert sandbox.store.count(7116) == 0


def test_one_phone_meets_the_same_rules_as_a_batch(client: httpx.Client, sandbox: RunningSandbox) -> None:
    answer = client.post("/groups/7116/phones", json={"a": "x"})
    assert answer.status_code == 400
    assert answer.json()["violations"][0]["propertyPath"] == "phone"
    sandbox.change(duplicates="refuse", validation_status=422)
    assert client.post("/groups/7116/phones", json={"phone": "+491"}).status_code == 201
    assert client.post("/groups/7116/phones", json={"phone": "+491"}).status_code == 422


def test_ids_of_deleted_phones_are_not_given_again(client: httpx.Client, phone_id: int) -> None:
    client.delete(f"/phones/{phone_id}")
    assert int(client.post("/groups/7116/phones", json={"phone": "+491"}).json()["id"]) > phone_id


def test_phones_come_all_at_once_whatever_page_is_asked_for(client: httpx.Client) -> None:
    client.post("/groups/7116/phones/batch", json=[{"phone": f"+49{n}"} for n in range(70)])
    assert len(client.get("/groups/7116/phones").json()) == 70
    assert len(client.get("/groups/7116/phones", params={"page": 2}).json()) == 70
    collection = client.get("/groups/7116/phones", headers={"Accept": "application/ld+json"}).json()
    assert (collection["hydra:totalItems"], len(collection["hydra:member"])) == (70, 70)
    assert "hydra:view" not in collection


def test_phones_come_by_pages_when_a_page_size_is_set(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post("/groups/7116/phones/batch", json=[{"phone": f"+49{n}"} for n in range(7)])
    sandbox.change(page_size=3)
    pages = [client.get("/groups/7116/phones", params={"page": n}).json() for n in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [one["phone"] for page in pages for one in page] == [f"+49{n}" for n in range(7)]


def test_json_ld_pages_lead_from_one_to_the_next(client: httpx.Client, sandbox: RunningSandbox) -> None:
    client.post("/groups/7116/phones/batch", json=[{"phone": f"+49{n}"} for n in range(7)])
    sandbox.change(page_size=3, member="member")
    seen: list[str] = []
    path: str | None = "/groups/7116/phones"
    while path:
        collection = client.get(path, headers={"Accept": "application/ld+json"}).json()
        assert collection["hydra:totalItems"] == 7
        seen += [one["phone"] for one in collection["member"]]
        path = collection["hydra:view"].get("hydra:next")
    assert seen == [f"+49{n}" for n in range(7)]
    assert len(sandbox.requests) == 1 + 3


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1.5"])
def test_what_is_no_page_is_refused(client: httpx.Client, page: str) -> None:
    assert client.get("/groups", params={"page": page}).status_code == 400


def test_groups_come_by_pages_of_thirty(client: httpx.Client, sandbox: RunningSandbox) -> None:
    for n in range(31):
        sandbox.store.add_group(f"group {n}")
    pages = [client.get("/groups", params={"page": n}).json() for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [30, 3, 0]


def test_the_csv_export_names_columns_as_the_group_does(
    client: httpx.Client, sandbox: RunningSandbox, phone_id: int
) -> None:
    sandbox.store.add_phones(7116, [("+492", 'a "quoted", cell', "two\nlines", None, None, None, None)])
    answer = client.get("/groups/7116/file/csv", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=UTF-8"
    head, first, second = csv.reader(answer.text.splitlines(keepends=True))
    assert head == ["id", "phone", "Anrede", "Vorname", "Nachname", "col_D", "col_E", "callback_data"]
    assert first == [str(phone_id), "+491701", "Frau", "Erika", "", "", "", "own id"]
    assert second[2:4] == ['a "quoted", cell', "two\nlines"]


def test_opted_out_phones_say_when_and_why(client: httpx.Client, sandbox: RunningSandbox, phone_id: int) -> None:
    assert sandbox.store.unsubscribe("0170 1", reason=2, at=1700000000) == 1
    phone = client.get(f"/phones/{phone_id}").json()
    assert (phone["unsubscribed_at"], phone["unsubscribe_reason"]) == (1700000000, 2)


def test_a_number_is_blocked_once_shown_and_unblocked(client: httpx.Client) -> None:
    created = client.post("/blocked_numbers", json={"number": "+491701234567"})
    assert created.status_code == 201
    blocked = created.json()
    assert (blocked["number"], blocked["type"]) == ("+491701234567", 1)
    assert client.post("/blocked_numbers", json={"number": "+491701234567"}).status_code == 409
    path = f"/blocked_numbers/{blocked['id']}"
    assert client.get("/blocked_numbers").json() == [blocked]
    assert client.get(path).json() == blocked
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.get("/blocked_numbers").json() == []


@pytest.mark.parametrize("number", ["", "491701234567", "+49", "+" + "1" * 21, "+49 170 1234", None, 5])
def test_only_the_documented_form_of_a_number_can_be_blocked(client: httpx.Client, number: object) -> None:
    assert client.post("/blocked_numbers", json={"number": number}).status_code == 400


def test_the_time_of_blocking_can_be_a_string(client: httpx.Client, sandbox: RunningSandbox) -> None:
    sandbox.store.block("+491701234567", 2)
    assert type(client.get("/blocked_numbers").json()[0]["added_at"]) is int
    sandbox.change(times="iso")
    assert client.get("/blocked_numbers").json()[0]["added_at"].endswith("+00:00")
