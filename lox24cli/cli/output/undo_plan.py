"""The plan of an undoing as text: what would be deleted, changed back, put back, and left alone."""

from lox24cli.cli.output.console import show_line
from lox24cli.cli.output.plan import show_change, show_fields
from lox24cli.importing.watching import Plan
from lox24cli.model import Status


def undo_text(plan: Plan) -> str:
    """Return the plan, ready to print."""
    lines = [f"Undo      run {plan.undoes} of {show_line(plan.source.name)}"]
    lines += [f"          {show_line(notice)}" for notice in plan.notices]
    if plan.group is not None:
        lines.append(f"Group     {show_line(plan.group.id)} {show_line(plan.group.name)}")
    parts = {
        "First contacts that will be deleted, as the run created them": [
            show_fields(show_line(phone), fields) for phone, fields in plan.deletions
        ],
        "First contacts that will be changed back": [show_change(change) for change in plan.changes],
        "First contacts that will be put back, under new ids": [
            show_fields(example.phone, example.fields) for example in plan.examples
        ],
        "First contacts that stay as they are": [f"{show_line(phone)}  {show_line(why)}" for phone, why in plan.left],
    }
    for title, shown in parts.items():
        if shown:
            lines += [title, *(f"  {line}" for line in shown)]
    figures = {
        "to delete": plan.to_delete,
        "to change back": plan.to_update,
        "to put back": plan.counts[Status.READY] - plan.to_update,
        "left as they are": plan.counts[Status.SKIPPED],
    }
    said = ", ".join(f"{number:,} {words}" for words, number in figures.items() if number)
    lines.append(f"Contacts  {said or 'none'}")
    return "\n".join(lines)
