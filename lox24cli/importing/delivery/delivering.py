"""Deliver: ready rows -> batches -> POST, PUT or DELETE -> outcomes in the journal. The only writing to the network.

Each batch is committed as `sent` before its POST and with its outcomes after it. When something goes wrong, nothing
new is sent until all in flight has its answer; then batches in doubt are settled, and only then the rest goes on.
"""

from functools import partial
from typing import assert_never

from lox24cli.errors import IpBlocked, Lox24Error
from lox24cli.gateway.outcomes import Answered, BatchRefused, Gone, InDoubt, ItemAnswer, NotSent
from lox24cli.importing.delivery.batching import Batch, batches_of
from lox24cli.importing.delivery.deleting import ready_to_delete
from lox24cli.importing.delivery.pacing import NO_WAIT, Concurrency, Rate, SettleWait
from lox24cli.importing.delivery.recording import gone_already, not_stored, read_answer, refused_alone, refused_together
from lox24cli.importing.delivery.refusals import Refusals
from lox24cli.importing.delivery.sending import Answer, Senders, Sent
from lox24cli.importing.delivery.settling import meet_latecomers, settle
from lox24cli.importing.delivery.tally import Tally
from lox24cli.importing.delivery.trouble import (
    CONTENT_TOO_LARGE,
    Problem,
    not_held,
    outlast,
    queue_again,
    server_is_done,
    too_many_failures,
)
from lox24cli.importing.journal.journal import Sendable
from lox24cli.importing.run import Line, Run
from lox24cli.model import Code, Verb
from lox24cli.translating import phrase


class Delivering:
    """One delivery of one run's ready rows."""

    def __init__(self, run: Run, line: Line) -> None:
        self._run, self._journal = run, run.journal
        self._world = run.world
        self._line = line
        self._how = how = run.job.delivery
        self._tally = Tally(run)
        self._batches_of = partial(batches_of, run.journal, how)
        self._batches = self._batches_of(Verb.CREATE)
        self._refusals = Refusals(run.journal, line)
        self._concurrency = Concurrency(how.concurrency)
        self._rate = Rate(how.rate, run.world.clock)
        self._failures = 0
        self._trouble: list[tuple[Sent, Problem | BatchRefused]] = []
        self._unconfirmed = 0
        """Rows that the gateway calls created without an id: the group has the last word, once all is sent."""
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
        self._tally.take()
        try:
            for verb in Verb:
                if verb is Verb.DELETE and not ready_to_delete(self._run, self._line, self._tally):
                    break
                self._batches = self._batches_of(verb)
                while self._send_what_may_be_sent(senders) or self._send_the_unconfirmed(senders):
                    sent, answer = senders.wait()
                    self._record(sent, answer)
                    if senders.in_flight == 0:
                        self._mend_trouble()
        finally:
            senders.close()

    def settle_what_was_left(self) -> None:
        """Settle what an earlier process sent and did not live to record."""
        self._settle(SettleWait.of(self._how.settle_wait_seconds, still_working=True))

    def meet_latecomers(self) -> None:
        """Give up sending rows that arrived after their batch was settled as not stored."""
        if arrived := meet_latecomers(self._journal, self._line.read_group, self._line.persistence):
            self._batches.forget(arrived)
            self._tally.take()

    @property
    def has_lost_entries(self) -> bool:
        """Tell whether an entry to be changed is gone: whether the group has another one must be looked up."""
        return self._gone_now

    def _settle(self, wait: SettleWait) -> set[int]:
        """Settle all that is in doubt; return the `seq`s of what is certainly not stored."""
        lists = settle(self._journal, self._line, self._line.persistence, wait)
        return {seq for seqs in lists for seq in seqs}

    def _send_what_may_be_sent(self, senders: Senders) -> bool:
        """Fill the wire; return whether an answer is to be waited for."""
        calm = self._fatal is None and not self._trouble and self._world.stop.wish is None
        while calm and senders.in_flight < self._concurrency.allowed:
            batch = self._batches.next()
            if batch is None:
                break
            if not self._line.persistence.pause(self._rate.delay_seconds(len(batch.rows)), self._world.stop):
                break
            batch_id = self._journal.mark_sent(batch.seqs, self._world.now().timestamp())
            senders.submit(Sent(batch_id, batch))
        if senders.in_flight:
            return True
        if self._fatal is not None:
            raise self._fatal
        self._world.stop.check()
        return False

    def _send_the_unconfirmed(self, senders: Senders) -> bool:
        """Look what became of rows without an id; send those again that the group does not hold, if there are any."""
        if not self._unconfirmed:
            return False
        wait = SettleWait.of(self._how.settle_wait_seconds, still_working=False, failures=self._failures)
        if not self._drop_unconfirmed(self._settle(wait)):
            return False
        return self._send_what_may_be_sent(senders)

    def _drop_unconfirmed(self, missing: set[int]) -> bool:
        """Take back that unconfirmed rows are created, where some are not; return whether they are to be sent.

        Raises:
            GatewayDown: that has happened too often.
        """
        self._unconfirmed = 0
        if not missing:
            return False
        self._failures += 1
        self._advance(-len(missing), 0, Verb.CREATE)
        if self._failures > self._how.retries:
            raise not_held(len(missing))
        self._batches = self._batches_of(Verb.CREATE)
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
            case Lox24Error():
                self._record_stop(sent, answer)
            case _:
                assert_never(answer)

    def _record_stop(self, sent: Sent, error: Lox24Error) -> None:
        """Record that the account, not the batch, was refused: now, or to another request before this one was sent."""
        if (status := error.http_status) is None:
            self._journal.release(sent.id, error.message, code=Code.NOT_SENT)
        else:
            self._journal.release(sent.id, not_stored(error.message), http_status=status, request_id=error.request_id)
        self._stop_by(sent, error)

    def _stop_by(self, sent: Sent, error: Lox24Error) -> None:
        if isinstance(error, IpBlocked):
            self._trouble.append((sent, error))
        else:
            self._fatal = self._fatal or error

    def _record_items(self, sent: Sent, answer: Answered) -> None:
        read, attempt = read_answer(sent.batch, answer), sent.batch.attempt
        self._journal.record(sent.id, read.outcomes, is_whole=not read.doubts)
        self._batches.accepted(sent.batch)
        self._concurrency.succeeded()
        if read.stops is not None:
            self._stop_by(Sent(sent.id, Batch(read.stopped, attempt)), read.stops)
        unconfirmed = 0
        if read.doubts:
            rows = tuple(row for row, _ in read.doubts)
            doubt = read.doubt(answer)
            reason, status = (doubt.reason, doubt.http_status) if doubt else (read.doubts[0][1].message, None)
            self._journal.doubt(sent.id, reason, status, answer.request_id)
            if doubt:
                self._trouble.append((Sent(sent.id, Batch(rows, attempt)), doubt))
            else:
                unconfirmed = len(rows)
                self._unconfirmed += unconfirmed
        elif read.stops is None:
            self._failures = 0
        self._advance(read.created + unconfirmed, read.refused, sent.batch.verb)
        if read.created or unconfirmed:
            self._refusals.taken()
        elif read.refused:
            self._count_refusal(sent.batch, answer.items[-1], answer.request_id)

    def _record_refusal(self, sent: Sent, answer: BatchRefused) -> None:
        if len(sent.batch.rows) > 1:
            self._refusals.refused(sent.batch, answer, answer.request_id)
            self._journal.doubt(sent.id, refused_together(answer), answer.http_status, answer.request_id)
            self._trouble.append((sent, answer))
            return
        self._refuse(sent, sent.batch.rows[0], answer, answer.message)
        if answer.http_status == CONTENT_TOO_LARGE:
            self._batches.restore_limit()
        self._count_refusal(sent.batch, answer, answer.request_id)

    def _record_gone(self, sent: Sent, answer: Gone) -> None:
        """Be done with a deletion; leave a change to whoever looks the group up, once: then it is refused."""
        (row,) = sent.batch.rows
        if row.verb is Verb.DELETE:
            self._journal.record(sent.id, [gone_already(row, answer)])
            self._batches.accepted(sent.batch)
            self._advance(1, 0, row.verb)
            return
        said = phrase("the group's entry {target} of this number is gone", target=row.target)
        if row.seq in self._gone:
            self._refuse(sent, row, answer, phrase("{said} for the gateway, though the group lists it", said=said))
            return
        self._gone.add(row.seq)
        self._gone_now = True
        self._journal.release(sent.id, said)
        self._batches.repeat(sent.batch, ())

    def _refuse(self, sent: Sent, row: Sendable, answer: BatchRefused | Gone, message: str) -> None:
        self._journal.record(sent.id, [refused_alone(row, answer, message)])
        self._batches.repeat(sent.batch, ())
        self._failures = 0
        self._advance(0, 1, row.verb)

    def _count_refusal(self, batch: Batch, said: BatchRefused | ItemAnswer, request_id: str) -> None:
        self._refusals.refused(batch, said, request_id)
        self._fatal = self._fatal or self._refusals.end()

    def _advance(self, done: int, refused: int, verb: Verb) -> None:
        limit = self._tally.advance(done, refused, verb)
        self._fatal = self._fatal or limit

    # ---- trouble -------------------------------------------------------------------------------

    def _mend_trouble(self) -> None:
        """With nothing in flight: settle what is in doubt, wait as long as is polite, queue the rest again."""
        if not self._trouble or self._fatal is not None:
            return
        trouble, self._trouble = self._trouble, []
        problems = [problem for _, problem in trouble if not isinstance(problem, BatchRefused)]
        if problems:
            self._concurrency.troubled()
            self._failures += 1
            outlast(self._line.persistence, problems, self._failures)
        doubts = [problem for problem in problems if isinstance(problem, InDoubt)]
        batches, missing = self._batches, self._settle_trouble(trouble, doubts)
        for sent, problem in trouble:
            left = self._count_found(sent.batch, problem, missing)
            if self._batches is batches:  # new ones hold all that is left
                queue_again(batches, sent.batch, problem, left, self._how.retries, proven=self._refusals.has_taken)
        if problems and not doubts:  # there was time for a batch that was given up to arrive
            self.meet_latecomers()
        if self._failures > self._how.retries:
            raise too_many_failures(problems[0], self._failures)
        if error := self._refusals.end():
            self._fatal = error

    def _settle_trouble(self, trouble: list[tuple[Sent, Problem | BatchRefused]], doubts: list[InDoubt]) -> set[int]:
        """Find out what of the batches in trouble is certainly not stored; return the `seq`s."""
        refused = [(sent, problem) for sent, problem in trouble if isinstance(problem, BatchRefused)]
        if doubts:
            is_working = not all(map(server_is_done, doubts))
            asked = self._how.settle_wait_seconds
            missing = self._settle(SettleWait.of(asked, still_working=is_working, failures=self._failures))
        elif refused and self._refusals.must_read_group():
            missing = self._settle(NO_WAIT)
            self._refusals.group_was_read()
        else:
            for sent, problem in refused:
                reason = not_stored(refused_together(problem))
                status, request_id = problem.http_status, problem.request_id
                self._journal.release(sent.id, reason, http_status=status, request_id=request_id)
            return {seq for sent, _ in refused for seq in sent.batch.seqs}
        self._drop_unconfirmed(missing - {seq for sent, _ in trouble for seq in sent.batch.seqs})
        return missing

    def _count_found(self, batch: Batch, problem: Problem | BatchRefused, missing: set[int]) -> tuple[Sendable, ...]:
        """Count the rows of a batch in trouble that are in the group after all; return the others."""
        if isinstance(problem, NotSent | IpBlocked):
            return batch.rows
        left = tuple(row for row in batch.rows if row.seq in missing)
        if len(left) < len(batch.rows):
            self._failures = 0
            self._refusals.taken()
            self._advance(len(batch.rows) - len(left), 0, batch.verb)
        return left
