"""Every encoding that contact files come in is read right, or the user is asked; never a wrong letter in silence."""

import codecs
from pathlib import Path

import pytest

from lox24cli.errors import InputError, SettingsError
from lox24cli.tables.opening import ReadOptions, open_table

WORDS = {
    "de": "Mülheim Grünwald Schönefeld Jürgens Förster Päßler Größler Häfner Köster Bühler Weßling Löffler Kühn Änne",
    "fr": "Véronique Gérard Élodie Cédric Aurélie Stéphane Lefèvre Châlons Barthélemy Lacôte Prévost Françis Sèvres",
    "es": "Begoña Cañas Núria Águila Benítez Yáñez Domínguez Suárez Jiménez Vázquez Castañeda Belén Inés Avilés",
    "it": "Niccolò Forlì Nardò Bontà Corrù Carità Calabrò Viganò Cesarò",
    "nl": "Noël Gaël Mariëlle Daniëlle Joëlle Zoë Loïs Renée",
    "pl": "Wałek Łucja Wróbel Pałka Błaszczyk Kędzierska Śmigły Ząbek Żuławski Bąkowski Grześ Piątek Góralczyk Ożarów",
    "en": "Zoë Renée café naïve Brontë O’Brien “quoted” – £5",
}


def content(words: list[str], encoding: str) -> bytes:
    """A file of contacts with these names."""
    rows = [f"+49 176 {1_000_000 + place};{word};Ort" for place, word in enumerate(words)]
    return ("Telefon;Name;Ort\r\n" + "\r\n".join(rows) + "\r\n").encode(encoding)


def names(path: Path, options: ReadOptions | None = None) -> tuple[str, list[str]]:
    """The encoding found, and the names read."""
    with open_table(path, options or ReadOptions()) as table:
        assert table.source.dialect is not None
        return table.source.dialect.encoding, [row.cells[1] for row in table.rows()]


def names_or_question(path: Path) -> str:
    """The encoding found, or the question asked."""
    try:
        return names(path)[0]
    except InputError as asked:
        return str(asked.hint)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *((language, "cp1252") for language in ("de", "fr", "es", "it", "nl", "en")),
        *((language, "iso8859-15") for language in ("de", "fr", "es", "it", "nl")),
        *((language, "mac-roman") for language in ("de", "fr", "es", "it", "nl", "en")),
        *((language, "cp850") for language in ("de", "fr", "es", "it")),
        ("de", "cp437"),
        ("de", "cp1250"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        *((language, "utf-8") for language in WORDS),
    ],
)
def test_old_code_pages_are_told_by_their_words(tmp_path: Path, language: str, encoding: str) -> None:
    words = WORDS[language].split()
    path = tmp_path / "k.csv"
    path.write_bytes(content(words, encoding))
    assert names(path)[1] == words


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "nl", "en"])
def test_an_ordinary_windows_file_is_never_asked_about(tmp_path: Path, language: str) -> None:
    """Each word alone: one umlaut in the whole file is enough, and cp1252 is what it is read as."""
    path = tmp_path / "k.csv"
    for word in WORDS[language].split():
        path.write_bytes(content([word], "cp1252"))
        assert names(path)[1] == [word]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_is_told_by_its_mark_or_its_pattern(tmp_path: Path, mark: bytes, encoding: str) -> None:
    words = ["Müller", "Łoś", "Ωmega"]
    path = tmp_path / "k.csv"
    path.write_bytes(mark + content(words, encoding))
    assert names(path) == (encoding, words)
    assert names(path, ReadOptions(encoding=encoding)) == (encoding, words)


def test_the_encoding_is_told_with_a_word_to_check_it_by(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content(["Müller"], "cp1252"))
    with open_table(path, ReadOptions()) as table:
        assert table.source.notices == (
            "read as cp1252 (“Müller”), as the file is not UTF-8; --encoding chooses another",
        )


@pytest.mark.parametrize(
    ("words", "encoding", "shown"),
    [
        (["Иван", "Мария", "Сергей"], "cp1251", ["“Иван” (cp1251)", "line 2"]),
        (["ok", "Förster"], "cp850", ["“Förster” (cp850)", "line 3"]),
    ],
)
def test_what_reads_as_well_in_two_code_pages_is_asked(
    tmp_path: Path, words: list[str], encoding: str, shown: list[str]
) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content(words, encoding))
    with pytest.raises(InputError) as asked:
        open_table(path, ReadOptions())
    assert asked.value.code == "encoding"
    assert all(part in asked.value.message for part in shown)
    assert f"--encoding {encoding}" in str(asked.value.hint)
    assert names(path, ReadOptions(encoding=encoding))[1] == words


def test_a_few_broken_bytes_in_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content(["Müller", "Jäger", "Łoś"], "utf-8") + b"1;M\xfcller;Ort\r\n")
    with pytest.raises(
        InputError, match=r"several encodings: other lines are UTF-8: line 5 has the bytes FC after “1;M”"
    ):
        open_table(path, ReadOptions())


def test_the_last_letter_of_a_file_without_a_last_line_end_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes("Telefon;Name\n1;Żądło".encode("cp1250") + "\n2;Bartoś".encode("cp1250"))
    assert names(path) == ("cp1250", ["Żądło", "Bartoś"])
    path.write_bytes("Telefon;Name\n1;Ziołoś".encode("cp1250")[:-1] + "ś".encode("cp1250"))
    assert names(path)[1] == ["Ziołoś"]
    path.write_bytes("Telefon;Name\n1;Müll".encode("cp1252") + b"\x81")
    assert "cp1252" not in str(names_or_question(path))


@pytest.mark.parametrize("size", [(1 << 20) - 3, (1 << 20) - 2, (1 << 20) - 1, 1 << 20])
def test_a_letter_across_two_chunks_is_one_letter(tmp_path: Path, size: int) -> None:
    """The file is looked through in pieces of 1 MB."""
    path = tmp_path / "k.csv"
    head = b"Telefon;Name\n"
    line = b"0176 1234567;abcdefgh\n"
    filler = line * ((size - len(head)) // len(line) - 1)
    pad = b"1;" + b"x" * (size - len(head) - len(filler) - 3)
    path.write_bytes(head + filler + pad + "ü\n".encode() + b"2;\xff\n")
    with pytest.raises(InputError, match="has the bytes FF") as refused:
        open_table(path, ReadOptions())
    last = 1 + filler.count(b"\n") + 2
    assert f"line {last} " in refused.value.message


@pytest.mark.parametrize("option", ["klingon", "hex", "idna", "rot13", "unicode_escape"])
def test_an_unknown_encoding_is_an_error_of_the_call(tmp_path: Path, option: str) -> None:
    path = tmp_path / "k.csv"
    path.write_text("Telefon\n1\n")
    with pytest.raises(SettingsError, match=option):
        open_table(path, ReadOptions(encoding=option))


def test_a_wrong_encoding_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content(["ok", "Müller"], "cp1252"))
    with pytest.raises(InputError, match="line 3 has the bytes FC"):
        open_table(path, ReadOptions(encoding="utf-8"))
    path.write_bytes(codecs.BOM_UTF8 + content(["Müller"], "utf-8"))
    with pytest.raises(InputError, match="byte order mark"):
        open_table(path, ReadOptions(encoding="cp1252"))
