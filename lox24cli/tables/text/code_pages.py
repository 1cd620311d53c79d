"""Which single-byte code page makes words of the bytes over 127.

cp1252 is what such files nearly always are, so another page has to read clearly better. When one reads somewhat better,
nobody can know, and the user is asked. Knows no files.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lox24cli.tables.text.accented_words import alphabets, kind_of, known_surroundings, surroundings

DEFAULT = "cp1252"
_PAGES = (DEFAULT, "iso8859-15", "cp1250", "iso8859-2", "mac-roman", "cp850", "cp437", "cp1254")
_FOREIGN = "cp1251"
_EASTERN_PAGES = ("cp1250", "iso8859-2")
_EASTERN = re.compile(rb"(?i)sz|zs|cs|cz|rz|gy|dz|wicz|sk[iy]\b|ov[a\xe1]\b")
"""Letters beside each other in Hungarian, Polish and Czech names, and hardly elsewhere."""
_MOST_WORDS = 3_000
_ASCII_END = 0x80
_C1_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))
_CLEARLY, _SLIGHTLY = 1.5, 0.75  # points a word; half of it when many words say so
_MANY = 5
_RUN = 3
_FOREIGN_SHARE = 0.3

_QUOTES = "“”„«»–—…\u201a\u2039\u203a"  # the last three: single quotes, low and pointed
_APOSTROPHES = "’‘\u00b4`"
_ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "o", "qu", "s", "t", "all", "dall", "dell", "nell", "sant", "sull", "un"]
)
_CLIPPED = frozenset(["d", "hui", "ll", "m", "re", "s", "t", "ve"])
_BESIDE_NUMBERS = "°§¹²³½¼¾·•µ€£\u00a0\u00d7"
_BESIDE_WORDS = "®™©ºª¿¡"


@dataclass(frozen=True, slots=True)
class Choice:
    """The verdict: an encoding, or None and the readings to ask about."""

    encoding: str | None
    sample: str = ""
    """A word as the encoding reads it."""
    word: bytes = b""
    """The bytes of the word to ask about."""
    readings: tuple[tuple[str, str], ...] = ()
    """(encoding, the word in it) for each reading to choose from."""


def choose_code_page(words: Mapping[bytes, int], high_bytes: set[int]) -> Choice:
    """Return the code page that reads the words best.

    `words` are those with bytes over 127, `high_bytes` all such bytes of the file: a page that leaves one of them
    undefined, or makes a control character of it, is out.
    """
    sample = sorted(words, key=lambda word: (-words[word], word))[:_MOST_WORDS]
    pages = [page for page in _PAGES if _can_read(page, high_bytes)]
    if _is_foreign(sample):
        return _ask([DEFAULT, _FOREIGN] if DEFAULT in pages else [_FOREIGN, "cp1253"], sample)
    if not pages:
        return _ask(["mac-roman", "cp850"], sample)
    scores = {page: sum(_score(_read(word, page)) for word in sample) for page in pages}
    best = max(pages, key=lambda page: (scores[page], -pages.index(page)))
    if best == DEFAULT:
        return _ask_eastern(pages, sample) or Choice(best, _sample_of(sample, best))
    for rival in sorted(pages, key=lambda page: page != DEFAULT):
        differing = [word for word in sample if _read(word, best) != _read(word, rival)]
        if rival == best or not differing:
            continue
        gain = (scores[best] - scores[rival]) / len(differing) * (1 + (len(differing) >= _MANY))
        if gain < _SLIGHTLY and rival == DEFAULT:
            return _ask_eastern(pages, sample) or Choice(DEFAULT, _sample_of(sample, DEFAULT))
        if gain < (_CLEARLY if rival == DEFAULT else _SLIGHTLY):
            return _ask([rival, best], differing)
    return Choice(best, _sample_of(sample, best))


def _ask_eastern(pages: list[str], sample: list[bytes]) -> Choice | None:
    """Ask where words look Hungarian, Polish or Czech and another page reads what differs as well: `Szûcs`, `Szűcs`."""
    if not any(map(_EASTERN.search, sample)):
        return None
    for rival in filter(pages.__contains__, _EASTERN_PAGES):
        differing = [word for word in sample if _read(word, DEFAULT) != _read(word, rival)]
        scores = [sum(_score(_read(word, page)) for word in differing) for page in (DEFAULT, rival)]
        looks_so = any(map(_EASTERN.search, differing)) and scores[1] >= len(differing)
        if differing and (scores[1] >= scores[0] or looks_so):
            return _ask([DEFAULT, rival], differing)
    return None


def _can_read(page: str, high_bytes: set[int]) -> bool:
    for byte in high_bytes:
        sign = bytes([byte]).decode(page, "ignore")
        if not sign or sign in _C1_CONTROLS:
            return False
    return True


def _is_foreign(sample: list[bytes]) -> bool:
    """Whether the words are mostly beyond ASCII, as in Cyrillic or Greek."""
    runs = sum(1 for word in sample if _longest_run(word) >= _RUN)
    return runs >= _RUN and runs > _FOREIGN_SHARE * len(sample)


def _longest_run(word: bytes) -> int:
    longest = run = 0
    for byte in word:
        run = run + 1 if byte >= _ASCII_END else 0
        longest = max(longest, run)
    return longest


def _read(word: bytes, page: str) -> str:
    return word.decode(page, "replace")


def _ask(pages: list[str], words: list[bytes]) -> Choice:
    word = max(
        words, key=lambda word: (len(word) > _RUN, abs(_score(_read(word, pages[0])) - _score(_read(word, pages[1]))))
    )
    return Choice(None, "", word, tuple((page, _read(word, page)) for page in pages))


def _sample_of(words: list[bytes], page: str) -> str:
    """Return a word to show: the first one with letters enough to be recognised."""
    shown = [_read(word, page).strip("'`.-") for word in words]
    return next((word for word in shown if len(word) > _RUN and word.isalpha()), shown[0] if shown else "")


@lru_cache(maxsize=1 << 16)
def _score(word: str) -> float:
    """How much the reading looks like a word of one language; 2 and more is good, below 0 it is none."""
    places = [place for place, sign in enumerate(word) if ord(sign) >= _ASCII_END]
    letters = [place for place in places if word[place].isalpha() and word[place] not in _BESIDE_WORDS + "µ"]
    best = max(sum(_score_letter(word, place, language) for place in letters) for language in alphabets())
    symbols = sum(_score_symbol(word, place) for place in places if place not in letters)
    return (best + symbols) / max(len(places), 1)


def _score_letter(word: str, place: int, language: str) -> float:
    if place and word[place].isupper() and word[place - 1].islower():
        return -3.0
    if surroundings(word, place) in known_surroundings()[language]:
        return 3.0
    return 1.0 if word[place].lower() in alphabets()[language] else -2.0


def _score_apostrophe(before: str, after: str) -> float:
    if not before[-1:].isalpha() or not after[:1].isalpha():
        return 1.0
    return 3.0 if before.lower() in _ELIDED or after.lower() in _CLIPPED else -1.0


def _score_symbol(word: str, place: int) -> float:
    sign = word[place]
    before = kind_of(word[place - 1]) if place else "-"
    after = kind_of(word[place + 1]) if place + 1 < len(word) else "-"
    sides = (before != "-") + (after != "-")
    if sign in _APOSTROPHES:
        return _score_apostrophe(word[:place], word[place + 1 :])
    if sign in _QUOTES:
        return (1.0, 1.0, -3.0)[sides] if sign not in "–—" else 0.5
    if sign in _BESIDE_NUMBERS:
        is_square = sign in "²³" and word[place - 1 : place].lower() == "m"
        return 0.5 if is_square else (1.0, -1.0, -4.0)[sides]
    if sign in _BESIDE_WORDS:
        return (0.5, 0.5, -4.0)[sides]
    return (-3.0, -3.0, -4.0)[sides]
