"""A group as a file: CSV, XLSX or JSON lines, in columns that an import reads back without options.

Knows no network and no terminal.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import BinaryIO

from lox24cli.errors import SettingsError
from lox24cli.gateway.wire import Group, GroupPhone
from lox24cli.importing.report.files import phone_cell, text_of
from lox24cli.mapping.column_names import fold
from lox24cli.mapping.header_meaning import name_field
from lox24cli.model import EXPORT_COLUMNS, TEXT_FIELDS
from lox24cli.tables.layout import OWN_PREFIX
from lox24cli.tables.safe_cells import neutralise
from lox24cli.tables.top_rows import reads_like_phone
from lox24cli.translating import phrase

_LETTERS = TEXT_FIELDS[:5]
_UNIX_TIME = re.compile(r"[0-9]{1,11}")
_MOST_ROWS = 1_048_575
"""Of a sheet, less the headers (https://support.microsoft.com/office/excel-specifications-and-limits)."""
_LONGEST_CELL = 32_767
_WIDTH = 2 + len(_LETTERS) + len(EXPORT_COLUMNS)


class Format(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def headers_of(group: Group) -> tuple[str, ...]:
    """Return the headers: the titles of the account, and the column's letter where a title would not be read back."""
    titles = [" ".join(group.columns.get(letter, "").split()) for letter in _LETTERS]
    folded = [fold(title) for title in titles]
    shown = [
        title if _is_readable(title) and folded.count(fold(title)) == 1 else letter
        for letter, title in zip(_LETTERS, titles, strict=True)
    ]
    return ("phone", *shown, "callback_data", *EXPORT_COLUMNS)


def _is_readable(title: str) -> bool:
    name = fold(title)
    is_taken = name in ("", "phone") or name_field(title) is not None or title.lower().startswith(OWN_PREFIX)
    return not is_taken and not reads_like_phone(title)


def write_group(file: BinaryIO, kind: Format, headers: Sequence[str], phones: Iterator[GroupPhone]) -> int:
    """Write the phones while they come; return how many they were. CSV is UTF-8 with BOM, every cell quoted.

    Raises:
        SettingsError: more phones than a sheet has rows.
    """
    count = 0

    def counted() -> Iterator[GroupPhone]:
        nonlocal count
        for phone in phones:
            count += 1
            yield phone

    write = {Format.CSV: _write_csv, Format.XLSX: _write_workbook, Format.JSONL: _write_lines}[kind]
    write(file, headers, counted())
    return count


def _cells_of(phone: GroupPhone) -> tuple[str, ...]:
    times = (_shown_time(phone.subscribed_at), _shown_time(phone.unsubscribed_at))
    texts = (phone.fields.get(field, "") for field in TEXT_FIELDS)
    return (phone.phone, *texts, phone.id, *times, phone.unsubscribe_reason)


def _shown_time(text: str) -> str:
    """Return a Unix time in ISO 8601, and any other text as it stands."""
    return f"{datetime.fromtimestamp(int(text), UTC):%Y-%m-%dT%H:%M:%SZ}" if _UNIX_TIME.fullmatch(text) else text


def _write_csv(file: BinaryIO, headers: Sequence[str], phones: Iterator[GroupPhone]) -> None:
    with text_of(file, "utf-8-sig") as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow(map(neutralise, headers))
        for phone in phones:
            first, *others = _cells_of(phone)
            writer.writerow((phone_cell(first), *map(neutralise, others)))


def _write_workbook(file: BinaryIO, headers: Sequence[str], phones: Iterator[GroupPhone]) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  only workbooks need it

    with Workbook(
        file, {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    ) as workbook:
        sheet = workbook.add_worksheet("Contacts")
        as_text = workbook.add_format({"num_format": "@"})
        sheet.set_column(0, _WIDTH, 18, as_text)
        for place, header in enumerate(headers):
            sheet.write_string(0, place, neutralise(header), as_text)
        for number, phone in enumerate(phones, start=1):
            if number > _MOST_ROWS:
                raise SettingsError(
                    phrase("the group has more phones than a sheet has rows"), phrase("write it as CSV: --format csv")
                )
            first, *others = _cells_of(phone)
            for place, cell in enumerate((phone_cell(first), *map(neutralise, others))):
                sheet.write_string(number, place, cell[:_LONGEST_CELL], as_text)


def _write_lines(file: BinaryIO, headers: Sequence[str], phones: Iterator[GroupPhone]) -> None:
    import json  # noqa: PLC0415  only JSON lines need it

    with text_of(file, "utf-8") as text:
        for phone in phones:
            cells = dict(zip(headers, _cells_of(phone), strict=True))
            text.write(json.dumps(cells, ensure_ascii=False) + "\n")
