"""The list of judging rules itself: each place is there, and docs/heuristics.md tells of each what defends it."""

import importlib
from typing import Any

import pytest

from lox24cli.mapping import thresholds as of_columns
from lox24cli.numbers import thresholds as of_numbers
from tests.conftest import ROOT
from tests.heuristics.judging import RULES
from tests.heuristics.switching import Rule

UNJUDGED = {"SAMPLE_ROWS", "UNIX_TIMES", "ROUNDED", "ROUNDED_TO_SINGLES", "MOST_DIFFERENT"}
"""Figures that bound work or memory, or that a rule of their own stands for."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.place} {rule.says}")
def test_a_rule_is_where_it_is_said_to_be(rule: Rule) -> None:
    module, _, path = rule.place.partition(":")
    found: Any = importlib.import_module(f"lox24cli.{module}")
    for name in path.split("."):
        found = vars(found)[name]


def test_every_figure_of_judgement_is_a_rule() -> None:
    judged = {rule.place.partition(":")[2] for rule in RULES if ".thresholds:" in rule.place}
    figures = {name for module in (of_columns, of_numbers) for name in vars(module) if name.isupper()}
    assert figures - UNJUDGED == judged


def test_every_rule_has_its_line_with_what_goes_wrong_without_it() -> None:
    lines = (ROOT / "docs" / "heuristics.md").read_text("utf-8").splitlines()
    bare = [rule.place for rule in RULES if not any(_defends(line, rule) for line in lines)]
    assert not bare


def _defends(line: str, rule: Rule) -> bool:
    return line.startswith(f"| {rule.says} | ") and not line.endswith(("| nothing |", "| |"))
