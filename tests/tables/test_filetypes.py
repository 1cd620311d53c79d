"""Files that are no tables are refused in words that say what they are."""

import io
import zipfile
from pathlib import Path

import pytest

from lox24cli.errors import ExitCode, InputError
from lox24cli.tables.opening import ReadOptions, open_table


def zip_of(**members: bytes) -> bytes:
    """An archive with these members; `__` stands for a slash, `_dot_` for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"BEGIN:VCARD\r\nFN:Max\r\n", "vCard"),
        (b'[{"phone": "1"}]', "JSON"),
        (b'\n {"phone": "1"}', "JSON"),
        (b"<html><body><table><tr><td>0176", "HTML"),
        (b"\xef\xbb\xbf<table>\n<tr>", "HTML"),
        ("<html><table>".encode("utf-16"), "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003 XML"),
        (b'<?xml version="1.0"?><contacts/>', "XML"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (zip_of(contacts_dot_csv=b"a;b"), "ZIP archive"),
        (zip_of(word__document_dot_xml=b"<w/>"), "Word"),
        (zip_of(xl__workbook_dot_bin=b".."), "binary workbook"),
        (zip_of(Index__Document_dot_iwa=b".."), "Numbers"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short", "damaged"),
        (bytes(range(256)) * 8, "no text file"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "no rows"),
        (b"\r\n ;; \n\t\n", "no rows"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "contacts.xls"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as refused:
        open_table(path, ReadOptions())
    assert refused.value.exit_code is ExitCode.INPUT
    assert refused.value.hint


def test_a_missing_file_a_folder_and_a_device_are_named(tmp_path: Path) -> None:
    for path, what in (
        (tmp_path / "no.csv", "does not exist"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "no ord"),
    ):
        with pytest.raises(InputError, match=what):
            open_table(path, ReadOptions())


def test_a_text_file_named_like_a_workbook_is_read_as_text_and_told(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    path.write_text("Telefon;Name\n0176;Max\n")
    with open_table(path, ReadOptions()) as table:
        assert table.source.kind == "csv"
        assert "named .xlsx but holds text" in table.source.notices[0]


def test_a_workbook_protected_by_a_password_is_named(tmp_path: Path) -> None:
    """An encrypted XLSX is a compound file with a stream EncryptedPackage ([MS-OFFCRYPTO] 2.3)."""
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(compound_file("EncryptedPackage"))
    with pytest.raises(InputError, match="password"):
        open_table(path, ReadOptions())


def test_an_office_file_whose_folder_is_in_itself_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    path.write_bytes(compound_file("Workbook", root=entry("Root Entry", 1, child=0)))
    with pytest.raises(InputError, match="damaged"):
        open_table(path, ReadOptions())


def compound_file(stream: str, *, root: bytes | None = None) -> bytes:
    """The smallest compound file ([MS-CFB] 2) with one empty stream of this name."""
    unused = b"\xff" * 4
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:52] = (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:76] = b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    header[76:512] = bytes(4) + unused * 108
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + unused * 126
    return bytes(header) + table + (root or entry("Root Entry", 5, child=1)) + entry(stream, 2) + bytes(256)


def entry(name: str, kind: int, child: int = 0xFFFFFFFF) -> bytes:
    """A directory entry of 128 bytes."""
    text = name.encode("utf-16-le")
    links = b"\xff" * 8 + child.to_bytes(4, "little")
    head = text.ljust(64, b"\x00") + (len(text) + 2).to_bytes(2, "little") + bytes([kind, 1]) + links
    return head + bytes(36) + b"\xfe\xff\xff\xff" + bytes(8)
