"""The arguments of the library, named as the options of the command line; whatever is left out or None has its default.

Only types: nothing here reads, and nothing heavy is loaded.
"""

from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from threading import Event
from typing import TYPE_CHECKING, BinaryIO, TypedDict

from lox24cli.errors import InputError

if TYPE_CHECKING:
    from lox24cli.credentials import Token
    from lox24cli.gateway.outcomes import RequestLog
    from lox24cli.importing.watching import Plan, Progress, Stop, Watcher
    from lox24cli.settings import Environment

PathText = str | PathLike[str]
ContactFile = PathText | BinaryIO
"""A path, or an open binary stream, which is copied privately for the length of the call."""


class AccountOptions(TypedDict, total=False):
    """Which gateway, who we are to it, and where the journals are."""

    token: "str | Token | None"
    """`clientid:key`. Appears in no repr, log, error, journal or report."""
    token_file: PathText | None
    """A file with it that nobody else can read."""
    base_url: str | None
    """https, but for this machine. Default: https://api.lox24.eu."""
    environment: "Mapping[str, str] | Environment | None"
    """Where LOX24_TOKEN, LOX24_TOKEN_FILE, LOX24_BASE_URL and LOX24_STATE_DIR may be read, `os.environ` for one; with
    it the proxies and certificates count that the system's variables name. Default: no variable and no .env is read."""
    sandbox: bool | None
    """A look-alike in a process of its own for the length of the call: no account, no cost."""
    state_dir: PathText | None
    """Of journals and locks. Default: the command line's own, the user's state folder."""
    on_request: "Callable[[RequestLog], None] | None"
    """Hears of each request, in the thread that made it."""


class ListeningOptions(TypedDict, total=False):
    """How a run is watched and stopped. Callbacks are called in the thread that called the library."""

    progress: "Callable[[Progress], None] | None"
    """How far delivery is, in rows; at least after each batch."""
    notice: Callable[[str], None] | None
    """A sentence that the user should know: what was noticed in the file, why a wait."""
    confirm: "Callable[[Plan], bool] | None"
    """Sees the plan before anything is done; False: nothing is. Default: go on."""
    watcher: "Watcher | None"
    """All of it in one object, in place of the three."""
    cancel: "Event | Stop | None"
    """Set: no batch is begun, those in flight are recorded, and Interrupted is raised. The same call goes on later."""


class ReadingOptions(TypedDict, total=False):
    """How the file is read; what is left out is found out."""

    sheet: str | int | None
    no_header: bool | None
    header_row: str | int | None
    """`3`, or `"2-3"` where the headers have two rows."""
    delimiter: str | None
    encoding: str | None


class MappingOptions(TypedDict, total=False):
    """Which column goes where, and what the numbers mean."""

    map: Mapping[str, str] | Iterable[str] | None
    """`{"phone": "Mobil", "a": "{Anrede} {Nachname}"}`, or as typed: `["phone=Mobil"]`."""
    consent: str | None
    map_file: PathText | None
    save_map: PathText | None
    region: str | None
    mobile_only: bool | None
    answer: "Callable[[InputError], Mapping[str, object] | None] | None"
    """Asked where the file leaves a choice to a person; returns the arguments that answer it, `{"map": {"phone":
    "Mobil"}}`, or None. Default: the InputError is raised, whose hint names the choices."""


class ChoiceOptions(TypedDict, total=False):
    """Which contacts count, and which want no messages."""

    blank: str | None
    """`keep` or `clear`."""
    on_duplicate: str | None
    """`first` or `last`."""
    include_opted_out: bool | None
    ignore_consent: bool | None
    yes: bool | None
    """Confirms `include_opted_out` and `ignore_consent`: you may do that."""
    suppress: PathText | None
    max_errors: int | str | None
    """`20` or `"5%"`."""
    fail_fast: bool | None


class PatienceOptions(TypedDict, total=False):
    """How long the gateway is waited for; seconds."""

    timeout: float | None
    retries: int | None
    backoff: float | None
    max_wait: float | None


class DeliveryOptions(PatienceOptions, total=False):
    """How the contacts travel."""

    batch_size: int | None
    concurrency: int | None
    rate: float | None
    """Contacts per second at most."""
    settle_wait: float | None


class ReportOptions(TypedDict, total=False):
    """Where the reports go: beside the file, and beside the journal where the contacts come from no file."""

    report: PathText | None
    failed: PathText | None
    html: PathText | None
    report_dir: PathText | None
    force: bool | None


class CheckOptions(ReadingOptions, MappingOptions, ChoiceOptions, ReportOptions, ListeningOptions, total=False):
    """What `check_contacts` takes."""

    state_dir: PathText | None
    environment: "Mapping[str, str] | Environment | None"
    limit: int | None
    name: str | None
    on_existing: str | None
    """Nothing to do: no group is asked."""


class BringOptions(
    MappingOptions,
    ChoiceOptions,
    DeliveryOptions,
    ReportOptions,
    AccountOptions,
    ListeningOptions,
    total=False,
):
    """What brings contacts into a group."""

    dry_run: bool | None
    if_changed: bool | None
    name: str | None
    """What messages and reports call a stream or rows."""


class RowsOptions(BringOptions, total=False):
    """What `import_rows` takes."""

    limit: int | None
    on_existing: str | None
    """`skip`, `update`, `add` or `fail`."""
    create_group: str | None


class ImportOptions(RowsOptions, ReadingOptions, total=False):
    """What `import_contacts` takes."""


class SyncOptions(BringOptions, ReadingOptions, total=False):
    """What `sync_group` takes."""

    limit: int | None
    """Refused: whoever is in the rest of the file would be deleted."""
    max_delete: int | str | None
    delete_despite_rejected: bool | None


class ExportOptions(PatienceOptions, AccountOptions, ListeningOptions, total=False):
    """What `export_group` takes."""

    format: str | None
    """`csv`, `xlsx` or `jsonl`. Default: as the file is named, else csv."""
    force: bool | None


class ResumeOptions(DeliveryOptions, ReportOptions, AccountOptions, ListeningOptions, total=False):
    """What `resume_run` takes."""


class UndoOptions(ResumeOptions, total=False):
    """What `undo_run` takes."""

    dry_run: bool | None
