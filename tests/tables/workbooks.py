"""The workbook that the tests of every format share; data/kontakte.ods and .xls are it, saved by LibreOffice."""

from datetime import date
from pathlib import Path

import xlsxwriter

HEADERS = ["Telefon", "Name", "Geburtstag", "Betrag", "Notiz"]


def write_contacts(path: Path) -> None:
    """Write a workbook with a title, an offset table, number formats, hidden rows and three sheets to `path`."""
    book = xlsxwriter.Workbook(path)
    formats = {
        code: book.add_format({"num_format": code})
        for code in (r"\+0", "000000000000", "dd.mm.yyyy", "#,##0.00", "0.00E+00", "0%", "hh:mm")
    }
    sheet = book.add_worksheet("Kontakte 2024")
    sheet.set_column(0, 10, 30)
    sheet.merge_range("B2:F2", "Kundenliste, Stand Mai")
    sheet.write_row("B4", HEADERS)
    sheet.write_row("B5", ["+49 176 1111111", "Müller & Söhne <1>"])
    sheet.write_datetime("D5", date(1999, 12, 31), formats["dd.mm.yyyy"])
    sheet.write_number("E5", 1234.5, formats["#,##0.00"])
    sheet.write_string("F5", "zwei\nZeilen")
    sheet.write_number("B6", 4917622222222, formats[r"\+0"])
    sheet.write_rich_string("C6", book.add_format({"bold": True}), "Eva", " Łoś")
    sheet.write_formula("F6", '="an "&C6', None, "an Eva Łoś")
    sheet.write_number("B8", 17633333333, formats["000000000000"])
    sheet.write_string("C8", "versteckt")
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.write_number("B9", 4917644444444, formats["0.00E+00"])
    sheet.write_boolean("C9", True)
    sheet.write_formula("D9", "=1/0", None, "#DIV/0!")
    sheet.write_number("E9", 0.19, formats["0%"])
    sheet.write_number("B10", 4917655555555)
    sheet.write_number("F10", 0.75, formats["hh:mm"])
    hidden = book.add_worksheet("Alt")
    hidden.write_column(0, 0, ["Telefon", "0176 9999999"])
    hidden.hide()
    book.add_worksheet("Leer")
    book.set_properties({"created": date(2024, 1, 1)})
    book.close()
