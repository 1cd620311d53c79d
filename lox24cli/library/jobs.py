"""From arguments to a job: what the caller says, in the importer's own types; what makes no sense is refused here."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from lox24cli.errors import SettingsError
from lox24cli.importing.choices import Blank, OnDuplicate, OnExisting
from lox24cli.importing.job import Delivery, ErrorLimit, Job, Reports, Rules
from lox24cli.tables.header_row import HeaderRows
from lox24cli.tables.opening import ReadOptions
from lox24cli.translating import phrase

Options = Mapping[str, Any]
"""The arguments of a call (options.py), whatever call it is."""

RANGES: Mapping[str, tuple[float, float]] = {
    "limit": (1, float("inf")),
    "batch_size": (1, 10_000),
    "concurrency": (1, 64),
    "retries": (0, 100),
    "timeout": (0.1, 86_400),
    "backoff": (0, float("inf")),
    "max_wait": (0, float("inf")),
    "settle_wait": (0, 86_400),
    "rate": (0.01, float("inf")),
}
"""Least and most of each number."""
MOST_DELETIONS = "10%"
"""Of the group, that a sync may delete where nobody says more."""

_MOST_ROWS = 1_000_000_000
_HEADER_ROWS = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")
_MOST_HEADER_ROWS = 5
_ERROR_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")
_LONGER_NAMES = {"backoff": "backoff_seconds", "max_wait": "max_wait_seconds", "settle_wait": "settle_wait_seconds"}
_Choice = TypeVar("_Choice", bound=StrEnum)


def check_known(options: Options, allowed: type) -> None:
    """Refuse a name that the call does not take, as Python does: one that is mistyped must not go unheard.

    Raises:
        TypeError: there is one.
        SettingsError: a number is out of its range.
    """
    # TypedDict keeps its keys there (https://typing.python.org/en/latest/spec/typeddict.html).
    if unknown := options.keys() - vars(allowed)["__optional_keys__"]:
        raise TypeError(f"unexpected keyword argument {min(unknown)!r}; see {allowed.__name__}")
    for name, (least, most) in RANGES.items():
        value = options.get(name)
        if value is not None and not least <= value <= most:
            raise SettingsError(
                phrase("{name} {value} is out of its range", name=name, value=value),
                phrase("it takes {least:g} to {most:g}", least=least, most=most),
            )


def check_choices(options: Options, *, sync: bool) -> None:
    """Refuse what contradicts itself, or needs a word of the caller's first.

    Raises:
        SettingsError: it does.
    """
    if options.get("group") and options.get("create_group"):
        raise SettingsError(phrase("--group and --create-group name two groups"), phrase("give one of them"))
    is_confirmed = options.get("yes") or options.get("dry_run")
    if options.get("include_opted_out") and not is_confirmed:
        raise SettingsError(
            phrase("--include-opted-out uploads numbers whose owners said no"),
            phrase("confirm that you may do this with --yes"),
        )
    if options.get("ignore_consent") and not is_confirmed:
        raise SettingsError(
            phrase("--ignore-consent uploads also who says no in the file"),
            phrase("confirm that you may do this with --yes"),
        )
    if options.get("ignore_consent") and options.get("consent") is not None:
        raise SettingsError(phrase("--consent and --ignore-consent contradict each other"), phrase("give one of them"))
    if sync and options.get("limit"):
        raise SettingsError(
            phrase("--limit reads a part of the file, and a sync would delete whoever is in the rest"),
            phrase("leave --limit out"),
        )


def job_of(
    file: Path, name: str, group: str | None, options: Options, *, sync: bool = False, is_copy: bool = False
) -> Job:
    """Return the job that the arguments describe.

    Raises:
        SettingsError: a region that is none, a limit that is no number, a choice that there is not.
    """
    from lox24cli.numbers.numbers import check_region  # noqa: PLC0415  loads libphonenumber

    region = check_region(options["region"]) if options.get("region") else None
    rules = Rules(
        requests=(*requests_of(options.get("map")), *_consent(options.get("consent"))),
        read=_read_options(options, region),
        region=region,
        mobile_only=bool(options.get("mobile_only")),
        limit=min(options["limit"], _MOST_ROWS) if options.get("limit") else None,
        on_existing=OnExisting.UPDATE if sync else _choice(OnExisting, "on_existing", options, OnExisting.SKIP),
        sync=sync,
        delete_despite_rejected=bool(options.get("delete_despite_rejected")),
        blank=_choice(Blank, "blank", options, Blank.KEEP),
        on_duplicate=_choice(OnDuplicate, "on_duplicate", options, OnDuplicate.FIRST),
        include_opted_out=bool(options.get("include_opted_out")),
        ignore_consent=bool(options.get("ignore_consent")),
        suppress=_path(options, "suppress"),
    )
    return Job(
        file=file,
        name=name,
        group_id=group,
        rules=rules,
        delivery=delivery_of(options, sync=sync),
        reports=reports_of(options),
        dry_run=bool(options.get("dry_run")),
        if_changed=bool(options.get("if_changed")),
        new_group=options.get("create_group"),
        map_file=_path(options, "map_file"),
        save_map=_path(options, "save_map"),
        is_copy=is_copy,
    )


def _read_options(options: Options, region: str | None) -> ReadOptions:
    header_row = options.get("header_row")
    if options.get("no_header") and header_row:
        raise SettingsError(
            phrase("--no-header and --header-row contradict each other"), phrase("leave one of them out")
        )
    return ReadOptions(
        sheet=str(sheet) if (sheet := options.get("sheet")) is not None else None,
        header=not options.get("no_header"),
        header_rows=parse_header_rows(str(header_row)) if header_row else None,
        delimiter=options.get("delimiter"),
        encoding=options.get("encoding"),
        region=region,
    )


def reports_of(options: Options) -> Reports:
    """Return where the report and its like go."""
    report, failed, html = (_path(options, name) for name in ("report", "failed", "html"))
    return Reports(report, failed, _path(options, "report_dir"), bool(options.get("force")), html)


def delivery_of(options: Options, *, sync: bool = False) -> Delivery:
    """Return how the rows are to travel.

    Raises:
        SettingsError: a limit that is no number.
    """
    names = ("batch_size", "concurrency", "retries", "rate", *_LONGER_NAMES)
    given = {_LONGER_NAMES.get(name, name): value for name in names if (value := options.get(name)) is not None}
    deletions = options.get("max_delete")
    return Delivery(
        **given,
        max_errors=parse_error_limit("--max-errors", options.get("max_errors")),
        max_delete=parse_error_limit("--max-delete", MOST_DELETIONS if deletions is None else deletions)
        if sync
        else None,
        fail_fast=bool(options.get("fail_fast")),
    )


def _path(options: Options, name: str) -> Path | None:
    return None if (given := options.get(name)) is None else Path(given)


def _choice(kind: type[_Choice], name: str, options: Options, default: _Choice) -> _Choice:
    given = options.get(name)
    try:
        return default if given is None else kind(given)
    except ValueError:
        raise SettingsError(
            phrase("{name} {given} is no choice", name=name, given=given),
            phrase("choose one: {choices}", choices=", ".join(kind)),
        ) from None


def requests_of(given: Mapping[str, str] | Iterable[str] | None) -> tuple[str, ...]:
    """Return the mapping as typed: `phone=Mobil`.

    Raises:
        SettingsError: it is one text.
    """
    if isinstance(given, str):
        raise SettingsError(
            phrase("map {given} is one text", given=given),
            phrase('give a mapping, {"phone": "Mobil"}, or a list of FIELD=COLUMN'),
        )
    if isinstance(given, Mapping):
        return tuple(f"{field}={column}" for field, column in given.items())
    return tuple(given or ())


def _consent(column: str | None) -> tuple[str, ...]:
    return () if column is None else (f"consent={column}",)


def parse_header_rows(text: str) -> HeaderRows:
    """Return the rows that `3` or `2-3` names, as a spreadsheet numbers them.

    Raises:
        SettingsError: it names none.
    """
    found = _HEADER_ROWS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last < first + _MOST_HEADER_ROWS:
        raise SettingsError(
            phrase("--header-row {text} is no row", text=text),
            phrase("write the row of the headers, 3, or both of them, 2-3"),
        )
    return HeaderRows(first, last)


def parse_error_limit(option: str, limit: int | str | None) -> ErrorLimit | None:
    """Return the limit that `10` or `2.5%` says; None where none is given.

    Raises:
        SettingsError: it says neither.
    """
    if limit is None or limit == "":
        return None
    found = _ERROR_LIMIT.fullmatch(str(limit).strip())
    if found is None:
        raise SettingsError(
            phrase("{option} {limit} is neither a number nor a share", option=option, limit=limit),
            phrase("write 20 or 5%"),
        )
    return ErrorLimit(float(found[1]), percent=bool(found[2]))
