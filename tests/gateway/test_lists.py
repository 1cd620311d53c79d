"""Lists in full: every way of paging, and none that is taken for complete when it is not."""

import json
import socket
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.gateway.lists.page import Listing
from lox24cli.gateway.outcomes import GatewayDown, GatewayRefused, GroupMissing, GroupUnreadable
from lox24cli.gateway.redacting import Redactor
from lox24cli.gateway.wire import GroupPhone, NoJson
from tests.gateway.scripted import TOKEN, Request, answer, talk

Route = Callable[[int], object]
"""Page number (0: no query) -> what the list says."""


def phone(number: int, **more: object) -> dict[str, object]:
    return {"id": str(1000 + number), "phone": f"+4917012{number:05}", "a": None, "unsubscribed_at": None, **more}


def phones(count: int, start: int = 0) -> list[dict[str, object]]:
    return [phone(start + number) for number in range(count)]


def csv_of(entries: list[dict[str, object]], delimiter: str = ",") -> bytes:
    lines = [["id", "phone", "Anrede", "col_B", "col_C", "col_D", "col_E", "callback_data"]]
    lines += [[str(entry["id"]), str(entry["phone"]), "", "", "", "", "", ""] for entry in entries]
    return "".join(delimiter.join(line) + "\r\n" for line in lines).encode()


def read(route: Route, expected: int | None, export: object = None) -> tuple[list[str], list[str]]:
    """Return the ids that the group has, and the paths that were asked for."""

    def script(request: Request, _: object) -> bytes:
        path = urlsplit(request.path)
        if path.path.endswith("/file/csv"):
            return answer(404) if export is None else answer(200, export, content_type="text/csv")
        said = route(int(parse_qs(path.query).get("page", ["0"])[0]))
        return said if isinstance(said, bytes) and said.startswith(b"HTTP/") else answer(200, said)

    with talk(script) as (server, gateway):
        try:
            return [entry.id for entry in gateway.phones("7116", expected=expected)], server.paths
        finally:
            assert all(path.startswith("/groups/7116/") for path in server.paths)


def ids(count: int, start: int = 0) -> list[str]:
    return [str(1000 + start + number) for number in range(count)]


def pages_of(all_of_it: list[dict[str, object]], size: int) -> Route:
    return lambda page: all_of_it[max(page - 1, 0) * size :][:size]


def test_an_unpaginated_array_is_the_whole_group() -> None:
    """P-LIST shows no page parameter: https://doc.lox24.eu/api/operations/api_phones_get_collection/."""
    whole = phones(75)
    assert read(lambda _: whole, 75) == (ids(75), ["/groups/7116/phones", "/groups/7116/phones?page=2"])
    assert read(lambda _: whole, None)[0] == ids(75)


def test_an_empty_group_takes_one_request() -> None:
    assert read(lambda _: [], 0) == ([], ["/groups/7116/phones"])
    assert read(lambda _: {"hydra:member": []}, None) == ([], ["/groups/7116/phones"])


@pytest.mark.parametrize("expected", [75, None, 30, 0, 1])
def test_numbered_pages_are_read_to_their_end_whatever_count_was_known_before(expected: int | None) -> None:
    """A count that was read before a batch was stored must not end the reading early."""
    assert read(pages_of(phones(75), 30), expected)[0] == ids(75)
    assert read(pages_of(phones(60), 30), expected, csv_of(phones(60)))[0] == ids(60)


def test_a_server_that_gives_its_last_page_again_past_the_end_is_understood() -> None:
    def route(page: int) -> object:
        return pages_of(phones(75), 30)(min(page, 3))

    assert read(route, 75)[0] == ids(75)


def test_a_server_that_refuses_pages_past_the_end_is_understood() -> None:
    def route(page: int) -> object:
        return pages_of(phones(60), 30)(page) if page < 3 else answer(404)

    assert read(route, 60)[0] == ids(60)


def test_a_whole_list_in_another_order_each_time_is_not_read_twice() -> None:
    whole = phones(20)
    assert read(lambda page: whole if page == 0 else whole[::-1], 20)[0] == ids(20)


def test_pages_that_shift_while_they_are_read_give_each_entry_once() -> None:
    def route(page: int) -> object:
        return {0: phones(3), 2: phones(3, 2), 3: phones(2, 5)}.get(page, [])

    assert read(route, 7)[0] == ids(7)


@pytest.mark.parametrize("prefix", ["hydra:", ""])
def test_links_to_the_next_page_are_followed(prefix: str) -> None:
    def route(page: int) -> object:
        view = {f"{prefix}next": f"/groups/7116/phones?page={max(page, 1) + 1}"} if page < 3 else {}
        return {
            f"{prefix}member": pages_of(phones(75), 30)(page),
            f"{prefix}view": {"@id": "x", **view},
            f"{prefix}totalItems": 75,
        }

    assert read(route, None) == (
        ids(75),
        [f"/groups/7116/phones{query}" for query in ("", "?page=2", "?page=3")],
    )


@pytest.mark.parametrize("view", [{}, {"hydra:view": {"@id": "/groups/7116/phones?page=1"}}])
@pytest.mark.parametrize("total", [{}, {"hydra:totalItems": 30}, {"hydra:totalItems": 0}])
def test_a_total_that_is_the_pages_own_ends_no_list(view: dict[str, object], total: dict[str, object]) -> None:
    def route(page: int) -> object:
        return {"hydra:member": pages_of(phones(75), 30)(page), **view, **total}

    assert read(route, None)[0] == ids(75)


def test_a_list_that_calls_itself_complete_and_has_less_than_the_group_counts_is_not_believed() -> None:
    def route(_: int) -> object:
        return {"hydra:member": phones(30), "hydra:totalItems": 30}

    assert read(route, 75, csv_of(phones(75)))[0] == ids(75)
    with pytest.raises(GroupUnreadable):
        read(route, 75)


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/groups/7116/phones?page=2",
        "//elsewhere.example/x",
        "https://[::1",
        "/x\r\ny: z",
        "ftp://a/b",
    ],
)
def test_a_link_that_leads_elsewhere_is_not_followed_and_the_group_is_unreadable(link: str) -> None:
    page = {"hydra:member": phones(3), "hydra:view": {"hydra:next": link}}
    with pytest.raises(GroupUnreadable, match=r"leads elsewhere|no address"):
        read(lambda _: page, 5)


def test_links_that_lead_in_a_circle_end() -> None:
    page = {"member": phones(3), "view": {"next": "/groups/7116/phones?page=2"}}
    with pytest.raises(GroupUnreadable, match="circle"):
        read(lambda _: page, 5)


def test_the_same_phone_under_two_ids_is_two_entries() -> None:
    twice = [phone(1), phone(2) | {"phone": phone(1)["phone"]}]
    assert read(lambda _: twice, 2)[0] == ["1001", "1002"]


def test_entries_without_an_id_are_all_given() -> None:
    nameless = [{"phone": "+491701234567"}, {"phone": "+491701234568"}]
    assert read(lambda _: nameless, 2)[0] == ["", ""]


def test_a_list_that_stops_short_is_completed_from_the_export() -> None:
    assert read(lambda page: phones(30) if page < 2 else [], 75, csv_of(phones(75)))[0] == ids(75)


@pytest.mark.parametrize("broken", [b"<html>", b"[{}]", b'[{"phone":"+1"', b"[1,2]", {"what": 1}, b"", [{"id": 1}]])
def test_an_unusable_list_is_replaced_by_the_export(broken: object) -> None:
    assert read(lambda _: broken, 3, csv_of(phones(3)))[0][-3:] == ids(3)


def test_a_group_that_counts_more_than_list_and_export_agree_on_has_what_they_say() -> None:
    assert read(pages_of(phones(60), 30), 75, csv_of(phones(60)))[0] == ids(60)


@pytest.mark.parametrize(
    "export",
    [
        None,
        b"",
        b"<html>",
        csv_of(phones(40)),
        csv_of(phones(75))[:-200],
        csv_of(phones(3, 500)),
        csv_of(phones(30, 500)),
        b"id,phone\r\n1,2\r\n",
    ],
)
def test_a_group_that_neither_list_nor_export_gives_in_full_is_unreadable(export: object) -> None:
    with pytest.raises(GroupUnreadable, match="30 of 75"):
        read(lambda page: phones(30) if page < 2 else [], 75, export)


def test_a_cut_list_is_a_gateway_that_is_down_not_a_small_group() -> None:
    def script(_: Request, connection: socket.socket) -> bytes:
        connection.sendall(answer(200, phones(30))[:-20])
        return b""

    with talk(script) as (_, gateway), pytest.raises(GatewayDown):
        list(gateway.phones("7116", expected=30))


def test_a_page_that_fails_midway_fails_the_reading() -> None:
    def route(page: int) -> object:
        return pages_of(phones(75), 30)(page) if page < 3 else answer(503)

    with pytest.raises(GatewayDown):
        read(route, 75)


def test_a_missing_group_has_no_phones() -> None:
    with pytest.raises(GroupMissing):
        read(lambda _: answer(404), 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_export_is_read_in_any_dialect(delimiter: str, encoding: str) -> None:
    header = '"id";"phone";"Größe";"col_B";"col_C";"col_D";"col_E";"callback_data"'
    text = f'{header}\n7;\'+491701234567;"Ms\n""x""";;;;Bär;cb-1\n'

    def script(request: Request, _: object) -> bytes:
        said = text.replace(";", delimiter).encode(encoding)
        return answer(200, said) if request.path.endswith("csv") else answer(200, b"no list")

    with talk(script) as (_, gateway):
        assert list(gateway.phones("7116", expected=1)) == [
            GroupPhone("7", "+491701234567", {"a": 'Ms\n"x"', "e": "Bär", "callback_data": "cb-1"}, unsubscribed=False)
        ]


def test_an_entry_is_given_as_it_is_stored() -> None:
    entry = phone(1, a=" Ms ", b="", c=7, callback_data="cb", unsubscribed_at=1_700_000_000, id=7, e="\ud800")
    with talk(answer(200, [entry])) as (_, gateway):
        (got,) = gateway.phones("7116", expected=1)
    assert got == GroupPhone(
        "7",
        "+491701200001",
        {"a": " Ms ", "c": "7", "e": "?", "callback_data": "cb"},
        unsubscribed=True,
        unsubscribed_at="1700000000",
    )


def test_groups_and_blocked_numbers_are_read_over_all_pages() -> None:
    def script(request: Request, _: object) -> bytes:
        path = urlsplit(request.path)
        page = int(parse_qs(path.query).get("page", ["1"])[0])
        numbers = range((page - 1) * 30, min(page * 30, 70))
        if path.path == "/groups":
            entries = [{"id": n + 1, "name": f"G{n}", "name_a": "Anrede", "count_items": n} for n in numbers]
            return answer(200, entries)
        return answer(200, {"member": [{"id": n, "number": f"+{n:09}"} for n in numbers], "hydra:totalItems": 70})

    with talk(script) as (_, gateway):
        groups = gateway.groups()
        assert [group.id for group in groups] == [str(number + 1) for number in range(70)]
        assert (groups[3].columns, groups[3].count, groups[3].deleted_at) == ({"a": "Anrede"}, 3, "")
        assert len(list(gateway.blocked_numbers())) == 70


def test_a_refused_list_is_a_refusal_of_the_gateway() -> None:
    with talk(answer(404)) as (_, gateway), pytest.raises(GatewayRefused):
        gateway.groups()


VALUES = st.none() | st.integers() | st.booleans() | st.text(max_size=20) | st.lists(st.integers(), max_size=3)
ENTRIES = st.lists(VALUES | st.dictionaries(st.text(max_size=5), VALUES), max_size=8)


@given(entries=ENTRIES, indent=st.none() | st.integers(0, 3), data=st.data())
def test_a_list_in_pieces_is_the_list_and_a_part_of_it_is_none(
    entries: list[object], indent: int | None, data: st.DataObject
) -> None:
    body = json.dumps(entries, indent=indent, ensure_ascii=indent == 0).encode("utf-8", "surrogatepass")
    cuts = sorted(data.draw(st.sets(st.integers(0, len(body)), max_size=6)) | {0, len(body)})
    pieces = [body[start:end] for start, end in pairwise(cuts)]
    assert list(Listing(pieces, Redactor(TOKEN))) == entries
    part = body[: data.draw(st.integers(0, len(body) - 1))]
    with pytest.raises(NoJson):
        list(Listing([part[:3], part[3:]], Redactor(TOKEN)))


@pytest.mark.parametrize(
    "body", [b"[{}{}]", b"[{},,{}]", b"[,{}]", b"[{}]x", b"[{}] [", b"[{},]", b"[" * 100_000, b"[\xff]", b"[{]}"]
)
def test_a_list_that_is_not_quite_json_is_none(body: bytes) -> None:
    with pytest.raises(NoJson):
        list(Listing([body], Redactor(TOKEN)))


def test_a_list_without_items_is_empty() -> None:
    assert list(Listing([b"\xef\xbb", b"\xbf [", b" ]\n"], Redactor(TOKEN))) == []
