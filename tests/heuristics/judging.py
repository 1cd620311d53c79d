"""What goes wrong without a rule: rows and files of both corpora."""

import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import generator
from tests.corpus.checking import check_here
from tests.corpus.judge import NEEDLESS, WRONG, scratch_folder
from tests.corpus.judge import judge as judge_ours
from tests.corpus.strangers import generating
from tests.corpus.strangers.judge import judge as judge_strangers
from tests.heuristics.mapping_rules import RULES as MAPPING
from tests.heuristics.numbers_rules import RULES as NUMBERS
from tests.heuristics.switching import VARIABLE, Rule, switch_off
from tests.heuristics.tables_rules import RULES as TABLES

RULES: tuple[Rule, ...] = (*TABLES, *MAPPING, *NUMBERS)
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Sample:
    """How many files of each corpus are judged, and of which seed."""

    ours: int
    strangers: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """What is wrong with the samples and the tests."""

    wrong: int = 0
    """Rows that would go to somebody else."""
    held: int = 0
    """Rows that could have been read."""
    faults: int = 0
    """Files that are misread or asked about needlessly."""
    test: str = ""
    """The first test that fails."""
    breaks: str = ""
    """Why the program did not go on at all."""

    def beyond(self, usual: "Figures") -> "Figures":
        """Return what is worse than usual."""
        return Figures(
            max(self.wrong - usual.wrong, 0),
            max(self.held - usual.held, 0),
            max(self.faults - usual.faults, 0),
            self.test,
            self.breaks,
        )

    @property
    def is_defended(self) -> bool:
        """Something fails without the rule."""
        return self != Figures()

    def __str__(self) -> str:
        told = [(self.wrong, "wrong"), (self.held, "held"), (self.faults, "files")]
        parts = [f"{count} {word}" for count, word in told if count]
        parts += [f"`{self.test}`"] if self.test else []
        return ", ".join(parts) or self.breaks or "nothing"


def judge_without(number: int | None, sample: Sample) -> Figures:
    """Return what goes wrong without that one of RULES, the usual for None; it stays off in this process."""
    if number is not None:
        os.environ[VARIABLE] = str(number)
        switch_off_named()
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        try:
            figures = _judge_corpora(Path(folder), sample)
        except Exception:  # noqa: BLE001  without a rule anything may happen
            figures = Figures(breaks=traceback.format_exc().strip().rpartition("\n")[2])
    return figures


def switch_off_named() -> None:
    """Switch the rule off that the environment names, if it names one."""
    if number := os.environ.get(VARIABLE):
        switch_off(RULES[int(number)])


def _judge_corpora(folder: Path, sample: Sample) -> Figures:
    ours = judge_ours(generator.generate(sample.seed, sample.ours), folder, check_here)
    strangers = judge_strangers(generating.generate(sample.seed, sample.strangers), folder)
    return Figures(
        wrong=len(ours.of_kind(WRONG)) + sum(len(one.wrong) for one in strangers),
        held=len(ours.of_kind(NEEDLESS)) + sum(len(one.held) for one in strangers),
        faults=len(ours.faults) + sum(one.is_asked_needlessly or bool(one.fault) for one in strangers),
    )
