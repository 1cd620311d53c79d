"""What is shown to people is marked, so that it can be said in German: held against every literal of the code.

A literal is a sentence when two words of small letters follow each other. What nobody reads is named below.
"""

import ast
import re
from collections.abc import Iterator

from lox24cli import errors
from tests.translating.extracting import PACKAGE

MARKS = {"phrase", "plural", "counted"}
BUGS = {
    "TypeError",
    "ValueError",
    "LookupError",
    "KeyError",
    "AssertionError",
    "UnbalancedBooksError",
    "AttributeError",
}
"""A traceback is for us, and in English."""
HELP = {"Option", "Argument", "Typer", "command", "_option", "add_typer"}
"""Of the command line: in English, as the pages that are made of it."""
OTHERS = {"compile", "cast", "NewType", "TypeVar", "RemoteProtocolError", "TransportError", "DecodingError"}
ELSEWHERE = (
    *("sandbox/", "cli/examples.py", "cli/help", "cli/topics", "cli/tree.py", "cli/panels.py", "cli/flags.py"),
    *("cli/mode_flags.py", "cli/declaring.py", "cli/completing", "cli/manual"),
    *("mapping/everyday_names.py", "tables/formats/", "tables/text/accented_words.py"),
)
"""The look-alike speaks English, as the API does; help, see HELP; words by which files are understood."""
_SENTENCE = re.compile(r"[a-z]{2,}[,:;]? [a-z]{2,}")
_CODE = re.compile(
    r"\b(SELECT|UPDATE|DELETE|INSERT|CREATE|FROM|WHERE|AND|OR|CASE|PRAGMA)\b|<[a-z]+|\\[bsd]|https?://|\|\|"
)
NOT_SHOWN = {
    "dry run",  # the state in --json; run_lines.py says it
    "no answer",  # the log of `lox24 sandbox`
    "other columns",  # a witness's name
    "powerpoint document",  # a stream in an Office file
    "import sys; sys.path[:] = {}; from {} import serve; serve()",  # a program
    "sms messag",  # the beginning of two words of a header
    "a way to reach somebody",  # phone_candidates.py says it
}
"""What no person reads, or reads in other words."""


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def text_of(node: ast.AST) -> str:
    """The literal text of a node; `{}` for what is filled in."""
    match node:
        case ast.Constant(value=str(found)):
            return found
        case ast.JoinedStr():
            return "".join(text_of(part) or "{}" for part in node.values)
        case _:
            return ""


def unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the sentences below a node that nothing marks."""
    found = text_of(node)
    if isinstance(node, ast.expr) and _SENTENCE.search(found) and not _CODE.search(found) and found not in NOT_SHOWN:
        yield node.lineno, found
    for child in below(node):
        yield from unmarked(child)


def below(node: ast.AST) -> list[ast.AST]:
    """What of a node may be shown: neither docstrings and annotations, nor what is marked, compared, or for bugs."""
    children: list[ast.AST]
    match node:
        case ast.Call() if called(node) in MARKS:
            children = [keyword.value for keyword in node.keywords]
        case ast.Call() if called(node) in BUGS | HELP | OTHERS:
            children = []
        case ast.Expr(value=ast.Constant()) | ast.arg() | ast.AnnAssign(value=None) | ast.Compare():
            children = []
        case ast.AnnAssign(value=ast.AST() as value):
            children = [value]
        case ast.FunctionDef():
            children = [*node.body, *node.args.defaults, *node.decorator_list]
        case ast.Dict():
            children = [*(key for key in node.keys if isinstance(key, ast.Call)), *node.values]
        case ast.JoinedStr():
            children = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        case _:
            children = list(ast.iter_child_nodes(node))
    return children


def test_no_sentence_is_unmarked() -> None:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = str(path.relative_to(PACKAGE))
        if not place.startswith(ELSEWHERE) and not place.endswith("_words.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{place}:{line}: {sentence}" for line, sentence in unmarked(tree)]
    assert not found, "\n".join(found)


def test_no_error_is_raised_with_bare_words() -> None:
    kinds = {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Lox24Error)
    }
    kinds |= {"GatewayDown", "GatewayRefused", "GroupMissing", "ListMissing", "GroupUnreadable", "AccountRefused"}
    bare = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in kinds and "sandbox" not in path.parts:
                bare += [
                    f"{path.relative_to(PACKAGE)}:{node.lineno}: {text_of(argument)}"
                    for argument in node.args
                    if isinstance(argument, ast.Constant | ast.JoinedStr) and text_of(argument)
                ]
    assert not bare, "\n".join(bare)
