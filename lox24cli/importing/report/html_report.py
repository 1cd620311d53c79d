"""The report as a page for people: one file, no network, written while it is read from the journal.

Cells are data: every text is escaped, and the page's Content-Security-Policy lets nothing run and nothing be loaded but
the style and the script in it (https://www.w3.org/TR/CSP3/). Knows no network and no terminal.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from lox24cli import __version__
from lox24cli.importing.journal.facts import RunFacts, place_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import Books, ReportLine, count, list_problems, report_lines
from lox24cli.importing.report.explaining import EXPLANATIONS, rows_of
from lox24cli.importing.report.files import text_of
from lox24cli.model import Status
from lox24cli.wording import counted

MOST_ROWS = 5_000
"""Problem rows that the page shows; the CSV report has them all."""
GENERATOR = '<meta name="generator" content="lox24">'
"""What marks a page as ours: it may be written again."""
_MOST_COUNTRIES = 12
_LONGEST_VALUE = 300
_CELL = re.compile(r"\(([A-Z]{1,3}[1-9][0-9]{0,6})\)")
_TO_MEND = frozenset({Status.REJECTED, Status.REFUSED, Status.FAILED, Status.UNKNOWN})
_WORDS = {
    Status.READY: "ready to upload",
    Status.REFUSED: "refused by LOX24",
    Status.FAILED: "not uploaded",
    Status.UNKNOWN: "not known to be uploaded",
}


def write_page(file: BinaryIO, journal: Journal, report: Path | None) -> None:
    """Write the page of a run, whose CSV report is `report`; memory does not grow with its rows. UTF-8."""
    books = count(journal)
    with text_of(file, "utf-8", "replace") as text:
        for part in _page(journal, books, report):
            text.write(part)


def _page(journal: Journal, books: Books, report: Path | None) -> Iterator[str]:
    facts = journal.facts
    name = _file_name(facts)
    yield _head(f"{name}: {journal.run_id}")
    yield f'<header><h1>{escape(name)}</h1><p class="sentence">{escape(_sentence(facts, books))}</p></header>\n'
    yield '<main id="main">\n'
    yield _picture(books)
    yield _countries(journal)
    yield from _problems(journal, books)
    yield _mapping(facts)
    yield _details(journal, facts, report)
    yield "</main>\n"
    yield f"<footer><p>lox24 {escape(__version__)}</p></footer>\n"
    yield f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return files("lox24cli.importing.report").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _head(title: str) -> str:
    style = _asset("page.css")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(_asset('page.js'))}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n{GENERATOR}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">To the report</a>\n'
    )


def _file_name(facts: RunFacts | None) -> str:
    if facts is None:
        return "a run"
    return "standard input" if facts.name == "-" else facts.name


def _sentence(facts: RunFacts | None, books: Books) -> str:
    said = [f"{number:,} {_WORDS.get(status, status)}" for status, number in books.counts.items() if number]
    to = f" for group {facts.group.id} {facts.group.name}" if facts and facts.group else ""
    gone = "".join(f" {number:,} of the group: {status}." for status, number in books.deletions.items())
    return f"{counted(books.rows, 'row')}{to}: {', '.join(said) or 'nothing'}.{gone}"


def _picture(books: Books) -> str:
    """Return the bar of statuses and its legend, which says the same to who does not see it."""
    shown = [(status, number) for status, number in books.counts.items() if number]
    total = max(1, sum(number for _, number in shown))
    bars, at = [], 0.0
    for status, number in shown:
        width = 1000 * number / total
        title = f"<title>{number:,} {escape(_WORDS.get(status, status))}</title>"
        bars.append(f'<rect class="{status}" x="{at:.2f}" y="0" width="{width:.2f}" height="28">{title}</rect>')
        at += width
    said = ", ".join(f"{number:,} {_WORDS.get(status, status)}" for status, number in shown)
    rows = "".join(
        f'<tr><th scope="row">{escape(_WORDS.get(status, status))}</th><td class="figure">{number:,}</td>'
        f'<td class="bar">{_small_bar(status, number, total)}</td></tr>'
        for status, number in shown
    )
    return (
        '<section aria-labelledby="what"><h2 id="what">What became of the rows</h2>\n'
        f'<svg viewBox="0 0 1000 28" preserveAspectRatio="none" role="img" aria-label="{escape(said)}">'
        f"{''.join(bars)}</svg>\n"
        f'<table><caption>Rows by status</caption><thead><tr><th scope="col">Status</th>'
        f'<th scope="col" class="figure">Rows</th><th scope="col">Share</th></tr></thead><tbody>{rows}</tbody></table>'
        "</section>\n"
    )


def _small_bar(kind: str, number: int, total: int) -> str:
    width = 1000 * number / total
    return (
        '<svg class="small" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{kind}" x="0" y="0" width="{width:.2f}" height="10"></rect></svg>'
    )


def _countries(journal: Journal) -> str:
    found = list(
        journal.query(
            "SELECT COALESCE(NULLIF(country, ''), 'international'), COUNT(*), SUM(COALESCE(mobile, 0)) FROM rows"
            " WHERE row IS NOT NULL AND phone IS NOT NULL AND phone <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    )
    if not found:
        return ""
    total = sum(number for _, number, _ in found)
    mobiles = sum(number for *_, number in found)
    rows = "".join(
        f'<tr><th scope="row">{escape(country)}</th><td class="figure">{number:,}</td>'
        f'<td class="figure">{mobile:,}</td><td class="bar">{_small_bar("plain", number, total)}</td></tr>'
        for country, number, mobile in found[:_MOST_COUNTRIES]
    )
    more = len(found) - _MOST_COUNTRIES
    rest = f'<p class="note">and {more:,} more</p>' if more > 0 else ""
    return (
        '<section aria-labelledby="where"><h2 id="where">Countries and kinds</h2>\n'
        f"<p>{mobiles:,} of {counted(total, 'number')} can take an SMS; {total - mobiles:,} are other kinds.</p>"
        '<table><caption>Numbers by country</caption><thead><tr><th scope="col">Country</th>'
        '<th scope="col" class="figure">Numbers</th><th scope="col" class="figure">Mobiles</th>'
        f'<th scope="col">Share</th></tr></thead><tbody>{rows}</tbody></table>{rest}</section>\n'
    )


def _problems(journal: Journal, books: Books) -> Iterator[str]:
    problems = list_problems(journal)
    yield '<section aria-labelledby="mend"><h2 id="mend">What to do</h2>\n'
    if not problems:
        yield "<p>Nothing: every row is where it should be.</p></section>\n"
        return
    yield (
        '<div class="wide"><table><caption>Problems, and how each is mended</caption><thead><tr>'
        '<th scope="col">Code</th><th scope="col" class="figure">Rows</th><th scope="col">What to do</th>'
        '<th scope="col">Which</th></tr></thead><tbody>'
    )
    for problem in problems:
        yield (
            f'<tr><th scope="row">{problem.code}</th><td class="figure">{problem.count:,}</td>'
            f"<td>{escape(EXPLANATIONS[problem.code])}</td><td>{escape(rows_of(problem))}</td></tr>"
        )
    yield "</tbody></table></div>\n"
    to_mend = sum(number for status, number in books.counts.items() if status in _TO_MEND)
    if to_mend > MOST_ROWS:
        yield f'<p class="note">The first {MOST_ROWS:,} of {to_mend:,} rows; the CSV report has them all.</p>\n'
    yield '<p class="tools" data-search="Search" data-code="Code" data-all="all"></p>'
    yield '<p class="shown" role="status"></p>\n'
    yield '<div class="wide"><table class="rows"><caption>Rows to look at</caption><thead><tr>'
    yield "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    yield "</tr></thead><tbody>\n"
    shown = 0
    for line in report_lines(journal):
        if line.status in _TO_MEND:
            yield _row(line)
            shown += 1
            if shown == MOST_ROWS:
                break
    yield "</tbody></table></div></section>\n"


_COLUMNS = ("Row", "Cell", "Code", "Value", "Reason")


def _row(line: ReportLine) -> str:
    cell = _CELL.search(line.message)
    value = line.input if len(line.input) <= _LONGEST_VALUE else line.input[:_LONGEST_VALUE] + "…"
    answered = " ".join(filter(None, (str(line.http_status or ""), line.request_id)))
    reason = f"{line.message} ({answered})" if answered else line.message
    texts = (f"{line.row or ''}", cell[1] if cell else "", str(line.code), value, reason)
    cells = "".join(
        f'<td data-name="{name}"{kind}>{escape(text)}</td>'
        for name, text, kind in zip(_COLUMNS, texts, ("", "", "", ' class="value"', ""), strict=True)
    )
    return f'<tr data-code="{line.code}">{cells}</tr>\n'


def _mapping(facts: RunFacts | None) -> str:
    if facts is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{mapped.field}</th><td>{escape(mapped.shown) or "nothing"}</td>'
        f"<td>{escape(mapped.evidence)}</td></tr>"
        for mapped in facts.fields
    )
    return (
        '<section aria-labelledby="mapping"><h2 id="mapping">Which column went where</h2><div class="wide"><table>'
        '<caption>The mapping as it was taken, and why</caption><thead><tr><th scope="col">Field</th>'
        f'<th scope="col">Column</th><th scope="col">Why</th></tr></thead><tbody>{rows}</tbody></table></div>'
        "</section>\n"
    )


def _details(journal: Journal, facts: RunFacts | None, report: Path | None) -> str:
    end = journal.end
    identity = facts.identity if facts else None
    known = {
        "Run": journal.run_id,
        "File": (facts.path or _file_name(facts)) if facts else "",
        "Sheet": (facts.source.sheet or "") if facts else "",
        "Group": f"{facts.group.id} {facts.group.name}" if facts and facts.group else "",
        "Gateway": place_of(identity.account) if identity else "",
        "Begun": facts.started if facts else "",
        "Ended": end.ended if end else "",
        "Batches": f"{journal.number('SELECT COUNT(*) FROM batches'):,}",
        "CSV report": str(report or ""),
    }
    items = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in known.items() if text)
    return f'<section aria-labelledby="details"><h2 id="details">Details</h2><dl>{items}</dl></section>\n'
