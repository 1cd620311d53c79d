"""A column map in a TOML file, so that next week's file needs no mapping again.

    headers = ["Anrede", "Nachname", "Mobil"]     what the file looked like

    [fields]                                      FIELD = what follows the equals sign of --map
    phone = "Mobil"
    a = "{Anrede} {Nachname}"
    b = ""                                        stays empty
    region = "Land"                               where each row's country stands; "" for nowhere
    consent = "SMS erlaubt"                       who wants messages

The file is the whole map: every field stands in it, and country and consent where there are such columns. Delete a
line, and that field is mapped automatically again. Loading compares the headers: columns that came, went or moved are
told, and a mapped column that is missing ends the run, also where it was named by its letter and another column stands
there now.
"""

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

import tomli_w

from lox24cli.errors import MappingError, SettingsError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.column_names import closest_first, column_at, fold, list_columns
from lox24cli.mapping.map_option import Target, find_target, parse_requests
from lox24cli.mapping.templates import Template
from lox24cli.model import FIELDS, Column
from lox24cli.translating import phrase

_LONGEST = 1_000_000
"""Characters of a column map: 16,384 headers are fewer. A device never ends."""


@dataclass(frozen=True, slots=True)
class SavedMap:
    """What a map file says of the file at hand."""

    requests: tuple[str, ...]
    """`FIELD=COLUMN`, for map_columns; requests.combine_requests puts those of the command line over them."""
    notices: tuple[str, ...]
    """How the headers differ from those the map was made for: sentences; none when they are the same."""


def save_map(path: Path, column_map: ColumnMap, columns: Sequence[Column]) -> None:
    """Write the map, as a whole or not at all.

    Raises SettingsError when the file cannot be written, or when there is one that is no column map.
    """
    if os.path.exists(path):  # noqa: PTH110  a name too long is none
        _read_file(path, to_do=phrase("choose another name for --save-map: this file is left as it is"))
    shown = {mapped.field: mapped.shown for mapped in column_map.fields}
    fields: dict[str, str] = {field: shown.get(field, "") for field in FIELDS}
    if column_map.region is not None:
        fields["region"] = column_map.region.shown
    if column_map.consents:
        fields["consent"] = "|".join(consent.shown for consent in column_map.consents)
    document = {"headers": [column.header for column in columns], "fields": fields}
    try:
        _write_file(path, tomli_w.dumps(document))
    except OSError as error:
        raise SettingsError(
            phrase("the column map {path} cannot be written: {strerror}", path=path, strerror=error.strerror),
            phrase("name another file after --save-map"),
        ) from error


def load_map(path: Path, columns: Sequence[Column]) -> SavedMap:
    """Read the map and compare its headers with those of the file at hand.

    Raises SettingsError when it cannot be read or is no column map, MappingError when a mapped column is
    missing or is another one now.
    """
    headers, fields = _read_file(path, to_do=phrase("save one with --save-map, or name the columns with --map"))
    saved = tuple(Column(index, header) for index, header in enumerate(headers))
    requests = tuple(f"{field}={text}" for field, text in fields.items())
    for field, text in parse_requests(requests).items():
        before = _columns_of(find_target(field, text, saved), saved)
        _refuse_missing(path, before, columns)
        after = _columns_of(find_target(field, text, columns), columns)
        is_same_width = len(saved) == len(columns)
        for was, now in zip_longest(before, after, fillvalue=Column(len(columns), phrase("no column of its own"))):
            if fold(was.header) != fold(now.header) or not (was.header or is_same_width):
                raise MappingError(
                    phrase(
                        "in the column map {path}, {field} = {text!r} meant {label}; here it is {other}",
                        path=path,
                        field=field,
                        text=text,
                        label=was.label,
                        other=now.label,
                    ),
                    phrase("name the column with --map, or save the map again with --save-map"),
                    code="column-moved",
                )
    return SavedMap(requests, tuple(_compare(path, saved, columns)))


def _read_file(path: Path, *, to_do: str) -> tuple[list[str], dict[str, str]]:
    """Read headers and fields; `to_do` is the hint when this is no column map."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            document = tomllib.loads(file.read(_LONGEST))
    except OSError as error:
        raise SettingsError(
            phrase("the column map {path} cannot be read: {strerror}", path=path, strerror=error.strerror), to_do
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(phrase("{path} is no column map: {error}", path=path, error=error), to_do) from error
    headers, fields = document.get("headers"), document.get("fields")
    if not isinstance(headers, list) or not all(isinstance(header, str) for header in headers):
        raise SettingsError(phrase("{path} is no column map: it has no list of headers", path=path), to_do)
    if not isinstance(fields, dict) or not all(isinstance(text, str) for text in fields.values()):
        raise SettingsError(phrase("{path} is no column map: it has no [fields] of text", path=path), to_do)
    return headers, fields


def _write_file(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _columns_of(target: Target, columns: Sequence[Column]) -> list[Column]:
    parts = target.parts if isinstance(target, Template) else target
    return [column_at(part, columns) for part in parts if isinstance(part, int)]


def _refuse_missing(path: Path, mapped: Sequence[Column], columns: Sequence[Column]) -> None:
    present = {fold(column.header) for column in columns}
    for column in mapped:
        if column.header and fold(column.header) not in present:
            raise MappingError(
                phrase(
                    "the column map {path} needs the column {header!r}, which the file does not have",
                    path=path,
                    header=column.header,
                ),
                phrase("its columns are: {columns}", columns=list_columns(closest_first(column.header, columns))),
                code="column-unknown",
            )


def _compare(path: Path, saved: Sequence[Column], now: Sequence[Column]) -> Iterator[str]:
    before, after = ([fold(column.header) for column in columns] for columns in (saved, now))
    gone: list[Column] = []
    come: list[Column] = []
    for _, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[start:end] != after[new_start:new_end]:
            gone += saved[start:end]
            come += now[new_start:new_end]
    moved = {fold(column.header) for column in gone} & {fold(column.header) for column in come}
    for what, columns in (
        (phrase("new in this file and not in the map"), [c for c in come if fold(c.header) not in moved]),
        (phrase("no longer in the file"), [c for c in gone if fold(c.header) not in moved]),
        (phrase("at another place than before"), [c for c in come if fold(c.header) in moved]),
    ):
        if columns:
            yield phrase(
                "the headers differ from those of the column map {path}: {what}: {columns}",
                path=path,
                what=what,
                columns=list_columns(columns),
            )
