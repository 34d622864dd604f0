"""What is queued and asked: jobs in a database, for any process that may reach it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bpwoo_sync.effects.durable.database import (
    APPLICATION,
    QUEUE,
    STATE_OF,
    STATES,
    client_of,
    moment_of,
    queue_engine,
    queue_told,
    runs_of,
    workflow_of,
)
from bpwoo_sync.effects.engine import FlowName, Job, State, Workflow, WorkflowId
from bpwoo_sync.errors import StoreError

if TYPE_CHECKING:
    from dbos import DBOSClient
    from sqlalchemy import ColumnElement, Engine

#: Workers take only jobs of their own version. It changes with what a job's steps are, and not with each release.
APPLICATION_VERSION = "bpwoo-1"


class Durable:
    """Jobs in a database, as any process may queue them and ask for them. Raises :class:`~bpwoo_sync.errors.StoreError`."""

    def __init__(self, url: str, *, version: str = APPLICATION_VERSION) -> None:
        self.url: str = url
        self.version: str = version
        self.engine: Engine = queue_engine(url)
        self._stop = threading.Event()
        self._client: DBOSClient | None = None

    def start(self, job: Job) -> bool:
        """Queue a job. False where a run of this id is there already, whatever became of it, or one of its series is queued."""
        from dbos import error

        with queue_told(self.url):
            if job.series and self._waits(job.series):
                return False
            try:
                self.client.enqueue(
                    {
                        "workflow_name": job.id.flow.value,
                        "queue_name": QUEUE,
                        "workflow_id": str(job.id),
                        "workflow_id_reuse_policy": "reject",
                        "queue_partition_key": job.account,
                        "priority": int(job.priority),
                        "app_version": self.version,
                    },
                    job.document,
                )
            except error.DBOSWorkflowIDInUseError:
                return False
        return True

    def schedule(self, due: Callable[[], Iterable[Job]], every: float) -> None:
        """Ask each so many seconds what is due, and start it, until the engine is closed."""

        def ask() -> None:
            while not self._stop.is_set():
                try:
                    for job in due():
                        self.start(job)
                except StoreError:
                    pass  # The database is away: what is due is asked for again.
                self._stop.wait(every)

        threading.Thread(target=ask, name="bpwoo-schedule", daemon=True).start()

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
        with queue_told(self.url):
            found = self.client.list_workflows(
                status=[name for state in states for name in STATES[state]] or None,
                name=[each.value for each in FlowName if flow in (None, each)],
                workflow_id_prefix=None if pair is None else f"{pair}/",
                completed_after=None if ended_since is None else ended_since.isoformat(),
                limit=most,
                sort_desc=True,
            )
        return tuple(workflow_of(each) for each in found)

    def counts(self, states: Collection[State]) -> Mapping[str, Mapping[State, int]]:
        """How many runs of each pair are in each of these states, counted by the database."""
        from sqlalchemy import func, select

        runs = runs_of(self.engine)
        run, status = runs.c.workflow_uuid, runs.c.status
        first = func.substr(run, 1, func.instr(run, "/") - 1) if self.engine.dialect.name == "sqlite" else func.split_part(run, "/", 1)
        pair = first.label("pair")
        query = select(pair, status, func.count()).where(*_ours(runs, states)).group_by(pair, status)
        found: dict[str, Counter[State]] = {}
        with queue_told(self.url):
            _ = self.client
            with self.engine.connect() as connection:
                for of, named, number in connection.execute(query):
                    found.setdefault(of, Counter())[STATE_OF[named]] += number
        return found

    def _waits(self, series: str) -> bool:
        """Whether one of a series is queued that a worker of this version takes."""
        queued = list(STATES[State.QUEUED])
        return bool(
            self.client.list_workflows(
                status=queued, workflow_id_prefix=series, app_version=self.version, limit=1, load_input=False, load_output=False
            )
        )

    def resume(self, id: WorkflowId) -> bool:
        """Run a failed or cancelled one again from its beginning, under its id."""
        with queue_told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)])
            if not found or STATE_OF[found[0].status] not in (State.FAILED, State.CANCELLED):
                return False
            job = workflow_of(found[0]).job
            self.client.rewind_workflow(str(id), application_version=self.version, queue_name=QUEUE, queue_partition_key=job.account)
        return True

    def cancel(self, id: WorkflowId) -> bool:
        """Take a run out of the queue, or end it behind the step it is at."""
        with queue_told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)], load_input=False, load_output=False)
            if not found or STATE_OF[found[0].status] not in (State.QUEUED, State.RUNNING):
                return False
            self.client.cancel_workflow(str(id))
        return True

    def age(self, id: WorkflowId) -> float:
        """How many seconds ago a run was queued, by this machine's clock; 0 where there is none."""
        with queue_told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)], load_input=False, load_output=False)
        return max(0.0, (datetime.now(UTC) - moment_of(found[0].created_at)).total_seconds()) if found else 0.0

    def running(self) -> dict[str, str]:
        """The ids of all jobs that run, each with the executor that claimed it."""
        with queue_told(self.url):
            found = self.client.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
        return {each.workflow_id: each.executor_id or "" for each in found}

    def requeue(self, id: str) -> None:
        """Put a running job back into the queue; whoever held it records nothing of it any more."""
        with queue_told(self.url):
            self.client.resume_workflow(id, queue_name=QUEUE)

    def stranded(self, served: Collection[str]) -> str | None:
        """The run that is next of those queued for a version that is not served; ``None`` where there is none."""
        from sqlalchemy import select

        runs = runs_of(self.engine)
        query = select(runs.c.workflow_uuid).where(*_ours(runs, (State.QUEUED,)), runs.c.application_version.not_in(served))
        with queue_told(self.url):
            _ = self.client
            with self.engine.connect() as connection:
                found: str | None = connection.scalar(query.order_by(runs.c.priority, runs.c.created_at).limit(1))
        return found

    def bring_over(self, id: str) -> bool:
        """Let this version run what is queued for another, from its beginning: the steps of another version may mean something else.

        A run that was cancelled in the middle of this is brought over as well. False where it is neither.
        """
        with queue_told(self.url):
            found = self.client.list_workflows(workflow_ids=[id], load_input=False, load_output=False)
            if not found or found[0].app_version == self.version or STATE_OF[found[0].status] not in (State.QUEUED, State.CANCELLED):
                return False
            self.client.cancel_workflow(id)
            account = found[0].queue_partition_key
            self.client.rewind_workflow(id, application_version=self.version, queue_name=QUEUE, queue_partition_key=account)
        return True

    def forget(self, before: datetime, most: int = 1000) -> int:
        """Delete runs that were done or cancelled before a moment (aware UTC): how many. Dead letters stay."""
        with queue_told(self.url):
            found = self.client.list_workflows(
                status=[*STATES[State.DONE], *STATES[State.CANCELLED]],
                name=[flow.value for flow in FlowName],
                completed_before=before.isoformat(),
                limit=most,
                load_input=False,
                load_output=False,
            )
            if found:
                self.client.delete_workflows([each.workflow_id for each in found])
        return len(found)

    def forget_these(self, ids: Collection[WorkflowId]) -> None:
        """Delete runs that ended, whatever their number; none for no ids."""
        with queue_told(self.url):
            self.client.delete_workflows([str(id) for id in ids])

    def close(self) -> None:
        """End schedules and connections."""
        self._stop.set()
        if self._client is not None:
            self._client.destroy()
        self.engine.dispose()

    @property
    def client(self) -> DBOSClient:
        """The client, with the engine's tables made where they are not there yet."""
        if self._client is None:
            self._client = client_of(self.url, self.engine)
        return self._client


def _ours(runs: Any, states: Collection[State]) -> tuple[ColumnElement[bool], ...]:
    """Which runs are flows of pairs and in one of these states."""
    known = runs.c.name.in_([each.value for each in FlowName])
    return runs.c.application_name == APPLICATION, known, runs.c.status.in_([each for state in states for each in STATES[state]])
