"""Whether `--region` is a slip: the phones are mobiles of another country, and none of this one.

`0171 2345678` is a German mobile and reads as an Austrian landline: with `--region AT` a whole list would go to
strangers. Knows no file and no numbering plan.
"""

from collections.abc import Sequence

from lox24cli.errors import MappingError
from lox24cli.mapping.column_contents import CellKind, is_dialled, judge_cell
from lox24cli.mapping.column_names import column_at, write_request
from lox24cli.mapping.thresholds import (
    DIFFERENT_STARTS,
    FEW_CELLS_OF_A_REGION,
    NETWORK_DIGITS,
    PLAINLY,
    PLAINLY_NOT,
    SAMPLE_ROWS,
)
from lox24cli.model import Column, SourceRow
from lox24cli.translating import phrase

_NEIGHBOURS = ("DE", "AT", "CH", "FR", "IT", "ES", "NL", "BE", "PL", "GB")
"""Whose numbers are tried: those of the gateway's users and their neighbours (https://www.lox24.eu/)."""


def question_region(used: Sequence[int], columns: Sequence[Column], sample: Sequence[SourceRow], region: str) -> None:
    """Return if the column may be the region's.

    Raises:
        MappingError: its numbers are plainly mobiles of another country, and plainly not of the region.
    """
    column = column_at(used[0], columns)
    texts = [row.cells[column.index].strip() for row in sample[:SAMPLE_ROWS]]
    national = [text for text in texts if is_dialled(text) and not text.startswith(("+", "00", "(+", "(00"))]
    # Landlines of one town share their beginning: `0651` is Trier, and a mobile network in Austria.
    beginnings = {"".join(filter(str.isdigit, text))[:NETWORK_DIGITS] for text in national}
    if len(national) < FEW_CELLS_OF_A_REGION or len(beginnings) < DIFFERENT_STARTS:
        return
    if _count(national, region) > PLAINLY_NOT * len(national):
        return
    counts = {other: _count(national, other) for other in _NEIGHBOURS if other != region}
    best = max(counts, key=lambda other: counts[other])
    if counts[best] < PLAINLY * len(national):
        return
    raise MappingError(
        phrase(
            "--region {region} does not fit {label} ({letter}): of {number} numbers without a country "
            "code {count} are mobiles there, and {others} in {best}",
            region=region,
            label=column.label,
            letter=column.letter,
            number=len(national),
            count=_count(national, region),
            others=counts[best],
            best=best,
        ),
        phrase(
            "--region {best} reads them so; if {region} is right, name the column yourself: {request}",
            best=best,
            region=region,
            request=write_request("phone", [column], columns),
        ),
        code="region-doubtful",
    )


def _count(texts: Sequence[str], region: str) -> int:
    return sum(judge_cell(text, region) is CellKind.MOBILE for text in texts)
