"""The call that reads: a group as it is, complete or not at all."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Unpack

from lox24cli.errors import SettingsError
from lox24cli.importing.exporting import write_export
from lox24cli.importing.group_reading import preflight
from lox24cli.importing.report.group_file import Format
from lox24cli.importing.report.planned_file import PlannedFile, WrittenFiles
from lox24cli.importing.run import Line
from lox24cli.library.accounts import connect, environment_of, find_account, group_of, state_of
from lox24cli.library.jobs import check_known, delivery_of
from lox24cli.library.listening import world_of
from lox24cli.library.options import ContactFile, ExportOptions
from lox24cli.translating import phrase


@dataclass(frozen=True, slots=True)
class Exported:
    """A group that was written."""

    group: str
    """Its id."""
    name: str
    phones: int
    file: Path | None
    """None of a stream."""
    format: str
    """`csv`, `xlsx` or `jsonl`."""


def export_group(group: str | int | None, output: ContactFile, **options: Unpack[ExportOptions]) -> Exported:
    """Write the phones of `group` to the file, or into the binary stream, `output`: what an import reads back.

    A file is there completely or not at all. A stream is emptied first, and must be able to seek: a reading that broke
    off begins anew.

    Raises:
        SettingsError: no such format, or the file is something else of yours and `force` is not given.
        Lox24Error: the group is gone, the account says no, or it cannot be read in full.
    """
    check_known(options, ExportOptions)
    environment = environment_of(options)
    state = state_of(options, environment)
    target = Path(output) if isinstance(output, str | os.PathLike) else None
    kind = format_of(options.get("format"), target)
    asked = group_of(group, options)
    with ExitStack() as stack:
        account = stack.enter_context(find_account(options, environment, state))
        gateway = stack.enter_context(connect(account, options, trust_env=bool(environment.sources)))
        world = stack.enter_context(world_of(options, state))
        line = Line.join(gateway, account.name, asked, None, delivery_of(options), world)
        found = preflight(gateway, asked, line.persistence)

        def write(file: BinaryIO) -> int:
            return write_export(file, kind, found, line, tell)

        def tell(phones: int) -> None:
            world.stop.check()
            world.watcher.reading(phones)

        if isinstance(output, str | os.PathLike):
            count, place = _write_file(write, Path(output), state, options)
        else:
            count, place = write(output), None
    return Exported(found.id, found.name, count, place, str(kind))


def format_of(named: str | None, target: Path | None) -> Format:
    """Return the format that is asked for, or that the file's name says; CSV where neither does.

    Raises:
        SettingsError: there is no such format.
    """
    kind = named or (target.suffix.lstrip(".") if target and target.suffix else "csv")
    try:
        return Format(kind.lower())
    except ValueError:
        raise SettingsError(
            phrase("{kind} is no format of an export", kind=kind),
            phrase("choose one with --format {formats}", formats="|".join(Format)),
        ) from None


def _write_file(
    write: Callable[[BinaryIO], int],
    target: Path,
    state: Path,
    options: Any,  # noqa: ANN401  whatever the call has
) -> tuple[int, Path]:
    counts: list[int] = []
    planned = PlannedFile(
        target.absolute(),
        source=None,
        force=bool(options.get("force")),
        what="export",
        written=WrittenFiles(state),
        elsewhere=phrase("name another file with -o"),
        again=phrase("make room, then run the same command again"),
    )
    try:
        place = planned.write(lambda file: counts.append(write(file)))
    finally:
        planned.discard()
    return counts[0], place
