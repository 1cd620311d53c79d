"""What Typer says of a call that it cannot read, in the reader's language.

Typer has its sentences in English alone. They are known here as templates, and taken apart by them; what is not known
stays as it is. Loaded only when a call was wrong.
"""

import re

from lox24cli.translating import Message, phrase, say

_SENTENCES = (
    phrase("Usage: {usage}"),
    phrase("Try {command} for help."),
    phrase("Error: {problem}"),
    phrase("Missing argument {name}."),
    phrase("Missing option {name}."),
    phrase("Missing command."),
    phrase("No such option: {name} (Possible options: {options})"),
    phrase("No such option: {name} Did you mean {other}?"),
    phrase("No such option: {name}"),
    phrase("No such command {name}. Did you mean {other}?"),
    phrase("No such command {name}."),
    phrase("Invalid value for {name}: {problem}"),
    phrase("Input should be a valid integer, unable to parse string as an integer"),
    phrase("Input should be a valid number, unable to parse string as a number"),
    phrase("Input should be greater than or equal to {least}"),
    phrase("Input should be less than or equal to {most}"),
    phrase("Value error, {value} is not one of {choices}."),
    phrase("Got unexpected extra argument(s) ({arguments})"),
    phrase("Option {name} requires an argument."),
)
"""As Typer 0.29 writes them; the longer before those that they begin like."""


def say_usage(text: str) -> str:
    """Return Typer's lines in the reader's language."""
    return "\n".join(say(_recognise(line)) for line in text.split("\n"))


def _recognise(text: str) -> str:
    """Return the text as the message that it is; as it stands where it is none of Typer's."""
    for sentence in _SENTENCES:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(sentence.template))
        if found := re.fullmatch(pattern, text):
            return Message(sentence.template, {name: _recognise(value) for name, value in found.groupdict().items()})
    return text
