"""The report and the failed file: projections of the journal.

Cells that a spreadsheet would execute are neutralised (https://owasp.org/www-community/attacks/CSV_Injection).
Knows no network and no terminal.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from lox24cli.errors import SettingsError, TemporaryError
from lox24cli.importing.job import Job
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import (
    REPORT_COLUMNS,
    FailedRow,
    problem_rows,
    report_cells,
    rows_to_mend,
)
from lox24cli.importing.journal.run_folders import runs_folder
from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles
from lox24cli.model import OWN_COLUMNS, SURPLUS_COLUMN, Code, Dialect, Source
from lox24cli.tables.safe_cells import neutralise, protect
from lox24cli.translating import phrase

_HARMLESS = re.compile(r"\+[0-9]{1,15}|[0-9(][0-9 ()/.]{0,50}")
"""A number for a spreadsheet, or a text without anything that it would execute."""
_QUOTES_BETWEEN = 2 * (len(REPORT_COLUMNS) - 1)
_LONGEST_SHOWN = 1000
_LINES_AT_ONCE = 1000
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_CELL = 32_767  # of an XLSX, and more than any field may have


class ReportFiles:
    """The files of a run, planned before the first upload."""

    def __init__(self, run_id: str, job: Job, source: Source, state: Path) -> None:
        """Open the temporary files.

        Raises:
            SettingsError: they cannot be written where they are to be.
        """
        reports = job.reports
        folder = reports.folder or _usual_folder(run_id, job, state)
        stem = "stdin" if job.name == "-" else Path(job.name).stem if job.is_copy else job.file.stem
        ending = "csv" if source.dialect else "xlsx"
        report = reports.report or folder / f"{stem}.{run_id}.report.csv"
        failed = reports.failed or folder / f"{stem}.{run_id}.failed.{ending}"
        if os.path.realpath(report) == os.path.realpath(failed):  # which links in a circle do not stop
            raise SettingsError(
                phrase("{report} cannot be both the report and the failed file", report=report),
                phrase("name two files"),
            )
        if reports.folder is not None:
            _make_folder(reports.folder)
        written = WrittenFiles(state)
        again = phrase(
            "make room, then run the same command again, or lox24 runs resume {run_id}: nothing is "
            "sent twice, what is not written is written",
            run_id=run_id,
        )
        plan = partial(PlannedFile, source=job.file, force=reports.force, mark=run_id, written=written, again=again)
        self.report = plan(report.absolute(), what=phrase("report"))
        self.html: PlannedFile | None = None
        try:
            self.failed = plan(failed.absolute(), what=phrase("failed file"))
        except SettingsError:
            self.report.discard()
            raise
        try:
            self.html = plan(reports.html.absolute(), what=phrase("page")) if reports.html else None
        except SettingsError:
            self.discard()
            raise

    def write(
        self, journal: Journal, source: Source, phone_columns: frozenset[int]
    ) -> tuple[Path | None, Path | None, TemporaryError | None]:
        """Write all from the journal, the failed file only when there is something in it; say why one is missing."""
        report, unwritten = _try(lambda: self.report.write(lambda file: write_report(file, journal)))
        if (page := self.html) is not None:
            from lox24cli.importing.report.html_report import write_page  # noqa: PLC0415  only where a page is wanted

            _, lost = _try(lambda: page.write(lambda file: write_page(file, journal, report)))
            unwritten = unwritten or lost
        first = next(rows_to_mend(journal), None)
        if first is None:
            self.failed.withdraw()
            return report, None, unwritten
        write = write_failed_csv if source.dialect else write_failed_workbook
        surplus = any(code is Code.ROW_TOO_LONG for *_, code in problem_rows(journal))
        lines = _failed_lines(rows_to_mend(journal), source, phone_columns, surplus=surplus)
        failed, lost = _try(lambda: self.failed.write(lambda file: write(file, lines, source)))
        return report, failed, unwritten or lost

    @property
    def temporary(self) -> tuple[Path, ...]:
        """The files as they are called until they are complete."""
        return tuple(planned.temporary for planned in (self.report, self.failed, self.html) if planned)

    def discard(self) -> None:
        """Leave no trace of any."""
        for planned in (self.report, self.failed, self.html):
            if planned:
                planned.discard()


def _usual_folder(run_id: str, job: Job, state: Path) -> Path:
    """Return the file's own folder; where there is none, that of the run: a program may work anywhere."""
    if job.name == "-":
        return Path.cwd()
    return runs_folder(state) / run_id if job.is_copy else job.file.parent


def _try(write: Callable[[], Path]) -> tuple[Path | None, TemporaryError | None]:
    try:
        return write(), None
    except TemporaryError as error:
        return None, error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            phrase("the report folder {folder} cannot be made: {strerror}", folder=folder, strerror=error.strerror),
            phrase("name another one with --report-dir"),
        ) from error


def write_report(file: BinaryIO, journal: Journal) -> None:
    """Write one line for every data row of the file, in file order: UTF-8 with BOM, so that Excel reads it.

    Every cell is quoted, so that a program that splits at another separator finds none of ours to begin a cell with.
    """
    with text_of(file, "utf-8-sig") as text:
        csv.writer(text).writerow(REPORT_COLUMNS)
        lines = map(_report_line, report_cells(journal))
        while chunk := "".join(islice(lines, _LINES_AT_ONCE)):
            text.write(chunk)


def _report_line(cells: tuple[Any, ...]) -> str:
    """Return what `csv.writer` writes with every cell quoted, without its object for each row."""
    row, line, status, code, message, said, phone, country, phone_id, http_status, request_id = cells
    texts = (
        f'{"" if row is None else row}","{"" if line is None else line}","{status}","{code}',
        neutralise(message),
        phone_cell(said),
        phone_cell(phone),
        country,
        neutralise(phone_id),
        "" if http_status is None else f"{http_status}",
        neutralise(request_id),
    )
    joined = '","'.join(texts)
    if joined.count('"') != _QUOTES_BETWEEN:
        joined = '","'.join([texts[0], *(text.replace('"', '""') for text in texts[1:])])
    return f'"{joined}"\r\n'


@contextmanager
def text_of(file: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[TextIO]:
    """Give a text stream over `file`, which stays open."""
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    try:
        yield text
    finally:
        text.detach()


def phone_cell(text: str) -> str:
    """Return a phone cell of the report: a sign and digits alone are a number, and nothing that could be executed.

    A cell longer than any phone is shown in part: spreadsheets and csv readers stop at 32,767 and 131,072 characters.
    """
    if _HARMLESS.fullmatch(text):
        return text
    return neutralise(f"{text[:_LONGEST_SHOWN]}…" if len(text) > _LONGEST_SHOWN else text)


def _failed_lines(
    rows: Iterator[FailedRow], source: Source, phone_columns: frozenset[int], *, surplus: bool
) -> Iterator[list[str]]:
    """Yield headers and rows; with `surplus` one more column keeps the cells that stand under no header."""
    places = {column.index: None for column in source.columns}
    yield [
        *(neutralise(column.header or phrase("column {letter}", letter=column.letter)) for column in source.columns),
        *OWN_COLUMNS,
        *([SURPLUS_COLUMN] if surplus else []),
    ]
    for row in rows:
        cells = [row.cells[place] if place < len(row.cells) else "" for place in places]
        more = [cell for place, cell in enumerate(row.cells) if place not in places and cell.strip()] if surplus else []
        yield [
            *(
                protect(row.exact.get(place, cell)) if place in phone_columns else neutralise(cell)
                for place, cell in zip(places, cells, strict=True)
            ),
            *(str(row.number), row.code, neutralise(row.message)),
            *([neutralise(" | ".join(more))] if surplus else []),
        ]


def write_failed_csv(file: BinaryIO, lines: Iterable[list[str]], source: Source) -> None:
    """Write the rows to mend in the input's own dialect and encoding, so that they are the next input."""
    dialect = source.dialect or Dialect("utf-8", bom=True, delimiter=",", line_terminator="\r\n")
    with text_of(file, dialect.encoding, "backslashreplace") as text:
        _write_beginning(text, dialect)
        writer = csv.writer(
            text, delimiter=dialect.delimiter, lineterminator=dialect.line_terminator, quoting=csv.QUOTE_ALL
        )
        writer.writerows(lines)


def _write_beginning(file: TextIO, dialect: Dialect) -> None:
    if dialect.bom:
        file.write("\ufeff")
    if dialect.sep_line:
        file.write(f"sep={dialect.delimiter}{dialect.line_terminator}")


def write_failed_workbook(file: BinaryIO, lines: Iterable[list[str]], source: Source) -> None:
    """Write the rows to mend as XLSX, every cell as text, so that no spreadsheet touches a number again."""
    from xlsxwriter import Workbook  # noqa: PLC0415  only workbooks with rows to mend need it

    workbook = Workbook(file, {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    sheet = workbook.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", source.sheet or "")[:31].strip(" '") or "Contacts")
    text = workbook.add_format({"num_format": "@"})
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell[:_LONGEST_CELL], text)
    workbook.close()
