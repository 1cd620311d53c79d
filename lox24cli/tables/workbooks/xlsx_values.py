"""What the cells of an XLSX worksheet show: the workbook's texts, its formats, its formulas' results."""

from dataclasses import dataclass
from typing import NoReturn

from lox24cli.errors import InputError
from lox24cli.model import Column
from lox24cli.tables.formats.cell_formats import CellFormats
from lox24cli.tables.formats.conventions import show_truth
from lox24cli.tables.workbooks.limits import refuse_cell
from lox24cli.tables.workbooks.xlsx_strings import Texts, TextTooLong, unescape
from lox24cli.tables.workbooks.xml_parts import SAVE_AGAIN
from lox24cli.translating import phrase

FALSE = frozenset({"0", "false", ""})
"""How XML writes it; nothing at all is false too."""


@dataclass(slots=True)
class CellValues:
    """What cells show by their style, type and value."""

    name: str
    strings: Texts
    formats: CellFormats
    recalculates: bool = False
    """Results of formulas that are 0 or nothing are none: the file asks to be calculated."""

    def show(self, style: str, kind: str, value: str) -> str:
        """Return the text of a cell that is no number.

        Raises:
            LookupError: the workbook has no such text.
        """
        match kind:
            case "s":
                return self.formats.show_text(style, self._text(value.strip()))
            case "b":
                return show_truth(self.formats.conventions, value=value.strip().lower() not in FALSE)
            case "d":
                return self.formats.show_moment(style, value)
            case "e":
                return value
            case _:
                return self.formats.show_text(style, unescape(value))

    def was_calculated(self, kind: str, value: str) -> bool:
        """Whether the cell of a formula holds its result."""
        if not value.strip():
            return kind == "str" and not self.recalculates  # an empty text is a result
        return not (self.recalculates and kind in {"", "n"} and value.strip() == "0")

    def refuse_text(self, row: int, column: int, problem: Exception) -> NoReturn:
        """Raise InputError for a cell that points at no text."""
        if isinstance(problem, TextTooLong):
            refuse_cell(self.name, row, column)
        cell = f"{Column(column, '').letter}{row}"
        raise InputError(
            phrase("{name} is a damaged workbook: the text of cell {cell} is missing", name=self.name, cell=cell),
            SAVE_AGAIN,
        ) from problem

    def _text(self, place: str) -> str:
        if not (place.isascii() and place.isdecimal()):  # -1 would be another contact's
            raise LookupError(f"no text has the number {place[:20]!r}")
        return self.strings[int(place)]
