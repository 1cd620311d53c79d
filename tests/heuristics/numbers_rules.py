"""The judging rules of numbers/: what each says, and what stands in its place without it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lox24cli.numbers.damage import _SIGNS
from lox24cli.numbers.values import Loss, Number, Reading, TwoReadings, Way
from lox24cli.witnesses import ENOUGH, Witness
from tests.heuristics.switching import NOTHING, Change, Rule, becomes, gives, without


def _any_kind(old: Callable[..., Any]) -> Callable[..., Any]:
    """Let landlines be evidence as well."""

    def note(self: object, notation: object, reading: Reading) -> None:
        if isinstance(reading, Number):
            reading = reading._replace(sort=replace(reading.sort, mobile=True))
        old(self, notation, reading)

    return note


def _not_this(sign: object) -> Change:
    return lambda signs: tuple(one for one in signs if one[0] is not sign)


def _bears_out(loss: Loss) -> Change:
    """Let every column bear the loss out."""

    def change(old: Callable[..., Iterator[Witness[Loss]]]) -> Callable[..., Iterator[Witness[Loss]]]:
        def witness(self: object, of: Loss, way: Way, code: int) -> Iterator[Witness[Loss]]:
            return iter([Witness("none", of, "", ENOUGH)]) if of is loss else old(self, of, way, code)

        return witness

    return change


def _leaves_all(_: object) -> Callable[..., Reading]:
    return lambda readings, *_, **__: readings[0] if len(readings) == 1 else TwoReadings(readings)


def _as_of_mobiles(old: Callable[..., list[int]]) -> Callable[..., list[int]]:
    return lambda digits, **_: old(digits, mobile=True)


def _as_it_is(number: Any, *_: object) -> Any:  # noqa: ANN401  what comes, goes
    return number


_DAMAGES = (
    "hashes are what a narrow column shows, no number",
    "scientific notation has lost digits",
    "a date or a time is no number",
    "a negative number was calculated",
    "dots at an end stand for digits",
    "asterisks and the like stand for digits",
    "a decimal number is no phone",
    "a .0 behind groups of digits may be the phone's",
)

RULES = (
    Rule("numbers.rounding:Rounding.is_damage", "a column's shared zeros at the end are lost digits", gives(False)),
    Rule("numbers.rounding:_LIMITS", "five zeros: a fiftieth of the column is too many", without(5)),
    Rule("numbers.rounding:_LIMITS", "four zeros: three numbers and a fiftieth are too many", without(4)),
    Rule("numbers.rounding:_LIMITS", "three zeros: three numbers and a fifth are too many", without(3)),
    Rule("numbers.rounding:_LIMITS", "two zeros: four numbers and a half are too many", without(2)),
    Rule("numbers.rounding:_LIMITS", "one zero: ten mobiles and a half are too many", without(1)),
    Rule("numbers.rounding:_LIMITS", "numbers that fit 32-bit floats were made to", without(-1)),
    Rule("numbers.rounding:_is_plain", "only what a spreadsheet writes can have been rounded by one", gives(True)),
    Rule("numbers.rounding:_mark", "a landline may end in one zero", _as_of_mobiles),
    Rule("numbers.last_digits:LastDigits.is_added", "one last digit of nearly all was added", gives(False)),
    Rule("numbers.last_digits:LastDigits.note", "a switchboard's last digit is no evidence", _any_kind),
    *(Rule("numbers.damage:_SIGNS", says, _not_this(sign)) for says, (sign, _) in zip(_DAMAGES, _SIGNS, strict=True)),
    Rule("numbers.damage:_OTHER_THINGS", "a column of dates or prices has lost no phones", becomes(frozenset())),
    Rule("numbers.damage:_LIMITS", "the largest number of a database column is nobody's", becomes({})),
    Rule("numbers.damage:_SPREADSHEET_DIGITS", "a spreadsheet keeps fifteen digits", becomes(99)),
    Rule("numbers.damage:EXPANDED_ZEROS", "six zeros at the end were scientific notation", becomes(99)),
    Rule("numbers.cleaning:_drop_float_tail", "a .0 behind one run of digits is a float's", lambda _: str),
    Rule("numbers.cleaning:_drop_labels", "words for phone beside a number are labels", lambda _: str),
    Rule("numbers.digits:_are_apart", "a slash, comma or line end may divide two numbers", gives(False)),
    Rule("numbers.digits:find_halves", "a 0 behind a gap may begin a second number", gives(())),
    Rule("numbers.digits:_EXTENSION", "an extension takes no SMS", becomes(NOTHING)),
    Rule("numbers.digits:_LOOSE_END", "digits apart at the end may be another ending", becomes(NOTHING)),
    Rule("numbers.digits:_LOOSE_BEGINNING", "digits apart before a 0 may count the number", becomes(NOTHING)),
    Rule("numbers.digits:_OPTIONAL_ZERO", "a (0) behind a country code is not dialled", becomes(NOTHING)),
    Rule("numbers.digits:_GROUPS_OF_THOUSANDS", "regular groups of thousands are a spreadsheet's", becomes(NOTHING)),
    Rule("numbers.digits:_THOUSANDS_APART", "nor do blanks between thousands group a number", becomes(NOTHING)),
    Rule("numbers.digits:_MAYBE_DECIMAL", "a single point may stand in a whole mobile", becomes(NOTHING)),
    Rule("numbers.digits:_PLACEHOLDER", "xx stands for a carrier in Brazil", becomes(NOTHING)),
    Rule("numbers.digits:_is_needless", "a 0 or the code before a + is another way to write it", gives(False)),
    Rule("numbers.digits:_count_lead", "groups of digits show where a country code ends", gives(None)),
    Rule("numbers.interpreting:_find_loose_digits", "digits apart do not make a number one", gives(None)),
    Rule("numbers.interpreting:_lacks_digits", "digits that begin like the own code may be a mobile cut", gives(False)),
    Rule("numbers.interpreting:_read_doubled", "a format may have put the code before the code", gives(None)),
    Rule("numbers.interpreting:_witness_abroad", "a mobile there, longer than any here, has lost its +", gives(())),
    Rule("numbers.interpreting:choose", "of several readings the only mobile is meant", _leaves_all),
    Rule("numbers.interpreting:suppose_loss", "what has lost a sign waits for its column", becomes(_as_it_is)),
    Rule("numbers.own_ways:_OLD_TRUNKS", "old prefixes are still written", becomes({})),
    Rule("numbers.own_ways:_OLD_TRUNKS_ABROAD", "also behind the country's code", becomes({})),
    Rule("numbers.own_ways:_NATIONAL_BEHIND_CODE", "Argentina's 15 stands behind the code, too", becomes(frozenset())),
    Rule("numbers.own_ways:_suppose_slip", "a + before a 0 may have lost another country's code", becomes(_as_it_is)),
    Rule("numbers.own_ways:confirm", "a slip must leave a mobile", lambda _: lambda _notation, reading, _plan: reading),
    Rule("numbers.sorts:_SHORTEST_MOBILES", "shorter mobiles than are given out were cut", becomes({})),
    Rule("numbers.row_country:_put_together", "a row's calling code may continue in its cell", gives(None)),
    Rule("numbers.column_tally:ColumnTally.vote", "the clear cells of a column say how it is written", gives(None)),
    Rule(
        "numbers.column_tally:ColumnTally.has_lost_plus", "where foreign numbers lost their +, others may", gives(False)
    ),
    Rule("numbers.column_tally:ColumnTally.has_lost_zeros", "a column without 0s has lost them", gives(False)),
    Rule("numbers.column_tally:ColumnTally.supports", "the vote needs cells of the same country", gives(True)),
    Rule("numbers.column_tally:ColumnTally.witness", "a lost + needs its column", _bears_out(Loss.PLUS)),
    Rule("numbers.column_tally:ColumnTally.witness", "a lost 0 needs its column", _bears_out(Loss.ZERO)),
    Rule(
        "numbers.column_tally:ColumnTally.witness",
        "digits of one's town need a column without 0s",
        _bears_out(Loss.AREA),
    ),
    Rule(
        "numbers.column_tally:ColumnTally.witness", "a lost code needs a column of one country", _bears_out(Loss.CODE)
    ),
    Rule("numbers.column_vote:PhoneColumn._follow", "a column of one way decides the unclear", gives(None)),
    Rule("numbers.column_vote:PhoneColumn._objects", "the column may speak for a reading that lost", gives(False)),
    Rule("numbers.thresholds:LEAST_CLEAR", "fewer than 20 clear cells are chance", becomes(4)),
    Rule("numbers.thresholds:LEAST_SHARE", "nine in ten must agree", becomes(0.6)),
    Rule("numbers.thresholds:MOST_ODD", "a tenth may be slips", becomes(0.0)),
    Rule("numbers.thresholds:LEAST_ODD", "one odd cell is a slip", becomes(1)),
    Rule("numbers.thresholds:LONGEST_LOCAL", "eight digits may lack their area code", becomes(0)),
    Rule("numbers.thresholds:LONGEST_LOCAL_ABROAD", "nine digits without a sign are not abroad", becomes(0)),
    Rule("numbers.thresholds:LEAST_ENDING_ALIKE", "fewer than 20 may end alike by chance", becomes(4)),
    Rule("numbers.thresholds:SHARE_ENDING_ALIKE", "some of the added digits may be mended", becomes(0.97)),
    Rule("numbers.thresholds:WINDOW", "the first 300 cells tell", becomes(10)),
    Rule("numbers.likeness:_SCIENTIFIC", "what is left of a rounded number may be somebody's", becomes(NOTHING)),
    Rule("numbers.likeness:_HASHES", "hashes may hide anybody", becomes(NOTHING)),
    Rule("numbers.likeness:_LOST_ZEROS", "three zeros at the end may be lost digits", becomes(99)),
    Rule("numbers.likeness:_LONGEST_TYPO", "two neighbouring digits may be a typing error", becomes(0)),
    Rule("numbers.likeness:_FEWEST_AT_THE_END", "six digits may lack their area code", becomes(99)),
)
