"""The judging rules of tables/: what each says, and what stands in its place without it."""

from collections.abc import Callable, Sequence

from tests.heuristics.switching import NOTHING, Rule, becomes, gives


def _nothing_usual(_: object) -> Callable[[Sequence[Sequence[str]], int], int]:
    return lambda _records, otherwise: otherwise


_HEAD = "tables.header_row"
_SIGN = "tables.text.delimiter"
_PAGE = "tables.text.code_pages"

RULES = (
    Rule(f"{_HEAD}:_by_words", "known words above phones are the headers", gives(None)),
    Rule(f"{_HEAD}:_by_shape", "title lines are narrower than the table", gives(0)),
    Rule(f"{_HEAD}:_refuse_phone", "a phone in the headers is a contact", gives(None)),
    Rule(f"{_HEAD}:_refuse_contacts_above", "many phones above the headers may be contacts", gives(None)),
    Rule(f"{_HEAD}:join_below", "two rows may be one row of headers, parted below", gives(None)),
    Rule(f"{_HEAD}:join_above", "two rows may be one row of headers, grouped above", gives(None)),
    Rule(f"{_HEAD}:_MOST_TITLES", "twelve lines of title may stand above", becomes(2)),
    Rule(f"{_HEAD}:_MOST_TRAINERS", "three phones above are told, not asked about", becomes(0)),
    Rule("tables.top_rows:TopRows.holds_date", "a line with a year is rather a title", gives(False)),
    Rule("tables.top_rows:TopRows.is_over_phones", "a header that says phone stands over phones", gives(True)),
    Rule("tables.top_rows:_DATE", "a date is no phone", becomes(NOTHING)),
    Rule("tables.layout:_usual_length", "a delimiter at each end leaves room for a note", _nothing_usual),
    Rule("tables.opening:Table._tell_surplus", "more cells than columns may have moved", gives(None)),
    Rule("tables.mojibake:LetterFaults.look", "letters that were decoded wrongly are told", gives(None)),
    Rule(f"{_SIGN}:_said_by", "sep=; says it", gives(None)),
    Rule(f"{_SIGN}:_is_escaped", "a backslash may take a delimiter into a cell", gives(False)),
    Rule(f"{_SIGN}:_has_quote_behind_blank", "a quote behind a blank opens a cell", gives(False)),
    Rule(f"{_SIGN}:_refuse_hidden_columns", "signs between cells that nobody uses are asked about", gives(None)),
    Rule(f"{_SIGN}:_FEW_LINES", "where all is one record, a quote is a mere sign", becomes(1_000_000)),
    Rule(f"{_SIGN}:_SHORT_COUNTS", "shorter records count for most of one", becomes(0.0)),
    Rule(f"{_SIGN}:_LONGEST_TITLE", "twelve lines of title may stand above the first record", becomes(1)),
    Rule(f"{_SIGN}:_HIDDEN_SHARE", "a quarter of the records has columns that one does not see", becomes(1.1)),
    Rule("tables.text.quotes:Edges.is_sound", "quotes at the edges of cells tell the delimiter", gives(False)),
    Rule("tables.text.quotes:split_loosely", "quotes that nobody doubled are part of the text", gives(None)),
    Rule("tables.text.quotes:has_open_quote", "a quote that opens and does not close takes rows", gives(False)),
    Rule("tables.text.quotes:reads_like_rows", "a cell that holds rows says where it opened", gives(False)),
    Rule("tables.text.records:DelimitedGrid._check_span", "a cell that holds rows is a lost quote", gives(None)),
    Rule("tables.text.encoding:_wide_encoding", "every second byte a zero is UTF-16", gives(None)),
    Rule("tables.text.encoding:_SHIFT", "escape sequences are ISO-2022-JP", becomes(NOTHING)),
    Rule(f"{_PAGE}:_ask_eastern", "Hungarian and Polish names may be meant", gives(None)),
    Rule(f"{_PAGE}:_is_foreign", "runs of letters beyond ASCII are Cyrillic or Greek", gives(False)),
    Rule(f"{_PAGE}:_CLEARLY", "another page than cp1252 must read clearly better", becomes(-99.0)),
    Rule(f"{_PAGE}:_SLIGHTLY", "a slightly better page is asked about", becomes(99.0)),
    Rule(f"{_PAGE}:_MANY", "many words weigh more than few", becomes(1_000_000)),
)
