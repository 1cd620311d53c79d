"""What a file is, by its content and never by its name.

Owns the refusal of everything that is no table, in words that say what it is and how to save it instead.
Knows no encodings, no dialects and no sheets.
"""

import re
import stat
import zipfile
from pathlib import Path
from typing import Literal, NoReturn

from lox24cli.errors import InputError
from lox24cli.translating import phrase

FileType = Literal["text", "xlsx", "xls", "ods"]

_SAVE = phrase("open it in a spreadsheet program and save it as .xlsx or CSV UTF-8")
_HEAD = 8192
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Office file begins."""
_ZIP_TAIL = 66_000  # the end of an archive: at most 64 kB of comment behind its record
_LONGEST_DIRECTORY = 4 << 20
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", phrase("a PDF document")),
    (b"\xff\xd8\xff", phrase("a JPEG image")),
    (b"\x89PNG\r\n\x1a\n", phrase("a PNG image")),
    (b"GIF8", phrase("a GIF image")),
    (b"II*\x00", phrase("a TIFF image")),
    (b"MM\x00*", phrase("a TIFF image")),
    (b"\x1f\x8b", phrase("a gzip archive")),
    (b"BZh", phrase("a bzip2 archive")),
    (b"\xfd7zXZ\x00", phrase("an xz archive")),
    (b"\x28\xb5\x2f\xfd", phrase("a zstd archive")),
    (b"7z\xbc\xaf\x27\x1c", phrase("a 7-Zip archive")),
    (b"Rar!\x1a\x07", phrase("a RAR archive")),
    (b"SQLite format 3\x00", phrase("an SQLite database")),
    (b"PAR1", phrase("a Parquet file")),
    (b"{\\rtf", phrase("a rich text document")),
    (b"ID;P", phrase("a SYLK file")),
    (b"\x00\x01\x00\x00Standard ", phrase("an Access database")),
    (b"\x7fELF", phrase("a program")),
)
_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BEGIN:VCARD", re.IGNORECASE), phrase("a vCard file")),
    (re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE), phrase("a calendar file")),
    (
        re.compile(rb"MIME-Version:.*multipart/related", re.IGNORECASE | re.DOTALL),
        phrase("a web page saved as one file (MHTML)"),
    ),
    (
        re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|style|table|div|script)\b", re.IGNORECASE),
        phrase("a web page (an HTML table)"),
    ),
    (
        re.compile(rb"<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        phrase("an Excel 2003 XML table"),
    ),
    (
        re.compile(rb"<(?:\?xml|[\w.-]+:document\b).*opendocument\.spreadsheet", re.DOTALL),
        phrase("a flat OpenDocument sheet (.fods)"),
    ),
    (re.compile(rb"<\?xml|<\w+[^>]*xmlns"), phrase("an XML document")),
    (re.compile(rb"(?:\[\s*[\[{]|\{\s*(?:\"|\}))"), phrase("a JSON document")),
    (re.compile(rb"\[\s*(?:\"[^\"]*\"|-?\d+)\s*[,\]]"), phrase("a JSON document")),
)


def read_head(path: Path, name: str) -> bytes:
    """Return the file's first 8 kB.

    Raises:
        InputError: there is no such file, it may not be read, is a folder, a pipe or empty.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(
                phrase("{name} is a folder", name=name), phrase("name the file in it that holds the contacts")
            )
        if not stat.S_ISREG(mode):
            raise InputError(
                phrase("{name} is no ordinary file", name=name),
                phrase("pipe it in: lox24 phones import - < {name}", name=name),
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as problem:
        refuse_unreadable(name, problem)
    except ValueError as problem:  # a NUL in the path
        raise InputError(
            phrase("{name!r} cannot be a file's name: {problem}", name=name, problem=problem), phrase("check the path")
        ) from problem
    if not head:
        raise InputError(phrase("{name} is empty", name=name), phrase("export the contacts again"))
    return head


def refuse_unreadable(name: str, problem: OSError) -> NoReturn:
    """Raise InputError for what the operating system said."""
    match problem:
        case FileNotFoundError():
            raise InputError(phrase("{name} does not exist", name=name), phrase("check the path")) from problem
        case PermissionError():
            raise InputError(
                phrase("{name} may not be read by this user", name=name),
                phrase("check its permissions: ls -l {name}", name=name),
            ) from problem
        case _:
            raise InputError(
                phrase("{name} cannot be read: {strerror}", name=name, strerror=problem.strerror or problem),
                phrase("check the path"),
            ) from problem


def recognise(path: Path, name: str) -> FileType:
    """Return what the file is, judged by its bytes.

    Raises:
        InputError: it is no table (the message says what it is), encrypted, empty or not readable.
    """
    head = read_head(path, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_zip(path, name)
    if head.startswith(OLE_MAGIC):
        return _recognise_ole(path, name)
    if head.startswith(_BARE_BIFF):
        return "xls"
    for magic, what in _MAGIC:
        if head.startswith(magic):
            _refuse(name, what)
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").lstrip()
    for pattern, what in _TEXTS:
        if pattern.match(text):
            _refuse(name, what)
    return "text"


def _refuse(name: str, what: str, hint: str = _SAVE) -> NoReturn:
    raise InputError(phrase("{name} is {what}, not a CSV or Excel file", name=name, what=what), hint)


def _check_directory(path: Path, name: str) -> None:
    """Refuse an archive whose list of members alone would fill the memory (PKWARE APPNOTE 4.3.14 and 4.3.16)."""
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - _ZIP_TAIL, 0))
        tail = file.read()
    end, large = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    sizes = [int.from_bytes(tail[end + 12 : end + 16], "little") % 0xFFFFFFFF] if end >= 0 else []
    sizes += [int.from_bytes(tail[large + 40 : large + 48], "little")] if large >= 0 else []
    if max(sizes, default=0) > _LONGEST_DIRECTORY:
        raise InputError(
            phrase("{name} is an archive of more files than a workbook has", name=name),
            phrase("save the sheet with the contacts as CSV UTF-8 and import that"),
            code="file-too-large",
        )


def _recognise_zip(path: Path, name: str) -> FileType:
    _check_directory(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename: member for member in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as problem:
        raise InputError(
            phrase("{name} is a damaged workbook or archive: {problem}", name=name, problem=problem),
            phrase("fetch or save the file again; it may be cut short"),
        ) from problem
    names = {member.replace("\\", "/").lstrip("/").lower() for member in members}
    if any(member.flag_bits & 0x1 for member in members.values()):
        _refuse(name, phrase("an encrypted archive"), phrase("remove the password and save it again"))
    if "xl/workbook.bin" in names:
        _refuse(name, phrase("a binary workbook (.xlsb)"), phrase("in Excel: File > Save As > Excel Workbook (.xlsx)"))
    if "xl/workbook.xml" in names or any(re.fullmatch(r"xl/workbook\d*\.xml", member) for member in names):
        return "xlsx"
    if "content.xml" in names:
        return _recognise_opendocument(path, name)
    if any(member.startswith("index/") and member.endswith(".iwa") for member in names) or "index.zip" in names:
        _refuse(name, phrase("an Apple Numbers document"), phrase("in Numbers: File > Export To > Excel or CSV"))
    if "word/document.xml" in names:
        _refuse(name, phrase("a Word document"))
    if "[content_types].xml" in names:
        return "xlsx"
    _refuse(name, phrase("a ZIP archive"), phrase("unpack it and name the table inside"))


def _recognise_opendocument(path: Path, name: str) -> FileType:
    with zipfile.ZipFile(path) as archive:
        try:
            mimetype = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    if "spreadsheet" not in mimetype:
        _refuse(name, phrase("an OpenDocument file of another kind ({mimetype})", mimetype=mimetype))
    return "ods"


def _recognise_ole(path: Path, name: str) -> FileType:
    from lox24cli.tables.ole_file import list_streams  # noqa: PLC0415 - olefile is for old Office files alone

    entries = {entry.lower() for entry in list_streams(path, name)}
    if "encryptedpackage" in entries:
        raise InputError(
            phrase("{name} is protected by a password", name=name),
            phrase("open it in Excel, remove the password (File > Info) and save it again"),
        )
    if entries & {"workbook", "book"}:
        return "xls"
    for entry, what in _OLE_KINDS.items():
        if entry in entries:
            _refuse(name, what)
    _refuse(name, phrase("an Office file without a workbook in it, or a damaged one"))


_OLE_KINDS = {
    "worddocument": phrase("a Word document"),
    "powerpoint document": phrase("a PowerPoint document"),
    "__properties_version1.0": phrase("an Outlook message"),
}
