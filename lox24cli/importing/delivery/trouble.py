"""What a batch without a usable answer means, and how it is sent again. Knows no journal and no network."""

from collections.abc import Sequence

from lox24cli.errors import IpBlocked
from lox24cli.gateway.outcomes import BatchRefused, GatewayDown, InDoubt, NotSent, Trouble, say
from lox24cli.importing.delivery.batching import Batch, Batches
from lox24cli.importing.delivery.settling import Persistence
from lox24cli.importing.journal.journal import Sendable
from lox24cli.translating import joined, phrase
from lox24cli.wording import counted

Problem = InDoubt | NotSent | IpBlocked
CONTENT_TOO_LARGE = 413  # RFC 9110 15.5.14
_REQUEST_TIMEOUT = 408  # RFC 9110 15.5.9
_INTERNAL_SERVER_ERROR = 500


def outlast(persistence: Persistence, problems: Sequence[Problem], failures: int) -> None:
    """Wait as long as is polite after these problems, the last of so many failures in a row.

    Raises:
        IpBlocked, GatewayDown: that is longer than the user allows, or would not help.
    """
    blocks = [problem for problem in problems if isinstance(problem, IpBlocked)]
    others = [problem for problem in problems if not isinstance(problem, IpBlocked)]
    if blocks:
        persistence.outlast(max(blocks, key=lambda block: block.wait_seconds))
    for problem in others:
        if isinstance(problem, NotSent) and problem.kind in (Trouble.CERTIFICATE, Trouble.PROXY):
            raise GatewayDown(problem.reason, phrase("nothing of the batch was sent"), kind=problem.kind)
    if others:
        asked = max((problem.retry_after or 0.0) for problem in others)
        persistence.back_off_after(failures, asked, others[0].reason)


def server_is_done(doubt: InDoubt) -> bool:
    """Tell whether the server works no longer on the batch: it has answered itself, only not usably.

    Of 502 to 504 and their like it is a proxy that speaks, and what stands behind it may be at work still.
    """
    status = doubt.http_status
    return status is not None and status != _REQUEST_TIMEOUT and status <= _INTERNAL_SERVER_ERROR


def too_many_failures(problem: Problem, failures: int) -> GatewayDown:
    """Return the error that ends a run after so many failures in a row."""
    reason = problem.message if isinstance(problem, IpBlocked) else problem.reason
    if isinstance(problem, InDoubt):
        reason = joined("", (reason, say("", problem.request_id)))
    return GatewayDown(
        phrase(
            "the gateway failed {failures} times in a row, the last time so: {reason}", failures=failures, reason=reason
        ),
        phrase("nothing is in doubt; run the same command again later"),
        kind=Trouble.SERVER_ERROR if isinstance(problem, IpBlocked) else problem.kind,
    )


def not_held(contacts: int) -> GatewayDown:
    """Return the error that ends a run when the gateway has too often called contacts created that are not there."""
    return GatewayDown(
        phrase(
            "the gateway calls {contacts} created, and the group does not hold them",
            contacts=counted(contacts, "contact"),
        ),
        phrase("ask LOX24 support; the same command goes on where this one stopped"),
        kind=Trouble.WRONG_ANSWER,
    )


def queue_again(
    batches: Batches,
    batch: Batch,
    problem: Problem | BatchRefused,
    left: tuple[Sendable, ...],
    retries: int,
    *,
    proven: bool,
) -> None:
    """Queue what is certainly not stored of a batch: whole at first, then halved; one row as often as retries go.

    A batch that was refused is searched for what is to blame: a row, its size, or, until the gateway is `proven` to
    take contacts at all, a gateway that refuses everything.
    """
    match problem:
        case NotSent() | IpBlocked():
            batches.repeat(batch)
        case BatchRefused() if not proven:
            batches.probe(batch)
        case BatchRefused(http_status=413):
            batches.halve(batch, left)
            batches.lower_limit(len(batch.rows) // 2)
        case BatchRefused():
            batches.refused(batch, left)
        case _ if len(left) == 1 and batch.attempt >= retries:
            batches.repeat(batch, ())
        case _ if batch.attempt and len(left) > 1:
            batches.halve(batch, left)
        case _:
            batches.repeat(batch, left)
