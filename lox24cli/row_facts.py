"""What is known of a row beside its contact: where its phone stands, its country, and that nobody is to send to it."""

from dataclasses import dataclass

from lox24cli.translating import Message, phrase


@dataclass(frozen=True, slots=True)
class PhonePlace:
    """Where the phones of a file stand."""

    name: str
    """The column's label; of several that make one number, all of them."""
    letters: tuple[str, ...]
    index: int = 0
    """The column, from 0."""

    def address(self, row: int) -> str:
        """Return what messages call the cell of a row: `Mobil (D37)`."""
        cells = ", ".join(f"{letter}{row}" for letter in self.letters)
        if isinstance(self.name, Message):
            return phrase("{name} ({cells})", name=self.name, cells=cells)
        return f"{self.name} ({cells})"


@dataclass(frozen=True, slots=True)
class RowCountry:
    """The country that a row itself names."""

    address: str
    """For messages: `Land (C37)`."""
    region: str = ""
    """ISO 3166 alpha-2; empty where it cannot be known."""
    calling_code: str = ""
    """The digits, where the row names its country by them."""
    problem: str = ""
    """Why it cannot be known, a clause."""
    is_divided: bool = False
    """Because two cells of the row say different things."""


@dataclass(frozen=True, slots=True)
class Skip:
    """What a row itself says against sending to it."""

    message: str
    """A sentence: the row, the cell, what it says."""
    column: int | None = None
    """The index of the column that says so; None of our own."""
    is_understood: bool = True
    """False where the cell may mean anything."""
    is_opt_out: bool = False
    """Somebody unsubscribed from the group that was exported."""
