"""The values of an XLS workbook by python-calamine, as JSON: python -m lox24cli.tables.workbooks.xls_values FILE.

A process of its own, because that reader ends its process on some damaged files. The only importer of python-calamine.
"""

import datetime as dt
import sys

import orjson
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lox24cli.tables.formats.date_formats import DAY_SECONDS, serial_of

Cell = str | bool | float | dt.date | dt.time | dt.timedelta
Value = str | bool | float | tuple[str, float]
"""A text, a truth, a number; or `date`, `moment`, `clock` with its serial number."""


def main(path: str) -> None:
    """Write every worksheet: its place, its name, whether it is visible, its rows."""
    book = CalamineWorkbook.from_path(path)
    sheets = [
        (
            place,
            sheet.name,
            sheet.visible == SheetVisibleEnum.Visible,
            [list(map(_plain, row)) for row in book.get_sheet_by_index(place).to_python(skip_empty_area=False)],
        )
        for place, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]
    sys.stdout.buffer.write(orjson.dumps(sheets))


def _plain(value: Cell) -> Value:
    match value:
        case dt.datetime():
            return "moment", serial_of(value)
        case dt.date():
            return "date", serial_of(dt.datetime.combine(value, dt.time()))
        case dt.time():
            return "clock", ((value.hour * 60 + value.minute) * 60 + value.second) / DAY_SECONDS
        case dt.timedelta():
            return "clock", value.total_seconds() / DAY_SECONDS
        case _:
            return value


if __name__ == "__main__":
    main(sys.argv[1])
