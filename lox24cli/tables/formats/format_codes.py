r"""The format codes of a workbook, taken apart into sections and tokens.

`dd.mm.yyyy;@`, `#,##0.00 [$€-407]`, `\+0`: ECMA-376 part 1, 18.8.31. Knows no values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from lox24cli.tables.formats.calendar_words import Language
from lox24cli.tables.formats.conventions import language_of

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


_SYSTEM: dict[str, Literal["date", "time"]] = {"F800": "date", "X-SYSDATE": "date", "F400": "time", "X-SYSTIME": "time"}


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


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What applies to some of the values: positive, negative, zero or text ones."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    language: Language | None = None
    system: Literal["date", "time"] | None = None
    """`[$-F800]`, `[$-F400]`: the computer's long date or its time, whatever the code says."""
    drops_sign: bool = False
    """The section says itself how a negative number looks."""
    kinds: frozenset[TokenKind] = field(init=False)
    """Of its tokens."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", frozenset(token.kind for token in self.tokens))

    def has(self, *kinds: TokenKind) -> bool:
        """Whether a token is of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def is_text(self) -> bool:
        """For text cells, not for numbers."""
        return self.has("text") and not self.has("digit", "date", "general")


@lru_cache(maxsize=512)
def parse_code(code: str) -> tuple[Section, ...]:
    """Return the sections of a format code, in order; an empty code is General."""
    sections = [_read_section(tokens) for tokens in _split_sections(code)]
    conditions = [section.condition for section in sections]
    if not any(conditions):
        return tuple(replace(section, drops_sign=place == 1) for place, section in enumerate(sections))
    return tuple(
        replace(section, drops_sign=_holds_negatives(conditions, place)) for place, section in enumerate(sections)
    )


def _holds_negatives(conditions: list[Condition | None], place: int) -> bool:
    """Tell whether the section is for negative numbers alone."""
    own, first = conditions[place], conditions[0]
    if own is not None:
        return own.operator in {"<", "<="} and own.operand <= 0
    return place == 1 and first is not None and first.operator in {">", ">="} and first.operand == 0


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
    system: Literal["date", "time"] | None = None
    for match in matches:
        groups = match.groupdict()
        if groups["operator"]:
            condition = Condition(groups["operator"], _operand(groups["operand"]))
        elif groups["locale"] is not None:
            language = language_of(groups["locale"]) or language
            system = _SYSTEM.get(groups["locale"].upper(), system)
            tokens += _literal(groups["currency"])
        else:
            tokens += _read_token(groups)
    return Section(tuple(tokens), condition, language, system)


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
