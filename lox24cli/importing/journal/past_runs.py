"""What earlier runs came to, as far as later ones ask: which were taken back, which file needs no second import.

Knows no network and no terminal.
"""

import contextlib
from pathlib import Path

from lox24cli.errors import ExitCode, SettingsError, TemporaryError
from lox24cli.importing.journal.facts import Identity, RunEnd, State
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.run_folders import all_runs
from lox24cli.model import Status

_NOTHING_LEFT = (ExitCode.OK, ExitCode.ROWS)


def undone_runs(state: Path) -> dict[str, str]:
    """Return the runs that were taken back, each with the run that did it; an undoing that was undone counts not."""
    undone: dict[str, str] = {}
    for folder in all_runs(state):
        with contextlib.suppress(TemporaryError, SettingsError), Journal.open(folder) as journal:
            facts, end = journal.facts, journal.end
            is_done = journal.state is State.FINISHED and end is not None and end.exit_code == ExitCode.OK
            if facts and facts.undoes and facts.identity and is_done and folder.name not in undone:
                undone.setdefault(facts.undoes, folder.name)
    return undone


def was_imported(state: Path, identity: Identity) -> str | None:
    """Return the id of a run that imported the same file by the same rules, and whose work still stands; else None.

    Rows that it rejected or that were refused would be so again: nothing is left of it that another run could do. It
    is done again where a later run of ours may have changed back what it did.
    """
    for folder in all_runs(state):
        # One that is damaged or of another version proves nothing.
        with contextlib.suppress(TemporaryError, SettingsError), Journal.open(folder) as journal:
            facts, end = journal.facts, journal.end
            if facts is None or facts.identity is None or not identity.is_same_group(facts.identity):
                continue
            if identity.is_same_run(facts.identity):
                complete = journal.state is State.FINISHED and end is not None and end.exit_code in _NOTHING_LEFT
                return folder.name if complete and folder.name not in undone_runs(state) else None
            if _may_change_back(end, identity):
                return None
    return None


def _may_change_back(end: RunEnd | None, identity: Identity) -> bool:
    """Tell whether a run of another file may have changed what a run of this identity leaves in the group."""
    if end is None:
        return True
    changed = end.deleted + end.counts.get(Status.UPDATED, 0)
    return changed > 0 or (identity.rules.sync and end.counts.get(Status.CREATED, 0) > 0)
