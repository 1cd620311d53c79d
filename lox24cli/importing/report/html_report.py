"""The report as a page for people: one file, no network, written while it is read from the journal.

Cells are data: every text is escaped, and the page's Content-Security-Policy lets nothing run and nothing be loaded but
the style and the script in it (https://www.w3.org/TR/CSP3/). Knows no network and no terminal.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO

from lox24cli import __version__
from lox24cli.importing.journal.facts import RunFacts, place_of
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.outcomes import Books, ReportLine, count, report_lines
from lox24cli.importing.journal.problems import CELL, list_problems
from lox24cli.importing.report.explaining import EXPLANATIONS, STATUSES, rows_of
from lox24cli.importing.report.files import text_of
from lox24cli.model import Status
from lox24cli.translating import ENGLISH, joined, language, phrase, plural, say
from lox24cli.wording import counted, figure

MOST_ROWS = 5_000
"""Problem rows that the page shows; the CSV report has them all."""
GENERATOR = '<meta name="generator" content="lox24">'
"""What marks a page as ours: it may be written again."""
_MOST_COUNTRIES = 12
_LONGEST_VALUE = 300
_TO_MEND = frozenset({Status.REJECTED, Status.REFUSED, Status.FAILED, Status.UNKNOWN})
_WORDS = {
    **STATUSES,
    Status.READY: phrase("ready to upload"),
    Status.REFUSED: phrase("refused by LOX24"),
    Status.FAILED: phrase("not uploaded"),
    Status.UNKNOWN: phrase("not known to be uploaded"),
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
    yield _head(f"{say(name)}: {journal.run_id}")
    yield f'<header><h1>{_say(name)}</h1><p class="sentence">{_say(_sentence(facts, books))}</p></header>\n'
    yield '<main id="main">\n'
    yield _picture(books)
    yield _countries(journal)
    yield from _problems(journal, books)
    yield _mapping(facts)
    yield _details(journal, facts, report)
    yield "</main>\n"
    yield f"<footer><p>lox24 {escape(__version__)}</p></footer>\n"
    yield f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"


def _say(message: str) -> str:
    """Return the text in the reader's language, as HTML."""
    return escape(say(message))


def _number(number: int) -> str:
    return _say(phrase("{number:,}", number=number))


def _moment(text: str) -> str:
    """Return a moment of the journal (ISO 8601, UTC) as the reader writes it."""
    return text if language() == ENGLISH else f"{datetime.fromisoformat(text):%d.%m.%Y %H:%M:%S} UTC"


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
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n{GENERATOR}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{_say(phrase("To the report"))}</a>\n'
    )


def _file_name(facts: RunFacts | None) -> str:
    if facts is None:
        return phrase("a run")
    return phrase("standard input") if facts.name == "-" else facts.name


def _sentence(facts: RunFacts | None, books: Books) -> str:
    said = joined(", ", (figure(number, _WORDS[status]) for status, number in books.counts.items() if number))
    group = facts.group if facts else None
    to = phrase(" for group {id} {name}", id=group.id, name=group.name) if group else ""
    gone = (
        phrase(" {number:,} of the group: {what}.", number=number, what=STATUSES[status])
        for status, number in books.deletions.items()
    )
    rows, what = counted(books.rows, "row"), said or phrase("nothing")
    return phrase("{rows}{to}: {what}.{gone}", rows=rows, to=to, what=what, gone=joined("", gone))


def _picture(books: Books) -> str:
    """Return the bar of statuses and its legend, which says the same to who does not see it."""
    shown = [(status, number) for status, number in books.counts.items() if number]
    total = max(1, sum(number for _, number in shown))
    bars, at = [], 0.0
    for status, number in shown:
        width = 1000 * number / total
        title = f"<title>{_say(figure(number, _WORDS[status]))}</title>"
        bars.append(f'<rect class="{status}" x="{at:.2f}" y="0" width="{width:.2f}" height="28">{title}</rect>')
        at += width
    said = joined(", ", (figure(number, _WORDS[status]) for status, number in shown))
    rows = "".join(
        f'<tr><th scope="row">{_say(_WORDS[status])}</th><td class="figure">{_number(number)}</td>'
        f'<td class="bar">{_small_bar(status, number, total)}</td></tr>'
        for status, number in shown
    )
    return (
        f'<section aria-labelledby="what"><h2 id="what">{_say(phrase("What became of the rows"))}</h2>\n'
        f'<svg viewBox="0 0 1000 28" preserveAspectRatio="none" role="img" aria-label="{_say(said)}">'
        f"{''.join(bars)}</svg>\n"
        f"<table><caption>{_say(phrase('Rows by status'))}</caption><thead><tr>"
        f'<th scope="col">{_say(phrase("Status"))}</th><th scope="col" class="figure">{_say(phrase("Rows"))}</th>'
        f'<th scope="col">{_say(phrase("Share"))}</th></tr></thead><tbody>{rows}</tbody></table>'
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
            "SELECT COALESCE(country, ''), COUNT(*), SUM(COALESCE(mobile, 0)) FROM rows"
            " WHERE row IS NOT NULL AND phone IS NOT NULL AND phone <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    )
    if not found:
        return ""
    total = sum(number for _, number, _ in found)
    mobiles = sum(number for *_, number in found)
    rows = "".join(
        f'<tr><th scope="row">{_say(country or phrase("international"))}</th>'
        f'<td class="figure">{_number(number)}</td><td class="figure">{_number(mobile)}</td>'
        f'<td class="bar">{_small_bar("plain", number, total)}</td></tr>'
        for country, number, mobile in found[:_MOST_COUNTRIES]
    )
    more = len(found) - _MOST_COUNTRIES
    rest = f'<p class="note">{_say(phrase("and {more:,} more", more=more))}</p>' if more > 0 else ""
    told = plural(
        "{mobiles:,} of {number:,} number can take an SMS; {others:,} are other kinds.",
        "{mobiles:,} of {number:,} numbers can take an SMS; {others:,} are other kinds.",
        total,
        mobiles=mobiles,
        others=total - mobiles,
    )
    return (
        f'<section aria-labelledby="where"><h2 id="where">{_say(phrase("Countries and kinds"))}</h2>\n'
        f"<p>{_say(told)}</p>"
        f"<table><caption>{_say(phrase('Numbers by country'))}</caption><thead><tr>"
        f'<th scope="col">{_say(phrase("Country"))}</th><th scope="col" class="figure">{_say(phrase("Numbers"))}</th>'
        f'<th scope="col" class="figure">{_say(phrase("Mobiles"))}</th>'
        f'<th scope="col">{_say(phrase("Share"))}</th></tr></thead><tbody>{rows}</tbody></table>{rest}</section>\n'
    )


def _problems(journal: Journal, books: Books) -> Iterator[str]:
    problems = list_problems(journal)
    yield f'<section aria-labelledby="mend"><h2 id="mend">{_say(phrase("What to do"))}</h2>\n'
    if not problems:
        yield f"<p>{_say(phrase('Nothing: every row is where it should be.'))}</p></section>\n"
        return
    yield (
        f'<div class="wide"><table><caption>{_say(phrase("Problems, and how each is mended"))}</caption><thead><tr>'
        f'<th scope="col">{_say(phrase("Code"))}</th><th scope="col" class="figure">{_say(phrase("Rows"))}</th>'
        f'<th scope="col">{_say(phrase("What to do"))}</th><th scope="col">{_say(phrase("Which"))}</th></tr></thead>'
        "<tbody>"
    )
    for problem in problems:
        yield (
            f'<tr><th scope="row">{problem.code}</th><td class="figure">{_number(problem.count)}</td>'
            f"<td>{_say(EXPLANATIONS[problem.code])}</td><td>{_say(rows_of(problem))}</td></tr>"
        )
    yield "</tbody></table></div>\n"
    to_mend = sum(number for status, number in books.counts.items() if status in _TO_MEND)
    if to_mend > MOST_ROWS:
        most = phrase("The first {most:,} of {all:,} rows; the CSV report has them all.", most=MOST_ROWS, all=to_mend)
        yield f'<p class="note">{_say(most)}</p>\n'
    names = {"search": phrase("Search"), "code": phrase("Code"), "all": phrase("all")}
    tools = "".join(f' data-{name}="{_say(text)}"' for name, text in names.items())
    yield f'<p class="tools"{tools}></p>'
    yield '<p class="shown" role="status"></p>\n'
    yield f'<div class="wide"><table class="rows"><caption>{_say(phrase("Rows to look at"))}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{_say(name)}</th>' for name in _COLUMNS)
    yield "</tr></thead><tbody>\n"
    shown = 0
    for line in report_lines(journal):
        if line.status in _TO_MEND:
            yield _row(line)
            shown += 1
            if shown == MOST_ROWS:
                break
    yield "</tbody></table></div></section>\n"


_COLUMNS = (phrase("Row"), phrase("Cell"), phrase("Code"), phrase("Value"), phrase("Reason"))


def _row(line: ReportLine) -> str:
    cell = CELL.search(line.message)
    value = line.input if len(line.input) <= _LONGEST_VALUE else line.input[:_LONGEST_VALUE] + "…"
    answered = " ".join(filter(None, (str(line.http_status or ""), line.request_id)))
    reason = f"{say(line.message)} ({answered})" if answered else say(line.message)
    texts = (f"{line.row or ''}", cell[1] if cell else "", str(line.code), value, reason)
    cells = "".join(
        f'<td data-name="{_say(name)}"{kind}>{escape(text)}</td>'
        for name, text, kind in zip(_COLUMNS, texts, ("", "", "", ' class="value"', ""), strict=True)
    )
    return f'<tr data-code="{line.code}">{cells}</tr>\n'


def _mapping(facts: RunFacts | None) -> str:
    if facts is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{mapped.field}</th><td>{_say(mapped.shown or phrase("nothing"))}</td>'
        f"<td>{_say(mapped.evidence)}</td></tr>"
        for mapped in facts.fields
    )
    return (
        f'<section aria-labelledby="mapping"><h2 id="mapping">{_say(phrase("Which column went where"))}</h2>'
        f'<div class="wide"><table><caption>{_say(phrase("The mapping as it was taken, and why"))}</caption><thead><tr>'
        f'<th scope="col">{_say(phrase("Field"))}</th><th scope="col">{_say(phrase("Column"))}</th>'
        f'<th scope="col">{_say(phrase("Why"))}</th></tr></thead><tbody>{rows}</tbody></table></div>'
        "</section>\n"
    )


def _details(journal: Journal, facts: RunFacts | None, report: Path | None) -> str:
    end = journal.end
    identity = facts.identity if facts else None
    known = {
        phrase("Run"): journal.run_id,
        phrase("File"): (facts.path or say(_file_name(facts))) if facts else "",
        phrase("Sheet"): (facts.source.sheet or "") if facts else "",
        phrase("Group"): f"{facts.group.id} {facts.group.name}" if facts and facts.group else "",
        phrase("Gateway"): place_of(identity.account) if identity else "",
        phrase("Begun"): _moment(facts.started) if facts else "",
        phrase("Ended"): _moment(end.ended) if end else "",
        phrase("Batches"): say(phrase("{number:,}", number=journal.number("SELECT COUNT(*) FROM batches"))),
        phrase("CSV report"): str(report or ""),
    }
    items = "".join(f"<dt>{_say(name)}</dt><dd>{escape(text)}</dd>" for name, text in known.items() if text)
    title = _say(phrase("Details"))
    return f'<section aria-labelledby="details"><h2 id="details">{title}</h2><dl>{items}</dl></section>\n'
