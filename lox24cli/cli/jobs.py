"""From flags to a job: what the command line says, in the importer's own types."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lox24cli.cli.flags import (
    ChoiceFlags,
    DeliveryFlags,
    ImportChoiceFlags,
    MappingFlags,
    ReadingFlags,
    ReportFlags,
    SyncChoiceFlags,
)
from lox24cli.errors import SettingsError
from lox24cli.importing.choices import OnExisting
from lox24cli.settings import Environment
from lox24cli.translating import phrase

if TYPE_CHECKING:
    from lox24cli.importing.job import Delivery, ErrorLimit, Job, Reports
    from lox24cli.tables.header_row import HeaderRows
    from lox24cli.tables.opening import ReadOptions

_MOST_ROWS = 1_000_000_000
_HEADER_ROWS = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")
_MOST_HEADER_ROWS = 5
_ERROR_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")


@dataclass(frozen=True, slots=True)
class JobFlags:
    """The groups of options that describe a job."""

    reading: ReadingFlags
    mapping: MappingFlags
    choices: ChoiceFlags
    delivery: DeliveryFlags
    reports: ReportFlags


def job_of(name: str, path: Path, group: str | None, environment: Environment, flags: JobFlags) -> "Job":
    """Return the job that the options describe.

    Raises:
        SettingsError: a region that is none, a limit that is no number.
    """
    from lox24cli.importing.job import Job, Rules  # noqa: PLC0415  the same
    from lox24cli.numbers.numbers import check_region  # noqa: PLC0415  loads libphonenumber

    reading, mapping, choices, reports = flags.reading, flags.mapping, flags.choices, flags.reports
    region = check_region(mapping.region) if mapping.region else None
    rules = Rules(
        requests=(*(mapping.map or _requests(environment)), *_consent(mapping.consent)),
        read=_read_options(reading, region),
        region=region,
        mobile_only=mapping.mobile_only,
        limit=min(reading.limit, _MOST_ROWS) if reading.limit else None,
        on_existing=choices.on_existing if isinstance(choices, ImportChoiceFlags) else OnExisting.UPDATE,
        sync=isinstance(choices, SyncChoiceFlags),
        delete_despite_rejected=isinstance(choices, SyncChoiceFlags) and choices.delete_despite_rejected,
        blank=choices.blank,
        on_duplicate=choices.on_duplicate,
        include_opted_out=choices.include_opted_out,
        ignore_consent=choices.ignore_consent,
        suppress=choices.suppress,
    )
    return Job(
        file=path,
        name=name,
        group_id=group,
        rules=rules,
        delivery=delivery_of(flags.delivery, choices),
        reports=reports_of(reports),
        map_file=mapping.map_file,
        save_map=mapping.save_map,
    )


def _read_options(flags: ReadingFlags, region: str | None) -> "ReadOptions":
    from lox24cli.tables.opening import ReadOptions  # noqa: PLC0415  with the importer

    if flags.no_header and flags.header_row:
        raise SettingsError(
            phrase("--no-header and --header-row contradict each other"), phrase("leave one of them out")
        )
    return ReadOptions(
        sheet=flags.sheet,
        header=not flags.no_header,
        header_rows=parse_header_rows(flags.header_row) if flags.header_row else None,
        delimiter=flags.delimiter,
        encoding=flags.encoding,
        region=region,
    )


def reports_of(flags: ReportFlags) -> "Reports":
    """Return where the report and its like go."""
    from lox24cli.importing.job import Reports  # noqa: PLC0415  with the importer

    return Reports(flags.report, flags.failed, flags.report_dir, flags.force, flags.html)


def delivery_of(flags: DeliveryFlags, choices: ChoiceFlags) -> "Delivery":
    """Return how the rows are to travel."""
    from lox24cli.importing.job import Delivery  # noqa: PLC0415  with the importer

    return Delivery(
        batch_size=flags.batch_size,
        concurrency=flags.concurrency,
        retries=flags.retries,
        backoff_seconds=flags.backoff,
        rate=flags.rate,
        max_wait_seconds=flags.max_wait,
        settle_wait_seconds=flags.settle_wait,
        max_errors=parse_error_limit("--max-errors", choices.max_errors) if choices.max_errors else None,
        max_delete=_most_deletions(choices),
        fail_fast=choices.fail_fast,
    )


def _most_deletions(choices: ChoiceFlags) -> "ErrorLimit | None":
    return parse_error_limit("--max-delete", choices.max_delete) if isinstance(choices, SyncChoiceFlags) else None


def _consent(column: str | None) -> list[str]:
    return [] if column is None else [f"consent={column}"]


def _requests(environment: Environment) -> list[str]:
    """Return the mapping that LOX24_MAP asks for: `phone=Mobil; a=Vorname`."""
    return [part.strip() for part in (environment.get("LOX24_MAP") or "").split(";") if part.strip()]


def parse_header_rows(text: str) -> "HeaderRows":
    """Return the rows that `3` or `2-3` names, as a spreadsheet numbers them.

    Raises:
        SettingsError: it names none.
    """
    from lox24cli.tables.header_row import HeaderRows  # noqa: PLC0415  with the importer

    found = _HEADER_ROWS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last < first + _MOST_HEADER_ROWS:
        raise SettingsError(
            phrase("--header-row {text} is no row", text=text),
            phrase("write the row of the headers, 3, or both of them, 2-3"),
        )
    return HeaderRows(first, last)


def parse_error_limit(option: str, text: str) -> "ErrorLimit":
    """Return the limit that `10` or `2.5%` says.

    Raises:
        SettingsError: it says neither.
    """
    from lox24cli.importing.job import ErrorLimit  # noqa: PLC0415  with the importer

    found = _ERROR_LIMIT.fullmatch(text.strip())
    if found is None:
        raise SettingsError(
            phrase("{option} {text} is neither a number nor a share", option=option, text=text),
            phrase("write 20 or 5%"),
        )
    return ErrorLimit(float(found[1]), percent=bool(found[2]))
