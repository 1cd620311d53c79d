"""From a status and a body to what it means: the table in outcomes.py, applied.

Knows no endpoint's path and no httpx. The status alone decides what kind of answer it is; a body is
looked into only for items and for words to show (bodies of errors are undocumented: empty, HTML and
problem+json all occur).
"""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from lox24cli.errors import SettingsError, UnknownOutcome
from lox24cli.gateway.batch_answer import Contradiction, lists_items, read_changed, read_items
from lox24cli.gateway.outcomes import (
    BATCH_REFUSALS,
    GONE,
    REDIRECTION,
    SERVER_ERROR,
    SUCCESS,
    Answered,
    BatchRefused,
    GatewayDown,
    GatewayRefused,
    Gone,
    GroupMissing,
    InDoubt,
    ItemAnswer,
    NoAnswer,
    NotSent,
    ReadRefused,
    Trouble,
    refusal_of,
    say,
)
from lox24cli.gateway.wire import Group, NoJson, clean_text, decode, read_group, read_message
from lox24cli.translating import phrase

if TYPE_CHECKING:
    from lox24cli.gateway.http.exchange import Reply

Answer = Answered | BatchRefused | InDoubt | NotSent
PhoneAnswer = Answer | Gone
"""What became of one phone that was to be changed or deleted."""

NO_SUCH_THING: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, 422})
REASON_CAP: Final = 4 * 1024 * 1024
"""Bytes that the body of a refusal may have."""

_HINTS: Final = {
    Trouble.NOT_CONNECTED: phrase("check the network and LOX24_BASE_URL, then run the same command again"),
    Trouble.CERTIFICATE: phrase(
        "encrypted connections that a company's proxy or a virus scanner opens need "
        "its certificate: name the file in SSL_CERT_FILE"
    ),
    Trouble.PROXY: phrase("check the variables HTTPS_PROXY, ALL_PROXY and NO_PROXY"),
    Trouble.REDIRECT: phrase("redirects are not followed, so that the token goes nowhere else; check LOX24_BASE_URL"),
}
_SHOWN_GROUPS: Final = 10
_LATER: Final = phrase("run the same command again later")


def gateway_down(error: NoAnswer, what: str) -> GatewayDown:
    """Return the error for a read, named `what`, that got no usable answer."""
    return GatewayDown(
        phrase("{what}: {reason}", what=what, reason=error.reason),
        _HINTS.get(error.trouble, _LATER),
        kind=error.trouble,
    )


def check_read(reply: "Reply", what: str) -> None:
    """Return if the read `what` succeeded.

    Raises:
        ReadRefused: there is no such thing (400, 404, 410, 422).
        AccountError, IpBlocked, GatewayRefused, GatewayDown: as the status says.
    """
    status = reply.status
    if status in SUCCESS:
        return
    message = read_message(_decode_leniently(reply.read_reason(REASON_CAP)))
    if status in NO_SUCH_THING:
        raise ReadRefused(status, message, reply.request_id)
    if refusal := refusal_of(status, message, reply.retry_after, reply.request_id):
        raise refusal
    kind, reason = _read_status(reply, message)
    down = GatewayDown(
        phrase("{what}: {reason}{said}", what=what, reason=reason, said=say("", reply.request_id)),
        _HINTS.get(kind, _LATER),
        kind=kind,
        http_status=status,
        retry_after=reply.retry_after,
    )
    down.request_id = reply.request_id
    raise down


def _read_status(reply: "Reply", message: str) -> tuple[Trouble, str]:
    status = reply.status
    said = phrase(": {message}", message=message) if message else ""
    if status in REDIRECTION:
        to = phrase(" to {points_to}", points_to=reply.points_to) if reply.points_to else ""
        return Trouble.REDIRECT, phrase("the gateway redirects{to} ({status})", to=to, status=status)
    if status in SERVER_ERROR:
        return Trouble.SERVER_ERROR, phrase(
            "the gateway reports an error of its own ({status}){said}", status=status, said=said
        )
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return Trouble.TIMEOUT, phrase(
            "the gateway did not get the request in time ({status}){said}", status=status, said=said
        )
    return Trouble.UNEXPECTED_STATUS, phrase(
        "the gateway answers in an unknown way ({status}){said}", status=status, said=said
    )


def judge_batch(reply: "Reply", phones: Sequence[str], cap: int) -> Answer | Gone:
    """Return what became of the batch of `phones`; Gone when there is no such group.

    Raises:
        AccountError, IpBlocked, GatewayRefused: nothing is stored and the run cannot go on.
    """
    status = reply.status
    if status in SUCCESS:
        try:
            value = decode(reply.read(cap))
        except NoAnswer as error:
            return _in_doubt(reply, error.trouble, error.reason)
        except NoJson as error:
            return _in_doubt(reply, Trouble.WRONG_ANSWER, phrase("the answer cannot be read: {error}", error=error))
        return _join(reply, value, phones)
    value = _decode_leniently(reply.read_reason(REASON_CAP))
    if status in BATCH_REFUSALS:
        # Some servers give the worst item's status to the whole answer: then the items count.
        return _join(reply, value, phones) if lists_items(value) else _refused(reply, read_message(value))
    if status in GONE:
        return Gone(status, reply.request_id)
    if refusal := refusal_of(status, read_message(value), reply.retry_after, reply.request_id):
        raise refusal
    kind, reason = _read_status(reply, read_message(value))
    return _in_doubt(reply, kind, reason)


def _join(reply: "Reply", value: object, phones: Sequence[str]) -> Answer:
    try:
        items = read_items(value, phones)
    except (NoJson, Contradiction) as error:
        doubt = _in_doubt(
            reply, Trouble.WRONG_ANSWER, phrase("the answer does not fit the batch: {error}", error=error)
        )
        return replace(doubt, phone_ids=error.phone_ids) if isinstance(error, Contradiction) else doubt
    return Answered(items, reply.status, reply.request_id)


def _refused(reply: "Reply", message: str) -> BatchRefused:
    return BatchRefused(reply.status, message, reply.request_id)


def judge_phone(reply: "Reply", phone_id: str, phone: str | None, cap: int) -> PhoneAnswer:
    """Return what became of one phone: changed, sent as `phone`; or deleted (None), whose answer has no body.

    Raises:
        AccountError, IpBlocked, GatewayRefused: nothing is changed and the run cannot go on.
    """
    status = reply.status
    if status in SUCCESS:
        return _changed(reply, phone_id, phone, cap)
    message = read_message(_decode_leniently(reply.read_reason(REASON_CAP)))
    if status in BATCH_REFUSALS:
        return _refused(reply, message)
    if status in GONE:
        return Gone(status, reply.request_id)
    if refusal := refusal_of(status, message, reply.retry_after, reply.request_id):
        raise refusal
    kind, reason = _read_status(reply, message)
    return _in_doubt(reply, kind, reason)


def _changed(reply: "Reply", phone_id: str, phone: str | None, cap: int) -> PhoneAnswer:
    item = ItemAnswer(created=True, phone_id=phone_id, http_status=reply.status, message="")
    if phone is not None and reply.status != HTTPStatus.NO_CONTENT:
        try:
            item = read_changed(decode(reply.read(cap)), phone, phone_id)._replace(http_status=reply.status)
        except NoAnswer as error:
            return _in_doubt(reply, error.trouble, error.reason)
        except (NoJson, Contradiction) as error:
            return _in_doubt(
                reply, Trouble.WRONG_ANSWER, phrase("the answer does not fit the change: {error}", error=error)
            )
    return Answered((item,), reply.status, reply.request_id)


def _in_doubt(reply: "Reply", kind: Trouble, reason: str) -> InDoubt:
    return InDoubt(reason, reply.status, reply.request_id, kind, reply.retry_after)


def judge_created_group(reply: "Reply", cap: int) -> Group:
    """Return the group that was created.

    Raises:
        SettingsError: the API refuses the name or a title.
        UnknownOutcome: it cannot be told whether the group was created.
        AccountError, IpBlocked, GatewayRefused: as the status says; nothing is created.
    """
    status = reply.status
    if status in SUCCESS:
        try:
            return read_group(decode(reply.read(cap)))
        except NoAnswer as error:
            raise group_in_doubt(error.reason) from error
        except NoJson as error:
            raise group_in_doubt(phrase("the answer cannot be read: {error}", error=error)) from error
    message = read_message(_decode_leniently(reply.read_reason(REASON_CAP)))
    if status in BATCH_REFUSALS:
        raise group_refused(status, message)
    if status in GONE:
        raise GatewayRefused(
            phrase("the gateway knows no groups ({status})", status=status), phrase("check LOX24_BASE_URL")
        )
    if refusal := refusal_of(status, message, reply.retry_after, reply.request_id):
        raise refusal
    raise group_in_doubt(_read_status(reply, message)[1])


def group_refused(status: int, message: str) -> SettingsError:
    """Return the error for a name or a title that the API does not take."""
    return SettingsError(
        phrase(
            "the gateway refuses the group ({status}){said}",
            status=status,
            said=phrase(": {message}", message=message) if message else "",
        ),
        phrase("a name has 1 to 50 characters, a column title at most 50"),
    )


def group_in_doubt(reason: str) -> UnknownOutcome:
    """Return the error for a group that may or may not have been created."""
    return UnknownOutcome(
        phrase("it is not known whether the group was created: {reason}", reason=reason),
        phrase("lox24 groups list shows whether it is there; look before creating it again"),
    )


def group_missing(group_id: str, refused: ReadRefused | None, known: Sequence[str]) -> GroupMissing:
    """Return the error for a group that is not there; `known` are those of the account, as far as read."""
    said = say(refused.message, refused.request_id) if refused else ""
    there = ", ".join(known[:_SHOWN_GROUPS]) + (" …" if len(known) > _SHOWN_GROUPS else "")
    missing = GroupMissing(
        phrase("group {group} does not exist or is not yours{said}", group=clean_text(group_id, 64), said=said),
        phrase("your groups are {there}; lox24 groups list shows their names", there=there)
        if there
        else phrase("lox24 groups list shows your groups"),
    )
    if refused:
        missing.http_status, missing.request_id = refused.status, refused.request_id
    return missing


def _decode_leniently(body: bytes) -> object:
    try:
        return decode(body)
    except NoJson:
        return None
