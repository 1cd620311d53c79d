"""A message is English wherever it is kept or compared, and German where a German reads it."""

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator

import pytest

from lox24cli.translating import in_english, joined, phrase, plural, recalled, say, speak, stored, wanted_language
from lox24cli.wording import counted, figure


@pytest.fixture
def german() -> Iterator[None]:
    speak("de")
    yield
    speak("en")


def test_a_message_is_its_english_sentence() -> None:
    message = phrase("row {row}: {said}", row=1234, said=phrase("skipped"))
    assert message == "row 1234: skipped"
    assert json.dumps(message) == '"row 1234: skipped"'
    assert say(message) == "row 1234: skipped"


@pytest.mark.usefixtures("german")
def test_it_is_said_in_german_with_all_that_is_in_it() -> None:
    assert say(phrase("row {row}: {said}", row=1234, said=phrase("skipped"))) == "Zeile 1234: übersprungen"
    assert say(joined(", ", (phrase("created"), "", phrase("skipped")))) == "angelegt, übersprungen"
    assert say(phrase("not sent: {message}", message=ValueError(phrase("skipped")))) == "nicht gesendet: übersprungen"
    assert say(joined(phrase(" and "), (phrase("created"), "x"))) == "angelegt und x"
    assert say(phrase("a text is longer than 1,530 characters; shorten it")).startswith("ein Text ist länger als 1.530")


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_germans_write_them() -> None:
    assert say(figure(1234567, phrase("skipped"))) == "1.234.567 übersprungen"
    assert say(phrase("run {run} taken back, {seconds:.1f} s", run="R", seconds=2.5)) == "Lauf R zurückgenommen, 2,5 s"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("number", "said"), [(0, "0 Zeilen"), (1, "1 Zeile"), (2, "2 Zeilen"), (1234, "1.234 Zeilen")])
def test_one_is_one(number: int, said: str) -> None:
    assert say(counted(number, "row")) == said


def test_the_plural_is_english_too() -> None:
    assert [counted(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


@pytest.mark.usefixtures("german")
def test_what_is_no_message_is_said_as_it_is() -> None:
    assert say("skipped") == "skipped"
    assert say(phrase("row {row}: {said}", row=1, said="skipped")) == "Zeile 1: skipped"
    assert say(joined(", ", ())) == ""


@pytest.mark.parametrize(
    "message",
    [
        phrase("row {row}: {said}", row=3, said=phrase("nothing to do: {idle}", idle=counted(1, "row"))),
        plural("row {ranges}{more}", "rows {ranges}{more}", 2, ranges="2–3", more=""),
        "a sentence of the gateway's",
        '\x1e["{a.__class__}", {"a": 1}]',
        "",
    ],
)
def test_a_message_that_was_stored_is_the_same_again(message: str) -> None:
    for found in (recalled(stored(message)), copy.copy(message), pickle.loads(pickle.dumps(message))):  # noqa: S301
        assert found == message
        speak("de")
        assert say(found) == say(message)
        speak("en")
    assert in_english(stored(message)) == message


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT"}, "de"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX", "LANGUAGE": "de"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C", "LOX24_LANG": "de"}, "de"),
        ({"LC_ALL": "de_DE.UTF-8", "LOX24_LANG": "en"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8", "LOX24_LANG": "fr"}, "en"),
        ({"LOX24_LANG": "DE-CH"}, "de"),
    ],
)
def test_whose_language_it_is(environment: dict[str, str], language: str) -> None:
    assert wanted_language(environment) == language


def test_half_a_character_is_kept_in_english() -> None:
    message = phrase("{name} does not exist", name="Ü\udce4.csv")
    assert recalled(stored(message)) == message


def test_english_loads_no_catalogue() -> None:
    program = "import sys; from lox24cli.translating import *; say(phrase('skipped')); print('gettext' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
