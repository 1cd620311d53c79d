"""The strangers' corpus itself: the same each time, true to itself, and judged so that a lie is found."""

from pathlib import Path

import pytest

from tests.corpus.strangers.asking import Answer, run_command, run_here, typed_options
from tests.corpus.strangers.generating import KINDS, generate, make_file
from tests.corpus.strangers.invented import MOBILE, kind_of
from tests.corpus.strangers.judge import FileVerdict, judge, judge_rows


def test_the_same_seed_gives_the_same_files_of_every_kind() -> None:
    files = list(generate(3, 2 * len(KINDS)))
    assert files == list(generate(3, 2 * len(KINDS)))
    assert len({file.kind for file in files}) == len(KINDS)
    assert len({file.content for file in files}) == len(files)


def test_every_number_of_the_truth_exists_and_stands_for_one_row() -> None:
    for file in generate(4, len(KINDS)):
        numbers = [number for number in file.truth.values() if number]
        assert len(numbers) == len(set(numbers)), file.kind
        assert all(kind_of(number) in MOBILE for number in numbers), file.kind
        assert file.must <= file.truth.keys()


def _line(row: int, status: str, phone: str, code: str = "") -> dict[str, str]:
    return {"row": str(row), "status": status, "phone": phone, "code": code, "message": "", "input": ""}


@pytest.mark.parametrize(
    "line",
    [
        _line(2, "ready", "+491510000000"),
        _line(2, "skipped", "+491510000000", "duplicate-in-file"),
        _line(1, "ready", "+491510000000"),
    ],
    ids=["another number", "lost as another's duplicate", "a row that is no contact"],
)
def test_a_report_that_sends_anything_but_the_truth_is_wrong(line: dict[str, str]) -> None:
    file = make_file(KINDS[0], "1")
    verdict = FileVerdict(file)
    judge_rows(verdict, Answer(0, lines=[line]))
    assert [row.got for row in verdict.wrong] == ["+491510000000"]


def test_a_row_that_has_to_be_read_is_missed_in_a_report_and_held_by_a_question() -> None:
    file = next(file for file in generate(1, len(KINDS)) if file.must)
    read, asked = FileVerdict(file), FileVerdict(file)
    judge_rows(read, Answer(0))
    judge_rows(asked, Answer(6))
    assert {row.row for row in read.wrong} == {row.row for row in asked.held} == file.must


def test_the_options_of_a_hint_are_passed_as_a_shell_would() -> None:
    assert typed_options("say --map \"phone=My phone\" or --delimiter ';', else --header-row 3") == [
        ["--map", "phone=My phone"],
        ["--delimiter", ";"],
        ["--header-row", "3"],
    ]


def test_the_real_command_says_the_same(tmp_path: Path) -> None:
    here, there = (judge(generate(1, 6), tmp_path, run) for run in (run_here, run_command))
    assert [(one.right, one.wrong, one.held) for one in here] == [(one.right, one.wrong, one.held) for one in there]
    assert sum(one.right for one in here) > 0
