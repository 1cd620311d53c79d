"""`lox24 account`: is the token good, which groups, what balance."""

from contextlib import ExitStack

from lox24cli.cli.connecting import connect, find_account, read_environment
from lox24cli.cli.flags import ConnectionFlags, OutputFlags, with_flags
from lox24cli.cli.output.console import Console, show_line


@with_flags
def account(connection: ConnectionFlags, output: OutputFlags) -> None:
    """Ask whether the token is good, and show the account."""
    import json  # noqa: PLC0415  most commands print none

    console = Console.of(output)
    with ExitStack() as stack:
        environment, state = read_environment()
        found = stack.enter_context(find_account(connection, environment, state))
        me = stack.enter_context(connect(found, console)).account()
        if output.json:
            facts = {"id": me.id, "balance": me.balance, "currency": me.currency, "groups": list(me.groups)}
            console.answer(json.dumps({"ok": True, "account": facts}))
            return
        console.answer(f"account {show_line(me.id)} at {found.base_url}: the token is good")
        if me.balance is not None:
            console.answer(f"balance {me.balance:.2f} {show_line(me.currency)}")
        console.answer(f"groups {', '.join(map(show_line, me.groups)) or 'none'}")
