"""What the documentation states, held against the gateway; each fact names the page it comes from."""

import pytest

from lox24cli.gateway.client import Gateway
from lox24cli.gateway.outcomes import Answered, BatchRefused, Gone, GroupMissing
from lox24cli.gateway.wire import digits_of, encode_whole_phone
from tests.contract.conftest import Api

# Numbers that the regulator keeps for films (https://www.bundesnetzagentur.de, "Drama-Nummern"): nobody's phone.
ANNA, BERT, CARL = "+4917139200001", "+4917139200002", "+4917139200003"


def test_the_account_names_itself_its_currency_and_its_groups(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/getaccountinfo/."""
    account = api.gateway.account()
    assert account.id
    assert account.currency in {"EUR", "CHF"}
    assert account.balance is not None
    assert api.group_id in account.groups


def test_a_group_is_found_by_its_id_and_in_the_list(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/api_groups_get_collection/."""
    group = api.gateway.group(api.group_id)
    assert group.id == api.group_id
    assert 1 <= len(group.name) <= 50
    assert group in api.gateway.groups()


def test_a_group_that_is_not_there_is_a_404(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/phone_batch_post/ lists 404, "Resource not found"."""
    with pytest.raises(GroupMissing):
        api.gateway.group("99999999")
    with pytest.raises(GroupMissing):
        api.gateway.create_phones("99999999", b'[{"phone":"+4917139200001"}]', [ANNA])
    with pytest.raises(GroupMissing):
        list(api.gateway.phones("99999999", expected=None))


def test_a_batch_is_answered_item_by_item_in_its_order(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/phone_batch_post/: 201, with a status and a body for each."""
    answered = api.create({"phone": ANNA, "a": "Ms", "callback_data": "cb-1"}, {"phone": BERT}, {"phone": CARL})
    assert answered.http_status == 201
    assert [item.created for item in answered.items] == [True, True, True]
    assert len({item.phone_id for item in answered.items}) == 3


def test_a_bad_item_is_refused_in_words_and_the_others_are_stored(api: Api) -> None:
    """The samples of https://doc.lox24.eu/api/operations/phone_batch_post/ send an item without a phone on purpose."""
    answered = api.create({"phone": ANNA}, {"phone": "", "a": "no phone"}, {"phone": BERT})
    assert [item.created for item in answered.items] == [True, False, True]
    refused = answered.items[1]
    assert refused.http_status in {400, 422}
    assert "phone" in refused.message
    assert refused.message.isprintable()


@pytest.mark.parametrize(("key", "limit"), [("phone", 30), ("a", 1530), ("e", 1530), ("callback_data", 36)])
def test_the_longest_values_are_taken_and_longer_ones_refused(api: Api, key: str, limit: int) -> None:
    """https://doc.lox24.eu/api/operations/phone_batch_post/, request body; counted in characters."""
    filling = "ü" if key != "phone" else "1"
    fitting = {
        "phone": ANNA,
        key: (filling if key != "phone" else "+49171") + filling * (limit - (1, 6)[key == "phone"]),
    }
    answered = api.create(fitting, fitting | {key: fitting[key] + filling})
    assert [item.created for item in answered.items] == [True, False]


def test_what_was_stored_is_read_back_with_its_columns(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/api_phones_get_collection/."""
    texts = {"a": "Frau ", "b": "Müller", "c": "2020-02-23 18:00", "d": "12.34", "e": "€ 😀", "callback_data": "cb-1"}
    answered = api.create({"phone": ANNA, **texts}, {"phone": BERT})
    there = {entry.id: entry for entry in api.gateway.phones(api.group_id, expected=None)}
    first, second = (there[item.phone_id] for item in answered.items)
    assert digits_of(first.phone) == digits_of(ANNA)
    assert first.fields == texts
    assert (digits_of(second.phone), second.fields, second.unsubscribed) == (digits_of(BERT), {}, False)


def test_the_count_of_a_group_is_that_of_its_list(api: Api) -> None:
    """`count_items`: https://doc.lox24.eu/api/operations/api_groups_get_collection/ (optional in version 2.27)."""
    api.create({"phone": ANNA}, {"phone": BERT}, {"phone": CARL})
    count = api.gateway.group(api.group_id).count
    assert count in {None, len(list(api.gateway.phones(api.group_id, expected=count)))}


def test_the_csv_export_says_the_same_as_the_list(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/group_export_to_file/; read when the list is shorter than the count."""
    api.create({"phone": ANNA, "a": 'Ms "x"; y', "callback_data": "cb"}, {"phone": BERT, "e": "Größe"})
    there = list(api.gateway.phones(api.group_id, expected=None))
    assert list(api.gateway.phones(api.group_id, expected=len(there) + 1)) == there


def test_what_is_no_batch_is_refused_as_a_whole(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/phone_batch_post/: 400, invalid input, or 422."""
    for body in (b"[", b'"text"', b"{}"):
        outcome = api.gateway.create_phones(api.group_id, body, [ANNA])
        assert isinstance(outcome, BatchRefused), outcome
        assert outcome.http_status in {400, 422}


def test_a_phone_is_deleted_once(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/api_phones_delete_item/: 204, then 404."""
    (item,) = api.create({"phone": ANNA}).items
    assert isinstance(api.gateway.delete_phone(item.phone_id), Answered)
    assert isinstance(api.gateway.delete_phone(item.phone_id), Gone)
    assert api.gateway.phone(item.phone_id) is None
    assert item.phone_id not in {entry.id for entry in api.gateway.phones(api.group_id, expected=None)}


def test_blocked_numbers_are_e164(api: Api) -> None:
    r"""https://doc.lox24.eu/api/operations/api_blocked_numbers_get_collection/: ^\+[0-9]{4,20}$."""
    for number in api.gateway.blocked_numbers():
        assert number.startswith("+")
        assert 4 <= len(number) - 1 <= 20


def test_every_answer_has_a_request_id_of_its_own(api: Api) -> None:
    """X-LOX24-REQUEST-ID, 32 letters and digits: https://doc.lox24.eu/api/."""
    ids: list[str] = []
    with Gateway(
        api.url, api.token, version="contract", on_request=lambda entry: ids.append(entry.request_id)
    ) as gateway:
        gateway.account()
        with pytest.raises(GroupMissing):
            gateway.group("99999999")
    assert len(set(ids)) == 2
    assert all(len(request_id) == 32 and request_id.isalnum() for request_id in ids)


def test_a_change_that_is_whole_is_stored_whole(api: Api) -> None:
    """https://doc.lox24.eu/api/operations/api_phones_put_item/: 200, the phone as it is now."""
    (item,) = api.create({"phone": ANNA, "a": "Frau", "b": "Müller", "callback_data": "cb"}).items
    body = encode_whole_phone(ANNA, {"b": "Meier", "c": "neu"})
    assert isinstance(api.gateway.update_phone(item.phone_id, body, ANNA), Answered)
    stored = api.gateway.phone(item.phone_id)
    assert stored is not None
    assert (stored.id, digits_of(stored.phone)) == (item.phone_id, digits_of(ANNA))
    assert stored.fields == {"b": "Meier", "c": "neu"}
    refused = api.gateway.update_phone(item.phone_id, encode_whole_phone(ANNA, {"a": "x" * 1531}), ANNA)
    assert isinstance(refused, BatchRefused)
