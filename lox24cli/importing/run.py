"""A run under way: its journal, its file, its group; and the line to the gateway that it travels on."""

from dataclasses import asdict, dataclass, field
from typing import Self

from lox24cli.gateway.client import Gateway
from lox24cli.importing.delivery.pacing import BackOff, Patience
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.job import Delivery, Job, Surroundings
from lox24cli.importing.journal import run_folders
from lox24cli.importing.journal.identity import Identity
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.report.files import ReportFiles
from lox24cli.importing.watching import GroupFacts, Watcher
from lox24cli.mapping.column_map import ColumnMap
from lox24cli.model import Source


@dataclass(frozen=True, slots=True)
class Line:
    """What every step of a run shares."""

    gateway: Gateway
    account: str
    """The gateway's address and the client id: whose group it is."""
    world: Surroundings
    watcher: Watcher
    persistence: Persistence

    @classmethod
    def join(cls, gateway: Gateway, account: str, world: Surroundings, watcher: Watcher, delivery: Delivery) -> Self:
        """Join a gateway and the world by the delivery's patience."""
        back_off = BackOff(delivery.backoff_seconds, world.rng)
        patience = Patience(delivery.max_wait_seconds)
        persistence = Persistence(world.sleep, back_off, delivery.retries, patience, watcher)
        return cls(gateway, account, world, watcher, persistence)


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose rows are all in its journal."""

    journal: Journal
    job: Job
    source: Source
    columns: ColumnMap
    group: GroupFacts | None
    files: ReportFiles
    world: Surroundings
    resumed: bool = False
    notices: list[str] = field(default_factory=list)

    @classmethod
    def reopen(cls, journal: Journal, job: Job, world: Surroundings) -> Self:
        """Return the run that an earlier process left."""
        source = run_folders.source_of(journal)
        files = ReportFiles(journal.run_id, job, source, world.state)
        group = GroupFacts(**journal.get("group"))
        columns = ColumnMap.from_json(journal.get("columns"))
        return cls(journal, job, source, columns, group, files, world, resumed=True)

    def keep_facts(self, identity: Identity | None, notices: tuple[str, ...]) -> None:
        """Write what a later process must know into the journal; from now on the run can be gone on with."""
        self.notices.extend(notices)
        self.journal.set(
            identity=identity.facts() if identity else None,
            file=self.job.name,
            path=None if self.job.name == "-" else str(self.job.file.absolute()),
            source=run_folders.source_facts(self.source),
            columns=self.columns.to_json(),
            group=asdict(self.group) if self.group else None,
            dry_run=self.is_dry,
            rules=repr(self.job.rules),
            region=self.job.rules.region,
            on_existing=self.job.rules.on_existing,
            include_opted_out=self.job.rules.include_opted_out,
            started=self.world.now().isoformat(timespec="seconds"),
            state="prepared",
        )

    @property
    def is_dry(self) -> bool:
        """Tell whether nothing is to be sent."""
        return self.job.dry_run or self.job.group_id is None

    @property
    def phone_columns(self) -> frozenset[int]:
        """Return the columns that give the phone."""
        return frozenset(index for mapped in self.columns.fields if mapped.field == "phone" for index in mapped.columns)
