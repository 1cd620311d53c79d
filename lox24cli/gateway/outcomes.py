"""What an answer, or none, means for what was sent: stored, refused, certainly not sent, or in doubt.

    create_phones gives          Answered | BatchRefused | InDoubt | NotSent
    update_phone, delete_phone   the same, of one phone, or Gone
    everything may raise
        TokenRefused      4  401 (lox24cli.errors)
        AccountRefused    4  403
        FundsRefused      4  402
        GroupMissing      4  404 or 410 on a group
        GatewayRefused    5  a definite no that is nobody's row: 405, 406, 415 …
        IpBlocked         5  429 (lox24cli.errors)
        GatewayDown       5  a GET without a usable answer
        GroupUnreadable   5  the group was not read in full

Knows no httpx, no JSON and no batch's origin. Statuses:
https://doc.lox24.eu/api/operations/phone_batch_post/ (400, 401, 403, 404, 422, 429, 5xx); 402 and 409
are components of the same specification; RFC 9110 for the rest.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from lox24cli.errors import AccountError, IpBlocked, Lox24Error, TemporaryError, TokenRefused
from lox24cli.translating import joined, phrase

SUCCESS: Final = range(200, 300)
REDIRECTION: Final = range(300, 400)
CLIENT_ERROR: Final = range(400, 500)
SERVER_ERROR: Final = range(500, 600)

BATCH_REFUSALS = frozenset({400, 413, 422})
"""The whole batch is refused, and a smaller one may pass."""

NOT_PROCESSED = frozenset({405, 406, 407, 411, 412, 414, 415, 416, 417, 421, 426, 428, 431, 451})
"""Refused before the body was looked at (RFC 9110 15.5, RFC 6585): nothing is stored."""

PASSING = frozenset({408, 425})
"""Request Timeout and Too Early (RFC 9110 15.5.9, RFC 8470 5.2): the same request may do later."""

GONE = frozenset({404, 410})

BLOCK_SECONDS = 600.0
"""How long an IP stays blocked (https://doc.lox24.eu/api/, "IP blocking")."""


class Trouble(StrEnum):
    """Why there is no usable answer."""

    NOT_CONNECTED = "not-connected"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    TIMEOUT = "timeout"
    CUT = "cut"
    SERVER_ERROR = "server-error"
    REDIRECT = "redirect"
    TOO_LARGE = "too-large"
    WRONG_ANSWER = "wrong-answer"
    UNEXPECTED_STATUS = "unexpected-status"


NOTHING_SENT = frozenset({Trouble.NOT_CONNECTED, Trouble.CERTIFICATE, Trouble.PROXY})
"""The request never left: no connection to the gateway was made."""


class ItemAnswer(NamedTuple):
    """What the API says of one phone of a batch."""

    created: bool
    phone_id: str
    """Empty when refused, or when the answer names none."""
    http_status: int | None
    """The item's own; None when the answer lists phones without a status."""
    message: str
    """The API's words for a refusal, cleaned and cut; empty for a created phone."""
    doubt: Trouble | None = None
    """Why it is not known whether the phone is stored: an error of the server's own, or a success without an id."""
    stops: Lox24Error | None = None
    """What ends the run: not this phone but the account is refused; it is not stored."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The batch was processed: one item for each phone sent, in the same order."""

    items: tuple[ItemAnswer, ...]
    http_status: int
    request_id: str


@dataclass(frozen=True, slots=True)
class BatchRefused:
    """The whole batch was refused; nothing of it is stored, and a part of it may pass."""

    http_status: int
    """400, 413 or 422."""
    message: str
    request_id: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """The batch was sent, or may have been, and the answer does not tell what became of it."""

    reason: str
    http_status: int | None
    request_id: str
    kind: Trouble
    retry_after: float | None = None
    """Seconds that the gateway asks to wait."""
    phone_ids: tuple[str, ...] = ()
    """Of an answer that names other phones than ours: the ids that it gives, one for each phone sent, in order."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """No byte of the batch left this machine for the gateway."""

    reason: str
    retry_after: float | None = None
    kind: Trouble = Trouble.NOT_CONNECTED
    """CERTIFICATE and PROXY do not pass by waiting."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such phone: somebody, or an earlier try, deleted it."""

    http_status: int
    """404 or 410."""
    request_id: str


@dataclass(frozen=True, slots=True)
class RequestLog:
    """One exchange, for a log: no token and no personal data."""

    method: str
    path: str
    """With its query (`?page=2`); without the address of the gateway."""
    outcome: int | Trouble
    """The HTTP status, or why there was none or no complete body."""
    seconds: float
    request_id: str
    received: int
    """Bytes of body."""


class NoAnswer(Exception):
    """There is no usable answer; `trouble` says whether the request can have arrived."""

    def __init__(self, trouble: Trouble, reason: str) -> None:
        super().__init__(reason)
        self.trouble = trouble
        self.reason = reason

    @property
    def nothing_sent(self) -> bool:
        """Tell whether the gateway certainly got no byte of the request."""
        return self.trouble in NOTHING_SENT


class ReadRefused(Exception):
    """A read was answered 400, 404, 410 or 422: there is no such thing, or no such page of it."""

    def __init__(self, status: int, message: str, request_id: str = "") -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message
        self.request_id = request_id


class GatewayDown(TemporaryError):
    """A read got no usable answer: 5xx, a timeout, a cut connection, a body that is no answer."""

    code = "gateway-down"

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        kind: Trouble,
        http_status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.kind = kind
        self.http_status = http_status
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        """False when the same request would fail the same way: certificate, redirect, proxy, a definite 4xx."""
        definite = self.http_status in range(400, 500) and self.http_status not in PASSING
        return not definite and self.kind not in {Trouble.CERTIFICATE, Trouble.REDIRECT, Trouble.PROXY}


class GroupUnreadable(TemporaryError):
    """The group cannot be read completely, so nothing can be said of what is missing in it."""

    code = "group-unreadable"


class GatewayRefused(TemporaryError):
    """A definite no to the call as such; nothing is stored."""

    code = "gateway-refused"


class ListMissing(GatewayRefused):
    """404 or 410 on a list of the account: there is none."""


class GroupMissing(AccountError):
    """404: the group does not exist or belongs to another account."""

    code = "group-missing"


class FundsRefused(AccountError):
    """402: balance or credit line too low."""

    code = "funds"


class AccountRefused(AccountError):
    """403: the account is not activated, or the key may not do this."""

    code = "account-refused"


def token_refused(said: str) -> TokenRefused:
    """Return the error for credentials that were refused, now or before."""
    return TokenRefused(
        phrase("the gateway refuses the token (401){said}", said=said),
        phrase(
            "check LOX24_TOKEN: clientid:key, the key an active one of type API v2; no further request "
            "is made with it, because a fourth within a minute blocks your IP"
        ),
    )


def say(message: str, request_id: str) -> str:
    """Return the gateway's words, and the id by which its support finds the request, as the end of a sentence."""
    said = phrase(": {message}", message=message) if message else ""
    return joined("", (said, phrase(" (request {request_id})", request_id=request_id) if request_id else ""))


def refusal_of(status: int, message: str, retry_after: float | None, request_id: str = "") -> Lox24Error | None:
    """Return the error that ends a run for `status`, or None when the status ends none by itself."""
    error = _find_refusal(status, say(message, request_id), retry_after)
    if error is not None:
        error.http_status, error.request_id = status, request_id
    return error


def _find_refusal(status: int, said: str, retry_after: float | None) -> Lox24Error | None:
    match status:
        case 401:
            return token_refused(said)
        case 402:
            return FundsRefused(
                phrase("the balance of the account is too low (402){said}", said=said),
                phrase("top up the account, then run the same command again"),
            )
        case 403:
            return AccountRefused(
                phrase("the account may not do this (403){said}", said=said),
                phrase(
                    "a new account is activated within a day; otherwise check the key's rights and its "
                    "list of allowed IPs, or ask LOX24 support"
                ),
            )
        case 429:
            wait = BLOCK_SECONDS if retry_after is None else retry_after
            return IpBlocked(
                phrase("the gateway takes no requests from this IP for {wait:.0f} s (429){said}", wait=wait, said=said),
                phrase("requests with a wrong token from this network cause this; wait, then run the command again"),
                wait_seconds=wait,
            )
        case _ if status in NOT_PROCESSED:
            return GatewayRefused(
                phrase("the gateway refuses the request as such ({status}){said}", status=status, said=said),
                phrase("nothing was stored; check LOX24_BASE_URL and any proxy, or look for a newer lox24cli"),
            )
        case _:
            return None
