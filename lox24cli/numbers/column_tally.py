"""How the cells of one phone column are written: counts in constant memory, and what they bear witness to.

A clear cell is one that can be read in one way only, by itself. A reading that supposes a loss (values.Loss) is weak:
a single one is a slip that says nothing of the others. This module must not know how a cell is decided.
"""

from collections import Counter
from collections.abc import Iterator

from lox24cli.numbers.thresholds import LEAST_CLEAR, LEAST_ODD, LEAST_SHARE, MOST_ODD
from lox24cli.numbers.values import Loss, Number, Sort, Way
from lox24cli.translating import phrase
from lox24cli.witnesses import ENOUGH, Witness

_KINDS = (True, False)
_LOST_SIGNS = (Loss.PLUS, Loss.CODE)


class ColumnTally:
    """Counts one column's clear cells, and those that are numbers only if they have lost something."""

    def __init__(self) -> None:
        self._noted: Counter[Sort] = Counter()
        """Cells that are not among `_clear` yet: one by one, a Sort is counted in a third of the time."""
        self._counted: Counter[tuple[Way, bool, int, bool]] = Counter()
        self._weak: Counter[tuple[Loss, int]] = Counter()

    @property
    def _clear(self) -> Counter[tuple[Way, bool, int, bool]]:
        """The clear cells by way, signed or not, calling code, mobile or not."""
        for sort, count in self._noted.items():
            self._counted[sort.way, sort.signed, sort.calling_code, sort.mobile] += count
        self._noted.clear()
        return self._counted

    @property
    def total(self) -> int:
        """The clear cells."""
        return self._clear.total()

    def note(self, number: Number, count: int = 1) -> None:
        """Count cells that can be read in one way only."""
        sort, loss = number.sort, number.loss
        if loss in _LOST_SIGNS or (sort.way is Way.ZERO_RESTORED and not sort.mobile):
            self.note_weak(number, count)
        elif loss is not Loss.AREA:
            self._noted[sort] += count

    def note_sort(self, sort: Sort) -> None:
        """Count a cell that has lost nothing and can be read in one way only."""
        self._noted[sort] += 1

    def note_weak(self, number: Number, count: int = 1) -> None:
        """Count cells that can be read so, and perhaps otherwise."""
        if number.loss:
            self._weak[number.loss, number.calling_code] += count

    def vote(self) -> Way | None:
        """Give how at least 90 % of the clear cells are written, if there are 20 or more."""
        if self.total < LEAST_CLEAR:
            return None
        abroad = self.count_international()
        if abroad >= LEAST_SHARE * self.total:
            return Way.INTERNATIONAL
        return Way.NATIONAL if self.total - abroad >= LEAST_SHARE * self.total else None

    def count_international(self) -> int:
        """Count the clear cells that begin with a country's code."""
        return sum(count for (way, *_), count in self._clear.items() if way is Way.INTERNATIONAL)

    def count_clear(self, way: Way, code: int, *, signed: bool, mobile: bool) -> int:
        """Count the clear cells of one sort."""
        return self._clear[way, signed, code, mobile]

    def count_bare(self, way: Way, code: int) -> int:
        """Count the cells of a country that are written so without a sign; weak ones where they are no slips."""
        bare = sum(self._clear[way, False, code, kind] for kind in _KINDS)
        loss = {Way.INTERNATIONAL: Loss.PLUS, Way.ZERO_RESTORED: Loss.ZERO}.get(way)
        return bare + (self._weak[loss, code] if loss and self._is_lost_by_habit(loss, code) else 0)

    def supports(self, way: Way, code: int) -> bool:
        """Tell whether cells beside it are written so and of this country."""
        return self.count_bare(way, code) > 0 or any(self._clear[way, True, code, kind] for kind in _KINDS)

    def has_lost_plus(self, besides: int | None = None) -> bool:
        """Tell whether numbers stand without their +, those of one country left aside."""
        clear = (code for way, signed, code, _ in self._clear if way is Way.INTERNATIONAL and not signed)
        weak = (code for loss, code in self._weak if loss is Loss.PLUS and self._is_lost_by_habit(loss, code))
        return any(code != besides for code in (*clear, *weak))

    def has_lost_zeros(self) -> bool:
        """Tell whether the clear cells, being enough, stand without the 0 that people dial."""
        bare = sum(count for (way, signed, *_), count in self._clear.items() if way is Way.NATIONAL and not signed)
        return bare >= LEAST_CLEAR and bare >= LEAST_SHARE * self.total

    def witness(self, loss: Loss, way: Way, code: int) -> Iterator[Witness[Loss]]:
        """Yield what the column says of a number of this country that supposes the loss."""
        match loss:
            case Loss.PLUS:
                yield self._witness_plus()
            case Loss.CODE:
                if self.total and {other for _, _, other, _ in self._clear} == {code}:
                    yield Witness("column", loss, phrase("its column holds no other country's numbers"))
            case Loss.AREA:
                if self.has_lost_zeros():
                    yield Witness("column", loss, phrase("its column has lost its 0s"), ENOUGH)
            case Loss.ZERO if way is Way.ZERO_RESTORED:
                if self._is_lost_by_habit(loss, code):
                    yield Witness("column", loss, phrase("other landlines of its column have lost their 0"), ENOUGH)
            case Loss.ZERO:
                yield Witness("digits", loss, phrase("it is a number in no other way"), ENOUGH)
                bare = self.count_bare(Way.NATIONAL, code)
                if self.total >= LEAST_CLEAR and not _is_habit(bare, self.total):
                    reason = phrase(
                        "{number:,} of {total:,} clear cells of its column have their 0 or +",
                        number=self.total - bare,
                        total=self.total,
                    )
                    yield Witness("column", loss, reason, objects=True)

    def _witness_plus(self) -> Witness[Loss]:
        clear = [(signed, count) for (way, signed, *_), count in self._clear.items() if way is Way.INTERNATIONAL]
        abroad = sum(count for _, count in clear)
        bare = sum(count for signed, count in clear if not signed)
        bare += sum(count for (loss, _), count in self._weak.items() if loss is Loss.PLUS)
        if abroad < LEAST_SHARE * self.total:
            reason = phrase(
                "{number:,} of {total:,} clear cells of its column are written nationally",
                number=self.total - abroad,
                total=self.total,
            )
            return Witness("column", Loss.PLUS, reason, objects=True)
        if bare >= LEAST_CLEAR:
            return Witness(
                "column", Loss.PLUS, phrase("{number:,} cells of its column stand without their +", number=bare), ENOUGH
            )
        return Witness(
            "column", Loss.PLUS, phrase("its column is written with country codes"), weight=int(self.total > 0)
        )

    def _is_lost_by_habit(self, loss: Loss, code: int) -> bool:
        return _is_habit(self._weak[loss, code], self.total + self._weak.total())


def _is_habit(count: int, total: int) -> bool:
    """Tell whether so many of a column's cells are written in a way that they are no slips."""
    return count >= LEAST_ODD and count > MOST_ODD * total
