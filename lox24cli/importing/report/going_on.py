"""The one command to go on with when rows were held back: the failed file once more, with the options that count."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from lox24cli.importing.choices import Blank, OnDuplicate, OnExisting
from lox24cli.importing.job import Rules
from lox24cli.importing.journal.facts import place_of
from lox24cli.importing.journal.outcomes import Books
from lox24cli.importing.run import Run
from lox24cli.model import Status
from lox24cli.wording import seen_from_here

_SANDBOX = "sandbox"


def next_command(run: Run, books: Books, failed: Path | None) -> str | None:
    """Return what to type once the failed file is corrected; None where there is none, or nothing in it to correct."""
    if failed is None or not (books.counts[Status.REJECTED] or books.counts[Status.REFUSED]):
        return None
    words = ["lox24", "phones", "import" if run.group else "check", seen_from_here(failed)]
    if run.group:
        words += ["--group", run.group.id] if run.group.id else ["--create-group", run.group.name]
    words += _options(run.job.rules)
    facts = run.journal.facts
    if facts and facts.identity and place_of(facts.identity.account) == _SANDBOX:
        words.append("--sandbox")
    if run.job.dry_run:
        words.append("--dry-run")
    return shlex.join(words) if os.name == "posix" else " ".join(f'"{word}"' if " " in word else word for word in words)


def _options(rules: Rules) -> Iterator[str]:
    """Yield the options that decide what is sent; where the rows stand in the first file counts no more."""
    for request in rules.requests:
        yield from ("--map", request)
    values = {
        "--region": rules.region,
        "--on-existing": rules.on_existing if rules.on_existing is not OnExisting.SKIP else None,
        "--blank": rules.blank if rules.blank is not Blank.KEEP else None,
        "--on-duplicate": rules.on_duplicate if rules.on_duplicate is not OnDuplicate.FIRST else None,
        "--suppress": rules.suppress and str(rules.suppress),
    }
    for option, value in values.items():
        if value:
            yield from (option, value)
    switches = {
        "--mobile-only": rules.mobile_only,
        "--include-opted-out": rules.include_opted_out,
        "--ignore-consent": rules.ignore_consent,
        "--yes": rules.include_opted_out or rules.ignore_consent,
    }
    yield from (option for option, is_on in switches.items() if is_on)
