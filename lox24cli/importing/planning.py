"""The plan of a prepared run, and the limits that forbid it.

Knows no terminal and no file format.
"""

from collections.abc import Mapping

from lox24cli.errors import LimitReached
from lox24cli.importing.choices import OnExisting
from lox24cli.importing.contents import differences, phone_of, values_of
from lox24cli.importing.journal.deletions import count_deletions
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.journal.texts import fields_of
from lox24cli.importing.plan_notices import list_rejected
from lox24cli.importing.report.summary import ErrorBudget, check_balance
from lox24cli.importing.run import Run
from lox24cli.importing.watching import Change, Example, Plan
from lox24cli.model import Code, Field, Status
from lox24cli.translating import phrase, recalled
from lox24cli.wording import counted


def make_plan(run: Run) -> Plan:
    """Return what would be done, before anything is done."""
    books = check_balance(count(run.journal, dry=True))
    return Plan(
        source=run.source,
        columns=run.columns,
        group=run.group,
        rows=books.rows,
        counts=books.counts,
        codes=books.codes,
        examples=first_examples(run.journal),
        notices=run.notices,
        rejected=list_rejected(run.journal),
        dry_run=run.is_dry,
        to_update=run.journal.number("SELECT COUNT(*) FROM rows WHERE status = 'ready' AND verb = 'update'"),
        changes=first_changes(run.journal),
        to_delete=count_deletions(run.journal),
        deletions=first_deletions(run.journal),
        undoes=run.undoes,
        left=first_left(run.journal) if run.undoes else (),
    )


def find_limit(run: Run) -> LimitReached | None:
    """Return the limit of the user's that forbids to upload anything, if there is one."""
    books = count(run.journal, dry=True)
    rejected = books.counts[Status.REJECTED]
    if run.job.delivery.fail_fast and rejected:
        return LimitReached(
            phrase(
                "{rejected:,} of {rows} rejected, and --fail-fast uploads nothing then",
                rejected=rejected,
                rows=counted(books.rows, "row"),
            ),
            phrase("mend the rows in the failed file, or leave --fail-fast out"),
            code="fail-fast",
        )
    existing = books.codes.get(Code.ALREADY_IN_GROUP, 0)
    if run.job.rules.on_existing is OnExisting.FAIL and existing:
        return LimitReached(
            phrase(
                "{numbers} already in the group, and --on-existing fail uploads nothing then",
                numbers=counted(existing, "number"),
            ),
            phrase("the report says which; --on-existing skip leaves them as they are"),
            code="on-existing",
        )
    return _find_too_many_deletions(run) or ErrorBudget(run.job.delivery.max_errors, books.rows, rejected).overdrawn(0)


def _find_too_many_deletions(run: Run) -> LimitReached | None:
    limit, held = run.job.delivery.max_delete, (run.group and run.group.count) or 0
    number = count_deletions(run.journal)
    if limit is None or not limit.is_passed(number, held):
        return None
    return LimitReached(
        phrase(
            "{number:,} of {phones} in the group would be deleted: more than --max-delete {limit}",
            number=number,
            phones=counted(held, "phone"),
            limit=limit,
        ),
        phrase("nothing was done; if the file is the right one, give --max-delete {number}", number=number),
        code="max-delete",
    )


def first_examples(journal: Journal, count: int = 3) -> tuple[Example, ...]:
    """Return the first ready rows as they will be sent."""
    found = list(
        journal.query(
            "SELECT seq, COALESCE(first_row, row), phone, change FROM rows WHERE status = 'ready' AND verb = 'create'"
            " ORDER BY seq LIMIT ?",
            count,
        )
    )
    said = fields_of(journal.connection, (seq for seq, _, _, change in found if change is None))
    return tuple(Example(row, phone, values_of(change or next(said))) for _, row, phone, change in found)


def first_changes(journal: Journal, count: int = 3) -> tuple[Change, ...]:
    """Return what the first rows will change that update an entry of the group."""
    found = journal.query(
        "SELECT COALESCE(first_row, row), phone, before, change FROM rows WHERE status = 'ready' AND verb = 'update'"
        " ORDER BY seq LIMIT ?",
        count,
    )
    changes = []
    for row, phone, before, change in found:
        old, new = values_of(before), values_of(change)
        fields = tuple((name, old.get(name, ""), new.get(name, "")) for name in differences(old, new))
        changes.append(Change(row, phone, fields))
    return tuple(changes)


def first_deletions(journal: Journal, count: int = 3) -> tuple[tuple[str, Mapping[Field, str]], ...]:
    """Return the first phones of the group that are to be deleted, as they are stored, with their fields."""
    found = journal.query(
        "SELECT before FROM rows WHERE status = 'ready' AND verb = 'delete' ORDER BY seq LIMIT ?", count
    )
    return tuple((phone_of(before), values_of(before)) for (before,) in found)


def first_left(journal: Journal, count: int = 3) -> tuple[tuple[str, str], ...]:
    """Return the first phones that an undoing leaves as they are, and why."""
    found = journal.query("SELECT input, message FROM rows WHERE status = 'skipped' ORDER BY seq LIMIT ?", count)
    return tuple((phone, recalled(message)) for phone, message in found)
