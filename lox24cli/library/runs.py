"""The calls about an earlier run: take it back, or go on with it."""

from contextlib import ExitStack
from typing import Unpack

from lox24cli.errors import NothingLeft
from lox24cli.importing import undoing
from lox24cli.importing.report.summary import Summary, idle
from lox24cli.importing.resuming import find_unfinished, resume_found
from lox24cli.library.accounts import connect, environment_of, find_account, state_of
from lox24cli.library.ending import end
from lox24cli.library.jobs import check_known, delivery_of, reports_of
from lox24cli.library.listening import world_of
from lox24cli.library.options import ResumeOptions, UndoOptions


def undo_run(run: str, *, raises: bool = True, **options: Unpack[UndoOptions]) -> Summary:
    """Take back what `run` did (its id, the beginning of one, or `last`), as far as nothing has changed since.

    Raises as `import_contacts`.
    """
    check_known(options, UndoOptions)
    environment = environment_of(options)
    state = state_of(options, environment)
    with ExitStack() as stack:
        account = stack.enter_context(find_account(options, environment, state))
        gateway = stack.enter_context(connect(account, options, trust_env=bool(environment.sources)))
        how = undoing.HowToUndo(delivery_of(options), reports_of(options), dry_run=bool(options.get("dry_run")))
        world = stack.enter_context(world_of(options, state))
        summary = undoing.undo_run(run, how, world, gateway, account.name)
    return end(summary, raises=raises)


def resume_run(run: str | None = None, *, raises: bool = True, **options: Unpack[ResumeOptions]) -> Summary:
    """Settle and finish `run`, or the newest unfinished one; its file is not needed, and nothing to do is no error.

    Raises as `import_contacts`.
    """
    check_known(options, ResumeOptions)
    environment = environment_of(options)
    state = state_of(options, environment)
    try:
        folder = find_unfinished(state, run)
    except NothingLeft as nothing:
        return idle(nothing.message)
    with ExitStack() as stack:
        account = stack.enter_context(find_account(options, environment, state))
        gateway = stack.enter_context(connect(account, options, trust_env=bool(environment.sources)))
        delivery, reports = delivery_of(options), reports_of(options)
        world = stack.enter_context(world_of(options, state))
        summary = resume_found(folder, delivery, reports, world, gateway, account.name)
    return end(summary, raises=raises)
