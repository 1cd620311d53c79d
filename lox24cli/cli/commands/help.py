"""`lox24 help`: what is too long for `--help`, one text a topic; and the help of a command, for whoever tries that."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from lox24cli.cli.output.console import show_line, write
from lox24cli.errors import SettingsError
from lox24cli.translating import phrase

TOPICS = ("columns", "numbers", "report", "exit-codes")
"""Each the name of a text in cli/topics/, in the order in which a file goes its way."""

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC|COMMAND]",
        help=f"{', '.join(TOPICS)}; or a command: phones import.",
        autocompletion=lambda incomplete: [topic for topic in TOPICS if topic.startswith(incomplete)],
    ),
]


def help_(context: typer.Context, words: Words = None) -> None:
    """Explain a topic: columns, numbers, report, exit-codes."""
    root = context.find_root()
    if words and len(words) == 1 and words[0] in TOPICS:
        write(plain(read_topic(words[0])), sys.stdout)
        return
    found = _descend(root, words or [])
    if found is None:
        asked = show_line(" ".join(words or []))
        raise SettingsError(
            phrase("there is no help on {asked}", asked=asked),
            phrase("ask for {topics}, or for a command", topics=", ".join(TOPICS)),
        )
    write(found.get_help(), sys.stdout)


def read_topic(name: str) -> str:
    """Return the text of a topic, in Markdown."""
    return (Path(__file__).parent.parent / "topics" / f"{name}.md").read_text("utf-8")


def plain(markdown: str) -> str:
    """Return a topic as a terminal shows it: headings without their signs, words without their quotes."""
    lines = (line.lstrip("# ") if line.startswith("#") else line.replace("`", "") for line in markdown.splitlines())
    return "\n".join(lines)


def _descend(context: Any, words: list[str]) -> Any:  # noqa: ANN401  Typer's contexts and commands have no common type
    """Return the context of the command that the words name; None where there is none."""
    for word in words:
        command = getattr(context.command, "commands", {}).get(word)
        if command is None:
            return None
        context = typer.Context(command, info_name=word, parent=context)
    return context
