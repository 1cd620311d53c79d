"""Judges lox24 by files that share none of its ideas: by kind, rows right, held needlessly and wrong, and questions.

python -m tests.corpus.strangers.judge --files 1000 [--seed 1] [--kind whose] [--show] [--command]
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.corpus.strangers.asking import Answer, Run, ask, run_command, run_here, typed_options
from tests.corpus.strangers.generating import generate
from tests.corpus.strangers.strange_file import StrangeFile

_MOST_QUESTIONS = 4
_READ = (0, 3)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that did not become what it is."""

    row: int
    cell: str
    got: str
    truth: str | None
    code: str


@dataclass(slots=True)
class FileVerdict:
    """What became of one file."""

    file: StrangeFile
    rows: int = 0
    right: int = 0
    held: list[Row] = field(default_factory=list)
    """Rows that a person would have read."""
    wrong: list[Row] = field(default_factory=list)
    questions: list[Answer] = field(default_factory=list)
    is_misled: bool = False
    """The hint names one phone column alone, and another one is it."""
    fault: str = ""
    """Why the file was not read although nobody was asked."""

    @property
    def is_asked_needlessly(self) -> bool:
        """Tell whether a person would not have asked."""
        return bool(self.questions and self.file.must)


def judge_file(file: StrangeFile, folder: Path, run: Run) -> FileVerdict:
    """Check one file, answer what is asked as its owner would, and judge each row."""
    verdict = FileVerdict(file)
    path = folder / "list.csv"
    path.write_bytes(file.content)
    options: list[str] = []
    answer = ask(path, file.region, options, folder, run)
    while answer.is_question:
        verdict.questions.append(answer)
        told = _told(file, answer, verdict)
        if not told or len(verdict.questions) > _MOST_QUESTIONS or all(part in options for part in told):
            break
        options += told
        answer = ask(path, file.region, options, folder, run)
    if answer.exit_code not in (*_READ, 6):
        verdict.fault = f"exit {answer.exit_code}: {answer.message}"
    judge_rows(verdict, answer)
    shutil.rmtree(folder / "state", ignore_errors=True)
    shutil.rmtree(folder / "reports", ignore_errors=True)
    return verdict


def _told(file: StrangeFile, answer: Answer, verdict: FileVerdict) -> list[str]:
    """Return what the file's owner types: the hint's own words, but for the phone the column that is it."""
    typed = typed_options(answer.hint)
    phones = [option for option in typed if option[0] == "--map" and option[1].startswith("phone=")]
    others = [option for option in typed if option not in phones]
    templates = [option for option in phones if "{" in option[1]]
    if templates:
        return templates[0]
    if phones and file.phone_column is None:
        return []
    if phones and file.phone_column is not None:
        letter = chr(ord("A") + file.phone_column)
        header = file.headers[file.phone_column] if file.phone_column < len(file.headers) else ""
        names = {option[1].removeprefix("phone=") for option in phones}
        verdict.is_misled |= len(names) == 1 and not names & {letter, header, str(file.phone_column + 1)}
        return ["--map", f"phone={letter}"]
    return others[0] if others else []


def judge_rows(verdict: FileVerdict, answer: Answer) -> None:
    """Compare every line of the report with the truth; without a report, all is held."""
    file = verdict.file
    verdict.rows = len(file.truth)
    lines = {int(line["row"]): line for line in answer.lines if line["row"]}
    for row, line in lines.items():
        is_sent = line["status"] == "ready" or line["code"] == "duplicate-in-file"
        truth = file.truth.get(row)
        if is_sent and line["phone"] == truth:
            verdict.right += 1
        elif is_sent:
            shown = file.shown.get(row, f"no contact: {line['input']}")
            verdict.wrong.append(Row(row, shown, line["phone"], truth, line["code"]))
        elif row in file.must:
            verdict.held.append(Row(row, file.shown[row], line["message"], truth, line["code"]))
    is_read = answer.exit_code in _READ
    for row in sorted(file.must - lines.keys()):
        lost = Row(row, file.shown[row], "not in the report", file.truth[row], "lost" if is_read else answer.error)
        (verdict.wrong if is_read else verdict.held).append(lost)


def judge(files: Iterable[StrangeFile], folder: Path, run: Run = run_here) -> list[FileVerdict]:
    """Judge all files, in order."""
    return [judge_file(file, folder, run) for file in files]


def table(verdicts: Sequence[FileVerdict]) -> list[str]:
    """Lay the figures out by kind, with the total."""
    kinds: dict[str, list[FileVerdict]] = {}
    for verdict in verdicts:
        kinds.setdefault(verdict.file.kind, []).append(verdict)
    heads = ("files", "rows", "must", "right", "held", "wrong", "in files", "asked", "needless", "misled", "faults")
    lines = [f"{'kind':<34}" + "".join(f"{head:>10}" for head in heads)]
    for kind, some in (*sorted(kinds.items()), ("ALL", list(verdicts))):
        figures = (
            len(some),
            sum(one.rows for one in some),
            sum(len(one.file.must) for one in some),
            sum(one.right for one in some),
            sum(len(one.held) for one in some),
            sum(len(one.wrong) for one in some),
            sum(bool(one.wrong) for one in some),
            sum(bool(one.questions) for one in some),
            sum(one.is_asked_needlessly for one in some),
            sum(one.is_misled for one in some),
            sum(bool(one.fault) for one in some),
        )
        lines.append(f"{kind:<34}" + "".join(f"{figure:>10}" for figure in figures))
    return lines


def described(verdict: FileVerdict) -> list[str]:
    """Show what is wrong with a file, a line for each row."""
    file = verdict.file
    start = f"[{file.kind} | {file.seed} | {file.region} | {' | '.join(file.headers)}]"
    lines = [f"FAULT {start} {verdict.fault}"] if verdict.fault else []
    for word, rows in (("WRONG", verdict.wrong), ("HELD", verdict.held[:2])):
        lines += [
            f"{word} {start} row {row.row} {row.cell!r} -> {row.got} {row.code}, truth {row.truth}" for row in rows
        ]
    return lines


def questioned(verdict: FileVerdict) -> list[str]:
    """Show what was asked needlessly, or with a hint that misleads."""
    file = verdict.file
    start = f"[{file.kind} | {file.seed} | {file.region} | {' | '.join(file.headers)}]"
    if not verdict.is_asked_needlessly and not verdict.is_misled:
        return []
    return [f"ASKED {start} {one.message} | {one.hint}" for one in verdict.questions]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; the exit code is 1 when anything wrong would go up."""
    parser = argparse.ArgumentParser(description="Judge lox24 by contact files that share none of its ideas.")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only kinds whose name holds this")
    parser.add_argument("--show", action="store_true", help="print every wrong row and needless question")
    parser.add_argument("--keep", metavar="DIR", help="write the files that are wrong or asked about there")
    parser.add_argument("--command", action="store_true", help="run the real command for each file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        files = generate(options.seed, options.files, options.kind)
        verdicts = judge(files, Path(folder), run_command if options.command else run_here)
    shown = [line for one in verdicts for line in (*described(one), *questioned(one))] if options.show else []
    if options.keep:
        _keep(verdicts, Path(options.keep))
    sys.stdout.write("\n".join([*shown, *table(verdicts)]) + "\n")
    return 1 if any(one.wrong or one.fault for one in verdicts) else 0


def _keep(verdicts: Iterable[FileVerdict], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in verdicts:
        if one.wrong or one.fault or one.is_asked_needlessly:
            name = "".join(sign if sign.isalnum() else "-" for sign in one.file.kind)
            (folder / f"{name}.{one.file.seed}.csv").write_bytes(one.file.content)


def _memory() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
    return str(memory) if memory.is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
