"""Runs one column of cells through the Validator, as a file of one phone column."""

from collections.abc import Iterable

from lox24cli.model import Contact, Draft, PhoneCell, Rejected, Undecided
from lox24cli.numbers.validating import Validator
from lox24cli.row_facts import PhonePlace

Verdicts = list[Contact | Rejected]


def check_cells(cells: Iterable[str], region: str | None) -> tuple[Verdicts, tuple[str, ...]]:
    """Give the verdicts in order, and what the column told."""
    validator = Validator(region=region)
    drafts = [
        Draft(row, row, row, (PhoneCell(cell, PhonePlace("Phone", ("A",)), row),), {})
        for row, cell in enumerate(cells, start=2)
    ]
    examined = [validator.examine(draft) for draft in drafts]
    verdicts = [validator.decide(one.draft) if isinstance(one, Undecided) else one for one in examined]
    return verdicts, validator.evidence


def phones(verdicts: Verdicts) -> list[str | None]:
    """Give each row's number; None where it is held."""
    return [verdict.phone if isinstance(verdict, Contact) else None for verdict in verdicts]
