import pytest

from lox24cli.model import Code
from lox24cli.numbers.numbers import read_number
from lox24cli.numbers.values import NoNumber

DAMAGED = {
    "4,91766E+12": "scientific notation",
    "4.91766E+12": "scientific notation",
    "4.917661e+12": "scientific notation",
    "+4,91766E+12": "scientific notation",
    "5E+12": "scientific notation",
    "1,76E+10": "scientific notation",
    "1.7612345678e10": "scientific notation",
    "4,91766 E 12": "scientific notation",
    "4,91766 x 10^12": "scientific notation",
    "4917660000000": "was scientific notation",
    "4917660000000.0": "was scientific notation",
    "4.917.660.000.000": "was scientific notation",
    "1761230000000000000": "more digits than a spreadsheet keeps",
    "#####": "too narrow",
    "01.02.2024": "date",
    "1/2/24": "date",
    "2024-02-01": "date",
    "2024-02-01 00:00:00": "date",
    "2024-02-01T00:00:00Z": "date",
    "01.02.1951 12:30": "date",
    "Jan 51": "date",
    "Mrz 24": "date",
    "févr-24": "date",
    "24. Feb": "date",
    "1-Jan-2024": "date",
    "12:34:56": "date or a time",
    "-4917612345678": "negative",
    "−1234694": "negative",
    "1761234.5": "decimal",
    "176,1234567": "decimal",
    "0,000142558": "decimal",
    "0176 1234567.0": "ends like a decimal",
    "0176.1234567.0": "ends like a decimal",
    "+49176…": "cut off",
    "+49176123...": "cut off",
    "…1234567": "cut off",
    "+49 176 *****67": "masked",
    "0176 XXXXXXX": "masked",
    "2147483647": "32-bit",
    "9007199254740992": "53-bit",
}


@pytest.mark.parametrize("region", ["DE", "US", None])
@pytest.mark.parametrize(("cell", "named"), DAMAGED.items())
def test_damage_is_named(cell: str, named: str, region: str | None) -> None:
    reading = read_number(cell, region)
    assert isinstance(reading, NoNumber)
    assert reading.code is Code.PHONE_DAMAGED
    assert named in reading.reason
    assert reading.reason.endswith("; format the column as Text in the original list and export again")


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("06.12.34.56.78", "FR"),
        ("06.12.34.56.00", "FR"),
        ("01.76.12.34.56", "FR"),
        ("06/12/34/56/78", "FR"),
        ("0800 1000000", "DE"),
        ("08001000000", "DE"),
        ("+49 89 1000000", "DE"),
        ("+49891000000", "DE"),
        ("0176 0000000", "DE"),
        ("030.1234567", "DE"),
        ("030 12.34.56", "DE"),
        ("20 12 20 24", "DK"),
        ("2012-2024", "DK"),
        ("1-800-100-0000", "US"),
        ("212.555.1000", "US"),
        ("- 0176 1234567", "DE"),
    ],
)
def test_clean_cells_are_not_accused(cell: str, region: str) -> None:
    reading = read_number(cell, region)
    assert not (isinstance(reading, NoNumber) and reading.code is Code.PHONE_DAMAGED)
