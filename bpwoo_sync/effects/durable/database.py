"""How DBOS is spoken to: its names, its connections, the text that it keeps, and its errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bpwoo_sync.effects.databases import engine_of
from bpwoo_sync.effects.engine import State, Workflow, failed, failure_of, job_from
from bpwoo_sync.errors import FlowFailedError, StoreError, SyncError

if TYPE_CHECKING:
    from dbos import DBOSClient, WorkflowStatus
    from sqlalchemy import Engine, TableClause

#: Under which name DBOS knows all workers together, and the queue of their jobs.
APPLICATION, QUEUE = "bpwoo", "accounts"

#: Seconds after which PostgreSQL ends a transaction in which nothing happens.
FROZEN = 10.0

#: What DBOS calls each state, and the other way round.
STATES: dict[State, tuple[str, ...]] = {
    State.QUEUED: ("ENQUEUED", "DELAYED"),
    State.RUNNING: ("PENDING",),
    State.DONE: ("SUCCESS",),
    State.FAILED: ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
    State.CANCELLED: ("CANCELLED",),
}
STATE_OF: dict[str, State] = {name: state for state, names in STATES.items() for name in names}


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


def client_of(url: str, engine: Engine) -> DBOSClient:
    """A client of DBOS, with its tables made where they are not there yet."""
    from dbos import DBOS, DBOSClient

    DBOS.migrate(url)
    return DBOSClient(system_database_engine=engine, serializer=serializer(), application_name=APPLICATION, retry_connection_errors=False)


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


def serializer() -> Any:
    """:class:`JsonText` as DBOS takes it."""
    from dbos import Serializer

    class Text(JsonText, Serializer):
        """The same, as DBOS knows it."""

    return Text()


def runs_of(engine: Engine) -> TableClause:
    """The table of all runs, as far as it is documented: https://docs.dbos.dev/explanations/system-tables."""
    from sqlalchemy import BigInteger, Integer, String, column, table

    texts = [column(name, String) for name in ("workflow_uuid", "name", "status", "application_name", "application_version")]
    numbers = column("priority", Integer), column("created_at", BigInteger)
    return table("workflow_status", *texts, *numbers, schema=None if engine.dialect.name == "sqlite" else "dbos")


def workflow_of(status: WorkflowStatus) -> Workflow:
    """A run as DBOS tells of it. Its arguments have to be loaded."""
    inputs: Any = status.input
    return Workflow(
        job=job_from(inputs["args"][0]),
        state=STATE_OF[status.status],
        queued_at=moment_of(status.created_at),
        ended_at=None if status.completed_at is None else moment_of(status.completed_at),
        executor=status.executor_id or "",
        result=status.output,
        failure=None if status.error is None else failure_of(status.error),
    )


def moment_of(milliseconds: int | None) -> datetime:
    """The moment (aware UTC) that DBOS keeps as milliseconds since 1970."""
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)


class queue_told:
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
