"""Templates: what is shown when cells are filled, and what is left when some are blank."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.errors import SettingsError
from lox24cli.mapping.templates import Template, parse_template

NAMES = ("A", "B", "C", "D")
FILLED = st.text(alphabet="abcäß 12\n", min_size=1, max_size=8).filter(str.strip)
CELL = st.one_of(st.just(""), st.just("  "), FILLED)
LITERAL = st.text(alphabet=" ,;-/()x.", max_size=4)


def template(text: str) -> Template:
    """Parse a template over columns A to D."""
    return parse_template(text, NAMES.index)


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("{A} {B}", ["Herr", "Meier"], "Herr Meier"),
        ("{A} {B} {C}", ["Herr", "", "Meier"], "Herr Meier"),
        ("{A} {B} {C}", ["", "Dr.", "Meier"], "Dr. Meier"),
        ("{A} {B} {C}", ["Herr", "Dr.", ""], "Herr Dr."),
        ("{A}, {B}", ["Meier", ""], "Meier"),
        ("{A}, {B}", ["", "Eva"], "Eva"),
        ("{A}, {B} {C}", ["Weg 1", "", "Ulm"], "Weg 1, Ulm"),
        ("{B} {C}, {D}", ["", "89073", "", "DE"], "89073, DE"),
        ("{A} - {B} / {C}", ["x", "", "y"], "x - y"),
        ("{A} ({B})", ["Ulm", ""], "Ulm"),
        ("{A} ({B})", ["", "DE"], "(DE)"),
        ("{A} ({B}) {C}", ["Ulm", "", "Nord"], "Ulm Nord"),
        ("({A} {B}) {C}", ["a", "", "c"], "(a) c"),
        ("{A} ({B} {C})", ["a", "", "c"], "a (c)"),
        ("{A} ({B} {C})", ["a", "", ""], "a"),
        ("({A}, {B})", ["", "b"], "(b)"),
        ("Hallo {A}!", ["Eva"], "Hallo Eva!"),
        ("Hallo {A} {B}!", ["", "Meier"], "Hallo Meier!"),
        ("Hallo {A}, dein Kurs {B} beginnt", ["", "Yoga"], "Hallo, dein Kurs Yoga beginnt"),
        ("Herr {A}", [""], ""),
        ("{A}{B}", ["a", "b"], "ab"),
        ("{{{A}}}", ["x"], "{x}"),
        ("{A} {{fest}}", ["x"], "x {fest}"),
        ("{A}  {B}", ["a", "b"], "a  b"),
        (" {A} ", ["  a  "], "a"),
        ("{A}", ["line 1\nline  2"], "line 1\nline  2"),
        ("{A} / {A}", ["a"], "a / a"),
    ],
)
def test_template_shows(text: str, cells: list[str], shown: str) -> None:
    """A blank cell takes its separator along, and nothing else."""
    assert template(text).render([*cells, "", "", ""]) == shown


@pytest.mark.parametrize("text", ["{A", "A}", "{}", "{ }", "{A}{", "{{A}}", "no column", "{A{B}}"])
def test_a_template_that_cannot_be_meant_is_wrong_usage(text: str) -> None:
    """Braces that do not match, or no column at all."""
    with pytest.raises(SettingsError) as caught:
        template(text)
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_columns_are_named_once_in_order_of_appearance() -> None:
    """A column may be used twice."""
    assert template("{C} {A} {C}").columns == (2, 0)


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Templates over A to D with separators and words between."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
    literals = draw(st.lists(LITERAL, min_size=len(names) + 1, max_size=len(names) + 1))
    return literals[0] + "".join(f"{{{name}}}{literal}" for name, literal in zip(names, literals[1:], strict=True))


@given(templates(), st.lists(FILLED, min_size=4, max_size=4))
def test_filled_cells_are_put_in_as_they_are(text: str, cells: list[str]) -> None:
    """Without blanks, a template is nothing but its text with the cells in place of the braces."""
    expected = re.sub(r"\{(.)\}", lambda found: cells[NAMES.index(found[1])].strip(), text)
    assert template(text).render(cells) == expected.strip()


@given(templates(), st.lists(CELL, min_size=4, max_size=4))
def test_nothing_filled_is_lost_and_nothing_dangles(text: str, cells: list[str]) -> None:
    """Every filled cell and word is shown in order; no blanks at the ends, and none doubled by a blank cell."""
    shown = template(text).render(cells)
    used = [cells[column].strip() for column in template(text).columns]
    if not any(used):
        assert shown == ""
        return
    assert shown == shown.strip()
    wanted = re.sub(r"\{(.)\}", lambda found: cells[NAMES.index(found[1])].strip(), text)
    assert re.sub(r"[\W_]", "", shown) == re.sub(r"[\W_]", "", wanted)
    if "  " not in text and not any(re.search(r"\s\s", cell) for cell in used):
        assert "  " not in shown


@given(st.lists(CELL, min_size=4, max_size=4))
def test_plain_separators_stand_between_filled_cells_only(cells: list[str]) -> None:
    """`{A}, {B}, {C}, {D}` is the filled cells with one comma between each two."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    assert template("{A}, {B}, {C}, {D}").render(cells) == ", ".join(filled)


@given(templates(), st.lists(CELL, min_size=4, max_size=4))
def test_brackets_stay_in_pairs(text: str, cells: list[str]) -> None:
    """Brackets that match in the template match in what is shown."""
    if _are_balanced(text):
        assert _are_balanced(template(text).render(cells))


def _are_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0
