"""How long an answer asks to wait: its Retry-After header, in both forms of RFC 9110 10.2.3."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_WAIT = timedelta(days=1).total_seconds()


def read_retry_after(value: str, date: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Return the seconds that a Retry-After header asks for, at most a day; None when it says nothing.

    Both forms of RFC 9110 10.2.3: seconds, or a date; a date is measured from the answer's own Date
    header, so that a wrong clock of this machine does not matter.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST_WAIT)
    until = _read_http_date(value)
    if until is None:
        return None
    seconds = (until - (_read_http_date(date) or now())).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _read_http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
