"""Whatever the bytes are, reading ends in rows or in an error that says what is wrong."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from lox24cli.errors import Lox24Error
from lox24cli.tables.opening import ReadOptions, open_table
from tests.tables.workbooks import write_contacts

DATA = Path(__file__).parent / "data"
TEXTS = (
    b'Telefon;Name;Ort\r\n+49 176 1234567;"M\xfcller; A";K\xf6ln\r\n0176 333333;"x ""y""\r\nz";B\r\n',
    "phone,name\n+491761234567,Müller\n,Łódź\n".encode(),
    "Telefon\tName\n1\tä\n".encode("utf-16"),
    "a|b|c\r1|2|3\r".encode("utf-16-le"),
    b"lox24_row,phone,lox24_code\n5,'+49,x\n",
)
INSERTED = (b'"', b"\n", b"\r", b";", b"\x00", b"\xff", b'"";', b"<", b"/>", b"&", b"99999999999", b"-1")


def damage(content: bytes, rng: random.Random) -> bytes:
    """The bytes after a few accidents."""
    data = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        place = rng.randrange(len(data)) if data else 0
        match rng.randrange(5):
            case 0 if data:
                data[place] = rng.randrange(256)
            case 1:
                del data[place : place + rng.choice([1, 4, 50])]
            case 2:
                data[place:place] = rng.choice(INSERTED)
            case 3:
                data[place:place] = data[place : place + 30]
            case _:
                data[place:place] = rng.randbytes(3)
    return bytes(data)


def damage_member(content: bytes, rng: random.Random) -> bytes:
    """The archive with accidents in one of its members."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(copy, "w") as target:
        hit = rng.choice([name for name in source.namelist() if name.endswith((".xml", ".rels"))])
        for name in source.namelist():
            member = source.read(name)
            target.writestr(name, damage(member, rng) if name == hit else member)
    return copy.getvalue()


@pytest.mark.parametrize("kind", ["text", "xlsx", "ods", "xls", "noise"])
def test_damaged_files_end_in_rows_or_in_an_error_of_ours(tmp_path: Path, kind: str) -> None:
    rng = random.Random(kind)
    whole = {kind: (DATA / f"kontakte.{kind}").read_bytes() for kind in ("ods", "xls")}
    write_contacts(tmp_path / "k.xlsx")
    whole["xlsx"] = (tmp_path / "k.xlsx").read_bytes()
    path = tmp_path / "damaged"
    told: list[tuple[str, str | None]] = []
    for _ in range(80):
        match kind:
            case "text":
                content = damage(rng.choice(TEXTS), rng)
            case "noise":
                content = rng.randbytes(rng.choice([1, 9, 300]))
            case "xls":
                content = damage(whole["xls"], rng)
            case _:
                content = damage_member(whole[kind], rng)
        path.write_bytes(content)
        try:
            with open_table(path, ReadOptions(header=rng.random() < 0.7)) as table:
                for row in table.rows():
                    assert len(row.cells) >= len(table.source.columns)
        except Lox24Error as refused:
            told.append((refused.message, refused.hint))
    assert told
    assert all(message and hint for message, hint in told)
