"""Cells of bare digits, without + and 0: what they mean is looked up by what they may be.

Such digits may be a number with its country's code or one of the region. Which of them is meant, and what it supposes,
depends on the sorts of both and on how many digits there are, not on the digits: it is worked out once by
interpreting.py for all of a column. tests/numbers/differential.py holds this against the reading of each cell.
"""

from lox24cli.model import E164
from lox24cli.numbers.damage import find_damage
from lox24cli.numbers.interpreting import NumberingPlan, choose, suppose_loss
from lox24cli.numbers.looks import Bare, look_bare
from lox24cli.numbers.thresholds import LONGEST_LOCAL_ABROAD
from lox24cli.numbers.values import Number, TwoReadings

_FEWEST, _MOST = 7, 15
_ABROAD, _HOME = E164("abroad"), E164("home")
"""Stand for the phones of the two readings."""


def is_bare(text: str) -> bool:
    """Tell whether a cell is digits alone, the first of which is no 0."""
    return text.isdigit() and text.isascii() and text[0] != "0"


class Meaning:
    """What all bare digits mean that may be numbers of the same sorts: one object for them all.

    Its readings stand for theirs: `phone_of` gives the phone of each.
    """

    __slots__ = ("is_open", "may_be_mobile", "reading", "readings")

    def __init__(self, reading: Number | TwoReadings) -> None:
        self.reading = reading
        self.readings = readings = reading.readings if isinstance(reading, TwoReadings) else (reading,)
        self.may_be_mobile = any(number.mobile for number in readings)
        self.is_open = len(readings) > 1 or readings[0].loss is not None or bool(readings[0].rivals)
        """Whether the column must say if the reading is right."""


class BareCells:
    """Reads the bare cells of one region."""

    def __init__(self, plan: NumberingPlan) -> None:
        self._plan = plan
        self._meanings: dict[tuple[Bare, int], Meaning | None] = {}

    def read(self, digits: str) -> Meaning | None:
        """Give what ASCII digits mean that do not begin with 0; None where all else has to be asked."""
        plan, length = self._plan, len(digits)
        if plan.region is None or plan.keeps_zero or digits.startswith(plan.calling_code):
            return None
        if not _FEWEST <= length <= _MOST or (found := look_bare(digits, plan.region)) is None or find_damage(digits):
            return None
        key = found, length
        if key not in self._meanings:
            self._meanings[key] = self._weigh(found, length)
        return self._meanings[key]

    def phone_of(self, number: Number, digits: str) -> E164:
        """Give the phone that a reading of the meaning of these digits stands for."""
        return E164(f"+{digits}" if number.phone == _ABROAD else f"+{self._plan.calling_code}{digits}")

    def fill(self, meaning: Meaning, digits: str) -> Number | TwoReadings:
        """Give the reading of these digits, whose meaning it is."""
        reading = meaning.reading
        if isinstance(reading, TwoReadings):
            return TwoReadings(tuple(self._fill(number, digits) for number in reading.readings))
        return self._fill(reading, digits)

    def _fill(self, number: Number, digits: str) -> Number:
        rivals = tuple(self._fill(rival, digits) for rival in number.rivals)
        return number._replace(phone=self.phone_of(number, digits), rivals=rivals)

    def _weigh(self, found: Bare, length: int) -> Meaning | None:
        abroad, home = found
        numbers = [
            suppose_loss(Number(phone, sort), length, self._plan)
            for phone, sort in ((_ABROAD, abroad if length > LONGEST_LOCAL_ABROAD else None), (_HOME, home))
            if sort is not None
        ]
        if not numbers:
            return None
        return Meaning(choose(tuple(numbers), self._plan.calling_code, is_zero_written=self._plan.writes_zero))
