"""`--region` that does not fit the column is a question; one that may be right is none."""

import pytest

from lox24cli.errors import MappingError
from lox24cli.mapping.map_columns import map_columns
from lox24cli.model import Column, SourceRow

CELLS = {
    "DE": ["0171 2345678", "0151/23456789", "(0160) 9182736", "0172-3344556", "0176 11223344", "0170 1122334"],
    "AT": ["0664 1234567", "0676 1234568", "0660 1234569", "0699 12345670", "0650 1234571", "0664 1234572"],
    "CH": ["079 123 45 67", "078 123 45 68", "076 123 45 69", "079 123 45 70", "077 123 45 71", "079 123 45 72"],
    "FR": ["06 12 34 56 78", "06 34 34 56 79", "06 50 34 56 80", "06 64 34 56 81", "06 71 34 56 82", "06 22 34 56 83"],
    "landlines of AT": ["01 5321234", "0512 580123", "0662 845123", "0316 872123", "0732 770123", "0463 581123"],
}


def mapped(cells: list[str], region: str, *requests: str) -> tuple[int, ...]:
    columns = [Column(0, "Name"), Column(1, "Telefon")]
    rows = [SourceRow(number, number, (f"N{number}", cell)) for number, cell in enumerate(cells, start=2)]
    return map_columns(columns, rows, region=region, requests=requests).fields[0].columns


@pytest.mark.parametrize(("cells", "region"), [("DE", "AT"), ("DE", "CH"), ("AT", "DE"), ("FR", "DE"), ("CH", "DE")])
def test_a_column_of_another_countrys_mobiles_is_a_question(cells: str, region: str) -> None:
    with pytest.raises(MappingError) as caught:
        mapped(CELLS[cells], region)
    assert caught.value.code == "region-doubtful"
    assert f"--region {cells}" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("cells", "region"), [("DE", "DE"), ("AT", "AT"), ("CH", "CH"), ("FR", "FR"), ("landlines of AT", "AT")]
)
def test_a_column_of_the_region_is_none(cells: str, region: str) -> None:
    assert mapped(CELLS[cells], region) == (1,)


def test_few_cells_or_the_users_own_word_are_no_question() -> None:
    assert mapped(CELLS["DE"][:4], "AT") == (1,)
    assert mapped(CELLS["DE"], "AT", "phone=Telefon") == (1,)


def test_some_mobiles_of_the_region_are_enough() -> None:
    assert mapped([*CELLS["DE"], "0664 1234567"], "AT") == (1,)


def test_landlines_of_one_town_are_no_mobiles_of_a_neighbour() -> None:
    """`0651` is Trier, and would be a mobile network in Austria."""
    assert mapped([f"0651 77889{n}" for n in range(8)], "DE") == (1,)
