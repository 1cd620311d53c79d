"""What is said of a text file whose encoding is not known or not what it seemed: the line, its bytes, the choices."""

import codecs
import re
from pathlib import Path

from lox24cli.errors import InputError
from lox24cli.tables.text.code_pages import Choice
from lox24cli.translating import joined, phrase

_CHUNK = 1 << 20
_ENDS = re.compile(rb"\r\n|\r|\n")


def refuse_undecodable(path: Path, name: str, encoding: str, mark: bytes, *, mixed: bool = False) -> None:
    """Raise InputError with the first line and bytes that are not valid in it; `mark` is what the file begins with."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    text_end, line = "", 1
    try:
        with path.open("rb") as file:
            file.seek(len(mark))
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                line += _count_ends(text, text_end)
                text_end = text[-1:] or text_end
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start].decode(encoding, "ignore")
        line += _count_ends(before, text_end)
        bad = problem.object[problem.start : problem.end][:4].hex(" ").upper()
        around = before[-20:].rpartition("\n")[2]
        # No --encoding is named: what reads the bytes of this line would make `GroÃŸ` of the others.
        raise InputError(
            phrase(
                "{name} has several encodings: other lines are {encoding}: line {line} has the bytes {bad} after "
                "“{around}”"
                if mixed
                else "{name} is not valid {encoding}: line {line} has the bytes {bad} after “{around}”",
                name=name,
                encoding=encoding.upper(),
                line=line,
                bad=bad,
                around=around,
            ),
            phrase("save the file again as CSV UTF-8, each part from where it is whole")
            if mixed
            else phrase("save it as CSV UTF-8"),
            code="encoding",
        ) from problem
    except UnicodeError as problem:
        raise InputError(
            phrase("{name} is not valid {encoding}: {problem}", name=name, encoding=encoding, problem=problem),
            phrase("choose another --encoding"),
        ) from problem


def _count_ends(text: str, text_end: str) -> int:
    r"""Line ends in `text`; a `\\n` at its start belongs to a `\\r` that ended the text before."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends - (text_end == "\r" and text.startswith("\n"))


def ask_encoding(path: Path, name: str, choice: Choice) -> InputError:
    """Ask which of several old encodings it is: by the first line that they read differently."""
    line = 1
    for number, content in enumerate(_ENDS.split(path.read_bytes()), start=1):
        if choice.word in content:
            line = number
            break
    readings = joined(phrase(" or "), (f"“{text}” ({encoding})" for encoding, text in choice.readings))
    options = joined(phrase(" or "), (f"--encoding {encoding}" for encoding, _ in choice.readings))
    return InputError(
        phrase(
            "{name} is not UTF-8, and its old encoding cannot be known: line {line} reads {readings}",
            name=name,
            line=line,
            readings=readings,
        ),
        phrase("say which is right with {options}, or save the file again as CSV UTF-8", options=options),
        code="encoding",
    )
