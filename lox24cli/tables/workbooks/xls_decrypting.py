"""XLS workbooks that Excel encrypted with its own default password, because their structure was protected.

RC4 in both of its forms ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 and 2.3.6). Nobody's password is guessed.
"""

import hashlib
import struct
from collections.abc import Callable

from lox24cli.tables.workbooks.xls_records import IGNORED, walk

PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's own, [MS-OFFCRYPTO] 2.4.2.3
_FILEPASS, _BOUNDSHEET = 0x002F, 0x0085
_PLAIN = frozenset({0x0809, _FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})
"""Records whose data is not encrypted."""
_BLOCK = 1024
_RC4 = 1
_LARGEST = 16 << 20  # bytes; more takes a minute
_BlockKey = Callable[[int], bytes]


def is_encrypted(content: bytes) -> bool:
    """Whether the records are encrypted by a password."""
    return any(record.kind == _FILEPASS for record in walk(content) if record.sheet < 0)


def decrypt(content: bytes, password: str = PASSWORD) -> bytes | None:
    """Return the records decrypted; None where the password is another or the method is not RC4."""
    found = next((record for record in walk(content) if record.kind == _FILEPASS), None)
    if found is None or len(content) > _LARGEST:
        return None
    block_key = _read_key(content[found.start : found.start + found.length], password)
    if block_key is None:
        return None
    stream = bytearray()
    for block in range(-(-len(content) // _BLOCK)):
        stream += keystream(block_key(block), _BLOCK)
    plain = bytearray(len(content))
    for record in walk(content):
        kept = {_BOUNDSHEET: 4}.get(record.kind, record.length if record.kind in _PLAIN else 0)
        start, end = record.start + kept, record.start + record.length
        plain[start:end] = stream[start:end]
    opened = int.from_bytes(content, "big") ^ int.from_bytes(plain, "big")
    decrypted = bytearray(opened.to_bytes(len(content), "big"))
    struct.pack_into("<H", decrypted, found.start - 4, IGNORED)
    return bytes(decrypted)


def _read_key(data: bytes, password: str) -> _BlockKey | None:
    """Return the key of each block, when the password is the right one."""
    try:
        method, major, minor = struct.unpack_from("<HHH", data)
        if method != _RC4:
            return None
        if (major, minor) == (1, 1):
            salt, verifier, proof = struct.unpack_from("<16s16s16s", data, 6)
            return _check(_binary_key(password, salt), verifier, proof, hashlib.md5)
        header_size = struct.unpack_from("<I", data, 10)[0]
        bits = struct.unpack_from("<I", data, 14 + 16)[0] or 40
        salt, verifier, proof = struct.unpack_from("<4x16s16s4x20s", data, 14 + header_size)
        return _check(_api_key(password, salt, bits), verifier, proof, hashlib.sha1)
    except struct.error:
        return None


def _binary_key(password: str, salt: bytes) -> _BlockKey:
    start = hashlib.md5(password.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    base = hashlib.md5((start + salt) * 16, usedforsecurity=False).digest()[:5]
    return lambda block: hashlib.md5(base + struct.pack("<I", block), usedforsecurity=False).digest()


def _api_key(password: str, salt: bytes, bits: int) -> _BlockKey:
    base = hashlib.sha1(salt + password.encode("utf-16-le"), usedforsecurity=False).digest()
    size = bits // 8

    def key(block: int) -> bytes:
        made = hashlib.sha1(base + struct.pack("<I", block), usedforsecurity=False).digest()[:size]
        return made.ljust(16, b"\x00") if size == 5 else made  # noqa: PLR2004 - a key of 40 bits is filled up

    return key


def _check(key: _BlockKey, verifier: bytes, proof: bytes, digest: Callable[..., "hashlib._Hash"]) -> _BlockKey | None:
    stream = keystream(key(0), len(verifier) + len(proof))
    opened = bytes(a ^ b for a, b in zip(verifier + proof, stream, strict=True))
    made = digest(opened[: len(verifier)], usedforsecurity=False).digest()
    return key if made == opened[len(verifier) :] else None


def keystream(key: bytes, length: int) -> bytes:
    """Return the first bytes that RC4 makes of a key."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    out = bytearray(length)
    j = 0
    for place in range(length):
        i = (place + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out[place] = state[(state[i] + state[j]) & 255]
    return bytes(out)
