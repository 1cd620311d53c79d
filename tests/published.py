"""Everything that scripts may rely on, by name: what is published once and never renamed unsaid.

`python -m tests.published` prints it; a release keeps it as tests/golden/released.txt.
"""

import json
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from lox24cli.cli.app import app
from lox24cli.cli.output.summary import as_json
from lox24cli.errors import ExitCode
from lox24cli.importing.journal.outcomes import REPORT_COLUMNS
from lox24cli.importing.report.summary import Summary
from lox24cli.model import OWN_COLUMNS, SURPLUS_COLUMN, Code, Status


def names() -> list[str]:
    """Return every published name with its kind, one a line, sorted."""
    return sorted(
        {
            *_of_commands(get_command(app), "lox24"),
            *(f"status {status}" for status in Status),
            *(f"code {code}" for code in Code),
            *(f"exit {code.value} {code.name.lower()}" for code in ExitCode),
            *(f"report column {column}" for column in (*REPORT_COLUMNS, *OWN_COLUMNS, SURPLUS_COLUMN)),
            *_of_json(),
        }
    )


def _of_commands(command: Any, path: str) -> Iterator[str]:  # noqa: ANN401  Typer does not export the type
    yield f"command {path}"
    for parameter in command.params:
        yield from (f"option {name}" for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--"))
        if isinstance(parameter.envvar, str):
            yield f"variable {parameter.envvar}"
    for name, child in getattr(command, "commands", {}).items():
        yield from _of_commands(child, f"{path} {name}")


def _of_json() -> Iterator[str]:

    empty = Summary(None, None, None, False, 0, {}, {}, None, None, 0.0, ExitCode.OK)
    answer = json.loads(as_json(empty))
    yield from (f"json {key}" for key in answer)
    yield from (f"json counts.{key}" for key in answer["counts"])


if __name__ == "__main__":
    print(*names(), sep="\n")  # noqa: T201  it is the answer
