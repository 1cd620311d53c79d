"""Elements and attributes of workbooks are told by namespace and local name, whatever a program calls the namespace."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lox24cli.errors import InputError
from lox24cli.tables.opening import ReadOptions
from lox24cli.tables.workbooks.xlsx_strings import read_texts
from tests.tables.test_workbook import DATA, SHEET, book_of, rewritten, rows_of
from tests.tables.workbooks import write_contacts

FIXTURES = Path(__file__).parent / "fixtures"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
GERMAN = ReadOptions(region="DE")
PARTS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET)


def changed_everywhere(path: Path, change: Callable[[str], str]) -> Path:
    """A copy of the workbook with the change made to each of its main parts."""
    for part in PARTS:
        path = rewritten(path, part, change)
    return path


def prefixed(xml: str) -> str:
    """The part as the Open XML SDK writes it."""
    return re.sub(r"<(/?)(\w+)(?=[ />])", r"<\1x:\2", xml).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def strict(xml: str) -> str:
    """The part as Excel writes a Strict Open XML Spreadsheet."""
    return xml.replace(MAIN, STRICT).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )


def test_shared_strings_with_a_prefix_are_read() -> None:
    assert rows_of(FIXTURES / "prefixed.xlsx") == [(2, ("+4915123456789", "Erna"), {})]


@pytest.mark.parametrize("change", [prefixed, strict, lambda xml: strict(prefixed(xml))])
def test_every_part_may_have_a_prefix_or_the_strict_namespace(tmp_path: Path, change: Callable[[str], str]) -> None:
    path = tmp_path / "k.xlsx"
    write_contacts(path)
    assert rows_of(changed_everywhere(path, change), GERMAN) == rows_of(path, GERMAN)


def test_elements_of_other_namespaces_are_no_cells_and_no_texts(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"]]))
    foreign = '<o:c xmlns:o="urn:o" r="A2" t="s"><o:v>0</o:v></o:c>'
    cells = rewritten(path, SHEET, lambda xml: xml.replace('<c r="A2"', f'{foreign}<c o:r="Z9" xmlns:o="urn:o" r="A2"'))
    assert rows_of(cells) == rows_of(path)
    texts = rewritten(
        path, "xl/sharedStrings.xml", lambda xml: xml.replace("<si>", '<o:si xmlns:o="urn:o"><o:t>no</o:t></o:si><si>')
    )
    assert rows_of(texts) == rows_of(path)


def test_an_empty_entry_at_the_end_of_the_texts_is_one(tmp_path: Path) -> None:
    path = book_of(tmp_path / "k.xlsx", ("K", [["Telefon", "Name"], ["0176 1", "Max"]]))
    ended = rewritten(path, "xl/sharedStrings.xml", lambda xml: xml.replace("<si><t>Max</t></si>", "<si/>"))
    assert rows_of(ended) == [(2, ("0176 1", ""), {})]


def dated(path: Path) -> Path:
    """A workbook of the 1904 calendar with a date in it, under a built-in and under a format of its own."""
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Kurz", "Lang"])
    sheet.write_number(1, 0, 27759, book.add_format({"num_format": 14}))
    sheet.write_number(1, 1, 27759, book.add_format({"num_format": "d.m.yy"}))
    book.close()
    return path


def test_an_extension_does_not_reset_the_calendar(tmp_path: Path) -> None:
    extension = (
        '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
    )
    path = dated(tmp_path / "k.xlsx")
    extended = rewritten(path, "xl/workbook.xml", lambda xml: xml.replace("</workbook>", extension + "</workbook>"))
    assert rows_of(extended, GERMAN) == rows_of(path, GERMAN) == [(2, ("01.01.1980", "1.1.80"), {})]


def test_the_format_of_a_condition_is_no_cell_format() -> None:
    assert rows_of(FIXTURES / "dxf.xlsx", GERMAN) == [(2, ("+4915123456789", "01.01.1980", "10,00%"), {2: "0.1"})]


def test_the_fallback_of_alternatives_is_left_out(tmp_path: Path) -> None:
    def alternatives(xml: str) -> str:
        found = re.search("<numFmt .*?/>", xml)
        assert found
        other = re.sub('formatCode="[^"]*"', 'formatCode="0.00%"', found[0])
        return xml.replace(
            found[0],
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice Requires="x16r2">{found[0]}</mc:Choice><mc:Fallback>{other}</mc:Fallback>'
            "</mc:AlternateContent>",
        )

    path = dated(tmp_path / "k.xlsx")
    assert rows_of(rewritten(path, "xl/styles.xml", alternatives), GERMAN) == rows_of(path, GERMAN)


def test_prefixes_of_opendocument_are_the_programs_own(tmp_path: Path) -> None:
    path = tmp_path / "k.ods"
    path.write_bytes((DATA / "kontakte.ods").read_bytes())

    def renamed(xml: str) -> str:
        for old, new in (("table", "t1"), ("office", "o1"), ("text", "x1"), ("style", "s1")):
            xml = re.sub(rf"(</?|\s|\sxmlns:){old}(?=[:=])", rf"\1{new}", xml)
        return xml

    assert rows_of(rewritten(path, "content.xml", renamed)) == rows_of(path)


@pytest.mark.parametrize("filling", [b'<t a="' + b"9" * 6_000_000, b"<t>" * 3000, b"<!--" + b"9" * 6_000_000])
def test_a_tag_without_end_and_elements_without_end_are_refused(filling: bytes) -> None:
    content = b"<sst><si><t>a" + filling
    with pytest.raises(InputError, match=r"cut short|deep"):
        read_texts([content[place : place + 100_000] for place in range(0, len(content), 100_000)], "k.xlsx")
