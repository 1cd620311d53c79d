"""The log of requests: JSON lines in a file (`--log-file`), lines on stderr (`-v`). No token, no personal data."""

import json
import os
import sys
import threading
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from lox24cli.cli.output.console import show_line, write
from lox24cli.errors import SettingsError
from lox24cli.translating import phrase

if TYPE_CHECKING:
    from lox24cli.gateway.outcomes import RequestLog


_HINT = phrase("name another file with --log-file")
_START = b'{"time": '


class RequestLines(AbstractContextManager["RequestLines"]):
    """Writes one line for each exchange with the gateway; called from several threads."""

    def __init__(self, path: Path | None, stream: TextIO | None) -> None:
        """Open the log for appending (0600).

        Raises:
            SettingsError: it cannot be opened, or it is a file with something else in it.
        """
        self._stream = stream
        self._lock = threading.Lock()
        self._file: TextIO | None = None
        if path is not None:
            try:
                self._file = _open_log(path)
            except OSError as error:
                raise SettingsError(
                    phrase("the log {path} cannot be written: {strerror}", path=path, strerror=error.strerror), _HINT
                ) from error

    def __call__(self, entry: "RequestLog") -> None:
        """Write the line of one exchange."""
        with self._lock:
            if self._file is not None:
                line = {
                    "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                    "method": entry.method,
                    "path": entry.path,
                    "outcome": entry.outcome,
                    "seconds": round(entry.seconds, 4),
                    "request_id": entry.request_id,
                    "bytes": entry.received,
                }
                self._append(json.dumps(line) + "\n")
            if self._stream is not None:
                text = phrase(
                    "{method} {path} -> {outcome} in {seconds:.2f} s {request_id}",
                    method=entry.method,
                    path=entry.path,
                    outcome=entry.outcome,
                    seconds=entry.seconds,
                    request_id=entry.request_id,
                )
                write(show_line(text).rstrip(), self._stream)

    def _append(self, line: str) -> None:
        """Write a line; a log that takes no more is told once and given up: it never stops a run."""
        if self._file is None:
            return
        try:
            self._file.write(line)
            self._file.flush()
        except OSError as error:
            write(
                phrase(
                    "the log cannot be written any more: {strerror}; the run goes on without it",
                    strerror=error.strerror,
                ),
                sys.stderr,
            )
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what is left in its buffer fails again
                self._file.close()
            self._file = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()


def _open_log(path: Path) -> TextIO:
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(_START)) != _START:
                raise SettingsError(phrase("{path} exists and is no log of lox24", path=path), _HINT)
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8")
