"""What was asked for: one frozen value that the command line makes and everything else reads."""

from dataclasses import dataclass, field
from pathlib import Path

from lox24cli.importing.choices import Blank, OnDuplicate, OnExisting
from lox24cli.tables.opening import ReadOptions
from lox24cli.translating import phrase


@dataclass(frozen=True, slots=True)
class ErrorLimit:
    """`--max-errors` and `--max-delete`: a number of rows, or of phones of the group, or a share of them."""

    value: float
    percent: bool

    def is_passed(self, errors: int, rows: int) -> bool:
        """Tell whether `errors` among `rows` are more than the user accepts."""
        return errors > (self.value * rows / 100 if self.percent else self.value)

    def __str__(self) -> str:
        return f"{self.value:g}{'%' if self.percent else ''}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides which rows are sent. Two runs of the same file with the same rules are the same run."""

    requests: tuple[str, ...] = ()
    """The `--map` values, as typed."""
    read: ReadOptions = field(default_factory=ReadOptions)
    region: str | None = None
    mobile_only: bool = False
    limit: int | None = None
    """The first so many data rows only."""
    on_existing: OnExisting = OnExisting.SKIP
    blank: Blank = Blank.KEEP
    sync: bool = False
    """What the file does not name is deleted from the group."""
    delete_despite_rejected: bool = False
    on_duplicate: OnDuplicate = OnDuplicate.FIRST
    include_opted_out: bool = False
    ignore_consent: bool = False
    """Send also to those who say no in the file itself."""
    suppress: Path | None = None
    """A list of numbers of one's own that are never sent to the group."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the ready rows travel; none of it changes what is stored."""

    batch_size: int = 500
    batch_bytes: int = 500_000
    concurrency: int = 4
    retries: int = 5
    """So many failures in a row are tried again, each after a longer back-off."""
    backoff_seconds: float = 0.5
    """The first wait after a failure; each further one is twice as long, up to 30 s."""
    rate: float | None = None
    """Phones per second at most."""
    max_wait_seconds: float = 0.0
    """How long a 429 may make the run wait in all."""
    settle_wait_seconds: float | None = None
    """How long a batch in doubt may take to appear in the group before it counts as not stored; None: by the kind of
    doubt (settling.py)."""
    max_errors: ErrorLimit | None = None
    max_delete: ErrorLimit | None = None
    """Of a sync: how much of the group may be deleted."""
    fail_fast: bool = False


@dataclass(frozen=True, slots=True)
class Reports:
    """Where the report and the failed file go."""

    report: Path | None = None
    failed: Path | None = None
    folder: Path | None = None
    force: bool = False
    html: Path | None = None
    """The report as a page; None: none is wanted."""


@dataclass(frozen=True, slots=True)
class Job:
    """One `phones import` or `phones check`."""

    file: Path
    """The file to read; of standard input, the private copy."""
    name: str
    """The file as the user named it; `-` for standard input."""
    group_id: str | None
    """None for `phones check`, which knows no group."""
    rules: Rules = field(default_factory=Rules)
    delivery: Delivery = field(default_factory=Delivery)
    reports: Reports = field(default_factory=Reports)
    dry_run: bool = False
    if_changed: bool = False
    """Do nothing when the same file was imported completely before."""
    new_group: str | None = None
    """The name of a group that is made where there is none of that name; then `group_id` is None."""
    map_file: Path | None = None
    save_map: Path | None = None
    is_copy: bool = False
    """The file is a private copy of what lies in no file: a stream, or rows of a program."""

    @property
    def title(self) -> str:
        """Return what messages call the file."""
        return phrase("standard input") if self.name == "-" else self.name

    @property
    def path(self) -> str | None:
        """Return where the file is, absolute; None of a stream and of rows, which are no place."""
        return None if self.is_copy or self.name == "-" else str(self.file.absolute())
