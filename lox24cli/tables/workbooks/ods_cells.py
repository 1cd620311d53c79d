"""What one ODS cell shows: the text beside its value, and the value where a program left the text out.

OpenDocument 1.3 part 3, 19.383 to 19.389: dates and times are ISO 8601, truths `true` and `false`. Knows no rows.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from lox24cli.model import NEVER_CALCULATED, NO_DATE
from lox24cli.tables.formats.conventions import Conventions, show_truth
from lox24cli.tables.formats.date_formats import serial_of
from lox24cli.tables.formats.number_formats import show_general, show_number, write_exactly
from lox24cli.tables.workbooks.xml_parts import Attributes

OFFICE, TABLE, TEXT, STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{room}:1.0 " for room in ("office", "table", "text", "style")
)
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_TYPE, _VALUE = OFFICE + "value-type", OFFICE + "value"
_NUMERIC = {"float", "percentage", "currency"}
_NO_DIGIT = re.compile(r"\D")
_DURATION = re.compile(r"-?PT(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]*)?S)?")
_FIRST_DAYS = {"1899-12-30", "1899-12-30T00:00:00"}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell's text."""

    text: str
    exact: str | None = None
    """All digits of a number that the text shows shortened, or why the cell is held (model.HELD)."""
    is_error: bool = False


def show_cell(attributes: Attributes, paragraphs: list[str], conventions: Conventions) -> ShownCell:
    """Return what the cell shows; `paragraphs` is its text, of which a hidden value has an empty one."""
    kind = attributes.get(_TYPE, "")
    text = "\n".join(paragraphs)
    if not kind:
        is_open = not text.strip() and TABLE + "formula" in attributes
        return ShownCell("", NEVER_CALCULATED) if is_open else ShownCell(text)
    if kind in _NUMERIC:
        return _show_number(attributes, text if paragraphs else None, conventions)
    if kind == "date" and ":" not in text and attributes.get(OFFICE + "date-value") in _FIRST_DAYS:
        return ShownCell("", NO_DATE)
    if not paragraphs:
        text = _show_value(kind, attributes, conventions)
    return ShownCell(text, None, attributes.get(_CALCEXT + "value-type") == "error" and text[:1] in {"#", "E"})


def _show_number(attributes: Attributes, text: str | None, conventions: Conventions) -> ShownCell:
    try:
        number = float(attributes.get(_VALUE, ""))
    except ValueError:
        return ShownCell(text or "")
    if not isfinite(number):
        return ShownCell(text or "")
    digits = write_exactly(number)
    if text is None:
        is_part = attributes.get(_TYPE) == "percentage"
        text = show_general(number * 100, conventions) + "%" if is_part else show_general(number, conventions)
    return ShownCell(text, digits if _hides(text, digits) else None)


def _hides(text: str, digits: str) -> bool:
    """Whether the text shows a number of which digits are missing, or nothing; TRUE and the like show none."""
    shown = _NO_DIGIT.sub("", text)
    return (bool(shown) or not text or text.startswith("#")) and _NO_DIGIT.sub("", digits) not in shown


def _show_value(kind: str, attributes: Attributes, conventions: Conventions) -> str:
    match kind:
        case "date":
            return _show_date(attributes.get(OFFICE + "date-value", ""), conventions)
        case "time":
            return _show_time(attributes.get(OFFICE + "time-value", ""))
        case "boolean":
            return show_truth(conventions, value=attributes.get(OFFICE + "boolean-value") == "true")
        case "string":
            return attributes.get(OFFICE + "string-value", "")
        case _:
            return ""


def _show_date(value: str, conventions: Conventions) -> str:
    """Return the date in the region's short form, with the time where it has one."""
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return value
    days = serial_of(moment)
    code = f"{conventions.short_date} hh:mm:ss" if "T" in value else conventions.short_date
    code = "hh:mm:ss" if 0 < days < 1 else code
    return show_number(days, code, conventions).text if days >= 0 else value


def _show_time(value: str) -> str:
    """Return the duration `PT14H30M00S` as `14:30:00`."""
    found = _DURATION.fullmatch(value)
    if found is None:
        return value
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = (hours * 60 + minutes) * 60 + seconds
    sign = "-" if value.startswith("-") else ""
    return f"{sign}{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
