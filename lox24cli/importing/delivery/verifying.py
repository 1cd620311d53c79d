"""After the last batch: the group is held against what the gateway called created."""

from lox24cli.errors import AccountError, TemporaryError, UnknownOutcome
from lox24cli.importing.delivery.pacing import SettleWait
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.journal.verdicts import count_missing, doubt_missing, keep_group
from lox24cli.importing.run import Line, Run
from lox24cli.model import Status
from lox24cli.translating import phrase, plural
from lox24cli.wording import counted


def compare_group(run: Run, line: Line) -> None:
    """Hold the group's own count against ours; where it is smaller, or not given, look for each created contact.

    Another difference is told, not judged.

    Raises:
        UnknownOutcome: the group does not hold what was called created; those rows are in doubt now.
    """
    before = run.group.count if run.group else None
    try:
        after = line.gateway.group(line.group_id).count
        books = count(run.journal)
        created, deleted = books.of(Status.CREATED), books.of(Status.DELETED)
        if before is None or not (created or deleted) or before + created - deleted == after:
            return
        if created and (after is None or after < before + created - deleted):
            find_created(run, line)
    except (TemporaryError, AccountError) as error:  # all is stored: this question must not make the run a failure
        run.world.watcher.notice(
            phrase("the group could not be read once more to compare it with the report: {error}", error=error)
        )
        return
    if after is not None:
        also = phrase(" and deleted {deleted:,}", deleted=deleted) if deleted else ""
        run.world.watcher.notice(
            phrase(
                "the group held {phones} before, this run created {created:,}{also}, but it says "
                "{after:,} now: somebody else may have changed it meanwhile",
                phones=counted(before, "phone"),
                created=created,
                also=also,
                after=after,
            )
        )


def find_created(run: Run, line: Line, *, contents: bool = False) -> None:
    """Read the group (into `seen`) until it holds all that was created.

    With `contents`, its entries are kept whole, and it must be known of each whether it opted out.

    Raises:
        UnknownOutcome: it does not; those rows are in doubt now.
        TemporaryError: it cannot be read.
    """
    journal: Journal = run.journal
    wait = SettleWait.of(run.job.delivery.settle_wait_seconds, still_working=False)
    for pause in (0.0, *wait.pauses()):
        line.persistence.wait(pause, phrase("the group does not hold all that was created yet"))
        line.persistence.ask(lambda: keep_group(journal, line.read_group(opt_outs=contents, contents=contents), "seen"))
        if not count_missing(journal):
            return
    lost = doubt_missing(journal)
    raise UnknownOutcome(
        plural(
            "{number:,} contact that the gateway called created is not in the group",
            "{number:,} contacts that the gateway called created are not in the group",
            lost,
        ),
        phrase(
            "lox24 runs resume {run_id} looks again, and sends those that are still not there; if it "
            "stays, ask LOX24 support with the request ids of the report",
            run_id=journal.run_id,
        ),
    )
