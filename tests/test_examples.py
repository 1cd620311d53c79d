"""The examples name options, arguments and exit codes that there are; `make engines` runs them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import lox24cli
from lox24cli.cli.app import app
from lox24cli.errors import ExitCode
from tests.conftest import ROOT
from tests.published_library import arguments_of

EXAMPLES = [path for path in sorted((ROOT / "examples").rglob("*")) if path.is_file() and path.suffix != ".pyc"]
PROGRAMS = [path for path in EXAMPLES if path.suffix == ".py"]
TO_TRY_AGAIN = {ExitCode.TEMPORARY, ExitCode.UNKNOWN}
_INTERRUPTED = {ExitCode.OK, ExitCode.INTERRUPTED, ExitCode.TERMINATED}


def options(command: Any) -> Iterator[str]:  # noqa: ANN401  Typer does not export the type
    for parameter in command.params:
        yield from parameter.opts
    for child in getattr(command, "commands", {}).values():
        yield from options(child)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_options_that_an_example_names_exist(path: Path) -> None:
    named = set(re.findall(r"(?:lox24 phones|args:) .*", path.read_text("utf-8")))
    assert {word for line in named for word in re.findall(r"--[a-z-]+", line)} <= set(options(get_command(app)))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_arguments_that_an_example_gives_exist(path: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in lox24cli.__all__
    ]
    assert calls
    for call in calls:
        assert isinstance(call.func, ast.Name)
        known = {argument.partition(":")[0] for argument in arguments_of(getattr(lox24cli, call.func.id))}
        assert {keyword.arg for keyword in call.keywords if keyword.arg} <= known


def test_what_a_later_try_mends_is_tried_again_and_nothing_else() -> None:
    service = (ROOT / "examples" / "systemd" / "lox24-import@.service").read_text("utf-8")
    cronjob = (ROOT / "examples" / "kubernetes" / "cronjob.yaml").read_text("utf-8")
    (kept,) = re.findall(r"^RestartPreventExitStatus=(.*)$", service, re.MULTILINE)
    (failed,) = re.findall(r"containerName: lox24, operator: In, values: \[(.*)\]", cronjob)
    for codes in (kept.split(), failed.split(", ")):
        assert set(ExitCode) - {int(code) for code in codes} - {ExitCode.BUG} == TO_TRY_AGAIN | _INTERRUPTED
