"""Deliver: ready rows -> batches -> POST or PUT -> outcomes in the journal. The only writing to the network.

Each batch is committed as `sent` before its POST and with its outcomes after it. When something goes wrong, nothing
new is sent until all in flight has its answer; then batches in doubt are settled, and only then the rest goes on.
"""

from dataclasses import replace
from functools import partial
from typing import assert_never

from lox24cli.errors import Interrupted, IpBlocked, Lox24Error
from lox24cli.gateway.outcomes import Answered, BatchRefused, GatewayDown, Gone, InDoubt, ItemAnswer, NotSent, Trouble
from lox24cli.importing.delivery.batching import Batch, Batches
from lox24cli.importing.delivery.pacing import Concurrency, Rate
from lox24cli.importing.delivery.sending import Answer, Senders, Sent
from lox24cli.importing.delivery.settling import meet_latecomers, settle
from lox24cli.importing.journal.journal import Sendable
from lox24cli.importing.journal.outcomes import count
from lox24cli.importing.report.summary import ErrorBudget
from lox24cli.importing.run import Line, Run
from lox24cli.importing.watching import Progress
from lox24cli.model import Code, Outcome, Status, Verb

_Problem = InDoubt | NotSent | IpBlocked
_INTERNAL_SERVER_ERROR = 500
_CONTENT_TOO_LARGE = 413  # RFC 9110 15.5.14
_LONGEST_ASKED_SECONDS = 600.0
_NO_REASON = "the gateway refuses this contact and does not say why"
_DONE = {Verb.CREATE: (Status.CREATED, Code.CREATED), Verb.UPDATE: (Status.UPDATED, Code.UPDATED)}
"""What has become of a row when it has gone well."""


class Delivering:
    """One delivery of one run's ready rows."""

    def __init__(self, run: Run, line: Line) -> None:
        self._journal = run.journal
        self._world = run.world
        self._line = line
        self._how = how = run.job.delivery
        books = count(run.journal, dry=True)
        bad = books.counts[Status.REJECTED] + books.counts[Status.REFUSED]
        self._error_budget = ErrorBudget(how.max_errors, books.rows, bad)
        self._progress = Progress(books.counts[Status.READY], skipped=books.counts[Status.SKIPPED], bad=bad)
        self._batches = self._batches_of(Verb.CREATE)
        self._concurrency = Concurrency(how.concurrency)
        self._rate = Rate(how.rate, run.world.clock)
        self._failures = 0
        self._trouble: list[tuple[Sent, _Problem]] = []
        self._fatal: Lox24Error | None = None
        self._gone: set[int] = set()
        self._gone_now = False

    def run(self) -> None:
        """Send every ready row until each has its outcome.

        Raises:
            Lox24Error: the run cannot go on; all that is known is in the journal.
            Interrupted: the user wants to stop; the batches in flight are recorded.
        """
        senders = Senders(self._line.gateway, self._line.group_id, self._how.concurrency)
        self._gone_now = False
        try:
            for verb in Verb:
                self._batches = self._batches_of(verb)
                while self._send_what_may_be_sent(senders):
                    sent, answer = senders.wait()
                    self._record(sent, answer)
                    if senders.in_flight == 0:
                        self._mend_trouble()
        finally:
            senders.close()

    def _batches_of(self, verb: Verb) -> Batches:
        fetch = partial(self._journal.ready_changes, verb) if verb is not Verb.CREATE else self._journal.ready_rows
        most = 1 if verb is not Verb.CREATE else self._how.batch_size
        return Batches(fetch, max_rows=most, max_bytes=self._how.batch_bytes)

    @property
    def has_lost_entries(self) -> bool:
        """Tell whether an entry to be changed is gone: whether the group has another one must be looked up."""
        return self._gone_now

    def settle_what_was_left(self) -> None:
        """Settle what an earlier process sent and did not live to record."""
        self._settle(still_working=True)

    def meet_latecomers(self) -> None:
        """Give up sending rows that arrived after their batch was settled as not stored."""
        arrived = meet_latecomers(self._journal, self._line.read_group, self._line.persistence)
        if arrived:
            self._batches.forget(arrived)
            self._advance(len(arrived), 0, Verb.CREATE)

    def _settle(self, *, still_working: bool) -> list[list[int]]:
        return settle(
            self._journal,
            self._line,
            self._line.persistence,
            wait_seconds=self._how.settle_wait_seconds,
            still_working=still_working,
        )

    def _send_what_may_be_sent(self, senders: Senders) -> bool:
        """Fill the wire; return whether an answer is to be waited for."""
        calm = self._fatal is None and not self._trouble and self._world.stop.wish is None
        while calm and senders.in_flight < self._concurrency.allowed:
            batch = self._batches.next()
            if batch is None:
                break
            if not self._keep_to_rate(len(batch.rows)):
                break
            batch_id = self._journal.mark_sent(batch.seqs, self._world.now().timestamp())
            senders.submit(Sent(batch_id, batch))
        if senders.in_flight:
            return True
        if self._fatal is not None:
            raise self._fatal
        self._world.stop.check()
        return False

    def _keep_to_rate(self, phones: int) -> bool:
        """Wait until so many phones may be sent; return False when the user wants to stop: the answers come first."""
        delay = self._rate.delay_seconds(phones)
        if delay > 0:
            try:
                self._line.persistence.sleep(delay)
            except Interrupted as wish:
                if wish is not self._world.stop.wish:  # the second one, which is obeyed at once
                    raise
                return False
        return True

    # ---- answers -------------------------------------------------------------------------------

    def _record(self, sent: Sent, answer: Answer) -> None:
        match answer:
            case Answered():
                self._record_items(sent, answer)
            case BatchRefused():
                self._record_refusal(sent, answer)
            case Gone():
                self._record_gone(sent, answer)
            case InDoubt():
                ids = dict(zip(sent.batch.seqs, answer.phone_ids, strict=False))
                self._journal.doubt(sent.id, answer.reason, answer.http_status, answer.request_id, ids)
                self._trouble.append((sent, answer))
            case NotSent():
                self._journal.release(sent.id, answer.reason)
                self._trouble.append((sent, answer))
            case IpBlocked():
                self._journal.release(sent.id, answer.message)
                self._trouble.append((sent, answer))
            case Lox24Error():
                self._journal.release(sent.id, answer.message, code=Code.NOT_SENT)
                self._fatal = self._fatal or answer
            case _:
                assert_never(answer)

    def _record_items(self, sent: Sent, answer: Answered) -> None:
        outcomes = [_outcome(row, item, answer) for row, item in zip(sent.batch.rows, answer.items, strict=True)]
        self._journal.record(sent.id, outcomes)
        self._batches.accepted(sent.batch)
        self._concurrency.succeeded()
        self._failures = 0
        done = sum(item.created for item in answer.items)
        self._advance(done, len(outcomes) - done, sent.batch.verb)

    def _record_gone(self, sent: Sent, answer: Gone) -> None:
        """Leave the row to whoever looks the group up, once; an entry that is listed and not found is refused."""
        (row,) = sent.batch.rows
        said = f"the group's entry {row.target} of this number is gone"
        if row.seq in self._gone:
            self._refuse(sent, row, answer, f"{said} for the gateway, though the group lists it")
            return
        self._gone.add(row.seq)
        self._gone_now = True
        self._journal.release(sent.id, said)
        self._batches.repeat(sent.batch, ())

    def _refuse(self, sent: Sent, row: Sendable, answer: BatchRefused | Gone, message: str) -> None:
        refused, code = Status.REFUSED, Code.REFUSED
        outcome = Outcome(row.seq, refused, code, message, row.target, answer.http_status, answer.request_id)
        self._journal.record(sent.id, [outcome])
        self._batches.repeat(sent.batch, ())
        self._failures = 0
        self._advance(0, 1, row.verb)

    def _record_refusal(self, sent: Sent, answer: BatchRefused) -> None:
        if len(sent.batch.rows) == 1:
            self._refuse(sent, sent.batch.rows[0], answer, answer.message or _NO_REASON)
            if answer.http_status == _CONTENT_TOO_LARGE:
                self._batches.restore_limit()
            return
        said = f": {answer.message}" if answer.message else ""
        self._journal.release(sent.id, f"the gateway refused this row's whole batch ({answer.http_status}){said}")
        if answer.http_status == _CONTENT_TOO_LARGE:
            self._batches.halve(sent.batch)
            self._batches.lower_limit(len(sent.batch.rows) // 2)
        else:
            self._batches.refused(sent.batch)

    def _advance(self, done: int, refused: int, verb: Verb) -> None:
        so_far = self._progress
        self._progress = replace(
            so_far,
            created=so_far.created + (done if verb is Verb.CREATE else 0),
            updated=so_far.updated + (done if verb is Verb.UPDATE else 0),
            refused=so_far.refused + refused,
        )
        self._world.watcher.progress(self._progress)
        self._fatal = self._fatal or self._error_budget.overdrawn(self._progress.refused)

    # ---- trouble -------------------------------------------------------------------------------

    def _mend_trouble(self) -> None:
        """With nothing in flight: settle what is in doubt, wait as long as is polite, queue the rest again."""
        if not self._trouble or self._fatal is not None:
            return
        trouble, self._trouble = self._trouble, []
        self._concurrency.troubled()
        self._failures += 1
        problems = [problem for _, problem in trouble]
        self._outlast(problems)
        doubts = [problem for problem in problems if isinstance(problem, InDoubt)]
        missing: set[int] = set()
        if doubts:
            lists = self._settle(still_working=not all(_server_is_done(doubt) for doubt in doubts))
            missing = {seq for seqs in lists for seq in seqs}
        for sent, problem in trouble:
            self._queue_again(sent.batch, problem, missing)
        if not doubts:  # there was time for a batch that was given up to arrive
            self.meet_latecomers()
        if self._failures > self._how.retries:
            raise _too_many_failures(problems[0], self._failures)

    def _outlast(self, problems: list[_Problem]) -> None:
        blocks = [problem for problem in problems if isinstance(problem, IpBlocked)]
        others = [problem for problem in problems if not isinstance(problem, IpBlocked)]
        persistence = self._line.persistence
        if blocks:
            persistence.outlast(max(blocks, key=lambda block: block.wait_seconds))
        for problem in others:
            if isinstance(problem, NotSent) and problem.kind in (Trouble.CERTIFICATE, Trouble.PROXY):
                raise GatewayDown(problem.reason, "nothing of the batch was sent", kind=problem.kind)
        if others:
            asked = max((problem.retry_after or 0.0) for problem in others)
            delay = persistence.back_off.delay_seconds(self._failures, min(asked, _LONGEST_ASKED_SECONDS))
            persistence.wait(delay, others[0].reason)

    def _queue_again(self, batch: Batch, problem: _Problem, missing: set[int]) -> None:
        """Queue what is certainly not stored: whole at first, then halved; one row as often as retries go."""
        if not isinstance(problem, InDoubt):
            self._batches.repeat(batch)
            return
        left = [row for row in batch.rows if row.seq in missing]
        if len(left) < len(batch.rows):
            self._failures = 0
            self._advance(len(batch.rows) - len(left), 0, batch.verb)
        if len(left) == 1 and batch.attempt >= self._how.retries:
            left = []
        if batch.attempt and len(left) > 1:
            self._batches.halve(batch, left)
        else:
            self._batches.repeat(batch, left)


def _server_is_done(doubt: InDoubt) -> bool:
    """Tell whether the server works no longer on the batch: it has answered itself, only not usably."""
    return doubt.kind is Trouble.WRONG_ANSWER or doubt.http_status == _INTERNAL_SERVER_ERROR


def _outcome(row: Sendable, item: ItemAnswer, answer: Answered) -> Outcome:
    status, code = _DONE[row.verb] if item.created else (Status.REFUSED, Code.REFUSED)
    return Outcome(
        row.seq,
        status,
        code,
        "" if item.created else item.message or _NO_REASON,
        item.phone_id,
        item.http_status,
        answer.request_id,
    )


def _too_many_failures(problem: _Problem, failures: int) -> GatewayDown:
    reason = problem.message if isinstance(problem, IpBlocked) else problem.reason
    return GatewayDown(
        f"the gateway failed {failures} times in a row, the last time so: {reason}",
        "nothing is in doubt; run the same command again later",
        kind=Trouble.SERVER_ERROR if isinstance(problem, IpBlocked) else problem.kind,
    )
