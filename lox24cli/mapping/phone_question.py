"""What is asked when the phone column cannot be known: in words what is there, and the exact option for each answer."""

from collections.abc import Sequence

from lox24cli.errors import MappingError
from lox24cli.mapping.column_names import list_columns, name_column, write_request
from lox24cli.mapping.header_meaning import Says
from lox24cli.mapping.phone_candidates import Candidate, show
from lox24cli.mapping.thresholds import HALF
from lox24cli.model import Column
from lox24cli.translating import joined, phrase

_AMBIGUOUS = "phone-column-ambiguous"
_MOST_SHOWN = 12


def ask_which(rivals: Sequence[Candidate], columns: Sequence[Column]) -> MappingError:
    """Ask which of several columns it is; with what the cells of each say."""
    shown = rivals[:_MOST_SHOWN]
    rest = len(rivals) - len(shown)
    message = phrase(
        "{number:,} columns may be the phone: {columns}{more}",
        number=len(rivals),
        columns=joined(", ", map(show, shown)),
        more=phrase(" and {more:,} more", more=rest) if rest else "",
    )
    if any(found.contents.filled for found in shown):
        said = (phrase("{name}: {said}", name=found.column.letter, said=found.contents.describe()) for found in shown)
        message = joined("; ", (message, *said))
    return MappingError(message, _offer(shown, shown, columns), code=_AMBIGUOUS)


def ask_whether(found: Candidate, reason: str, columns: Sequence[Column]) -> MappingError:
    """Ask about the one column that has enough for it, and something against it."""
    return MappingError(
        phrase("{column} may hold somebody else's numbers: {reason}", column=show(found), reason=reason),
        phrase("if they are the contacts' own: {request}", request=_request([found], columns)),
        code=_AMBIGUOUS,
    )


def ask_about_contradiction(named: Candidate, others: Sequence[Candidate], columns: Sequence[Column]) -> MappingError:
    """Two facts against each other are no ground for a guess: the header says phone, the cells say where."""
    where = phrase("all blank") if named.is_blank else phrase("no phones")
    message = phrase(
        "the header of {column} says phone, but its sampled cells are {where}; phones are in {others}",
        column=show(named),
        where=where,
        others=joined(phrase(" and "), map(show, others)),
    )
    return MappingError(message, _offer(others, [named, *others], columns), code=_AMBIGUOUS)


def ask_about_halves(
    chosen: Candidate, prefixes: Sequence[Candidate], sign: str, columns: Sequence[Column]
) -> MappingError:
    """Half a number may be somebody else's: `0171` in one column, `2345678` in the next."""
    parts = [f"{{{name_column(found.column, columns)}}}" for found in (*prefixes, chosen)]
    whole = f'--map "phone={sign}{" ".join(parts)}"'
    return MappingError(
        phrase(
            "the numbers of {column} may be only the second part, behind {others}",
            column=show(chosen),
            others=joined(phrase(" and "), map(show, prefixes)),
        ),
        phrase(
            "put them together: {whole}; or, if they are whole already: {request}",
            whole=whole,
            request=_request([chosen], columns),
        ),
        code=_AMBIGUOUS,
    )


def nothing_found(candidates: Sequence[Candidate], columns: Sequence[Column]) -> MappingError:
    """Say that there is none, and name the column that is fullest of mobiles, whatever its header says."""
    likely = [found for found in candidates if not found.meaning.is_fax and _looks_like_phones(found)]
    likely.sort(key=_unlikeness)
    if likely:
        hint = phrase(
            "if {column} holds the phones: {request}", column=show(likely[0]), request=_request(likely[:1], columns)
        )
    else:
        hint = phrase("name the column, for example {request}", request=write_request("phone", columns[:1], columns))
    return MappingError(
        phrase("no phone column was found among: {columns}", columns=list_columns(columns)),
        hint,
        code="no-phone-column",
    )


def _looks_like_phones(found: Candidate) -> bool:
    if found.meaning.says is Says.OTHER:
        return found.speaks and found.contents.is_formatted
    return found.says_phone or found.contents.phone_share >= HALF


def _unlikeness(found: Candidate) -> tuple[bool, bool, float]:
    return (not found.says_phone, not found.contents.is_formatted, -found.contents.mobile_share)


def _offer(each: Sequence[Candidate], together: Sequence[Candidate], columns: Sequence[Column]) -> str:
    alone = joined(phrase(" or "), (_request([found], columns) for found in each))
    return phrase(
        "choose {alone}; or the first usable of each row: {request}", alone=alone, request=_request(together, columns)
    )


def _request(chosen: Sequence[Candidate], columns: Sequence[Column]) -> str:
    return write_request("phone", [found.column for found in chosen], columns)
