"""Refusals one after another: is something stored all the same, and is it the gateway that errs. Knows no file.

A whole batch that is refused is believed to have stored nothing only as far as the group bears it out: it is read after
the first refusal, and whenever its count has grown by what nobody recorded.
"""

from lox24cli.gateway.outcomes import BatchRefused, GatewayRefused, ItemAnswer, say
from lox24cli.importing.delivery.batching import Batch
from lox24cli.importing.journal.journal import Journal
from lox24cli.importing.journal.verdicts import count_expected
from lox24cli.importing.run import Line
from lox24cli.translating import phrase

MOST_AT_FIRST = 11
"""Requests that bring no contact, before any has brought one: the first batch, and ten contacts one by one."""
MOST_LATER = 25
"""The same in a row, after some have: the longest search for one row in 10,000 has 15."""


class Refusals:
    """The refusals of one delivery."""

    def __init__(self, journal: Journal, line: Line) -> None:
        self._journal = journal
        self._line = line
        self._in_a_row = 0
        self._last = ""
        self._surplus: int | None = None
        """Entries of the group beyond what is recorded, at the last look; None before the first."""
        self._count: int | None = None
        """Its own count then."""
        self._alone: list[int] = []
        """Rows refused alone before any contact was taken: perhaps not theirs is the fault."""
        self.has_taken = False
        """Whether the gateway has taken a contact in this delivery."""

    def taken(self) -> None:
        """Count an answer that brought a contact into the group."""
        self.has_taken = True
        self._in_a_row = 0
        self._alone = []

    def refused(self, batch: Batch, said: BatchRefused | ItemAnswer, request_id: str) -> None:
        """Count an answer that brought none."""
        self._in_a_row += 1
        self._last = phrase("({status}){said}", status=said.http_status, said=say(said.message, request_id))
        if len(batch.rows) == 1 and isinstance(said, BatchRefused) and not self.has_taken:
            self._alone += batch.seqs

    def end(self) -> GatewayRefused | None:
        """Return the error that stops the run when so many refusals in a row are no row's fault any more.

        Rows that were refused alone before any contact was taken are free again: the fault may not be theirs.
        """
        if self._in_a_row < (MOST_LATER if self.has_taken else MOST_AT_FIRST):
            return None
        self._journal.free(self._alone)
        return GatewayRefused(
            phrase(
                "the gateway has refused {in_a_row} requests in a row, and taken no contact of them, the "
                "last time so {last}",
                in_a_row=self._in_a_row,
                last=self._last,
            ),
            phrase("if the contacts are sound, ask LOX24 support; the same command goes on where this one stopped"),
        )

    def must_read_group(self) -> bool:
        """Tell whether a refused batch may have been stored all the same, as far as the group's own count says.

        Raises:
            TemporaryError, AccountError: the group cannot be asked.
        """
        count = self._line.persistence.ask(lambda: self._line.gateway.group(self._line.group_id)).count
        if count is None:
            return True
        surplus = count - count_expected(self._journal)
        must_read = self._surplus is None or surplus > self._surplus
        self._count, self._surplus = count, surplus
        return must_read

    def group_was_read(self) -> None:
        """Count anew what the group holds beyond what is recorded: some of that has been recorded now."""
        if self._count is not None:
            self._surplus = self._count - count_expected(self._journal)
