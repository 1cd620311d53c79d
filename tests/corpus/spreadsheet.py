"""What a spreadsheet makes of a CSV file that is opened and saved again, told by its rules and without one.

A cell that reads as a number, a date or a formula becomes one, and is written back as it is then shown; all others
stay as they are. A cell that begins with an apostrophe is text, and keeps the apostrophe (LibreOffice 7.4, Excel 365).
"""

import csv
import io
import re
from pathlib import Path

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_SHOWN_DIGITS = 11
"""More digits than this are shown in scientific notation."""


def show_again(cell: str) -> str:
    """Give the cell as a spreadsheet shows and saves it after it was opened."""
    text = cell.strip()
    if formula := _TEXT_FORMULA.fullmatch(text):
        return formula[1]
    if text.startswith("=") and _NUMBER.fullmatch(text[1:]):
        text = text[1:]
    if _THOUSANDS.fullmatch(text):
        return _show_number(float(re.sub(r"\D", "", text)))
    if _NUMBER.fullmatch(text):
        return _show_number(float(text.replace(",", ".")))
    if date := _DATE.fullmatch(text):
        day, month, year = map(int, date.groups())
        return f"{day:02}.{month:02}.{year:04}"
    if text.startswith(("=", "@")) or (text.startswith(("+", "-")) and re.fullmatch(r"[+-][\d+*/ -]+", text)):
        return "#NAME?"
    return cell


def _show_number(value: float) -> str:
    if value == int(value) and abs(value) < 10**_SHOWN_DIGITS:
        return str(int(value))
    if value == int(value):
        mantissa, exponent = f"{value:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E+{int(exponent):02}".replace(".", ",")
    return f"{value:.10g}".replace(".", ",")


def save_again(path: Path, target: Path, *, encoding: str, bom: bool, delimiter: str) -> None:
    """Open the CSV file and save it as `target` in the same dialect."""
    text = path.read_bytes().decode(encoding).removeprefix("\ufeff")
    sep, ends, rest = ("", "", text) if not text.startswith("sep=") else text.partition("\n")
    rows = list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [show_again(cell) for cell in row] for row in rows
    )
    mark = "\ufeff" if bom else ""
    target.write_bytes((mark + sep + ends + out.getvalue()).encode(encoding, "backslashreplace"))
