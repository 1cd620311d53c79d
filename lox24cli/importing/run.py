"""What travels along the straight line: the world around a run, the line to its group, the run itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Self

from lox24cli.gateway.client import Gateway
from lox24cli.importing.delivery.pacing import BackOff, Patience
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.group_reading import read_entry, read_group, region_of_group
from lox24cli.importing.job import Delivery, Job
from lox24cli.importing.journal.facts import Identity, RunFacts, State
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import GroupLine
from lox24cli.importing.report.files import ReportFiles
from lox24cli.importing.suppress_list import SuppressList
from lox24cli.importing.watching import GroupFacts, Stop, Watcher
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Source


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a run takes from the world besides files and the gateway; all that waits, tells or shuffles."""

    state: Path
    """The state folder."""
    watcher: Watcher
    sleep: Callable[[float], None]
    """Wait so many seconds, or until the user interrupts."""
    clock: Callable[[], float]
    """Seconds, monotonic."""
    now: Callable[[], datetime]
    """The time of day, in UTC."""
    rng: Random
    began: float
    """When the command began, on `clock`."""
    stop: Stop
    """The user's wish to stop."""


@dataclass(frozen=True, slots=True)
class Line:
    """The way to one group of one account."""

    gateway: Gateway
    account: str
    """The gateway's address and the client id: whose group it is."""
    group_id: str
    region: str | None
    """Of the group's phones that are written without a country code."""
    persistence: Persistence

    @classmethod
    def join(
        cls, gateway: Gateway, account: str, group_id: str, region: str | None, delivery: Delivery, world: World
    ) -> Self:
        """Join a gateway and the world by the delivery's patience."""
        back_off = BackOff(delivery.backoff_seconds, world.rng)
        patience = Patience(delivery.max_wait_seconds)
        persistence = Persistence(world.sleep, back_off, delivery.retries, patience, world.watcher)
        return cls(gateway, account, group_id, region, persistence)

    def reading_as(self, journal: Journal) -> Self:
        """Return the line that reads phones without a country code as the file of this run writes them."""
        return replace(self, region=region_of_group(journal, self.region))

    def read_group(self, *, opt_outs: bool = False, contents: bool = False) -> Iterator[GroupLine]:
        """Stream the phones that the group holds now; with `opt_outs` it must be known of each whether it opted out."""
        if not self.group_id:
            return iter(())  # a group that a dry run only speaks of
        return read_group(self.gateway, self.group_id, self.region, opt_outs=opt_outs, contents=contents)

    def read_entry(self, phone_id: str) -> GroupLine | None:
        """Return one entry of the group as it is now, None where there is none."""
        found = self.gateway.phone(phone_id)
        return None if found is None else read_entry(found, self.region)


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose rows are all in its journal."""

    journal: Journal
    job: Job
    source: Source
    columns: ColumnMap
    group: GroupFacts | None
    files: ReportFiles
    world: World
    resumed: bool = False
    notices: tuple[str, ...] = ()
    """What the plan tells the user: sentences."""
    suppressed: SuppressList | None = None
    """Of a run that goes on: the list of `--suppress` as it is now."""
    undoes: str | None = None
    """The run that this one takes back."""

    @classmethod
    def reopen(
        cls, journal: Journal, facts: RunFacts, job: Job, world: World, suppressed: SuppressList | None = None
    ) -> Self:
        """Return the run that an earlier process left; nobody of `suppressed` as it is now is sent to."""
        columns = ColumnMap(facts.fields, facts.source.columns)
        files = ReportFiles(journal.run_id, job, facts.source, world.state)
        run = cls(journal, job, facts.source, columns, facts.group, files, world)
        return replace(run, resumed=True, suppressed=suppressed, undoes=facts.undoes)

    def keep_facts(self, identity: Identity | None, inherits: tuple[str, ...]) -> None:
        """Write what a later process must know into the journal; from now on the run can be gone on with."""
        rules = self.job.rules
        facts = RunFacts(
            identity=identity,
            name=self.job.name,
            path=self.job.path,
            source=self.source,
            fields=self.columns.fields,
            group=self.group,
            dry_run=self.is_dry,
            rules=replace(rules, suppress=rules.suppress.absolute()) if rules.suppress else rules,
            started=self.world.now().isoformat(timespec="seconds"),
            inherits=inherits,
            undoes=self.undoes,
        )
        self.journal.keep(facts=facts, state=State.PREPARED)

    @property
    def is_dry(self) -> bool:
        """Tell whether nothing is to be sent."""
        return self.job.dry_run or self.job.group_id is None

    @property
    def phone_columns(self) -> frozenset[int]:
        """Return the columns that give the phone."""
        return frozenset(index for mapped in self.columns.fields if mapped.field == "phone" for index in mapped.columns)
