"""What may be written where: one value decides every "may I draw?" question, and no data reaches a terminal raw.

stdout carries the answer; progress, notices and errors go to stderr (https://clig.dev/#output). NO_COLOR
(https://no-color.org), TERM=dumb and pipes get neither colour nor animation.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from lox24cli.errors import Lox24Error


def show(text: str) -> str:
    """Return text with every control character made visible: cells and server messages are data, not commands."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def show_line(text: str) -> str:
    """Return text as one safe line."""
    return show(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes, and what it may do there."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False
    no_progress: bool = False
    silent: bool = False
    """`--cron`: nothing at all unless something is wrong."""

    @property
    def is_interactive(self) -> bool:
        """Tell whether a person can be asked: standard input and error are a terminal."""
        return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty() and not self.silent

    @property
    def animates(self) -> bool:
        """Tell whether a bar may be drawn."""
        return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and self.reports_progress

    @property
    def reports_progress(self) -> bool:
        """Tell whether progress is wanted in any form."""
        return not (self.quiet or self.no_progress or self.silent)

    def tell(self, text: str) -> None:
        """Write a notice to stderr, unless only errors are wanted."""
        if not (self.quiet or self.silent):
            write(show(text), sys.stderr)

    def answer(self, text: str) -> None:
        """Write a line of the answer to stdout."""
        write(text, sys.stdout)


def has_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether colours may be used on a stream."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write(text: str, stream: TextIO) -> None:
    """Write a line; characters that the stream cannot encode are written as escapes, never as an error."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding) + "\n")
    stream.flush()


def write_error(error: Lox24Error, *, run_hint: str | None = None) -> None:
    """Write what happened and what to do to stderr."""
    red, plain = ("\x1b[31m", "\x1b[0m") if has_colour(sys.stderr) else ("", "")
    write(f"{red}error:{plain} {show(error.message)}", sys.stderr)
    for hint in (error.hint, run_hint):
        if hint:
            write(f"hint: {show(hint)}", sys.stderr)
