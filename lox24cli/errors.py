"""Why a run is doomed, and the exit code that says so.

    Lox24Error
    ├── SettingsError       2  the call or a setting is wrong
    │   └── NothingLeft     2  no run is unfinished (`runs resume` itself ends with 0)
    ├── InputError          6  the file cannot be read
    │   └── MappingError    6  no phone column, or several equally good
    ├── AccountError        4  the account says no: token, activation, funds, group
    │   └── TokenRefused    4  401: no further request may carry these credentials
    ├── TemporaryError      5  run the same command later; nothing is in doubt
    │   ├── IpBlocked       5  429
    │   ├── LockHeld        5  another process delivers to this group
    │   └── AnswerLost      5  standard output takes no more
    ├── LimitReached        7  stopped by a limit the user set
    ├── UnknownOutcome      8  something was sent and cannot be settled now
    └── Interrupted   130/143  Ctrl-C or SIGTERM

A bad row is never an error: it is a value (see model.py). A bug is a traceback.
"""

from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """What the process tells a script; published once, never renumbered."""

    OK = 0
    BUG = 1
    USAGE = 2
    ROWS = 3
    ACCOUNT = 4
    TEMPORARY = 5
    INPUT = 6
    LIMIT = 7
    UNKNOWN = 8
    INTERRUPTED = 130
    TERMINATED = 143


class Lox24Error(Exception):
    """A run that cannot go on: what happened and where, what to do (hint), and the exit code.

    `code` is the stable name that `--json` gives in `error.code`.
    """

    exit_code: ClassVar[ExitCode]
    code: str = "error"
    http_status: int | None = None
    """Of the answer that said so; None where nothing was sent, or none came."""
    request_id: str = ""
    """By which LOX24's support finds that answer."""
    summary: Any = None
    """The Summary of the run that it stopped, where the library raised it; None where no row was judged."""

    def __init__(self, message: str, hint: str | None = None, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class SettingsError(Lox24Error):
    """The call or a setting is wrong."""

    exit_code = ExitCode.USAGE
    code = "setting"


class NothingLeft(SettingsError):
    """What was asked for is done already: nothing of the run is left to do."""

    code = "nothing-left"


class InputError(Lox24Error):
    """The file cannot be read as contacts."""

    exit_code = ExitCode.INPUT
    code = "file-unreadable"


class MappingError(InputError):
    """No phone column can be found, or several are equally good."""

    code = "no-phone-column"


class AccountError(Lox24Error):
    """The account says no (401, 402, 403) or the group does not exist (404)."""

    exit_code = ExitCode.ACCOUNT
    code = "account"


class TokenRefused(AccountError):
    """401: credentials that were refused once are never sent again in this run."""

    code = "token-refused"


class TemporaryError(Lox24Error):
    """The same command will do later; nothing is in doubt."""

    exit_code = ExitCode.TEMPORARY
    code = "temporary"


class IpBlocked(TemporaryError):
    """429: the gateway takes no request from this IP for a while.

    `wait_seconds` is what Retry-After asked for, else 600 (https://doc.lox24.eu/api/, "IP blocking").
    """

    code = "ip-blocked"

    def __init__(self, message: str, hint: str | None = None, *, wait_seconds: float = 600.0) -> None:
        super().__init__(message, hint)
        self.wait_seconds = wait_seconds


class LockHeld(TemporaryError):
    """Another process delivers to the same group of the same account."""

    code = "locked"


class AnswerLost(TemporaryError):
    """The answer could not be written to standard output; what it tells of is done."""

    code = "answer-lost"


class LimitReached(Lox24Error):
    """A limit that the user set was reached."""

    exit_code = ExitCode.LIMIT
    code = "limit"


class UnknownOutcome(Lox24Error):
    """At least one row was sent and it could not be found out whether it is stored."""

    exit_code = ExitCode.UNKNOWN
    code = "unknown"


class Interrupted(Lox24Error):
    """Ctrl-C (130) or SIGTERM (143): what was in flight is recorded."""

    exit_code = ExitCode.INTERRUPTED
    code = "interrupted"


class Terminated(Interrupted):
    """SIGTERM or SIGHUP."""

    exit_code = ExitCode.TERMINATED
    code = "terminated"
