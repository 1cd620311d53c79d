"""Which encoding a text file is in: evidence first, never a replacement character.

A byte order mark decides; else strict UTF-8 over the whole file; else UTF-16 by its NUL pattern; else the single-byte
code page that makes words (code_pages.py). The same pass takes the file's SHA-256. Knows no rows and no delimiters.
"""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lox24cli.errors import InputError, SettingsError
from lox24cli.tables.filetypes import refuse_unreadable
from lox24cli.tables.text.code_pages import choose_code_page
from lox24cli.tables.text.undecodable import ask_encoding, refuse_undecodable
from lox24cli.translating import phrase
from lox24cli.wording import counted

_CHUNK = 1 << 20
_LONGEST_LINE = 16 << 20
_MOST_WORDS = 20_000
_FEW_CONTROLS = 8

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = bytes(range(0x80))
_HIGH = bytes(range(0x80, 0x100))
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b\x00")
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff'`.-]{0,40}[\x80-\xff][0-9A-Za-z\x80-\xff'`.-]{0,40}")
_UTF8_CHARACTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xa6]|\xe2\x82\xac|\xc2[\xa0-\xbf]")
_SHIFT = re.compile(rb"\x1b\$[@B]|\x1b\([IJ]")
"""Escape sequences by which ISO-2022-JP changes to Japanese letters, RFC 1468."""


@dataclass(frozen=True, slots=True)
class TextForm:
    """How the bytes of a text file become characters."""

    encoding: str
    """A Python codec name; for UTF-16 and UTF-32 with the byte order in it."""
    mark: bytes
    """The byte order mark that the file begins with; empty without one."""
    sha256: str
    has_nul: bool = False
    """NUL characters stand in the text and are to be dropped."""
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes found."""

    sha256: str = ""
    size: int = 0
    nul_even: int = 0
    nul_odd: int = 0
    controls: int = 0
    is_utf8: bool = True
    is_ascii: bool = True
    shifts: bool = False
    """Escape sequences of ISO-2022 stand in it."""
    utf8_characters: int = 0
    high_bytes: set[int] = field(default_factory=set)
    high_count: int = 0
    words: Counter[bytes] = field(default_factory=Counter)


def find_text_form(path: Path, name: str, forced: str | None = None) -> TextForm:
    """How to decode the file, found in one pass (two when the bytes are no UTF-8).

    Raises:
        SettingsError: `forced` is no text encoding that Python knows.
        InputError: the bytes are no text, contradict `forced`, or read equally well in two code pages.
    """
    codec = _known_codec(forced) if forced else ""
    try:
        with path.open("rb") as file:
            head = file.read(4)
        mark, marked = next((pair for pair in _MARKS if head.startswith(pair[0])), (b"", ""))
        survey = _survey(path, name)
    except OSError as problem:
        refuse_unreadable(name, problem)
    if not codec and not marked:
        return _unmarked_form(path, name, survey)
    form = _forced_form(codec, mark, marked, survey, name) if codec else TextForm(marked, mark, survey.sha256)
    refuse_undecodable(path, name, form.encoding, form.mark)
    if survey.is_utf8 and not (survey.is_ascii or marked or form.encoding == "utf-8"):
        return replace(
            form,
            notices=(
                phrase("the file is valid UTF-8, and is read as {codec} by --encoding all the same", codec=codec),
            ),
        )
    return form


def _known_codec(forced: str) -> str:
    try:
        codec = codecs.lookup(forced).name
        with suppress(UnicodeError):
            b"a".decode(forced)  # LookupError also for codecs that are no text encodings, such as hex
    except (LookupError, ValueError) as problem:
        raise SettingsError(
            phrase("--encoding {forced} is not known", forced=forced),
            phrase("use a name such as utf-8, cp1252, cp1250, iso8859-15 or mac-roman"),
        ) from problem
    if codec in {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}:
        raise SettingsError(
            phrase("--encoding {forced} is no encoding of text files", forced=forced),
            phrase("use a name such as utf-8 or cp1252"),
        )
    return codec


def _forced_form(codec: str, mark: bytes, marked: str, survey: _Survey, name: str) -> TextForm:
    generic = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
    if not marked:
        return TextForm(generic.get(codec, codec), b"", survey.sha256, survey.nul_even + survey.nul_odd > 0)
    if marked == codec or (codec in generic and marked.startswith(codec.removesuffix("-sig"))):
        return TextForm(marked, mark, survey.sha256)
    raise InputError(
        phrase(
            "{name} begins with the byte order mark of {encoding}, but --encoding says {codec}",
            name=name,
            encoding=marked.upper(),
            codec=codec,
        ),
        phrase("leave --encoding out"),
    )


def _unmarked_form(path: Path, name: str, survey: _Survey) -> TextForm:
    nul = survey.nul_even + survey.nul_odd
    if wide := _wide_encoding(survey):
        form = TextForm(wide, b"", survey.sha256)
        refuse_undecodable(path, name, form.encoding, form.mark)
        return form
    if nul * 10 > survey.size or survey.controls > max(_FEW_CONTROLS, survey.size // 20):
        raise InputError(
            phrase("{name} is no text file and no workbook", name=name), phrase("name a CSV, XLSX, XLS or ODS file")
        )
    dropped = (phrase("{characters} left out of the text", characters=counted(nul, "NUL character")),) if nul else ()
    if survey.shifts and survey.is_ascii:
        form = TextForm(
            "iso2022_jp_ext",
            b"",
            survey.sha256,
            nul > 0,
            (phrase("read as ISO-2022-JP, by its escape sequences"), *dropped),
        )
        refuse_undecodable(path, name, form.encoding, form.mark)
        return form
    if survey.is_utf8:
        return TextForm("utf-8", b"", survey.sha256, nul > 0, dropped)
    form = TextForm("utf-8", b"", survey.sha256, nul > 0)
    broken = survey.high_count - 2 * survey.utf8_characters
    if survey.utf8_characters * 4 >= broken:
        refuse_undecodable(path, name, form.encoding, form.mark, mixed=True)
    choice = choose_code_page(survey.words, survey.high_bytes)
    if choice.encoding is None:
        raise ask_encoding(path, name, choice)
    notice = phrase(
        "read as {encoding}, as the file is not UTF-8; --encoding chooses another", encoding=choice.encoding
    )
    if choice.sample:
        notice = phrase(
            "read as {encoding} (“{sample}”), as the file is not UTF-8; --encoding chooses another",
            encoding=choice.encoding,
            sample=choice.sample,
        )
    return TextForm(choice.encoding, b"", survey.sha256, nul > 0, (notice, *dropped))


def _wide_encoding(survey: _Survey) -> str | None:
    half = max(survey.size // 2, 1)
    if survey.size % 2 == 0 and survey.controls * 4 < survey.size:
        if survey.nul_odd > 0.4 * half and survey.nul_even < 0.05 * half:
            return "utf-16-le"
        if survey.nul_even > 0.4 * half and survey.nul_odd < 0.05 * half:
            return "utf-16-be"
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _survey(path: Path, name: str) -> _Survey:
    found = _Survey()
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    since_end = 0
    for chunk in _chunks(path):
        digest.update(chunk)
        since_end = 0 if b"\n" in chunk or b"\r" in chunk else since_end + len(chunk)
        if since_end > _LONGEST_LINE:
            raise InputError(
                phrase("{name} has a line longer than 16 MB: it is no table", name=name),
                phrase("name a CSV or Excel file"),
            )
        if b"\x00" in chunk:
            even = chunk[found.size % 2 :: 2].count(0)
            found.nul_even += even
            found.nul_odd += chunk.count(0) - even
        found.controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        found.size += len(chunk)
        found.is_ascii = found.is_ascii and chunk.isascii()
        found.shifts = found.shifts or (b"\x1b" in chunk and _SHIFT.search(chunk) is not None)
        if found.is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                found.is_utf8 = False
    if found.is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            found.is_utf8 = False
    found.sha256 = digest.hexdigest()
    if not found.is_utf8:
        _gather_words(path, found)
    return found


def _whole_pieces(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces between which no character beyond ASCII is cut."""
    rest = b""
    for chunk in _chunks(path):
        piece = rest + chunk
        whole = len(piece.rstrip(_HIGH))
        yield piece[:whole]
        rest = piece[whole:]
    yield rest


def _gather_words(path: Path, found: _Survey) -> None:
    """Count what the legacy code pages are judged by: the words with bytes over 127."""
    for piece in _whole_pieces(path):
        high = piece.translate(None, _ASCII)
        found.high_count += len(high)
        found.high_bytes.update(high)
        found.utf8_characters += sum(1 for _ in _UTF8_CHARACTER.finditer(piece))
        if len(found.words) < _MOST_WORDS:
            found.words.update(_WORD.findall(piece))
