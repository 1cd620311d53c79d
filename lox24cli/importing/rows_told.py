"""What the rows of a file say of themselves, counted for the plan: their countries, who wants no messages, who left."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.country_column import MappedRegion
from lox24cli.mapping.leaving_column import is_past
from lox24cli.model import Column, Contact, Draft, Rejected, SourceRow, Undecided
from lox24cli.row_facts import Skip
from lox24cli.translating import joined, phrase, plural
from lox24cli.wording import counted, figure, tally

Verdict = Contact | Rejected | Undecided
_MOST_ROWS = 5
"""More rows are counted, not listed."""
_MOST_SHOWN = 12
"""More countries are counted, not listed."""


class CountryTally:
    """Counts the rows of a file by the country that they name, in constant memory."""

    def __init__(self, mapped: MappedRegion | None, home: str | None) -> None:
        self._mapped = mapped if mapped and mapped.columns else None
        self._home = home
        self._rows: Counter[str | None] = Counter()
        """By region; `""` for what is not understood, None for a blank."""
        self._others: Counter[str] = Counter()
        """Numbers by their country, of rows that name another."""

    @property
    def is_needed(self) -> bool:
        """Tell whether there is such a column."""
        return self._mapped is not None

    def note_row(self, draft: Draft) -> None:
        """Count what the row names."""
        self._rows[draft.country.region if draft.country else None] += 1

    def note_number(self, draft: Draft, verdict: Verdict) -> None:
        """Count the number, if it is of another country than its row names, or than the region where it names none."""
        if isinstance(verdict, Contact):
            named = draft.country.region if draft.country else self._home
            if named and verdict.country != named:
                self._others[verdict.country] += 1

    def describe(self) -> tuple[str, ...]:
        """Return `Land: 412 DE, 31 AT, 9 CH, 2 not understood`, and how many numbers are of another country."""
        if self._mapped is None or not self._rows:
            return ()
        named = sorted(((count, region) for region, count in self._rows.items() if region), key=lambda e: (-e[0], e[1]))
        parts = [figure(count, region) for count, region in named[:_MOST_SHOWN]]
        if rest := named[_MOST_SHOWN:]:
            number = sum(count for count, _ in rest)
            parts.append(phrase("{number:,} of {others} others", number=number, others=len(rest)))
        if blank := self._rows[None]:
            parts.append(figure(blank, phrase("blank")))
        if strange := self._rows[""]:
            parts.append(figure(strange, phrase("not understood")))
        said = [phrase("{name}: {said}", name=self._mapped.shown, said=joined(", ", parts))]
        if self._others:
            said.append(
                plural(
                    "{number:,} number is of another country than the row names: {each}",
                    "{number:,} numbers are of another country than the row names: {each}",
                    self._others.total(),
                    each=joined(
                        ", ", (tally(one or phrase("no country"), number) for one, number in self._others.most_common())
                    ),
                )
            )
        return tuple(said)


class SkipTally:
    """Counts the rows that say themselves that nobody is to send to them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._labels = {column.index: column.label for column in columns}
        self._said: Counter[tuple[int, bool]] = Counter()
        """By column, and whether the cell was understood."""
        self.is_any = False

    def note(self, skip: Skip | None) -> None:
        """Count what a row says."""
        if skip is not None:
            self.is_any = True
            if skip.column is not None:
                self._said[skip.column, skip.is_understood] += 1

    def describe(self) -> tuple[str, ...]:
        """Return `not sent: 3 rows with a no to messages (SMS erlaubt 2, Werbesperre 1)`, and what is not clear."""
        said = {phrase("with a no to messages"): self._by_column(understood=True)}
        said[phrase("of which it is not understood whether messages are welcome")] = self._by_column(understood=False)
        told = []
        for what, each in said.items():
            if count := sum(each.values()):
                shown = joined(", ", (tally(*one) for one in each.items()))
                told.append(
                    phrase("not sent: {rows} {what} ({shown})", rows=counted(count, "row"), what=what, shown=shown)
                )
        return tuple(told)

    def _by_column(self, *, understood: bool) -> dict[str, int]:
        return {self._labels[index]: count for (index, kind), count in self._said.items() if kind is understood}


class LeavingTally:
    """Counts the rows of those who left, by a column that says when."""

    def __init__(self, column: Column | None, today: date) -> None:
        self._column = column
        self._today = today
        self._count = 0
        self._first: list[int] = []

    def note(self, row: SourceRow) -> None:
        """Count the row, if its day is past."""
        if self._column is not None and is_past(row.cells[self._column.index], self._today):
            self._count += 1
            if len(self._first) < _MOST_ROWS:
                self._first.append(row.shown_number)

    def describe(self) -> tuple[str, ...]:
        """Return `sent like all others: 2 rows with a day in the past in Austritt (F), rows 3, 7`."""
        if self._column is None or not self._count:
            return ()
        rows = ", ".join(map(str, self._first)) + (" …" if self._count > len(self._first) else "")
        where = f"{self._column.label} ({self._column.letter})"
        number = plural("row {ranges}{more}", "rows {ranges}{more}", self._count, ranges=rows, more="")
        return (
            phrase(
                "sent like all others: {rows} with a day in the past in {where}, {number}",
                rows=counted(self._count, "row"),
                where=where,
                number=number,
            ),
        )


class RowsTold:
    """What the rows of one file say of themselves, noted while they are prepared."""

    def __init__(self, columns: ColumnMap, home: str | None, today: date) -> None:
        self.countries = CountryTally(columns.region, home)
        self.skips = SkipTally(columns.columns)
        self._leaving = LeavingTally(columns.leaving, today)
        self.is_needed = bool(
            self.countries.is_needed or columns.consents or columns.leaving or columns.unsubscribed is not None
        )

    def note(self, row: SourceRow, draft: Draft, verdict: Verdict) -> None:
        """Note a row when it is read."""
        self.countries.note_row(draft)
        self.countries.note_number(draft, verdict)
        self.skips.note(draft.skip)
        self._leaving.note(row)

    def describe(self) -> tuple[str, ...]:
        """Return what is to be told, sentences without a full stop."""
        return (*self.countries.describe(), *self.skips.describe(), *self._leaving.describe())
