"""One exchange with the gateway: a request out, a status and a bounded body in, or why not.

Owns httpx: limits, proxies, certificates, the headers of every request, and the rule that credentials which
were refused once never leave again. Knows no endpoint and no JSON.

Redirects are not followed, cookies are not kept, and netrc is not read: httpx would use it only through
NetRCAuth (https://www.python-httpx.org/advanced/authentication/). Loading httpx takes a tenth of a second.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from lox24cli.credentials import Token
from lox24cli.gateway.http.deadline import Budget, Budgets, DeadlineBackend
from lox24cli.gateway.http.transport import Transport, host_of, mapped_errors
from lox24cli.gateway.http.turnstile import Turnstile
from lox24cli.gateway.outcomes import NoAnswer, RequestLog, Trouble, token_refused
from lox24cli.gateway.redacting import Redactor
from lox24cli.gateway.retry_after import read_retry_after
from lox24cli.gateway.wire import clean_request_id
from lox24cli.translating import phrase

_UNAUTHORIZED = 401
_REASONS = 10.0
"""Seconds that the body of a refusal may take: its status has said what counts."""
_ACCEPTED_CODINGS = frozenset({"", "identity", "gzip"})
"""Identity is asked for. One gzip layer at most is undone: stacked layers multiply a bomb's size."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; seconds and counts."""

    connect: float
    read: float
    total: float | None
    connections: int


class Reply:
    """A status whose body has not been read yet."""

    def __init__(self, response: httpx.Response, redactor: Redactor, budget: Budget, budgets: Budgets) -> None:
        self._response = response
        self.redactor = redactor
        self._budget = budget
        self._budgets = budgets
        self.received = 0
        self.status = response.status_code
        self.request_id = redactor.text(clean_request_id(self._header("x-lox24-request-id")))
        self.retry_after = read_retry_after(self._header("retry-after"), self._header("date"))
        self.points_to = redactor.text(host_of(self._header("location")))

    def _header(self, name: str) -> str:
        """Return a header, without the token where the server repeats it."""
        return self.redactor.text(self._response.headers.get(name, ""))

    def chunks(self, cap: int) -> Iterator[bytes]:
        """Yield the body piece by piece, at most `cap` bytes of it.

        Raises:
            NoAnswer: it is longer, cut, too slow, or coded in a way that was not asked for.
        """
        coding = self._response.headers.get("content-encoding", "").strip().lower()
        if coding not in _ACCEPTED_CODINGS:
            raise NoAnswer(Trouble.WRONG_ANSWER, phrase("the answer is coded in a way that was not asked for"))
        pieces = self._response.iter_bytes()
        while True:
            self._budgets.current = self._budget
            with mapped_errors():
                piece = next(pieces, None)
            if piece is None:
                return
            self.received += len(piece)
            if self.received > cap:
                raise NoAnswer(Trouble.TOO_LARGE, phrase("the answer is longer than {cap} bytes", cap=cap))
            yield piece

    def read(self, cap: int) -> bytes:
        """Return the body, without the token where the server repeats it. Raises NoAnswer like `chunks`."""
        return self.redactor.body(b"".join(self.chunks(cap)))

    def close(self) -> None:
        """Give the connection back, or close it.

        It is closed when the body was not read to its end, and after every refusal: a server that refuses
        early may take the rest of a batch for further requests and answer those, too.
        """
        self._budgets.current = self._budget
        self._response.close()
        if not self._response.is_success:
            self._response.extensions["network_stream"].close()

    def read_reason(self, cap: int) -> bytes:
        """Return the body of a refusal, or nothing where it cannot be had within a few seconds."""
        self._budget.shrink(_REASONS)
        try:
            return self.read(cap)
        except NoAnswer:
            return b""


class Connection:
    """Connections to one gateway, for several threads at once.

    Until one answer has shown that the credentials are good, requests go one by one: were they wrong, as many
    requests as there are threads would carry them, and the fourth blocks the IP (https://doc.lox24.eu/api/,
    "IP blocking").
    """

    def __init__(
        self,
        base_url: str,
        token: Token,
        version: str,
        limits: Limits,
        clock: Callable[[], float],
        on_request: Callable[[RequestLog], None] | None,
        *,
        trust_env: bool,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._redactor = Redactor(token)
        self._total = limits.total
        self._clock = clock
        self._on_request = on_request
        self._budgets = Budgets(clock)
        self._headers = {
            b"X-LOX24-AUTH-TOKEN": token.reveal().encode(),
            b"User-Agent": f"lox24cli/{version}".encode(),
            b"Accept-Encoding": b"identity",
        }
        self._client = httpx.Client(
            transport=Transport(
                self._base_url, DeadlineBackend(self._budgets), limits.connections, trust_env=trust_env
            ),
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
            follow_redirects=False,
        )
        self._unproven = threading.Lock()
        self._turnstile = Turnstile(limits.connections, clock)
        self._proven = False
        self._refused = False
        self.date: str | None = None
        """What the gateway's clock said last, as RFC 9110 6.6.1 writes it; None where it does not say."""

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    @contextmanager
    def exchange(
        self, method: str, path: str, accept: str = "application/json", body: bytes | None = None
    ) -> Iterator[Reply]:
        """Send a request and give its status; the body is read inside the `with`.

        Raises:
            NoAnswer: no status came.
            TokenRefused: at once and without a request, when these credentials were refused before.
        """
        begun = self._clock()
        try:
            reply = self._send(method, path, accept, body)
        except NoAnswer as error:
            self._log(RequestLog(method, path, error.trouble, self._clock() - begun, "", 0))
            raise
        outcome: int | Trouble = reply.status
        try:
            yield reply
        except NoAnswer as error:
            outcome = error.trouble
            raise
        finally:
            reply.close()
            seconds = self._clock() - begun
            self._log(RequestLog(method, path, outcome, seconds, reply.request_id, reply.received))

    def _log(self, entry: RequestLog) -> None:
        if self._on_request is not None:
            self._on_request(replace(entry, path=self._redactor.path(entry.path)))

    def _send(self, method: str, path: str, accept: str, body: bytes | None) -> Reply:
        headers = {**self._headers, b"Accept": accept.encode()}
        if body is not None:
            headers[b"Content-Type"] = b"application/json"
        try:
            request = self._client.build_request(method, self._base_url + path, content=body, headers=headers)
        except httpx.InvalidURL as error:
            raise NoAnswer(Trouble.NOT_CONNECTED, phrase("the address is no URL")) from error
        with self._in_turn(proves=body is not None):
            budget = Budget(self._total, self._clock)
            self._budgets.current = budget
            with mapped_errors():
                response = self._client.send(request, stream=True)
            self.date = response.headers.get("date")
            self._proven = self._proven or response.is_success
            self._refused = self._refused or response.status_code == _UNAUTHORIZED
        return Reply(response, self._redactor, budget, self._budgets)

    @contextmanager
    def _in_turn(self, *, proves: bool) -> Iterator[None]:
        """Wait until it is this request's turn: after all others until the credentials are proven, then evenly spread.

        Raises:
            TokenRefused: they were refused meanwhile.
        """
        with nullcontext() if self._proven else self._unproven:
            number, began = self._turnstile.begin(), self._clock()
            try:
                if self._refused:
                    raise token_refused("")
                yield
            finally:
                self._turnstile.end(number, self._clock() - began, proves=proves and not self._refused)
