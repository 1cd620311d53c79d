"""The command `lox24 sandbox`: a local LOX24 look-alike in the foreground. Thin: options in, one call."""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from lox24cli.cli.output.console import show_line, write
from lox24cli.errors import SettingsError
from lox24cli.settings import Environment, state_folder
from lox24cli.translating import phrase, say

if TYPE_CHECKING:
    from lox24cli.sandbox.faults.faults import Faults
    from lox24cli.sandbox.world.state import ReceivedRequest

_TOKEN = re.compile(r"[^\s:]+:[^\s:]+", re.ASCII)


def _option(name: str, text: str, **rest: Any) -> Any:  # noqa: ANN401  what typer.Option takes and gives
    variable = name.partition("/")[0].removeprefix("--").replace("-", "_").upper()
    return typer.Option(
        *name.split(" "), help=text, envvar=f"LOX24_SANDBOX_{variable.split(' ', maxsplit=1)[0]}", **rest
    )


def sandbox(  # noqa: PLR0913  Typer: every option is a parameter
    *,
    port: Annotated[
        int, _option("--port", "Where to listen on 127.0.0.1; 0: any free port.", min=0, max=65535, metavar="PORT")
    ] = 8024,
    db: Annotated[
        Path | None,
        _option("--db", "Where the data are kept.", metavar="FILE", show_default="sandbox.sqlite in the state folder"),
    ] = None,
    token: Annotated[
        str | None,
        _option("--token", "The one clientid:key that is right.", metavar="CLIENTID:KEY", show_default="any"),
    ] = None,
    verbose: Annotated[bool, _option("--verbose -v", "Show every request on standard error.")] = False,
    ids: Annotated[Literal["string", "integer"], _option("--ids", "How a phone's id is written.")] = "string",
    duplicates: Annotated[
        Literal["store", "refuse", "merge"], _option("--duplicates", "What becomes of a phone that the group holds.")
    ] = "store",
    phones: Annotated[
        Literal["verbatim", "e164", "bare", "national", "masked"],
        _option("--phones", "Phones as they are sent, as +49…, as 49…, as 0…, or masked."),
    ] = "verbatim",
    put: Annotated[
        Literal["keep", "replace"], _option("--put", "What becomes of fields that a PUT leaves out.")
    ] = "keep",
    page_size: Annotated[
        int | None, _option("--page-size", "Phones on a page.", min=1, metavar="N", show_default="all on one")
    ] = None,
    count_items: Annotated[
        bool, _option("--count-items/--no-count-items", "Whether a group tells how many phones it holds.")
    ] = True,
    member: Annotated[
        Literal["hydra:member", "member", "single"], _option("--member", "The key of JSON-LD lists.")
    ] = "hydra:member",
    batch_answer: Annotated[
        Literal["array", "hydra", "member", "single"],
        _option("--batch-answer", "The shape of the answer to a batch asked for as JSON."),
    ] = "array",
    errors: Annotated[
        Literal["legacy", "modern"], _option("--errors", "Error bodies of the older or the newer API Platform.")
    ] = "legacy",
    property_path: Annotated[
        Literal["plain", "indexed"], _option("--property-path", "How an item's error names its field.")
    ] = "plain",
    validation_status: Annotated[
        int, _option("--validation-status", "Of invalid items and requests.", metavar="400|422")
    ] = 400,
    latency: Annotated[float, _option("--latency", "Every answer waits so long.", min=0.0, metavar="SECONDS")] = 0.0,
    max_items: Annotated[
        int | None,
        _option("--max-items", "Larger batches are answered 413.", min=1, metavar="N", show_default="no limit"),
    ] = None,
    max_bytes: Annotated[
        int | None,
        _option("--max-bytes", "Longer bodies are answered 413.", min=1, metavar="N", show_default="no limit"),
    ] = None,
    poison: Annotated[
        list[str] | None,
        _option("--poison", "A batch with this phone is refused as a whole. Repeatable.", metavar="PHONE"),
    ] = None,
    poison_status: Annotated[
        int, _option("--poison-status", "What it is refused with.", min=400, max=599, metavar="STATUS")
    ] = 400,
    fault: Annotated[
        list[str] | None,
        _option(
            "--fault",
            "What goes wrong with a batch, for example drop:stores=all,skip=1 (the second one is stored, but gets no"
            " answer) or status:status=503,times=2; with on=put, delete or write, with the changes of single phones."
            " Repeatable.",
            metavar="KIND[:NAME=VALUE,…]",
        ),
    ] = None,
    chaos: Annotated[
        float,
        _option(
            "--chaos", "How likely a batch or a change meets an accident, 0 to 1.", min=0.0, max=1.0, metavar="RATE"
        ),
    ] = 0.0,
    seed: Annotated[int, _option("--seed", "Of the accidents.", metavar="N")] = 0,
    stop_at_eof: Annotated[bool, typer.Option("--stop-at-eof", hidden=True)] = False,
    token_on_stdin: Annotated[bool, typer.Option("--token-on-stdin", hidden=True)] = False,
) -> None:
    """Run a local LOX24 look-alike to try things on: no account, no network, no cost."""
    from lox24cli.sandbox.serving.server import serve  # noqa: PLC0415  loads the server

    serve(
        port=port,
        db=db or state_folder(Environment.read()) / "sandbox.sqlite",
        token=_read_token() if token_on_stdin else _check_token(token),
        behaviour=_behaviour(
            ids=ids,
            duplicates=duplicates,
            phones=phones,
            put=put,
            page_size=page_size,
            count_items=count_items,
            member=member,
            batch_answer=batch_answer,
            errors=errors,
            property_path=property_path,
            validation_status=validation_status,
            latency=latency,
            max_items=max_items,
            max_bytes=max_bytes,
            poison=tuple(poison or ()),
            poison_status=poison_status,
        ),
        faults=_plan(fault or [], chaos, seed),
        ready=lambda url: _announce(url, named_token=token is not None or token_on_stdin),
        log=_show if verbose else None,
        stop_at_eof=stop_at_eof,
    )


def _check_token(token: str | None) -> str | None:
    if token is not None and not _TOKEN.fullmatch(token):
        raise SettingsError(
            phrase("the token that --token names is not of the form clientid:key"), code="token-malformed"
        )
    return token


def _read_token() -> str | None:
    """Return the token that the parent process writes first; it reads no further than its line."""
    line = b""
    while not line.endswith(b"\n") and (read := os.read(sys.stdin.fileno(), 1)):
        line += read
    return _check_token(line.decode("ascii", "replace").strip())


def _behaviour(**switches: Any) -> Any:  # noqa: ANN401  a Behaviour, whose module is loaded here
    from lox24cli.sandbox.world.behaviour import Behaviour  # noqa: PLC0415  only for this command

    try:
        return Behaviour().changed(switches)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _plan(texts: list[str], rate: float, seed: int) -> "Faults":
    from lox24cli.sandbox.faults.fault_option import parse_fault  # noqa: PLC0415  only for this command
    from lox24cli.sandbox.faults.faults import WRITE, Faults  # noqa: PLC0415  the same

    faults = Faults()
    for text in texts:
        try:
            parse_fault(text).join(faults)
        except ValueError as error:
            raise SettingsError(
                phrase("--fault {text} cannot be understood: {error}", text=text, error=error)
            ) from error
    if rate:
        faults.chaos(seed, rate, match=WRITE)
    return faults


def _announce(url: str, *, named_token: bool) -> None:
    from lox24cli.sandbox.world.authentication import PLACEHOLDER_TOKEN  # noqa: PLC0415  only for this command

    # A token that somebody named may be a real one: it is not repeated.
    token = (
        phrase("# LOX24_TOKEN is the one that --token names")
        if named_token
        else f"export LOX24_TOKEN={PLACEHOLDER_TOKEN}"
    )
    lines = (
        f"export LOX24_BASE_URL={url}",
        token,
        phrase("# Set these where you use lox24. Stop the sandbox with Ctrl-C."),
    )
    sys.stdout.write("\n".join((*map(say, lines), "")))
    sys.stdout.flush()


def _show(request: "ReceivedRequest") -> None:
    items = "" if request.items is None else f" {request.items} items"
    status = "no answer" if request.status is None else str(request.status)
    fault = "" if request.fault is None else f" fault {request.fault}"
    took = f"{request.seconds * 1000:.0f} ms"
    # The path is whatever a client sent: no escape sequence of it reaches the terminal.
    text = f"{request.method} {request.path}{items}: {status}{fault}, {took}, {request.request_id}"
    write(show_line(text), sys.stderr)
