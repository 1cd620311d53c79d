"""What makes two runs the same run: account, group, file and rules."""

from dataclasses import asdict, dataclass
from typing import Any

from lox24cli.importing.job import Rules


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two runs the same run: the same bytes, to the same group, by the same rules."""

    account: str
    """Base URL and client id."""
    group_id: str
    path: str
    """The file's absolute path; a changed file is recognised by it."""
    sha256: str
    rules: str

    @classmethod
    def of(cls, account: str, group_id: str, path: str, sha256: str, rules: Rules) -> "Identity":
        """Return the identity of a run about to begin."""
        return cls(account, group_id, path, sha256, repr(rules))

    def facts(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return asdict(self)

    def is_same_run(self, facts: dict[str, Any]) -> bool:
        """Tell whether a journal's run is this one."""
        return {**facts, "path": self.path} == self.facts()

    def is_same_place(self, facts: dict[str, Any]) -> bool:
        """Tell whether a journal's run sends the same path to the same group, whatever is in the file now."""
        keys = ("account", "group_id", "path")
        return all(facts.get(key) == getattr(self, key) for key in keys)
