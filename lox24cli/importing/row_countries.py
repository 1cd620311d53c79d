"""What the rows of a file say of their countries, counted for the plan."""

from collections import Counter

from lox24cli.mapping.country_column import MappedRegion
from lox24cli.model import Contact, Draft, Rejected, Undecided
from lox24cli.wording import counted

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

    def note_number(self, draft: Draft, verdict: Contact | Rejected | Undecided) -> None:
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
        parts = [f"{count:,} {region}" for count, region in named[:_MOST_SHOWN]]
        if rest := named[_MOST_SHOWN:]:
            parts.append(f"{sum(count for count, _ in rest):,} of {len(rest)} others")
        if blank := self._rows[None]:
            parts.append(f"{blank:,} blank")
        if strange := self._rows[""]:
            parts.append(f"{strange:,} not understood")
        said = [f"{self._mapped.shown}: {', '.join(parts)}"]
        if self._others:
            each = ", ".join(f"{country or 'no country'} {count:,}" for country, count in self._others.most_common())
            are = "is" if self._others.total() == 1 else "are"
            said.append(
                f"{counted(self._others.total(), 'number')} {are} of another country than the row names: {each}"
            )
        return tuple(said)
