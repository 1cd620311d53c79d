"""Which column goes to which field, and why: the plan that the user sees and every row follows.

    columns, sample, requests, the group's column names -> ColumnMap; SourceRow -> Draft

Explicit requests (`--map`, a saved map) win. Without one, a text field is filled only by a header that is its
own name or the group's name for it, never by a guess; the phone is searched for by phone_search.py. What is
mapped to nothing is not sent, and the plan names it. Knows no HTTP: the group's names come as an argument.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from lox24cli.errors import MappingError
from lox24cli.mapping.column_contents import CellKind, is_dialled, judge_cell, read_contents
from lox24cli.mapping.column_map import ColumnMap, MappedField
from lox24cli.mapping.column_names import column_at, fold, list_columns, name_column, write_request
from lox24cli.mapping.header_meaning import name_field
from lox24cli.mapping.leaving_column import find_leaving
from lox24cli.mapping.map_consents import map_consents
from lox24cli.mapping.map_countries import map_countries, rows_without_country
from lox24cli.mapping.map_option import Target, find_target, parse_requests
from lox24cli.mapping.phone_search import search_phone
from lox24cli.mapping.region_doubt import question_region
from lox24cli.mapping.templates import Template
from lox24cli.model import FIELDS, TEXT_FIELDS, Column, Field, SourceRow
from lox24cli.translating import joined, phrase

_NO_GROUP: Mapping[Field, str] = {}
_MOST_OFFERED = 12
_OWN_NAME = phrase("header is the field's own name")


def map_columns(
    columns: Sequence[Column],
    sample: Sequence[SourceRow],
    *,
    requests: Sequence[str] = (),
    group_columns: Mapping[Field, str] = _NO_GROUP,
    region: str | None = None,
    header: bool = True,
    ignore_consent: bool = False,
    unsubscribed: int | None = None,
) -> ColumnMap:
    """Map the file: as asked for, and for the rest as headers, group and cells tell.

    `requests` are `--map` values (see map_option.py), `sample` rows of the file (500 of them are looked at),
    `header=False` says that the headers are no names, `ignore_consent` that nobody is to be asked. `unsubscribed` is
    the place of the day on which somebody opted out, in a file that was exported.

    Raises MappingError when no column, or more than one, can be the phone, when a named column does not exist
    and when the header row holds a phone; SettingsError when a request cannot be read.
    """
    if header:
        _refuse_phone_in_header(columns, region)
    texts = parse_requests(requests)
    targets = {field: find_target(field, texts[field], columns) for field in FIELDS if field in texts}
    mapped = {field: _map_as_asked(field, texts[field], target, columns) for field, target in targets.items() if target}
    if "phone" in mapped and mapped["phone"].template is None:
        mapped["phone"] = _with_shares(mapped["phone"], columns, sample, region)
    names = _map_by_name(columns, group_columns, frozenset(targets)) if header else {}
    if "phone" in mapped:
        notices = _tell_no_mobiles(mapped["phone"], columns, sample, region)
    else:
        named = {entry.columns[0]: entry.evidence for entry in names.values()}
        claimed = {index for index, evidence in named.items() if evidence != _OWN_NAME}
        direct = {t[0] for t in targets.values() if not isinstance(t, Template) and len(t) == 1}
        choice = search_phone(columns, sample, region, excluded=direct | (named.keys() - claimed), claimed=claimed)
        notices = choice.notices
        shown = "|".join(name_column(column_at(index, columns), columns) for index in choice.columns)
        mapped["phone"] = MappedField("phone", choice.columns, shown, choice.evidence)
        names = {field: entry for field, entry in names.items() if entry.columns[0] not in choice.columns}
    mapped = names | mapped
    countries = map_countries(texts.get("region"), mapped["phone"], columns, sample, region)
    if region is not None and "phone" not in texts:
        question_region(mapped["phone"].columns, columns, rows_without_country(countries, columns, sample), region)
    fields = tuple(mapped[field] for field in FIELDS if field in mapped)
    consents = () if ignore_consent else map_consents(texts.get("consent"), mapped["phone"], columns, sample)
    return ColumnMap(fields, tuple(columns), notices, countries, consents, find_leaving(columns), unsubscribed)


def _refuse_phone_in_header(columns: Sequence[Column], region: str | None) -> None:
    for column in columns:
        reading = judge_cell(column.header, region)
        if reading is CellKind.MOBILE or (reading is CellKind.PHONE and is_dialled(column.header)):
            raise MappingError(
                phrase(
                    "the header row holds a phone, {header!r} in column {letter}: the first contact would be lost",
                    header=column.header,
                    letter=column.letter,
                ),
                phrase(
                    "if the file has no header row, say --no-header; if it stands further down, name it: --header-row N"
                ),
                code="header-is-data",
            )


def _map_as_asked(field: Field, text: str, target: Target, columns: Sequence[Column]) -> MappedField:
    if isinstance(target, Template):
        return MappedField(field, target.columns, text, "--map", target)
    shown = "|".join(name_column(column_at(index, columns), columns) for index in target)
    return MappedField(field, target, shown, "--map")


def _with_shares(
    phone: MappedField, columns: Sequence[Column], sample: Sequence[SourceRow], region: str | None
) -> MappedField:
    """Add to the evidence what the cells of the asked-for columns say: the plan is where a slip is still seen."""
    used = [column_at(index, columns) for index in phone.columns]
    said = [read_contents(column, sample, region).describe() for column in used]
    if len(said) > 1:
        said = [phrase("{name}: {said}", name=column.label, said=text) for column, text in zip(used, said, strict=True)]
    return dataclasses.replace(phone, evidence=joined("; ", (phone.evidence, *said)))


def _tell_no_mobiles(
    phone: MappedField, columns: Sequence[Column], sample: Sequence[SourceRow], region: str | None
) -> tuple[str, ...]:
    used = [column_at(index, columns) for index in phone.columns]
    found = [read_contents(column, sample, region) for column in used]
    if region is None or phone.template is not None or not all(contents.lacks_mobiles for contents in found):
        return ()
    told = (
        phrase("{name} ({letter}), {said}", name=column.label, letter=column.letter, said=contents.describe())
        for column, contents in zip(used, found, strict=True)
    )
    return (phrase("the chosen column has no mobiles: {told}", told=joined("; ", told)),)


def _map_by_name(
    columns: Sequence[Column], group_columns: Mapping[Field, str], asked: AbstractSet[Field]
) -> dict[Field, MappedField]:
    """Map the text fields that nobody asked for, by their own names, else by the group's."""
    mapped: dict[Field, MappedField] = {}
    free = [field for field in TEXT_FIELDS if field not in asked]
    for field in free:
        exact = [column for column in columns if fold(column.header) == fold(field)]
        found = exact or [column for column in columns if name_field(column.header) == field]
        if found:
            mapped[field] = _only(field, found, columns, _OWN_NAME)
    own = {entry.columns[0] for entry in mapped.values()}
    for field in free:
        name = group_columns.get(field) or ""
        found = [c for c in columns if fold(name) and fold(c.header) == fold(name) and c.index not in own]
        if found and field not in mapped:
            evidence = phrase("the group's column name_{field} is {name}", field=field, name=name)
            mapped[field] = _only(field, found, columns, evidence)
    return mapped


def _only(field: Field, found: Sequence[Column], columns: Sequence[Column], evidence: str) -> MappedField:
    if len(found) > 1:
        offers = joined(phrase(" or "), (write_request(field, [column], columns) for column in found[:_MOST_OFFERED]))
        raise MappingError(
            phrase(
                "{number} columns have the name of field {field}: {columns}",
                number=len(found),
                field=field,
                columns=list_columns(found),
            ),
            phrase('choose {offers}, or leave the field empty: --map "{field}="', offers=offers, field=field),
            code="column-ambiguous",
        )
    return MappedField(field, (found[0].index,), name_column(found[0], columns), evidence)
