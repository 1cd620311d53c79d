"""What is written to the wire, and foreign text made fit to be shown."""

import json
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.gateway.wire import (
    LONGEST_MESSAGE,
    Account,
    NoJson,
    clean_text,
    digits_of,
    encode_batch,
    encode_group,
    encode_phone,
    read_account,
)
from lox24cli.model import FIELDS, Field

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
CONTACTS = st.lists(st.tuples(TEXT, st.dictionaries(st.sampled_from(FIELDS[1:]), TEXT)), max_size=5)


@given(CONTACTS)
def test_a_batch_is_an_array_of_texts_under_the_documented_keys_and_leaves_out_what_is_empty(
    contacts: list[tuple[str, dict[Field, str]]],
) -> None:
    body = json.loads(encode_batch(encode_phone(phone, fields) for phone, fields in contacts))
    assert body == [
        {"phone": phone} | {key: text for key, text in fields.items() if text} for phone, fields in contacts
    ]
    assert all(item.keys() <= set(get_args(Field)) for item in body)


def test_a_group_is_created_without_phones_and_with_titles_for_its_five_columns() -> None:
    titles: dict[Field, str] = {"a": "Anrede", "e": "Ort", "b": "", "callback_data": "x", "phone": "y"}
    assert json.loads(encode_group("Kunden", titles)) == {"name": "Kunden", "name_a": "Anrede", "name_e": "Ort"}


@given(st.text())
def test_foreign_text_becomes_one_printable_line_of_bounded_length(text: str) -> None:
    shown = clean_text(text)
    assert shown.isprintable()
    assert len(shown) <= LONGEST_MESSAGE
    assert clean_text(shown) == shown


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=200))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert clean_text(text) == text


@given(st.from_regex(re.compile(r"[1-9][0-9]{6,14}"), fullmatch=True))
def test_a_number_is_the_same_with_plus_without_and_with_two_zeros(digits: str) -> None:
    assert {digits_of(prefix + digits) for prefix in ("+", "", "00", "+ ", " 00 ")} == {digits}


@given(st.from_regex(re.compile(r"[1-9][0-9]{6,14}"), fullmatch=True))
def test_a_number_in_national_form_is_another(digits: str) -> None:
    assert digits_of("0" + digits) != digits_of("+" + digits)


@pytest.mark.parametrize(
    ("groups", "ids"),
    [
        ({"7116": "/groups/7116", "7117": "/groups/7117"}, ("7116", "7117")),
        ({}, ()),
        ([], ()),
        (["/groups/7116"], ("7116",)),
        (None, ()),
    ],
)
def test_the_groups_of_an_account_are_read_from_a_map_or_an_empty_list(groups: object, ids: tuple[str, ...]) -> None:
    value = {"id": 7, "currency": "EUR", "balance_amount": 1.25, "groups": groups, "new": {}}
    assert read_account(value) == Account("7", 1.25, "EUR", ids)


@pytest.mark.parametrize("value", [None, [], {}, {"detail": "no"}, "x", 1])
def test_what_is_no_account_is_none(value: object) -> None:
    with pytest.raises(NoJson):
        read_account(value)
