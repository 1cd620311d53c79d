"""Where settings come from: flag, then environment, then `.env`, then default.

Knows no command and no network. `.env` is looked for from the working folder and from the folder of the contacts
upwards and read with dotenv_values: it never reaches os.environ, and with it no child process. One that others can
change is refused: it could send contacts and token elsewhere.
"""

import io
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lox24cli.errors import SettingsError
from lox24cli.translating import phrase

THE_ENVIRONMENT = phrase("the environment")

_LONGEST = 1_000_000
"""Characters of a `.env`."""
_OUR_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?(LOX24_\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One place that gives settings."""

    name: str
    """For messages: THE_ENVIRONMENT, or the path of a `.env`."""
    values: Mapping[str, str]
    folder: Path = field(default_factory=Path)
    """What paths in it are relative to."""

    def get(self, name: str) -> str | None:
        """Return the value of `name`, or None; empty values count as unset."""
        return self.values.get(name) or None


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of the process and, behind them, those of the nearest `.env` files."""

    sources: tuple[Source, ...]
    """In the order in which they count."""

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ, contacts: Path | None = None) -> Self:
        """Return the environment as seen from the working folder and from the folder `contacts`.

        Raises:
            SettingsError: there is a `.env` with a line of ours, and it cannot be read, or others can change it.
        """
        folders = [_working_folder(), *([contacts.absolute()] if contacts else [])]
        paths = dict.fromkeys(path for folder in folders if folder and (path := _nearest_dotenv(folder)))
        return cls((Source(THE_ENVIRONMENT, variables), *map(_read_dotenv, paths)))

    @property
    def files(self) -> Sequence[Source]:
        """The `.env` files."""
        return self.sources[1:]

    def get(self, name: str) -> str | None:
        """Return the value of `name`, or None; empty values count as unset."""
        return next((value for source in self.sources if (value := source.get(name))), None)

    def origin(self, name: str) -> str:
        """Say where `name` comes from, for messages."""
        return next((source.name for source in self.sources if source.get(name)), "nowhere")


def _working_folder() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it was deleted, or may not be looked at
        return None


def _nearest_dotenv(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        path = place / ".env"
        try:
            if path.is_file():
                return path
        except OSError:  # a folder that may not be looked into has no settings for us
            continue
    return None


def _read_dotenv(path: Path) -> Source:
    import logging  # noqa: PLC0415  only where there is a .env

    from dotenv import dotenv_values  # noqa: PLC0415  the same

    try:
        with path.open(encoding="utf-8-sig") as file:
            facts = os.fstat(file.fileno())
            text = file.read(_LONGEST)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            phrase("{path} cannot be read: {error}", path=path, error=error),
            phrase("mend the file, or move it out of the way"),
        ) from error
    ours = _OUR_LINE.findall(text)
    if ours:
        _check_privacy(path, facts, holds_token="LOX24_TOKEN" in ours)
    # The lines of other programs are none of our business: it must not write to standard error about them.
    logging.getLogger("dotenv.main").disabled = True
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    for name in ours:
        if name not in values:
            raise SettingsError(
                phrase("the line of {name} in {path} cannot be understood", name=name, path=path),
                phrase("close its quotes: NAME='value'"),
            )
    return Source(str(path), {key: value for key, value in values.items() if value}, path.parent)


def _check_privacy(path: Path, facts: os.stat_result, *, holds_token: bool) -> None:
    """Refuse a file that somebody else could have written, or one with a token that somebody else can read."""
    if os.name != "posix":
        return
    if facts.st_uid not in (os.geteuid(), 0):
        raise SettingsError(
            phrase("{path} belongs to another user, who would decide what lox24 does", path=path),
            phrase(
                "if you trust it, make it yours: sudo chown $USER {path} && chmod 600 {path}; or work in "
                "another folder",
                path=path,
            ),
            code="dotenv-open",
        )
    if facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsError(
            phrase("{path} can be changed by others, who would decide what lox24 does", path=path),
            phrase("take that right away: chmod 600 {path}", path=path),
            code="dotenv-open",
        )
    if holds_token and facts.st_mode & (stat.S_IRGRP | stat.S_IROTH):
        raise SettingsError(
            phrase("{path} holds a token and can be read by others", path=path),
            phrase("take that right away: chmod 600 {path}", path=path),
            code="dotenv-open",
        )


def state_folder(environment: Environment) -> Path:
    """Return the folder of journals, locks and the sandbox's data; made private (0700) if it is new.

    Raises:
        SettingsError: it cannot be made.
    """
    given = environment.get("LOX24_STATE_DIR")
    if given:
        folder = _expand(Path(given))
    else:
        from platformdirs import user_state_path  # noqa: PLC0415  most runs of --help need no state

        folder = _expand(user_state_path("lox24", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            phrase("the state folder {folder} cannot be made: {strerror}", folder=folder, strerror=error.strerror),
            phrase("set LOX24_STATE_DIR to a folder that you can write to"),
        ) from error
    return folder


def _expand(folder: Path) -> Path:
    """Return the folder as an absolute path.

    Raises:
        SettingsError: the user has no home folder, or the working folder is gone.
    """
    try:
        expanded = folder.expanduser().absolute()
    except (RuntimeError, OSError):
        expanded = folder
    if not expanded.is_absolute() or "~" in folder.parts[:1] == expanded.parts[:1]:
        raise SettingsError(
            phrase("the state folder {folder} cannot be found: no home folder is known", folder=folder),
            phrase("set LOX24_STATE_DIR to the full path of a folder that you can write to"),
        )
    return expanded
