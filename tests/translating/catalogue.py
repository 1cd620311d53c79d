"""The German catalogue: `python -m tests.translating.catalogue` brings it up to the code (`make german`).

New sentences come in without a translation, those that nobody says any more go, and the compiled file is written.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.translating.extracting import PACKAGE, find_marked

PO = PACKAGE / "locales" / "de" / "LC_MESSAGES" / "lox24.po"
MO = PO.with_suffix(".mo")


def read_catalogue(path: Path = PO) -> Catalog:
    """Return the catalogue as it is written."""
    with path.open("rb") as file:
        return read_po(file, locale="de", domain="lox24", abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """Return what the program reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> int:
    """Bring the catalogue up to the code; 1 where translations are missing."""
    old, said = read_catalogue(), {marked.singular: marked.plural for marked in find_marked()}
    for message in [message for message in old if message.id]:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        if singular not in said or isinstance(message.id, str) is not (said[singular] is None):
            old.delete(message.id)
    for singular, many in said.items():
        if singular not in old:
            old.add(singular if many is None else (singular, many), auto_comments=[])
    with PO.open("wb") as file:
        write_po(file, old, width=120, no_location=True, sort_output=True, omit_header=False, include_previous=False)
    MO.write_bytes(compiled(old))
    missing = [message.id for message in old if message.id and not all(_strings(message.string))]
    sys.stdout.writelines(f"to translate: {found!r}\n" for found in missing)
    return 1 if missing else 0


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


if __name__ == "__main__":
    raise SystemExit(main())
