"""Who may ask: the token in either of its header styles, and the IP block.

Knows no HTTP library: headers come as a mapping with lower-case names. Facts: https://doc.lox24.eu/api/,
"Authentication" and "IP blocking": more than three requests with wrong credentials from one IP within a
minute, and every request from that IP is answered 429 for the next ten minutes. Undocumented, and chosen
here: the fourth bad request itself is a 401, and requests during the block do not prolong it.
"""

import hmac
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

ALLOWED_REFUSALS = 3
WINDOW_SECONDS = 60.0
BLOCK_SECONDS = 600.0

PLACEHOLDER_TOKEN = "1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx"  # noqa: S105  the documentation's own, no secret
"""The token of the vendor's code samples."""

_TOKEN = re.compile(r"[^\s:]+:[^\s:]+", re.ASCII)


def find_credentials(headers: Mapping[str, str]) -> str | None:
    """Return `clientid:key` from the request headers, or None when there are none or no such pair.

    The older pair of headers is still accepted; release note 2.9 and the authentication chapter disagree
    on the name of the second one, so both are.
    """
    token = headers.get("x-lox24-auth-token", "").strip()
    client_id = headers.get("x-lox24-client-id") or headers.get("x-lox24-auth-client-id")
    if client_id and ":" not in token:
        token = f"{client_id.strip()}:{token}"
    return token if _TOKEN.fullmatch(token) else None


class Guard:
    """Knows the right token, if one was named, and counts refusals for each IP. Thread-safe."""

    def __init__(self, token: str | None, clock: Callable[[], float]) -> None:
        self._token = token
        self._clock = clock
        self._refusals: dict[str, deque[float]] = defaultdict(deque)
        self._blocked_until: dict[str, float] = {}
        self._lock = threading.Lock()
        self._is_revoked = False

    def revoke(self, *, revoked: bool = True) -> None:
        """Accept no credentials any more; or, not `revoked`, those again that are right."""
        self._is_revoked = revoked

    def admits(self, credentials: str | None, ip: str) -> bool:
        """Tell whether these credentials are good; a refusal is counted against `ip`."""
        if credentials is not None and self._is_right(credentials):
            return True
        now = self._clock()
        with self._lock:
            refusals = self._refusals[ip]
            refusals.append(now)
            while refusals[0] <= now - WINDOW_SECONDS:
                refusals.popleft()
            if len(refusals) > ALLOWED_REFUSALS:
                self._blocked_until[ip] = now + BLOCK_SECONDS
                refusals.clear()
        return False

    def _is_right(self, credentials: str) -> bool:
        if self._is_revoked:
            return False
        return self._token is None or hmac.compare_digest(credentials.encode(), self._token.encode())

    def block_left(self, ip: str) -> float:
        """Return for how many seconds `ip` is still blocked; 0.0 when it is not."""
        if not self._blocked_until:
            return 0.0
        with self._lock:
            return max(0.0, self._blocked_until.get(ip, 0.0) - self._clock())

    def forgive(self) -> bool:
        """Forget every refusal and block, and that credentials were revoked; return whether an IP was blocked."""
        self._is_revoked = False
        with self._lock:
            was_blocked = bool(self._blocked_until)
            self._refusals.clear()
            self._blocked_until.clear()
        return was_blocked
