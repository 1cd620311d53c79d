"""What may be written where: one value decides every "may I draw?" question, and no data reaches a terminal raw.

stdout carries the answer; progress, notices and errors go to stderr (https://clig.dev/#output). NO_COLOR
(https://no-color.org), TERM=dumb and pipes get neither colour nor animation.
"""

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

from lox24cli.cli.flags import OutputFlags
from lox24cli.errors import AnswerLost, Lox24Error
from lox24cli.translating import ENGLISH, Message, language, phrase, say
from lox24cli.wording import seen_from_here

_NARROWEST = 40
"""Columns from which on lines are broken: below, there is nothing to win."""
_LABEL = re.compile(r" *(?:\S+(?: \S+)* {2,}|\S+: (?=\S))?")
"""`File      `, `  phone  `, `       12  `, `hint: `: what stands before the text of a line."""
_COMMAND = re.compile(r" +lox24 ")
_ARGUMENTS = re.compile(r"(?:--[\w-]+ )?(?:[^\s']|'[^']*')+")
_UNBROKEN = "\ue000"
"""In place of a blank where no line may be broken."""
_WORDS = re.compile(r'(?:--[\w-]+ )?(?:[^\s"]|"[^"]*")+')


def show(text: str) -> str:
    """Return text in the reader's language, every control character made visible: cells are data, not commands."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in say(text))


def show_line(text: str) -> str:
    """Return text as one safe line."""
    return show(say(text).replace("\r\n", " ").replace("\n", " ").replace("\r", " "))


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes, and what it may do there."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False
    no_progress: bool = False
    silent: bool = False
    """`--cron`: nothing at all unless something is wrong."""

    @classmethod
    def of(cls, output: OutputFlags, *, silent: bool = False) -> Self:
        """Return what the options ask for."""
        return cls(output.quiet, output.verbose, output.json, output.no_progress, silent)

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

    def answer(self, text: str, links: Sequence[Path] = ()) -> None:
        """Write a line of the answer to stdout; where these files are named, they can be clicked if possible."""
        write(text, sys.stdout, links)


def has_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether colours may be used on a stream."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write(text: str, stream: TextIO, links: Sequence[Path] = ()) -> None:
    """Write a line in the reader's language; what the stream cannot encode is written as escapes, never as an error.

    A pipe that nobody reads any more is no error either: whoever read it has seen enough.

    Raises:
        AnswerLost: standard output takes no more.
    """
    text, encoding = say(text), stream.encoding or "utf-8"
    if stream.isatty():
        width = shutil.get_terminal_size().columns
        names = [seen_from_here(file) for file in links]
        for name in names:
            text = text.replace(name, name.replace(" ", _UNBROKEN))
        text = "\n".join(_wrapped(line, width) for line in text.split("\n")).replace(_UNBROKEN, " ")
        if links:
            from lox24cli.cli.output.links import linked  # noqa: PLC0415  where there is something to click

            text = linked(text, links, os.environ)
    try:
        stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except OSError as error:
        # What is still in the buffer is written at the end of the process, and must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise AnswerLost(
                phrase("the answer cannot be written to standard output: {strerror}", strerror=error.strerror),
                phrase("make room or send it elsewhere; lox24 runs list shows what was imported"),
            ) from error


def _wrapped(line: str, width: int) -> str:
    """Return the line broken between words, what follows indented to where its text begins: behind a label, else by 2.

    An option with its quoted value is one word, and a command goes on behind a backslash: they are there to be copied.
    """
    if len(line) <= width or width < _NARROWEST:
        return line
    label = _LABEL.match(line)
    indent = len(label[0]) if label and label[0] else 2
    is_command = _COMMAND.match(line) is not None
    more, width = (" \\", width - 2) if is_command else ("", width)
    lines, length = [label[0] if label else ""], indent
    for word in (_ARGUMENTS if is_command else _WORDS).findall(line[len(lines[0]) :]):
        if length + len(word) > width and length > indent:
            lines[-1] = f"{lines[-1].rstrip()}{more}"
            lines.append(" " * indent)
            length = indent
        lines[-1] += f"{word} "
        length += len(word) + 1
    return "\n".join(lines).rstrip()


def open_missing_streams() -> None:
    """Give a process that was started without standard streams empty ones: files of ours would get their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  open to the end


def _sentence(message: str) -> str:
    """Return the text with the capital by which a sentence after a colon begins, where the language has one."""
    said = say(message)
    begins = isinstance(message, Message) and not message.template.startswith(("{", "lox24 "))
    return said[:1].upper() + said[1:] if begins and language() != ENGLISH else said


def write_error(error: Lox24Error, *, run_hint: str | None = None) -> None:
    """Write what happened and what to do to stderr."""
    red, plain = ("\x1b[31m", "\x1b[0m") if has_colour(sys.stderr) else ("", "")
    write(f"{red}{say(phrase('error:'))}{plain} {show(_sentence(error.message))}", sys.stderr)
    for hint in (error.hint, run_hint):
        if hint:
            write(phrase("hint: {hint}", hint=show(_sentence(hint))), sys.stderr)
