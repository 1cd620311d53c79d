"""The number formats of a workbook's cell styles, applied: what a numeric cell shows.

Used for XLSX and XLS, which count formats the same way (ECMA-376 part 1, 18.8.30). Knows no files.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import Self

from lox24cli.model import NO_DATE
from lox24cli.tables.formats.conventions import Conventions
from lox24cli.tables.formats.date_formats import serial_of
from lox24cli.tables.formats.number_formats import Shown, show_number, show_text, write_exactly
from lox24cli.tables.formats.plain_numbers import Amounts, affixes_of, amounts_of
from lox24cli.translating import phrase

_SHORT_DATE, _SHORT_DATE_TIME = 14, 22
_DECIMALS = {37: 0, 38: 0, 39: 2, 40: 2, 41: 0, 43: 2}
_DECIMALS_OF_MONEY = {5: 0, 6: 0, 7: 2, 8: 2, 42: 0, 44: 2}
_FIRST_ACCOUNT = 41  # from here on zero is a dash
_GENERAL = "General"
_MOST_KNOWN = 1 << 17
_LONGEST_KNOWN = 32
_LONGEST_CODE = 1024  # Excel takes 255 characters
_KEPT = 15  # digits that a spreadsheet keeps of a number
_BUILTIN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}


@dataclass(slots=True)
class CellFormats:
    """How cells are shown, by the number of their style."""

    conventions: Conventions
    codes: Mapping[str, str]
    """Style -> format code, General left out."""
    epoch_1904: bool = False
    _affixes: dict[str, tuple[str, int, str] | None] = field(default_factory=dict)
    _amounts: dict[str, Amounts | None] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    """Styles that add something to text."""
    regional: frozenset[str] = frozenset()
    """Styles whose dates the file leaves to the computer."""
    _shows_regional: bool = False
    _shown: defaultdict[str, dict[str, tuple[str, str | None]]] = field(default_factory=lambda: defaultdict(dict))
    """Style -> the latest values and what they show: dates and prices come again and again."""
    _known: int = 0

    @classmethod
    def of_styles(
        cls, conventions: Conventions, formats: Sequence[int], custom: Mapping[int, str], *, epoch_1904: bool
    ) -> Self:
        """Return the formats of styles that are given by their format's number, in the order of the styles.

        `custom` holds the codes that the file itself gives; they go before the built-in ones.

        Raises:
            ValueError: a code is longer than any program takes.
        """
        longest = max(map(len, custom.values()), default=0)
        if longest > _LONGEST_CODE:
            raise ValueError(phrase("a number format of {longest:,} characters", longest=longest))
        codes = {
            str(style): custom[number] if number in custom else builtin_code(number, conventions)
            for style, number in enumerate(formats)
        }
        return cls(
            conventions,
            {style: code for style, code in codes.items() if code and code != _GENERAL},
            epoch_1904,
            texts=frozenset(style for style, code in codes.items() if show_text("\x00", code) != "\x00"),
            regional=frozenset(
                str(style)
                for style, number in enumerate(formats)
                if number in {_SHORT_DATE, _SHORT_DATE_TIME} and number not in custom
            ),
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """Whether dates were shown in the ISO form for want of a region."""
        if not self._shows_regional or self.conventions.is_known:
            return ()
        return (
            phrase("dates in the computer's own format are written like 2024-12-31; --region DE writes 31.12.2024"),
        )

    def show(self, style: str, value: str) -> tuple[str, str | None]:
        """Return what a numeric cell shows, and all its digits when they cannot be read in that."""
        if value.isdigit() and len(value) <= _KEPT and value[0] != "0":
            affixes = self._affixes[style] if style in self._affixes else self._learn(style)
            if affixes is not None:
                prefix, places, suffix = affixes
                return f"{prefix}{value.zfill(places)}{suffix}", None
        amounts = self._amounts[style] if style in self._amounts else self._learn_amounts(style)
        if amounts is not None and (text := amounts.show(value)) is not None:
            return text, None
        known = self._shown[style]
        if value not in known:
            shown = self._show(style, value)
            if len(value) > _LONGEST_KNOWN:
                return shown
            self._known += 1
            if self._known > _MOST_KNOWN:
                self._shown.clear()
                self._known = 0
                known = self._shown[style]
            known[value] = shown
        return known[value]

    def _show(self, style: str, value: str) -> tuple[str, str | None]:
        try:
            number = float(value)
        except ValueError:
            return value, None
        return self.show_number(style, number) if isfinite(number) else (value, None)

    def show_number(self, style: str, number: float) -> tuple[str, str | None]:
        """Return the same for a number that was read already."""
        code = self.codes.get(style, _GENERAL)
        self._shows_regional = self._shows_regional or style in self.regional
        shown: Shown = show_number(number, code, self.conventions, epoch_1904=self.epoch_1904)
        if shown.held:
            return "", NO_DATE
        return shown.text, None if shown.complete else write_exactly(number)

    def show_moment(self, style: str, value: str) -> str:
        """Return what a cell holding an ISO 8601 date shows."""
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError:
            return value
        code = self.codes.get(style) or f"{self.conventions.short_date} hh:mm"
        return show_number(serial_of(moment), code, self.conventions).text

    def show_text(self, style: str, value: str) -> str:
        """Return what a text cell shows: nearly always its text."""
        return show_text(value, self.codes[style]) if style in self.texts else value

    def _learn_amounts(self, style: str) -> Amounts | None:
        self._amounts[style] = amounts = amounts_of(self.codes.get(style, _GENERAL), self.conventions)
        return amounts

    def _learn(self, style: str) -> tuple[str, int, str] | None:
        self._affixes[style] = affixes = affixes_of(self.codes.get(style, _GENERAL))
        return affixes


def builtin_code(number: int, conventions: Conventions) -> str:
    """Return the code of a built-in number format as the region has it; General for unknown ones."""
    return _codes_of_region(conventions).get(number) or _BUILTIN.get(number, _GENERAL)


@lru_cache
def _codes_of_region(conventions: Conventions) -> Mapping[int, str]:
    named, clock = conventions.named_date, conventions.clock
    codes = {
        _SHORT_DATE: conventions.short_date,
        15: named,
        16: named[: named.index("yy") - 1],
        17: named[named.index("m") :],
        20: clock,
        21: f"{clock}:ss",
        _SHORT_DATE_TIME: f"{conventions.short_date} {clock}",
    }
    for form, decimals in (("#,##0", _DECIMALS), (conventions.money, _DECIMALS_OF_MONEY)):
        for number, places in decimals.items():
            amount = form.replace("0", "0.00") if places else form
            negative = f"-{amount}" if conventions.is_known and not conventions.brackets else f"({amount})"
            zero = f";{form.replace('#,##0', '-')}" if number >= _FIRST_ACCOUNT else ""
            codes[number] = f"{amount};{negative}{zero}"
    return codes
