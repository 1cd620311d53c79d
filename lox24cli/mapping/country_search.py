"""Which column names each row's country: two witnesses, the header and the cells, or a question.

The numbers are a third: those of rows that name another country must not rather be the region's own mobiles. A header
of which a word is not known counts only where the numbers bear it out. Knows no requests.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lox24cli.errors import MappingError
from lox24cli.mapping import country_words as words
from lox24cli.mapping.column_names import fold_words, name_column, write_request
from lox24cli.mapping.country_column import CountryReader, MappedRegion
from lox24cli.mapping.thresholds import HALF, NEARLY_ALL, PLAINLY, SAMPLE_ROWS
from lox24cli.model import Column, SourceRow
from lox24cli.row_facts import RowCountry
from lox24cli.translating import joined, phrase
from lox24cli.witnesses import Witness, decide
from lox24cli.wording import counted

_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-Z])")
_MOST_DIGITS = 4
"""Of a calling code, a 0 or a mark beside it; a cell with more is a number, a date or a postcode."""
_AMBIGUOUS = "country-column-ambiguous"
_MOST_SHOWN = 3
_SEVERAL = 2
"""Numbers that do not fit: a single one may be a slip."""

Weigh = Callable[[SourceRow, RowCountry], int]
"""Whether a row's number is a mobile in its country only (1) or at home only (-1)."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A column that may name countries."""

    column: Column
    is_certain: bool
    """The header says so in words that are all known."""
    is_of_phone: bool
    """It is the phone's country, not the address's."""
    seen: Counter[str]
    """Sampled cells by the region they name; `""` for those that are not understood."""
    strange: tuple[str, ...]
    """The first that are not understood."""
    pro: int
    """Rows whose number is a mobile in the country that they name, and none at home."""
    contra: int
    """Rows whose number is a mobile at home, and none there."""
    needless: int
    """Rows whose cell is not understood, and whose number needs no country but home's."""

    @property
    def understood(self) -> int:
        return self.seen.total() - self.seen[""]

    @property
    def is_contradicted(self) -> bool:
        """Hardly a number fits only in the country named: single ones that do not fit are held, each for itself."""
        return self.contra >= _SEVERAL and self.contra >= NEARLY_ALL * (self.pro + self.contra)

    @property
    def is_plain(self) -> bool:
        """The cells are countries."""
        return self.understood > 0 and self.understood >= PLAINLY * self.seen.total()


def find_countries(
    columns: Sequence[Column], sample: Sequence[SourceRow], home: str | None, weigh: Weigh
) -> MappedRegion | None:
    """Return the columns that name each row's country, None where there is none.

    Raises MappingError when that cannot be known, with the options that decide.
    """
    likely = [column for column in columns if says_country(column.header) and not _holds_numbers(column, sample)]
    found = [_look_at(column, sample, columns, weigh) for column in likely]
    is_failed = _is_failed_file(sample)
    taken = [one for one in found if _is_taken(one, home, columns, is_failed_file=is_failed)]
    if not taken:
        return None
    own = [one for one in taken if one.is_of_phone]
    equals = own or taken
    ranked = [*equals, *(one for one in taken if one not in equals)]
    mapped = MappedRegion(
        tuple(one.column.index for one in ranked),
        "|".join(name_column(one.column, columns) for one in ranked),
        joined("; ", (_describe(one, several=len(ranked) > 1) for one in ranked)),
        equals=len(equals),
    )
    _refuse_differing(mapped, equals, sample, columns)
    return mapped


def says_country(header: str) -> bool:
    """Tell whether the header may speak of the country that a contact lives in or its phone is of."""
    known = set(_split(header))
    return bool(known & (words.COUNTRY | words.PERHAPS)) and not known & words.NEVER


def _split(header: str) -> list[str]:
    return fold_words(_CAMEL.sub(" ", header)).split()


def _holds_numbers(column: Column, sample: Sequence[SourceRow]) -> bool:
    """Tell whether the cells have more digits than a calling code, or none where only that can be meant."""
    parts = set(_split(column.header))
    filled = [text for row in sample[:SAMPLE_ROWS] if (text := row.cells[column.index].strip())]
    long = sum(sum(char.isdigit() for char in text) > _MOST_DIGITS for text in filled)
    is_code = bool(parts & words.PHONE) and not parts & words.COUNTRY
    short = sum(text.lstrip("+").isdigit() for text in filled)
    return long > HALF * len(filled) or (is_code and short < PLAINLY * len(filled))


def _is_failed_file(sample: Sequence[SourceRow]) -> bool:
    return any(row.first_number is not None for row in sample)


def _look_at(column: Column, sample: Sequence[SourceRow], columns: Sequence[Column], weigh: Weigh) -> _Found:
    parts = _split(column.header)
    is_certain = bool(words.COUNTRY & set(parts)) and set(parts) <= words.COUNTRY | words.NEUTRAL
    reader = CountryReader(MappedRegion((column.index,), "", ""), columns)
    named = [(row, country) for row in sample[:SAMPLE_ROWS] if (country := reader.read(row)) is not None]
    said = [weigh(row, country) for row, country in named]
    strange = dict.fromkeys(row.cells[column.index].strip() for row, country in named if not country.region)
    return _Found(
        column,
        is_certain,
        any(part in words.PHONE for part in parts),
        Counter(country.region for _, country in named),
        tuple(strange),
        said.count(1),
        sum(weight < 0 and bool(country.region) for weight, (_, country) in zip(said, named, strict=True)),
        sum(weight < 0 and not country.region for weight, (_, country) in zip(said, named, strict=True)),
    )


def _is_taken(one: _Found, home: str | None, columns: Sequence[Column], *, is_failed_file: bool) -> bool:
    if not one.seen or not (one.is_certain or one.is_plain):
        return False
    if is_failed_file and one.is_certain and one.understood:  # its rows are there because they do not fit
        return True
    if not one.is_plain:
        return _has_other_values(one, home, columns)
    if not one.is_certain and set(one.seen) <= {home, ""}:
        return False
    verdict = decide(_hear(one))
    if verdict.choice is None and (one.is_certain or one.contra <= one.pro):
        raise _ask(one, home, columns, verdict.reason)
    return verdict.choice is not None


def _hear(one: _Found) -> Iterator[Witness[bool]]:
    yield Witness("header", True, phrase("its header says so"), weight=int(one.is_certain))
    yield Witness("cells", True, phrase("its cells are countries"))
    if one.is_contradicted:
        reason = phrase(
            "{numbers} beside it fit only at home, {number:,} only in the country named",
            numbers=counted(one.contra, "number"),
            number=one.pro,
        )
        yield Witness("numbers", True, reason, objects=True)
    elif one.pro > one.contra:
        yield Witness(
            "numbers",
            True,
            phrase("{numbers} beside it fit only in the country named", numbers=counted(one.pro, "number")),
        )


def _has_other_values(one: _Found, home: str | None, columns: Sequence[Column]) -> bool:
    """Ask about a header that says country above other cells, unless the numbers need none: Land may be Bundesland."""
    if not one.understood and (home is None or one.needless >= PLAINLY * one.seen.total()):
        return False
    shown = ", ".join(one.strange[:_MOST_SHOWN])
    raise _ask(
        one,
        home,
        columns,
        phrase(
            "{number:,} of {cells} are none ({shown})",
            number=one.seen[""],
            cells=counted(one.seen.total(), "cell"),
            shown=shown,
        ),
    )


def _refuse_differing(
    mapped: MappedRegion, equals: Sequence[_Found], sample: Sequence[SourceRow], columns: Sequence[Column]
) -> None:
    reader = CountryReader(mapped, columns)
    for row in sample[:SAMPLE_ROWS] if len(equals) > 1 and not _is_failed_file(sample) else ():
        country = reader.read(row)
        if country is not None and country.problem and country.is_divided:
            names = joined(phrase(" and "), (f"{one.column.label} ({one.column.letter})" for one in equals))
            offers = joined(phrase(" or "), (write_request("region", [one.column], columns) for one in equals))
            raise MappingError(
                phrase("{names} name different countries: {problem}", names=names, problem=country.problem),
                phrase('name the one that the phone is of: {offers}; or none: --map "region="', offers=offers),
                code=_AMBIGUOUS,
            )


def _ask(one: _Found, home: str | None, columns: Sequence[Column], reason: str) -> MappingError:
    where = f"{one.column.label} ({one.column.letter})"
    at_home = phrase("in {home}", home=home) if home else phrase("as they stand")
    return MappingError(
        phrase("{where} may be the country of each row, but {reason}", where=where, reason=reason),
        phrase(
            'read each number in its row\'s country: {request}; or all {at_home}: --map "region="',
            request=write_request("region", [one.column], columns),
            at_home=at_home,
        ),
        code=_AMBIGUOUS,
    )


def _describe(one: _Found, *, several: bool) -> str:
    said = phrase("known header") if one.is_certain else phrase("header")
    parts = [
        phrase("{name}: {said}", name=one.column.label, said=said) if several else said,
        phrase(
            "{number:,} of {cells} are countries",
            number=one.understood,
            cells=counted(one.seen.total(), "sampled cell"),
        ),
    ]
    if one.pro:
        parts.append(phrase("{numbers} fit only there", numbers=counted(one.pro, "number")))
    return joined("; ", parts)
