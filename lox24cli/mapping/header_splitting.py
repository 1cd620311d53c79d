"""A header as words: camel case, underscores and compounds taken apart, and what is a mere remark left out.

`Mitgliedshandynummer` is `mitglied handy nummer`: German and Dutch write as one word what others write as three, and
what a compound is stands at its end. So a word is taken apart when all of its parts are known, or when a word for
phone stands at its end, before `-nummer` or alone; `Hotel` and `Automobil` are words of their own.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from lox24cli.mapping import header_words as words
from lox24cli.mapping.column_names import fold_words

_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-Z])|(?<=[A-Za-zäöü])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_WRITTEN_AS_ONE = (
    (re.compile(r"(?i)whats\s*app"), "Whatsapp"),
    (re.compile(r"(?i)\bi-?phone"), "Iphone"),
    (re.compile(r"(?i)\b06[\s-]*(?=nummer|nr)"), "mobiel "),
    (re.compile(r"(?i)\be-?mail"), "Email"),
    (re.compile(r"(?i)n[°º]\s*|#"), " no "),
)
_REMARK = re.compile(r"[(\[][^)\]]*[)\]]?")
_HOW_WRITTEN = re.compile(
    r"\b(?:(?:with|incl|including|mit|inkl|inklusive|avec|con|z|met)\s(?:\w+\s){0,2}?"
    r"(?:country code|code|vorwahl|laendervorwahl|landesvorwahl|indicatif|prefijo|prefisso|landcode))"
)
_LINKS = ("", "s", "es", "n", "en", "er")
"""Between the parts of a German compound."""
_ENDINGS = ("rufnummer", "nummern", "nummer", "number", "numer", "nrn", "nr", "num", "no")
_CALL = "rufnummer"
_MIN_PART = 4
"""Letters of a part inside a compound: `tel` stands in `Hotel`, `art` in `Partner`."""


@lru_cache(maxsize=20_000)  # more than the 16,384 columns of a sheet
def split_header(header: str) -> tuple[str, ...]:
    """Return the folded words of a header, remarks such as `(ohne Leerzeichen)` left out."""
    for pattern, word in _WRITTEN_AS_ONE:
        header = pattern.sub(word, header)
    header = _REMARK.sub(_keep_unless_remark, header)
    folded = _HOW_WRITTEN.sub(" ", fold_words(_CAMEL.sub(" ", header)))
    return tuple(part for word in folded.split() for part in split_compound(word))


@lru_cache(maxsize=4096)
def split_compound(word: str) -> tuple[str, ...]:
    """Return the parts of a compound, `(word,)` for any other word.

    The part in front that nobody knows stays one word: `fahrerhandynr` is `fahrer handy nr`.
    """
    if word in _known() or word in words.NO_COMPOUNDS:
        return (word,)
    if word.endswith(_CALL):
        return (*split_compound(word.removesuffix(_CALL)), _CALL)
    return _split_known(word) or _split_head(word) or (word,)


def _keep_unless_remark(bracket: re.Match[str]) -> str:
    """Drop a remark: it says how to write, or that one has to: it begins so, or holds nothing else."""
    parts = fold_words(bracket.group()).split()
    is_remark = bool(parts) and (parts[0] in words.REMARK_STARTS or set(parts) <= words.FILLERS)
    speaks = any(part in words.RELATIVE or part in words.EMERGENCY or part in words.NEVER for part in parts)
    return bracket.group() if speaks or not is_remark else " "


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    sets: tuple[frozenset[str] | Mapping[str, str], ...] = (
        words.MOBILE, words.PHONE, words.HINTS, words.MESSAGES, words.LANDLINE, words.NEVER, words.NEUTRAL,
        words.ROLE, words.CLOSE, words.PARTICULAR, words.FURTHER, words.RELATIVE, words.EMERGENCY,
        words.NOT_THE_NUMBER, words.PREFIX, words.OTHER, words.FILLERS,
    )  # fmt: skip
    return frozenset().union(*sets)


def _split_known(word: str) -> tuple[str, ...]:
    """Take apart a word that consists of known ones."""
    for size in range(len(word) - 1, 1, -1):
        front, rest = word[:size], word[size:]
        if front not in _known() or (size < _MIN_PART and front not in words.SHORT_FRONTS):
            continue
        for link in _LINKS:
            if not rest.startswith(link):
                continue
            tail = rest[len(link) :]
            if (tail in _known() and len(tail) >= _MIN_PART) or tail in _ENDINGS:
                return (front, tail)
            if len(tail) > _MIN_PART and (parts := _split_known(tail)):
                return (front, *parts)
    return ()


def _split_head(word: str) -> tuple[str, ...]:
    """Find the word for phone at the end, behind a beginning that nobody knows."""
    for ending in ("", *_ENDINGS):
        if not word.endswith(ending):
            continue
        stem = word.removesuffix(ending)
        for head in words.HEADS:
            if stem.endswith(head) and len(stem) > len(head):
                return tuple(part for part in (stem.removesuffix(head), head, ending) if part)
    ending = next((ending for ending in (*_ENDINGS[1:4], "nr") if word.endswith(ending)), "")
    return (word.removesuffix(ending), ending) if ending and len(word) > len(ending) + 1 else ()
