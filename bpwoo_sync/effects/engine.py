"""The port to a durable engine: what the sync asks of whatever keeps workflows alive, and the values both speak in.

An engine keeps jobs in a queue with a partition for each Brightpearl account, runs one job of a partition at a time,
and remembers the result of each step, so that a job whose worker died goes on behind its last finished step.
:mod:`bpwoo_sync.effects.inprocess` does so in memory, :mod:`bpwoo_sync.effects.durable` in a database. Another engine
is another file that has these methods.

What a job and its steps hand to the engine is stored by it: ids, keys and counts, never a customer's data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Protocol

from attrs import asdict, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.described import described
from bpwoo_sync.errors import FlowFailedError, StoreError, SyncError
from bpwoo_sync.increments import Hint
from bpwoo_sync.planning import EVERYTHING, Scope

#: What a step returns, and a job: a JSON document of ids, keys, counts and texts.
Document = Any


class FlowName(StrEnum):
    """The workflows of a pair."""

    ORDER = "order"
    """Look at some records of the shop or the account, which an event told of."""
    POLL = "poll"
    """Deal with what changed since the last poll."""
    SYNC = "sync"
    """Read both sides whole, and write what is missing."""
    RECONCILE = "reconcile"
    """Read both sides whole, and compare."""


class Priority(IntEnum):
    """What overtakes what within a partition: the smaller number goes first."""

    URGENT = 1
    BULK = 100


class State(StrEnum):
    """How far a workflow has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Recovery(StrEnum):
    """Who has to act on a failure."""

    RETRIES_ITSELF = "retries itself"
    NEEDS_A_PERSON = "needs a person"


@frozen
class WorkflowId:
    """Names one run: the same pair, flow and record are the same run, however often it is asked for."""

    pair: str
    flow: FlowName
    record: str

    def __str__(self) -> str:
        return f"{self.pair}/{self.flow.value}/{self.record}"

    @classmethod
    def of(cls, text: str) -> WorkflowId:
        """The id that has this text. Raises :class:`ValueError`."""
        pair, flow, record = text.split("/", 2)
        return cls(pair, FlowName(flow), record)


def order_id(pair: str, hint: Hint, event: str) -> WorkflowId:
    """The id of the run for an event about a record; ``event`` tells events of the same record apart."""
    return WorkflowId(pair, FlowName.ORDER, f"{hint.kind}-{hint.id}/{event}")


def slot_id(pair: str, flow: FlowName, slot: datetime, what: str = "") -> WorkflowId:
    """The id of the run that is due at a moment (aware UTC) by a schedule."""
    return WorkflowId(pair, flow, f"{what}{slot:%Y-%m-%dT%H:%M:%SZ}")


@frozen(kw_only=True)
class Job:
    """A run that is asked for. ``account`` is the code of the Brightpearl account, whose runs go one after another.

    ``series`` is what the ids of the runs begin with that do the same: while one of them is queued, no other is. None for
    an event, which is about a record of its own.
    """

    id: WorkflowId
    account: str
    priority: Priority = Priority.BULK
    hints: tuple[Hint, ...] = ()
    scope: Scope = EVERYTHING
    series: str = ""

    @property
    def document(self) -> dict[str, Document]:
        """The job as what an engine stores."""
        return {
            "id": str(self.id),
            "account": self.account,
            "priority": int(self.priority),
            "hints": [[hint.kind, hint.id] for hint in self.hints],
            "scope": asdict(self.scope),
            "series": self.series,
        }


def job_from(document: Mapping[str, Document]) -> Job:
    """The job that an engine stored."""
    return Job(
        id=WorkflowId.of(document["id"]),
        account=document["account"],
        priority=Priority(document["priority"]),
        hints=tuple(Hint(kind, int(id)) for kind, id in document["hints"]),
        scope=Scope(**document["scope"]),
        series=document.get("series", ""),
    )


@frozen(kw_only=True)
class Failure:
    """Why a workflow failed: the kind of error, what it said, and who has to act."""

    kind: str
    message: str
    recovery: Recovery


@described
@frozen(kw_only=True)
class Workflow:
    """A run as the engine knows it. Moments are aware UTC, by the clock of the engine's database."""

    job: Job
    state: State
    queued_at: datetime
    """When it was asked for: aware UTC."""
    ended_at: datetime | None = None
    """When it ended: aware UTC."""
    executor: str = ""
    result: Document = None
    failure: Failure | None = None


class Running(Protocol):
    """What a job's body is given."""

    def step(self, name: str, work: Callable[[], Document]) -> Document:
        """The result of a piece of work, done now or when the job ran before. Its name is the same on every run."""


Body = Callable[[Job, Running], Document]

#: Under what the result of a sync names the parts of its job's scope that it left to other runs.
LEFT_OUT = "left out"


class Engine(Protocol):
    """Keeps jobs, and runs each once. Raises only errors of :mod:`bpwoo_sync.errors`."""

    def start(self, job: Job) -> bool:
        """Queue a job. False where a run of this id is there already, whatever became of it, or one of its series is queued."""

    def schedule(self, due: Callable[[], Iterable[Job]], every: float) -> None:
        """Ask each so many seconds what is due, and start it, for as long as the engine runs."""

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

    def counts(self, states: Collection[State]) -> Mapping[str, Mapping[State, int]]:
        """How many runs of each pair are in each of these states; a pair without any is not named."""

    def resume(self, id: WorkflowId) -> bool:
        """Run a failed or cancelled one again from its beginning, under its id. False where there is none to resume."""

    def cancel(self, id: WorkflowId) -> bool:
        """Take a run out of the queue, or end it behind the step it is at. False where there is none to cancel."""


def failures(engine: Engine, pair: str | None = None) -> tuple[Workflow, ...]:
    """The dead letters: runs that failed, each with its cause and who has to act, the newest first."""
    return engine.workflows(pair=pair, states=(State.FAILED,))


def recovery_of(error: BaseException) -> Recovery:
    """Who has to act on an error: it passes by itself where the next run may succeed though nobody did anything."""
    if isinstance(error, FlowFailedError):
        return Recovery.RETRIES_ITSELF if error.retries_itself else Recovery.NEEDS_A_PERSON
    return Recovery.RETRIES_ITSELF if isinstance(error, _PASSING) else Recovery.NEEDS_A_PERSON


#: What passes: no answer, too many requests, a server's own trouble, a database that is away.
_PASSING: tuple[type[Exception], ...] = (
    bp.ConnectionFailedError,
    bp.ThrottledError,
    bp.ServerError,
    woo.ConnectionFailedError,
    woo.ThrottledError,
    woo.ServerError,
    StoreError,
)

#: What a person sees of an error that nobody foresaw.
_UNFORESEEN = "An error that nobody foresaw. Report it with this text:"


def failed(error: Exception) -> FlowFailedError:
    """An error as the one that an engine keeps: its kind, its text and who has to act, and nothing that it carries."""
    if isinstance(error, FlowFailedError):
        return error
    kind, text = type(error).__name__, str(error).strip()
    foreseen = isinstance(error, (bp.BrightpearlError, woo.WooCommerceError, SyncError))
    said = text if foreseen else f"{_UNFORESEEN} {kind}: {text}"
    return FlowFailedError(kind, said[:1000], retries_itself=recovery_of(error) is Recovery.RETRIES_ITSELF)


def failure_of(error: Exception) -> Failure:
    """What is told of an error that ended a workflow."""
    told = failed(error)
    return Failure(kind=told.kind, message=str(told), recovery=recovery_of(told))
