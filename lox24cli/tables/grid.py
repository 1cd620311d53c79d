"""Records of a file of any kind, numbered as a spreadsheet numbers them: what text and workbooks both give."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

Record = tuple[int, int | None, list[str], Mapping[int, str]]
"""Row number, physical line, cells, exact digits."""
Block = list[Record]
"""Neighbouring records, as many as are read at one go: what is asked of each can be asked of all at once."""


class Grid(Protocol):
    """Records of a file of any kind, in order, numbered as a spreadsheet numbers them."""

    def blocks(self, width: int = 0, /) -> Iterator[Block]:
        """Every record; a new pass with each call. `width` is the cells of a full row, where they are known."""

    @property
    def hidden(self) -> int:
        """Rows of the last pass that were left out because the sheet hides them."""

    @property
    def later_notices(self) -> tuple[str, ...]:
        """What the last pass counted, as sentences."""

    def close(self) -> None:
        """Close what is open."""


NO_DIGITS: Mapping[int, str] = MappingProxyType({})
"""Of a row whose cells show everything."""
