"""An engine in memory: for tests, and for one-off runs that need to outlive nothing.

It keeps the port's promises for as long as the process lives. A job whose body ends by something that is no
:class:`Exception`, as a killed process would, stays where it was and goes on from there once it is recovered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from attrs import define, evolve, field

from bpwoo_sync.effects.engine import Body, Document, FlowName, Job, State, Workflow, WorkflowId, failed, failure_of
from bpwoo_sync.errors import FlowFailedError


@define
class _Record:
    """A run: how it stands, in which order it came, and what its steps returned."""

    workflow: Workflow
    number: int
    steps: dict[int, tuple[str, Document]] = field(factory=dict)


@define
class InProcess:
    """Runs jobs one after another, in the caller's thread, when told to."""

    body: Body
    now: Callable[[], datetime]
    records: dict[WorkflowId, _Record] = field(factory=dict)
    dues: list[Callable[[], Iterable[Job]]] = field(factory=list)

    def start(self, job: Job) -> bool:
        """Queue a job. False where a run of this id is there already, whatever became of it, or one of its series is queued."""
        if job.id in self.records or (job.series and any(_waits(record, job.series) for record in self.records.values())):
            return False
        self.records[job.id] = _Record(Workflow(job=job, state=State.QUEUED, queued_at=self.now()), len(self.records))
        return True

    def schedule(self, due: Callable[[], Iterable[Job]], every: float) -> None:
        """Ask what is due whenever the queue is looked at."""
        self.dues.append(due)

    def workflows(
        self,
        *,
        pair: str | None = None,
        flow: FlowName | None = None,
        states: Collection[State] = (),
        ended_since: datetime | None = None,
        most: int | None = None,
    ) -> tuple[Workflow, ...]:
        """What runs are there, the newest first: all of them, or so many at most."""
        newest = sorted(self.records.values(), key=lambda record: -record.number)
        found = (record.workflow for record in newest)
        return tuple(
            each
            for each in found
            if pair in (None, each.job.id.pair)
            and flow in (None, each.job.id.flow)
            and (not states or each.state in states)
            and (ended_since is None or (each.ended_at is not None and each.ended_at >= ended_since))
        )[:most]

    def counts(self, states: Collection[State]) -> Mapping[str, Mapping[State, int]]:
        """How many runs of each pair are in each of these states."""
        found: dict[str, Counter[State]] = {}
        for each in self.workflows(states=states) if states else ():
            found.setdefault(each.job.id.pair, Counter())[each.state] += 1
        return found

    def resume(self, id: WorkflowId) -> bool:
        """Run a failed or cancelled one again from its beginning, under its id."""
        record = self.records.get(id)
        if record is None or record.workflow.state not in (State.FAILED, State.CANCELLED):
            return False
        record.steps.clear()
        record.workflow = evolve(record.workflow, state=State.QUEUED, ended_at=None, failure=None)
        return True

    def cancel(self, id: WorkflowId) -> bool:
        """Take a run out of the queue."""
        record = self.records.get(id)
        if record is None or record.workflow.state not in (State.QUEUED, State.RUNNING):
            return False
        record.workflow = evolve(record.workflow, state=State.CANCELLED, ended_at=self.now())
        return True

    def recover(self) -> int:
        """Queue again what was running when its process died: how many that were."""
        died = [record for record in self.records.values() if record.workflow.state is State.RUNNING]
        for record in died:
            record.workflow = evolve(record.workflow, state=State.QUEUED)
        return len(died)

    def run_all(self) -> int:
        """Run what is due and what is queued, until nothing is left: how many runs that were."""
        for due in self.dues:
            for job in due():
                self.start(job)
        ran = 0
        while (record := self._next()) is not None:
            self._run(record)
            ran += 1
        return ran

    def _next(self) -> _Record | None:
        queued = [record for record in self.records.values() if record.workflow.state is State.QUEUED]
        return min(queued, key=lambda record: (record.workflow.job.priority, record.number), default=None)

    def _run(self, record: _Record) -> None:
        record.workflow = evolve(record.workflow, state=State.RUNNING)
        try:
            result = self.body(record.workflow.job, _Steps(record))
        except Exception as error:
            record.workflow = evolve(record.workflow, state=State.FAILED, ended_at=self.now(), failure=failure_of(error))
        else:
            record.workflow = evolve(record.workflow, state=State.DONE, ended_at=self.now(), result=result)


def _waits(record: _Record, series: str) -> bool:
    return record.workflow.state is State.QUEUED and str(record.workflow.job.id).startswith(series)


@define
class _Steps:
    """The steps of one run, each remembered by its place."""

    record: _Record
    place: int = 0

    def step(self, name: str, work: Callable[[], Document]) -> Document:
        """The result of a piece of work, done now or when the job ran before."""
        place, self.place = self.place, self.place + 1
        known = self.record.steps.get(place)
        if known is not None:
            if known[0] != name:
                raise FlowFailedError("Order", f"Step {place} was {known[0]!r} and is now {name!r}.", retries_itself=False)
            return known[1]
        try:
            result = work()
        except Exception as error:
            raise failed(error) from None
        self.record.steps[place] = (name, result)
        return result
