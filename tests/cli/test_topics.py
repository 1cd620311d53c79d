"""`lox24 help TOPIC` names everything there is, and nothing that there is not."""

import re
import shlex

import pytest

from lox24cli.cli.commands.help import TOPICS, read_topic
from lox24cli.errors import ExitCode
from lox24cli.importing.journal.outcomes import REPORT_COLUMNS
from lox24cli.model import FIELDS, OWN_COLUMNS, SURPLUS_COLUMN, Code, Status
from tests.cli.test_help import find
from tests.conftest import Lox24


def named(topic: str) -> set[str]:
    """What a topic writes as code."""
    return set(re.findall(r"`([^`]+)`", read_topic(topic)))


def test_every_exit_code_is_explained() -> None:
    assert re.findall(r"^- `(\d+)`", read_topic("exit-codes"), re.MULTILINE) == [str(code.value) for code in ExitCode]


def test_every_status_code_and_column_of_the_report_is_explained() -> None:
    text = read_topic("report")
    codes = {code.value for code in Code}

    assert {*REPORT_COLUMNS, *OWN_COLUMNS, SURPLUS_COLUMN} <= named("report")
    assert {code for code in codes if not code.startswith("phone-")} <= named("report")
    assert {code for code in codes if code.startswith("phone-")} <= named("numbers")
    told = re.findall(r"^- ([a-z, ]+):", text, re.MULTILINE)
    assert {word for words in told for word in words.split(", ")} == {status.value for status in Status}


def test_every_field_of_a_contact_is_explained() -> None:
    assert set(FIELDS) <= named("columns")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_read_as_it_stands_on_eighty_columns(offline: Lox24, topic: str) -> None:
    done = offline("help", topic)

    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert max(map(len, lines)) <= 80
    assert not re.search(r"[`#]", done.stdout.replace("#####", ""))


@pytest.mark.parametrize("topic", TOPICS)
def test_what_a_topic_tells_to_type_is_understood(topic: str) -> None:
    known = {
        name
        for words in ("phones sync", "phones import")
        for option in find(words.split())[0].params
        for name in option.opts
    }
    text = read_topic(topic)

    assert set(re.findall(r"--[a-z][a-z-]+", text)) <= known
    for command in re.findall(r"(?:`|&& |^    )(lox24 [^`>\n]*)", re.sub(r"\\\n +", "", text), re.MULTILINE):
        found, left = find(shlex.split(command)[1:])
        assert not hasattr(found, "commands"), command
        assert not found.make_context(found.name, left).args


def test_the_help_of_a_command_is_its_own(offline: Lox24) -> None:
    assert offline("help", "phones", "import").stdout == offline("phones", "import", "--help").stdout
    assert offline("help").stdout == offline("--help").stdout


def test_what_there_is_no_help_on_is_told_with_what_there_is(offline: Lox24) -> None:
    done = offline("help", "nothing")

    assert done.exit_code == 2
    assert "exit-codes" in done.stderr
