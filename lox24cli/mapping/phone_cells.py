"""A row's phone cells in order of preference, each with its place in the sheet.

Called for every row, so everything that does not depend on the row is worked out beforehand.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from lox24cli.mapping.header_meaning import Says, read_label
from lox24cli.mapping.templates import Template
from lox24cli.model import Column, PhoneCell, SourceRow
from lox24cli.row_facts import PhonePlace
from lox24cli.translating import joined

_kind = lru_cache(maxsize=4096)(read_label)


class PhoneReader:
    """Reads the phone cells of rows, always at least one.

    A cell's text has all its digits where the sheet shows them shortened (SourceRow.exact). Where a label
    column names the kind of number, the row's mobiles come first and its faxes and pagers not at all. A number
    put together by a template is blank unless all its cells are filled: half a number may be somebody else's.
    """

    __slots__ = ("_labelled", "_places", "_template", "_whole")

    def __init__(self, columns: Sequence[Column], labels: Mapping[int, int], template: Template | None = None) -> None:
        self._places = tuple(PhonePlace(column.label, (column.letter,), column.index) for column in columns)
        self._labelled = {column.index: labels[column.index] for column in columns if column.index in labels}
        self._template = template
        letters = tuple(column.letter for column in columns)
        self._whole = PhonePlace(joined(" + ", (column.label for column in columns)), letters, columns[-1].index)

    def read(self, row: SourceRow) -> tuple[PhoneCell, ...]:
        """Return the row's phone cells, the preferred one first."""
        if self._template is not None:
            return (self._compose(self._template, row),)
        exact, cells, number = row.exact, row.cells, row.shown_number
        if exact:
            texts = [exact.get(place.index, cells[place.index]) for place in self._places]
        else:
            texts = [cells[place.index] for place in self._places]
        found = tuple([PhoneCell(text, place, number) for text, place in zip(texts, self._places, strict=True)])
        return self._by_label(found, cells) if self._labelled else found

    def _by_label(self, found: tuple[PhoneCell, ...], cells: Sequence[str]) -> tuple[PhoneCell, ...]:
        kinds = [
            _kind(cells[self._labelled[index]]) if (index := cell.place.index) in self._labelled else Says.PHONE
            for cell in found
        ]
        ranked = sorted(zip(kinds, found, strict=True), key=lambda pair: pair[0])
        usable = tuple(cell for kind, cell in ranked if kind is not Says.OTHER)
        filled = tuple(cell for cell in usable if cell.text.strip())
        return filled or usable[:1] or (found[0]._replace(text=""),)

    def _compose(self, template: Template, row: SourceRow) -> PhoneCell:
        cells = [row.exact.get(index, cell) for index, cell in enumerate(row.cells)] if row.exact else row.cells
        is_whole = all(cells[index].strip() for index in template.columns)
        text = template.render(cells) if is_whole else ""
        return PhoneCell(text, self._whole, row.shown_number)
