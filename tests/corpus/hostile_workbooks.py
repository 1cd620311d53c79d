"""Small files that grow: what a kilobyte could make of a machine. Each must end soon and in little memory."""

import io
import random
import zipfile
from collections.abc import Callable, Iterable

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = ("worksheet", "sharedStrings", "styles")
_COLUMN = "<col min='1' max='16384' hidden='1'/>"
_PHONE = "+4915123456789"
Hostile = Callable[[random.Random], bytes]


def _noise(rng: random.Random, length: int) -> bytes:
    """Text that no packing makes much smaller."""
    return bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz", k=4096)) * (length // 4096 + 1)


def _xlsx(rows: Iterable[str | bytes], strings: Iterable[str | bytes] = (), styles: str = "", cols: str = "") -> bytes:
    target = io.BytesIO()
    parts: dict[str, list[str | bytes]] = {
        "xl/workbook.xml": [
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">',
            '<sheets><sheet name="K" r:id="worksheet"/></sheets></workbook>',
        ],
        "xl/_rels/workbook.xml.rels": [
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
            *(f'<Relationship Id="{kind}" Type="/{kind}" Target="{kind}.xml"/>' for kind in _KINDS),
            "</Relationships>",
        ],
        "xl/worksheet.xml": [f'<worksheet xmlns="{_MAIN}">{cols}<sheetData>', *rows, "</sheetData></worksheet>"],
        "xl/sharedStrings.xml": [f'<sst xmlns="{_MAIN}">', *strings, "</sst>"],
        "xl/styles.xml": [f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'],
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w") as member:
                for piece in pieces:
                    member.write(piece if isinstance(piece, bytes) else piece.encode())
    return target.getvalue()


def _text(cell: str, text: str = "") -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEAD = f'<row r="1">{_text("A1", "Handy")}{_text("B1", "a")}</row>'
_OPEN = f'<row r="2">{_text("A2", _PHONE)}<c r="B2" t="inlineStr"><is><t>'


def _ods(*pieces: str | bytes) -> bytes:
    target = io.BytesIO()
    names = "".join(f' xmlns:{room}="urn:oasis:names:tc:opendocument:xmlns:{room}:1.0"' for room in _ROOMS)
    start = f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="L">'
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with archive.open("content.xml", "w") as member:
            for piece in (start, *pieces, end):
                member.write(piece if isinstance(piece, bytes) else piece.encode())
    return target.getvalue()


_ROOMS = ("office", "table", "text", "style")


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def _row(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


def repeated_row(rng: random.Random) -> bytes:
    """One ODS row, a million times a thousand cells."""
    rows, cells = rng.choice((1_048_000, 9000, 100_000)), rng.choice((1, 1000, 16_000))
    many = _cell(_PHONE, f' table:number-columns-repeated="{cells}"')
    return _ods(_row(_cell("Handy")), _row(many, f' table:number-rows-repeated="{rows}"') * rng.choice((1, 100)))


def repeated_blanks(rng: random.Random) -> bytes:
    """Blank cells of a whole row, in many rows."""
    blank = _row(f'<table:table-cell table:number-columns-repeated="{rng.choice((16_000, 16_384))}"/>')
    return _ods(_row(_cell("Handy")), blank * 50_000)


def large_ods_cell(rng: random.Random) -> bytes:
    """A cell of megabytes: in its text, in an attribute, of paragraphs, of counted blanks."""
    filling = rng.choice(
        (
            _noise(rng, 8_000_000),
            '<text:s text:c="99999999"/>' * 5000,
            "<text:line-break/>" * 100_000,
            "</text:p>" + "<text:p/>" * 200_000 + "<text:p>",
        )
    )
    plain = filling.decode() if isinstance(filling, bytes) else filling
    if rng.random() < 0.3:
        plain, text = "", _noise(rng, 8_000_000).decode()
        cell = f'<table:table-cell office:value-type="string" office:string-value="{text}"/>'
        return _ods(_row(_cell("Handy")), _row(cell))
    return _ods(_row(_cell("Handy") + _cell("a")), _row(_cell(_PHONE) + _cell(plain)))


def large_xlsx_cell(rng: random.Random) -> bytes:
    """A cell of megabytes: of its own, in the list of texts, in an attribute."""
    noise = _noise(rng, rng.choice((100_000, 12_000_000)))
    match rng.randrange(3):
        case 0:
            return _xlsx([_HEAD, _OPEN, noise, "</t></is></c></row>"])
        case 1:
            rows = [_HEAD, f'<row r="2">{_text("A2", _PHONE)}<c r="B2" t="s"><v>1</v></c></row>']
            return _xlsx(rows, ["<si><t>x</t></si><si><t>", noise, "</t></si><si><t>y</t></si>"])
        case _:
            return _xlsx([_HEAD, '<row r="2" spans="', noise, '"></row>'])


def shared_again_and_again(rng: random.Random) -> bytes:
    """One long text in thousands of cells."""
    width = rng.choice((1, 20))
    cells = [f'<c r="{chr(65 + column)}{{0}}" t="s"><v>0</v></c>' for column in range(width)]
    rows = [f'<row r="{row}">{"".join(cells).format(row)}</row>' for row in range(2, 20_000 // width)]
    return _xlsx([_HEAD, *rows], [f"<si><t>{'x' * rng.choice((5000, 30_000, 90_000))}</t></si>"])


def endless_format(rng: random.Random) -> bytes:
    """A number format of thousands of places."""
    code = rng.choice((".0", "0", "%", "#,", "?/", "0E+", "y", '"x"', "[h]")) * rng.choice((100, 500, 30_000))
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="0{code.replace(chr(34), "&quot;")}"/></numFmts>'
    rows = [
        f'<row r="{row}">{_text(f"A{row}", _PHONE)}<c r="B{row}" s="1"><v>{value}</v></c></row>'
        for row, value in enumerate(("1e308", "5.5", "-1e-300", "46350.6", "0"), 2)
    ]
    return _xlsx([_HEAD, *rows], styles=f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>')


def _letters(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def wide_sheet(rng: random.Random) -> bytes:
    """Every column that a sheet has."""
    columns = [_letters(place) for place in range(1, 16_385)]
    titles = [_text(f"{letters}1", rng.choice(("a", f"a{place}"))) for place, letters in enumerate(columns)]
    rows = [
        f'<row r="{row}">{"".join(f"""<c r="{letters}{row}"><v>{row}</v></c>""" for letters in columns)}</row>'
        for row in range(2, 30)
    ]
    return _xlsx(['<row r="1">', *titles, "</row>", *rows])


def empty_elements(rng: random.Random) -> bytes:
    """Cells, rows, styles and columns that are nothing, in great number."""
    match rng.randrange(4):
        case 0:
            return _xlsx([_HEAD, *[f"<row>{'<c/>' * 16_000}</row>" for _ in range(200)]])
        case 1:
            return _xlsx([_HEAD, "<row></row>" * 1_100_000])
        case 2:
            return _xlsx([_HEAD], styles=f"<cellXfs>{'<xf/>' * 1_000_000}</cellXfs>")
        case _:
            return _xlsx([_HEAD], cols=f"<cols>{_COLUMN * 50_000}</cols>")


def many_members(_: random.Random) -> bytes:
    """An archive of more files than memory has room for."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/{number}", "")
    return target.getvalue()


HOSTILE: tuple[Hostile, ...] = (
    *(repeated_row, repeated_blanks, large_ods_cell, large_xlsx_cell, shared_again_and_again),
    *(endless_format, wide_sheet, empty_elements, many_members),
)
