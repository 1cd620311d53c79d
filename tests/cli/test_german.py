"""The command in German: what it says word for word, and that whatever scripts read is the same in both languages."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lox24cli.sandbox.serving.server import RunningSandbox
from tests.cli.test_golden import ERRORS, GOLDEN, Golden
from tests.cli.test_terminal import terminal
from tests.conftest import SAMPLES, Lox24

GERMAN = {"LOX24_LANG": "de"}
_ENGLISH = re.compile(
    r"\b(?:the|and|or|of|is|are|not|no|with|to|for|it|its|was|has|have|rows?|columns?|file|sent|give|say)\b"
)
_QUOTED = re.compile(
    r"The request could not be|\"[^\"]*\"|'[^']*'|--[\w-]+|lox24 [a-z]+ [a-z]+|[\w./-]*\.csv|[a-z]+(?:-[a-z]+)+"
)
"""The API's own words, values, options, commands, paths and codes: they are in whatever language they are."""


@pytest.fixture
def golden(pytestconfig: pytest.Config, tmp_path: Path) -> Golden:
    return Golden(update=bool(pytestconfig.getoption("--update-golden")), folder=tmp_path)


def test_summary_of_an_import(lox24: Lox24, golden: Golden, sandbox: RunningSandbox) -> None:
    sandbox.change(poison=("+491713920011",))
    words = ("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--report-dir", "out")
    done = lox24(*words, env=GERMAN)
    golden("german-summary-import", done.stdout + done.stderr)


def test_plan_question_and_summary(
    environment: dict[str, str], sandbox: RunningSandbox, golden: Golden, tmp_path: Path
) -> None:
    (tmp_path / "liste.csv").write_text("Mobil;Vorname\n0171 3920040;Ada\n0171 39;Bo\n0171 3920041;Cy\n")
    words = ("liste.csv", "--group", "7116", "--region", "DE", "--map", "a=Vorname", "--no-progress")
    with terminal(environment, sandbox, *words, COLUMNS="200", LOX24_LANG="de") as screen:
        screen.wait_for("[j/N]")
        screen.type("j\n")
        assert screen.end() == 3
    seen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.seen).replace("\r", "")
    golden("german-plan", seen)
    assert [phone.phone for phone in sandbox.store.phones(7116)] == ["+491713920040", "+491713920041"]


@pytest.mark.parametrize("answer", ["", "n", "nein", "x"])
def test_anything_but_a_yes_is_a_no(
    environment: dict[str, str], sandbox: RunningSandbox, tmp_path: Path, answer: str
) -> None:
    (tmp_path / "liste.csv").write_text("Mobil\n+491713920040\n")
    with terminal(environment, sandbox, "liste.csv", "--group", "7116", LOX24_LANG="de") as screen:
        screen.wait_for("[j/N]")
        screen.type(f"{answer}\n")
        assert screen.end() == 0
    assert "es wurde nichts hochgeladen" in screen.seen
    assert not list(sandbox.store.phones(7116))


@pytest.mark.parametrize(("name", "content", "options"), ERRORS)
def test_error(
    offline: Lox24, golden: Golden, tmp_path: Path, name: str, content: bytes | None, options: tuple[str, ...]
) -> None:
    if content is not None:
        (tmp_path / "list.csv").write_bytes(content)
    done = offline("phones", "check", "list.csv", *options, env=GERMAN)
    golden(f"german-error-{name}", f"exit {done.exit_code}\n{done.stdout}{done.stderr}")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("phones import", "Fehler: Das Argument 'FILE' fehlt."),
        ("phones import x.csv --foo", "Fehler: Die Option --foo gibt es nicht (möglich: --force)"),
        ("phones imprt", "Fehler: Den Befehl 'imprt' gibt es nicht. Meinten Sie 'import'?"),
        ("phones import x.csv --limit x", "Fehler: Ungültiger Wert für '--limit': Hier gehört eine ganze Zahl hin"),
        ("phones import x.csv --limit 0", "Fehler: Ungültiger Wert für '--limit': Möglich ist ab 1"),
        ("phones import x.csv --concurrency 65", "Fehler: Ungültiger Wert für '--concurrency': Möglich ist bis 64"),
        ("phones import x.csv --rate x", "Fehler: Ungültiger Wert für '--rate': Hier gehört eine Zahl hin"),
        (
            "phones import x.csv --on-existing x",
            "Fehler: Ungültiger Wert für '--on-existing': 'x' ist keines von 'skip', 'update', 'add', 'fail'.",
        ),
        ("phones import a b", "Fehler: Zu viele Argumente (b)"),
        ("phones import x.csv --group", "Fehler: Die Option '--group' braucht einen Wert."),
    ],
)
def test_a_wrong_call(offline: Lox24, call: str, said: str) -> None:
    done = offline(*call.split(), env=GERMAN)
    assert done.exit_code == 2
    *usage, error = done.stderr.splitlines()
    assert error == said
    assert not usage or (usage[0].startswith("Aufruf: lox24 ") and usage[1].startswith("Hilfe zeigt 'lox24 "))
    assert "'FILE'" in offline("phones", "import", "--json", env=GERMAN).json["error"]["message"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("german-*.txt")), ids=lambda path: path.stem)
def test_no_english_is_left(path: Path) -> None:
    assert not _ENGLISH.findall(_QUOTED.sub("", path.read_text(encoding="utf-8")))


def test_page(offline: Lox24, tmp_path: Path) -> None:
    offline(
        *("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--mobile-only", "--html", "page.html"),
        env=GERMAN,
    )
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "Was aus den Zeilen wurde" in page
    assert "Zeile 7, Mobil (A7): &quot;0100 1234567&quot; ist keine Nummer, die es in DE gibt" in page
    words = re.sub(
        r"<style>.*?</style>|<script>.*?</script>|<td[^>]*class=\"value\".*?</td>|<[^>]*>", " ", page, flags=re.DOTALL
    )
    assert not _ENGLISH.findall(_QUOTED.sub("", words.replace("&quot;", '"')))


def _machine_readable(offline: Lox24, folder: Path, language: str) -> dict[str, Any]:
    done = offline(
        *("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--mobile-only", "--json", "--force"),
        *("--report", "report.csv", "--failed", "failed.csv"),
        env={"LOX24_LANG": language},
    )
    answer = {key: value for key, value in done.json.items() if key not in ("run", "elapsed_seconds")}
    return {"answer": answer, **{name: (folder / name).read_bytes() for name in ("report.csv", "failed.csv")}}


def test_what_scripts_read_is_the_same_in_every_language(offline: Lox24, tmp_path: Path) -> None:
    assert _machine_readable(offline, tmp_path, "de") == _machine_readable(offline, tmp_path, "en")


def test_an_error_in_json_is_in_english_and_beside_it_in_german(offline: Lox24) -> None:
    done = offline("phones", "check", "nowhere.csv", "--json", env=GERMAN)
    assert done.json["error"]["message"] == "nowhere.csv does not exist"
    assert "Fehler: nowhere.csv gibt es nicht" in done.stderr


def test_the_log_is_the_same_too(lox24: Lox24, tmp_path: Path) -> None:
    for language in ("de", "en"):
        words = ("phones", "import", SAMPLES / "contacts.csv", "--group", "7116", "--region", "DE", "--dry-run")
        assert lox24(*words, "--log-file", language, env={"LOX24_LANG": language}).exit_code == 0
    german, english = (
        [(line["method"], line["path"], line["outcome"]) for line in map(json.loads, path.read_text().splitlines())]
        for path in (tmp_path / "de", tmp_path / "en")
    )
    assert german == english


def test_a_stored_message_is_said_in_the_language_of_who_asks_later(offline: Lox24, tmp_path: Path) -> None:
    offline("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--report", "r.csv")
    offline("runs", "show", "last", "--html", "page.html", env=GERMAN)
    assert "ist keine Nummer, die es in DE gibt" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_locale_counts_and_lox24_lang_wins(offline: Lox24) -> None:
    assert "Fehler:" in offline("phones", "check", "x.csv", env={"LANG": "de_DE.UTF-8"}).stderr
    assert "error:" in offline("phones", "check", "x.csv", env={"LANG": "de_DE.UTF-8", "LOX24_LANG": "en"}).stderr
    assert "error:" in offline("phones", "check", "x.csv", env={"LANG": "de_DE.UTF-8", "LC_ALL": "C"}).stderr


def test_the_language_may_stand_in_dotenv(offline: Lox24, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOX24_LANG=de\n")
    (tmp_path / ".env").chmod(0o600)
    assert "Fehler: x.csv gibt es nicht" in offline("phones", "check", "x.csv").stderr


def test_a_language_that_is_not_spoken_is_told(offline: Lox24) -> None:
    done = offline("phones", "check", "x.csv", env={"LOX24_LANG": "fr"})
    assert "LOX24_LANG=fr: lox24 speaks de and en" in done.stderr
    assert "error: x.csv does not exist" in done.stderr


def test_runs_are_listed_with_german_dates_and_words(offline: Lox24) -> None:
    offline("phones", "check", SAMPLES / "contacts-messy.csv", "--region", "DE", "--report-dir", "out")
    listed = offline("runs", "list", env=GERMAN).stdout
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d  Probe", listed)
    assert "ABGELEHNT" in listed
