"""The report as a page: what it says, that nothing in a file can run in it, and that it stays small."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Lox24

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "javascript:alert(1)",
    "<!-- <svg onload=alert(1)>",
    "&lt;b&gt;",
)


class Page(HTMLParser):
    """The page as a browser takes it apart: its elements, its texts, its table of rows."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            return
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def page_of(lox24: Lox24, contacts: Path, *words: str) -> tuple[str, Page]:
    lox24("phones", "import", contacts, "--group", "7116", "--region", "DE", "--html", "page.html", *words)
    text = Path("page.html").read_text("utf-8")
    return text, Page(text)


def test_it_says_what_became_of_the_rows_and_what_to_do(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Name;Mobil\nErna;0151 23456701\nMax;0151 23456701\nUwe;12\nIda;+43 664 1234567\n")
    _, page = page_of(lox24, contacts)
    assert "4 rows for group 7116 Sandbox: 2 created, 1 skipped, 1 rejected." in page.text
    assert "3 of 3 numbers can take an SMS" in page.text
    assert "B4" in page.texts
    assert "row 4, Mobil (B4)" in page.text
    assert any("digits are missing" in text for text in page.texts)
    assert {row["data-code"] for row in page.all("tr") if "data-code" in row} == {"phone-too-short"}


def test_it_is_whole_in_itself_and_lets_nothing_else_in(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Mobil\n0151 23456701\n12\n")
    text, page = page_of(lox24, contacts)
    (policy,) = [str(meta["content"]) for meta in page.all("meta") if "http-equiv" in meta]
    for kind in ("style", "script"):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not [
        name for _, attributes in page.elements for name in attributes if name in ("src", "style") or name[:2] == "on"
    ]
    assert not re.search(r"https?://(?!127\.0\.0\.1)", text.replace("http://www.w3.org", ""))


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_header_or_file_name_becomes_markup(lox24: Lox24, tmp_path: Path, cell: str) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("Mobil\nx\n")
    _, expected = page_of(lox24, plain)
    shape = [tag for tag, _ in expected.elements]
    contacts = tmp_path / "hostile.csv"
    quoted = cell.replace('"', '""')
    contacts.write_text(f'"Mobil"\n"{quoted}"\n')
    Path("page.html").unlink()
    text, page = page_of(lox24, contacts)
    assert [tag for tag, _ in page.elements] == shape
    assert cell in page.texts
    assert text.count("<script>") == 1


def test_it_can_be_read_without_seeing_it(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Mobil\n0151 23456701\n12\n")
    _, page = page_of(lox24, contacts)
    tags = [tag for tag, _ in page.elements]
    assert {"header", "main", "footer", "h1"} <= set(tags)
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in head for head in page.all("th"))
    assert all(picture.get("aria-label") or picture.get("aria-hidden") for picture in page.all("svg"))
    assert page.all("html")[0]["lang"] == "en"


def test_a_page_is_written_again_for_an_earlier_run_and_over_no_other_file(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Mobil\n0151 23456701\n12\n")
    run = lox24("phones", "import", contacts, "--group", "7116", "--region", "DE", "--json").json["run"]
    other = tmp_path / "other.html"
    other.write_text("<!doctype html><p>mine")
    assert lox24("runs", "show", run, "--html", other).exit_code == 2
    assert other.read_text() == "<!doctype html><p>mine"
    for _ in range(2):
        assert lox24("runs", "show", run, "--html", "again.html", "--json").json["html"] == "again.html"
    assert "1 created, 1 rejected" in Page(Path("again.html").read_text("utf-8")).text


def test_what_is_beyond_5000_rows_is_counted_and_left_to_the_report(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Mobil\n" + "12\n" * 5003)
    _, page = page_of(lox24, contacts)
    assert "The first 5,000 of 5,003 rows" in page.text
    assert sum("data-code" in row for row in page.all("tr")) == 5000


def test_the_summary_names_it(lox24: Lox24, tmp_path: Path) -> None:
    contacts = tmp_path / "club.csv"
    contacts.write_text("Mobil\n0151 23456701\n")
    done = lox24("phones", "check", contacts, "--region", "DE", "--html", "page.html")
    assert "page: page.html\n" in done.stdout
    assert (
        lox24("phones", "check", contacts, "--region", "DE", "--html", "page.html", "--json")
        .json["html"]
        .endswith("page.html")
    )
