r"""The format codes of a workbook, taken apart into sections and tokens.

`dd.mm.yyyy;@`, `#,##0.00 [$€-407]`, `\+0`: ECMA-376 part 1, 18.8.31. Knows no values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lox24cli.contacts.regional import Language, language_of

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
  | \\(?P<escaped>.)?
  | _(?P<space>.)?
  | \*(?P<filler>.)?
  | \[\$(?P<currency>[^\]-]*)-?(?P<locale>[^\]]*)\]
  | \[(?P<elapsed>h+|m+|s+)\]
  | \[(?P<operator><=|>=|<>|<|>|=)\s*(?P<operand>-?[\d.]+)\]
  | \[(?P<colour>[^\]]*)\]
  | (?P<general>general|standard)
  | (?P<half>am/pm|a/p)
  | (?P<date>y+|m+|d+|h+|s+|e+(?![+-])|b+)
  | (?P<exponent>e[+-])
  | (?P<digit>[0#?])
  | (?P<point>\.)
  | (?P<comma>,)
  | (?P<percent>%)
  | (?P<slash>/)
  | (?P<text>@)
  | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

TokenKind = Literal[
    "literal", "general", "half", "date", "elapsed", "exponent", "digit", "point", "comma", "percent", "slash", "text"
]


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a section; `text` is what it shows, or its letters."""

    kind: TokenKind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """`[>=100]`."""

    operator: str
    operand: float

    def holds(self, value: float) -> bool:
        """Whether the number meets the condition."""
        match self.operator:
            case "<":
                return value < self.operand
            case "<=":
                return value <= self.operand
            case ">":
                return value > self.operand
            case ">=":
                return value >= self.operand
            case "=":
                return value == self.operand
            case _:
                return value != self.operand


@dataclass(frozen=True, slots=True)
class Section:
    """What applies to some of the values: positive, negative, zero or text ones."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    language: Language | None = None
    is_system_date: bool = False
    """`[$-F800]`: the computer's long date."""
    drops_sign: bool = False
    """The section says itself how a negative number looks."""

    def has(self, *kinds: TokenKind) -> bool:
        """Whether a token is of one of the kinds."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """For text cells, not for numbers."""
        return self.has("text") and not self.has("digit", "date", "general")


def parse_code(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code, in order; an empty code is General."""
    sections = [_read_section(tokens) for tokens in _split_sections(code)]
    if len(sections) == 1:
        return tuple(sections)
    return tuple(
        Section(section.tokens, section.condition, section.language, section.is_system_date, drops_sign=place == 1)
        if place == 1 or section.condition
        else section
        for place, section in enumerate(sections)
    )


def _split_sections(code: str) -> Iterator[list[re.Match[str]]]:
    found: list[re.Match[str]] = []
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "literal" and match.group() == ";":
            yield found
            found = []
        else:
            found.append(match)
    yield found


def _read_section(matches: list[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition: Condition | None = None
    language: Language | None = None
    is_system_date = False
    for match in matches:
        groups = match.groupdict()
        if groups["operator"]:
            condition = Condition(groups["operator"], _operand(groups["operand"]))
        elif groups["locale"] is not None:
            language = language_of(groups["locale"]) or language
            is_system_date = is_system_date or groups["locale"].upper() in {"F800", "X-SYSDATE"}
            tokens += _literal(groups["currency"])
        else:
            tokens += _read_token(groups)
    return Section(tuple(tokens), condition, language, is_system_date)


def _operand(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _literal(text: str | None) -> list[Token]:
    return [Token("literal", text)] if text else []


def _read_token(groups: dict[str, str | None]) -> list[Token]:
    kinds: tuple[TokenKind, ...] = (
        "general",
        "half",
        "date",
        "elapsed",
        "exponent",
        "digit",
        "point",
        "comma",
        "percent",
        "slash",
        "text",
    )
    for kind in kinds:
        if (text := groups[kind]) is not None:
            return [Token(kind, text)]
    if groups["space"]:
        return [Token("literal", " ")]
    return _literal(groups["quoted"] or groups["escaped"] or groups["literal"])
