"""How tables ask what a header says, and what they understand when nobody above tells them."""

import re
from collections.abc import Callable

from lox24cli.model import HeaderSense

Understand = Callable[[str], HeaderSense]
"""A cell's text, as it stands -> what it says as a header."""

_PHONE_WORD = re.compile(r"tel|phone|mobil|handy|nummer|number|rufnr|cell|natel|gsm|sms|whatsapp", re.IGNORECASE)
_LONGEST_HEADER = 40


def understand_little(text: str) -> HeaderSense:
    """Understand a few words that say phone, and no other."""
    return "phone" if len(text) <= _LONGEST_HEADER and _PHONE_WORD.search(text) else "unknown"
