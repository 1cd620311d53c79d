"""The gateway's calls, each with what its answer means.

Owns the endpoints and their paths. Knows no file, no row and no order of calls; repeats nothing by
itself: when to ask again is decided by who calls. Addresses: https://doc.lox24.eu/api/ (operations
getaccountinfo, api_groups_get_item, api_phones_get_collection, group_export_to_file,
api_blocked_numbers_get_collection, phone_batch_post, api_phones_get_item, api_phones_put_item,
api_phones_delete_item).
"""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus

from lox24cli.gateway.calls import LIST_CAP, PLAIN_ID, SMALL_CAP, Calls
from lox24cli.gateway.judging import (
    Answer,
    PhoneAnswer,
    gateway_down,
    group_in_doubt,
    group_refused,
    judge_batch,
    judge_created_group,
    judge_phone,
)
from lox24cli.gateway.lists.pages import Pages
from lox24cli.gateway.lists.whole_group import phone_key, read_in_full
from lox24cli.gateway.outcomes import (
    GONE,
    GatewayDown,
    Gone,
    InDoubt,
    NoAnswer,
    NotSent,
    ReadRefused,
    RequestLog,
    Trouble,
)
from lox24cli.gateway.wire import (
    Account,
    Group,
    GroupPhone,
    NoJson,
    clean_text,
    decode,
    encode_group,
    encode_whole_group,
    read_account,
    read_blocked_number,
    read_group,
    read_phone,
)
from lox24cli.model import Field
from lox24cli.translating import phrase

__all__ = ["LIST_CAP", "Account", "Answer", "Gateway", "Group", "GroupPhone", "RequestLog"]


class Gateway(Calls):
    """The LOX24 API for one token. A context manager; its calls may come from several threads at once.

    Every call may raise TokenRefused (401), AccountRefused (403), FundsRefused (402), IpBlocked (429) and
    GatewayRefused. After one TokenRefused each later call raises it again, without a request.
    """

    def account(self) -> Account:
        """Return the account: GET /me. Raises GatewayDown, too."""
        try:
            account = self._read("/me", read_account)
        except ReadRefused as error:
            raise self._refused("GET", "/me", error) from error
        self._known_groups = account.groups
        return account

    def group(self, group_id: str) -> Group:
        """Return the group: GET /groups/{id}. Raises GroupMissing and GatewayDown, too."""
        try:
            group = self._read(f"/groups/{self._plain_id(group_id)}", read_group)
        except ReadRefused as error:
            raise self._missing(group_id, error) from error
        if group.id != group_id:
            raise GatewayDown(
                phrase(
                    "group {group_id}: the gateway answers with group {found}",
                    group_id=group_id,
                    found=clean_text(group.id, 64),
                ),
                phrase("check LOX24_BASE_URL"),
                kind=Trouble.WRONG_ANSWER,
            )
        return group

    def groups(self) -> list[Group]:
        """Return all groups, in the API's order: GET /groups, every page. Raises GatewayDown, too."""
        return list(self._list("/groups", read_group, lambda group: group.id))

    def create_group(self, name: str, columns: Mapping[Field, str]) -> Group:
        """Create a group, with titles for its columns a–e, and return it: POST /groups.

        Raises:
            SettingsError: the API refuses the name or a title.
            GatewayDown: certainly not created.
            UnknownOutcome: it cannot be told whether it was created.
        """
        try:
            with self._open().exchange("POST", "/groups", body=encode_group(name, columns)) as reply:
                return judge_created_group(reply, SMALL_CAP)
        except NoAnswer as error:
            if error.nothing_sent:
                raise gateway_down(error, self._what("POST", "/groups")) from error
            raise group_in_doubt(error.reason) from error

    def change_group(self, group: Group) -> Group:
        """Give a group the name, description and titles of `group`, and return it: PUT /groups/{id}. May be repeated.

        Raises:
            SettingsError: the API refuses the name or a title.
            GroupMissing: there is no such group.
            GatewayDown: it is not known whether it is changed.
        """
        path = f"/groups/{self._plain_id(group.id)}"
        try:
            with self._call("PUT", path, body=encode_whole_group(group)) as reply:
                return read_group(decode(reply.read(SMALL_CAP)))
        except NoJson as error:
            raise self._unusable(path, error) from error
        except ReadRefused as error:
            if error.status in GONE:
                raise self._missing(group.id, error) from error
            raise group_refused(error.status, error.message) from error

    def delete_group(self, group_id: str) -> bool:
        """Delete a group with all its phones: DELETE /groups/{id}; False when it was not there. May be repeated.

        Raises GatewayDown, too: then it is not known whether it is deleted.
        """
        path = f"/groups/{self._plain_id(group_id)}"
        try:
            with self._call("DELETE", path):
                return True
        except ReadRefused as error:
            if error.status in GONE:
                return False
            raise self._refused("DELETE", path, error) from error

    def phones(self, group_id: str, *, expected: int | None, opt_outs: bool = False) -> Iterator[GroupPhone]:
        """Yield every entry of the group once, while it is read; `expected` is the group's count, if known.

        With `opt_outs` it matters who has unsubscribed, and what only the export names will not do.
        Complete only when the iteration ends without an error: after one, forget what was given.

        Raises:
            GroupMissing: there is no such group.
            GroupUnreadable: neither the list nor the CSV export is complete.
            GatewayDown: no usable answer; reading again may do.
        """
        path = f"/groups/{self._plain_id(group_id)}"
        pages = Pages(self._page, self._base_url, f"{path}/phones", read_phone, phone_key)
        try:
            yield from read_in_full(pages, lambda: self._export(path), expected, group_id, opt_outs=opt_outs)
        except ReadRefused as error:
            raise self._missing(group_id, error) from error

    def blocked_numbers(self) -> Iterator[str]:
        """Yield the numbers that the account never sends to: GET /blocked_numbers, every page.

        Raises GatewayDown, too, and ListMissing where there is no such list; complete only when the iteration ends
        without an error.
        """
        return self._list("/blocked_numbers", read_blocked_number, lambda number: number)

    def create_phones(self, group_id: str, body: bytes, phones: Sequence[str]) -> Answer:
        """Send a batch made by `encode_batch` and return what became of it; `phones` are those in `body`.

        Raises:
            GroupMissing: there is no such group; nothing is stored.
        """
        if not phones:
            raise ValueError("an empty batch is never sent")
        path = f"/groups/{self._plain_id(group_id)}/phones/batch"
        cap = SMALL_CAP + 4096 * len(phones) + 12 * len(body)
        try:
            with self._open().exchange("POST", path, body=body) as reply:
                answer = judge_batch(reply, phones, cap)
        except NoAnswer as error:
            return _unanswered(error)
        if isinstance(answer, Gone):
            raise self._missing(group_id, ReadRefused(answer.http_status, "", answer.request_id))
        return answer

    def phone(self, phone_id: str) -> GroupPhone | None:
        """Return one entry of a group, or None where there is none: GET /phones/{id}. Raises GatewayDown, too."""
        if not PLAIN_ID.fullmatch(phone_id):
            return None
        path = f"/phones/{phone_id}"
        try:
            found = self._read(path, read_phone)
        except ReadRefused as error:
            if error.status in GONE:
                return None
            raise self._refused("GET", path, error) from error
        if found.id not in ("", phone_id):
            raise self._unusable(path, NoJson(phrase("it is phone {found}", found=clean_text(found.id, 64))))
        return found

    def update_phone(self, phone_id: str, body: bytes, phone: str) -> PhoneAnswer:
        """Change one entry of a group, and return what became of it: PUT /phones/{id}.

        `body` is made by `encode_whole_phone`; `phone` is the one in it. May be repeated.
        """
        return self._change("PUT", phone_id, body, phone)

    def delete_phone(self, phone_id: str) -> PhoneAnswer:
        """Delete one entry of a group, and return what became of it: DELETE /phones/{id}. May be repeated."""
        return self._change("DELETE", phone_id)

    def _change(self, method: str, phone_id: str, body: bytes | None = None, phone: str | None = None) -> PhoneAnswer:
        if not PLAIN_ID.fullmatch(phone_id):
            return Gone(HTTPStatus.NOT_FOUND, "")
        try:
            with self._open().exchange(method, f"/phones/{phone_id}", body=body) as reply:
                return judge_phone(reply, phone_id, phone, SMALL_CAP)
        except NoAnswer as error:
            return _unanswered(error)


def _unanswered(error: NoAnswer) -> NotSent | InDoubt:
    if error.nothing_sent:
        return NotSent(error.reason, kind=error.trouble)
    return InDoubt(error.reason, None, "", error.trouble)
