"""Contact lists as people have them, with the truth for each row; the same seed gives the same files.

program x region x way of writing or damage x text dialect or workbook -> CorpusFile
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.corpus.columns import ColumnPlan, PhoneCell, draw_column, draw_plan
from tests.corpus.countries import COUNTRIES, draw_number
from tests.corpus.dialects import DIALECTS, TextDialect, write_text
from tests.corpus.programs import CELLS, Person, Program, programs
from tests.corpus.truths import Cell, Must, Truth
from tests.corpus.workbooks import LAYOUTS, NumberCell, is_to_ask, write_workbook

_WORKBOOK_SHARE = 0.22
_MOBILE_LABELS = ("Mobile", "Mobil", "* Mobile", "mobile", "Handy")
_OTHER_LABELS = ("Home", "Work", "Arbeit", "Privat", "Main")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file, how it came about, and what must become of each of its rows."""

    name: str
    program: str
    plan: str
    """The column's way of writing or damage."""
    form: str
    """The dialect or the workbook's layout."""
    region: str | None
    """What the user says with `--region`."""
    content: bytes
    cells: tuple[Cell, ...]
    """The phone cell of each data row, in file order."""
    places: tuple[tuple[int, int | None], ...]
    """Row number and physical line of each data row."""
    phone_columns: frozenset[int]
    asks: frozenset[str]
    """What the import has to ask because nobody can know it: mapping, header, sheet."""
    table: tuple[tuple[str, ...], ...] = ()
    """A text file's data rows as they were before they became bytes."""
    encoding: str = ""

    @property
    def is_mostly_lost(self) -> bool:
        """Tell whether so little of the phones is left that a question is in order."""
        filled = [cell for cell in self.cells if cell.text]
        return sum(cell.truth.must is Must.RIGHT for cell in filled) * 2 < len(filled)


def generate(seed: int, count: int) -> Iterator[CorpusFile]:
    """Make `count` files; each program and each dialect comes as often as every other."""
    for index in range(count):
        yield make_file(seed, index)


def make_file(seed: int, index: int) -> CorpusFile:
    """Make the file number `index` of the corpus."""
    rng = random.Random(f"{seed} {index}")
    program = programs()[(index + seed) % len(programs())]
    region = "DE" if "DE" in program.regions and rng.random() < 0.4 else rng.choice(program.regions)
    as_workbook = rng.random() < _WORKBOOK_SHARE
    size = rng.randint(1, 9) if rng.random() < 0.1 else rng.randint(40, 70)
    plan = draw_plan(program, region, size, rng, as_workbook=as_workbook)
    phones = draw_column(plan, rng)
    rows, cells = _fill_rows(program, plan, region, phones, rng)
    facts = _Facts(f"{index:05}", program, plan, cells)
    if as_workbook:
        return _make_workbook(facts, rows, rng)
    return _make_text(facts, [[_as_text(cell) for cell in row] for row in rows], index, rng)


@dataclass(frozen=True, slots=True)
class _Facts:
    name: str
    program: Program
    plan: ColumnPlan
    cells: tuple[Cell, ...]


def _as_text(cell: str | NumberCell) -> str:
    return cell if isinstance(cell, str) else cell.cell.text


def _make_workbook(facts: _Facts, rows: Sequence[Sequence[str | NumberCell]], rng: random.Random) -> CorpusFile:
    layout = rng.choice(LAYOUTS)
    written = write_workbook(facts.program.headers, rows, layout, rng)
    asks = {"mapping"} if facts.program.asks else set()
    return CorpusFile(
        name=f"{facts.name}.xlsx",
        program=facts.program.name,
        plan=facts.plan.name,
        form=f"xlsx {layout}",
        region=facts.plan.region,
        content=written.content,
        cells=facts.cells,
        places=tuple((place, None) for place in written.places),
        phone_columns=facts.program.phone_columns,
        asks=frozenset(asks | ({"sheet"} if is_to_ask(layout) else set())),
    )


def _make_text(facts: _Facts, rows: Sequence[Sequence[str]], index: int, rng: random.Random) -> CorpusFile:
    headers = facts.program.headers
    for turn in range(len(DIALECTS)):
        dialect = DIALECTS[(index + turn) % len(DIALECTS)]
        if "no-header" in dialect.extras and (facts.plan.hides_phones or facts.program.is_labelled):
            continue
        try:
            written = write_text(headers, rows, dialect, rng)
        except UnicodeEncodeError:
            continue
        break
    else:
        raise AssertionError("UTF-8 can write everything")
    return CorpusFile(
        name=f"{facts.name}.csv",
        program=facts.program.name,
        plan=facts.plan.name,
        form=dialect.name,
        region=facts.plan.region,
        content=written.content,
        cells=facts.cells,
        places=written.places,
        phone_columns=facts.program.phone_columns,
        asks=_asks_of(facts.program, dialect),
        table=tuple(map(tuple, rows)),
        encoding=dialect.encoding,
    )


def _asks_of(program: Program, dialect: TextDialect) -> frozenset[str]:
    asks = {"mapping"} if program.asks else set()
    if "no-header" in dialect.extras:
        asks |= {"header", "mapping"}
    return frozenset(asks)


def _fill_rows(
    program: Program, plan: ColumnPlan, region: str, phones: Sequence[PhoneCell], rng: random.Random
) -> tuple[list[list[str | NumberCell]], tuple[Cell, ...]]:
    rows, cells = [], []
    country = COUNTRIES[region]
    for index, phone in enumerate(phones):
        person = Person(
            country,
            index,
            rng.choice(country.firsts),
            rng.choice(country.lasts),
            draw_number(region, rng, mobile=False),
            draw_number(region, rng, mobile=False),
        )
        special = _special_cells(program, plan, phone, person, rng)
        rows.append([special[kind] if kind in special else CELLS[kind](person, rng) for kind in program.kinds])
        cells.append(phone.cell)
    return rows, tuple(_hold_refused(program, rows, cells))


def _hold_refused(
    program: Program, rows: Sequence[Sequence[str | NumberCell]], cells: Sequence[Cell]
) -> Iterator[Cell]:
    """Yield the cells; nobody is to send to a number of which some row says no."""
    place = program.kinds.index("smsyes") if "smsyes" in program.kinds else None
    pairs = zip(rows, cells, strict=True)
    refused = {cell.truth.phone for row, cell in pairs if place is not None and row[place] in {"no", "false"}}
    for cell in cells:
        is_refused = cell.truth.phone in refused
        yield replace(cell, truth=Truth(Must.HELD, cell.truth.phone)) if is_refused else cell


def _special_cells(
    program: Program, plan: ColumnPlan, phone: PhoneCell, person: Person, rng: random.Random
) -> dict[str, str | NumberCell]:
    """Give the cells that depend on the row's phone."""
    shown = phone.shown
    cells: dict[str, str | NumberCell] = {
        "phone": shown,
        "phonecopy": shown,
        "othermobile": draw_number(person.country.region, rng).e164,
    }
    if not program.is_labelled:
        return cells
    mobile, other = rng.choice(_MOBILE_LABELS), rng.choice(_OTHER_LABELS)
    landline, fax = person.landline.e164, person.fax.e164
    alone = (mobile, shown, "", "")
    several: list[tuple[str, str | NumberCell, str, str | NumberCell]] = [
        alone,
        (mobile, shown, other, landline),
        (other, landline, mobile, shown),
        ("Work Fax", fax, mobile, shown),
    ]
    is_sure = phone.cell.truth.must is Must.RIGHT and not plan.is_doubtful
    chosen = rng.choice(several) if is_sure else alone
    return {**cells, **dict(zip(("label1", "phone1", "label2", "phone2"), chosen, strict=True))}


def header_of(file: CorpusFile, index: int) -> str:
    """Return the header of a column of the file."""
    (program,) = (one for one in programs() if one.name == file.program)
    return program.headers[index]
