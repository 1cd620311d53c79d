"""Sentences for people: English everywhere inside, and another language only where somebody reads them.

A message is the English sentence and remembers the template and the values that it was made of. Whoever compares,
stores for scripts or answers with JSON has a `str` in English; whoever shows it to a person calls `say`, and only then
is it put into that person's language. So what machines read cannot be translated by oversight.

    phrase("row {row}: {why}", row=3, why=phrase("no phone number"))
    plural("{number:,} row", "{number:,} rows", 1234)

Templates are str.format's; a value that is a message is said in the same language as the whole. Translations are
gettext catalogues, locales/<language>/LC_MESSAGES/lox24.mo, made of the .po beside them by `make german`.
"""

import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""What can be spoken; English needs no catalogue."""
_LOCALES = Path(__file__).parent / "locales"
_MARK = "\x1e"
"""Begins a message in a text column, where JSON follows; no sentence begins so (ASCII's record separator)."""
_END = "\x1f"
"""Behind the JSON of a message: the sentence in English follows, so that it need not be made again (unit separator)."""
_NOTHING: Mapping[str, object] = MappingProxyType({})
_POINT_AND_COMMA = str.maketrans(",.", ".,")


class Message(str):
    """An English sentence that can be said in other languages, too."""

    __slots__ = ("kept", "number", "singular", "template", "values")

    template: str
    values: Mapping[str, object]
    singular: str | None
    """Of a sentence with a number in it; `template` is the plural then."""
    number: int
    kept: str
    """What `stored` made of it; empty before."""

    def __new__(
        cls, template: str, values: Mapping[str, object] = _NOTHING, singular: str | None = None, number: int = 1
    ) -> Self:
        """Make the sentence; `values` fill the template's fields."""
        chosen = template if singular is None or number != 1 else singular
        made = super().__new__(cls, chosen.format(**values) if values else chosen)
        made.template, made.values, made.singular, made.number, made.kept = template, values, singular, number, ""
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be copied, and sent to another process."""
        return Message, (self.template, dict(self.values), self.singular, self.number)


def phrase(template: str, /, **values: object) -> Message:
    """Return a sentence; the template is looked up in the catalogues, so it must be a literal."""
    return Message(template, values)


def plural(one: str, many: str, number: int, /, **values: object) -> Message:
    """Return a sentence with `{number}` in it: `one` for 1, else `many`; both literals."""
    return Message(many, {"number": number, **values}, one, number)


def joined(separator: str, parts: Iterable[str]) -> Message:
    """Return the parts as one message; blank ones are left out. The separator may be a message: ` and `."""
    values = {f"part{place}": part for place, part in enumerate(filter(None, parts))}
    between = "{separator}" if isinstance(separator, Message) else separator
    template = between.join(f"{{{name}}}" for name in values)
    return Message(template, values | {"separator": separator} if between != separator else values)


# ---- in the reader's language ----------------------------------------------------------------------


class _Reader:
    """In which language this process speaks to its user; English until `speak` was called."""

    language = ENGLISH


def speak(language: str) -> None:
    """Let `say` speak one of LANGUAGES from now on. The command's business: a library never asks for it."""
    _Reader.language = language


def language() -> str:
    """Return the language of `say`."""
    return _Reader.language


def say(message: str) -> str:
    """Return the text in the reader's language; what is no message is nobody's words but its own."""
    if not isinstance(message, Message):
        return message
    if _Reader.language == ENGLISH:
        return str(message)
    catalogue = _catalogue(_Reader.language)
    if message.singular is not None:
        template = catalogue.ngettext(message.singular, message.template, message.number)
    else:
        template = catalogue.gettext(message.template) if message.template else ""
    if not message.values:
        return template
    return template.format(**{name: _said(value) for name, value in message.values.items()})


@functools.cache
def _catalogue(language: str) -> "NullTranslations":
    import gettext  # noqa: PLC0415  English needs none

    return gettext.translation("lox24", _LOCALES, [language])


def _said(value: object) -> object:
    value = _words_of(value)
    if isinstance(value, str):
        return say(value)
    return _Number(value) if isinstance(value, int | float) else value


def _words_of(value: object) -> object:
    """Return the sentence that an exception was made with, where it is one."""
    said = value.args[0] if isinstance(value, Exception) and value.args else None
    return said if isinstance(said, Message) else value


class _Number:
    """A number whose figures are written as on the Continent: 1.234,5."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __format__(self, layout: str) -> str:
        return format(self._value, layout).translate(_POINT_AND_COMMA) if layout else str(self._value)


# ---- kept until somebody reads it ------------------------------------------------------------------


def stored(message: str) -> str:
    """Return what a text column keeps of a message; `recalled` gives it back."""
    if isinstance(message, Message):
        if not message.kept:
            message.kept = f"{_MARK}{_as_json(message)}{_END}{message}"
        return message.kept
    return f"{_MARK}{json.dumps(message)}{_END}{message}" if message.startswith(_MARK) else message


def _as_json(message: Message) -> str:
    import orjson  # noqa: PLC0415  whoever keeps a message has loaded it

    try:
        return orjson.dumps(message, default=_listed, option=orjson.OPT_PASSTHROUGH_SUBCLASS).decode()
    except TypeError:  # half a character, as in a file's name that is no UTF-8
        return json.dumps([message, {}])


def is_stored(text: str) -> bool:
    """Tell whether `stored` made this of a message."""
    return text.startswith(_MARK)


def recalled(kept: str) -> str:
    """Return the message that `stored` made this of, or the text itself."""
    return _made(json.loads(kept[1:].partition(_END)[0])) if kept.startswith(_MARK) else kept


def in_english(kept: str) -> str:
    """Return what `recalled` would give, as a plain text: for reports that scripts read, of many rows."""
    return kept.partition(_END)[2] if kept.startswith(_MARK) else kept


def _listed(value: object) -> object:
    """Return JSON for what orjson has no word for: a message, an exception, an enumeration, a path."""
    value = _words_of(value)
    if not isinstance(value, Message):
        return str(value)
    plain = [value.template, dict(value.values)]
    return plain if value.singular is None else [*plain, value.singular, value.number]


def _made(kept: Any) -> Any:  # noqa: ANN401  JSON
    if not isinstance(kept, list):
        return kept
    template, values, *rest = kept
    return Message(template, {name: _made(value) for name, value in values.items()}, *rest)


# ---- which language --------------------------------------------------------------------------------


def wanted_language(environment: Mapping[str, str]) -> str:
    """Return the language of LOX24_LANG, else of the locale as gettext reads it; English where it is not spoken."""
    if own := environment.get("LOX24_LANG"):
        return spoken(own) or ENGLISH
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if locale.partition(".")[0] in ("", "C", "POSIX"):
        return ENGLISH
    names = (environment.get("LANGUAGE") or locale).split(":")
    return next(filter(None, map(spoken, names)), ENGLISH)


def spoken(name: str) -> str | None:
    """Return the language of `de_AT.UTF-8`, None where it is none of ours."""
    short = name.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return ENGLISH if short in ("c", "posix") else short if short in LANGUAGES else None
