"""The manual, made from the help: docs/commands/ and docs/topics/ for a browser, docs/lox24.1 for `man`.

`python -m tests.manual` writes it anew; a test fails while it is stale.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer
from typer.main import get_command

from lox24cli import __version__
from lox24cli.cli.app import app
from lox24cli.cli.commands.help import TOPICS, read_topic
from lox24cli.cli.examples import EXAMPLES
from lox24cli.cli.help import PROGRAM, Record, arguments, panels, path_of, summary_of
from lox24cli.cli.panels import Panel
from tests.conftest import ROOT

DOCS = ROOT / "docs"
_ITEM = re.compile(r"- (.+?): (.*)")
_SHARED = tuple(panel for panel in Panel if panel is not Panel.OWN)
_ENVIRONMENT = (
    ("LOX24_TOKEN", "The token, clientid:key. There is no option for it, which other users could read."),
    ("LOX24_TOKEN_FILE", "A file with the token, private to you."),
    ("LOX24_BASE_URL", "The gateway's address, for a look-alike."),
    ("LOX24_STATE_DIR", "Where the journals of the runs are kept."),
    ("LOX24_LANG", "The language of messages, plan, summary and page: de or en; else the locale's."),
    ("LOX24_...", "Each option: LOX24_REPORT_DIR is --report-dir. A flag beats the environment, which beats .env."),
)
_FILES = (
    (".env", "Settings, looked for from the working folder and from the folder of the contacts upwards."),
    ("~/.local/state/lox24", "The journals, on Linux."),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the help says of one command."""

    path: str
    usage: str
    text: str
    examples: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, list[Record]], ...]

    @property
    def title(self) -> str:
        """The command as it is typed."""
        return f"{PROGRAM} {self.path}".strip()


def pages() -> list[Page]:
    """Return every command that does something, in the order of the help."""
    return list(_walk(get_command(app), None, PROGRAM))


def _walk(command: Any, parent: Any, name: str) -> Iterator[Page]:  # noqa: ANN401  Typer does not export the types
    context: Any = typer.Context(command, info_name=name, parent=parent, **command.context_settings)
    if hasattr(command, "commands"):
        for word in command.list_commands(context):
            yield from _walk(command.commands[word], context, word)
        return
    path = path_of(context)
    said = [("Arguments", records)] if (records := arguments(command)) else []
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    sections = (*said, *panels(command, context))
    yield Page(path, usage, " ".join(command.help.split()), EXAMPLES.get(path, ()), sections)


def documents() -> dict[str, str]:
    """Return every text of the manual by its place below docs/."""
    found = pages()
    topics = {f"topics/{topic}.md": read_topic(topic) for topic in TOPICS}
    commands = {f"commands/{page.path.replace(' ', '-')}.md": markdown(page) for page in found}
    return {"commands/README.md": index(found), **commands, **topics, "lox24.1": roff(found)}


def index(found: list[Page]) -> str:
    """Return the page that leads to all others."""
    lines = [f"- [{page.title}]({page.path.replace(' ', '-')}.md): {page.text.partition('. ')[0]}" for page in found]
    topics = [f"- [{topic}](../topics/{topic}.md)" for topic in TOPICS]
    return "\n".join(("# The commands of lox24", "", *lines, "", "## Topics", "", *topics, ""))


def markdown(page: Page) -> str:
    """Return a command's page."""
    lines = [f"# {page.title}", "", page.text, "", f"    {page.usage}", ""]
    if page.examples:
        shown = [line for purpose, example in page.examples for line in (f"# {purpose}", example)]
        lines += ["```sh", *shown, "```", ""]
    for title, records in page.sections:
        lines += [f"## {title}", ""]
        lines += [f"- `{name}`: {text}" if text else f"- `{name}`" for name, text in records]
        lines.append("")
    return "\n".join(lines)


def roff(found: list[Page]) -> str:
    """Return the man page, in the macros of man(7)."""
    root = get_command(app)
    lines = [
        f'.TH LOX24 1 "" "lox24 {__version__}" "User Commands"',
        *(".nh", ".ad l"),
        *(".SH NAME", f"lox24 \\- {_escape('bring contact files into LOX24 groups')}"),
        *(".SH SYNOPSIS", *(line for page in found for line in (".nf", f".B {_escape(page.usage)}", ".fi"))),
        *(".SH DESCRIPTION", _escape(summary_of(root)), ".SH EXAMPLES"),
    ]
    for purpose, example in EXAMPLES[""]:
        lines += [".TP", _escape(purpose), f".B {_escape(example)}"]
    lines.append(".SH COMMANDS")
    for page in found:
        lines += [f'.SS "{_escape(page.title)}"', _escape(page.text)]
        for purpose, example in page.examples:
            lines += [
                ".PP",
                _escape(purpose if purpose.endswith("?") else f"{purpose}:"),
                ".br",
                f".B {_escape(example)}",
            ]
        lines += _own(page)
    lines += [".SH OPTIONS", "What several commands take.", *_shared(found)]
    lines += [".SH ENVIRONMENT", *_terms(_ENVIRONMENT), ".SH FILES", *_terms(_FILES)]
    for topic in TOPICS:
        lines += _topic(read_topic(topic))
    return "\n".join((*lines, ""))


def _own(page: Page) -> Iterator[str]:
    """Yield what a command has for itself, and the names of what is described with the options of all."""
    others: list[str] = []
    for title, records in page.sections:
        if title in _SHARED:
            others += [name.partition(" ")[0] if name.startswith("--") else name.split()[1] for name, _ in records]
        else:
            yield from _terms(records)
    if others := [name for name in others if name != "--help"]:
        yield from (".PP", f"And: {_escape(', '.join(others))}.")


def _shared(found: list[Page]) -> Iterator[str]:
    for shared in _SHARED:
        below = (records for page in found for title, records in page.sections if title == shared)
        records = {name: (name, text) for records in below for name, text in records}
        yield from (f'.SS "{shared}"', *_terms(records.values()))


def _terms(records: Any) -> Iterator[str]:  # noqa: ANN401  pairs of any collection
    for name, text in records:
        yield from (".TP", f".B {_escape(name)}", _escape(text) or "\\&")


def _topic(text: str) -> Iterator[str]:
    """Yield a topic's Markdown as roff: headings, lists, commands, paragraphs."""
    joined = re.sub(r"\n  (?=\S)", " ", text)  # a list's item is one line
    for line in joined.splitlines():
        if line.startswith("    "):
            yield from (".EX", _escape(line), ".EE")
        elif line.startswith("# "):
            yield f".SH {_escape('EXIT STATUS' if line == '# Exit codes' else line[2:].upper())}"
        elif line.startswith("## "):
            yield f'.SS "{_escape(line[3:])}"'
        elif item := _ITEM.fullmatch(line):
            yield from (".TP", _bold(item[1]), _bold(item[2]))
        else:
            yield _bold(line) or ".PP"


def _bold(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", _escape(text))


def _escape(text: str) -> str:
    """Return text in which nothing is a request or an escape of roff."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


def write() -> None:
    """Write the manual, and delete pages of commands that are no more."""
    wanted = documents()
    for folder in ("commands", "topics"):
        (DOCS / folder).mkdir(parents=True, exist_ok=True)
        for path in (DOCS / folder).glob("*.md"):
            if f"{folder}/{path.name}" not in wanted:
                path.unlink()
    for place, text in wanted.items():
        (DOCS / place).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
