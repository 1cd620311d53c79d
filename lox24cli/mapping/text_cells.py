"""A row's texts: its cells without the blanks around them, or what templates make of them.

Called for every row, so everything that does not depend on the row is worked out beforehand.
"""

from collections.abc import Iterable
from operator import itemgetter

from lox24cli.mapping.templates import Template
from lox24cli.model import HELD, Field, SourceRow


class TextReader:
    """Reads the texts of rows, by field; empty ones are left out."""

    __slots__ = ("_fields", "_pick", "_templates")

    def __init__(self, texts: Iterable[tuple[Field, int, Template | None]]) -> None:
        """Take each field with the column it is of, or with its template."""
        told = tuple(texts)
        self._fields = tuple(field for field, _, _ in told)
        # One column more than there are fields: of a single one, itemgetter would give no tuple.
        self._pick = itemgetter(*(index for _, index, _ in told), 0, 0)
        self._templates = tuple((field, template) for field, _, template in told if template is not None)

    def read(self, row: SourceRow) -> dict[Field, str]:
        """Return the row's texts, in the order of the fields."""
        texts = dict(zip(self._fields, map(str.strip, self._pick(row.cells)), strict=False))
        for field, template in self._templates:
            # A text with a hole in it is not what was meant.
            is_held = row.exact and any(row.exact.get(column) in HELD for column in template.columns)
            texts[field] = "" if is_held else template.render(row.cells)
        return {field: text for field, text in texts.items() if text} if "" in texts.values() else texts
