"""A token taken out of what a server says, in whatever signs: as it is, in JSON's escapes, with unseen signs between.

Whatever is shown, reported or logged of an answer is what this leaves of it. Decoding everything twice would cost more
than reading the list: only a text in which a token could hide is taken apart.
"""

import re
from urllib.parse import unquote

import orjson

from lox24cli.credentials import Token

_HIDDEN = "***"
_NO_CHANCE_FINDING = 16
"""Characters from which on a key is found in an answer only where the server repeats it."""
_UNSEEN = r"[\x1b\x80-\x9f\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
"""Signs that a message loses on its way to a terminal: they may stand inside a token."""
_ESCAPE = r"\\u(?!00[89a-fA-F])"
"""An escape in JSON that may be a sign of a token, or one that is not seen; letters with accents are not."""
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)


class Redactor:
    """Takes one token out."""

    def __init__(self, token: Token) -> None:
        whole = token.reveal()
        key = whole.partition(":")[2]
        secrets = [whole, key] if len(key) >= _NO_CHANCE_FINDING else [whole]
        self._secret = re.compile("|".join(map(re.escape, secrets)), re.IGNORECASE)
        escaped = [re.escape("\\" + sign) for sign in "/\\" if sign in whole]
        self._hiding = re.compile("|".join((_ESCAPE, _UNSEEN, *escaped)))

    def may_hold(self, raw: str) -> bool:
        """Tell whether the token, or a part of it in other signs, can be in a text as it came."""
        return self._secret.search(raw) is not None or self._hiding.search(raw) is not None

    def text(self, text: str) -> str:
        """Return the text without the token."""
        shown = self._secret.sub(_HIDDEN, text)
        if shown.isprintable():
            return shown
        seen = "".join(sign for sign in _SEQUENCE.sub("", shown) if sign.isprintable())
        return _HIDDEN if self._secret.search(seen) else shown

    def path(self, path: str) -> str:
        """Return the path of a request; one that holds the token in its own escapes is not shown at all."""
        return _HIDDEN if self._secret.search(unquote(path)) else path

    def value(self, value: object) -> object:
        """Return a JSON value without the token, in its keys too."""
        match value:
            case str():
                return self.text(value)
            case bool():
                return value
            case int():
                return _HIDDEN if self._secret.search(str(value)) else value
            case list():
                return [self.value(item) for item in value]
            case dict():
                return {self.text(str(key)): self.value(item) for key, item in value.items()}
            case _:
                return value

    def body(self, body: bytes) -> bytes:
        """Return a body without the token; one that is JSON stays JSON of the same shape."""
        raw = body.decode("utf-8", "surrogateescape")
        if not self.may_hold(raw):
            return body
        try:
            value = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
            cleaned = self.value(value)
        except orjson.JSONDecodeError:
            return self._secret.sub(_HIDDEN, raw).encode("utf-8", "surrogateescape")
        except RecursionError:
            return b""
        return body if cleaned == value else orjson.dumps(cleaned)
