"""Which column is the phone when nobody said so: headers first, then cells, and no guess between equals.

1. A header that is the field's own name, `phone` (but a mobile beside it wins, as in Odoo's `phone, mobile`,
   unless other fields' own names show that the file was made for LOX24).
2. Google's pairs of label and value, where no other header says mobile.
3. Known headers: a mobile before a phone, the contact's own before a relative's, the plain word before a
   qualified one. Equals are told apart by their cells only when one plainly holds mobiles and no other does;
   behind a column that nobody has filled, the one next to it is read too.
4. Cells, among columns whose headers say nothing: mobiles in at least half of the filled ones.
5. A landline or emergency header, when there is nothing else.

A fax, pager or assistant's number is never the phone. Knows nothing of requests and of other fields.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lox24cli.errors import MappingError
from lox24cli.mapping.column_contents import PLAINLY
from lox24cli.mapping.column_names import list_columns, name_column, write_request
from lox24cli.mapping.header_meaning import Says, Whose, label_columns, name_field, read_header, read_prefix
from lox24cli.mapping.phone_candidates import Candidate, certain_mobiles, describe, rank_headers, show, tell_apart
from lox24cli.model import Column, SourceRow

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class PhoneChoice:
    """The phone columns in order of preference, and why."""

    columns: tuple[int, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class PhoneSearch:
    """The columns of one file, ready to be asked for the phone."""

    columns: tuple[Column, ...]
    candidates: tuple[Candidate, ...]
    claimed: frozenset[int]
    """Columns that the group's own names give to other fields: the phone only when nothing else can be."""

    def choose(self) -> PhoneChoice:
        """Return the phone columns and why; raise MappingError for none, or several equally good ones."""
        for step in (
            self._by_own_name,
            self._by_labels,
            self._by_header,
            self._by_contents,
            self._by_last_resort,
        ):
            choice = step()
            if choice is not None:
                self._refuse_halves(choice)
                return choice
        raise self._nothing_found()

    def _by_own_name(self) -> PhoneChoice | None:
        own = [found for found in self.candidates if name_field(found.column.header) == "phone"]
        made_for_us = any(name_field(column.header) not in {None, "phone"} for column in self.columns)
        if len(own) != 1 or not (made_for_us or not certain_mobiles(self.candidates)):
            return None
        self._refuse_misplaced(own[0])
        return PhoneChoice((own[0].column.index,), f"header is the field's own name; {own[0].contents.describe()}")

    def _by_labels(self) -> PhoneChoice | None:
        labelled = label_columns(self.columns)
        family = tuple(found.column.index for found in self.candidates if found.column.index in labelled)
        if not family or certain_mobiles([c for c in self.candidates if c.column.index not in labelled]):
            return None
        return PhoneChoice(family, "known phone headers (Google Contacts); each row's labels put a mobile first")

    def _by_header(self) -> PhoneChoice | None:
        named = [
            found
            for found in self.candidates
            if found.meaning.says <= Says.PHONE
            and found.meaning.whose < Whose.ELSEWHERE
            and (found.meaning.is_certain or found.is_plain)
        ]
        if not named:
            return None
        best = rank_headers(named)
        winner = best[0] if len(best) == 1 else tell_apart(best)
        if winner is None:
            raise self._several(best)
        rivals = [found for found in named if found.column.index not in self.claimed]
        if winner.column.index in self.claimed and rivals:
            raise self._several([winner, *rivals])
        if winner.is_blank and not winner.is_of_failed_file and (second := self._second_to(named)):
            evidence = f"{describe(winner)}; then {show(second)}: {describe(second)}"
            return PhoneChoice((winner.column.index, second.column.index), evidence)
        self._refuse_misplaced(winner)
        return PhoneChoice((winner.column.index,), describe(winner))

    def _second_to(self, named: Sequence[Candidate]) -> Candidate | None:
        """Return the one column that headers and cells name next where nobody has filled the better one.

        Nothing is guessed by it: a row that has the better number after all is read from there. A relative's number
        is no second.
        """
        left = [found for found in named if found.meaning.whose < Whose.RELATIVE and not found.is_blank]
        best = rank_headers(left) if left else []
        is_sure = len(best) == 1 and best[0].is_plain and best[0].column.index not in self.claimed
        return best[0] if is_sure else None

    def _by_contents(self) -> PhoneChoice | None:
        silent = [
            found
            for found in self.candidates
            if found.meaning.says is Says.NOTHING and found.column.index not in self.claimed
        ]
        is_only_column = len(self.columns) == 1
        read = [c for c in silent if c.contents.is_written_as_phones or is_only_column]
        held = [found for found in read if found.contents.mobile_share >= _HALF]
        held = held or [found for found in read if found.contents.phone_share >= PLAINLY]
        if len(held) > 1:
            raise self._several(held)
        return PhoneChoice((held[0].column.index,), held[0].contents.describe()) if held else None

    def _by_last_resort(self) -> PhoneChoice | None:
        left = [
            found
            for found in self.candidates
            if (found.meaning.says is Says.LANDLINE or found.meaning.whose is Whose.ELSEWHERE)
            and found.meaning.says <= Says.LANDLINE
            and (found.meaning.is_certain or found.is_plain)
        ]
        if len(left) > 1:
            raise self._several(left)
        return PhoneChoice((left[0].column.index,), describe(left[0])) if left else None

    def _refuse_misplaced(self, winner: Candidate) -> None:
        """Two facts against each other are no ground for a guess: the header says phone, the cells say where.

        In a failed file they are none: its rows are there because this column's cells are bad.
        """
        if winner.is_of_failed_file or not winner.contents.sampled or not winner.is_plainly_not:
            return
        others = [
            found
            for found in self.candidates
            if found is not winner and found.meaning.says <= Says.NOTHING and found.is_plain
        ]
        if not others:
            return
        where = "all blank" if not winner.contents.filled else "no phones"
        raise MappingError(
            f"the header of {show(winner)} says phone, but its sampled cells are {where}; "
            f"phones are in {' and '.join(map(show, others))}",
            self._offer(others, together=[winner, *others]),
            code="phone-column-ambiguous",
        )

    def _refuse_halves(self, choice: PhoneChoice) -> None:
        """Half a number may be somebody else's: `0171` in one column, `2345678` in the next."""
        chosen = next(found for found in self.candidates if found.column.index == choice.columns[0])
        prefixes: list[Candidate] = []
        for column in reversed([column for column in self.columns if column.index < chosen.column.index]):
            prefix = Candidate(column, chosen.meaning, chosen.sample, chosen.region)
            if read_prefix(column.header) is None or not prefix.begins_numbers:
                break
            prefixes.insert(0, prefix)
        if not prefixes or chosen.is_dialled:
            return
        parts = [f"{{{name_column(found.column, self.columns)}}}" for found in (*prefixes, chosen)]
        sign = read_prefix(prefixes[0].column.header) or ""
        whole = f'--map "phone={sign}{" ".join(parts)}"'
        raise MappingError(
            f"the numbers of {show(chosen)} may be only the second part, behind {' and '.join(map(show, prefixes))}",
            f"put them together: {whole}; or, if they are whole already: {self._request([chosen])}",
            code="phone-column-ambiguous",
        )

    def _several(self, equals: Sequence[Candidate]) -> MappingError:
        return MappingError(
            f"{len(equals)} columns may be the phone: {', '.join(map(show, equals))}",
            self._offer(equals, together=equals),
            code="phone-column-ambiguous",
        )

    def _nothing_found(self) -> MappingError:
        likely = [
            found
            for found in self.candidates
            if found.meaning.says <= Says.PHONE
            or (found.meaning.says < Says.OTHER and found.contents.phone_share >= _HALF)
        ]
        likely.sort(key=lambda found: (found.meaning.says, -found.contents.phone_share))
        if likely:
            hint = f"if {show(likely[0])} holds the phones: {self._request(likely[:1])}"
        else:
            example = write_request("phone", self.columns[:1], self.columns)
            hint = f"name the column, for example {example}"
        return MappingError(
            f"no phone column was found among: {list_columns(self.columns)}", hint, code="no-phone-column"
        )

    def _offer(self, each: Sequence[Candidate], *, together: Sequence[Candidate]) -> str:
        alone = " or ".join(self._request([found]) for found in each)
        return f"choose {alone}; or the first usable of each row: {self._request(together)}"

    def _request(self, chosen: Sequence[Candidate]) -> str:
        return write_request("phone", [found.column for found in chosen], self.columns)


def search_phone(
    columns: Sequence[Column],
    sample: Sequence[SourceRow],
    region: str | None,
    *,
    excluded: Iterable[int] = (),
    claimed: Iterable[int] = (),
) -> PhoneChoice:
    """Find the phone column of a file, and say why.

    Raises MappingError when there is none, or several are equally good, with the option that decides.
    """
    left_out = frozenset(excluded)
    return PhoneSearch(
        tuple(columns),
        tuple(
            Candidate(column, read_header(column.header), sample, region)
            for column in columns
            if column.index not in left_out
        ),
        frozenset(claimed),
    ).choose()
