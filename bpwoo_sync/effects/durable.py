"""The engine in a database: DBOS, on an SQLite file or PostgreSQL (extra ``durable``).

:class:`Durable` queues jobs and tells of them, from any process. :func:`working` runs them, in one process at a time for
each executor id. Both keep to the public names of ``dbos``, and import it when they are first used.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from bpwoo_sync.effects.databases import engine_of
from bpwoo_sync.effects.engine import (
    Body,
    Document,
    FlowName,
    Job,
    State,
    Workflow,
    WorkflowId,
    failed,
    failure_of,
    job_from,
)
from bpwoo_sync.errors import BusyError, FlowFailedError, LeaseLostError, StoreError, SyncError

if TYPE_CHECKING:
    from dbos import DBOSClient, WorkflowStatus
    from sqlalchemy import Engine

#: Workers take only jobs of their own version. It changes with what a job's steps are, and not with each release.
APPLICATION_VERSION = "bpwoo-1"

APPLICATION, QUEUE = "bpwoo", "accounts"

#: Seconds between the tries of a step whose database failed.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)

#: Seconds after which PostgreSQL ends a transaction in which nothing happens.
FROZEN = 10.0

_STATES: dict[State, tuple[str, ...]] = {
    State.QUEUED: ("ENQUEUED", "DELAYED"),
    State.RUNNING: ("PENDING",),
    State.DONE: ("SUCCESS",),
    State.FAILED: ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
    State.CANCELLED: ("CANCELLED",),
}
_STATE_OF: dict[str, State] = {name: state for state, names in _STATES.items() for name in names}


class Left(BaseException):
    """Ends a job in this process and leaves it as it stands, for whoever takes it up. Never an outcome."""


class JsonText:
    """How DBOS keeps what jobs and steps hand it: as JSON text, and errors as their kind and text."""

    def name(self) -> str:
        """By which name it is kept."""
        return "bpwoo_json"

    def serialize(self, data: Any) -> str:
        """A document, or an error, as text."""
        if isinstance(data, BaseException):
            told = failed(data if isinstance(data, Exception) else SyncError(str(data)))
            data = {"$error": {"kind": told.kind, "message": str(told), "retries_itself": told.retries_itself}}
        return json.dumps(data, separators=(",", ":"))

    def deserialize(self, serialized_data: str) -> Any:
        """What was kept."""
        data = json.loads(serialized_data)
        if isinstance(data, dict) and set(data) == {"$error"}:
            return FlowFailedError(**data["$error"])
        return data


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

        with _told(self.url):
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
        with _told(self.url):
            found = self.client.list_workflows(
                status=[name for state in states for name in _STATES[state]] or None,
                name=[each.value for each in FlowName if flow in (None, each)],
                workflow_id_prefix=None if pair is None else f"{pair}/",
                completed_after=None if ended_since is None else ended_since.isoformat(),
                limit=most,
                sort_desc=True,
            )
        return tuple(_workflow(each) for each in found)

    def counts(self, states: Collection[State]) -> Mapping[str, Mapping[State, int]]:
        """How many runs of each pair are in each of these states, counted by the database.

        It is the table of https://docs.dbos.dev/explanations/system-tables.
        """
        from sqlalchemy import String, column, func, select, table

        on_sqlite = self.engine.dialect.name == "sqlite"
        run, name, status = column("workflow_uuid", String), column("name", String), column("status", String)
        application = column("application_name", String)
        runs = table("workflow_status", run, name, status, application, schema=None if on_sqlite else "dbos")
        pair = (func.substr(run, 1, func.instr(run, "/") - 1) if on_sqlite else func.split_part(run, "/", 1)).label("pair")
        wanted = (status.in_([each for state in states for each in _STATES[state]]), name.in_([each.value for each in FlowName]))
        query = select(pair, status, func.count()).select_from(runs).where(application == APPLICATION, *wanted).group_by(pair, status)
        found: dict[str, Counter[State]] = {}
        with _told(self.url):
            _ = self.client
            with self.engine.connect() as connection:
                for of, named, number in connection.execute(query):
                    found.setdefault(of, Counter())[_STATE_OF[named]] += number
        return found

    def _waits(self, series: str) -> bool:
        """Whether one of a series is queued that a worker of this version takes."""
        queued = list(_STATES[State.QUEUED])
        return bool(
            self.client.list_workflows(
                status=queued, workflow_id_prefix=series, app_version=self.version, limit=1, load_input=False, load_output=False
            )
        )

    def resume(self, id: WorkflowId) -> bool:
        """Run a failed or cancelled one again from its beginning, under its id."""
        with _told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)])
            if not found or _STATE_OF[found[0].status] not in (State.FAILED, State.CANCELLED):
                return False
            job = _workflow(found[0]).job
            self.client.rewind_workflow(str(id), application_version=self.version, queue_name=QUEUE, queue_partition_key=job.account)
        return True

    def cancel(self, id: WorkflowId) -> bool:
        """Take a run out of the queue, or end it behind the step it is at."""
        with _told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)], load_input=False, load_output=False)
            if not found or _STATE_OF[found[0].status] not in (State.QUEUED, State.RUNNING):
                return False
            self.client.cancel_workflow(str(id))
        return True

    def age(self, id: WorkflowId) -> float:
        """How many seconds ago a run was queued, by this machine's clock; 0 where there is none."""
        with _told(self.url):
            found = self.client.list_workflows(workflow_ids=[str(id)], load_input=False, load_output=False)
        return max(0.0, (datetime.now(UTC) - _moment(found[0].created_at)).total_seconds()) if found else 0.0

    def running(self) -> dict[str, str]:
        """The ids of all jobs that run, each with the executor that claimed it."""
        with _told(self.url):
            found = self.client.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
        return {each.workflow_id: each.executor_id or "" for each in found}

    def requeue(self, id: str) -> None:
        """Put a running job back into the queue; whoever held it records nothing of it any more."""
        with _told(self.url):
            self.client.resume_workflow(id, queue_name=QUEUE)

    def forget(self, before: datetime, most: int = 1000) -> int:
        """Delete runs that were done or cancelled before a moment (aware UTC): how many. Dead letters stay."""
        with _told(self.url):
            found = self.client.list_workflows(
                status=[*_STATES[State.DONE], *_STATES[State.CANCELLED]],
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
        with _told(self.url):
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
            self._client = _client(self.url, self.engine)
        return self._client


@define
class _Steps:
    """What a body is given: steps that DBOS remembers. One whose database fails is tried again, and then left as it stands."""

    url: str
    leaving: threading.Event

    def step(self, name: str, work: Callable[[], Document]) -> Document:
        """The result of a piece of work, done now or when the job ran before."""
        from dbos import DBOS

        if self.leaving.is_set():
            raise Left
        with _told(self.url):
            return DBOS.run_step({"name": name}, self._done, work)

    def _done(self, work: Callable[[], Document]) -> Document:
        for pause in PAUSES:
            try:
                return self._tried(work)
            except StoreError:
                if self.leaving.wait(pause):
                    raise Left from None
        try:
            return self._tried(work)
        except StoreError as error:
            raise Left from error

    def _tried(self, work: Callable[[], Document]) -> Document:
        try:
            return work()
        except StoreError:
            raise
        except LeaseLostError:
            raise Left from None
        except Exception as error:
            raise failed(error) from None


@define
class Executing:
    """A process that runs jobs: which it is at, and whether it is leaving. ``put_off`` is told of those it could not keep."""

    put_off: Callable[[Job, SyncError], None] = lambda job, error: None
    active: set[str] = field(factory=set)
    leaving: threading.Event = field(factory=threading.Event)
    idle: threading.Condition = field(factory=threading.Condition)

    def leave(self, within: float) -> bool:
        """Begin nothing more, and wait until what is under way has come to the end of its step. False if that took too long."""
        self.leaving.set()
        with self.idle:
            return self.idle.wait_for(lambda: not self.active, within)

    def run(self, url: str, body: Body, document: dict[str, Document]) -> Document:
        """Run a job. Where the database fails it is left as it stands: nothing of it is lost, and it goes on from there."""
        job = job_from(document)
        self.active.add(str(job.id))
        try:
            return body(job, _Steps(url, self.leaving))
        except LeaseLostError:
            raise Left from None
        except (StoreError, BusyError) as error:
            self.put_off(job, error)
            raise Left from None
        except Left as left:
            if isinstance(left.__cause__, StoreError):
                self.put_off(job, left.__cause__)
            raise
        except Exception as error:
            raise failed(error) from None
        finally:
            with self.idle:
                self.active.discard(str(job.id))
                self.idle.notify_all()


@contextmanager
def executing(
    engine: Durable,
    body: Body,
    executor: str,
    *,
    at_once: int = 8,
    poll: float = 0.1,
    put_off: Callable[[Job, SyncError], None] = lambda job, error: None,
) -> Iterator[Executing]:
    """Run the engine's jobs in this process while the block lasts; only one such block can be in a process at a time.

    ``at_once`` jobs run at the same time, one of each account over all processes. ``poll`` seconds pass between looks
    into the queue. Jobs that this executor was at when it died are taken up again. Raises
    :class:`~bpwoo_sync.errors.StoreError`.
    """
    from dbos import DBOS

    process = Executing(put_off)
    own = queue_engine(engine.url)
    with _told(engine.url):
        _ = engine.client
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": engine.url,
                "system_database_engine": own,
                "application_version": engine.version,
                "executor_id": executor,
                "serializer": _serializer(),
                "use_listen_notify": False,
                "notification_listener_polling_interval_sec": 0.2,
                "run_migrations": False,
                "log_level": "CRITICAL",
            }
        )
        try:
            for flow in FlowName:
                _registered(flow, process, engine.url, body)
            DBOS.launch()
            DBOS.register_queue(
                QUEUE, worker_concurrency=at_once, partition_concurrency=1, polling_interval_sec=poll, on_conflict="always_update"
            )
        except BaseException:
            DBOS.destroy(destroy_registry=True)
            raise
    try:
        yield process
    finally:
        process.leaving.set()
        DBOS.destroy(destroy_registry=True)
        own.dispose()


def _registered(flow: FlowName, process: Executing, url: str, body: Body) -> None:
    from dbos import DBOS

    def run(document: dict[str, Document]) -> Document:
        return process.run(url, body, document)

    run.__qualname__ = run.__name__ = flow.value
    DBOS.workflow(name=flow.value)(run)


def queue_engine(url: str) -> Engine:
    """An engine as DBOS needs it. On SQLite: a write-ahead log that is on disk before a step counts as done.

    On PostgreSQL: a process that is frozen in a transaction loses it, so that what it has locked does not stop the others.
    """
    from sqlalchemy import event

    engine = engine_of(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def immediate(connection: Any, _: Any) -> None:
            connection.isolation_level = "IMMEDIATE"
            connection.execute("PRAGMA busy_timeout=30000")
            connection.execute("PRAGMA foreign_keys=ON")

    else:

        @event.listens_for(engine, "connect")
        def bounded(connection: Any, _: Any) -> None:
            connection.execute(f"SET idle_in_transaction_session_timeout = '{FROZEN:g}s'")
            connection.commit()

    return engine


def _client(url: str, engine: Engine) -> DBOSClient:
    from dbos import DBOS, DBOSClient

    DBOS.migrate(url)
    return DBOSClient(system_database_engine=engine, serializer=_serializer(), application_name=APPLICATION, retry_connection_errors=False)


def _serializer() -> Any:
    from dbos import Serializer

    class Text(JsonText, Serializer):
        """The same, as DBOS knows it."""

    return Text()


def _workflow(status: WorkflowStatus) -> Workflow:
    inputs: Any = status.input
    return Workflow(
        job=job_from(inputs["args"][0]),
        state=_STATE_OF[status.status],
        queued_at=_moment(status.created_at),
        ended_at=None if status.completed_at is None else _moment(status.completed_at),
        executor=status.executor_id or "",
        result=status.output,
        failure=None if status.error is None else failure_of(status.error),
    )


def _moment(milliseconds: int | None) -> datetime:
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)


class _told:
    """Turn an error of DBOS or of the database into one that says which database failed."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        from dbos import error
        from sqlalchemy import make_url
        from sqlalchemy.exc import SQLAlchemyError

        if isinstance(fault, (error.DBOSException, SQLAlchemyError, OSError)):
            where = make_url(self._url).render_as_string(hide_password=True)
            reason = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
            raise StoreError(f"The queue at {where} failed: {reason}. What is queued stays queued; run again once it is back.") from None
