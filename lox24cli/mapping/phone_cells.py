"""A row's phone cells in order of preference, each with its place in the sheet.

Called for every row, so everything that does not depend on the row is worked out beforehand.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lox24cli.mapping.header_meaning import Says, read_label
from lox24cli.mapping.templates import Template
from lox24cli.model import Column, PhoneCell, SourceRow

_kind = lru_cache(maxsize=4096)(read_label)


class PhoneReader:
    """Reads the phone cells of rows, always at least one.

    A cell's text has all its digits where the sheet shows them shortened (SourceRow.exact). Where a label
    column names the kind of number, the row's mobiles come first and its faxes and pagers not at all. A number
    put together by a template is blank unless all its cells are filled: half a number may be somebody else's.
    """

    __slots__ = ("_columns", "_labelled", "_template")

    def __init__(self, columns: Sequence[Column], labels: Mapping[int, int], template: Template | None = None) -> None:
        self._columns = tuple((column.index, f"{column.label} ({column.letter}") for column in columns)
        self._labelled = {column.index: labels[column.index] for column in columns if column.index in labels}
        self._template = template

    def read(self, row: SourceRow) -> tuple[PhoneCell, ...]:
        """Return the row's phone cells, the preferred one first."""
        if self._template is not None:
            return (self._compose(self._template, row),)
        exact, cells, number = row.exact, row.cells, row.shown_number
        found = tuple(
            PhoneCell(exact.get(index, cells[index]) if exact else cells[index], f"{place}{number})", index)
            for index, place in self._columns
        )
        return self._by_label(found, cells) if self._labelled else found

    def _by_label(self, found: tuple[PhoneCell, ...], cells: Sequence[str]) -> tuple[PhoneCell, ...]:
        kinds = [
            _kind(cells[self._labelled[cell.index]]) if cell.index in self._labelled else Says.PHONE for cell in found
        ]
        ranked = sorted(zip(kinds, found, strict=True), key=lambda pair: pair[0])
        usable = tuple(cell for kind, cell in ranked if kind is not Says.OTHER)
        filled = tuple(cell for cell in usable if cell.text.strip())
        return filled or usable[:1] or (PhoneCell("", found[0].address, found[0].index),)

    def _compose(self, template: Template, row: SourceRow) -> PhoneCell:
        cells = [row.exact.get(index, cell) for index, cell in enumerate(row.cells)] if row.exact else row.cells
        is_whole = all(cells[index].strip() for index in template.columns)
        text = template.render(cells) if is_whole else ""
        names = " + ".join(place.rpartition(" (")[0] for _, place in self._columns)
        places = ", ".join(f"{place.rpartition('(')[2]}{row.shown_number}" for _, place in self._columns)
        return PhoneCell(text, f"{names} ({places})", self._columns[-1][0])
