"""The calls that bring contacts: import, sync and check of a file, and import of rows that a program has."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Unpack

from lox24cli.errors import InputError, SettingsError
from lox24cli.importing import running
from lox24cli.importing.job import Job
from lox24cli.importing.report.summary import Summary
from lox24cli.importing.run import World
from lox24cli.library.accounts import connect, environment_of, find_account, group_of, state_of
from lox24cli.library.copies import keep_piped, keep_rows
from lox24cli.library.ending import end
from lox24cli.library.jobs import check_choices, check_known, job_of, requests_of
from lox24cli.library.listening import world_of
from lox24cli.library.options import (
    CheckOptions,
    ContactFile,
    ImportOptions,
    RowsOptions,
    SyncOptions,
)
from lox24cli.translating import phrase

_READ_AS_WRITTEN = {"delimiter": ",", "encoding": "utf-8", "header_row": 1}
"""How copies of rows are read: nothing is to be found out."""

_Options = Mapping[str, Any]
_Opened = tuple[Path, str, bool]
"""Where the contacts are, what messages call them, and whether that is a private copy."""


def import_contacts(
    file: ContactFile, group: str | int | None = None, *, raises: bool = True, **options: Unpack[ImportOptions]
) -> Summary:
    """Bring the contacts of `file` into `group`, each once; go on where an earlier call of the same was stopped.

    `group` is an id or a name. With `raises=False` what stopped a run that has rows is in `Summary.error`.

    Raises:
        InputError: the file cannot be read, or leaves a choice to a person, and `answer` gave none.
        Lox24Error: what else stopped it (errors.py); its `summary` tells what was done, None where nothing was.
        TypeError: there is no such argument.
    """
    check_known(options, ImportOptions)
    return _bring(lambda stack, state: _open(file, options, stack, state), group, options, raises=raises)


def import_rows(
    rows: Iterable[Mapping[str, object]],
    group: str | int | None = None,
    *,
    columns: Sequence[str] | None = None,
    raises: bool = True,
    **options: Unpack[RowsOptions],
) -> Summary:
    """Bring into `group` rows that a program has: of a query, a data frame (`frame.to_dict("records")`), a generator.

    They are read once. Keys are headers, those of the first row unless `columns` names them; a key that a row has not
    is a blank cell. The first row counts as row 2, below the headers. Otherwise as `import_contacts`.
    """
    check_known(options, RowsOptions)
    name = options.get("name") or "rows"

    def keep(stack: ExitStack, state: Path) -> _Opened:
        return stack.enter_context(keep_rows(rows, columns, state, name)), name, True

    return _bring(keep, group, {**options, **_READ_AS_WRITTEN}, raises=raises)


def sync_group(
    file: ContactFile, group: str | int | None = None, *, raises: bool = True, **options: Unpack[SyncOptions]
) -> Summary:
    """Make `group` what `file` says: create, change, and delete what the file no longer has, within `max_delete`.

    Raises as `import_contacts`; LimitReached where more would be deleted.
    """
    check_known(options, SyncOptions)
    return _bring(lambda stack, state: _open(file, options, stack, state), group, options, raises=raises, sync=True)


def check_contacts(file: ContactFile, *, raises: bool = True, **options: Unpack[CheckOptions]) -> Summary:
    """Say what of `file` would be uploaded and what not, offline: no token, no group. Raises as `import_contacts`."""
    check_known(options, CheckOptions)
    state = state_of(options, environment_of(options))
    with ExitStack() as stack:
        opened = _open(file, options, stack, state)
        return end(_answered(opened, None, options, running.check_contacts, state), raises=raises)


def _bring(
    open_: Callable[[ExitStack, Path], _Opened],
    group: str | int | None,
    options: _Options,
    *,
    raises: bool,
    sync: bool = False,
) -> Summary:
    environment = environment_of(options)
    state = state_of(options, environment)
    check_choices({**options, "group": group}, sync=sync)
    asked = None if options.get("create_group") else group_of(group, options)
    with ExitStack() as stack:
        account = stack.enter_context(find_account(options, environment, state))
        opened = open_(stack, state)
        gateway = stack.enter_context(connect(account, options, trust_env=bool(environment.sources)))

        def run(job: Job, world: World) -> Summary:
            return running.import_contacts(job, world, gateway, account.name)

        return end(_answered(opened, asked, options, run, state, sync=sync), raises=raises)


def _open(file: ContactFile, options: _Options, stack: ExitStack, state: Path) -> _Opened:
    if isinstance(file, str | os.PathLike):
        return Path(file), os.fspath(file), False
    name = options.get("name") or "stream"
    return stack.enter_context(keep_piped(file, state, phrase("standard input") if name == "-" else name)), name, True


def _answered(
    opened: _Opened,
    group: str | None,
    options: _Options,
    run: Callable[[Job, World], Summary],
    state: Path,
    *,
    sync: bool = False,
) -> Summary:
    """Run the job; where the file leaves a choice to a person, with what `answer` returns, as long as that is new."""
    path, name, is_copy = opened
    answer, tried = options.get("answer"), [{**options, "map": requests_of(options.get("map"))}]
    while True:
        job = job_of(path, name, group, tried[-1], sync=sync, is_copy=is_copy)
        try:
            with world_of(options, state) as world:
                return run(job, world)
        except InputError as question:
            more = answer(question) if answer else None
            if not more:
                raise
            _check_answer(more)
            if (next_try := {**tried[-1], **more}) in tried:
                raise
            tried.append(next_try)


def _check_answer(more: Mapping[str, object]) -> None:
    """Refuse an answer about anything but the file.

    Raises:
        SettingsError: it is.
    """
    about_file = {"map", "consent", "region", "sheet", "no_header", "header_row", "delimiter", "encoding"}
    if strange := more.keys() - about_file:
        raise SettingsError(
            phrase("the answer has {strange!r}", strange=min(strange)),
            phrase("it may have {options}", options=", ".join(sorted(about_file))),
        )
