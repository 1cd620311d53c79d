"""`lox24 account`: is the token good, which groups, what balance."""

from contextlib import ExitStack

from lox24cli.cli.connecting import connect, find_account, read_environment
from lox24cli.cli.flags import ConnectionFlags, OutputFlags
from lox24cli.cli.output.console import Console, show_line
from lox24cli.translating import phrase, say
from lox24cli.wording import counted


def account(connection: ConnectionFlags, output: OutputFlags) -> None:
    """Ask whether the token is good, and show the account."""
    import json  # noqa: PLC0415  most commands print none

    console = Console.of(output)
    with ExitStack() as stack:
        environment, state = read_environment()
        found = stack.enter_context(find_account(connection, environment, state))
        gateway = stack.enter_context(connect(found, console))
        me = gateway.account()
        groups = gateway.groups()
        if output.json:
            facts = {"id": me.id, "balance": me.balance, "currency": me.currency, "groups": list(me.groups)}
            sizes = [{"id": group.id, "name": group.name, "count": group.count} for group in groups]
            console.answer(json.dumps({"ok": True, "account": facts, "groups": sizes}, ensure_ascii=False))
            return
        console.answer(
            phrase("account {id} at {base_url}: the token is good", id=show_line(me.id), base_url=found.base_url)
        )
        if me.balance is not None:
            console.answer(
                phrase("balance {balance:.2f} {currency}", balance=me.balance, currency=show_line(me.currency))
            )
        console.answer(phrase("groups") if groups else phrase("groups none"))
        for group in groups:
            held = "" if group.count is None else f"  {say(counted(group.count, 'phone'))}"
            console.answer(f"  {show_line(group.id)}  {show_line(group.name)}{held}")
