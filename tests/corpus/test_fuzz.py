"""Damaged and random files in small: rows or an error of ours, never a traceback. `make fuzz` takes 20,000 of them."""

import pytest

from tests.corpus.fuzz import ALLOWED, run_chunk, run_commands

FILES = 60


@pytest.mark.parametrize("start", range(0, 8 * FILES, FILES))
def test_a_damaged_file_ends_in_rows_or_in_an_error_of_ours(start: int) -> None:
    figures = run_chunk(7, start, start + FILES)
    assert not figures.failures, "\n".join(f"file {index}: {problem}" for index, problem in figures.failures)
    assert figures.runs == FILES
    assert set(figures.exits) <= {int(code) for code in ALLOWED}


def test_the_real_command_ends_so_too() -> None:
    figures = run_commands(7, 480, 6)
    assert not figures.failures, "\n".join(f"file {index}: {problem}" for index, problem in figures.failures)
    assert figures.runs >= 6
