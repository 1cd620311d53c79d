"""A sync: which phones of the group are deleted, because the file does not name them any more.

What the file names stays, whatever became of its row: skipped, doubled, rejected. Who opted out stays, so that the
opt-out is not lost; and whoever came into the group after it was read is not known here. Knows no terminal.
"""

from collections.abc import Iterator

from lox24cli.errors import SettingsError
from lox24cli.importing.contents import rivals_of
from lox24cli.importing.job import Job, Rules
from lox24cli.importing.journal.deletions import Entry, Unnamed, add_deletions, find_unnamed, is_named
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.texts import Texts
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import OWN_COLUMNS, Code
from lox24cli.numbers.likeness import Doubtful
from lox24cli.tables.opening import Table
from lox24cli.translating import phrase
from lox24cli.wording import counted


def plan_deletions(journal: Journal, rules: Rules, columns: ColumnMap, hidden: int) -> tuple[str, ...]:
    """Let the phones of the group (`existing`) be deleted that the file does not name; return what is to be told.

    If the sheet hides rows (`hidden`), none is: they are in the file, though nobody reads them. If any row was
    rejected, none is, but with `--delete-despite-rejected` those that none of these rows may mean.
    """
    unnamed = find_unnamed(journal)
    notices = _tell_staying(unnamed)
    deletable = [entry for entry in unnamed.deletable if not _may_be_named(journal, entry)]
    if deletable and hidden:
        notices.append(
            phrase(
                "kept though not in the file: {phones} of the group, as the sheet hides {rows} that may "
                "hold such: show them (a filter hides rows too), or delete them",
                phones=counted(len(deletable), "phone"),
                rows=counted(hidden, "row"),
            )
        )
        return tuple(notices)
    rejected = journal.number("SELECT COUNT(*) FROM rows WHERE status = 'rejected'")
    if deletable and rejected and not rules.delete_despite_rejected:
        notices.append(
            phrase(
                "kept though not in the file: {phones} of the group, as {rows} may mean such: mend the "
                "rows, or give --delete-despite-rejected",
                phones=counted(len(deletable), "phone"),
                rows=counted(rejected, "rejected row"),
            )
        )
        return tuple(notices)
    if rejected and deletable:
        doubtful = Doubtful(_rejected_cells(journal, columns))
        sure = [entry for entry in deletable if not doubtful.may_mean(entry.phone)]
        if held := len(deletable) - len(sure):
            notices.append(_stay(held, phrase("that a rejected row may mean")))
        deletable = sure
    add_deletions(journal, deletable)
    return tuple(notices)


def _tell_staying(unnamed: Unnamed) -> list[str]:
    notices = []
    if unnamed.opted_out:
        notices.append(_stay(unnamed.opted_out, phrase("that opted out, as the opt-out would be lost")))
    if unnamed.unreadable:
        notices.append(_stay(unnamed.unreadable, phrase("that cannot be read as a number")))
    return notices


def refuse_part(job: Job, table: Table) -> None:
    """Refuse to sync with a failed file: whoever is in the rest of its list would be deleted.

    Raises:
        SettingsError: it is one.
    """
    if job.rules.sync and set(OWN_COLUMNS) <= table.layout.own.keys():
        raise SettingsError(
            phrase(
                "{title} holds only the rows of another file that are to be mended, and a sync would "
                "delete whoever is in the rest",
                title=job.title,
            ),
            phrase("bring it in with lox24 phones import and --on-existing update"),
        )


def _stay(count: int, why: str) -> str:
    return phrase("kept though not in the file: {phones} of the group {why}", phones=counted(count, "phone"), why=why)


def _may_be_named(journal: Journal, entry: Entry) -> bool:
    """Tell whether the file has another number that the entry's phone may be read as."""
    return any(is_named(journal, phone) for phone in rivals_of(entry.stored))


def _rejected_cells(journal: Journal, columns: ColumnMap) -> Iterator[str]:
    """Yield the cells of the rejected rows that may hold their number."""
    texts, phones = Texts(journal.connection), set(columns.fields[0].columns)
    for seq, code, said in journal.query("SELECT seq, code, input FROM rows WHERE status = 'rejected' ORDER BY seq"):
        yield said
        cells, exact = texts.cells(seq)
        for index, cell in enumerate(cells):
            # In a row whose cells have moved, each of them may be the phone.
            if index in phones or code == Code.ROW_TOO_LONG:
                yield cell
                yield exact.get(index, "")
