"""lox24: bring contact files into LOX24 groups, each contact once, with a report that cannot lie.

The calls of the library are loaded when they are first asked for: `import lox24cli` alone costs nothing.
"""

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:  # what type checkers see; `typing` itself is not loaded for it
    from lox24cli.importing.report.summary import Summary as Summary
    from lox24cli.importing.watching import Plan as Plan
    from lox24cli.importing.watching import Progress as Progress
    from lox24cli.library.contacts import check_contacts as check_contacts
    from lox24cli.library.contacts import import_contacts as import_contacts
    from lox24cli.library.contacts import import_rows as import_rows
    from lox24cli.library.contacts import sync_group as sync_group
    from lox24cli.library.groups import Exported as Exported
    from lox24cli.library.groups import export_group as export_group
    from lox24cli.library.runs import resume_run as resume_run
    from lox24cli.library.runs import undo_run as undo_run

__version__ = "0.1.0"

_PLACES = {
    "Exported": "library.groups",
    "Plan": "importing.watching",
    "Progress": "importing.watching",
    "Summary": "importing.report.summary",
    "check_contacts": "library.contacts",
    "export_group": "library.groups",
    "import_contacts": "library.contacts",
    "import_rows": "library.contacts",
    "resume_run": "library.runs",
    "sync_group": "library.contacts",
    "undo_run": "library.runs",
}
"""Public name -> the module that has it."""

__all__ = [
    "Exported",
    "Plan",
    "Progress",
    "Summary",
    "__version__",
    "check_contacts",
    "export_group",
    "import_contacts",
    "import_rows",
    "resume_run",
    "sync_group",
    "undo_run",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
