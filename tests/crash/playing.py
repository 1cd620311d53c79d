"""One seed from its beginning to its verdict."""

import contextlib
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.driving import Driver, Tried
from tests.crash.place import Place, opened
from tests.crash.scenarios import CALM, make_scenario
from tests.crash.verifying import (
    closed_run,
    compare_files,
    compare_group,
    compare_reports,
    find_lies,
    find_litter,
    find_said_no,
    find_traces,
)
from tests.reading_reports import read_report

_MOST_CALM_ATTEMPTS = 2


@dataclass(slots=True)
class Figures:
    """What happened, and what was wrong; the sums of many runs."""

    runs: int = 0
    commands: int = 0
    kills: int = 0
    signals: int = 0
    faults: int = 0
    deaths: int = 0
    requests: int = 0
    batches: int = 0
    rows: int = 0
    lost: int = 0
    twice: int = 0
    said_no: int = 0
    """Uploaded after they had said no."""
    wrong_lines: int = 0
    other: int = 0
    """Any other broken promise: exit codes, sums, personal data, file modes, tracebacks, hanging."""
    litter: int = 0
    """Temporary files and journals that never began, left by killed processes: no fault, but told."""
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    """In how many runs the rarer troubles happened."""

    def add(self, more: "Figures") -> None:
        """Add another run's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(more, name))

    @property
    def wrong(self) -> int:
        """How much was wrong."""
        return self.lost + self.twice + self.said_no + self.wrong_lines + self.other


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one seed came to."""

    seed: int
    figures: Figures
    complaints: tuple[str, ...]
    story: tuple[str, ...]
    """The attempts, for a person."""


@dataclass(slots=True)
class _Playing:
    figures: Figures = field(default_factory=Figures)
    complaints: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    def complain(self, kind: str, complaints: list[str]) -> None:
        setattr(self.figures, kind, getattr(self.figures, kind) + len(complaints))
        self.complaints += [f"{kind}: {complaint}" for complaint in complaints]


@dataclass(frozen=True, slots=True)
class _Result:
    """The end that counts."""

    exit_code: int | None
    report: Path
    failed: Path | None


def play(driver: Driver, seed: int) -> Verdict:
    """Play the scenario of a seed and return what came of it."""
    began = time.monotonic()
    scenario = make_scenario(seed)
    playing = _Playing()
    with opened(scenario) as calm_place, opened(scenario) as place:
        tried = driver.start(calm_place, CALM)
        undisturbed = _result_of(calm_place, tried)
        playing.complain("other", [f"undisturbed: {lie}" for lie in find_lies(calm_place, tried)])
        for kind, entries in zip(("lost", "twice"), compare_group(calm_place), strict=True):
            playing.complain(kind, [f"undisturbed: {entry}" for entry in entries])
        if undisturbed is None:
            playing.complain("other", [f"undisturbed: exit {tried.status}: {tried.stderr}"])
        else:
            result = _play_attempts(driver, place, playing)
            _judge(place, result, undisturbed, playing)
        _count(place, playing.figures)
    playing.figures.runs = 1
    playing.figures.rows = len(scenario.contacts.rows)
    playing.figures.kinds = Counter(scenario.kinds)
    playing.figures.seconds = time.monotonic() - began
    return Verdict(seed, playing.figures, tuple(playing.complaints), tuple(playing.story))


def _play_attempts(driver: Driver, place: Place, playing: _Playing) -> _Result | None:
    attempts = (*place.scenario.attempts, *[CALM] * _MOST_CALM_ATTEMPTS)
    for attempt in attempts:
        tried = driver.start(place, attempt)
        playing.figures.commands += 1
        happened = [incident.kind for incident in place.wire.happened]
        playing.figures.faults += sum(kind != "moment" for kind in happened)
        place.wire.happened.clear()
        if attempt.kill is not None:
            playing.figures.kills += tried.status == -signal.SIGKILL
            playing.figures.signals += attempt.kill.number != signal.SIGKILL and (
                attempt.kill.seconds is not None or "moment" in happened
            )
        playing.story += _tell(tried, attempt, happened)
        playing.complain("other", list(find_lies(place, tried)))
        if not tried.shrunk and (result := _result_of(place, tried)) is not None:
            return result
    playing.complain("other", ["it did not come to an end"])
    return None


def _result_of(place: Place, tried: Tried) -> _Result | None:
    answer = tried.answer
    if answer is not None and tried.report is not None and answer["exit_code"] in (0, 3):
        failed = Path(answer["failed"]) if answer["failed"] else None
        return _Result(answer["exit_code"], tried.report, failed)
    if tried.status < 0 and (run := closed_run(place)) is not None:
        # Killed after all was done, before it could say so.
        out = place.folder / "out"
        return _Result(None, next(out.glob(f"*.{run}.report.csv")), next(out.glob(f"*.{run}.failed.*"), None))
    return None


def _judge(place: Place, result: _Result | None, undisturbed: _Result, playing: _Playing) -> None:
    place.arrive()
    lost, twice = compare_group(place)
    playing.complain("said_no", find_said_no(place))
    if place.blocks:
        playing.complain("other", [f"a revoked key was sent until the IP was blocked, {place.blocks} times"])
    playing.complain("lost", lost)
    playing.complain("twice", twice)
    playing.complain("other", list(find_traces(place, finished=result is not None)))
    if result is None:
        return
    if result.exit_code not in (None, undisturbed.exit_code):
        playing.complain("other", [f"exit {result.exit_code} instead of {undisturbed.exit_code}"])
    lines, right = read_report(result.report), read_report(undisturbed.report)
    playing.complain("wrong_lines", list(compare_reports(place, lines, right)))
    playing.complain("other", list(compare_files(result.failed, undisturbed.failed)))


def _count(place: Place, figures: Figures) -> None:
    requests = place.requests
    figures.faults += sum(request.fault is not None for request in requests)
    figures.requests = len(requests)
    figures.batches = sum(request.is_batch for request in requests)
    figures.deaths = place.deaths
    figures.litter = sum(find_litter(place))


def _tell(tried: Tried, attempt: object, happened: Sequence[str]) -> Iterator[str]:
    yield f"{' '.join(tried.args)}"
    yield f"  plan: {attempt}"
    counts = {k: v for k, v in tried.answer["counts"].items() if v} if tried.answer else None
    yield f"  exit {tried.status}, on the wire {happened}, counts {counts}"
    with contextlib.suppress(IndexError):
        yield f"  {tried.stderr.strip().splitlines()[0]}"
