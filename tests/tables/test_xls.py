"""XLS workbooks: what no table needs does no harm, a second reader steps in, Excel's own password is known."""

import struct
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import new
from pathlib import Path

import pytest

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions, open_table
from tests.tables.test_workbook import DATA, rows_of, told_of
from tests.tables.test_workbook_names import FIXTURES, GERMAN

EOF = b"\x0a\x00\x00\x00"
BARE = (FIXTURES / "name.xls").read_bytes()
"""The records of a workbook whose last part is its one sheet."""


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def with_records(path: Path, *records: bytes) -> Path:
    """The bare workbook with more records in its sheet."""
    path.write_bytes(BARE.removesuffix(EOF) + b"".join(records) + EOF)
    return path


def test_a_name_that_no_reader_understands_does_no_harm() -> None:
    assert rows_of(FIXTURES / "name.xls") == [(2, ("+4915123456789", "Erna"), {})]


@pytest.mark.parametrize("kind", [0x18, 0x1B8, 0x800, 0x1B0, 0x1B1, 0x5D, 0x1C, 0x15F, 0x872, 0x1B6])
def test_what_holds_no_cell_does_no_harm(tmp_path: Path, kind: int) -> None:
    """Names, links, conditions, drawings, notes, labels and features: broken ones among the cells."""
    path = with_records(tmp_path / "k.xls", record(kind, b"\xff\xff\x01"), record(kind, b""))
    assert rows_of(path) == [(2, ("+4915123456789", "Erna"), {})]


def broken_style(path: Path) -> Path:
    """LibreOffice's workbook with a style that xlrd gives up on."""
    content = (DATA / "kontakte.xls").read_bytes()
    style = content.index(b"\x93\x02\x04\x00")
    path.write_bytes(content[: style + 4] + struct.pack("<H", 0x0FFF) + content[style + 6 :])
    return path


def test_a_second_reader_steps_in_and_is_told(tmp_path: Path) -> None:
    path = broken_style(tmp_path / "k.xls")
    assert rows_of(path, GERMAN) == [
        (5, ("", "+49 176 1111111", "Müller & Söhne <1>", "31.12.1999", "1234,5", "zwei\nZeilen"), {}),
        (6, ("", "4917622222222", "Eva Łoś", "", "", "0"), {}),
        (9, ("", "4917644444444", "WAHR", "", "0,19", ""), {}),
        (10, ("", "4917655555555", "", "", "", "18:00:00"), {}),
    ]
    told = told_of(path)
    assert "one reader of XLS workbooks gave this one up (" in told
    assert "and another read it, which knows no number formats" in told
    assert "1 hidden row was left out" in told


def test_a_hidden_sheet_is_hidden_to_the_second_reader_too(tmp_path: Path) -> None:
    path = broken_style(tmp_path / "k.xls")
    assert rows_of(path, ReadOptions(sheet="Alt")) == [(2, ("0176 9999999",), {})]


@pytest.mark.parametrize("column", [0, 300, 60_000])
def test_cells_far_apart_are_not_given_to_the_second_reader(tmp_path: Path, column: int) -> None:
    """It would make a grid of all cells between: 65,536 rows of them."""
    far = record(0x0203, struct.pack("<HHHd", 65_535, column or 255, 0, 5.0))
    path = with_records(tmp_path / "k.xls", far, record(0x0293, b"\xff\x0f\x00\xff"), record(0x0208, b"\x00"))
    with pytest.raises(InputError, match=r"damaged workbook: \S"), open_table(path, ReadOptions()) as table:
        list(table.rows())


def test_more_cells_than_a_list_has_are_refused_before_they_are_read(tmp_path: Path) -> None:
    blanks = [record(0x00BE, struct.pack("<HH", row, 0) + bytes(512) + b"\xff\x00") for row in range(12_000)]
    with pytest.raises(InputError, match="more than 3,000,000 cells") as refused:
        rows_of(with_records(tmp_path / "k.xls", *blanks))
    assert refused.value.code == "file-too-large"


def test_two_sheets_in_one_place_are_refused(tmp_path: Path) -> None:
    place = BARE.index(b"\x85\x00")
    length = struct.unpack_from("<H", BARE, place + 2)[0]
    sheet = BARE[place : place + 4 + length]
    shifted = struct.pack("<I", struct.unpack_from("<I", sheet, 4)[0] + len(sheet))
    double = (sheet[:4] + shifted + sheet[8:]) * 2
    path = tmp_path / "k.xls"
    path.write_bytes(BARE[:place] + double + BARE[place + 4 + length :])
    with pytest.raises(InputError, match="two of its sheets are one"):
        rows_of(path)


def rc4(key: bytes, length: int) -> bytes:
    """The first bytes of the key's stream."""
    state, made, j = list(range(256)), bytearray(), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    while len(made) < length:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(state[(state[i] + state[j]) % 256])
    return bytes(made)


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


md5, sha1 = (partial(new, name, usedforsecurity=False) for name in ("md5", "sha1"))
SALT, VERIFIER = bytes(range(16)), bytes(range(16, 32))


def old_pass(password: str) -> tuple[bytes, Callable[[int], bytes]]:
    """The FILEPASS of Excel 97 ([MS-OFFCRYPTO] 2.3.6), and the key of each block."""
    first = md5(password.encode("utf-16-le")).digest()[:5]
    base = md5((first + SALT) * 16).digest()[:5]

    def key(block: int) -> bytes:
        return md5(base + struct.pack("<I", block)).digest()

    proof = xor(VERIFIER + md5(VERIFIER).digest(), rc4(key(0), 32))
    return struct.pack("<HHH", 1, 1, 1) + SALT + proof, key


def new_pass(password: str) -> tuple[bytes, Callable[[int], bytes]]:
    """The FILEPASS of Excel 2003 ([MS-OFFCRYPTO] 2.3.5), and the key of each block."""
    base = sha1(SALT + password.encode("utf-16-le")).digest()

    def key(block: int) -> bytes:
        return sha1(base + struct.pack("<I", block)).digest()[:16]

    proof = xor(VERIFIER + sha1(VERIFIER).digest(), rc4(key(0), 36))
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "RC4\0".encode("utf-16-le")
    verifier = struct.pack("<I", 16) + SALT + proof[:16] + struct.pack("<I", 20) + proof[16:]
    return struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + verifier, key


def parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        yield kind, content[place + 4 : place + 4 + length]
        place += 4 + length


def encrypted(content: bytes, password: str, method: Callable[[str], tuple[bytes, Callable[[int], bytes]]]) -> bytes:
    """The records encrypted as Excel does it."""
    header, key = method(password)
    added = record(0x2F, header)
    records = list(parts(content))
    records.insert(1, (0x2F, header))
    size = len(content) + len(added)
    stream = b"".join(rc4(key(block), 1024) for block in range(size // 1024 + 1))
    out = b""
    for kind, data in records:
        start = len(out) + 4
        hidden = xor(data, stream[start : start + len(data)])
        if kind == 0x85:
            hidden = struct.pack("<I", struct.unpack_from("<I", data)[0] + len(added)) + hidden[4:]
        out += record(kind, data if kind in {0x809, 0x2F} else hidden)
    return out


@pytest.mark.parametrize("method", [old_pass, new_pass])
def test_the_password_that_excel_gives_itself_is_known(
    tmp_path: Path, method: Callable[[str], tuple[bytes, Callable[[int], bytes]]]
) -> None:
    path = tmp_path / "k.xls"
    path.write_bytes(encrypted(BARE, "VelvetSweatshop", method))
    assert rows_of(path) == [(2, ("+4915123456789", "Erna"), {})]
    path.write_bytes(encrypted(BARE, "secret", method))
    with pytest.raises(InputError, match="protected by a password"):
        rows_of(path)
