"""The plan of a run as text: what was read, what goes where and why, what would be uploaded."""

from collections.abc import Iterator, Mapping

from lox24cli.cli.output.console import show_line
from lox24cli.importing.report.explaining import EXPLANATIONS
from lox24cli.importing.watching import Change, Plan
from lox24cli.model import SKIPS, Code, Column, Field, Source, Status
from lox24cli.wording import counted

_MOST_SHOWN = 40


def plan_text(plan: Plan) -> str:
    """Return the plan, ready to print."""
    lines = [f"File      {_source(plan.source)}", *(f"          {show_line(notice)}" for notice in plan.notices)]
    if plan.group is not None:
        held = "" if plan.group.count is None else f", {counted(plan.group.count, 'phone')} in it now"
        lines.append(f"Group     {show_line(plan.group.id)} {show_line(plan.group.name)}{held}")
    lines.append("Mapping")
    mapped: list[tuple[str, str, str]] = [(entry.field, entry.shown, entry.evidence) for entry in plan.columns.fields]
    if plan.columns.region is not None:
        mapped.append(("region", plan.columns.region.shown, plan.columns.region.evidence))
    mapped += [("consent", consent.shown, consent.evidence) for consent in plan.columns.consents]
    width = max(len(name) for name, *_ in mapped)
    for name, shown, evidence in mapped:
        lines.append(f"  {name:<{width}}  <- {show_line(shown) or 'nothing'} ({show_line(evidence)})")
    if plan.columns.unused:
        lines.append(f"  not sent: {', '.join(_name(column) for column in plan.columns.unused)}")
    if plan.examples:
        lines.append("First rows as they will be sent")
        lines.extend(f"  row {example.row}: {show_fields(example.phone, example.fields)}" for example in plan.examples)
    if plan.changes:
        lines.append("First contacts that will be changed")
        lines.extend(f"  row {change.row}: {show_change(change)}" for change in plan.changes)
    if plan.rejected:
        lines.append("Rows that are held back")
        lines.extend(_rejected(plan))
    if plan.deletions:
        lines.append("First phones of the group that will be deleted, as the file does not have them")
        lines.extend(f"  {show_fields(show_line(phone), fields)}" for phone, fields in plan.deletions)
    lines.append(f"Rows      {_counts(plan)}")
    if plan.to_delete:
        lines.append(f"Deletions {counted(plan.to_delete, 'phone')} of the group")
    return "\n".join(lines)


def _source(source: Source) -> str:
    parts = [show_line(source.name)]
    if source.dialect is not None:
        delimiter = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "pipe"}.get(
            source.dialect.delimiter, repr(source.dialect.delimiter)
        )
        parts += [source.kind.upper(), source.dialect.encoding, delimiter]
    else:
        parts += [source.kind.upper(), f"sheet {show_line(source.sheet or '')}"]
    if source.header_row not in (None, 1):
        parts.append(f"header in row {source.header_row}")
    return ", ".join(parts)


def _name(column: Column) -> str:
    return show_line(column.label)


def show_fields(phone: str, values: Mapping[Field, str]) -> str:
    """Return a contact on a line."""
    fields = "  ".join(f"{field}={_cut(show_line(value))}" for field, value in values.items())
    return f"{phone}  {fields}".rstrip()


def _rejected(plan: Plan) -> Iterator[str]:
    for found in plan.rejected:
        yield f"  {found.count:,} {found.code}: {EXPLANATIONS[found.code]}"
        yield from (f"    {show_line(message)}" for message in found.messages)
        if (more := found.count - len(found.messages)) > 0:
            yield f"    and {more:,} more"


def show_change(change: Change) -> str:
    """Return on a line what changes of a contact: old -> new."""
    fields = "  ".join(f"{field}: {_value(old)} -> {_value(new)}" for field, old, new in change.fields)
    return f"{change.phone}  {fields}"


def _value(text: str) -> str:
    return _cut(show_line(text)) or "(empty)"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _counts(plan: Plan) -> str:
    ready = plan.counts[Status.READY]
    parts = [f"{plan.rows:,}: {ready - plan.to_update:,} to upload"]
    if plan.to_update:
        parts.append(f"{plan.to_update:,} to change")
    if plan.counts[Status.UNCHANGED]:
        parts.append(f"{plan.counts[Status.UNCHANGED]:,} unchanged")
    others = [code for code in plan.codes if code is not Code.READY]
    for status in (Status.SKIPPED, Status.REJECTED):
        if plan.counts[status]:
            codes = [f"{plan.codes[code]:,} {code}" for code in others if (code in SKIPS) == (status is Status.SKIPPED)]
            parts.append(f"{plan.counts[status]:,} {status} ({', '.join(codes)})")
    return ", ".join(parts)
