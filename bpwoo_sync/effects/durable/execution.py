"""What is executed: a process that runs queued jobs, and the steps that their bodies are given."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attrs import define, field

from bpwoo_sync.effects.databases import set_sessions
from bpwoo_sync.effects.durable.database import APPLICATION, QUEUE, queue_engine, queue_told, serializer
from bpwoo_sync.effects.durable.queueing import Durable
from bpwoo_sync.effects.engine import Body, Document, FlowName, Job, failed, job_from
from bpwoo_sync.errors import BusyError, LeaseLostError, StoreError, SyncError

#: Seconds between the tries of a step whose database failed.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)


class Left(BaseException):
    """Ends a job in this process and leaves it as it stands, for whoever takes it up. Never an outcome."""


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
        with queue_told(self.url):
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
    signature: str = "",
) -> Iterator[Executing]:
    """Run the engine's jobs in this process while the block lasts; only one such block can be in a process at a time.

    ``at_once`` jobs run at the same time, one of each account over all processes. ``poll`` seconds pass between looks
    into the queue. Jobs that this executor was at when it died are taken up again. ``signature`` is what PostgreSQL shows of
    the sessions of its runs. Raises :class:`~bpwoo_sync.errors.StoreError`.
    """
    from dbos import DBOS

    process = Executing(put_off)
    own = queue_engine(engine.url)
    set_sessions(own, application_name=signature)
    with queue_told(engine.url):
        _ = engine.client
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": engine.url,
                "system_database_engine": own,
                "application_version": engine.version,
                "executor_id": executor,
                "serializer": serializer(),
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
