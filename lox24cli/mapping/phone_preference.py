"""Which of two columns is the phone, as far as anyone can tell, and which one speaks against the other.

A column of phones beside the chosen one is an objection, unless its header says plainly that it is somebody else's, a
second or an older number, or a fax, or that it is another number of the same person and not the one for messages.
"""

from collections.abc import Iterator, Sequence

from lox24cli.mapping.header_meaning import Says, Whose
from lox24cli.mapping.phone_candidates import Candidate, describe_cells, describe_header, show
from lox24cli.mapping.thresholds import HALF
from lox24cli.translating import phrase
from lox24cli.witnesses import ENOUGH, Witness


def hear_witnesses(candidates: Sequence[Candidate], *, is_list: bool) -> Iterator[Witness[int]]:
    """Yield what speaks for and against each column; the choice is its index.

    A list of one column needs no other sign than some phone in it.
    """
    for found in candidates:
        index = found.column.index
        rivals = [other for other in candidates if other is not found and objects(other, found)]
        if found.says_phone:
            is_enough = found.meaning.is_certain and found.meaning.whose is not Whose.ELSEWHERE
            yield Witness("header", index, describe_header(found), ENOUGH if is_enough else 1)
        if found.speaks or (is_list and found.contents.phone_share >= HALF):
            yield Witness("cells", index, describe_cells(found))
            is_silent = found.meaning.says is Says.NOTHING and not found.is_claimed and not found.is_anothers
            if is_silent and not rivals:
                yield Witness("other columns", index, phrase("no other column holds phones"))
        elif found.says_phone:
            yield Witness("cells", index, describe_cells(found), 0)
        for other in candidates:
            if other not in rivals and (why := _why_left(other)):
                yield Witness(
                    f"column {other.column.letter}",
                    index,
                    phrase("not {column}: {why}", column=show(other), why=why),
                    0,
                )
        if found.is_unclear and found.repeats:
            told = phrase(
                "only {distinct} of {filled} cells of {column} differ",
                distinct=found.contents.distinct,
                filled=found.contents.filled,
                column=show(found),
            )
            yield Witness("repeats", index, told, objects=True)
        for other in rivals:
            yield Witness(f"column {other.column.letter}", index, _object(other), objects=True)


def objects(other: Candidate, chosen: Candidate) -> bool:
    """Tell whether the other column speaks against taking the chosen one without a word."""
    if chosen.is_claimed and not other.is_claimed and other.says_phone:
        return True
    if other.is_claimed and not other.says_phone:
        return False
    is_doubtful = chosen.is_unclear or chosen.is_second
    if other.holds_phones or (is_doubtful and other.may_hold_phones):
        return not is_preferred(chosen, other)
    return _speaks_though_empty(other, chosen)


def _speaks_though_empty(other: Candidate, chosen: Candidate) -> bool:
    """Tell whether a phone header without phones below it is nearer to the contact than the chosen column."""
    if not other.says_phone or other.meaning.says is Says.LANDLINE or other.meaning.whose is Whose.ELSEWHERE:
        return False
    if chosen.is_own and other.is_own:
        return other.rank < chosen.rank and not (chosen.holds_phones and other.is_blank)
    if other.is_own:
        return True
    is_sure = chosen.is_own and not (chosen.is_second and other.is_unclear)
    return not is_sure and other.is_blank and not other.meaning.is_hint


def is_preferred(chosen: Candidate, other: Candidate) -> bool:
    """Tell whether the chosen column is plainly the better of two that hold phones."""
    if other.is_anothers or chosen.is_anothers:
        return _is_nearer(chosen, other)
    is_only_mobile = chosen.has_mobiles and other.has_no_mobiles
    if chosen.is_unclear:
        return other.is_unclear and not other.says_phone and is_only_mobile
    if other.is_unclear:
        is_sure = is_only_mobile or (chosen.is_of_failed_file and other.has_no_mobiles)
        return not chosen.is_role and not chosen.is_second and is_sure
    if chosen.is_role or other.is_role:
        return (
            chosen.is_role
            and not other.is_role
            and (is_only_mobile or (other.is_second and not (chosen.has_no_mobiles and other.has_mobiles)))
        )
    return _is_better_own(chosen, other)


def _is_nearer(chosen: Candidate, other: Candidate) -> bool:
    """Compare where at least one is somebody else's: an emergency's never, a relative's behind the contact's own."""
    if chosen.is_anothers:
        is_behind_landline = other.is_own and other.meaning.says is Says.LANDLINE and not other.has_mobiles
        return other.meaning.whose > chosen.meaning.whose or is_behind_landline
    if other.meaning.whose is Whose.ELSEWHERE:
        return True
    is_no_worse = chosen.meaning.says <= other.meaning.says
    return (
        chosen.is_own
        and chosen.meaning.whose < Whose.FURTHER
        and is_no_worse
        and (chosen.is_unseen or not chosen.has_no_mobiles)
    )


def _is_better_own(chosen: Candidate, other: Candidate) -> bool:
    """Compare two numbers of the same person: the one for messages, else the one that holds the mobiles."""
    is_only_mobile = chosen.wins_ties and other.has_no_mobiles
    if chosen.rank == other.rank or _may_be_the_only_mobile(chosen, other) or _may_be_the_only_mobile(other, chosen):
        return is_only_mobile
    if chosen.rank < other.rank:
        return not (other.wins_ties and chosen.has_no_mobiles and not chosen.is_of_failed_file)
    return is_only_mobile and other.meaning.says is not Says.MOBILE and chosen.meaning.whose is not Whose.CLOSE


def _may_be_the_only_mobile(further: Candidate, plain: Candidate) -> bool:
    """Tell whether an alternative mobile beside a plain phone may be the only mobile, or the one not to use."""
    is_further = further.meaning.says is Says.MOBILE and further.meaning.whose is Whose.FURTHER
    return is_further and plain.meaning.says is Says.PHONE and plain.meaning.whose < Whose.FURTHER


def _why_left(other: Candidate) -> str:
    """Say why a column with mobiles in it is not the phone, as far as its header says so."""
    if not other.contents.mobiles:
        return ""
    if other.is_anothers:
        return phrase("somebody else's") if other.meaning.whose is Whose.RELATIVE else phrase("for other occasions")
    return phrase("a second number") if other.is_second else ""


def _object(other: Candidate) -> str:
    if other.contradicts_itself:
        return phrase("the header of {column} says phone as well", column=show(other))
    return phrase("{column} holds phones as well", column=show(other))
