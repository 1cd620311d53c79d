"""Who may know whom: the rooms of the house, held against every import of the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import lox24cli

PACKAGE = Path(lox24cli.__file__).parent

SHARED = {"model", "row_facts", "errors", "translating", "wording", "witnesses"}
"""What every room of the straight line may know."""

MAY_KNOW: dict[str, set[str]] = {
    "translating": set(),
    "model": {"row_facts", "translating"},
    "row_facts": {"translating"},
    "errors": set(),
    "wording": {"translating"},
    "witnesses": {"translating"},
    "settings": {"errors", "translating"},
    "credentials": {"errors", "settings", "translating"},
    "tables": SHARED,
    "numbers": SHARED,
    "mapping": SHARED | {"numbers"},
    "gateway": SHARED | {"credentials"},
    "importing": SHARED | {"tables", "mapping", "numbers", "gateway"},
    "sandbox": {"errors", "translating"},
    # What a program calls. It makes jobs of arguments and needs for that what the command line needed before it.
    "library": SHARED | {"settings", "credentials", "tables", "numbers", "gateway", "importing", "sandbox"},
    "cli": SHARED | {"settings", "credentials", "tables", "numbers", "gateway", "importing", "sandbox", "library"},
    "__main__": {"cli"},
    # For type checkers alone: at run time a name is loaded when it is first asked for.
    "__init__": {"library", "importing"},
}
"""Room -> rooms that it may import, besides itself."""

INNER: dict[str, set[str]] = {
    "tables/formats": set(),
    "tables/text": {"tables"},
    "tables/workbooks": {"tables", "tables/formats"},
    "gateway/http": {"gateway"},
    "gateway/lists": {"gateway"},
    "importing/journal": {"importing"},
    "importing/report": {"importing", "importing/journal"},
    "importing/delivery": {"importing", "importing/journal", "importing/report"},
    "cli/output": {"cli"},
    "cli/commands": {"cli", "cli/output"},
    "sandbox/faults": set(),
    "sandbox/world": {"sandbox/faults"},
    "sandbox/api": {"sandbox/world"},
    "sandbox/serving": {"sandbox/api", "sandbox/faults", "sandbox/world"},
}
"""Inner room -> other parts of its own room that it may import."""

OWNERS: dict[str, set[str]] = {
    "httpx": {"gateway/http"},
    "httpcore": {"gateway/http"},
    "phonenumbers": {"numbers"},
    "babel": {"mapping"},
    "typer": {"cli", "cli/commands"},
    "rich": {"cli/output"},
    "dotenv": {"settings"},
    "zipfile": {"tables", "tables/workbooks"},
    "xml": {"tables/workbooks"},
    "xlrd": {"tables/workbooks"},
    "python_calamine": {"tables/workbooks"},
    "olefile": {"tables"},
    "xlsxwriter": {"importing/report"},
    "starlette": {"sandbox/api", "sandbox/serving"},
    "uvicorn": {"sandbox/serving"},
    "sqlite3": {"importing/journal", "sandbox/world"},
    "filelock": {"importing"},
    "msgspec": {"importing/journal"},
    "platformdirs": {"settings"},
}
"""Library -> the only rooms that may import it."""


def modules() -> Iterator[tuple[Path, str]]:
    """Every module with its innermost room: `tables/text`, `numbers`, `errors`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        yield path, "/".join(inside.parts[:-1]) or inside.stem


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str:
    """The innermost room of an imported name of ours: `lox24cli.tables.text.records.Record` -> `tables/text`."""
    parts = name.split(".")[1:]
    folders = [part for part in parts if part.islower()]
    while folders and not (PACKAGE.joinpath(*folders)).is_dir():
        folders.pop()
    return "/".join(folders) or (parts[0] if (PACKAGE / f"{parts[0]}.py").exists() else "__init__")


def arrows() -> Iterator[tuple[Path, str, str]]:
    """Each import of ours that leaves its room: the module, its room, the room it knows."""
    for path, room in modules():
        for name in imports(path):
            if name.split(".")[0] == "lox24cli" and (known := room_of(name)) not in {room, "__init__"}:
                yield path, room, known


def test_each_module_knows_only_what_its_room_may_know() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} in {room} must not know {known}"
        for path, room, known in arrows()
        if (outer := room.split("/")[0]) != (there := known.split("/")[0]) and there not in MAY_KNOW[outer]
    ]
    assert not wrong, "\n".join(wrong)


def test_inner_rooms_know_each_other_in_one_direction() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} in {room} must not know {known}"
        for path, room, known in arrows()
        if room in INNER and room.split("/")[0] == known.split("/")[0] and known not in INNER[room]
    ]
    assert not wrong, "\n".join(wrong)
    assert {room for _, room in modules() if "/" in room} == INNER.keys()


def test_each_library_is_imported_by_its_owner_alone() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} must not import {name}"
        for path, room in modules()
        for name in imports(path)
        if room not in OWNERS.get(name.split(".")[0], {room})
    ]
    assert not wrong, "\n".join(wrong)


def test_help_loads_neither_the_importer_nor_what_it_is_made_of() -> None:
    """Whoever asks for help, or completes a word with the tab key, does not wait for libphonenumber and the wire."""
    program = (
        "import sys; from lox24cli.cli.app import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    heavy = {"httpx", "phonenumbers", "rich", "starlette", "sqlite3", "lox24cli.importing.job", "lox24cli.sandbox"}
    assert not loaded & heavy


def test_the_help_of_one_command_loads_no_other() -> None:
    words = "['phones', 'import', '--help']"
    program = f"import sys; from lox24cli.cli.app import main; sys.argv = ['lox24', *{words}]; main()"
    watched = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {program}"
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stderr.split() if name.startswith("lox24cli.cli.commands.")}
    assert loaded == {"lox24cli.cli.commands.phones"}
    assert "pydantic" not in done.stderr.split()


def test_files_and_functions_stay_small() -> None:
    for path, _ in modules():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, f"{path.name} is long"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0].lineno
                assert (node.end_lineno or first) - first < 40, f"{path.name}: {node.name} is long"
