"""`lox24 doctor`: is everything there that an import needs, and what to do where it is not."""

import json
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from lox24cli import __version__
from lox24cli.cli.connecting import connect, find_account
from lox24cli.cli.flags import ConnectionFlags, OutputFlags
from lox24cli.cli.output.answering import Answered
from lox24cli.cli.output.console import Console, show_line
from lox24cli.errors import ExitCode, Lox24Error, TemporaryError
from lox24cli.library.accounts import Account
from lox24cli.settings import Environment, state_folder
from lox24cli.translating import joined, phrase, plural, say

_LEAST_FREE_BYTES = 200 * 1024 * 1024
"""A million rows need about as much in the journal."""
_MOST_SECONDS_APART = 120.0
"""A wrong clock makes certificates look expired and the times in reports lie."""
_MEGABYTE = 1024 * 1024
_NAMES = {
    "version": phrase("version"),
    "settings": phrase("settings"),
    "state": phrase("state"),
    "token": phrase("token"),
    "address": phrase("address"),
    "proxy": phrase("proxy"),
    "network": phrase("network"),
    "account": phrase("account"),
    "clock": phrase("clock"),
}
"""What a person reads of each check; `--json` has the name itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer."""

    name: str
    text: str
    hint: str | None = None
    """What to do; None where all is well."""
    exit_code: ExitCode = ExitCode.OK


def doctor(connection: ConnectionFlags, output: OutputFlags) -> None:
    """Look whether everything is there that an import needs; nothing is changed and no secret shown."""
    console = Console.of(output)
    findings = list(_examine(connection, console))
    exit_code = next((finding.exit_code for finding in findings if finding.exit_code), ExitCode.OK)
    if output.json:
        checks = [{"name": f.name, "ok": f.hint is None, "text": f.text, "hint": f.hint} for f in findings]
        answer = {"ok": not exit_code, "exit_code": int(exit_code), "checks": checks}
        console.answer(json.dumps(answer, ensure_ascii=False))
    else:
        for finding in findings:
            mark = "ok" if finding.hint is None else "--" if finding.exit_code is ExitCode.OK else "!!"
            console.answer(f"{mark}  {say(_NAMES[finding.name]):<8}  {show_line(finding.text)}")
            if finding.hint is not None:
                console.answer(f"    {'':8}  {show_line(finding.hint)}")
    if exit_code:
        raise Answered(exit_code)


def _examine(connection: ConnectionFlags, console: Console) -> Iterator[Finding]:
    yield Finding(
        "version",
        phrase(
            "lox24 {version}, Python {python_version}, {system}",
            version=__version__,
            python_version=platform.python_version(),
            system=platform.system(),
        ),
    )
    try:
        environment = Environment.read()
        state = state_folder(environment)
    except Lox24Error as error:
        yield _trouble("settings", error)
        return
    yield Finding("settings", _say_settings(environment))
    yield _examine_disk(state)
    with ExitStack() as stack:
        try:
            account = stack.enter_context(find_account(connection, environment, state))
        except Lox24Error as error:
            yield _trouble("token", error)
            return
        whose = (
            phrase("of the sandbox")
            if account.is_sandbox
            else phrase("of client {client_id}", client_id=account.credentials.token.client_id)
        )
        yield Finding("token", phrase("{whose}; the key is not shown", whose=whose))
        yield _examine_address(account)
        yield _examine_proxy(account.base_url)
        yield from _examine_account(account, console)


def _trouble(name: str, error: Lox24Error) -> Finding:
    return Finding(name, error.message, error.hint or phrase("see lox24 --help"), ExitCode(error.exit_code))


def _say_settings(environment: Environment) -> str:
    said = []
    for source in environment.sources:
        names = sorted(name for name in source.values if name.startswith("LOX24_"))
        if names:
            said.append(phrase("{place}: {names}", place=source.name, names=", ".join(names)))
    return joined("; ", said) or phrase("no variable and no .env says anything")


def _examine_disk(state: Path) -> Finding:
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = state / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
        free = shutil.disk_usage(state).free
    except OSError as error:
        hint = phrase("make it yours, or set LOX24_STATE_DIR to another folder")
        return Finding(
            "state",
            phrase("{state} cannot be written to: {strerror}", state=state, strerror=error.strerror),
            hint,
            ExitCode.USAGE,
        )
    said = phrase("{state}, {free:,} MB free", state=state, free=free // _MEGABYTE)
    if free < _LEAST_FREE_BYTES:
        hint = phrase("make room: a run that cannot write its journal stops")
        return Finding("state", said, hint, ExitCode.TEMPORARY)
    return Finding("state", said)


def _examine_address(account: Account) -> Finding:
    from lox24cli.credentials import DEFAULT_BASE_URL, is_loopback  # noqa: PLC0415  loads ipaddress

    if account.is_sandbox or account.base_url == DEFAULT_BASE_URL:
        return Finding("address", account.base_url)
    if is_loopback(urlsplit(account.base_url).hostname):
        return Finding("address", phrase("{base_url}, on this machine", base_url=account.base_url))
    return Finding(
        "address",
        phrase("{base_url} is not LOX24's own", base_url=account.base_url),
        phrase("if that is not meant, unset LOX24_BASE_URL"),
    )


def _examine_proxy(base_url: str) -> Finding:
    parts = urlsplit(base_url)
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415  loads http and ssl, for this command alone

    proxies: Mapping[str, str] = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return Finding("proxy", phrase("none"))
    shown = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    return Finding("proxy", f"{shown.hostname}:{shown.port}" if shown.port else str(shown.hostname))


def _examine_account(account: Account, console: Console) -> Iterator[Finding]:
    with connect(account, console) as gateway:
        try:
            me = gateway.account()
        except TemporaryError as error:
            yield _trouble("network", error)
            return
        except Lox24Error as error:
            yield Finding("network", phrase("the gateway answers"))
            yield _trouble("account", error)
            return
        yield Finding("network", phrase("the gateway answers"))
        balance = (
            ""
            if me.balance is None
            else phrase(", balance {balance:.2f} {currency}", balance=me.balance, currency=me.currency)
        )
        yield Finding(
            "account",
            plural(
                "the token is good{balance}, {number} group",
                "the token is good{balance}, {number} groups",
                len(me.groups),
                balance=balance,
            ),
        )
        yield examine_clock(gateway.server_date, datetime.now(UTC))


def examine_clock(date: str | None, now: datetime) -> Finding:
    """Hold our clock against the Date header of the gateway (RFC 9110 6.6.1)."""
    try:
        from email.utils import parsedate_to_datetime  # noqa: PLC0415  loads sockets and character sets

        apart = (now - parsedate_to_datetime(date or "")).total_seconds()
    except (ValueError, TypeError):
        return Finding("clock", phrase("the gateway does not tell the time"))
    if abs(apart) <= _MOST_SECONDS_APART:
        return Finding("clock", phrase("as the gateway's"))
    hint = phrase("set it right: times in reports and certificates depend on it")
    return Finding(
        "clock",
        phrase("{seconds:,.0f} s ahead of the gateway's", seconds=apart)
        if apart > 0
        else phrase("{seconds:,.0f} s behind the gateway's", seconds=-apart),
        hint,
        ExitCode.USAGE,
    )
