"""Which column names each row's country: header and cells agree and the numbers do not object, or it is asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from lox24cli.errors import MappingError, SettingsError
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.mapping.map_columns import map_columns
from lox24cli.mapping.map_file import load_map, save_map
from lox24cli.model import Column, SourceRow

MIXED = (("DE", "0171 4938271"), ("AT", "0664 1234598"), ("CH", "079 123 45 67"))
AT_HOME = (("DE", "0171 4938271"), ("AT", "0160 9182736"), ("CH", "0151 23456789"))
BUNDESLAND = (("Bayern", "0171 4938271"), ("Hessen", "0160 9182736"), ("Saarland", "0151 23456789"))
LANDLINES = (("Bayern", "0651 778800"), ("Hessen", "0651 778801"), ("Tirol", "0512 123456"))
COUNTRY_HEADERS = (
    "Land",
    "Country",
    "Country/Region",
    "Land/Region",
    "Pays",
    "Paese",
    "Nazione",
    "País",
    "Kraj",
    "Ländercode",
    "country_iso",
    "CountryCode",
    "Billing Country",
    "Land (Anschrift)",
    "Código de país",
    "Land van verblijf",
    "Państwo",
    "Wohnsitzland",
    "Staat",
    "LKZ",
    "Stato di residenza",
    "Phone Country",
)


def find(
    headers: Sequence[str], *rows: Sequence[str], requests: Sequence[str] = (), first: int | None = None
) -> ColumnMap:
    """Map a file of these columns and rows."""
    columns = [Column(index, header) for index, header in enumerate(headers)]
    read = [SourceRow(n, n, tuple(cells), first_number=first) for n, cells in enumerate(rows, start=2)]
    return map_columns(columns, read, region="DE", requests=requests)


@pytest.mark.parametrize("header", COUNTRY_HEADERS)
def test_a_column_of_countries_is_found(header: str) -> None:
    region = find([header, "Mobil"], *MIXED).region
    assert region is not None
    assert (region.columns, region.shown) == ((0,), header)


@pytest.mark.parametrize(
    "header",
    [
        "Nationalität",
        "Staatsangehörigkeit",
        "Nationality",
        "Geburtsland",
        "Country of birth",
        "Citizenship",
        "Bundesland",
        "State/Province",
        "Reiseland",
        "Sprache",
        "Ort",
    ],
)
def test_another_country_than_the_phones_is_none(header: str) -> None:
    assert find([header, "Mobil"], *MIXED).region is None


def test_a_land_of_german_states_is_none_where_the_numbers_need_no_country() -> None:
    assert find(["Land", "Mobil"], *BUNDESLAND).region is None
    with pytest.raises(MappingError, match="3 of 3 cells are none") as asked:
        find(["Land", "Mobil"], *LANDLINES)
    assert asked.value.code == "country-column-ambiguous"


def test_numbers_that_fit_only_at_home_object() -> None:
    """Where the product is made, say: the header's other words are not known, or else it is asked."""
    with pytest.raises(MappingError, match="2 numbers beside it fit only at home") as asked:
        find(["Land", "Mobil"], *AT_HOME)
    assert '--map "region=Land"' in str(asked.value.hint)
    assert '--map "region="' in str(asked.value.hint)
    assert find(["Land des Anbieters", "Mobil"], *AT_HOME).region is None
    assert find(["Land des Anbieters", "Mobil"], *MIXED).region is not None


def test_a_list_of_another_country_that_says_so_in_each_row_is_no_slip_of_the_region() -> None:
    rows = [("AT", f"{('0664', '0676', '0660', '0699', '0650')[n % 5]} 12345{n:02}") for n in range(30)]
    assert find(["Land", "Mobil"], *rows).region is not None
    with pytest.raises(MappingError) as asked:
        find(["Land", "Mobil"], *rows, requests=["region="])
    assert asked.value.code == "region-doubtful"


def test_what_was_asked_for_is_not_questioned() -> None:
    assert find(["Land", "Mobil"], *AT_HOME, requests=["region=Land"]).region is not None
    off = find(["Land", "Mobil"], *MIXED, requests=["region="]).region
    assert off is not None
    assert off.columns == ()
    with pytest.raises(SettingsError, match="put together"):
        find(["Land", "Mobil"], *MIXED, requests=["region={Land}{Mobil}"])
    with pytest.raises(MappingError, match="no column 'Kontinent'"):
        find(["Land", "Mobil"], *MIXED, requests=["region=Kontinent"])


def test_two_columns_count_where_they_agree_and_are_asked_about_where_not() -> None:
    headers = ["Land privat", "Land Firma", "Mobil"]
    agreeing = [("DE", "Deutschland", "0171 4938271"), ("AT", "", "0664 1234598"), ("", "CH", "079 123 45 67")]
    region = find(headers, *agreeing).region
    assert region is not None
    assert region.columns == (0, 1)
    with pytest.raises(MappingError, match="name different countries") as asked:
        find(headers, *agreeing, ("DE", "AT", "0171 4938272"))
    assert '--map "region=Land privat" or --map "region=Land Firma"' in str(asked.value.hint)


def test_the_phones_own_country_goes_before_the_addresses() -> None:
    rows = [("AT", "DE", "0171 4938271"), ("CH", "AT", "0664 1234598"), ("DE", "CH", "079 123 45 67")]
    region = find(["Country", "Phone Country", "Phone"], *rows).region
    assert region is not None
    assert region.columns == (1, 0)


def test_a_failed_file_is_read_as_its_first_file_was() -> None:
    """Its rows are there because numbers and countries do not fit: they object to nothing."""
    rows = [("AT", "0171 4938271"), ("CH", "0160 9182736"), ("Atlantis", "0160 9182735")]
    assert find(["Land", "Mobil"], *rows, first=7).region is not None


def test_a_saved_map_keeps_where_the_country_stands_and_that_nobody_is_to_look(tmp_path: Path) -> None:
    for request, kept in (("region=Land", "region=Land"), ("region=", "region=")):
        mapped = find(["Land", "Mobil"], *MIXED, requests=[request])
        save_map(tmp_path / "map.toml", mapped, mapped.columns)
        assert kept in load_map(tmp_path / "map.toml", mapped.columns).requests
    nothing = find(["Ort", "Mobil"], *MIXED)
    save_map(tmp_path / "map.toml", nothing, nothing.columns)
    assert not [text for text in load_map(tmp_path / "map.toml", nothing.columns).requests if text.startswith("region")]
