"""The corpus in small: thousands of rows of known truth. `make corpus` judges ten times as many, and more seeds."""

from pathlib import Path

import pytest

from tests.corpus.checking import check_by_command, check_here
from tests.corpus.generator import generate, make_file
from tests.corpus.judge import NEEDLESS, RIGHT, WRONG, describe, judge, row_text
from tests.corpus.truths import Must

SEEDS = range(11, 19)
FILES = 36
"""More than there are dialects: with the eight seeds, each program meets many of them."""
LEAST_RIGHT = 0.99


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_wrong_and_nearly_all_that_can_be_known_are_right(tmp_path: Path, seed: int) -> None:
    tally = judge(generate(seed, FILES), tmp_path, check_here)
    wrong = [f"{describe(file)} {row_text(row)}" for file, row in tally.of_kind(WRONG)]
    assert not wrong, "\n".join(wrong)
    assert not tally.faults, "\n".join(f"{describe(file)} {fault}" for file, fault in tally.faults)
    needless = [f"{describe(file)} {row_text(row)}" for file, row in tally.of_kind(NEEDLESS)]
    assert tally.knowable_right >= LEAST_RIGHT, "\n".join(needless[:20])


def test_the_real_command_says_the_same(tmp_path: Path) -> None:
    tally = judge(generate(11, 6), tmp_path, check_by_command)
    here = judge(generate(11, 6), tmp_path, check_here)
    assert [(row.kind, row.line) for row in tally.rows] == [(row.kind, row.line) for row in here.rows]
    assert sum(row.kind == RIGHT for row in tally.rows) > 0


def test_the_corpus_is_the_same_each_time_and_holds_every_fate() -> None:
    files = [make_file(11, index) for index in range(FILES)]
    assert files == [make_file(11, index) for index in range(FILES)]
    assert {cell.truth.must for file in files for cell in file.cells} == set(Must)
