"""Each problem in the user's terms: which rows, what is wrong, what to do. As `lox24 help numbers` says it."""

from pathlib import Path

from lox24cli.importing.journal.problems import Problem
from lox24cli.model import Code, Status
from lox24cli.translating import Message, phrase, plural
from lox24cli.wording import quote

STATUSES = {
    Status.CREATED: phrase("created"),
    Status.UPDATED: phrase("updated"),
    Status.UNCHANGED: phrase("unchanged"),
    Status.READY: phrase("ready"),
    Status.SKIPPED: phrase("skipped"),
    Status.REJECTED: phrase("rejected"),
    Status.REFUSED: phrase("refused"),
    Status.FAILED: phrase("failed"),
    Status.UNKNOWN: phrase("unknown"),
    Status.DELETED: phrase("deleted"),
}
"""The statuses in the reader's words; reports for scripts have the status itself."""

EXPLANATIONS = {
    Code.PHONE_MISSING: phrase("no number in the cell; fill it in"),
    Code.PHONE_UNREADABLE: phrase("the cell holds no number, or words beside it; write the number alone"),
    Code.PHONE_COUNTRY_UNKNOWN: phrase("the country cannot be known; give --region, or write + and the country code"),
    Code.PHONE_TOO_SHORT: phrase("digits are missing; complete the number"),
    Code.PHONE_TOO_LONG: phrase("there are too many digits; take the surplus away"),
    Code.PHONE_INVALID: phrase("no such number exists; ask the contact"),
    Code.PHONE_AMBIGUOUS: phrase("it cannot be told which number is meant; write it with + and the country code"),
    Code.PHONE_SEVERAL: phrase("several numbers in one cell; keep one, or give each a column"),
    Code.PHONE_DAMAGED: phrase(
        "the spreadsheet has lost digits; format the column as Text in the original and export again"
    ),
    Code.PHONE_COUNTRY_CONFLICT: phrase(
        "number and country of the row do not fit; correct one, or write + and the code"
    ),
    Code.PHONE_NOT_MOBILE: phrase("the number cannot take an SMS; write a mobile"),
    Code.ROW_TOO_LONG: phrase(
        "more cells than headers, so they may have moved; quote the cell that holds the delimiter"
    ),
    Code.FIELD_TOO_LONG: phrase("a text is longer than 1,530 characters; shorten it"),
    Code.CALLBACK_DATA_TOO_LONG: phrase("callback_data is longer than 36 characters; shorten it"),
    Code.REFUSED: phrase("LOX24 does not take these contacts; the report has its reasons"),
    Code.NOT_SENT: phrase("not sent, because the run ended before"),
    Code.GATEWAY: phrase("tried, and certainly not stored"),
    Code.UNKNOWN: phrase("sent, but no answer came; lox24 runs resume finds out"),
}
"""What each code means and how to mend it, for many rows at once; a single row's message stands in the report."""


def explain(problem: Problem) -> Message:
    """Return a line for a problem: `rows 2-814: phone-damaged: the spreadsheet has lost digits; …`."""
    return phrase(
        "{rows}: {code}: {meaning}", rows=rows_of(problem), code=problem.code, meaning=EXPLANATIONS[problem.code]
    )


def give_example(problem: Problem, file: str | None) -> Message:
    """Return the first row of a problem: `for example list.csv, row 37 (D37): "4,9E+12"`; `file`: where it stands."""
    found = problem.example
    named = f"{Path(file).name}, " if file and file != "-" and found.is_own else ""
    said = quote(found.value) if found.value else phrase("(empty)")
    why = phrase(": {why}", why=found.message) if problem.code is Code.REFUSED and found.message else ""
    if found.cell:
        return phrase(
            "for example {file}row {row} ({cell}): {value}{why}",
            file=named,
            row=found.row,
            cell=found.cell,
            value=said,
            why=why,
        )
    return phrase("for example {file}row {row}: {value}{why}", file=named, row=found.row, value=said, why=why)


def rows_of(problem: Problem) -> Message:
    """Return which rows they are: `rows 2–5, 9 and 12 more`."""
    ranges = [f"{first}" if first == last else f"{first}–{last}" for first, last in problem.ranges]
    named = sum(last - first + 1 for first, last in problem.ranges)
    more = phrase(" and {more:,} more", more=problem.count - named) if problem.has_more else ""
    return plural("row {ranges}{more}", "rows {ranges}{more}", problem.count, ranges=", ".join(ranges), more=more)
