"""Judges lox24 by the corpus: rows right, held back, held back though knowable, wrong; by program, form and damage.

python -m tests.corpus.judge --seed 1 --files 500 [--command] [--show 20]
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lox24cli.tables.opening import ReadOptions, open_table
from tests.corpus.checking import (
    EXPECTED_EXITS,
    MAPPING_QUESTIONS,
    Call,
    Checked,
    Checker,
    ReportLine,
    Wanted,
    advised,
    check_by_command,
    check_here,
)
from tests.corpus.generator import CorpusFile, generate, header_of
from tests.corpus.truths import Cell, Must

RIGHT, HELD, NEEDLESS, WRONG = "right", "held", "needless", "wrong"
_KINDS = {"no-header": "header", "header-is-data": "header", "encoding": "encoding", "sheet-choice": "sheet"}
_MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row: the cell as made, the line of the report, and how the two agree."""

    kind: str
    cell: Cell
    line: ReportLine


@dataclass(slots=True)
class FileVerdict:
    """One file."""

    file: CorpusFile
    rows: list[RowVerdict] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What is wrong with the file as a whole: unread, another column, a row number that is not the sheet's."""

    def count(self, kind: str) -> int:
        """Rows of a kind."""
        return sum(row.kind == kind for row in self.rows)


def judge_row(cell: Cell, line: ReportLine) -> RowVerdict:
    """Compare a line of the report with the truth."""
    is_sent = line["status"] == "ready" or line["code"] == "duplicate-in-file"
    if is_sent:
        return RowVerdict(RIGHT if line["phone"] == cell.truth.phone else WRONG, cell, line)
    return RowVerdict(NEEDLESS if cell.truth.must is Must.RIGHT else HELD, cell, line)


def judge_file(file: CorpusFile, folder: Path, check: Checker) -> FileVerdict:
    """Check one file, answer what lox24 asks, and judge each row."""
    path = folder / file.name
    path.write_bytes(file.content)
    verdict = FileVerdict(file)
    call, checked = _ask(verdict, path, check)
    if checked.exit_code not in EXPECTED_EXITS:
        verdict.faults.append(f"unread: {checked.error}: {checked.message} | {checked.hint}")
    else:
        _judge_whole(verdict, path, call, checked)
    path.unlink()
    return verdict


def _ask(verdict: FileVerdict, path: Path, check: Checker) -> tuple[Call, Checked]:
    file = verdict.file
    call = Call(region=file.region)
    checked = check(path, call)
    for _ in range(_MOST_QUESTIONS):
        kind = _KINDS.get(checked.error, "mapping")
        better = advised(checked, call, Wanted(_column_names(file), file.encoding))
        if better is None and checked.error in MAPPING_QUESTIONS and file.is_mostly_lost and not call.requests:
            better = replace(call, requests=(f"phone={header_of(file, min(file.phone_columns))}",))
        if better is None:
            break
        verdict.asked.append(kind)
        if kind not in {*file.asks, "encoding"} and not (kind == "mapping" and file.is_mostly_lost):
            verdict.faults.append(f"asked needlessly: {checked.message}")
        call = better
        checked = check(path, call)
    missing = file.asks & {"sheet", "header"} - set(verdict.asked)
    if missing and checked.exit_code in EXPECTED_EXITS:
        verdict.faults.append(f"did not ask for {', '.join(sorted(missing))}")
    return call, checked


def _column_names(file: CorpusFile) -> frozenset[str]:
    names = set()
    for index in file.phone_columns:
        names |= {header_of(file, index), chr(ord("A") + index) if index < 26 else "", str(index + 1)}
    return frozenset(names)


def _judge_whole(verdict: FileVerdict, path: Path, call: Call, checked: Checked) -> None:
    file, lines = verdict.file, checked.lines
    places = [(int(line["row"]), int(line["line"]) if line["line"] else None) for line in lines]
    if len(lines) != len(file.cells):
        verdict.faults.append(f"{len(lines)} rows instead of {len(file.cells)}")
    elif tuple(places) != file.places:
        verdict.faults.append("row numbers are not those of the sheet")
    if checked.phone_columns is not None and not checked.phone_columns <= file.phone_columns:
        verdict.faults.append(f"phone taken from columns {sorted(checked.phone_columns)}")
    if file.table and checked.phone_columns is not None:
        _judge_texts(verdict, path, call)
    verdict.rows += [judge_row(cell, line) for cell, line in zip(file.cells, lines, strict=False)]


def _judge_texts(verdict: FileVerdict, path: Path, call: Call) -> None:
    """Every cell must be read as it was written."""
    read = ReadOptions(header=call.header, encoding=call.encoding, region=call.region)
    with open_table(path, read) as table:
        for row, written in zip(table.rows(), verdict.file.table, strict=False):
            shown = [cell.strip() for cell in row.cells[: len(written)]]
            if shown != [cell.strip() for cell in written]:
                pairs = [pair for pair in zip(shown, map(str.strip, written), strict=True) if pair[0] != pair[1]]
                verdict.faults.append(f"row {row.number} is read as {pairs[0][0]!r}, not {pairs[0][1]!r}")
                return


@dataclass(slots=True)
class Tally:
    """The sums over many files."""

    verdicts: list[FileVerdict] = field(default_factory=list)

    @property
    def rows(self) -> list[RowVerdict]:
        """Every row of every file."""
        return [row for verdict in self.verdicts for row in verdict.rows]

    def of_kind(self, kind: str) -> list[tuple[CorpusFile, RowVerdict]]:
        """Return the rows of a kind, with their files."""
        return [(verdict.file, row) for verdict in self.verdicts for row in verdict.rows if row.kind == kind]

    @property
    def faults(self) -> list[tuple[CorpusFile, str]]:
        """What is wrong with whole files."""
        return [(verdict.file, fault) for verdict in self.verdicts for fault in verdict.faults]

    @property
    def knowable_right(self) -> float:
        """Of the rows whose number can be known, the share that is right."""
        known = [row for row in self.rows if row.cell.truth.must is Must.RIGHT]
        return sum(row.kind == RIGHT for row in known) / len(known) if known else 1.0


def judge(files: Iterable[CorpusFile], folder: Path, check: Checker) -> Tally:
    """Judge all files."""
    return Tally([judge_file(file, folder, check) for file in files])


def scratch_folder() -> str | None:
    """Return the system's folder in memory, where it has one: a check writes safely, which disks make slow."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
    return str(memory) if memory.is_dir() else None


def _table(title: str, groups: dict[str, Counter[str]]) -> list[str]:
    kinds = (RIGHT, HELD, NEEDLESS, WRONG)
    lines = [f"{title:<58}" + "".join(f"{kind:>10}" for kind in kinds)]
    for name, counts in sorted(groups.items()):
        lines.append(f"{name:<58}" + "".join(f"{counts[kind]:>10}" for kind in kinds))
    return [*lines, ""]


def tables(tally: Tally) -> list[str]:
    """Lay the sums out, as lines."""
    by: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in ("program", "form", "way")}
    for verdict in tally.verdicts:
        for row in verdict.rows:
            by["program"][verdict.file.program][row.kind] += 1
            by["form"][verdict.file.form][row.kind] += 1
            by["way"][row.cell.way][row.kind] += 1
            by["way"]["ALL"][row.kind] += 1
    lines = [line for title, groups in by.items() for line in _table(title, groups)]
    asked = Counter(kind for verdict in tally.verdicts for kind in verdict.asked)
    lines.append(
        f"{len(tally.verdicts)} files, {len(tally.rows)} rows; asked: {dict(asked)}; "
        f"knowable and right: {100 * tally.knowable_right:.2f} %"
    )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; the exit code is 1 when a number is wrong or a file not read."""
    parser = argparse.ArgumentParser(description="Judge lox24 by contact lists of known truth.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--command", action="store_true", help="run the real command for each file")
    parser.add_argument("--show", type=int, default=2, help="so many examples of each kind")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        check = check_by_command if options.command else check_here
        tally = judge(generate(options.seed, options.files), Path(folder), check)
    out = tables(tally)
    out += _examples(WRONG, tally.of_kind(WRONG), options.show) + _examples(
        NEEDLESS, tally.of_kind(NEEDLESS), options.show
    )
    out += [f"FAULT {describe(file)} {fault}" for file, fault in tally.faults]
    sys.stdout.write("\n".join(out) + "\n")
    return 1 if tally.of_kind(WRONG) or tally.faults else 0


def _examples(kind: str, rows: Sequence[tuple[CorpusFile, RowVerdict]], most: int) -> list[str]:
    """Show some rows of each file and way of writing."""
    shown: Counter[tuple[str, str]] = Counter()
    lines = []
    for file, row in rows:
        shown[file.name, row.cell.way] += 1
        if shown[file.name, row.cell.way] <= most:
            lines.append(f"{kind.upper()} {describe(file)} {row_text(row)}")
    return lines


def describe(file: CorpusFile) -> str:
    """Say how the file came about."""
    return f"[{file.name} {file.program} | {file.plan} | {file.form} | {file.region}]"


def row_text(row: RowVerdict) -> str:
    """Say what was read, what came out and what is true."""
    line = row.line
    return f"{row.cell.text!r} -> {line['phone']} {line['code']}, truth {row.cell.truth.phone}: {line['message'][:120]}"


if __name__ == "__main__":
    sys.exit(main())
