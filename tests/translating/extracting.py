"""Finds what the code says to people: every literal that is given to phrase(), plural() or counted()."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lox24cli

PACKAGE = Path(lox24cli.__file__).parent


class Marked(NamedTuple):
    """A sentence of the code, as a catalogue names it."""

    singular: str
    plural: str | None
    place: str
    """`cli/output/plan.py:41`."""


def find_marked() -> Iterator[Marked]:
    """Yield the marked sentences in the order of the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for singular, plural in _said(node.func.id, node.args):
                    yield Marked(singular, plural, f"{path.relative_to(PACKAGE)}:{node.lineno}")


def _said(function: str, arguments: list[ast.expr]) -> Iterator[tuple[str, str | None]]:
    match function, arguments:
        case "phrase", [template]:
            yield from ((one, None) for one in _literals(template))
        case "plural", [one, many, *_]:
            yield from zip(_literals(one), _literals(many), strict=True)
        case "counted", [_, noun]:
            yield from ((f"{{number:,}} {one}", f"{{number:,}} {one}s") for one in _literals(noun))
        case _:
            return


def _literals(node: ast.expr) -> Iterator[str]:
    """Yield a literal, or both of `"one" if … else "other"`; a name is a sentence of elsewhere."""
    match node:
        case ast.Constant(value=str(found)):
            yield found
        case ast.IfExp():
            yield from _literals(node.body)
            yield from _literals(node.orelse)
        case ast.JoinedStr():
            raise AssertionError(f"line {node.lineno}: a template is no f-string")
        case _:
            return
