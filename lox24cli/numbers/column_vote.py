"""What the cells of one phone column say about each other: how the clear ones are written, and so the unclear.

Built up row by row in constant memory, asked once the whole column is known. This module must not know rows,
files or phonenumbers.
"""

import functools
from collections import Counter
from collections.abc import Iterator

from lox24cli.model import Code
from lox24cli.numbers.bare_cells import Meaning
from lox24cli.numbers.column_tally import ColumnTally
from lox24cli.numbers.damage import damaged
from lox24cli.numbers.last_digits import LastDigits
from lox24cli.numbers.refusals import refuse_country, refuse_local, refuse_lost_plus, refuse_lost_zero
from lox24cli.numbers.rounding import Rounding, is_marked
from lox24cli.numbers.thresholds import LEAST_CLEAR
from lox24cli.numbers.values import Loss, NoNumber, Notation, Number, Reading, Sort, TwoReadings, Way
from lox24cli.translating import joined, phrase, plural
from lox24cli.witnesses import Verdict, Witness, decide
from lox24cli.wording import counted

_Shape = tuple[tuple[Way, int, bool], ...]
"""Way, calling code and mobile or not of each reading of an unclear cell."""
_Supposed = tuple[Loss, Way, int, tuple[str, ...]]
"""What a reading supposes to be lost, its way, calling code, and what in the cell speaks for it."""
_LACKING = {
    Loss.AREA: phrase("area code"),
    Loss.ZERO: phrase("0 of a landline, which the column does not bear out"),
    Loss.CODE: phrase("country code behind the +"),
    Loss.PLUS: phrase("+ before another country's code, which the column does not bear out"),
}


class PhoneColumn:
    """The evidence of one column."""

    def __init__(self, label: str) -> None:
        self.label = label
        self._rounding = Rounding()
        self._last_digits = LastDigits()
        self._noted: Counter[Meaning] = Counter()
        """Bare cells that are not among the others yet."""
        self._tally = ColumnTally()
        self._settled: dict[Meaning, tuple[Number, str] | None] = {}
        self._unclear: Counter[_Shape] = Counter()
        self._supposed: Counter[_Supposed] = Counter()

    @property
    def is_plain(self) -> bool:
        """Whether a number that shows its own way needs no more than to be counted: see `note_plain`."""
        return self._last_digits.say_nothing

    def note_plain(self, sort: Sort) -> None:
        """Count one cell with its + or 0, whose digits say nothing of rounding: as `note` does where `is_plain`."""
        self._settled.clear()
        self._tally.note_sort(sort)

    def note(self, notation: Notation, reading: Reading) -> None:
        """Count one cell that holds digits."""
        self._rounding.note(notation, mobile=_may_be_mobile(reading))
        self._last_digits.note(notation, reading)
        self._settled.clear()
        self._count(reading, 1)

    def note_bare(self, digits: str, meaning: Meaning) -> None:
        """Count one cell of bare digits, as `note` does where `is_plain`."""
        self._rounding.note_bare(digits, mobile=meaning.may_be_mobile)
        self._settled.clear()
        self._noted[meaning] += 1

    def _count(self, reading: Reading, count: int) -> None:
        if isinstance(reading, TwoReadings):
            self._unclear[_shape(reading.readings)] += count
        elif isinstance(reading, Number):
            if reading.rivals:
                self._tally.note_weak(reading, count)
            else:
                self._tally.note(reading, count)
            if reading.loss:
                self._supposed[reading.loss, reading.way, reading.calling_code, reading.witnesses] += count

    def _take_in(self) -> None:
        for meaning, count in self._noted.items():
            self._count(meaning.reading, count)
        self._noted.clear()

    def is_open(self, notation: Notation, number: Number) -> bool:
        """Tell whether a cell that reads as one number still depends on the rest of the column."""
        is_weak = number.loss is not None or bool(number.rivals)
        return is_weak or self._last_digits.may_be_added(notation) or self._rounding.may_be_damage(notation)

    def settle(self, notation: Notation, reading: Reading) -> tuple[Number | NoNumber, str]:
        """Decide a cell by the whole column; the second is how, empty where the cell was clear."""
        if isinstance(reading, NoNumber):
            return reading, ""
        damage = self._find_damage(notation, reading)
        return (damage, "") if damage else self._settle(reading)

    def _settle(self, reading: Number | TwoReadings) -> tuple[Number | NoNumber, str]:
        self._take_in()
        if isinstance(reading, Number):
            if doubt := self._doubt(reading):
                return doubt, ""
            return reading, phrase("the only reading that is a mobile") if reading.rivals else reading.note
        place = self._follow(_shape(reading.readings))
        if place is None:
            return _refuse(reading.readings), ""
        return reading.readings[place], self._describe_vote()

    def settle_bare(self, digits: str, meaning: Meaning) -> tuple[Number, str] | None:
        """Decide bare digits by the whole column as `settle` does where `is_plain`; None for what is held back."""
        if is_marked(digits) and self._rounding.is_damage_of_bare(digits, mobile=meaning.may_be_mobile):
            return None
        if meaning not in self._settled:
            number, how = self._settle(meaning.reading)
            self._settled[meaning] = None if isinstance(number, NoNumber) else (number, how)
        return self._settled[meaning]

    def _find_damage(self, notation: Notation, reading: Reading) -> NoNumber | None:
        if self._rounding.is_damage(notation, mobile=_may_be_mobile(reading)):
            return damaged(phrase("seems rounded, like much of its column: the last digits are gone"))
        if self._last_digits.is_added(notation):
            return damaged(phrase("seems to have a digit too many: {why}", why=self._last_digits.describe()))
        return None

    def describe(self) -> list[str]:
        """Give what the column decided, as sentences without a full stop."""
        self._take_in()
        said = []
        followed = sum(count for shape, count in self._unclear.items() if self._follow(shape) is not None)
        held = self._unclear.total() - followed
        if followed:
            said.append(self._describe_followed(followed))
        if held:
            said.append(
                phrase(
                    "{cells} in {label} can be read as two numbers, and the column does not settle which",
                    cells=counted(held, "cell"),
                    label=self.label,
                )
            )
        said += self._describe_losses()
        if rounded := self._rounding.count:
            said.append(
                plural(
                    "in {label}, {number:,} cell seems rounded by a spreadsheet: the last digits are gone",
                    "in {label}, {number:,} cells seem rounded by a spreadsheet: the last digits are gone",
                    rounded,
                    label=self.label,
                )
            )
        elif alike := self._last_digits.describe():
            said.append(
                phrase("in {label}, {alike}: one digit too many was added to each", label=self.label, alike=alike)
            )
        return said

    def _describe_followed(self, followed: int) -> str:
        is_national = self._tally.vote() is Way.NATIONAL
        return plural(
            "{share} of {clear} in {label} are written {how}, so {number:,} unclear one was read so too",
            "{share} of {clear} in {label} are written {how}, so {number:,} unclear ones were read so too",
            followed,
            share=self._share_text(),
            clear=counted(self._tally.total, "clear cell"),
            label=self.label,
            how=phrase("nationally") if is_national else phrase("with their country code"),
        )

    def _describe_losses(self) -> Iterator[str]:
        held: Counter[Loss] = Counter()
        for (loss, way, code, witnesses), count in self._supposed.items():
            if self._judge_loss(loss, way, code, witnesses).choice is None:
                held[loss] += count
        for loss, count in held.items():
            yield phrase(
                "{cells} in {label} may lack the {what}",
                cells=counted(count, "cell"),
                label=self.label,
                what=_LACKING[loss],
            )

    def _follow(self, shape: _Shape) -> int | None:
        """Give the place of the reading that the column's vote takes; None where it must not decide.

        A vote decides only between a reading that other clear cells support (the same way, the same country)
        and one that none does: in a mixed column the few are as real as the many. Where a foreign number has lost
        its +, others may have; where few of its country have, it need not have either.
        """
        vote = self._tally.vote()
        supported = [place for place, (way, code, _) in enumerate(shape) if self._tally.supports(way, code)]
        if vote is None or len(supported) != 1 or len({way for way, _, _ in shape}) < len(shape):
            return None
        way, code, mobile = shape[supported[0]]
        if not mobile and any(one for _, _, one in shape):
            return None
        if vote is not (Way.NATIONAL if way is Way.ZERO_RESTORED else way):
            return None
        if vote is Way.NATIONAL:
            is_like_others = not self._tally.has_lost_plus(besides=code)
        else:
            bare = self._tally.count_bare(way, code)
            is_like_others = bare >= LEAST_CLEAR or all(other == code for _, other, _ in shape)
        return supported[0] if is_like_others else None

    def _doubt(self, number: Number) -> NoNumber | None:
        """Give why the column does not bear out what the cell alone reads as; None where it does."""
        if number.loss and (doubt := self._doubt_loss(number, number.loss)):
            return doubt
        return _refuse((number, *number.rivals)) if self._objects(number) else None

    def _doubt_loss(self, number: Number, loss: Loss) -> NoNumber | None:
        """Give why the cell may not be read as one that has lost what the number supposes; None where it may."""
        verdict = self._judge_loss(loss, number.way, number.calling_code, number.witnesses)
        if verdict.choice is not None:
            return None
        match loss:
            case Loss.PLUS:
                return refuse_lost_plus(number.phone, number.country, verdict.reason)
            case Loss.ZERO:
                return refuse_lost_zero(verdict.reason)
            case Loss.AREA:
                return refuse_local()
            case Loss.CODE:
                return refuse_country("0")

    def _judge_loss(self, loss: Loss, way: Way, code: int, witnesses: tuple[str, ...]) -> Verdict[Loss]:
        own = [Witness(reason, loss, reason) for reason in witnesses]
        return decide([*own, *self._tally.witness(loss, way, code)])

    def _objects(self, mobile: Number) -> bool:
        """Tell whether the column speaks for one of the readings that lost for being no mobile."""
        return any(self._speaks_for(rival, mobile) for rival in mobile.rivals)

    def _speaks_for(self, rival: Number, mobile: Number) -> bool:
        if rival.way is Way.ZERO_RESTORED:
            return self._tally.supports(rival.way, rival.calling_code)
        if rival.way is Way.INTERNATIONAL:
            return self._tally.vote() is Way.INTERNATIONAL or self._tally.count_bare(rival.way, rival.calling_code) > 0
        bare, bare_mobiles, signed = (
            self._tally.count_clear(Way.NATIONAL, rival.calling_code, signed=shown, mobile=kind)
            for shown, kind in ((False, False), (False, True), (True, False))
        )
        if mobile.way is not Way.INTERNATIONAL:
            return bare > 0
        votes = self._tally.vote() is Way.NATIONAL
        return bare > 0 or (bare_mobiles > 0 and (votes or not self._tally.has_lost_plus())) or (signed > 0 and votes)

    def _describe_vote(self) -> str:
        is_national = self._tally.vote() is Way.NATIONAL
        return _followed(self._share_text(), self.label, is_national=is_national)

    def _share_text(self) -> str:
        total, abroad = self._tally.total, self._tally.count_international()
        return f"{100 * max(abroad, total - abroad) // total} %"


@functools.cache
def _followed(share: str, label: str, *, is_national: bool) -> str:
    """Tell how a cell was read; thousands are read so, and told in the same words."""
    return phrase(
        "read as national, like {share} of {label}"
        if is_national
        else "read as international, like {share} of {label}",
        share=share,
        label=label,
    )


def _may_be_mobile(reading: Reading) -> bool:
    if isinstance(reading, TwoReadings):
        return any(number.mobile for number in reading.readings)
    return isinstance(reading, Number) and reading.mobile


def _shape(readings: tuple[Number, ...]) -> _Shape:
    return tuple((number.way, number.calling_code, number.mobile) for number in readings)


def _refuse(readings: tuple[Number, ...]) -> NoNumber:
    numbers = joined(phrase(" or "), (number.phone for number in readings))
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        phrase(
            "can be {numbers}, and its column does not settle which; write it with + and the country code",
            numbers=numbers,
        ),
    )
