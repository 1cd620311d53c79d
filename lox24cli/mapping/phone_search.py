"""Which column is the phone when nobody said so: two witnesses that agree and no third that objects, or a question.

What a header says (whose number, of which kind), what the cells are, and what the *other* columns are: each is heard
(phone_preference.py), and the one column that has enough for it and nothing against it is taken. Behind a column that
nobody has filled, the one next to it is read too. Besides, known without witnesses:

- a file made for LOX24, which has other fields' own names beside `phone`;
- Google's pairs of label and value, where no other header says mobile.

A fax, pager or assistant's number is never the phone. Knows nothing of requests and of other fields.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lox24cli.mapping import phone_question as question
from lox24cli.mapping.header_meaning import Says, label_columns, name_field, read_header, read_prefix
from lox24cli.mapping.phone_candidates import Candidate, describe_cells, describe_header, show
from lox24cli.mapping.phone_preference import hear_witnesses, objects
from lox24cli.mapping.thresholds import HALF
from lox24cli.model import Column, SourceRow
from lox24cli.translating import joined, phrase
from lox24cli.witnesses import Verdict, decide

_MOST_HEARD = 300
"""More columns of phones or digits than anybody has are not weighed one against the other: each by each is too many."""


@dataclass(frozen=True, slots=True)
class PhoneChoice:
    """The phone columns in order of preference, and why."""

    columns: tuple[int, ...]
    evidence: str
    notices: tuple[str, ...] = ()
    """What should be looked at although nothing is asked."""


@dataclass(frozen=True, slots=True)
class PhoneSearch:
    """The columns of one file, ready to be asked for the phone."""

    columns: tuple[Column, ...]
    candidates: tuple[Candidate, ...]

    def choose(self) -> PhoneChoice:
        """Return the phone columns and why; raise MappingError for none, or several equally good ones."""
        choice = self._made_for_us() or self._by_labels() or self._by_witnesses()
        self._refuse_halves(choice)
        return choice

    def _made_for_us(self) -> PhoneChoice | None:
        own = [found for found in self.candidates if name_field(found.column.header) == "phone"]
        if len(own) != 1 or all(name_field(column.header) in {None, "phone"} for column in self.columns):
            return None
        others = [found for found in self.candidates if found is not own[0] and found.speaks]
        if own[0].contradicts_itself and not own[0].is_of_failed_file and others:
            raise question.ask_about_contradiction(own[0], others, self.columns)
        return self._taken(own[0], joined("; ", (describe_header(own[0]), own[0].contents.describe())))

    def _by_labels(self) -> PhoneChoice | None:
        labelled = label_columns(self.columns)
        family = tuple(found.column.index for found in self.candidates if found.column.index in labelled)
        mobiles = (
            found
            for found in self.candidates
            if found.is_own and found.meaning.says is Says.MOBILE and found.column.index not in labelled
        )
        if not family or any(mobiles):
            return None
        return PhoneChoice(
            family, phrase("known phone headers (Google Contacts); each row's labels put a mobile first")
        )

    def _by_witnesses(self) -> PhoneChoice:
        heard = [found for found in self.candidates if _is_heard(found)]
        if len(heard) > _MOST_HEARD:
            raise question.ask_which(heard, self.columns)
        verdict = decide(hear_witnesses(heard, is_list=len(self.columns) == 1))
        if verdict.choice is None:
            raise self._question(verdict, heard)
        chosen = next(found for found in heard if found.column.index == verdict.choice)
        blanks = [found for found in heard if found.is_own and found.is_blank and found.rank < chosen.rank]
        if not blanks or chosen.is_blank:
            return self._taken(chosen, verdict.reason)
        evidence = phrase(
            "{header}; {cells}; then {column}: {reason}",
            header=describe_header(blanks[0]),
            cells=describe_cells(blanks[0]),
            column=show(chosen),
            reason=verdict.reason,
        )
        indexes = (*(found.column.index for found in blanks), chosen.column.index)
        return PhoneChoice(indexes, evidence, _notices(chosen))

    def _taken(self, chosen: Candidate, evidence: str) -> PhoneChoice:
        return PhoneChoice((chosen.column.index,), evidence, _notices(chosen))

    def _question(self, verdict: Verdict[int], heard: Sequence[Candidate]) -> Exception:
        """Ask about the columns that have most for them and those that object to these."""
        rivals = [found for found in heard if found.column.index in verdict.rivals]
        rivals = [found for found in rivals if found.says_phone or found.speaks]
        objecting = [other for other in heard if any(other is not one and objects(other, one) for one in rivals)]
        involved = [found for found in heard if found in rivals or found in objecting]
        silent = [found for found in involved if found.contradicts_itself and found.says_phone]
        others = [found for found in involved if found not in silent]
        if silent and others and not silent[0].is_of_failed_file:
            return question.ask_about_contradiction(silent[0], others, self.columns)
        if len(involved) > 1:
            return question.ask_which(involved, self.columns)
        if involved and involved[0].is_unclear and involved[0].repeats:
            return question.ask_whether(involved[0], verdict.reason, self.columns)
        return question.nothing_found(self.candidates, self.columns)

    def _refuse_halves(self, choice: PhoneChoice) -> None:
        chosen = next(found for found in self.candidates if found.column.index == choice.columns[0])
        prefixes: list[Candidate] = []
        for column in reversed([column for column in self.columns if column.index < chosen.column.index]):
            prefix = Candidate(column, chosen.meaning, chosen.sample, chosen.region)
            if read_prefix(column.header) is None or not prefix.begins_numbers:
                break
            prefixes.insert(0, prefix)
        if prefixes and not chosen.is_dialled:
            sign = read_prefix(prefixes[0].column.header) or ""
            raise question.ask_about_halves(chosen, prefixes, sign, self.columns)


def _is_heard(found: Candidate) -> bool:
    """Whatever its cells look like, a column of another thing is not heard."""
    meaning = found.meaning
    if meaning.says is Says.OTHER:
        return (meaning.is_about_phone or meaning.is_number) and found.speaks
    return found.says_phone or found.speaks or found.may_hold_phones or found.contents.phone_share >= HALF


def _notices(chosen: Candidate) -> tuple[str, ...]:
    if not chosen.contents.lacks_mobiles or chosen.region is None:
        return ()
    return (
        phrase(
            "the chosen column has no mobiles: {column}, {said}",
            column=show(chosen),
            said=chosen.contents.describe(),
        ),
    )


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
    left_out, given = frozenset(excluded), frozenset(claimed)
    candidates = tuple(
        Candidate(column, read_header(column.header), sample, region, column.index in given)
        for column in columns
        if column.index not in left_out
    )
    return PhoneSearch(tuple(columns), candidates).choose()
