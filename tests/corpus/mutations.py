"""What can happen to a file on its way, and what somebody could do to one on purpose."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

from tests.corpus.hostile_workbooks import HOSTILE

Mutate = Callable[[bytes, random.Random], bytes]

_SIGNS = (
    b",",
    b";",
    b"\t",
    b"|",
    b'"',
    b"\n",
    b"\r",
    b"\r\n",
    b"'",
    b"\x00",
    b"\xff",
    b"=",
    b"+",
    b"#",
    b"\xef\xbb\xbf",
    b"\x1a",
)
_XML_SIGNS = (
    b"<",
    b">",
    b"/",
    b'"',
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x10FFFF;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"</c>",
    b"<row>",
)
_HUGE = 200_000
_PART_HOSTILE = 0.01


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content) + 1)


def flip_bytes(content: bytes, rng: random.Random) -> bytes:
    """Change some bytes."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 10, 100))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut_off(content: bytes, rng: random.Random) -> bytes:
    """Leave the beginning, or the end."""
    place = _place(content, rng)
    return content[:place] if rng.random() < 0.8 else content[place:]


def double_chunk(content: bytes, rng: random.Random) -> bytes:
    """Repeat a piece, here or elsewhere."""
    start, end = sorted((_place(content, rng), _place(content, rng)))
    place = rng.choice((end, _place(content, rng)))
    return content[:place] + content[start:end] * rng.choice((1, 1, 2, 5)) + content[place:]


def drop_chunk(content: bytes, rng: random.Random) -> bytes:
    """Lose a piece."""
    start = _place(content, rng)
    return content[:start] + content[start + rng.choice((1, 2, 10, 300)) :]


def swap_signs(content: bytes, rng: random.Random) -> bytes:
    """Write one sign for another, everywhere or a few times."""
    old, new = rng.sample(_SIGNS, 2)
    return content.replace(old, new, rng.choice((-1, 1, 5)))


def insert_signs(content: bytes, rng: random.Random) -> bytes:
    """Strew signs in."""
    for _ in range(rng.choice((1, 2, 20))):
        place = _place(content, rng)
        content = content[:place] + rng.choice(_SIGNS) * rng.choice((1, 1, 2, 50)) + content[place:]
    return content


def insert_unicode(content: bytes, rng: random.Random) -> bytes:
    """Strew characters of all planes in."""
    text = "".join(
        chr(rng.choice((rng.randrange(0x20, 0xD7FF), rng.randrange(0xE000, 0x10FFFF))))
        for _ in range(rng.choice((1, 5, 200)))
    )
    place = _place(content, rng)
    return content[:place] + text.encode(rng.choice(("utf-8", "utf-16-le", "utf-16-be", "utf-32"))) + content[place:]


def blow_up(content: bytes, rng: random.Random) -> bytes:
    """Make one cell huge, or the digits of one number endless."""
    place = _place(content, rng)
    filling = rng.choice(
        (b"9", b"0", b"+49", b"a", b'"', b"(", b" ", b"0176 1234567 / ", b"-", b"\xc3\xa4", b",", b"\n")
    )
    return content[:place] + filling * (rng.choice((300, 5000, _HUGE)) // len(filling)) + content[place:]


def recode(content: bytes, rng: random.Random) -> bytes:
    """Decode and encode as somebody did who mistook the encoding."""
    read, write = (
        rng.choice(("utf-8", "cp1252", "latin-1", "utf-16")),
        rng.choice(("utf-8", "cp1252", "utf-16", "utf-32", "cp437")),
    )
    return content.decode(read, "replace").encode(write, "replace")


TEXT_MUTATIONS: tuple[Mutate, ...] = (
    *(flip_bytes, cut_off, double_chunk, drop_chunk, swap_signs, insert_signs, insert_unicode, blow_up, recode),
)


def _insert_xml(content: bytes, rng: random.Random) -> bytes:
    place = _place(content, rng)
    return content[:place] + rng.choice(_XML_SIGNS) + content[place:]


def _nest(content: bytes, rng: random.Random) -> bytes:
    place = content.find(b">", _place(content, rng)) + 1
    depth = rng.choice((10, 1000, 30_000))
    return content[:place] + b"<a>" * depth + (b"</a>" * depth if rng.random() < 0.7 else b"") + content[place:]


def _change_numbers(content: bytes, rng: random.Random) -> bytes:
    """Give attributes values that nobody expects."""
    value = rng.choice(
        (b"-1", b"0", b"1048577", b"99999999999999999999", b"1e400", b"NaN", b"", b"A", b"-0.5", b"\xd9\xa1")
    )
    pieces = content.split(b'"')
    for _ in range(rng.choice((1, 3, 30))):
        pieces[rng.randrange(len(pieces))] = value
    return b'"'.join(pieces)


def _declare(content: bytes, rng: random.Random) -> bytes:
    """Put a document type with entities that grow before the root."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"lol") for n in range(8))
    start = content.find(b"?>") + 2
    declared = rng.choice((b"<!DOCTYPE r [" + entities + b"]>", b'<!DOCTYPE r SYSTEM "file:///etc/hostname">'))
    return content[:start] + declared + content[start:].replace(b"</t>", b"&e7;</t>", 1)


XML_MUTATIONS: tuple[Mutate, ...] = (
    *(
        _insert_xml,
        _nest,
        _change_numbers,
        _change_numbers,
        _declare,
        flip_bytes,
        cut_off,
        double_chunk,
        drop_chunk,
        blow_up,
    ),
)


def damage_member(content: bytes, rng: random.Random) -> bytes:
    """Unpack a workbook, damage one or two of its members, and pack it again."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member.filename: archive.read(member) for member in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return flip_bytes(content, rng)
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(sorted(members))
        action = rng.random()
        if action < 0.06:
            del members[name]
        elif action < 0.1:
            members[name] = members[rng.choice(sorted(members))]
        else:
            members[name] = rng.choice(XML_MUTATIONS)(members[name], rng)
        if not members:
            break
    packing = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return target.getvalue()


def random_file(rng: random.Random) -> bytes:
    """Make bytes that nobody meant as a file, some behind the beginning of one."""
    start = rng.choice(
        (
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x09\x08\x10\x00",
            b"sep=;\r\n",
            b"Name;Mobil\n",
        )
    )
    size = rng.choice((0, 1, 2, 10, 1000, 20_000))
    if rng.random() < 0.5:
        return start + rng.randbytes(size)
    return start + bytes(rng.choices(b'0123456789+-/(),;|\t "\n\r=eE.', k=size))


def mutate(seeds: Sequence[bytes], rng: random.Random) -> bytes:
    """Damage one of the files, or make one up: at random, or so that it grows."""
    if rng.random() < _PART_HOSTILE:
        return rng.choice(HOSTILE)(rng)
    if rng.random() < 0.05:
        return random_file(rng)
    content = rng.choice(seeds)
    is_archive = content.startswith(b"PK")
    for _ in range(rng.choice((1, 1, 2, 4))):
        if is_archive and rng.random() < 0.75:
            content = damage_member(content, rng)
        else:
            content = rng.choice(TEXT_MUTATIONS)(content, rng)
    if rng.random() < 0.03:
        content += rng.choice(seeds)
    return content
