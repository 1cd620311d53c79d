"""Going on with an unfinished run by its name; its source file is not needed."""

from pathlib import Path

from lox24cli.errors import SettingsError
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.delivery.settling import telling_doubt
from lox24cli.importing.group_reading import preflight
from lox24cli.importing.job import Delivery, Job, Reports, Rules
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.run_folders import find_run, is_open
from lox24cli.importing.locking import hold_group
from lox24cli.importing.planning import Line
from lox24cli.importing.report.summary import Summary
from lox24cli.importing.running import resume_run, settle_other_runs


def find_unfinished(state: Path, run_id: str | None) -> Path:
    """Return the folder of that run, or of the newest unfinished one.

    Raises:
        SettingsError: there is none, or nothing of it is left to do.
    """
    folder = find_run(state, run_id)
    with Journal.open(folder) as journal:
        _check_open(journal)
    return folder


def _check_open(journal: Journal) -> None:
    if not is_open(journal.folder) or journal.get("state") == "closed":
        raise SettingsError(
            f"nothing of run {journal.run_id} is left to do", "lox24 runs list shows which runs are unfinished"
        )


def resume_found(folder: Path, delivery: Delivery, reports: Reports, line: Line) -> Summary:
    """Go on with the run in `folder`.

    Raises:
        SettingsError: it belongs to another account.
        UnknownOutcome: the gateway cannot be reached, and a batch is still in doubt.
        Lox24Error: the account or the lock says no.
    """
    with Journal.open(folder) as journal:
        identity = journal.get("identity")
        if identity["account"] != line.account:
            raise SettingsError(
                f"run {folder.name} belongs to another account or gateway",
                "use the token and the LOX24_BASE_URL that it began with",
            )
        group_id = str(identity["group_id"])
        with telling_doubt(journal):
            preflight(line.gateway, group_id, line.persistence)
        rules = Rules(
            region=journal.get("region"),
            on_existing=OnExisting(journal.get("on_existing")),
            include_opted_out=bool(journal.get("include_opted_out")),
        )
        name = str(journal.get("file"))
        job = Job(Path(journal.get("path") or name), name, group_id, rules, delivery, reports)
        with hold_group(line.world.state, line.account, group_id, line.world.now()):
            _check_open(journal)  # another process may have finished it meanwhile
            settle_other_runs(line, group_id, delivery, but=identity["path"])
            return resume_run(journal, job, line)
