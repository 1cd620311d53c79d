"""The CSV export of a group, for when its JSON list cannot be read in full.

Knows no HTTP. https://doc.lox24.eu/api/operations/group_export_to_file/ gives the header `id, phone,
<title or col_A> … <title or col_E>, callback_data` and neither delimiter, quoting, encoding nor BOM: all
four are found out.
"""

import csv
import io

from lox24cli.gateway.redacting import Redactor
from lox24cli.gateway.wire import GroupPhone, NoJson
from lox24cli.model import TEXT_FIELDS
from lox24cli.translating import phrase

_DELIMITERS = ",;\t|"
_OWN = ("id", "phone")
_WIDTH = len(_OWN) + len(TEXT_FIELDS)


def read_export(body: bytes, redactor: Redactor) -> list[GroupPhone]:
    """Return the phones of an export, in its order; whether one is unsubscribed it does not say.

    Raises:
        NoJson: it is no such export, or a line of it is cut.
    """
    text = _decode(body)
    if redactor.may_hold(text):
        text = "\n".join(map(redactor.text, text.split("\n")))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True)
    try:
        next(rows)
        return [_read_row(row) for row in rows if row]
    except csv.Error as error:
        raise NoJson(phrase("the CSV export is broken: {error}", error=error)) from error


def _decode(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _find_delimiter(text: str) -> str:
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(header) == _WIDTH and tuple(cell.strip().casefold() for cell in header[:2]) == _OWN:
            return delimiter
    raise NoJson(phrase("it is no CSV export of a group"))


def _read_row(row: list[str]) -> GroupPhone:
    if len(row) != _WIDTH:
        raise NoJson(phrase("a line of the CSV export has too many or too few columns"))
    phone_id, phone, *texts = row
    phone = _bare(phone)
    if not phone:
        raise NoJson(phrase("a line of the CSV export has no phone"))
    fields = {key: text for key, text in zip(TEXT_FIELDS, texts, strict=True) if text}
    return GroupPhone(_bare(phone_id), phone, fields, unsubscribed=False)


def _bare(cell: str) -> str:
    """Return the cell without what keeps a spreadsheet from taking it for a number."""
    cell = cell.strip().removeprefix("'")
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
