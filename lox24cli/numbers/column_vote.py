"""What the cells of one phone column say about each other: how the clear ones are written, and so the unclear.

Built up row by row in constant memory, asked once the whole column is known. This module must not know rows,
files or phonenumbers.
"""

from collections import Counter

from lox24cli.model import Code
from lox24cli.numbers.damage import damaged
from lox24cli.numbers.refusals import refuse_local
from lox24cli.numbers.rounding import Rounding
from lox24cli.numbers.values import NoNumber, Notation, Number, Reading, TwoReadings, Way
from lox24cli.wording import counted

LEAST_CLEAR = 20
LEAST_SHARE = 0.9
"""So many clear cells, and so large a share of them written in one way, decide the unclear ones."""

_Shape = tuple[tuple[Way, int, bool], ...]
"""Way, calling code and mobile or not of each reading of an unclear cell."""


class PhoneColumn:
    """The evidence of one column.

    A clear cell is one that can be read in one way only, by itself.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._rounding = Rounding()
        self._clear: Counter[tuple[Way, bool, int, bool]] = Counter()
        self._unclear: Counter[_Shape] = Counter()
        self._has_foreign_mobile = False
        self._perhaps_local = 0

    def note(self, notation: Notation, reading: Reading) -> None:
        """Count one cell that holds digits."""
        self._rounding.note(notation, mobile=_may_be_mobile(reading))
        if isinstance(reading, TwoReadings):
            self._unclear[_shape(reading.readings)] += 1
        elif isinstance(reading, Number) and reading.perhaps_local:
            self._perhaps_local += 1
        elif isinstance(reading, Number) and reading.rivals:
            self._has_foreign_mobile |= reading.way is Way.INTERNATIONAL
        elif isinstance(reading, Number):
            self._clear[reading.way, reading.signed, reading.calling_code, reading.mobile] += 1

    def is_open(self, notation: Notation, number: Number) -> bool:
        """Tell whether a cell that reads as one number still depends on the rest of the column."""
        return number.perhaps_local or bool(number.rivals) or self._rounding.may_be_damage(notation)

    def settle(self, notation: Notation, reading: Reading) -> tuple[Number | NoNumber, str]:
        """Decide a cell by the whole column; the second is how, empty where the cell was clear."""
        if isinstance(reading, NoNumber):
            return reading, ""
        if self._rounding.is_damage(notation, mobile=_may_be_mobile(reading)):
            return damaged("seems rounded, like much of its column: the last digits are gone"), ""
        if isinstance(reading, Number):
            if doubt := self._doubt(reading):
                return doubt, ""
            return reading, "the only reading that is a mobile" if reading.rivals else ""
        place = self._follow(_shape(reading.readings))
        if place is None:
            return _refuse(reading.readings), ""
        return reading.readings[place], f"read as {self._describe_vote()} of {self.label}"

    @property
    def landlines(self) -> int:
        """Unclear cells that are read, by what the column shows so far, as numbers that cannot take an SMS."""
        places = ((shape, self._follow(shape), count) for shape, count in self._unclear.items())
        local = self._perhaps_local if self._has_lost_zeros() else 0
        return local + sum(count for shape, place, count in places if place is not None and not shape[place][2])

    def describe(self) -> list[str]:
        """Give what the column decided, as sentences without a full stop."""
        said = []
        followed = sum(count for shape, count in self._unclear.items() if self._follow(shape) is not None)
        held = self._unclear.total() - followed
        if followed:
            clear, written = counted(self._clear.total(), "clear cell"), "one was" if followed == 1 else "ones were"
            said.append(
                f"{self._share_text()} of {clear} in {self.label} are written "
                f"{'nationally' if self._vote() is Way.NATIONAL else 'with their country code'}, "
                f"so {followed:,} unclear {written} read so too"
            )
        if held:
            cells = counted(held, "cell")
            said.append(f"{cells} in {self.label} can be read as two numbers, and the column does not settle which")
        if self._perhaps_local and not self._has_lost_zeros():
            said.append(f"{counted(self._perhaps_local, 'cell')} in {self.label} may lack the area code")
        if rounded := self._rounding.count:
            cells = "1 cell seems" if rounded == 1 else f"{rounded:,} cells seem"
            said.append(f"in {self.label}, {cells} rounded by a spreadsheet: the last digits are gone")
        return said

    def _vote(self) -> Way | None:
        """Give how at least 90 % of the clear cells are written, if there are 20 or more."""
        total = self._clear.total()
        if total < LEAST_CLEAR:
            return None
        abroad = self._count_international()
        if abroad >= LEAST_SHARE * total:
            return Way.INTERNATIONAL
        return Way.NATIONAL if total - abroad >= LEAST_SHARE * total else None

    def _follow(self, shape: _Shape) -> int | None:
        """Give the place of the reading that the column's vote takes; None where it must not decide.

        A vote decides only between a reading that other clear cells support (the same way, the same country)
        and one that none does: in a mixed column the few are as real as the many. Where a foreign number has lost
        its +, others may have; where few of its country have, it need not have either.
        """
        vote = self._vote()
        supported = [place for place, (way, code, _) in enumerate(shape) if self._supports(way, code)]
        if vote is None or len(supported) != 1 or len({way for way, _, _ in shape}) < len(shape):
            return None
        way, code, mobile = shape[supported[0]]
        if not mobile and any(one for _, _, one in shape):
            return None
        if vote is not (Way.NATIONAL if way is Way.ZERO_RESTORED else way):
            return None
        if vote is Way.NATIONAL:
            is_like_others = not (self._has_foreign_mobile or self._has_lost_plus(besides=code))
        else:
            bare = sum(self._clear[way, False, code, kind] for kind in (True, False))
            is_like_others = bare >= LEAST_CLEAR or all(other == code for _, other, _ in shape)
        return supported[0] if is_like_others else None

    def _doubt(self, number: Number) -> NoNumber | None:
        """Give why the column does not bear out what the cell alone reads as; None where it does."""
        if number.perhaps_local and not self._has_lost_zeros():
            return refuse_local()
        return _refuse((number, *number.rivals)) if self._objects(number) else None

    def _objects(self, mobile: Number) -> bool:
        """Tell whether the column speaks for one of the readings that lost for being no mobile."""
        return any(self._speaks_for(rival, mobile) for rival in mobile.rivals)

    def _speaks_for(self, rival: Number, mobile: Number) -> bool:
        if rival.way is Way.ZERO_RESTORED:
            return self._supports(rival.way, rival.calling_code)
        if rival.way is Way.INTERNATIONAL:
            return self._vote() is Way.INTERNATIONAL or any(
                self._clear[rival.way, False, rival.calling_code, kind] for kind in (True, False)
            )
        bare, signed = (
            [self._clear[Way.NATIONAL, shown, rival.calling_code, kind] for kind in (True, False)]
            for shown in (False, True)
        )
        if mobile.way is not Way.INTERNATIONAL:
            return bare[1] > 0
        votes = self._vote() is Way.NATIONAL
        return bare[1] > 0 or (bare[0] > 0 and (votes or not self._has_lost_plus())) or (signed[1] > 0 and votes)

    def _has_lost_plus(self, besides: int | None = None) -> bool:
        return any(way is Way.INTERNATIONAL and not signed and code != besides for way, signed, code, _ in self._clear)

    def _has_lost_zeros(self) -> bool:
        """Tell whether the clear cells, being enough, stand without the 0 that people dial."""
        bare = sum(count for (way, signed, *_), count in self._clear.items() if way is Way.NATIONAL and not signed)
        return bare >= LEAST_CLEAR and bare >= LEAST_SHARE * self._clear.total()

    def _supports(self, way: Way, code: int) -> bool:
        return any(self._clear[way, signed, code, mobile] for signed in (True, False) for mobile in (True, False))

    def _count_international(self) -> int:
        return sum(count for (way, *_), count in self._clear.items() if way is Way.INTERNATIONAL)

    def _describe_vote(self) -> str:
        way = "national" if self._vote() is Way.NATIONAL else "international"
        return f"{way}, like {self._share_text()}"

    def _share_text(self) -> str:
        total, abroad = self._clear.total(), self._count_international()
        return f"{100 * max(abroad, total - abroad) // total} %"


def _may_be_mobile(reading: Reading) -> bool:
    if isinstance(reading, TwoReadings):
        return any(number.mobile for number in reading.readings)
    return isinstance(reading, Number) and reading.mobile


def _shape(readings: tuple[Number, ...]) -> _Shape:
    return tuple((number.way, number.calling_code, number.mobile) for number in readings)


def _refuse(readings: tuple[Number, ...]) -> NoNumber:
    numbers = " or ".join(number.phone for number in readings)
    return NoNumber(
        Code.PHONE_AMBIGUOUS,
        f"can be {numbers}, and its column does not settle which; write it with + and the country code",
    )
