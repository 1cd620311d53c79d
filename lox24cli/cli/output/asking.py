"""The one question: asked at the terminal, wherever standard input and error lead.

A person at a terminal is asked also where the contacts come by a pipe or errors go into a file; what was typed before
the question was shown is not the answer.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from lox24cli.cli.output.console import write
from lox24cli.errors import SettingsError
from lox24cli.translating import phrase, say

_TERMINAL = "/dev/tty"
_YES = frozenset({"y", "yes", "j", "ja"})


def is_at_terminal() -> bool:
    """Tell whether a person looks on: one of the three standard streams is a terminal."""
    return any(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def ask(text: str, question: str) -> bool:
    """Show `text`, ask, and return whether the answer is yes; anything else, and the end of input, is no.

    Raises:
        SettingsError: the terminal that somebody looks at takes no answer.
    """
    return ask_for(text, f"{say(question)} {say(phrase('[y/N]'))}").strip().lower() in _YES


def ask_for(text: str, question: str) -> str:
    """Show `text`, ask, and return the line that is typed; empty at the end of input.

    Raises:
        SettingsError: the terminal that somebody looks at takes no answer.
    """
    with _terminal() as (keyboard, screen):
        write(text, screen)
        _forget_typed(keyboard)
        screen.write(f"{say(question)} ")
        screen.flush()
        return keyboard.readline()


@contextmanager
def _terminal() -> Iterator[tuple[TextIO, TextIO]]:
    if sys.stdin.isatty() and sys.stderr.isatty():
        yield sys.stdin, sys.stderr
        return
    try:
        keyboard, screen = open(_TERMINAL, encoding="utf-8"), open(_TERMINAL, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    except OSError as error:
        raise SettingsError(
            phrase("nobody can be asked whether to upload: the terminal takes no answer"),
            phrase("look at the plan with --dry-run, then say --yes"),
            code="cannot-ask",
        ) from error
    with keyboard, screen:
        yield keyboard, screen


def _forget_typed(keyboard: TextIO) -> None:
    if os.name == "posix":
        import termios  # noqa: PLC0415  not on every system

        with suppress(termios.error, ValueError):
            termios.tcflush(keyboard.fileno(), termios.TCIFLUSH)
