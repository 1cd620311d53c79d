"""What the answer to a batch says of each of its rows."""

from dataclasses import dataclass

from lox24cli.errors import Lox24Error
from lox24cli.gateway.outcomes import Answered, BatchRefused, Gone, InDoubt, ItemAnswer, Trouble, say
from lox24cli.importing.delivery.batching import Batch
from lox24cli.importing.journal.changes import DONE
from lox24cli.importing.journal.journal import Sendable
from lox24cli.model import Code, Outcome, Status
from lox24cli.translating import phrase

NO_REASON = phrase("the gateway refuses this contact and does not say why")


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer, row by row."""

    outcomes: tuple[Outcome, ...]
    """Of the rows whose fate is known; a row that is certainly not stored, by no fault of its own, is ready again."""
    created: int
    """Or changed."""
    refused: int
    doubts: tuple[tuple[Sendable, ItemAnswer], ...]
    """The rows whose fate is not known."""
    stopped: tuple[Sendable, ...]
    stops: Lox24Error | None
    """Why those are not stored."""

    def doubt(self, answer: Answered) -> InDoubt | None:
        """Return the doubt that the answer leaves; None where the rows without a fate are only without an id."""
        for _, item in self.doubts:
            if item.doubt is not None and item.doubt is not Trouble.WRONG_ANSWER:
                return InDoubt(item.message, item.http_status, answer.request_id, item.doubt)
        return None


def read_answer(batch: Batch, answer: Answered) -> Reading:
    """Return what the answer says of each row of the batch."""
    pairs = tuple(zip(batch.rows, answer.items, strict=True))
    known = tuple(_outcome(row, item, answer.request_id) for row, item in pairs if item.doubt is None)
    stopped = [(row, item.stops) for row, item in pairs if item.stops is not None]
    return Reading(
        known,
        created=sum(item.created for item in answer.items),
        refused=sum(outcome.status is Status.REFUSED for outcome in known),
        doubts=tuple((row, item) for row, item in pairs if item.doubt is not None),
        stopped=tuple(row for row, _ in stopped),
        stops=stopped[0][1] if stopped else None,
    )


def _outcome(row: Sendable, item: ItemAnswer, request_id: str) -> Outcome:
    if item.stops is not None:
        message = not_stored(item.stops.message)
        return Outcome(row.seq, Status.READY, Code.GATEWAY, message, "", item.http_status, request_id)
    status, code = DONE[row.verb] if item.created else (Status.REFUSED, Code.REFUSED)
    message = "" if item.created else item.message or NO_REASON
    return Outcome(row.seq, status, code, message, item.phone_id, item.http_status, request_id)


def refused_alone(row: Sendable, answer: BatchRefused | Gone, message: str) -> Outcome:
    """Return the outcome of a row that is refused by itself, in these words."""
    status, code = Status.REFUSED, Code.REFUSED
    said = message or NO_REASON
    return Outcome(row.seq, status, code, said, row.target, answer.http_status, answer.request_id)


def gone_already(row: Sendable, answer: Gone) -> Outcome:
    """Return the outcome of a deletion whose entry is not there."""
    status, code = DONE[row.verb]
    message = phrase("the group's entry {target} was gone already", target=row.target)
    return Outcome(row.seq, status, code, message, row.target, answer.http_status, answer.request_id)


def refused_together(answer: BatchRefused) -> str:
    """Return what is told of a row whose whole batch was refused."""
    return phrase(
        "the gateway refused this row's whole batch ({status}){said}",
        status=answer.http_status,
        said=say(answer.message, ""),
    )


def not_stored(reason: str) -> str:
    """Return what is told of a row that was sent and is certainly not stored."""
    return phrase("sent, but not stored: {reason}", reason=reason)
