"""Who may know whom: the rooms of the design, held against every import of the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lox24cli"

MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "settings": {"errors"},
    "contacts": {"errors", "contacts"},
    "gateway": {"errors", "settings", "gateway", "contacts.model"},
    "importing": {"errors", "contacts", "gateway", "importing"},
    "sandbox": {"errors", "sandbox"},
    "cli": {"errors", "settings", "contacts", "gateway", "importing", "sandbox", "cli"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""Room -> rooms, or single modules, that it may import."""

OWNERS: dict[str, set[str]] = {
    "httpx": {"gateway"},
    "httpcore": {"gateway"},
    "phonenumbers": {"contacts"},
    "typer": {"cli"},
    "rich": {"cli"},
    "dotenv": {"settings"},
    "xlrd": {"contacts"},
    "olefile": {"contacts"},
    "xlsxwriter": {"importing"},
    "starlette": {"sandbox"},
    "uvicorn": {"sandbox"},
    "sqlite3": {"importing", "sandbox"},
    "filelock": {"importing"},
    "platformdirs": {"settings"},
}
"""Library -> the only rooms that may import it."""


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        yield path, inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("path", "room"), list(modules()), ids=lambda value: getattr(value, "name", str(value)))
def test_each_module_knows_only_what_its_room_may_know(path: Path, room: str) -> None:
    for name in imports(path):
        if name.startswith("lox24cli."):
            known = name.removeprefix("lox24cli.")
            allowed = MAY_KNOW[room]
            assert any(known == a or known.startswith(f"{a}.") for a in allowed | {"__version__"}), (
                f"{path.name} in {room} must not know {name}"
            )


@pytest.mark.parametrize(("path", "room"), list(modules()), ids=lambda value: getattr(value, "name", str(value)))
def test_each_library_is_imported_by_its_owner_alone(path: Path, room: str) -> None:
    for name in imports(path):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or room in owners, f"{path.name} in {room} must not import {name}"


def test_phonenumbers_has_one_importer() -> None:
    importers = {path.name for path, _ in modules() if any(i.split(".")[0] == "phonenumbers" for i in imports(path))}
    assert importers == {"numbers.py"}


def test_rich_has_one_importer_for_drawing() -> None:
    importers = {path.name for path, _ in modules() if any(i.split(".")[0] == "rich" for i in imports(path))}
    assert importers <= {"bar.py", "showing.py"}


def test_help_loads_neither_the_importer_nor_what_it_is_made_of() -> None:
    """Whoever asks for help, or completes a word with the tab key, does not wait for libphonenumber and the wire."""
    program = (
        "import sys; from lox24cli.cli.app import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    heavy = {
        "httpx",
        "phonenumbers",
        "rich",
        "starlette",
        "sqlite3",
        "lox24cli.importing.job",
        "lox24cli.sandbox.serving.app",
    }
    assert not loaded & heavy


@pytest.mark.parametrize("path", [path for path, _ in modules()], ids=lambda path: path.name)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0].lineno
            assert (node.end_lineno or first) - first < 40, f"{path.name}: {node.name} is long"
