"""The plan of a run as text: what was read, what goes where and why, what would be uploaded."""

from collections.abc import Iterator, Mapping

from lox24cli.cli.output.console import show_line
from lox24cli.importing.report.explaining import EXPLANATIONS, STATUSES
from lox24cli.importing.watching import Change, Plan
from lox24cli.model import SKIPS, Code, Column, Field, Source, Status
from lox24cli.translating import Message, joined, phrase, say
from lox24cli.wording import counted, figure

_MOST_SHOWN = 40
_DELIMITERS = {"\t": phrase("tab"), ";": phrase("semicolon"), ",": phrase("comma"), "|": phrase("pipe")}


def plan_text(plan: Plan) -> Message:
    """Return the plan, ready to print."""
    lines: list[str] = [phrase("File      {source}", source=_source(plan.source))]
    lines += [f"          {show_line(notice)}" for notice in plan.notices]
    if plan.group is not None:
        count = plan.group.count
        held = "" if count is None else phrase(", {phones} in it now", phones=counted(count, "phone"))
        named = {"id": show_line(plan.group.id), "name": show_line(plan.group.name)}
        lines.append(phrase("Group     {id} {name}{held}", held=held, **named))
    lines += [phrase("Mapping"), *_mapping(plan)]
    parts: dict[Message, list[str]] = {
        phrase("First rows as they will be sent"): [
            _row(example.row, show_fields(example.phone, example.fields)) for example in plan.examples
        ],
        phrase("First contacts that will be changed"): [_row(one.row, show_change(one)) for one in plan.changes],
        phrase("Rows that are held back"): list(_rejected(plan)),
        phrase("First phones of the group that will be deleted, as the file does not have them"): [
            show_fields(show_line(phone), fields) for phone, fields in plan.deletions
        ],
    }
    for title, shown in parts.items():
        if shown:
            lines += [title, *(f"  {say(line)}" for line in shown)]
    lines.append(phrase("Rows      {counts}", counts=_counts(plan)))
    if plan.to_delete:
        lines.append(phrase("Deletions {phones} of the group", phones=counted(plan.to_delete, "phone")))
    return joined("\n", lines)


def _mapping(plan: Plan) -> Iterator[str]:
    columns = plan.columns
    mapped: list[tuple[str, str, str]] = [(entry.field, entry.shown, entry.evidence) for entry in columns.fields]
    if columns.region is not None:
        mapped.append(("region", columns.region.shown, columns.region.evidence))
    mapped += [("consent", consent.shown, consent.evidence) for consent in columns.consents]
    width = max(len(name) for name, *_ in mapped)
    for name, shown, evidence in mapped:
        yield f"  {name:<{width}}  <- {show_line(shown or phrase('nothing'))} ({show_line(evidence)})"
    if columns.unused:
        yield phrase("  not sent: {columns}", columns=joined(", ", map(_name, columns.unused)))


def _row(number: int | None, said: str) -> Message:
    return phrase("row {row}: {said}", row=number, said=said)


def _source(source: Source) -> Message:
    parts: list[str] = [show_line(source.name)]
    if source.dialect is not None:
        delimiter = _DELIMITERS.get(source.dialect.delimiter, repr(source.dialect.delimiter))
        parts += [source.kind.upper(), source.dialect.encoding, delimiter]
    else:
        parts += [source.kind.upper(), phrase("sheet {sheet}", sheet=show_line(source.sheet or ""))]
    if source.header_row not in (None, 1):
        parts.append(phrase("header in row {header_row}", header_row=source.header_row))
    return joined(", ", parts)


def _name(column: Column) -> str:
    return show_line(column.label)


def show_fields(phone: str, values: Mapping[Field, str]) -> str:
    """Return a contact on a line."""
    fields = "  ".join(f"{field}={_cut(show_line(value))}" for field, value in values.items())
    return f"{phone}  {fields}".rstrip()


def _rejected(plan: Plan) -> Iterator[str]:
    for found in plan.rejected:
        yield phrase(
            "{count:,} {code}: {meaning}", count=found.count, code=found.code, meaning=EXPLANATIONS[found.code]
        )
        yield from (f"  {show_line(message)}" for message in found.messages)
        if (more := found.count - len(found.messages)) > 0:
            yield phrase("  and {more:,} more", more=more)


def show_change(change: Change) -> str:
    """Return on a line what changes of a contact: old -> new."""
    fields = "  ".join(f"{field}: {_value(old)} -> {_value(new)}" for field, old, new in change.fields)
    return f"{change.phone}  {fields}"


def _value(text: str) -> str:
    return _cut(show_line(text)) or say(phrase("(empty)"))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _counts(plan: Plan) -> Message:
    ready = plan.counts[Status.READY]
    parts = [phrase("{rows:,}: {number:,} to upload", rows=plan.rows, number=ready - plan.to_update)]
    if plan.to_update:
        parts.append(phrase("{number:,} to change", number=plan.to_update))
    if plan.counts[Status.UNCHANGED]:
        parts.append(phrase("{number:,} unchanged", number=plan.counts[Status.UNCHANGED]))
    others = [code for code in plan.codes if code is not Code.READY]
    for status in (Status.SKIPPED, Status.REJECTED):
        if plan.counts[status]:
            codes = [figure(plan.codes[code], code) for code in others if (code in SKIPS) == (status is Status.SKIPPED)]
            parts.append(
                phrase(
                    "{number:,} {what} ({codes})",
                    number=plan.counts[status],
                    what=STATUSES[status],
                    codes=joined(", ", codes),
                )
            )
    return joined(", ", parts)
