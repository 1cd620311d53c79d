"""Which test fails first without a rule: the tests of a room are collected once, and run for each rule in a fork."""

import contextlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.heuristics.judging import RULES, switch_off_named
from tests.heuristics.switching import VARIABLE

ROOT = Path(__file__).parent.parent.parent

_BY_COMMAND = ("tests/corpus/test_rebuilt.py", "tests/cli/test_row_countries.py")
TESTS = {
    "tables": ("tests/tables", *_BY_COMMAND),
    "mapping": ("tests/mapping", "tests/cli/test_row_consents.py", *_BY_COMMAND),
    "numbers": ("tests/numbers", "tests/cli/test_other_notations.py", *_BY_COMMAND),
}
"""The tests that have to notice, by room: its own, then some that run the command."""
_SLOW = (
    "test_a_sheet_with_more_links_than_rows_is_read",
    "test_blank_cells_count_before_there_is_a_row_of_them",
    "test_cells_of_all_regions_read_at_one_look_are_what_the_careful_reading_makes_of_them",
    "test_digits_of_all_regions_are_what_phonenumbers_says_of_them",
)
"""Not asked: they hold quick ways against slow ones, and know no rule; nor are properties, which find it by luck."""


class _ForEachRule:
    """Runs what was collected once for each rule, until a test fails."""

    def __init__(self, numbers: Sequence[int], jobs: int) -> None:
        self._numbers = numbers
        self._jobs = jobs
        self._first = ""
        self.found: dict[int, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at one test's end."""
        if report.failed and not self._first:
            self._first = report.nodeid.rpartition("::")[2]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Fork for each rule, so many at a time; a rule that is off in a fork is on in the next."""
        waiting = iter(self._numbers)
        running: dict[int, tuple[int, int]] = {}
        while True:
            while len(running) < self._jobs and (number := next(waiting, None)) is not None:
                running |= self._fork(number, session)
            if not running:
                return True
            pid, _ = os.wait()
            number, end = running.pop(pid)
            with os.fdopen(end) as told:
                self.found[number] = told.read() or "the process ends"
            os.write(2, f"{RULES[number].place}: {self.found[number]}\n".encode())

    def _fork(self, number: int, session: pytest.Session) -> dict[int, tuple[int, int]]:
        end, tell = os.pipe()
        pid = os.fork()
        if pid:
            os.close(tell)
            return {pid: (number, end)}
        try:
            os.environ[VARIABLE] = str(number)
            switch_off_named()
            os.write(tell, (self._run(session) or "-").encode())
        finally:
            os._exit(0)

    def _run(self, session: pytest.Session) -> str:
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._first:
                break
        return self._first


def first_failing(room: str, numbers: Sequence[int], jobs: int) -> dict[int, str]:
    """Return, for each of those rules of the room, the first test that fails without it; empty for none."""
    loop = _ForEachRule(numbers, jobs)
    left_out = f"not ({' or '.join(_SLOW)})"
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore:Module already imported"]
    os.chdir(ROOT)
    with _silence():
        pytest.main([*options, "-m", "not hypothesis", "-k", left_out, *TESTS[room]], plugins=[loop])
    return {number: "" if test == "-" else test for number, test in loop.found.items()}


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()):
        yield
