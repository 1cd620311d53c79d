"""Switches each judging rule off and says what goes wrong without it.

python -m tests.heuristics [--only numbers.rounding] [--ours 36] [--strangers 71] [--jobs 2] [--write]
"""

import argparse
import multiprocessing
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.heuristics.judging import RULES, Figures, Sample, judge_without
from tests.heuristics.switching import Rule, load_everything
from tests.heuristics.testing import TESTS, first_failing

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "heuristics.md"
_TABLE = re.compile(r"(?<=<!-- figures -->\n).*", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each rule; the exit code is 1 when one of them is defended by nothing."""
    parser = argparse.ArgumentParser(description="Judge lox24 without each of its judging rules.")
    parser.add_argument("--only", default="", help="only rules whose place holds this")
    parser.add_argument("--ours", type=int, default=36, help="files of the first corpus")
    parser.add_argument("--strangers", type=int, default=71, help="files of the second corpus")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--write", action="store_true", help="write the figures of all rules into docs/heuristics.md")
    options = parser.parse_args(arguments)
    load_everything()
    rules = [rule for rule in RULES if options.only in rule.place]
    run = partial(judge_without, sample=Sample(options.ours, options.strangers))
    failing: dict[int, str] = {}
    for room in TESTS:
        numbers = [RULES.index(rule) for rule in rules if rule.room == room]
        failing |= first_failing(room, numbers, options.jobs) if numbers else {}
    found: dict[Rule, Figures] = {}
    with multiprocessing.get_context("fork").Pool(options.jobs, maxtasksperchild=1) as pool:
        judged = pool.imap(run, [None, *map(RULES.index, rules)], chunksize=1)
        usual = next(judged)
        for rule, figures in zip(rules, judged, strict=True):
            found[rule] = replace(figures.beyond(usual), test=failing[RULES.index(rule)])
            mark = " " if found[rule].is_defended else "!"
            sys.stdout.write(f"{mark} {rule.place} – {rule.says}: {found[rule]}\n")
            sys.stdout.flush()
    bare = [rule for rule in rules if not found[rule].is_defended]
    sys.stdout.write(f"{len(rules)} rules, {len(bare)} defended by nothing\n")
    if options.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(_TABLE.sub(lambda _: "\n".join(_lines(found.items())), text), encoding="utf-8")
    return 1 if bare else 0


def _lines(found: Iterable[tuple[Rule, Figures]]) -> Iterable[str]:
    room = ""
    for rule, figures in found:
        if rule.room != room:
            room = rule.room
            yield from ("", f"## {room}", "", "| rule | its place | without it |", "|---|---|---|")
        file, _, name = rule.place.partition(":")
        yield f"| {rule.says} | `{file.replace('.', '/')}.py` `{name}` | {figures} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
