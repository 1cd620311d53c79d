"""`lox24 completion`: the lines that teach a shell to complete the words of lox24."""

import sys
from typing import Annotated, Literal

import typer

from lox24cli.cli.output.console import write

Shell = Annotated[Literal["bash", "zsh", "fish", "powershell"], typer.Argument(metavar="SHELL", help="One of these.")]
_VARIABLE = "_LOX24_COMPLETE"
"""By which Typer knows that a shell asks."""


def completion(shell: Shell) -> None:
    """Print the lines with which a shell completes commands, options, groups and runs: bash, zsh, fish, powershell."""
    from typer._completion_shared import get_completion_script  # noqa: PLC0415  for this command; exported nowhere

    write(get_completion_script(prog_name="lox24", complete_var=_VARIABLE, shell=shell), sys.stdout)
