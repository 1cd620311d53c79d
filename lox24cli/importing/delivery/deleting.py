"""Before anything is deleted: all creations and changes are settled, and the group is looked at once more."""

from lox24cli.importing.delivery.tally import Tally
from lox24cli.importing.delivery.verifying import find_created
from lox24cli.importing.journal.deletions import count_deletions, count_unsettled, keep_who_must_stay
from lox24cli.importing.journal.undo_lines import look_again
from lox24cli.importing.run import Line, Run
from lox24cli.translating import phrase
from lox24cli.wording import counted


def ready_to_delete(run: Run, line: Line, tally: Tally) -> bool:
    """Tell whether there is something to delete, and the contacts are all where they are to be.

    Who has opted out since the group was read, or has another number now, stays; what somebody else deleted is not ours
    to report.

    Raises:
        TemporaryError: the group cannot be read.
        UnknownOutcome: it does not hold what was called created.
    """
    journal = run.journal
    if not count_deletions(journal) or count_unsettled(journal):
        return False
    find_created(run, line, contents=True)
    if run.undoes is not None:
        look_again(journal)
        tally.take()
        return count_deletions(journal) > 0
    kept = keep_who_must_stay(journal)
    tally.take()
    if kept.opted_out:
        line.persistence.watcher.notice(
            phrase(
                "kept though not in the file: {phones} that opted out since the group was read",
                phones=counted(kept.opted_out, "phone"),
            )
        )
    if kept.changed:
        line.persistence.watcher.notice(
            phrase(
                "kept: {phones} of the group whose number was changed since it was read",
                phones=counted(kept.changed, "phone"),
            )
        )
    if kept.gone:
        line.persistence.watcher.notice(
            phrase(
                "gone from the group already: {phones} that the file does not have", phones=counted(kept.gone, "phone")
            )
        )
    return count_deletions(journal) > 0
