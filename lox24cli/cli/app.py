"""The command `lox24`: its commands, `.env` behind the environment, and where errors become exit codes."""

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lox24cli import __version__
from lox24cli.cli.coercion import spare_coercion
from lox24cli.cli.output.answering import Answered
from lox24cli.cli.output.console import open_missing_streams, show, write, write_error
from lox24cli.cli.signals import ending
from lox24cli.cli.tree import HELP_NAMES, Root
from lox24cli.cli.variables import defaults, read_for, say_origin, strangers
from lox24cli.errors import AnswerLost, ExitCode, Lox24Error, SettingsError
from lox24cli.settings import Environment
from lox24cli.translating import phrase, speak, wanted_language

_QUIET = frozenset({"-q", "--quiet"})

app = typer.Typer(
    name="lox24",
    cls=Root,
    help="Bring contact files into LOX24 groups: every row accounted for, none sent twice, no number guessed.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings=HELP_NAMES,
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  Typer calls it with the flag
    if wanted:
        sys.stdout.write(f"lox24 {__version__}\n")
        raise typer.Exit


@app.callback()
def _begin(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001  the callback answers it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    _check_working_folder()
    words = sys.argv[1:]
    environment = read_for(context, words)
    _choose_language(environment.get("LOX24_LANG"))
    context.default_map = defaults(context.command, words, environment.files)
    for sentence, is_slip in strangers(context.command, words, environment):
        if not (_QUIET & set(words)) and (is_slip or "--cron" not in words):
            write(show(sentence), sys.stderr)


def _choose_language(own: str | None = None) -> None:
    """Speak the user's language; `own` is what LOX24_LANG says in the environment or in a `.env`."""
    speak(wanted_language(dict(os.environ) | ({"LOX24_LANG": own} if own else {})))


def _check_working_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise SettingsError(
            phrase("the working folder cannot be found: {strerror}", strerror=error.strerror),
            phrase("change to another one, such as: cd ~"),
        ) from error


def main(heard: Sequence[int] = ()) -> None:
    """Run the command line; end the process with the exit code that the outcome has.

    `heard` are signals that came while the program was loaded: then it ends before anything is under way.
    """
    open_missing_streams()
    _choose_language()
    try:
        with ending(heard):
            command = spare_coercion(typer.main.get_command(app))
            sys.exit(command(prog_name="lox24", standalone_mode=False) or 0)
    except Answered as answered:
        sys.exit(answered.exit_code)
    except Lox24Error as error:
        _answer_failure(error)
        write_error(error)
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        first, *_ = error.format_message().splitlines()
        if origin := _origin(error):
            first = phrase("{error}, as {origin} says", error=first.rstrip("."), origin=origin)
        _answer_failure(SettingsError(first, phrase("standard error says more; so does --help"), code="usage"))
        shown = io.StringIO()
        error.show(shown)  # type: ignore[attr-defined]  # every one that Typer raises can be shown
        from lox24cli.cli.output.usage_errors import say_usage  # noqa: PLC0415  only on failure

        write(show(say_usage(shown.getvalue().rstrip("\n"))), sys.stderr)
        if origin:
            write(phrase("the value comes from {origin}", origin=origin), sys.stderr)
        sys.exit(ExitCode.USAGE)


def _origin(error: typer.TyperException) -> str | None:
    parameter = getattr(error, "param", None)
    return say_origin(getattr(error, "ctx", None), parameter.name) if parameter is not None else None


def _answer_failure(error: Lox24Error) -> None:
    """Keep the promise of `--json`: one object on stdout, on failure too."""
    if "--json" in sys.argv[1:] or _is_json_set():
        from lox24cli.cli.output.summary import failure_as_json  # noqa: PLC0415  only on failure

        with contextlib.suppress(AnswerLost):  # the error itself is told on standard error
            write(failure_as_json(error, file=None, group=None, dry_run=False), sys.stdout)


def _is_json_set() -> bool:
    try:
        setting = Environment.read().get("LOX24_JSON")
    except SettingsError:
        return False
    return (setting or "").lower() in ("1", "true", "t", "yes", "y", "on")
