"""Names of files that can be clicked, where the terminal takes links.

OSC 8 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). A terminal that does not know it should show
nothing of it, but not each does so: links are written only where the terminal says who it is.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from lox24cli.wording import seen_from_here

_TERMINALS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"})
"""Of TERM_PROGRAM."""
_TERMS = re.compile(r"xterm-(kitty|ghostty)|alacritty.*|foot.*|contour.*|wezterm")
_VARIABLES = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM")
_OLDEST_VTE = 5000
"""Version 0.50 (GNOME Terminal, Tilix, Terminator): older ones take it for text."""


def takes_links(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal of these variables takes links; FORCE_HYPERLINK says it (0: no) before all others."""
    if (forced := environment.get("FORCE_HYPERLINK")) is not None:
        return forced not in ("", "0")
    if environment.get("TERM") in (None, "", "dumb") or environment.get("TMUX") or environment.get("STY"):
        return False
    if (vte := environment.get("VTE_VERSION", "")).isdigit():
        return int(vte) >= _OLDEST_VTE
    known = environment.get("TERM_PROGRAM") in _TERMINALS or any(map(environment.get, _VARIABLES))
    return known or _TERMS.fullmatch(environment.get("TERM", "")) is not None


def linked(text: str, files: Iterable[Path], environment: Mapping[str, str]) -> str:
    """Return the text with a link on the name of each file, as it is seen from here, where it ends a line."""
    if not takes_links(environment):
        return text
    for file in files:
        name = seen_from_here(file)
        if found := re.search(rf"(?<= ){re.escape(name)}$", text, re.MULTILINE):
            target = file.absolute().as_uri().replace("file://", f"file://{_host()}", 1)
            text = f"{text[: found.start()]}\x1b]8;;{target}\x1b\\{name}\x1b]8;;\x1b\\{text[found.end() :]}"
    return text


def _host() -> str:
    """Return whose files they are: over SSH the terminal's machine is another one."""
    return quote(os.uname().nodename) if hasattr(os, "uname") else ""
