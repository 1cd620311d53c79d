"""What is no part of a number is taken off a cell's text: invisible characters, wrappers, labels.

Digits and plus signs of other scripts are folded to ASCII. No digit is ever taken off or added, but for a
label's own (`Tel 2: …`) and the zeros behind a float's point. This module must not know what a number is or what
a spreadsheet does to one.
"""

import re
import unicodedata

_SPACES = str.maketrans(dict.fromkeys("\t\xa0", " ") | dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))

_LOOKALIKES = {
    "\u207a": "+",  # superscript plus
    "\ufe62": "+",  # small plus
    "\uff0b": "+",  # fullwidth plus
    "\u2795": "+",  # heavy plus
    "\u2212": "-",  # minus sign
    "\u30fc": "-",  # Katakana length mark, typed for a dash
    "\uff5e": "-",  # fullwidth tilde, typed for a dash
    "\u2044": "/",  # fraction slash
    "\u2215": "/",  # division slash
    "\xb7": ".",  # middle dot
    "\u2022": ".",  # bullet
    "\u2024": ".",  # one dot leader
    "\u3002": ".",  # ideographic full stop
    "\xb4": "'",
    "`": "'",
    "\u201a": "'",  # low quotation marks
    "\u201e": "'",
    # What makes a digit an emoji:
    "\u20e3": "",
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), ""),
}
_KEPT = "\n\ufffd"
_BY_CATEGORY = {"Cf": "", "Cc": "", "Zs": " ", "So": " ", "Pd": "-", "Pi": "'", "Pf": "'"}
"""Unicode's invisible, control, blank, picture, dash and quotation characters."""
_QUOTES = "'\""

_WORDS = (
    "tel|tél|tlf|tfno|telefon|telefonnummer|telephone|téléphone|telefono|teléfono|telefone|telefoon|fon|phone|ph"
    "|rufnummer|call"
    "|mobil|mobile|mob|mobiel|mobiltelefon|mobilfunk|mobilnummer|mobilfunknummer|mobilephone|handy|handynummer"
    "|handynr|cell|cellphone|cellular|cellulare|cel|celular|gsm|natel|portable|móvil|movil|móv|mov|telemóvel|telemovel"
    "|komórka|komorka|kom|whatsapp|wa|sms|signal|telegram|imessage"
    "|privat|private|priv|personal|pers|geschäftlich|geschäft|gesch|dienstlich|dienst|firma|business|work|home"
    "|zuhause|büro|office|main|primary|nr|nummer|number|no|num|numéro|numero"
    "|mobiltel|mobilnr|hdy|diensthandy|privathandy|dienstl|geschäftl|festnetz|telnr|kontakt|contact|viber"
    "|fixe|domicile|dom|bureau|perso|casa|trabajo|telf|teléf|ufficio|thuis|werk"
)
_LETTERS = "[mtphc]"
_WORD = rf"(?:{_WORDS})(?![^\W\d_])"
_AHEAD = re.compile(
    rf"[(\[]?\s*(?:{_WORD}\.?(?:\s*\d?\s*[:)\]=]+|\s*[1-9]\s+(?=\+|0\d)|[\s:.)\]/-]*)|{_LETTERS}\s*[:.]|(?:tel|callto|sms|phone|p):/*)\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?<![^\W\d_])[\s(\[/,;-]*(?:{_WORD}|(?<=[(\[]){_LETTERS}(?=[)\]]))[.\s)\]]*\Z", re.IGNORECASE)

_BARE_FLOAT = re.compile(r"(\+?\d{7,})[.,]0+")
_THOUSANDS_FLOAT = re.compile(r"(\d{1,3}(?:\.\d{3}){2,}),0+|(\d{1,3}(?:,\d{3}){2,})\.0+")


def clean(text: str) -> str:
    """Give the cell without what is no part of a number; a new line stays one.

    `clean('="0176 1234567"')` is `0176 1234567`, `clean("Mobil: 0176/1234567 (privat)")` is `0176/1234567`.
    """
    text = _fold(text.translate(_SPACES))
    text = _unwrap(text)
    if any(character.isalpha() for character in text):
        text = _unwrap(_drop_labels(text))
    return _drop_float_tail(text)


def _fold(text: str) -> str:
    """Fold digits, plus, dashes, quotes and blanks of other scripts to ASCII; drop what cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.replace("`", "'")
    return unicodedata.normalize("NFC", "".join(map(_fold_character, text)))


def _fold_character(character: str) -> str:
    # Superscripts are no decimals: the ¹ of a footnote must not become a digit of the number.
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if "\uff01" <= character <= "\uff5e":  # fullwidth forms of ASCII
        return chr(ord(character) - 0xFEE0)
    if character in _KEPT:
        return character
    return _BY_CATEGORY.get(unicodedata.category(character), character)


def _unwrap(text: str) -> str:
    """Take off blanks, quotes, a formula's `=`, a bullet, and the punctuation that ends a list or sentence."""
    while True:
        bare = text.strip(" \n").strip(_QUOTES)
        if bare.startswith(("=", ",", ";", ":")):
            bare = bare[1:]
        if bare.startswith(("- ", ". ", "-0", "-+")):
            bare = bare[1:]
        if bare.endswith((",", ";", ":")) or (bare.endswith(".") and not bare.endswith("..")):
            bare = bare[:-1]
        if bare == text:
            return text
        text = bare


def _drop_labels(text: str) -> str:
    while label := _AHEAD.match(text):
        text = text[label.end() :]
    while label := _BEHIND.search(text):
        text = text[: label.start()]
    return text


def _drop_float_tail(text: str) -> str:
    """Take off `.0` where all before it is one run of digits: `0176 1234567.0` stays for others to doubt."""
    if whole := _BARE_FLOAT.fullmatch(text):
        return whole[1]
    if grouped := _THOUSANDS_FLOAT.fullmatch(text):
        return grouped[1] or grouped[2]
    return text
