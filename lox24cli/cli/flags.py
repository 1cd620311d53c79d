"""The options, declared once each and shared by the commands that take them.

A command names groups of options as parameters (`reading: ReadingFlags`); declaring.py shows Typer one option for each
field. `panel` is the title under which the help shows a group's options, but for those that name another one. They are
dataclasses without what nobody asks of them (comparing, showing): to make it takes a twentieth of `--help`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from lox24cli.cli.panels import Panel
from lox24cli.importing.choices import Blank, OnDuplicate, OnExisting


@dataclass(repr=False, eq=False)
class ReadingFlags:
    """How the file is read."""

    panel: ClassVar[Panel] = Panel.COLUMNS
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME|N", show_default="the only one with data", help="Sheet of a workbook."),
    ] = None
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is a contact, too.")] = False
    header_row: Annotated[
        str | None,
        typer.Option(
            "--header-row",
            metavar="N",
            show_default="found in the file",
            help="Row of the headers, or its first and last: 2-3.",
        ),
    ] = None
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter",
            metavar="CHAR",
            show_default="found in the file",
            help="Between the cells of a CSV file; or: tab.",
        ),
    ] = None
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding", metavar="NAME", show_default="found in the file", help="Of a CSV file, for example cp1252."
        ),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            metavar="N",
            show_default="all",
            help="The first N data rows only.",
            rich_help_panel=Panel.CONTACTS,
        ),
    ] = None


@dataclass(repr=False, eq=False)
class MappingFlags:
    """Which column goes where, and what the numbers mean."""

    panel: ClassVar[Panel] = Panel.COLUMNS
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            show_default="found by header and contents",
            help="FIELD: phone, a-e or callback_data. COLUMN: a header, a letter (C), a number from 1, a template"
            ' ("{Anrede} {Nachname}"), several phones by preference ("Mobil|Telefon"), or nothing. Repeatable.',
        ),
    ] = None
    consent: Annotated[
        str | None,
        typer.Option(
            "--consent",
            metavar="COLUMN",
            show_default="found by header and contents",
            help="Who wants messages: who says no there is not uploaded.",
            rich_help_panel=Panel.CONTACTS,
        ),
    ] = None
    map_file: Annotated[
        Path | None, typer.Option("--map-file", metavar="FILE", help="A mapping saved with --save-map.")
    ] = None
    save_map: Annotated[
        Path | None, typer.Option("--save-map", metavar="FILE", help="Save this mapping for the next time.")
    ] = None
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="DE",
            help="Country of numbers that are written without one. Never guessed.",
        ),
    ] = None
    mobile_only: Annotated[bool, typer.Option("--mobile-only", help="Hold back numbers that cannot take an SMS.")] = (
        False
    )


@dataclass(repr=False, eq=False)
class ChoiceFlags:
    """Which contacts count, and which want no messages."""

    panel: ClassVar[Panel] = Panel.CONTACTS
    blank: Annotated[
        Blank, typer.Option("--blank", help="With update: what a blank cell does to the value that is there.")
    ] = Blank.KEEP
    on_duplicate: Annotated[
        OnDuplicate,
        typer.Option("--on-duplicate", help="Which row counts when several have the same number."),
    ] = OnDuplicate.FIRST
    include_opted_out: Annotated[
        bool,
        typer.Option("--include-opted-out", help="Upload numbers that unsubscribed or are blocked; needs --yes."),
    ] = False
    ignore_consent: Annotated[
        bool, typer.Option("--ignore-consent", help="Upload also who says no in the file itself; needs --yes.")
    ] = False
    suppress: Annotated[
        Path | None, typer.Option("--suppress", metavar="FILE", help="Numbers never to upload, one a line.")
    ] = None
    max_errors: Annotated[
        str | None,
        typer.Option(
            "--max-errors", metavar="N|N%", show_default="no limit", help="Stop when more rows are bad than that."
        ),
    ] = None
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Upload nothing if any row is rejected.")] = False


@dataclass(repr=False, eq=False)
class ImportChoiceFlags(ChoiceFlags):
    """Besides: what to do with contacts that are there already."""

    on_existing: Annotated[OnExisting, typer.Option("--on-existing", help="Numbers that the group already holds.")] = (
        OnExisting.SKIP
    )


@dataclass(repr=False, eq=False)
class SyncChoiceFlags(ChoiceFlags):
    """Besides: how far a sync may go."""

    max_delete: Annotated[
        str,
        typer.Option("--max-delete", metavar="N|N%", help="Do nothing if more of the group would go than that."),
    ] = "10%"
    delete_despite_rejected: Annotated[
        bool,
        typer.Option(
            "--delete-despite-rejected", help="Delete though rows were rejected; whom one of them may mean stays."
        ),
    ] = False


@dataclass(repr=False, eq=False)
class PatienceFlags:
    """How long the gateway is waited for."""

    panel: ClassVar[Panel] = Panel.DELIVERY
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=86_400, metavar="SECONDS", help="Longest wait for an answer.")
    ] = 100.0
    retries: Annotated[
        int,
        typer.Option("--retries", min=0, max=100, metavar="N", help="Failures in a row that are tried again."),
    ] = 5
    backoff: Annotated[
        float,
        typer.Option("--backoff", min=0.0, metavar="SECONDS", help="Wait after the first failure; then double."),
    ] = 0.5
    max_wait: Annotated[
        float,
        typer.Option("--max-wait", min=0.0, metavar="SECONDS", help="Longest wait for a blocked IP (429)."),
    ] = 0.0


@dataclass(repr=False, eq=False)
class DeliveryFlags(PatienceFlags):
    """Besides: how the contacts travel."""

    batch_size: Annotated[
        int, typer.Option("--batch-size", min=1, max=10_000, metavar="N", help="Contacts in one request.")
    ] = 500
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, max=64, metavar="N", help="Requests under way at once.")
    ] = 4
    rate: Annotated[
        float | None,
        typer.Option("--rate", min=0.01, metavar="N", show_default="no limit", help="Contacts per second at most."),
    ] = None
    settle_wait: Annotated[
        float | None,
        typer.Option(
            "--settle-wait",
            min=0.0,
            max=86_400,
            metavar="SECONDS",
            show_default="30 without an answer, 5 after one that cannot be used",
            help="How long a batch in doubt may take to appear in the group before it is sent again; what appears later"
            " is there twice. Doubled when that happens again.",
        ),
    ] = None


@dataclass(repr=False, eq=False)
class ReportFlags:
    """Where the report and the failed file go."""

    panel: ClassVar[Panel] = Panel.REPORT
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", show_default="named after file and run", help="The report, as CSV."),
    ] = None
    failed: Annotated[
        Path | None,
        typer.Option("--failed", metavar="FILE", show_default="named after file and run", help="The rows to mend."),
    ] = None
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="The report as a page for people, too.")
    ] = None
    report_dir: Annotated[
        Path | None,
        typer.Option("--report-dir", metavar="DIR", show_default="that of FILE", help="Folder of both."),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are no reports of lox24.")] = False


@dataclass(repr=False, eq=False)
class OutputFlags:
    """What is shown."""

    panel: ClassVar[Panel] = Panel.OUTPUT
    json: Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Each request to the gateway.")] = False
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No progress.")] = False


@dataclass(repr=False, eq=False)
class ConnectionFlags:
    """Which gateway, and who we are to it."""

    panel: ClassVar[Panel] = Panel.ACCOUNT
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Use a local look-alike: no account, no network, no cost.")
    ] = False
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="File with clientid:key, private to you."),
    ] = None


@dataclass(repr=False, eq=False)
class OfflineFlags:
    """What a command that speaks to no gateway takes all the same, so that it can be had from one that does."""

    panel: ClassVar[Panel] = Panel.ACCOUNT
    sandbox: Annotated[
        bool, typer.Option("--sandbox", hidden=True, help="Nothing to do: this command asks no gateway.")
    ] = False
