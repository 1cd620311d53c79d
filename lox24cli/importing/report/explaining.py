"""Each problem in the user's terms: which rows, what is wrong with them, what to do. The table of README, as text."""

from lox24cli.importing.journal.outcomes import Problem
from lox24cli.model import Code

EXPLANATIONS = {
    Code.PHONE_MISSING: "no number in the cell; fill it in",
    Code.PHONE_UNREADABLE: "the cell holds no number, or words beside it; write the number alone",
    Code.PHONE_COUNTRY_UNKNOWN: "the country cannot be known; give --region, or write + and the country code",
    Code.PHONE_TOO_SHORT: "digits are missing; complete the number",
    Code.PHONE_TOO_LONG: "there are too many digits; take the surplus away",
    Code.PHONE_INVALID: "no such number exists; ask the contact",
    Code.PHONE_AMBIGUOUS: "it cannot be told which number is meant; write it with + and the country code",
    Code.PHONE_SEVERAL: "several numbers in one cell; keep one, or give each a column",
    Code.PHONE_DAMAGED: "the spreadsheet has lost digits; format the column as Text in the original and export again",
    Code.PHONE_COUNTRY_CONFLICT: "number and country of the row do not fit; correct one, or write + and the code",
    Code.PHONE_NOT_MOBILE: "the number cannot take an SMS; write a mobile",
    Code.ROW_TOO_LONG: "more cells than headers, so they may have moved; quote the cell that holds the delimiter",
    Code.FIELD_TOO_LONG: "a text is longer than 1,530 characters; shorten it",
    Code.CALLBACK_DATA_TOO_LONG: "callback_data is longer than 36 characters; shorten it",
    Code.REFUSED: "LOX24 does not take these contacts; the report has its reasons",
    Code.NOT_SENT: "not sent, because the run ended before",
    Code.GATEWAY: "tried, and certainly not stored",
    Code.UNKNOWN: "sent, but no answer came; lox24 runs resume finds out",
}
"""What each code means and how to mend it, for many rows at once; a single row's message stands in the report."""


def explain(problem: Problem) -> str:
    """Return a line for a problem: `rows 2-814: phone-damaged: the spreadsheet has lost digits; …`."""
    return f"{rows_of(problem)}: {problem.code}: {EXPLANATIONS[problem.code]}"


def rows_of(problem: Problem) -> str:
    """Return which rows they are: `rows 2–5, 9 and 12 more`."""
    ranges = [f"{first}" if first == last else f"{first}–{last}" for first, last in problem.ranges]
    word = "row" if problem.count == 1 else "rows"
    named = sum(last - first + 1 for first, last in problem.ranges)
    more = f" and {problem.count - named:,} more" if problem.has_more else ""
    return f"{word} {', '.join(ranges)}{more}"
