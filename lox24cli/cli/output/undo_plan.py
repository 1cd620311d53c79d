"""The plan of an undoing as text: what would be deleted, changed back, put back, and left alone."""

from lox24cli.cli.output.console import show_line
from lox24cli.cli.output.plan import show_change, show_fields
from lox24cli.importing.watching import Plan
from lox24cli.model import Status
from lox24cli.translating import Message, joined, phrase
from lox24cli.wording import figure


def undo_text(plan: Plan) -> Message:
    """Return the plan, ready to print."""
    lines: list[str] = [
        phrase("Undo      run {undoes} of {name}", undoes=plan.undoes, name=show_line(plan.source.name))
    ]
    lines += [f"          {show_line(notice)}" for notice in plan.notices]
    if plan.group is not None:
        lines.append(phrase("Group     {id} {name}", id=show_line(plan.group.id), name=show_line(plan.group.name)))
    parts = {
        phrase("First contacts that will be deleted, as the run created them"): [
            show_fields(show_line(phone), fields) for phone, fields in plan.deletions
        ],
        phrase("First contacts that will be changed back"): [show_change(change) for change in plan.changes],
        phrase("First contacts that will be put back, under new ids"): [
            show_fields(example.phone, example.fields) for example in plan.examples
        ],
        phrase("First contacts that stay as they are"): [
            f"{show_line(phone)}  {show_line(why)}" for phone, why in plan.left
        ],
    }
    for title, shown in parts.items():
        if shown:
            lines += [title, *(f"  {line}" for line in shown)]
    figures = {
        phrase("to delete"): plan.to_delete,
        phrase("to change back"): plan.to_update,
        phrase("to put back"): plan.counts[Status.READY] - plan.to_update,
        phrase("left as they are"): plan.counts[Status.SKIPPED],
    }
    said = joined(", ", (figure(number, words) for words, number in figures.items() if number))
    lines.append(phrase("Contacts  {said}", said=said or phrase("none")))
    return joined("\n", lines)
