"""A field's text put together from several columns: `{Anrede} {Nachname}`.

Knows columns by their index only; which header an index stands for is column_names.py's business.

The rules, as a user meets them:

- `{…}` is replaced by the cell of that column, without the blanks around it; blanks and line breaks inside
  stay. `{{` and `}}` are the braces themselves.
- A blank cell leaves no trace: of the separators on its two sides one stays (the one with more to show
  than blanks, else the first), none at the beginning or end, and brackets that would hold nothing go.
  `{Anrede} {Titel} {Nachname}` without a Titel is `Herr Meier`; `{Ort} ({Land})` without a Land is `Ulm`.
- When every cell is blank the field is blank, whatever words stand between the braces.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lox24cli.errors import SettingsError
from lox24cli.translating import phrase

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "<": ">", "„": "“", "“": "”", "«": "»"}
_BRACKETS = re.compile(r"[()\[\]<>„“”«»]")


@dataclass(frozen=True, slots=True)
class Template:
    """Literal text (str) and columns (int, index from 0) in order; at least one column."""

    parts: tuple[str | int, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns used, each once, in order of appearance."""
        return tuple(dict.fromkeys(part for part in self.parts if isinstance(part, int)))

    def render(self, cells: Sequence[str]) -> str:
        """Write the field's text for a row's cells by the rules of this module, without blanks around it."""
        values = [part if isinstance(part, str) else cells[part].strip() for part in self.parts]
        if all(values):
            return "".join(values).strip()
        if not any(value for part, value in zip(self.parts, values, strict=True) if isinstance(part, int)):
            return ""
        return "".join(_close_gaps(self.parts, values)).strip()


def parse_template(text: str, find: Callable[[str], int]) -> Template:
    """Parse the template; `find` gives the index of a column's name, or raises.

    Raises SettingsError when the braces do not match or no column is named.
    """
    parts: list[str | int] = []
    literal, end = "", 0
    for token in _TOKEN.finditer(text):
        literal += text[end : token.start()]
        end = token.end()
        name = token.group(1)
        if token.group() in {"{{", "}}"}:
            literal += token.group()[0]
        elif name is None or not name.strip():
            raise SettingsError(
                phrase("the template {text!r} has a brace without a column", text=text),
                phrase("write {Header} for a column, {{ and }} for the braces themselves"),
            )
        else:
            parts += [literal] if literal else []
            parts.append(find(name.strip()))
            literal = ""
    literal += text[end:]
    if not any(isinstance(part, int) for part in parts):
        raise SettingsError(
            phrase("the template {text!r} names no column", text=text), phrase("write {Header} for a column")
        )
    return Template((*parts, literal) if literal else tuple(parts))


def _close_gaps(parts: Sequence[str | int], values: Sequence[str]) -> Iterator[str]:
    """Yield what is shown, each piece after the separator that is left when blank cells are gone."""
    gap: list[str] = []
    begun = blank = False
    for part, value in zip(parts, values, strict=True):
        if isinstance(part, int):
            pieces = [(value, True)] if value else []
            blank = blank or not value
        else:
            pieces = _split_literal(value)
        for text, is_shown in pieces:
            if not is_shown:
                gap.append(text)
                continue
            yield (_separator(gap, between=begun) if blank else "".join(gap)) + text
            gap, begun, blank = [], True, False
    yield _separator(gap, between=False) if blank else "".join(gap)


def _split_literal(text: str) -> list[tuple[str, bool]]:
    """Split the literal into separator, words, separator; True marks the words, which are always shown."""
    words = _WORDS.search(text)
    if words is None:
        return [(text, False)]
    pieces = [(text[: words.start()], False), (words.group(), True), (text[words.end() :], False)]
    return [piece for piece in pieces if piece[0]]


def _separator(gap: Sequence[str], *, between: bool) -> str:
    """Return what stays around a blank cell: the brackets that hold other text, and one separator."""
    open_brackets: list[str] = []
    closing: list[str] = []
    for bracket in _BRACKETS.findall("".join(gap)):
        if open_brackets and _CLOSING[open_brackets[-1]] == bracket:
            open_brackets.pop()
        elif bracket in _CLOSING:
            open_brackets.append(bracket)
        else:
            closing.append(bracket)
    plain = [_BRACKETS.sub("", text) for text in gap]
    kept = max(plain, key=lambda text: (len("".join(text.split())), len(text)), default="") if between else ""
    return "".join(closing) + kept + "".join(open_brackets)
