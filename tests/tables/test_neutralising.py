"""Cells that a spreadsheet would execute or change are marked, and the mark comes off again exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lox24cli.tables.safe_cells import neutralise, protect, restore

TRICKY = st.text(alphabet="=+-@\t\r\n'＝＋－＠;|,\"0129eE.,/: aä", max_size=12) | st.text()


@given(TRICKY)
def test_restore_undoes_neutralise_and_protect(cell: str) -> None:
    assert restore(neutralise(cell)) == cell
    assert restore(protect(cell)) == cell


@given(TRICKY)
def test_no_neutralised_cell_begins_with_a_sign_that_is_executed(cell: str) -> None:
    for harmless in (neutralise(cell), protect(cell)):
        assert not harmless.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(TRICKY, st.sampled_from(";,|\t"))
def test_no_part_of_a_cell_begins_so_wherever_the_line_is_split(cell: str, separator: str) -> None:
    """As a program reads our line that splits at a separator of its own: quotes end where it sees them end."""
    line = ",".join(f'"{part}"' for part in ("1", neutralise(cell).replace('"', '""'), "2"))
    for part in line.replace("\n", separator).replace("\r", separator).split(separator):
        assert not part.strip('"').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["Müller", "", " =1", "1-2", "a+b", "0176 1234567"])
def test_harmless_text_stays_as_it_is(cell: str) -> None:
    assert neutralise(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        *("01761234567", "0176 1234567", "491761234567", "49176 1234567", "1,5E+3", "4.92E+12", "1-2-3", "3/4"),
        *("01.02.2024", "3. Mai", "Jan 24", "12:30", "1.234.567", "WAHR", "(123)", "12%"),
    ],
)
def test_phone_cells_that_a_spreadsheet_would_change_are_protected(cell: str) -> None:
    assert protect(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["12345", "keine Nummer", "n/a", ""])
def test_other_phone_cells_are_not(cell: str) -> None:
    assert protect(cell) == cell


def test_a_cell_too_long_for_a_phone_takes_no_time() -> None:
    """The search for what a spreadsheet would change goes back and forth in it."""
    assert protect("1 " * 100_000 + "x") == "1 " * 100_000 + "x"
